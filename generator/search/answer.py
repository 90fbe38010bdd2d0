"""What a query finds: the articles, in order, with what must be said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.search.excerpts import Excerpt, excerpt
from generator.search.finding import Found, Note, find, name_notes
from generator.search.index import open_index
from generator.search.narrowing import FacetCount, Narrowing, asked_filters
from generator.search.query import Query, parse
from generator.search.ranking import Ranking, newest, oldest
from generator.search.reading import Lookup, OpenIndex
from generator.search.remedies import remedies
from generator.search.text import synonyms


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the text that was typed, values of filters by field, and which of the results are wanted."""

    text: str
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = "relevance"
    limit: int = 10
    offset: int = 0


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
    lookup = Lookup(opened, tick)
    narrowed = any(value.strip() for value in question.filters.values())
    found = find(opened, lookup, query) if query.wanted or query.filters or narrowed else Found(set())
    narrowing = Narrowing(opened, (*query.filters, *asked_filters(question.filters)))
    docs = narrowing.kept(found.docs)
    named = [held.named.tiers for held in found.held]
    ranking = Ranking(opened, lookup, query.wanted if named else (), docs, named, found.whole.tiers)
    shown = _order(opened, ranking, docs, question.sort)[question.offset : question.offset + question.limit]
    patterns = [p for clause in query.wanted for p in clause.patterns]
    notes = [*_reading_notes(query), *name_notes(query, found, docs), *found.notes]
    if not docs and (narrowed or question.text.strip()):
        notes += remedies(opened, lookup, query, found, question.filters)
    return SearchAnswer(
        query=question.text,
        total=len(docs),
        results=tuple(
            _result(opened, doc, patterns, _missing(query, found, doc), ranking.scores[doc]) for doc in shown
        ),
        facets=narrowing.facets(found.docs),
        notes=tuple(notes),
    )


def _order(opened: OpenIndex, ranking: Ranking, docs: Iterable[int], sort: str) -> Sequence[int]:
    def date(doc: int) -> tuple[object, ...]:
        by_date = newest(opened.cards[doc].date) if sort == "newest" else oldest(opened.cards[doc].date)
        return *by_date, *ranking.key(doc)

    return sorted(docs, key=ranking.key if sort == "relevance" else date)


def _missing(query: Query, found: Found, doc: int) -> tuple[str, ...]:
    if doc in found.whole.tiers:
        return ()
    return tuple(c.words[0] for c, held in zip(query.wanted, found.held, strict=False) if doc not in held.docs)


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
