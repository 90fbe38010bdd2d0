"""An answer as text for a terminal, or as JSON."""

from __future__ import annotations

import json

from generator.messages import Catalogue
from generator.search.index import SearchAnswer

_BOLD, _PLAIN = "\x1b[1;31m", "\x1b[0m"


def render(answer: SearchAnswer, form: str, words: Catalogue, colour: bool = False) -> str:
    """Write an answer.

    The JSON is ``{query, total, also: [word], results: [{id, url, title, kind, date, authors: [name], department,
    score, excerpt}]}``; ``url`` is relative to the site's root, and in ``excerpt`` matches stand between ``<mark>`` and
    ``</mark>`` with everything else escaped as HTML.

    Args:
        answer: What was found.
        form: ``table`` or ``json``.
        words: The language.
        colour: Whether the terminal shows colours; else matches stand between 【 and 】.
    """
    return _json(answer) if form == "json" else _table(answer, words, colour)


def _json(answer: SearchAnswer) -> str:
    results = [
        {
            "id": r.id,
            "url": r.address,
            "title": r.title,
            "kind": r.kind,
            "date": r.date,
            "authors": list(r.authors),
            "department": r.department,
            "score": r.score,
            "excerpt": _html(r.excerpt.marked("\0", "\1")),
        }
        for r in answer.results
    ]
    record = {"query": answer.query, "total": answer.total, "also": list(answer.also), "results": results}
    return _escaped(json.dumps(record, ensure_ascii=False, indent=2))


def _html(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\0", "<mark>").replace("\1", "</mark>")


def _table(answer: SearchAnswer, words: Catalogue, colour: bool) -> str:
    before, after = (_BOLD, _PLAIN) if colour else ("【", "】")
    lines = [words.text("search.total", total=answer.total, shown=len(answer.results), query=_printable(answer.query))]
    if answer.also:
        lines.append(words.text("search.also", words=_printable("、".join(answer.also))))
    for r in answer.results:
        facts = [words.text(f"site.kinds.{r.kind}"), r.department, "、".join(r.authors), r.date]
        lines += [
            "",
            _printable(r.title),
            "  " + _printable(" · ".join(f for f in facts if f)),
            f"  {_printable(r.id)}",
        ]
        lines.append("  " + r.excerpt.marked(before, after))
    return "\n".join(lines)


def _printable(text: str) -> str:
    """Text without the control characters by which it could play tricks on a terminal, white space made plain."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in text)


def _escaped(text: str) -> str:
    r"""JSON with ``\u`` for the characters by which it could play tricks on a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
