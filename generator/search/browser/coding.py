"""Numbers as bits, and bits as the characters of a script.

A browser that reads a copy from a disk (``file://``) loads nothing but scripts, so the index is made of scripts, which
hold bits as base64 (RFC 4648, section 4) without padding. What gzip makes of it is hardly more than the bits, which it
is not for a text of more different characters.
"""

from __future__ import annotations

import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

BITS = 16
"""Bits of the words that codes are packed into."""
WIDEST = 46
"""Bits of the longest code that is packed at once; that of a number below 2^22 is never longer."""

_Number = TypeVar("_Number", np.int64, np.uint64)
Numbers = NDArray[np.int64]
Integers = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Codes:
    """Codes of so many bits each, at most WIDEST; a width of 0 is no code."""

    values: Numbers
    widths: Numbers

    def then(self, other: Codes) -> Codes:
        """Each code followed by another one."""
        return Codes((self.values << other.widths) | other.values, self.widths + other.widths)

    @property
    def widest(self) -> int:
        """Bits of the longest code."""
        return int(self.widths.max(initial=0))

    def only(self, where: NDArray[np.bool_]) -> Codes:
        """The codes for which something holds; the others become no code."""
        return Codes(self.values * where, self.widths * where)


def fixed(values: Numbers, widths: Numbers | int) -> Codes:
    """Plain binary numbers."""
    return Codes(values, np.broadcast_to(np.asarray(widths, np.int64), values.shape))


def truncated(values: Integers, sizes: Integers) -> Codes:
    """Truncated binary codes (https://en.wikipedia.org/wiki/Truncated_binary_encoding) of numbers below ``sizes``."""
    width = bit_length(sizes) - 1
    short = (2 << width) - sizes
    longer = values >= short
    return Codes(values + short * longer, width + longer)


def golomb(values: Integers, parameters: Integers | int) -> Codes:
    """Exponential Golomb codes (https://en.wikipedia.org/wiki/Exponential-Golomb_coding) of numbers from 0.

    With parameter k numbers below 2^k take k + 1 bits, the next 2^(k+1) take k + 3, and so on: as many ones as there
    are bits more than k, a zero, then the number.
    """
    k = np.asarray(parameters, np.int64)
    shifted = values + (1 << k)
    length = bit_length(shifted)
    width = 2 * length - 1 - k
    # The ones and the zero, from which the highest bit of the shifted number is taken away.
    return Codes((1 << width) - (3 << (length - 1)) + shifted, width)


def bit_length(values: Integers) -> Numbers:
    """How many bits numbers take; 0 takes none."""
    if not len(values) or values.max() < len(_small_lengths()):
        return _small_lengths()[values]
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)


@cache
def _small_lengths() -> Numbers:
    return np.frexp(np.arange(1 << 16, dtype=np.float64))[1].astype(np.int64)


def fitting(totals: Numbers, counts: Numbers) -> Numbers:
    """The parameter with which gaps that sum up to ``totals`` take about the fewest bits."""
    mean = np.maximum(totals // np.maximum(counts, 1), 1)
    return np.maximum(bit_length(mean) - 1, 0)


def changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where numbers differ from the one before; the first one does."""
    found = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def before(widths: Numbers) -> Numbers:
    """How many bits come before each of some codes."""
    ends = np.cumsum(widths)
    return ends - widths


def sums(values: NDArray[_Number], first: Numbers) -> NDArray[_Number]:
    """The sums of groups of numbers, of which each begins at one of ``first``; a sum may wrap around."""
    ends = np.cumsum(values, dtype=values.dtype)
    return np.diff(np.append(ends[first] - values[first], ends[-1:]))


def total_widths(columns: Sequence[Codes]) -> Numbers:
    """How many bits the codes of some columns take, row by row."""
    return sum((codes.widths for codes in columns[1:]), columns[0].widths)


def packed(columns: Sequence[Codes], starts: Numbers, words: int) -> NDArray[np.uint16]:
    """Put rows of codes, the first bit first, at bits ``starts`` (rising) of so many words."""
    out = np.zeros(words, np.uint16)
    for codes in joined(columns):
        out |= _packed(codes, starts, words)
        starts = starts + codes.widths
    return out


def joined(columns: Sequence[Codes]) -> list[Codes]:
    """The columns, of which those next to each other are made one as long as it is not too wide."""
    found = [columns[0]]
    for codes in columns[1:]:
        if found[-1].widest + codes.widest <= WIDEST:
            found[-1] = found[-1].then(codes)
        else:
            found.append(codes)
    return found


def _packed(codes: Codes, starts: Numbers, words: int) -> NDArray[np.uint16]:
    values, widths = codes.values, codes.widths
    if len(widths) and not widths.all():
        keep = np.flatnonzero(widths)
        values, widths, starts = values[keep], widths[keep], starts[keep]
    pieces = -(-(codes.widest + BITS - 1) // BITS)
    out = np.zeros(words + pieces, np.uint16)
    if len(values):
        word = starts // BITS
        window = (values << (pieces * BITS - (starts - word * BITS) - widths)).astype(np.uint64)
        first = np.flatnonzero(changes(word))
        whole = np.zeros(words, np.uint64)
        # No two codes share a bit, so their sum is what both are together.
        whole[word[first]] = sums(window, first)
        for piece in range(pieces):
            part = whole >> np.uint64((pieces - 1 - piece) * BITS)
            out[piece : piece + words] |= part.astype(np.uint16)
    return out[:words]


def payload(words: NDArray[np.uint16]) -> str:
    """Words as base64."""
    return binascii.b2a_base64(words.astype(">u2").tobytes(), newline=False).rstrip(b"=").decode()


def stream(codes: Codes) -> str:
    """Codes one after the other, as characters."""
    total = int(codes.widths.sum())
    return payload(packed([codes], before(codes.widths), -(-total // BITS)))
