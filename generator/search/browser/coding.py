"""Numbers as bits, and bits as the characters of a script.

A browser that reads a copy from a disk (``file://``) loads nothing but scripts, so the index is made of scripts. Each
character of theirs holds 15 bits as U+3000 to U+AFFF; in UTF-16 that is less than a sixteenth more than the bits. A
byte order mark settles the encoding whatever a server says of it (https://encoding.spec.whatwg.org/#decode).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

BITS = 15
FIRST = 0x3000
WIDEST = 46
"""Bits of the longest code that can be packed."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Codes:
    """Codes of so many bits each; a width of 0 is no code."""

    values: Numbers
    widths: Numbers

    def then(self, other: Codes) -> Codes:
        """Each code followed by another one."""
        return Codes((self.values << other.widths) | other.values, self.widths + other.widths)

    def only(self, where: NDArray[np.bool_]) -> Codes:
        """The codes for which something holds; the others become no code."""
        return Codes(self.values * where, self.widths * where)


def fixed(values: Numbers, widths: Numbers | int) -> Codes:
    """Plain binary numbers."""
    return Codes(values, np.broadcast_to(np.asarray(widths, np.int64), values.shape))


def truncated(values: Numbers, sizes: Numbers) -> Codes:
    """Truncated binary codes (https://en.wikipedia.org/wiki/Truncated_binary_encoding) of numbers below ``sizes``."""
    width = bit_length(sizes) - 1
    short = (2 << width) - sizes
    longer = values >= short
    return Codes(values + short * longer, width + longer)


def golomb(values: Numbers, parameters: Numbers | int) -> Codes:
    """Exponential Golomb codes (https://en.wikipedia.org/wiki/Exponential-Golomb_coding) of numbers from 0.

    With parameter k numbers below 2^k take k + 1 bits, the next 2^(k+1) take k + 3, and so on: as many ones as there
    are bits more than k, a zero, then the number.
    """
    k = np.asarray(parameters, np.int64)
    shifted = values + (1 << k)
    length = bit_length(shifted)
    more = length - 1 - k
    prefix = ((1 << more) - 1) << 1
    return Codes((prefix << (length - 1)) | (shifted - (1 << (length - 1))), more + length)


def bit_length(values: Numbers) -> Numbers:
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


def before(widths: Numbers) -> Numbers:
    """How many bits come before each of some codes."""
    ends = np.cumsum(widths)
    return ends - widths


def packed(codes: Codes, starts: Numbers, words: int) -> NDArray[np.uint16]:
    """Put codes, the first bit first, at bits ``starts`` (rising) of ``words`` groups of 15 bits."""
    values, widths = codes.values, codes.widths
    if len(widths) and not widths.all():
        keep = np.flatnonzero(widths)
        values, widths, starts = values[keep], widths[keep], starts[keep]
    pieces = -(-(int(widths.max(initial=0)) + BITS - 1) // BITS)
    out = np.zeros(words + pieces, np.int64)
    if len(values):
        word = starts // BITS
        window = values << (pieces * BITS - (starts - word * BITS) - widths)
        first = np.flatnonzero(np.diff(word, prepend=-1))
        for piece in range(pieces):
            part = (window >> ((pieces - 1 - piece) * BITS)) & ((1 << BITS) - 1)
            out[word[first] + piece] += np.add.reduceat(part, first)
    return out[:words].astype(np.uint16)


def payload(words: NDArray[np.uint16]) -> str:
    """Groups of 15 bits as characters."""
    return (words + np.uint16(FIRST)).astype("<u2").tobytes().decode("utf-16-le")


def stream(codes: Codes) -> str:
    """Codes one after the other, as characters."""
    total = int(codes.widths.sum())
    return payload(packed(codes, before(codes.widths), -(-total // BITS)))


def joined(*parts: Codes) -> Codes:
    """Codes of several kinds in turns: the first of each, then the second of each. All are as many."""
    values = np.stack([p.values for p in parts], axis=1).ravel()
    return Codes(values, np.stack([np.broadcast_to(p.widths, p.values.shape) for p in parts], axis=1).ravel())
