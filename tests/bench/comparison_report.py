"""The comparison of the searches in the browser, as JSON and as tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.questions import ITEMS
from tests.bench.report import about, heading, table
from tests.bench.tree import Tree


@dataclass(frozen=True)
class Comparison:
    """What was measured, by the name of the search, and how ours grows."""

    tree: Tree
    versions: Mapping[str, str | None]
    asked: Mapping[str, int]
    measured: Mapping[str, Mapping[str, Any]]
    growth: Sequence[Mapping[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """The comparison as it is written in JSON; ``scripts/bench --help`` describes it."""
        head = heading("search", self.tree, self.versions)
        return {**head, "asked": dict(self.asked), "measured": dict(self.measured), "growth": _factors(self.growth)}


def _factors(growth: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of growth, each with how many times as much as in the first row it is."""
    return [
        {**row, "factor": {name: _times(growth[0], row, path) for name, path in _GROWING.items()}} for row in growth
    ]


_GROWING = {
    "documents": ("documents",),
    "index_bytes": ("index", "bytes"),
    "first_bytes": ("cost", "first", "bytes", "median"),
    "query_bytes": ("cost", "query", "bytes", "median"),
}


def _times(first: Mapping[str, Any], row: Mapping[str, Any], path: tuple[str, ...]) -> float | None:
    above, below = _at(row, path), _at(first, path)
    return above / below if above is not None and below else None


def _at(values: Mapping[str, Any], path: tuple[str, ...]) -> float | None:
    found: Any = values
    for key in path:
        if found is None:
            return None
        found = found[key]
    return None if found is None else float(found)


def _plain(value: float) -> str:
    return f"{value:,.0f}"


def _fraction(value: float) -> str:
    return f"{value:.3f}"


def _seconds(value: float) -> str:
    return f"{value:,.2f}"


def _megabytes(value: float) -> str:
    return f"{value / 1e6:,.2f}"


def _kilobytes(value: float) -> str:
    return f"{value / 1e3:,.1f}"


def _milliseconds(value: float) -> str:
    return f"{value * 1e3:,.1f}"


_Shown = Callable[[float], str]


def _two(label: str, shown: _Shown, *path: str) -> tuple[tuple[str, tuple[str, ...], _Shown], ...]:
    return (f"{label}, median", (*path, "median"), shown), (f"{label}, 95%", (*path, "p95"), shown)


_ROWS: tuple[tuple[str, tuple[str, ...], _Shown], ...] = (
    ("index s, median", ("index", "seconds", "median"), _seconds),
    ("index s, least", ("index", "seconds", "min"), _seconds),
    ("index files", ("index", "files"), _plain),
    ("index MB", ("index", "bytes"), _megabytes),
    ("index MB, gzip", ("index", "gzip_bytes"), _megabytes),
    ("questions answered", ("answers", "asked"), _plain),
    ("recall", ("answers", "truth", "recall"), _fraction),
    ("precision", ("answers", "truth", "precision"), _fraction),
    ("precision, first 10", ("answers", "truth", "precision_first_10"), _fraction),
    ("recall, Han only", ("answers", "truth", "han", "recall"), _fraction),
    ("precision, Han only", ("answers", "truth", "han", "precision"), _fraction),
    ("queries without answer", ("answers", "truth", "unanswered"), _plain),
    *((f"MRR, {kind}", ("answers", "items", kind, "reciprocal_rank"), _fraction) for kind in ("all", *ITEMS)),
    ("MRR, all, by chance", ("answers", "items", "all", "by_chance"), _fraction),
    ("MRR, one title fits", ("answers", "items", "all", "clear_reciprocal_rank"), _fraction),
    ("page kB", ("cost", "page", "bytes"), _kilobytes),
    *_two("first search kB", _kilobytes, "cost", "first", "bytes"),
    *_two("first search requests", _plain, "cost", "first", "requests"),
    *_two("first search ms", _milliseconds, "cost", "first", "seconds"),
    *_two("query kB", _kilobytes, "cost", "query", "bytes"),
    *_two("query requests", _plain, "cost", "query", "requests"),
    *_two("query ms", _milliseconds, "cost", "query", "seconds"),
    *_two("query ms, bytes there", _milliseconds, "cost", "query", "working"),
    *_two("query ms, from cache", _milliseconds, "cost", "cached", "seconds"),
    *_two("again ms", _milliseconds, "cost", "again", "seconds"),
    *_two("pinyin kB", _kilobytes, "typed", "pinyin", "bytes"),
    *_two("pinyin requests", _plain, "typed", "pinyin", "requests"),
    *_two("suggestions kB", _kilobytes, "typed", "suggestions", "bytes"),
    *_two("suggestions requests", _plain, "typed", "suggestions", "requests"),
)


