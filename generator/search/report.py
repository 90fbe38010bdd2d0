"""An answer as text for a terminal, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator.messages import Catalogue
from generator.search.answer import SearchAnswer, SearchResult
from generator.search.finding import Note
from generator.search.narrowing import FacetCount

_BOLD, _PLAIN = "\x1b[1;31m", "\x1b[0m"


def render(answer: SearchAnswer, form: str, words: Catalogue, colour: bool = False) -> str:
    """Write an answer.

    Args:
        answer: What was found.
        form: ``table`` or ``json``; docs/reference/formats.md describes the latter.
        words: The language.
        colour: Whether the terminal shows colours; else matches stand between 【 and 】.
    """
    if form == "json":
        return _escaped(json.dumps(record(answer, words), ensure_ascii=False, indent=2))
    return "\n".join(_table(answer, words, ("【", "】") if not colour else (_BOLD, _PLAIN)))


def record(answer: SearchAnswer, words: Catalogue) -> dict[str, Any]:
    """What the JSON holds.

    In ``excerpt`` matches stand between ``<mark>`` and ``</mark>`` with everything else escaped as HTML.
    """
    facets = {name: [_facet(name, f, words) for f in counts] for name, counts in answer.facets.items()}
    return {
        "query": answer.query,
        "total": answer.total,
        "results": [_result(result) for result in answer.results],
        "facets": facets,
        "notes": [{"type": note.type, **note.details} for note in answer.notes],
    }


def _result(result: SearchResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "url": result.address,
        "title": result.title,
        "excerpt": _html(result.excerpt.marked("\0", "\1")),
        "kind": result.kind,
        "date": result.date,
        "authors": list(result.authors),
        "department": result.department,
        "missing": list(result.missing),
        "score": result.score,
    }


def _facet(name: str, facet: FacetCount, words: Catalogue) -> dict[str, Any]:
    label = _kind(facet.value, words) if name == "kind" else facet.label
    return {"value": facet.value, "label": label, "count": facet.count}


def _kind(kind: str, words: Catalogue) -> str:
    key = f"site.kinds.{kind}"
    return words.text(key) if words.has(key) else kind


def _html(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\0", "<mark>").replace("\1", "</mark>")


def _table(answer: SearchAnswer, words: Catalogue, marks: tuple[str, str]) -> Iterator[str]:
    shown = len(answer.results)
    yield words.text("search.total", total=answer.total, shown=shown, query=_printable(answer.query))
    yield from (_printable(line) for note in answer.notes for line in _sentences(note, words))
    for r in answer.results:
        facts = [_kind(r.kind, words), r.department, "、".join(r.authors), r.date]
        yield ""
        yield _printable(r.title)
        yield "  " + _printable(" · ".join(f for f in facts if f))
        yield f"  {_printable(r.id)}"
        yield "  " + r.excerpt.marked(*marks)
        if r.missing:
            yield "  " + _printable(words.text("search.missing", words="、".join(r.missing)))


def _sentences(note: Note, words: Catalogue) -> Iterator[str]:
    """What a note says, in words."""
    details = note.details
    if note.type == "synonyms":
        yield words.text("search.synonyms", words="、".join(details["words"]))
    elif note.type == "pinyin":
        yield words.text("search.pinyin", **details)
    elif note.type == "name":
        yield words.text(f"search.name.{details['field']}", value=details["value"])
    elif note.type == "author":
        yield words.text("search.author", **details)
    elif note.type == "none":
        yield from (words.text("search.nearest", **piece) for piece in details["nearest"])
    elif note.type == "dropped":
        yield from (words.text("search.dropped", option=f"--{one['name']}", **one) for one in details["totals"])
    else:
        yield words.text(f"search.{note.type}")


def _printable(text: str) -> str:
    """Text without the control characters by which it could play tricks on a terminal, white space made plain."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in text)


def _escaped(text: str) -> str:
    r"""JSON with ``\u`` for the characters by which it could play tricks on a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
