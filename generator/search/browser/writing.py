"""The whole index: what is loaded at the start, the shards, the cards, and which release of them is current."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from generator.parallel import forked_map
from generator.search.browser.postings import (
    Pairs,
    Postings,
    ordered,
    pair_postings,
    pinyin_postings,
    unit_postings,
)
from generator.search.browser.shards import Layout, write_shards
from generator.search.browser.start import Destinations, start
from generator.search.browser.units import Texts, lay_out
from generator.search.documents import SearchDocument

FORMAT = 1
"""Raised when the script of an earlier release could not read the index."""
CARDS = 16
"""Documents in one file of cards."""
_SLICES = 16
"""Parts in which pairs are sorted and written, by their hash."""
_PART = 1 << 22
"""About the most code units that are put in order at once."""
_ENTRIES = {"pairs": 3072, "units": 16384, "spoken": 4096}
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
    texts = lay_out((d.title, "\n".join((*d.headings, d.summary)), d.body) for d in rows)
    begin = start(rows, texts, groups, destinations or Destinations(), language)
    cards = [_card(d) for d in rows]
    files = _Files(folder, _release(texts, begin, cards))
    families = _Families(files, rows, texts, workers).write()
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
    """A name that is another for every content."""
    found = hashlib.blake2b(texts.units.tobytes(), digest_size=4)
    for part in (texts.word, texts.offsets):
        found.update(part.tobytes())
    found.update(json.dumps([FORMAT, begin, cards]).encode())
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


class _Families:
    """The families of shards, which several processes write."""

    def __init__(self, files: _Files, documents: Sequence[SearchDocument], texts: Texts, workers: int) -> None:
        """Put all units in order and pair them."""
        self._files, self._documents, self._texts = files, documents, texts
        self._mapped = forked_map(workers, few=2)
        self._parts = list(self._mapped(lambda part: ordered(texts, *part), list(_parts(texts))))
        self._ordinals = np.concatenate([part.ordinals for part in self._parts])
        self._pairs = Pairs.of(texts)
        self._slices = self._pairs.slices(_SLICES)

    def write(self) -> dict[str, int]:
        """Write all files; the number of shards of each family."""
        tasks = [("spoken", 0), ("units", 0), *(("pairs", number) for number in range(_SLICES))]
        return dict(self._mapped(self._write, tasks))

    def _write(self, task: tuple[str, int]) -> tuple[str, int]:
        """Write a slice of a family; there are several of the pairs only."""
        family, number = task
        if family == "pairs":
            chosen = np.flatnonzero(self._slices == number)
            hashes, at = self._pairs.hashes[chosen], self._pairs.at[chosen]
            postings, slices = pair_postings(self._texts, self._ordinals, hashes, at), _SLICES
        else:
            postings, slices = unit_postings(self._parts) if family == "units" else self._spoken(), 1
        size = len(self._pairs.at) if family == "pairs" else len(postings.hashes)
        each = max(1, size // _ENTRIES[family] // slices)
        own = range(number * each, (number + 1) * each)
        for name, value in write_shards(postings, Layout(slices * each, len(self._documents)), own):
            self._files.write(f"{family}/{name}", value)
        return family, slices * each

    def _spoken(self) -> Postings:
        return pinyin_postings([[(0, d.title), *([(1, d.book)] if d.book else [])] for d in self._documents])


def _parts(texts: Texts) -> Iterator[tuple[int, int]]:
    """Parts of the units that hold whole zones."""
    begin, total = 0, len(texts.units)
    for end in [*texts.offsets.ravel().tolist(), total]:
        if end - begin >= _PART or end == total:
            yield begin, end
            begin = end
