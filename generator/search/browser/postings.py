"""Which terms stand where: postings, sorted by the hash of the term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.search.browser.coding import Codes, Numbers, bit_length, changes, golomb, truncated
from generator.search.browser.units import SEGMENT, ZONES, Small, Texts, Units
from generator.search.pinyin import INITIALS, spelled, syllables

Hashes = NDArray[np.uint32]
Bytes = NDArray[np.uint8]

SYLLABLE, INITIAL = 0xE000, 0xE800
"""Where in Unicode's private area syllables and initials are numbered from."""
NAME_PLACES = 4
"""The parameter for places in names that are spelled in pinyin."""
_UNARY = 3
"""Ordinals below this are coded by so many ones and a zero."""


@dataclass(frozen=True)
class Postings:
    """Rows, each a term in a document that holds it, sorted by hash and document.

    Attributes:
        hashes: Hash of the term.
        documents: Number of the document.
        counts: How often the term stands in each zone, rows × ZONES.
        places: Columns of the codes of places, by row and in it by zone; none where none are kept.
        first: Number of the first place of each row.
    """

    hashes: Numbers
    documents: Numbers
    counts: Numbers
    places: Sequence[Codes]
    first: Numbers


def mixed(keys: Hashes) -> Hashes:
    """Spread keys evenly over 32 bits; no two become one, so the hash says all that the key does.

    The constant is that of a well-known mixer (https://github.com/skeeto/hash-prospector).
    """
    constant = np.uint32(0x45D9F3B)
    found = keys ^ (keys >> np.uint32(16))
    for _ in range(2):
        found = found * constant
        found ^= found >> np.uint32(16)
    return found


# ---- Pairs of units


@dataclass(frozen=True)
class Pairs:
    """All neighbouring units of runs: hash, and the number of the first one among the units."""

    hashes: Hashes
    at: NDArray[np.int32]

    @classmethod
    def of(cls, texts: Texts) -> Pairs:
        """Find the pairs."""
        at = np.flatnonzero(texts.word[:-1] & texts.word[1:]).astype(np.int32)
        units = texts.units.astype(np.uint32)
        return cls(mixed(units[at] << np.uint32(16) | units[at + 1]), at)

    def slices(self, count: int) -> Bytes:
        """To which of ``count`` equal parts of the range of hashes each pair belongs."""
        return (self.hashes.astype(np.uint64) * np.uint64(count) >> np.uint64(32)).astype(np.uint8)


def pair_postings(texts: Texts, ordinals: Bytes, hashes: Hashes, at: NDArray[np.int32]) -> Postings:
    """Postings of some pairs.

    A unit of a zone is known by its segment and its ordinal (see ``Ordered``), and a pair by those of its two units, so
    that pairs with a unit in common are found to be a longer string. This takes a third less than places.
    """
    order = _order(hashes)
    zone, segment = texts.zone[at][order], texts.segment[at][order]
    identity = _identities(texts, ordinals, at)[order]
    rows = _rows(hashes[order], zone)
    group_start, group_size = rows.groups
    size = np.repeat(group_size, group_size)
    segments = texts.segments.ravel()[zone]
    where = truncated(segment, segments)
    some = np.flatnonzero(size > 1)
    opens = np.zeros(len(at), np.bool_)
    opens[group_start] = True
    gap = np.where(opens[some], segment[some], segment[some] - segment[some - 1])
    parted = golomb(gap, np.maximum(bit_length(segments[some]) - bit_length(size[some]), 0))
    where.values[some], where.widths[some] = parted.values, parted.widths
    values, widths = _identity_codes()
    return rows.postings(where, Codes(values[identity], widths[identity]))


def _order(hashes: Hashes) -> Numbers:
    """The order by hash, equal ones as they come; this is faster than a stable sort of indirect numbers."""
    entries = hashes.astype(np.uint64) << np.uint64(32) | np.arange(len(hashes), dtype=np.uint64)
    entries.sort()
    return (entries & np.uint64(0xFFFFFFFF)).astype(np.int64)


def _identities(texts: Texts, ordinals: Bytes, at: NDArray[np.int32]) -> NDArray[np.int16]:
    """The ordinals of both units of pairs as the number of a code."""
    second = ordinals[at + 1].astype(np.int16)
    second += second > 1
    second[texts.segment[at] != texts.segment[at + 1]] = _CROSSING
    return ordinals[at] * np.int16(SEGMENT + 1) + second


_CROSSING = 2
"""In place of the second unit's ordinal: it is the first unit of the next segment."""


@cache
def _identity_codes() -> tuple[Numbers, Numbers]:
    """Values and widths of the codes for two ordinals, the second one with _CROSSING among its numbers.

    The code is 0 where both are the first of their kind in the segment.
    """
    numbers = np.arange(SEGMENT + 1)
    many = golomb(np.maximum(numbers - _UNARY, 0), 0)
    few = numbers < _UNARY
    ones = (1 << np.minimum(numbers, _UNARY)) - 1
    code = Codes(
        np.where(few, ones << 1, (ones << many.widths) | many.values), np.where(few, numbers + 1, _UNARY + many.widths)
    )
    first, second = (a.ravel() for a in np.meshgrid(numbers[:-1], numbers, indexing="ij"))
    one, other = (Codes(code.values[number], code.widths[number]) for number in (first, second))
    both = Codes(np.ones_like(first), np.ones_like(first)).then(one).then(other)
    plain = (first == 0) & (second == 0)
    return np.where(plain, 0, both.values), np.where(plain, 1, both.widths)


