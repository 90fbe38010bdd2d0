"""Which terms stand where: postings, sorted by the hash of the term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.search.browser.coding import Codes, Numbers, before, bit_length, changes, golomb, truncated
from generator.search.browser.entries import Hashes
from generator.search.browser.units import SEGMENT, ZONES, Small

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


@dataclass(frozen=True)
class Rows:
    """Rows made of terms in zones.

    Attributes:
        group: First entry of each term in each zone that holds it.
        size: How many entries it has there.
    """

    hashes: Numbers
    documents: Numbers
    counts: Numbers
    first: Numbers
    group: Numbers
    size: Numbers

    @classmethod
    def of(cls, hashes: Hashes, zones: Small) -> Rows:
        """Rows of entries that are sorted by hash and zone."""
        fresh = changes(hashes)
        group = np.flatnonzero(fresh | changes(zones))
        size = np.diff(np.append(group, len(hashes)))
        zone = zones[group]
        document = zone // np.int32(ZONES)
        opens = fresh[group] | changes(document)
        first = group[opens]
        counts = np.zeros(len(first) * ZONES, np.int64)
        counts[(np.cumsum(opens) - 1 - document) * ZONES + zone] = size
        documents = document[opens].astype(np.int64)
        return cls(hashes[first].astype(np.int64), documents, counts.reshape(-1, ZONES), first, group, size)

    def postings(self, *places: Codes) -> Postings:
        """The rows, with the codes of places of all entries."""
        return Postings(self.hashes, self.documents, self.counts, places, self.first)


def pair_postings(columns: Sequence[NDArray[Any]], segments: Small) -> Postings:
    """Postings of some pairs.

    Args:
        columns: Hashes, zones, segments and identities of all entries of these pairs, in the order of the texts.
        segments: How many segments each zone has.
    """
    order = _order(columns[0])
    hashes, zone, segment, identity = (column[order] for column in columns)
    rows = Rows.of(hashes, zone)
    values, widths = _identity_codes()
    where = _segment_codes(rows, segment, segments[zone])
    return rows.postings(where, Codes(values[identity], widths[identity]))


def unit_postings(columns: Sequence[NDArray[Any]]) -> Postings:
    """Postings of single units without places, from hashes and zones; counts are 0 or 1."""
    order = _order(columns[0])
    hashes, zone = (column[order] for column in columns)
    return Rows.of(hashes, zone).postings()


def _order(hashes: Hashes) -> Numbers:
    """The order by hash, equal ones as they come; this is faster than a stable sort of indirect numbers."""
    entries = hashes.astype(np.uint64) << np.uint64(32) | np.arange(len(hashes), dtype=np.uint64)
    entries.sort()
    return (entries & np.uint64(0xFFFFFFFF)).astype(np.int64)


def _segment_codes(rows: Rows, segment: Small, segments: Small) -> Codes:
    """In which of so many segments entries stand: a term that stands once in a zone by itself, others by the gaps."""
    values, widths = np.zeros((2, len(segment)), np.int64)
    once = rows.size == 1
    at = rows.group[once]
    alone = truncated(segment[at], segments[at])
    values[at], widths[at] = alone.values, alone.widths
    at = np.flatnonzero(np.repeat(~once, rows.size))
    size = rows.size[~once]
    gap = np.diff(segment[at], prepend=np.int32(0))
    opening = rows.group[~once]
    gap[before(size)] = segment[opening]
    parameter = np.maximum(bit_length(segments[opening]) - bit_length(size), 0)
    parted = golomb(gap, np.repeat(parameter, size))
    values[at], widths[at] = parted.values, parted.widths
    return Codes(values, widths)


@cache
def _identity_codes() -> tuple[Numbers, Numbers]:
    """Values and widths of the codes for two ordinals, the second one of which ``CROSSING`` of the entries is one.

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
