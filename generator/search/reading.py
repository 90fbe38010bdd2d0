"""An opened index: what is shown of every article, and where phrases stand in their texts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from generator.search.documents import SearchDocument
from generator.search.pinyin import spelled
from generator.search.query import Phrase
from generator.search.text import places, segments

ZONES = ("title", "lead", "body")
"""Where words are found: see SearchDocument.zones."""
FILTERED = ("kind", "year", "department", "author", "tag")
"""What a search can be narrowed by."""
_OFTEN = 1024
"""Postings between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of an article without reading it: what is shown, filtered and found by name.

    ``lengths`` are those of the ZONES: of the title in positions, of the others in segments, as the browser knows them.
    """

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
    lengths: tuple[int, ...]

    @staticmethod
    def of(document: SearchDocument) -> Card:
        """The card of a document."""
        shown = {name: getattr(document, name) for name in Card.__slots__ if name != "lengths"}
        title, *others = document.zones
        return Card(**shown, lengths=(places(title), *map(segments, others)))

    @staticmethod
    def read(data: bytes) -> Card:
        """The card that was written."""
        record = json.loads(data)
        return Card(**record | {name: tuple(record[name]) for name in ("authors", "tags", "lengths")})

    def written(self) -> bytes:
        """The card as bytes."""
        return json.dumps(asdict(self)).encode()

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be found by in pinyin."""
        return self.title, self.book, *self.authors, *self.tags

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

    @cached_property
    def readings(self) -> Mapping[str, tuple[str, ...]]:
        """How the characters of all names are read."""
        names = {name for card in self.cards.values() for name in card.names}
        return {name[at]: sounds for name in names for at, sounds in spelled(name)}

    def shown(self, doc: int) -> str:
        """The text of which an excerpt is shown."""
        return str(self.reader.stored_fields(doc).get("shown", ""))

    def length(self, zone: str, doc: int) -> float:
        """How long a zone of a document is, 1 being the average."""
        number = ZONES.index(zone)
        return self.cards[doc].lengths[number] / self._averages[number]

    @cached_property
    def _averages(self) -> tuple[float, ...]:
        """How long each of the ZONES is in the average document; 1 where all are empty."""
        zones = zip(*(card.lengths for card in self.cards.values()), strict=True)
        return tuple(sum(zone) / len(zone) or 1.0 for zone in zones)

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

    def counts(self, zone: str, phrase: Phrase) -> Mapping[int, int]:
        """How often a phrase stands in one of ZONES, by document."""
        known = self._found.get((zone, phrase))
        if known is None:
            self._tick()
            known = self._found[zone, phrase] = self._counted(zone, list(_spots(phrase)))
        return known

    def standing(self, phrase: Phrase, zones: Iterable[str] = ZONES) -> set[int]:
        """The documents in which a phrase stands."""
        return set().union(*(self.counts(zone, phrase) for zone in zones))

    def begins(self, phrase: Phrase, docs: Collection[int]) -> Mapping[int, set[int]]:
        """At which positions of the bodies of some documents a phrase begins."""
        return self._together("body", list(_spots(phrase)), sorted(docs))

    def _counted(self, zone: str, spots: list[_Spot]) -> Mapping[int, int]:
        if len(spots) == 1:
            return self._frequencies(zone, spots[0])
        return {doc: len(positions) for doc, positions in self._together(zone, spots, None).items()}

    def _together(self, zone: str, spots: list[_Spot], among: list[int] | None) -> Mapping[int, set[int]]:
        rare, *others = sorted(spots, key=lambda s: self._rarity(zone, s))
        found = self._positions(zone, rare, among)
        for spot in others:
            there = self._positions(zone, spot, sorted(found))
            found = {doc: kept for doc, begins in found.items() if (kept := begins & there.get(doc, set()))}
        return found

    def _rarity(self, zone: str, spot: _Spot) -> int:
        return 1 << 60 if spot.prefix else int(self._reader.doc_frequency(zone, spot.term))

    def _frequencies(self, zone: str, spot: _Spot) -> Mapping[int, int]:
        found: defaultdict[int, int] = defaultdict(int)
        for matcher in self._matchers(zone, spot):
            for doc in self._walk(matcher, None):
                found[doc] += int(matcher.weight())
        return dict(found)

    def _positions(self, zone: str, spot: _Spot, among: list[int] | None) -> dict[int, set[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        for matcher in self._matchers(zone, spot):
            for doc in self._walk(matcher, among):
                found[doc].update(position - spot.offset for position in matcher.value_as("positions"))
        return dict(found)

    def _matchers(self, zone: str, spot: _Spot) -> Iterator[Any]:
        if spot.prefix:
            for term in list(self._reader.expand_prefix(zone, spot.term)):
                yield self._reader.postings(zone, term)
        elif (zone, spot.term) in self._reader:
            yield self._reader.postings(zone, spot.term)

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
