"""Terms where they stand: all pairs of units, and all units, of the texts.

The texts are worked through in parts, and what they hold is taken up again in slices of the range of hashes, both by
several processes. Between the two it lies in memory that these share.
"""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.search.browser.coding import changes
from generator.search.browser.units import SEGMENT, Placed

Hashes = NDArray[np.uint32]
Bounds = NDArray[np.int64]
"""Where each slice of a part begins, and at the end where the last one ends."""

_CROSSING = 2
"""In place of the second unit's ordinal: it is the first unit of the next segment."""


class Entries:
    """Columns of entries, of which the first one is the hash of a term."""

    def __init__(self, size: int, slices: int, *columns: Any) -> None:
        """Make room for so many entries, with columns of these types after that of hashes."""
        self._columns = [_shared_array(size, kind) for kind in (np.uint32, *columns)]
        self.slices = slices

    def put(self, at: int, *columns: NDArray[Any]) -> Bounds:
        """Put entries at a place where there is room, ordered by slice, and in it as they come."""
        number = (columns[0].astype(np.uint64) * np.uint64(self.slices) >> np.uint64(32)).astype(np.uint16)
        order = np.argsort(number, kind="stable")
        for room, column in zip(self._columns, columns, strict=True):
            room[at : at + len(order)] = column[order]
        return at + np.concatenate(([0], np.cumsum(np.bincount(number, minlength=self.slices))))

    def take(self, number: int, parts: Sequence[Bounds]) -> list[NDArray[Any]]:
        """The columns of one slice, the entries of one part after those of the other."""
        ranges = [slice(bounds[number], bounds[number + 1]) for bounds in parts]
        return [np.concatenate([column[part] for part in ranges]) for column in self._columns]


def _shared_array(length: int, kind: Any) -> NDArray[Any]:
    """An array of zeros in memory that processes forked from now on share; what is not touched takes none."""
    size = length * np.dtype(kind).itemsize
    return np.frombuffer(mmap.mmap(-1, max(1, size)), kind, length)


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


def enter(texts: Placed, pairs: Entries, units: Entries) -> tuple[Bounds, Bounds]:
    """Put in the pairs and the units of some zones; each unit once a zone.

    A unit of a zone is known by its segment and its ordinal, which is how many equal ones stand before it in the
    segment, and a pair by those of its two units, so that pairs with a unit in common are found to be a longer string.
    This takes a third less than places.
    """
    ordinals, distinct = _ordered(texts)
    keys = texts.units.astype(np.uint32) << np.uint32(16)
    at = np.flatnonzero(texts.word[:-1] & texts.word[1:])
    hashes = mixed(keys[at] | texts.units[at + 1])
    return (
        pairs.put(texts.begin, hashes, texts.zone[at], texts.segment[at], _identities(texts, ordinals, at)),
        units.put(texts.begin, mixed(keys[distinct]), texts.zone[distinct]),
    )


def _ordered(texts: Placed) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """For every unit how many equal ones stand before it in its segment; and which ones are the first of their zone."""
    at = np.flatnonzero(texts.word)
    at = at[np.argsort(texts.units[at], kind="stable")]
    opens = changes(texts.units[at]) | changes(texts.zone[at])
    first = np.flatnonzero(opens | changes(texts.segment[at]))
    size = np.diff(np.append(first, len(at)))
    ordinals = np.zeros(len(texts.units), np.uint8)
    ordinals[at] = np.arange(len(at)) - np.repeat(first, size)
    return ordinals, np.sort(at[opens])


def _identities(texts: Placed, ordinals: NDArray[np.uint8], at: NDArray[np.int64]) -> NDArray[np.int16]:
    """The ordinals of both units of pairs as the number of a code."""
    second = ordinals[at + 1].astype(np.int16)
    second += second > 1
    second[texts.segment[at] != texts.segment[at + 1]] = _CROSSING
    return ordinals[at] * np.int16(SEGMENT + 1) + second