def render_comparison(comparison: Comparison, form: str) -> str:
    """The comparison as ``text`` or ``json``, without a line break at its end."""
    values = comparison.as_dict()
    if form == "json":
        return json.dumps(values, ensure_ascii=False, indent=2)
    asked = f"articles: {values['asked']['articles']:,}, questions with an empty cache: {values['asked']['visits']:,}"
    parts = [about(values, asked), table(list(_compared(values["measured"]))), list(_notes(values))]
    if values["growth"]:
        parts.append(table(list(_grown(values["growth"]))))
    return "\n\n".join("\n".join(part) for part in parts)


def _compared(measured: Mapping[str, Mapping[str, Any]]) -> Iterator[list[str]]:
    yield ["", *measured]
    for label, path, shown in _ROWS:
        cells = [_cell(_at(column, path), shown) for column in measured.values()]
        if any(cells):
            yield [label, *cells]


def _cell(value: float | None, shown: _Shown) -> str:
    return "" if value is None else shown(value)


_COLUMNS: tuple[tuple[str, tuple[str, ...], _Shown], ...] = (
    ("index s", ("index", "seconds", "median"), _seconds),
    ("index MB", ("index", "bytes"), _megabytes),
    ("gzip MB", ("index", "gzip_bytes"), _megabytes),
    ("first kB", ("cost", "first", "bytes", "median"), _kilobytes),
    ("query kB", ("cost", "query", "bytes", "median"), _kilobytes),
    ("95%", ("cost", "query", "bytes", "p95"), _kilobytes),
    ("documents x", ("factor", "documents"), _seconds),
    ("index x", ("factor", "index_bytes"), _seconds),
    ("first x", ("factor", "first_bytes"), _seconds),
    ("query x", ("factor", "query_bytes"), _seconds),
)


def _grown(growth: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    yield ["documents", *(label for label, _, _ in _COLUMNS)]
    for row in growth:
        yield [f"{row['documents']:,}", *(_cell(_at(row, path), shown) for _, path, shown in _COLUMNS)]


_SECONDS_OF = {
    "index": "the index made from articles that were read",
    "build": "the whole build of the site",
    "run": "a run of its command on the site that Xinglin built",
    "difference": "a build with the search plugin, less one without",
}


def _notes(values: Mapping[str, Any]) -> Iterator[str]:
    for name, figures in values["measured"].items():
        yield f"Seconds of {name}'s index: {_SECONDS_OF[figures['index']['of']]}."
    yield "Recall, precision: of whole answers to pieces of the articles' text, by where these stand in all articles."
    yield "MRR: in the first 10; an article with exactly the same title counts as the one that is looked for."
    yield "By chance: if all titles that fit come first, in any order. One title fits: the questions with no other one."
    yield "First search: one that finds nothing, on a loaded page. Query: the next one. Again: the same once more."
    yield "Bytes there: the time without requests under way (a worker hides them). From cache: asked on a new page."
    if "stock" in values["measured"]:
        yield "Stock loads its index with every page already, and does not search summaries."
        if not values["versions"]["jieba"]:
            yield "Stock's search ran WITHOUT jieba: not installed."
    for name, figures in values["measured"].items():
        if figures["cannot"]:
            yield f"No answers from {name}: {figures['cannot']}"
