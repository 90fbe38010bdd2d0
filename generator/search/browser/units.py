"""Texts as arrays of folded UTF-16 code units, which is how the browser sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from generator.search.text import fold, is_word_character

Units = NDArray[np.uint16]
Small = NDArray[np.int32]

ZONES = 3
"""Zones of a document: title; headings and summary; body."""
_SEGMENT_BITS = 7
SEGMENT = 1 << _SEGMENT_BITS
"""Places in one segment of a zone."""

_BEYOND = re.compile("[\U00010000-\U0010ffff]+")
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True)
class Texts:
    """All texts in a row, ZONES for each document. One element a code unit but for the last two.

    Attributes:
        units: Folded code units.
        word: Whether the unit belongs to a run of letters, digits and Han characters.
        zone: Number of the zone: that of the document times ZONES, and which of its zones.
        segment: In which segment of its zone the unit stands. A break between two runs takes one place.
        lengths: Places that zones take, documents × ZONES.
        offsets: Units before each zone, documents × ZONES.
    """

    units: Units
    word: NDArray[np.bool_]
    zone: Small
    segment: Small
    lengths: Small
    offsets: NDArray[np.int64]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.lengths)

    @property
    def segments(self) -> Small:
        """Segments of each zone, at least one, documents × ZONES."""
        return np.maximum(1, -(-self.lengths // SEGMENT))


def lay_out(documents: Iterable[Sequence[str]]) -> Texts:
    """Lay out documents, each the texts of its zones."""
    flat = [_beyond_folded(text + "\n") for zones in documents for text in zones]
    data = "".join(flat)
    sizes = np.fromiter(map(_size, flat), np.int64, len(flat))
    raw = np.frombuffer(data.encode("utf-16-le", "surrogatepass"), np.dtype("<u2"))
    folding, words = _tables()
    units, word = folding[raw], words[raw]
    # Every zone ends with a line break, so no run goes on in the next one.
    takes = word.copy()
    takes[1:] |= word[:-1]
    ends = np.cumsum(takes, dtype=np.int32)
    offsets = np.concatenate(([0], np.cumsum(sizes)))
    before = np.concatenate((np.zeros(1, np.int32), ends))[offsets]
    zone = np.repeat(np.arange(len(flat), dtype=np.int32), sizes)
    segment = (ends - 1 - before[zone]) >> _SEGMENT_BITS
    lengths = np.diff(before).reshape(-1, ZONES)
    return Texts(units, word, zone, segment, lengths, offsets[:-1].reshape(-1, ZONES))


def _size(text: str) -> int:
    """Code units of a text."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _beyond_folded(text: str) -> str:
    """Fold what takes two code units each; the rest goes through a table."""
    return text if _size(text) == len(text) else _BEYOND.sub(lambda m: fold(m[0]), text)


@cache
def _tables() -> tuple[Units, NDArray[np.bool_]]:
    """What every code unit becomes, and whether it then belongs to a run."""
    folded = [c if c in _SURROGATES else ord(fold(chr(c))) for c in range(0x10000)]
    word = [c in _SURROGATES or is_word_character(chr(c)) for c in folded]
    return np.array(folded, np.uint16), np.array(word, np.bool_)
