"""Which articles a query finds, before any filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from generator.search.names import named, spoken
from generator.search.query import Query
from generator.search.ranking import holding
from generator.search.reading import Lookup, OpenIndex


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader should know of an answer; docs/reference/formats.md names the types and their details."""

    type: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """Documents that were found.

    Attributes:
        docs: All of them.
        held: The documents of every wanted clause; empty where names were searched instead.
        ranks: What sorts a document before all else, where that is not 0.
        notes: How they were found.
    """

    docs: Set[int]
    held: tuple[Set[int], ...] = ()
    ranks: Mapping[int, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def find(opened: OpenIndex, lookup: Lookup, query: Query) -> Found:
    """Find what holds all that is wanted; if there is nothing, what has that name, else what holds most of it."""
    excluded = set().union(*(holding(lookup, clause) for clause in query.clauses if clause.excluded))
    if not query.wanted:
        return Found(opened.cards.keys() - excluded)
    held = tuple(holding(lookup, clause) for clause in query.wanted)
    if docs := set.intersection(*held):
        return Found(docs - excluded, held, notes=_author_notes(opened, query))
    if name := named(opened, query):
        return Found(name[2] - excluded, notes=(Note("name", {"field": name[0], "value": name[1]}),))
    if ranks := spoken(opened, query):
        return Found(ranks.keys() - excluded, ranks=ranks, notes=(Note("pinyin", {"text": query.typed}),))
    return _most(held, excluded)


def _author_notes(opened: OpenIndex, query: Query) -> tuple[Note, ...]:
    """A note where what was typed is somebody's name: texts that hold it are not what that person wrote."""
    name = named(opened, query)
    return (Note("author", {"value": name[1], "count": len(name[2])}),) if name and name[0] == "author" else ()


def _most(held: Sequence[Set[int]], excluded: Set[int]) -> Found:
    counts = {doc: sum(doc in docs for docs in held) for doc in set().union(*held) - excluded}
    most = max(counts.values(), default=0)
    docs = {doc for doc, count in counts.items() if count == most}
    return Found(docs, tuple(held), notes=(Note("partial"),) if docs else ())
