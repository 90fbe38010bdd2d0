"""What a query finds: the articles, in order, with what must be said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.search.excerpts import Excerpt, excerpt
from generator.search.index import open_index
from generator.search.names import named, spoken
from generator.search.narrowing import FacetCount, Narrowing, asked_filters
from generator.search.query import Query, parse
from generator.search.ranking import Ranking, holding, newest, oldest
from generator.search.reading import Lookup, OpenIndex
from generator.search.text import runs, synonyms

_NEAREST = 5
"""The most pieces of a query that are named when nothing was found."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the text that was typed, values of filters by field, and which of the results are wanted."""

    text: str
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = "relevance"
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader should know of an answer; docs/reference/formats.md names the types and their details."""

    type: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One found article; ``missing`` are words of the query that are not in it."""

    id: str
    address: str
    title: str
    excerpt: Excerpt
    kind: str
    date: str
    authors: tuple[str, ...]
    department: str
    missing: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Some ``results`` of ``total`` found, and how they are spread over the values that a search can be narrowed to."""

    query: str
    total: int
    results: tuple[SearchResult, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    notes: tuple[Note, ...]


def search(folder: Path, question: Question, groups: Iterable[Iterable[str]] | None = None) -> SearchAnswer:
    """Answer from the index in a folder, which is up to date.

    Args:
        folder: The index.
        question: What is asked.
        groups: Words that mean the same; those kept with the index if not given.
    """
    opened = open_index(folder)
    try:
        if groups is not None:
            opened.groups = tuple(map(tuple, groups))
        return answer(opened, question)
    finally:
        opened.close()


def answer(opened: OpenIndex, question: Question, tick: Callable[[], None] = lambda: None) -> SearchAnswer:
    """Answer from an opened index; ``tick`` is called now and then, and may raise something to end it."""
    query = parse(question.text, synonyms(opened.groups))
    narrowing = Narrowing(opened, (*query.filters, *asked_filters(question.filters)))
    asked = query.wanted or query.filters or any(question.filters.values())
    lookup = Lookup(opened, tick)
    found = _find(opened, lookup, query) if asked else _Found(set())
    docs = narrowing.kept(found.docs)
    order = _order(opened, lookup, query, found, docs, question.sort)
    shown = order.docs[question.offset : question.offset + question.limit]
    patterns = [p for clause in query.wanted for p in clause.patterns]
    results = tuple(_result(opened, doc, patterns, _missing(query, found, doc), order.scores[doc]) for doc in shown)
    notes = [*_reading_notes(query), *found.notes]
    if question.text.strip() and not docs:
        notes.append(_none(lookup, query))
    return SearchAnswer(question.text, len(docs), results, narrowing.facets(found.docs), tuple(notes))


@dataclass(frozen=True, slots=True)
class _Found:
    """Documents before any filter. ``held``: the documents of every wanted clause; ``ranks``: what sorts before all."""

    docs: Set[int]
    held: tuple[Set[int], ...] = ()
    ranks: Mapping[int, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def _find(opened: OpenIndex, lookup: Lookup, query: Query) -> _Found:
    """The documents with all that is wanted; if there are none, those of that name, else those with most of it."""
    excluded = set().union(*(holding(lookup, clause) for clause in query.clauses if clause.excluded))
    if not query.wanted:
        return _Found(opened.cards.keys() - excluded)
    held = tuple(holding(lookup, clause) for clause in query.wanted)
    if docs := set.intersection(*held):
        return _Found(docs - excluded, held)
    if name := named(opened, query):
        return _Found(name[2] - excluded, notes=(Note("name", {"field": name[0], "value": name[1]}),))
    if ranks := spoken(opened, query):
        note = Note("pinyin", {"text": query.wanted[0].words[0].strip()})
        return _Found(ranks.keys() - excluded, ranks=ranks, notes=(note,))
    return _most(held, excluded)


def _most(held: tuple[set[int], ...], excluded: set[int]) -> _Found:
    counts = {doc: sum(doc in docs for docs in held) for doc in set().union(*held) - excluded}
    most = max(counts.values(), default=0)
    docs = {doc for doc, count in counts.items() if count == most}
    return _Found(docs, held, notes=(Note("partial"),) if docs else ())


@dataclass(frozen=True, slots=True)
class _Order:
    docs: list[int]
    scores: Mapping[int, float]


def _order(opened: OpenIndex, lookup: Lookup, query: Query, found: _Found, docs: set[int], sort: str) -> _Order:
    cards = opened.cards
    ranking = Ranking(opened, lookup, query.wanted if found.held else (), docs)

    def relevance(doc: int) -> tuple[object, ...]:
        return found.ranks.get(doc, 0), *ranking.key(doc)

    def date(doc: int) -> tuple[object, ...]:
        by_date = newest(cards[doc].date) if sort == "newest" else oldest(cards[doc].date)
        return *by_date, *relevance(doc)

    return _Order(sorted(docs, key=relevance if sort == "relevance" else date), ranking.scores)


def _missing(query: Query, found: _Found, doc: int) -> tuple[str, ...]:
    return tuple(c.words[0] for c, docs in zip(query.wanted, found.held, strict=False) if doc not in docs)


def _result(opened: OpenIndex, doc: int, patterns: list[str], missing: tuple[str, ...], score: float) -> SearchResult:
    card = opened.cards[doc]
    return SearchResult(
        id=card.id,
        address=card.address,
        title=card.title,
        excerpt=excerpt(opened.shown(doc), patterns),
        kind=card.kind,
        date=card.date,
        authors=card.authors,
        department=card.department_name,
        missing=missing,
        score=score,
    )


def _reading_notes(query: Query) -> Iterator[Note]:
    if query.cut:
        yield Note("cut")
    if query.also:
        yield Note("synonyms", {"words": list(query.also)})


def _none(lookup: Lookup, query: Query) -> Note:
    """What was looked for in vain, and the longest pieces of it that do stand in articles."""
    searched = list(dict.fromkeys(word for clause in query.wanted for word in clause.words))
    pieces = dict.fromkeys(p for clause in query.wanted for run in runs(clause.words[0]) for p in _pieces(lookup, run))
    longest = sorted(pieces, key=lambda piece: -len(piece))[:_NEAREST]
    nearest = [{"text": piece, "total": len(lookup.standing((piece,)))} for piece in longest]
    return Note("none", {"searched": searched, "nearest": nearest})


def _pieces(lookup: Lookup, run: str) -> Iterator[str]:
    """The parts of a run, of two characters or more, that stand somewhere and are part of no longer one that does."""
    end = 0
    for start in range(len(run) - 1):
        before, end = end, max(end, start + 1)
        while end < len(run) and lookup.standing((run[start : end + 1],)):
            end += 1
        if end > before and end - start > 1:
            yield run[start:end]
