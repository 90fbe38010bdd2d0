"""The measured figures as JSON, and as a table."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from tests.bench.measure import Output, Run
from tests.bench.tree import Tree

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Report:
    """What was measured, by name. ``compared`` are two of the names: the ratio is the first through the second."""

    command: str
    tree: Tree
    versions: Mapping[str, str | None]
    measured: Mapping[str, Figures]
    compared: tuple[str, str]

    def as_dict(self) -> dict[str, Any]:
        """The report as it is written in JSON; ``scripts/bench --help`` describes it."""
        head = heading(self.command, self.tree, self.versions)
        return {**head, "measured": dict(self.measured), "ratio": self._ratio()}

    def _ratio(self) -> dict[str, Any] | None:
        if not set(self.compared) <= set(self.measured):
            return None
        above, below = (self.measured[name] for name in self.compared)
        figures: dict[str, Any] = {"of": list(self.compared)}
        for name in _RUN_FIGURES:
            figures[name] = {of: _divided(above[name][of], below[name][of]) for of in ("min", "median")}
        if above["output"] and below["output"]:
            figures["output"] = {key: _divided(above["output"][key], below["output"][key]) for key in above["output"]}
        return figures


def heading(command: str, tree: Tree, versions: Mapping[str, str | None]) -> dict[str, Any]:
    """What every report in JSON begins with."""
    return {
        "command": command,
        "tree": {key: value for key, value in asdict(tree).items() if key != "folder"},
        "machine": machine(),
        "versions": dict(versions),
    }


def machine() -> dict[str, Any]:
    """On what is measured."""
    return {"cores": len(os.sched_getaffinity(0)), "python": platform.python_version()}


_RUN_FIGURES = tuple(field.name for field in fields(Run))


def figures(runs: Sequence[Run], output: Output | None = None, **more: object) -> Figures:
    """The figures of several runs of one thing, with what came of the last."""
    found: dict[str, Any] = {"runs": [asdict(run) for run in runs]}
    for name in _RUN_FIGURES:
        values = [getattr(run, name) for run in runs]
        found[name] = {"min": min(values), "median": statistics.median(values)}
    return found | {"output": asdict(output) if output else None, **more}


def _divided(above: float, below: float) -> float | None:
    return above / below if below else None


def render(report: Report, form: str) -> str:
    """The report as ``text`` or ``json``, without a line break at its end."""
    values = report.as_dict()
    return json.dumps(values, ensure_ascii=False, indent=2) if form == "json" else _text(values)


def _seconds(value: float) -> str:
    return f"{value:,.2f}"


def _megabytes(value: float) -> str:
    return f"{value / 1e6:,.1f}"


def _count(value: float) -> str:
    return f"{value:,.0f}"


_ROWS: tuple[tuple[str, tuple[str, str], Callable[[float], str]], ...] = (
    ("wall s, median", ("wall_seconds", "median"), _seconds),
    ("wall s, least", ("wall_seconds", "min"), _seconds),
    ("cpu s, median", ("cpu_seconds", "median"), _seconds),
    ("cpu s, least", ("cpu_seconds", "min"), _seconds),
    ("peak MB, median", ("peak_bytes", "median"), _megabytes),
    ("peak MB, least", ("peak_bytes", "min"), _megabytes),
    ("output MB", ("output", "bytes"), _megabytes),
    ("output files", ("output", "files"), _count),
    ("output pages", ("output", "pages"), _count),
    ("browser index MB", ("output", "search_index_bytes"), _megabytes),
)


def _text(values: Mapping[str, Any]) -> str:
    columns, ratio = list(values["measured"].values()), values["ratio"]
    rows = [["", *values["measured"], *([" / ".join(ratio["of"])] if ratio else [])]]
    for label, (name, key), shown in _ROWS:
        if any((column[name] or {}).get(key) for column in columns):
            cells = [_cell(column, name, key, shown) for column in columns]
            rows.append([label, *cells, *([_cell(ratio, name, key, _seconds)] if ratio else [])])
    runs = len(next(iter(values["measured"].values()))["runs"])
    return "\n".join((*about(values, f"runs: {runs}"), "", *table(rows), *_notes(values)))


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with the cells of every row under each other: names to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "   ".join(
            (row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)))
        )
        for row in rows
    )
    return [line.rstrip() for line in lines]


def _cell(column: Figures, name: str, key: str, shown: Callable[[float], str]) -> str:
    value = (column.get(name) or {}).get(key)
    return "" if value is None else shown(value)


def about(values: Mapping[str, Any], how: str) -> list[str]:
    """What was measured, ``how``, and with which programs."""
    tree, machine = values["tree"], values["machine"]
    used = ", ".join(f"{name} {version}" for name, version in values["versions"].items() if version)
    held = f"{tree['source']}; {tree['files']:,} files, {_megabytes(tree['bytes'])} MB"
    return [
        f"{tree['documents']:,} documents ({held}), {how}",
        f"{used}; Python {machine['python']}, cores: {machine['cores']}",
    ]


def _notes(values: Mapping[str, Any]) -> list[str]:
    notes = ["Peak is the largest process of a command, not the sum of them all."]
    if "stock" in values["measured"]:
        used = values["versions"]["jieba"]
        notes.append(
            "Stock's search cut Chinese with jieba." if used else "Stock's search ran WITHOUT jieba: not installed."
        )
    if any(column.get("left_out") for column in values["measured"].values()):
        notes.append("Xinglin left out files with mistakes, which stock built: xinglin check names them.")
    if "query" in values["measured"]:
        query = values["measured"]["query"]
        notes.append(f"Documents found for {query['text']}: {query['found']:,}")
    return ["", *notes]
