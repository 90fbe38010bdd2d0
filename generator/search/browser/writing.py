"""The whole index: what is loaded at the start, the shards, the cards, and which release of them is current."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from generator import __version__
from generator.parallel import Tasks, forked_tasks
from generator.search.browser.entries import Bounds, Entries, enter
from generator.search.browser.postings import Postings, pair_postings, unit_postings
from generator.search.browser.shards import BLOCK, INLINE, MANY, Layout, write_shards
from generator.search.browser.spoken import Names, beginning_postings, letter_postings
from generator.search.browser.start import Destinations, start
from generator.search.browser.units import SEGMENT, Small, Texts, lay_out
from generator.search.documents import SearchDocument

FORMAT = 2
"""Raised when the script of an earlier release could not read the index."""
CARDS = 16
"""Documents in one file of cards."""
_PART = 1 << 20
"""About how many code units are looked through at once."""
_SLICE = 1 << 16
"""For how many code units there is a slice of the terms; it fits into the caches of a processor."""
_MOST_SLICES = 1 << 12
_ENTRIES = {"pairs": 3072, "units": 16384, "letters": 1024, "syllables": 4096}
"""About how many entries a shard of each family holds."""


def write_index(
    folder: Path,
    documents: Iterable[SearchDocument],
    groups: Iterable[Iterable[str]] = (),
    destinations: Destinations | None = None,
    language: str = "zh",
    workers: int = 0,
) -> None:
    """Write the index of documents.

    Args:
        folder: Where it is written: ``release.js``, and a folder with the release that it names.
        documents: All that is searched.
        groups: Words that mean the same.
        destinations: Where suggestions lead.
        language: In which kinds are named.
        workers: Processes; 0 means one a core.
    """
    rows = newest_first(documents)
    texts = lay_out(d.zones for d in rows)
    run, terms = forked_tasks(workers), _Terms.room(len(texts.units))
    opening = partial(start, rows, texts, groups, destinations or Destinations(), language)
    begin, *bounds = run([opening, *(partial(terms.enter, texts, zones) for zones in texts.parts(_PART))])
    cards = [_card(d) for d in rows]
    files = _Files(folder, _release(texts, begin, cards))
    families = _Families(files, rows, texts.segments.ravel(), terms, bounds).write(run)
    for number, at in enumerate(range(0, len(cards), CARDS)):
        files.write(f"cards/{number}", cards[at : at + CARDS])
    files.write("start", begin)
    files.announce({"documents": len(rows), "cards": CARDS, "shards": families})


def newest_first(documents: Iterable[SearchDocument]) -> list[SearchDocument]:
    """The order in which documents are numbered: by date, those without one last, then by id."""
    by_id = sorted(documents, key=lambda d: d.id)
    return sorted(by_id, key=lambda d: d.date, reverse=True)


def _card(document: SearchDocument) -> list[str]:
    """What is shown of a document; the address only where the id does not say it."""
    known = [] if document.address == f"{document.id}/" else [document.address]
    return [document.id, document.title, *known]


def _release(texts: Texts, begin: Mapping[str, Any], cards: Sequence[Sequence[str]]) -> str:
    """A name that is another for every content and for every way to lay it out."""
    found = hashlib.blake2b(texts.units.tobytes(), digest_size=4)
    for part in (texts.word, texts.offsets):
        found.update(part.tobytes())
    layout = [FORMAT, CARDS, _SLICE, _ENTRIES, MANY, INLINE, BLOCK, SEGMENT]
    found.update(json.dumps([__version__, layout, begin, cards]).encode())
    return found.hexdigest()


@dataclass(frozen=True)
class _Files:
    """Scripts that hand over values by ``xinglinData(release, name, value)``, in the folder of a release."""

    folder: Path
    release: str

    def __post_init__(self) -> None:
        """Make the folders, once for thousands of files."""
        for name in ("cards", *_ENTRIES):
            (self.folder / self.release / name).mkdir(parents=True, exist_ok=True)

    def write(self, name: str, value: object) -> None:
        (self.folder / self.release / f"{name}.js").write_bytes(_script(self.release, name, value))

    def announce(self, facts: Mapping[str, Any]) -> None:
        """Name the release in the one file that is replaced by the next release."""
        record = {"format": FORMAT, "release": self.release, **facts}
        (self.folder / "release.js").write_bytes(_script("", "release", record))


def _script(release: str, name: str, value: object) -> bytes:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Line separators may stand in strings of scripts since ES2019 only; half a surrogate pair is no UTF-8.
    data = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'xinglinData("{release}","{name}",{data})\n'.encode("utf-8", "backslashreplace")


@dataclass(frozen=True)
class _Terms:
    """Entries of the terms of texts."""

    pairs: Entries
    units: Entries

    @classmethod
    def room(cls, size: int) -> _Terms:
        """Room for those of so many units."""
        slices = min(max(1, size // _SLICE), _MOST_SLICES)
        return cls(Entries(size, slices, np.int32, np.int32, np.int16), Entries(size, slices, np.int32))

    def enter(self, texts: Texts, zones: range) -> tuple[Bounds, Bounds]:
        """Put in those of some zones."""
        return enter(texts.placed(zones), self.pairs, self.units)


@dataclass(frozen=True)
class _Families:
    """The families of shards, which several processes write.

    ``segments``: how many each zone has. ``bounds``: those of the pairs and of the units of every part of the texts.
    """

    files: _Files
    documents: Sequence[SearchDocument]
    segments: Small
    terms: _Terms
    bounds: Sequence[tuple[Bounds, Bounds]]

    def write(self, run: Tasks) -> dict[str, int]:
        """Write all files; the number of shards of each family."""
        numbers = range(self.terms.pairs.slices)
        terms = (partial(write, number) for write in (self._units, self._pairs) for number in numbers)
        return dict(run([self._letters, self._syllables, *terms]))

    def _letters(self) -> tuple[str, int]:
        postings = letter_postings(self._names())
        return self._slice("letters", postings, len(postings.hashes))

    def _syllables(self) -> tuple[str, int]:
        postings = beginning_postings(self._names())
        return self._slice("syllables", postings, len(postings.hashes))

    def _names(self) -> Names:
        """What is found by pinyin: titles, and the books of reflections."""
        return [[(0, d.title), *([(1, d.book)] if d.book else [])] for d in self.documents]

    def _units(self, number: int) -> tuple[str, int]:
        bounds = [units for _, units in self.bounds]
        postings = unit_postings(self.terms.units.take(number, bounds))
        return self._slice("units", postings, _entries(bounds), number, self.terms.units.slices)

    def _pairs(self, number: int) -> tuple[str, int]:
        bounds = [pairs for pairs, _ in self.bounds]
        postings = pair_postings(self.terms.pairs.take(number, bounds), self.segments)
        return self._slice("pairs", postings, _entries(bounds), number, self.terms.pairs.slices)

    def _slice(
        self, family: str, postings: Postings, entries: int, number: int = 0, slices: int = 1
    ) -> tuple[str, int]:
        """Write a slice of a family; its name, and how many shards all slices have."""
        each = max(1, entries // _ENTRIES[family] // slices)
        own = range(number * each, (number + 1) * each)
        for name, value in write_shards(postings, Layout(slices * each, len(self.documents)), own):
            self.files.write(f"{family}/{name}", value)
        return family, slices * each


def _entries(bounds: Iterable[Bounds]) -> int:
    """How many entries there are in all parts."""
    return sum(int(part[-1] - part[0]) for part in bounds)
