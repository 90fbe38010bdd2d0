"""Postings as the files that a browser loads: records of terms in shards, and long lists of places apart from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.search.browser.coding import (
    BITS,
    Codes,
    Numbers,
    before,
    bit_length,
    changes,
    fitting,
    fixed,
    golomb,
    joined,
    packed,
    payload,
    sums,
    total_widths,
)
from generator.search.browser.postings import Postings

MANY = 16
"""From so many documents on a record tells whether its places lie in files of their own."""
INLINE = 4096
"""The most bits of places that stay in the record."""
BLOCK = 3 * 8192
"""About the most bits of places in one file."""

_GAP_BITS = 4
_LARGEST_GAP = (1 << _GAP_BITS) - 1
"""The largest parameter with which gaps between documents are coded."""

_Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Layout:
    """How terms are spread: a term is in the shard ``hash * shards >> 32``."""

    shards: int
    documents: int

    def shard(self, hashes: Numbers) -> Numbers:
        """The shards of terms."""
        return hashes * self.shards >> 32

    @property
    def document_bits(self) -> int:
        """How many bits the number of a document takes."""
        return max(1, (self.documents - 1).bit_length())

    @property
    def gap_parameter(self) -> int:
        """With which the gaps between the hashes of a shard are coded."""
        return max(0, 32 - self.shards.bit_length() - 8)


def write_shards(postings: Postings, layout: Layout, own: range) -> Iterator[tuple[str, str]]:
    """The files of some shards, of which these are all postings: (name, base64).

    A shard is named by its number; there is a file for an empty one as well. Places apart are named by shard, number of
    the record among those of the shard whose places are apart, and block: ``12-0-3``.
    """
    filled = set()
    if len(postings.hashes):
        for name, value in _filled(postings, layout):
            filled.add(name)
            yield name, value
    yield from ((str(number), "") for number in own if str(number) not in filled)


def _filled(postings: Postings, layout: Layout) -> Iterator[tuple[str, str]]:
    records = _Records.of(postings)
    shard = layout.shard(records.hashes)
    lists = _Lists.of(postings, records, layout)
    bits = sums(lists.place_bits, records.first)
    apart = (records.size >= MANY) & (bits > INLINE)
    block = np.where(apart, bit_length(np.maximum(records.size * BLOCK // np.maximum(bits, 1), 1)) - 1, 0)
    heads = _heads(records, shard, apart, block, layout, placed=bool(postings.places))
    yield from _apart(lists, records, apart, block, shard)
    yield from _streams(heads, lists, records, apart, shard)


@dataclass(frozen=True)
class _Records:
    """Terms: their hashes, and which rows of the postings are theirs."""

    hashes: Numbers
    first: Numbers
    size: Numbers

    @classmethod
    def of(cls, postings: Postings) -> _Records:
        first = np.flatnonzero(changes(postings.hashes))
        return cls(postings.hashes[first], first, np.diff(np.append(first, len(postings.hashes))))

    def of_row(self) -> Numbers:
        """The record of every row."""
        return np.repeat(np.arange(len(self.first)), self.size)


@dataclass(frozen=True)
class _Lists:
    """What follows the heads of records: columns of codes of every row, and of every place.

    ``first`` is the first place of every row, ``place_bits`` the bits of all of its places.
    """

    rows: Sequence[Codes]
    places: Sequence[Codes]
    first: Numbers
    place_bits: Numbers

    @classmethod
    def of(cls, postings: Postings, records: _Records, layout: Layout) -> _Lists:
        rows = _row_codes(postings, records, layout)
        if not postings.places:
            return cls(rows, (), postings.first, np.zeros(len(postings.first), np.int64))
        bits = sums(total_widths(postings.places), postings.first)
        return cls(rows, postings.places, postings.first, bits)


def _heads(
    records: _Records, shard: Numbers, apart: _Flags, block: Numbers, layout: Layout, *, placed: bool
) -> Sequence[Codes]:
    """Of every term: the gap to the hash before, how many documents, whether places lie apart and in what blocks."""
    start_of_shard = -(-(shard << 32) // layout.shards)
    last = np.concatenate(([0], records.hashes[:-1]))
    gap = golomb(records.hashes - np.where(changes(shard), start_of_shard, last + 1), layout.gap_parameter)
    flagged = fixed(apart.astype(np.int64), (records.size >= MANY).astype(np.int64) * placed)
    return gap, golomb(records.size - 1, 0), flagged, fixed(block, np.where(apart, 4, 0))


def _row_codes(postings: Postings, records: _Records, layout: Layout) -> Sequence[Codes]:
    """Of every row: how the gaps are coded (in the first), the document, how often in which zone."""
    documents = postings.documents
    last = documents[records.first + records.size - 1]
    parameter = np.minimum(fitting(last - documents[records.first], records.size - 1), _LARGEST_GAP)
    gap = golomb(np.maximum(np.diff(documents, prepend=0) - 1, 0), np.repeat(parameter, records.size))
    several = np.where(records.size > 1, _GAP_BITS, 0)
    opening = fixed(parameter * (several > 0), several).then(fixed(documents[records.first], layout.document_bits))
    gap.values[records.first], gap.widths[records.first] = opening.values, opening.widths
    return gap, *_counts(postings.counts)


def _counts(counts: Numbers) -> Sequence[Codes]:
    """0 or 10: once or twice in the body alone; 110: more often there; 111: the counts of all zones."""
    title, key, body = counts.T
    alone = title + key == 0
    found = [Codes((body == 2) * 2, np.minimum(body, 2))]
    seldom = np.flatnonzero(~alone | (body > 2))
    for number, codes in enumerate(joined(_seldom(counts[seldom], alone[seldom]))):
        if number == len(found):
            found.append(Codes(*np.zeros((2, len(counts)), np.int64)))
        found[number].values[seldom], found[number].widths[seldom] = codes.values, codes.widths
    return found


def _seldom(counts: Numbers, alone: _Flags) -> Sequence[Codes]:
    """The codes of counts that are not just once or twice in the body."""
    title, key, body = counts.T
    return (
        fixed(7 - alone, 3),
        golomb(title, 0).only(~alone),
        golomb(key, 0).only(~alone),
        golomb(body - 3 * alone, 0),
    )


def _streams(
    heads: Sequence[Codes], lists: _Lists, records: _Records, apart: _Flags, shard: Numbers
) -> Iterator[tuple[str, str]]:
    """The shards themselves: every record is its head, its rows, and its places if they are not apart."""
    of_row = records.of_row()
    kept = ~apart[of_row]
    row_bits, head_bits = total_widths(lists.rows), total_widths(heads)
    listed = sums(row_bits, records.first)
    inline = lists.place_bits * kept
    size = head_bits + listed + sums(inline, records.first)
    opens = np.flatnonzero(changes(shard))
    start, files = _Aligned.of(size, opens)
    row_start = before(row_bits)
    row_start += (start + head_bits - row_start[records.first])[of_row]
    found = packed(heads, start, files.words) | packed(lists.rows, row_start, files.words)
    if lists.places:
        place_start = before(inline)
        place_start += (start + head_bits + listed - place_start[records.first])[of_row]
        found |= packed(*_placed(lists, place_start, kept), files.words)
    yield from zip(map(str, shard[opens]), files.payloads(found), strict=True)


def _apart(
    lists: _Lists, records: _Records, apart: _Flags, block: Numbers, shard: Numbers
) -> Iterator[tuple[str, str]]:
    """Places in files of their own, so many rows in each as the record says."""
    own = np.flatnonzero(apart)
    kept = np.repeat(apart, records.size)
    rows = np.flatnonzero(kept)
    if not len(rows):
        return
    size = records.size[own]
    number = (np.arange(len(rows)) - np.repeat(before(size), size)) >> np.repeat(block[own], size)
    opens = np.flatnonzero(changes(np.repeat(own, size)) | changes(number))
    start, files = _Aligned.of(lists.place_bits[rows], opens)
    row_start = np.zeros(len(kept), np.int64)
    row_start[rows] = start
    found = packed(*_placed(lists, row_start, kept), files.words)
    shard = shard[own]
    record = np.arange(len(own))
    in_shard = record - np.searchsorted(shard, shard)
    chosen = np.repeat(record, size)[opens]
    names = (
        f"{one}-{two}-{three}" for one, two, three in zip(shard[chosen], in_shard[chosen], number[opens], strict=True)
    )
    yield from zip(names, files.payloads(found), strict=True)


@dataclass(frozen=True)
class _Aligned:
    """Files next to each other: the word with which each begins, and all words."""

    begins: Numbers
    words: int

    @classmethod
    def of(cls, bits: Numbers, opens: Numbers) -> tuple[Numbers, _Aligned]:
        """Where pieces of so many bits begin if those from each of ``opens`` on are a file."""
        words = -(-sums(bits, opens) // BITS)
        begins = before(words)
        start = before(bits)
        start += np.repeat(begins * BITS - start[opens], np.diff(np.append(opens, len(bits))))
        return start, cls(begins, int(words.sum()))

    def payloads(self, words: NDArray[np.uint16]) -> Iterator[str]:
        """What is in each of them."""
        return map(payload, np.split(words, self.begins[1:]))


def _placed(lists: _Lists, row_start: Numbers, kept: _Flags) -> tuple[Sequence[Codes], Numbers]:
    """The places of kept rows, and at which bit each begins if those of its row begin at ``row_start``."""
    widths = total_widths(lists.places)
    count = np.diff(np.append(lists.first, len(widths)))
    start = before(widths)
    start += np.repeat(row_start - start[lists.first], count)
    if kept.all():
        return lists.places, start
    chosen = np.flatnonzero(np.repeat(kept, count))
    return [Codes(codes.values[chosen], codes.widths[chosen]) for codes in lists.places], start[chosen]
