"""Ways out of an answer without results: what comes nearest, and what dropping a filter would give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.search.finding import Found, Note, find
from generator.search.names import alike
from generator.search.narrowing import Narrowing, asked_filters
from generator.search.query import FieldFilter, Query, parse
from generator.search.reading import Lookup, OpenIndex
from generator.search.text import runs, synonyms

_NEAREST = 5
"""The most single pieces or names that are offered."""


def remedies(
    opened: OpenIndex, lookup: Lookup, query: Query, found: Found, filters: Mapping[str, str]
) -> Iterator[Note]:
    """Say of a query without results what was searched, and how to find something.

    Args:
        opened: The index.
        lookup: The search.
        query: What was read.
        found: What it finds without filters.
        filters: Values from options by field.
    """
    searched = list(dict.fromkeys(word for clause in query.wanted for word in clause.words))
    yield Note("none", {"searched": searched, "nearest": list(_nearest(opened, lookup, query, filters))})
    if found.docs:
        given = {name: value for name, value in filters.items() if value.strip()}
        totals = [
            {"name": name, "value": value, "total": _total(opened, query, found, given, name)}
            for name, value in given.items()
        ]
        yield Note("dropped", {"totals": totals})


def _total(opened: OpenIndex, query: Query, found: Found, filters: Mapping[str, str], dropped: str = "") -> int:
    """How many documents are left with the filters but one; none where nothing at all is asked any more."""
    given = (*query.filters, *asked_filters({name: value for name, value in filters.items() if name != dropped}))
    return len(Narrowing(opened, given).kept(found.docs)) if given or query.wanted else 0


def _nearest(
    opened: OpenIndex, lookup: Lookup, query: Query, filters: Mapping[str, str]
) -> Iterator[Mapping[str, object]]:
    """Queries that find something with the same filters: all pieces together, the longest ones, else names."""
    words = [clause.words[0] for clause in query.wanted]
    pieces = list(dict.fromkeys(p for word in words for run in runs(word) for p in _pieces(lookup, run)))
    longest = sorted(pieces, key=lambda piece: -len(piece)) or list(alike(opened, "".join(runs(query.typed))))
    for text in dict.fromkeys([" ".join(pieces), *longest[:_NEAREST]]):
        asked = " ".join([text, *map(_typed, query.filters)])
        near = parse(asked, synonyms(opened.groups))
        if near.wanted and (total := _total(opened, near, find(opened, lookup, near), filters)):
            yield {"text": text, "query": asked, "total": total}


def _typed(given: FieldFilter) -> str:
    """A filter as people type it."""
    return f'{"-" if given.excluded else ""}{given.field}:"{given.value}"'


def _pieces(lookup: Lookup, run: str) -> Iterable[str]:
    """The parts of a run, of two characters or more, that stand somewhere and are part of no longer one that does."""
    end = 0
    for start in range(len(run) - 1):
        before, end = end, max(end, start + 1)
        while end < len(run) and lookup.standing((run[start : end + 1],)):
            end += 1
        if end > before and end - start > 1:
            yield run[start:end]
