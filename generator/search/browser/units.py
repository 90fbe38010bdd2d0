"""Texts as arrays of folded UTF-16 code units, which is how the browser sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
    """All texts in a row, ZONES for each document.

    Attributes:
        units: Folded code units.
        word: Whether the unit belongs to a run of letters, digits and Han characters.
        offsets: Units before each zone, and at the end all units.
        lengths: Places that zones take, documents × ZONES. A break between two runs takes one place.
    """

    units: Units
    word: NDArray[np.bool_]
    offsets: NDArray[np.int64]
    lengths: Small

    @property
    def segments(self) -> Small:
        """Segments of each zone, at least one, documents × ZONES."""
        found: Small = np.maximum(1, -(-self.lengths // np.int32(SEGMENT)))
        return found

    def parts(self, size: int) -> Iterator[range]:
        """Ranges of zones that hold about so many units each, or one zone; one range at least."""
        begin, zones = 0, len(self.offsets) - 1
        while True:
            fits = int(np.searchsorted(self.offsets, self.offsets[begin] + size, side="right")) - 1
            end = min(max(begin + 1, fits), zones)
            yield range(begin, end)
            if end == zones:
                return
            begin = end

    def placed(self, zones: range) -> Placed:
        """Where the units of some zones stand."""
        begin, end = int(self.offsets[zones.start]), int(self.offsets[zones.stop])
        offsets = self.offsets[zones.start : zones.stop] - begin
        sizes = np.diff(self.offsets[zones.start : zones.stop + 1])
        word = self.word[begin:end]
        ends = np.cumsum(_takes(word), dtype=np.int32)
        ends -= np.int32(1) + np.repeat(ends[offsets] - word[offsets], sizes)
        ends >>= np.int32(_SEGMENT_BITS)
        return Placed(
            begin,
            self.units[begin:end],
            word,
            np.repeat(np.arange(zones.start, zones.stop, dtype=np.int32), sizes),
            ends,
        )


@dataclass(frozen=True)
class Placed:
    """Units of whole zones.

    Attributes:
        begin: Units before them.
        units: Folded code units.
        word: Whether the unit belongs to a run.
        zone: Number of the zone: that of the document times ZONES, and which of its zones.
        segment: In which segment of its zone the unit stands, if it belongs to a run.
    """

    begin: int
    units: Units
    word: NDArray[np.bool_]
    zone: Small
    segment: Small


def lay_out(documents: Iterable[Sequence[str]]) -> Texts:
    """Lay out documents, each the texts of its zones."""
    # Every zone ends with a line break, so no run goes on in the next one.
    flat = [_encoded(text + "\n") for zones in documents for text in zones]
    offsets = np.concatenate(([0], np.cumsum(np.fromiter(map(len, flat), np.int64, len(flat)) // 2)))
    raw = np.frombuffer(b"".join(flat), np.dtype("<u2"))
    folding, words = _tables(raw)
    units, word = folding[raw], words[raw]
    lengths = np.add.reduceat(_takes(word), offsets[:-1], dtype=np.int32) if flat else np.zeros(0, np.int32)
    return Texts(units, word, offsets, lengths.reshape(-1, ZONES))


def _takes(word: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Places that each unit takes: those of runs take one, and so does the first one after a run."""
    takes = word.copy()
    takes[1:] |= word[:-1]
    return takes.view(np.uint8)


def _encoded(text: str) -> bytes:
    """A text as code units, of which those that take two each are folded; the rest goes through a table."""
    data = text.encode("utf-16-le", "surrogatepass")
    if len(data) == 2 * len(text):
        return data
    return _BEYOND.sub(lambda found: fold(found[0]), text).encode("utf-16-le", "surrogatepass")


def _tables(raw: Units) -> tuple[Units, NDArray[np.bool_]]:
    """What each of these code units becomes, and whether it then belongs to a run."""
    known = np.zeros(0x10000, np.bool_)
    known[raw] = True
    folding, word = np.zeros(0x10000, np.uint16), np.zeros(0x10000, np.bool_)
    for code in np.flatnonzero(known).tolist():
        folded = chr(code) if code in _SURROGATES else fold(chr(code))
        folding[code], word[code] = ord(folded), code in _SURROGATES or is_word_character(folded)
    return folding, word
