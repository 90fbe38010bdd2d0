"""Texts as numbers: their letters, and a hash of every run of a few letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHINGLE = 12
"""Letters in a shingle: every run of so many, each beginning one letter after the one before."""
Fold = Callable[[str], str]
"""Makes equal what counts as equal; one character becomes one."""
Hashes = NDArray[np.uint64]
Places = NDArray[np.int32]

_ASIDE = re.compile(
    r"^[ ]{0,3}>[^\n]*(?:\n[^\n]*\S[^\n]*)*"  # a quotation marked as one, up to the next empty line
    r"|\]\([^)\n]{0,500}\)|https?://[^\s<>()]{1,500}|<[^<>\n]{1,500}>",  # addresses and HTML
    re.M,
)
_BASE = 0x9E3779B97F4A7C15
"""Odd, and its bits are spread evenly: the golden ratio in 64 bits."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The folded letters, digits and Han characters of a text, and at which offset of the text each stands."""

    codes: NDArray[np.uint32]
    places: Places


def letters(text: str, fold: Fold) -> Letters:
    """Take the letters out of Markdown, but for those of marked quotations, addresses and HTML.

    Line breaks, spaces and punctuation are no letters, so that a text set otherwise has the same ones.
    """
    plain = _ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    codes = np.frombuffer(fold(plain).encode("utf-32-le", "surrogatepass"), "<u4")
    places = np.flatnonzero(_is_letter()[codes])
    return Letters(codes[places], places.astype(np.int32))


@cache
def _is_letter() -> NDArray[np.bool_]:
    return np.fromiter((chr(code).isalnum() for code in range(0x110000)), np.bool_, 0x110000)


def shingles(found: Letters) -> Hashes:
    """A hash of each shingle of a text, in order; none where the text is shorter than one.

    It is a polynomial modulo 2⁶⁴, put together from those of 1, 2, 4 and 8 letters.
    """
    if len(found.codes) < SHINGLE:
        return np.empty(0, np.uint64)
    one = found.codes.astype(np.uint64) + np.uint64(1)
    two = _joined(one, one, 1)
    four = _joined(two, two, 2)
    eight = _joined(four, four, 4)
    return _mixed(_joined(eight, four, 8, 4))


def _joined(first: Hashes, second: Hashes, at: int, length: int = 0) -> Hashes:
    """Hashes of what ``first`` and, ``at`` letters later, ``second`` stand for; the latter of ``length`` letters."""
    count = len(second) - at
    return first[:count] * np.uint64(pow(_BASE, length or at, 1 << 64)) + second[at:]


def _mixed(hashes: Hashes) -> Hashes:
    """Spread over all bits, so that the upper ones can be used alone."""
    hashes ^= hashes >> np.uint64(31)
    hashes *= np.uint64(_BASE)
    return hashes


class Index:
    """Where the shingles of some texts stand.

    A distinct shingle has a number. ``occurrences`` are those of all texts, sorted by shingle; shingle ``n`` has those
    from ``starts[n]`` up to ``starts[n + 1]``.
    """

    def __init__(self, texts: Sequence[Hashes]) -> None:
        hashes = np.concatenate([np.empty(0, np.uint64), *texts])
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        first = np.flatnonzero(np.append(len(ordered) > 0, ordered[1:] != ordered[:-1])[: len(ordered)])
        self._distinct = ordered[first]
        self.starts = np.append(first, len(ordered))
        lengths = [len(text) for text in texts]
        owner = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
        place = np.concatenate([np.empty(0, np.int32), *(np.arange(n, dtype=np.int32) for n in lengths)])
        self.owner, self.place = owner[order], place[order]
        self._shift = np.uint64(64 - max(10, min(27, (8 * len(ordered)).bit_length())))
        self._there = np.zeros(1 << (64 - int(self._shift)), np.bool_)
        self._there[self._distinct >> self._shift] = True

    @property
    def count(self) -> int:
        """How many distinct shingles there are."""
        return len(self._distinct)

    def find(self, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Look up the shingles of a text: the numbers of those that are here, each once, and where each stands first.

        Most are not here, which a table of their upper bits tells.
        """
        maybe = np.flatnonzero(self._there[hashes >> self._shift])
        if not len(maybe) or not self.count:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        wanted = hashes[maybe]
        numbers = np.minimum(np.searchsorted(self._distinct, wanted), self.count - 1)
        there = self._distinct[numbers] == wanted
        found, first = np.unique(numbers[there], return_index=True)
        return found, maybe[there][first]

    def occurrences(self, numbers: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """All occurrences of some shingles, and for each which of ``numbers`` it is of, counted from 0."""
        sizes = self.starts[numbers + 1] - self.starts[numbers]
        which = np.repeat(np.arange(len(numbers)), sizes)
        offset = np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.starts[numbers][which] + offset, which
