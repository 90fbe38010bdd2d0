"""An opened index: what is shown of every article, and where phrases stand in their texts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from generator.search.documents import SearchDocument
from generator.search.query import Phrase

TEXTS = ("title", "headings", "summary", "body")
"""The fields in which text is found."""
FILTERED = ("kind", "year", "department", "author", "tag")
"""What a search can be narrowed by."""
_OFTEN = 1024
"""Postings between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of an article without reading it: what is shown, filtered and found by name."""

    id: str
    address: str
    kind: str
    year: str
    date: str
    title: str
    authors: tuple[str, ...]
    department: str
    department_name: str
    tags: tuple[str, ...]
    book: str

    @staticmethod
    def of(document: SearchDocument) -> Card:
        """The card of a document."""
        return Card(**{name: getattr(document, name) for name in Card.__slots__})

    @staticmethod
    def read(data: bytes) -> Card:
        """The card that was written."""
        record = json.loads(data)
        return Card(**record | {name: tuple(record[name]) for name in ("authors", "tags")})

    def written(self) -> bytes:
        """The card as bytes."""
        return json.dumps(asdict(self)).encode()

    def values(self, field: str) -> tuple[str, ...]:
        """What it has in one of FILTERED."""
        if field in ("author", "tag"):
            return self.authors if field == "author" else self.tags
        return (value,) if (value := str(getattr(self, field))) else ()


class OpenIndex:
    """An index as it was when it was opened. For one thread at a time."""

    def __init__(self, reader: Any, cards: Mapping[int, Card], groups: Iterable[Iterable[str]], release: str) -> None:
        """Take a reader of Whoosh's, the cards by its numbers of documents, and words that mean the same."""
        self.reader = reader
        self.cards = cards
        self.groups = tuple(map(tuple, groups))
        self.release = release

    @cached_property
    def holders(self) -> Mapping[str, Mapping[str, frozenset[int]]]:
        """For each of FILTERED, the documents of every value."""
        found: dict[str, defaultdict[str, set[int]]] = {field: defaultdict(set) for field in FILTERED}
        for doc, card in self.cards.items():
            for field, holders in found.items():
                for value in card.values(field):
                    holders[value].add(doc)
        return {f: {value: frozenset(docs) for value, docs in holders.items()} for f, holders in found.items()}

    @cached_property
    def departments(self) -> Mapping[str, str]:
        """Names of departments by id."""
        return {card.department: card.department_name for card in self.cards.values()}

    def shown(self, doc: int) -> str:
        """The text of which an excerpt is shown."""
        return str(self.reader.stored_fields(doc).get("shown", ""))

    def length(self, field: str, doc: int) -> float:
        """How long a field of a document is, 1 being the average."""
        return float(self.reader.doc_field_length(doc, field) / (self._averages[field] or 1))

    @cached_property
    def _averages(self) -> Mapping[str, float]:
        count = max(1, len(self.cards))
        return {field: self.reader.field_length(field) / count for field in (*TEXTS, "words")}

    def close(self) -> None:
        """Let go of the files."""
        self.reader.close()


@dataclass(frozen=True, slots=True)
class _Spot:
    """A term that must stand so many positions after the beginning of a phrase; ``prefix``: or one that begins so."""

    term: str
    offset: int
    prefix: bool = False


class Lookup:
    """Looks up phrases in an opened index, each once.

    ``tick`` is called now and then, and may raise something to end the search.
    """

    def __init__(self, opened: OpenIndex, tick: Callable[[], None] = lambda: None) -> None:
        """Begin a search."""
        self._reader, self._tick = opened.reader, tick
        self._found: dict[tuple[str, Phrase], Mapping[int, int]] = {}

    def counts(self, field: str, phrase: Phrase) -> Mapping[int, int]:
        """How often a phrase stands in one of TEXTS, by document."""
        known = self._found.get((field, phrase))
        if known is None:
            self._tick()
            known = self._found[field, phrase] = self._phrase(field, list(_spots(phrase)))
        return known

    def word(self, word: str) -> Mapping[int, int]:
        """How often a word of the dictionary stands in a text, by document."""
        return self._frequencies("words", _Spot(word, 0))

    def standing(self, phrase: Phrase, fields: Iterable[str] = TEXTS) -> set[int]:
        """The documents in which a phrase stands."""
        return set().union(*(self.counts(field, phrase) for field in fields))

    def _phrase(self, field: str, spots: list[_Spot]) -> Mapping[int, int]:
        if len(spots) == 1:
            return self._frequencies(field, spots[0])
        rare, *others = sorted(spots, key=lambda s: self._rarity(field, s))
        found = self._places(field, rare, None)
        for spot in others:
            there = self._places(field, spot, sorted(found))
            found = {doc: kept for doc, places in found.items() if (kept := places & there.get(doc, set()))}
        return {doc: len(places) for doc, places in found.items()}

    def _rarity(self, field: str, spot: _Spot) -> int:
        return 1 << 60 if spot.prefix else int(self._reader.doc_frequency(field, spot.term))

    def _frequencies(self, field: str, spot: _Spot) -> Mapping[int, int]:
        found: defaultdict[int, int] = defaultdict(int)
        for matcher in self._matchers(field, spot):
            for doc in self._walk(matcher, None):
                found[doc] += int(matcher.weight())
        return dict(found)

    def _places(self, field: str, spot: _Spot, among: list[int] | None) -> dict[int, set[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for matcher in self._matchers(field, spot):
            for doc in self._walk(matcher, among):
                found[doc].update(position - spot.offset for position in matcher.value_as("positions"))
        return dict(found)

    def _matchers(self, field: str, spot: _Spot) -> Iterator[Any]:
        if spot.prefix:
            for term in list(self._reader.expand_prefix(field, spot.term)):
                yield self._reader.postings(field, term)
        elif (field, spot.term) in self._reader:
            yield self._reader.postings(field, spot.term)

    def _walk(self, matcher: Any, among: list[int] | None) -> Iterator[int]:
        """Stop a matcher at each of its documents, or at those ``among`` which it has."""
        self._tick()
        for number, doc in enumerate(_ids(matcher) if among is None else _shared(matcher, among)):
            if number % _OFTEN == 0:
                self._tick()
            yield doc


def _ids(matcher: Any) -> Iterator[int]:
    while matcher.is_active():
        yield matcher.id()
        matcher.next()


def _shared(matcher: Any, among: list[int]) -> Iterator[int]:
    for doc in among:
        if not matcher.is_active():
            return
        matcher.skip_to(doc)
        if matcher.is_active() and matcher.id() == doc:
            yield doc


def _spots(phrase: Phrase) -> Iterator[_Spot]:
    """Enough terms to be sure of a phrase: every second pair, and the end of each run but the last."""
    offset = 0
    for number, run in enumerate(phrase, 1):
        last, size = number == len(phrase), len(run)
        starts = [*range(0, size - 1, 2), *([size - 2] if last and size > 1 and size % 2 else [])]
        yield from (_Spot(run[at : at + 2], offset + at) for at in starts)
        if not last:
            # A single character is a term only where a run ends.
            yield _Spot(run[-1], offset + size - 1)
        elif size == 1:
            yield _Spot(run, offset, prefix=True)
        offset += size + 1
