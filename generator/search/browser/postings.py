"""Which terms stand where: postings, sorted by the hash of the term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from generator.search.browser.coding import Codes, Numbers, bit_length, golomb, truncated
from generator.search.browser.units import SEGMENT, ZONES, Texts
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
        places: Codes of the places, those of the first row by zone, then those of the second; None where none are kept.
        first: Number of the first place of each row.
    """

    hashes: Numbers
    documents: Numbers
    counts: Numbers
    places: Codes | None
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

    A unit of a zone is known by its segment and its ordinal (see ``ordinals_in``), and a pair by those of its two
    units, so that pairs with a unit in common are found to be a longer string. This takes a third less than places.
    """
    entries = hashes.astype(np.uint64) << np.uint64(32) | at.astype(np.uint64)
    entries.sort()
    at = (entries & np.uint64(0xFFFFFFFF)).astype(np.int64)
    hashes = (entries >> np.uint64(32)).astype(np.int64)
    rows = _rows(hashes, texts.zone[at])
    group_start, group_size = rows.groups
    segments = texts.segments.ravel()[texts.zone[at]].astype(np.int64)
    segment = texts.segment[at].astype(np.int64)
    size = np.repeat(group_size, group_size)
    opens = np.zeros(len(at), np.bool_)
    opens[group_start] = True
    gap = np.where(opens, segment, np.diff(segment, prepend=0))
    several = size > 1
    where = truncated(segment, segments)
    some = np.flatnonzero(several)
    parted = golomb(gap[some], np.maximum(bit_length(segments[some]) - bit_length(size[some]), 0))
    where.values[some], where.widths[some] = parted.values, parted.widths
    return rows.postings(where.then(_identities(texts, ordinals, at)))


def _identities(texts: Texts, ordinals: Bytes, at: Numbers) -> Codes:
    """Codes of the ordinals of both units: 0 where both are the first of their kind in the segment."""
    crossing = texts.segment[at] != texts.segment[at + 1]
    second = ordinals[at + 1].astype(np.int64)
    second += second > 1
    second[crossing] = _CROSSING
    values, widths = _identity_codes()
    number = ordinals[at].astype(np.int64) * (SEGMENT + 1) + second
    return Codes(values[number], widths[number])


_CROSSING = 2
"""In place of the second unit's ordinal: it is the first unit of the next segment."""


@cache
def _identity_codes() -> tuple[Numbers, Numbers]:
    """Values and widths of the codes for two ordinals, the second one with _CROSSING among its numbers."""
    numbers = np.arange(SEGMENT + 1)
    many = golomb(np.maximum(numbers - _UNARY, 0), 0)
    few = numbers < _UNARY
    ones = (1 << np.minimum(numbers, _UNARY)) - 1
    code = Codes(
        np.where(few, ones << 1, (ones << many.widths) | many.values), np.where(few, numbers + 1, _UNARY + many.widths)
    )
    first, second = (a.ravel() for a in np.meshgrid(numbers[:-1], numbers, indexing="ij"))
    both = Codes(np.ones_like(first), np.ones_like(first))
    both = both.then(Codes(code.values[first], code.widths[first])).then(Codes(code.values[second], code.widths[second]))
    plain = (first == 0) & (second == 0)
    return np.where(plain, 0, both.values), np.where(plain, 1, both.widths)


def ordinals_in(texts: Texts, begin: int, end: int) -> Bytes:
    """For units ``begin`` to ``end``, which are whole zones: how many equal ones stand before it in its segment."""
    at = np.flatnonzero(texts.word[begin:end])
    zone, segment = texts.zone[begin:end][at], texts.segment[begin:end][at]
    new = (np.diff(zone, prepend=-1) != 0) | (np.diff(segment, prepend=-1) != 0)
    number = np.cumsum(new).astype(np.uint64)
    entries = (number << np.uint64(16) | texts.units[begin:end][at].astype(np.uint64)) << np.uint64(24)
    entries |= at.astype(np.uint64)
    entries.sort()
    group = entries >> np.uint64(24)
    first = np.flatnonzero(np.diff(group, prepend=group[:1] + np.uint64(1)))
    found = np.zeros(end - begin, np.uint8)
    size = np.diff(np.append(first, len(group)))
    found[(entries & np.uint64(0xFFFFFF)).astype(np.int64)] = np.arange(len(group)) - np.repeat(first, size)
    return found


# ---- Single units


def units_in(texts: Texts, begin: int, end: int) -> Numbers:
    """The units that stand in some whole zones: numbers made of the hash, the document and the zone, rising."""
    at = begin + np.flatnonzero(texts.word[begin:end])
    hashes = mixed(texts.units[at].astype(np.uint32) << np.uint32(16)).astype(np.uint64)
    return np.unique(hashes << np.uint64(30) | texts.zone[at].astype(np.uint64)).astype(np.int64)


def unit_postings(rising: Numbers) -> Postings:
    """Postings of single units without places, from the numbers of ``units_in``; counts are 0 or 1."""
    return _rows(rising >> 30, rising & 0x3FFFFFFF).postings(None)


# ---- Pinyin


def pinyin_postings(texts: Texts, names: Sequence[Iterable[tuple[int, str]]]) -> Postings:
    """Postings of the pinyin of names, with the places of the characters in the name.

    Args:
        texts: The texts.
        names: For each document (zone, name): names that are found by pinyin, of which each zone has one at most.
    """
    found = sorted(
        (key, document * ZONES + zone, place)
        for document, spoken in enumerate(names)
        for zone, name in spoken
        for key, place in _pinyin(name)
    )
    keys, zones, places = np.array(found, np.int64).reshape(-1, 3).T
    hashes = mixed(keys.astype(np.uint32)).astype(np.int64)
    order = np.argsort(hashes, kind="stable")
    rows = _rows(hashes[order], zones[order])
    places = places[order]
    opens = np.zeros(len(places), np.bool_)
    opens[rows.groups[0]] = True
    return rows.postings(golomb(np.where(opens, places, np.diff(places, prepend=0) - 1), NAME_PLACES))


def _pinyin(name: str) -> set[tuple[int, int]]:
    """The keys of a name's pinyin, with the place of their character: syllables, zh ch sh, pairs of first letters."""
    syllable, initial = _numbers()
    found: set[tuple[int, int]] = set()
    before, letters = -2, frozenset[int]()
    for place, readings in spelled(name):
        found |= {(syllable[r] << 16, place) for r in readings if r in syllable}
        found |= {(initial[r[:2]] << 16, place) for r in readings if r[:2] in initial}
        last, letters = letters, frozenset(initial[r[0]] for r in readings if r[0] in initial)
        if place == before + 1:
            found |= {(one << 16 | other, place - 1) for one in last for other in letters}
        before = place
    return found


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

    def postings(self, places: Codes | None) -> Postings:
        return Postings(self.hashes, self.documents, self.counts, places, self.first)


def _rows(hashes: Numbers, zones: NDArray[np.integer]) -> _Rows:
    """Rows of entries that are sorted by hash and zone."""
    fresh = np.diff(hashes, prepend=-1) != 0
    group = np.flatnonzero(fresh | (np.diff(zones, prepend=-1) != 0))
    size = np.diff(np.append(group, len(hashes)))
    zone = zones[group].astype(np.int64)
    document = zone // ZONES
    opens = fresh[group] | (np.diff(document, prepend=-1) != 0)
    row = np.cumsum(opens) - 1
    first = group[opens]
    counts = np.zeros((len(first), ZONES), np.int64)
    counts[row, zone - document * ZONES] = size
    return _Rows(hashes[first], document[opens], counts, first, (group, size))