# ---- Single units


@dataclass(frozen=True)
class Ordered:
    """Some whole zones with their units in order.

    Attributes:
        ordinals: For every unit how many equal ones stand before it in its segment.
        units: The different units of each zone, rising.
        zones: The zones in which they stand, rising for each unit.
    """

    ordinals: Bytes
    units: Units
    zones: Small


def ordered(texts: Texts, begin: int, end: int) -> Ordered:
    """Put units ``begin`` to ``end``, which are whole zones, in order."""
    at = np.flatnonzero(texts.word[begin:end])
    at = at[np.argsort(texts.units[begin:end][at], kind="stable")]
    units, zones = texts.units[begin:end][at], texts.zone[begin:end][at]
    opens = changes(units) | changes(zones)
    first = np.flatnonzero(opens | changes(texts.segment[begin:end][at]))
    size = np.diff(np.append(first, len(at)))
    ordinals = np.zeros(end - begin, np.uint8)
    ordinals[at] = np.arange(len(at)) - np.repeat(first, size)
    return Ordered(ordinals, units[opens], zones[opens])


def unit_postings(parts: Sequence[Ordered]) -> Postings:
    """Postings of single units without places, of all zones in their order; counts are 0 or 1."""
    units = np.concatenate([part.units for part in parts])
    zones = np.concatenate([part.zones for part in parts])
    hashes = mixed(np.arange(0x10000, dtype=np.uint32) << np.uint32(16))
    rank = np.empty(0x10000, np.uint16)
    rank[np.argsort(hashes)] = np.arange(0x10000)
    order = np.argsort(rank[units], kind="stable")
    return _rows(hashes[units[order]], zones[order]).postings()


# ---- Pinyin


def pinyin_postings(names: Sequence[Iterable[tuple[int, str]]]) -> Postings:
    """Postings of the pinyin of names, with the places of the characters in the name.

    Args:
        names: For each document (zone, name): names that are found by pinyin, of which each zone has one at most.
    """
    found = [
        (key, document * ZONES + zone, place)
        for document, spoken in enumerate(names)
        for zone, name in spoken
        for key, place in _pinyin(name)
    ]
    keys, zones, places = np.array(found, np.int64).reshape(-1, 3).T
    hashes = mixed(keys.astype(np.uint32))
    order = np.lexsort((places, zones, hashes))
    rows = _rows(hashes[order], zones[order].astype(np.int32))
    places = places[order]
    opens = np.zeros(len(places), np.bool_)
    opens[rows.groups[0]] = True
    return rows.postings(golomb(np.where(opens, places, np.diff(places, prepend=0) - 1), NAME_PLACES))


def _pinyin(name: str) -> Iterator[tuple[int, int]]:
    """The keys of a name's pinyin, with the place of their character: syllables, zh ch sh, pairs of first letters."""
    before, letters = -2, frozenset[int]()
    for place, readings in spelled(name):
        keys, last = _keys(readings)
        yield from ((key, place) for key in keys)
        if place == before + 1:
            yield from ((one << 16 | other, before) for one in letters for other in last)
        before, letters = place, last


@cache
def _keys(readings: tuple[str, ...]) -> tuple[frozenset[int], frozenset[int]]:
    """The keys of a character by itself, and the codes of its first letters."""
    syllable, initial = _numbers()
    keys = {syllable[r] << 16 for r in readings if r in syllable}
    keys |= {initial[r[:2]] << 16 for r in readings if r[:2] in initial}
    return frozenset(keys), frozenset(initial[r[0]] for r in readings if r[0] in initial)


@cache
def _numbers() -> tuple[dict[str, int], dict[str, int]]:
    """Codes of syllables and of initials."""
    return (
        {s: SYLLABLE + n for n, s in enumerate(syllables())},
        {i: INITIAL + n for n, i in enumerate(INITIALS)},
    )


# ---- Rows


@dataclass(frozen=True)
class _Rows:
    """Rows made of terms in zones. ``groups``: first entry and size of each term in each zone that holds it."""

    hashes: Numbers
    documents: Numbers
    counts: Numbers
    first: Numbers
    groups: tuple[Numbers, Numbers]

    def postings(self, *places: Codes) -> Postings:
        return Postings(self.hashes, self.documents, self.counts, places, self.first)


def _rows(hashes: NDArray[Any], zones: Small) -> _Rows:
    """Rows of entries that are sorted by hash and zone."""
    fresh = changes(hashes)
    group = np.flatnonzero(fresh | changes(zones))
    size = np.diff(np.append(group, len(hashes)))
    zone = zones[group]
    document = zone // np.int32(ZONES)
    opens = fresh[group] | changes(document)
    row = np.cumsum(opens) - 1
    first = group[opens]
    counts = np.zeros((len(first), ZONES), np.int64)
    counts[row, zone - document * np.int32(ZONES)] = size
    return _Rows(hashes[first].astype(np.int64), document[opens].astype(np.int64), counts, first, (group, size))
