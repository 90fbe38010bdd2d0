"""What entries have in common with other texts, by containment: how much of an entry stands elsewhere, and where.

Resemblance, which sets what two texts share against both of them, would overlook a short text that was copied into a
long one. Here every passage counts by itself. The cost grows with the length of all texts together, never with the
number of pairs: see ``Similarities.work``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.competition.entries.shingles import SHINGLE, Fold, Index, Letters, letters, shingles

LEAST = 24
"""Letters that a passage has at least."""
GAP = 8
"""Letters that may be changed, put in or left out within a passage."""
COMMON = 20
"""A shingle that stands in more texts than this is boilerplate, a name or a quotation, and tells nothing."""
_FEWEST = 6
"""Shingles in common below which two texts are not compared further."""
MOST_PASSAGES = 12
"""Passages of one source that are shown, the longest ones."""
MOST_SOURCES = 20
"""Sources of one entry that are shown, those that hold most of it."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is compared: the id of its article, its Markdown, and the line on which that begins."""

    id: str
    text: str
    line: int = 1

    def line_at(self, offset: int) -> int:
        """The line of an offset of the text."""
        return self.line + self.text.count("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands in both texts, as it is written in each, with the line on which it begins; ``characters`` alike."""

    characters: int
    text: str
    line: int
    other_text: str
    other_line: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """What an entry has in common with one source: letters, their share in the entry (0..1), the longest passages."""

    source: str
    characters: int
    share: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Similarity:
    """What of an entry stands elsewhere: letters in any source, their share (0..1), and each source, most first."""

    characters: int = 0
    share: float = 0.0
    overlaps: tuple[Overlap, ...] = ()


@dataclass(frozen=True)
class Similarities:
    """Similarities by id of the entry. ``work`` counts shingles that were made and places that were compared."""

    by_entry: dict[str, Similarity]
    work: int


_Hits = tuple[NDArray[np.int32], NDArray[np.int32]]
"""Numbers of shingles, and where each stands first in a source."""


@dataclass(frozen=True, slots=True)
class _Span:
    """A passage by the numbers of letters: from ``start`` up to ``end``; the same in the other text."""

    start: int
    end: int
    other_start: int
    other_end: int
    runs: tuple[tuple[int, int], ...]

    @property
    def characters(self) -> int:
        return sum(end - start for start, end in self.runs)


def similarities(
    entries: Sequence[Text],
    sources: Sequence[Text],
    counts: Callable[[str, str], bool],
    fold: Fold,
    boilerplate: Sequence[Text] = (),
) -> Similarities:
    """Find for every entry the passages that stand in other texts too.

    Args:
        entries: What is looked into.
        sources: What may hold passages of entries; the entries, if they are to be compared with each other, too.
        counts: Whether a source (second) counts for an entry (first), both by id; one text is never compared with
            itself.
        fold: Makes equal what counts as equal, one character for one.
        boilerplate: Texts that everybody may repeat, such as the notice of the competition.
    """
    own = [letters(entry.text, fold) for entry in entries]
    index = Index([shingles(found) for found in own])
    hits, work = _hits(index, sources, fold, boilerplate)
    work += sum(len(found.codes) for found in own)
    found: list[list[tuple[Text, Letters, list[_Span]]]] = [[] for _ in entries]
    for source, (shared, first) in zip(sources, hits, strict=True):
        matches = list(_matches(index, shared, first))
        work += sum(len(own_places) for _, own_places, _ in matches)
        kept = [m for m in matches if entries[m[0]].id != source.id and counts(entries[m[0]].id, source.id)]
        other = letters(source.text, fold) if kept else None
        for number, own_places, other_places in kept:
            if other and (spans := _spans(own_places, other_places, own[number], other)):
                found[number].append((source, other, spans))
    return Similarities(
        {entry.id: _similarity(entry, own[n], found[n]) for n, entry in enumerate(entries)},
        work,
    )


def _hits(index: Index, sources: Sequence[Text], fold: Fold, boilerplate: Sequence[Text]) -> tuple[list[_Hits], int]:
    """For every source the telling shingles that entries have too, and how many shingles were looked up in all."""
    texts = np.zeros(index.count, np.int32)
    hits: list[_Hits] = []
    work = 0
    for source in sources:
        hashes = shingles(letters(source.text, fold))
        numbers, places = index.find(hashes)
        texts[numbers] += 1
        hits.append((numbers.astype(np.int32), places.astype(np.int32)))
        work += len(hashes)
    for text in boilerplate:
        texts[index.find(shingles(letters(text.text, fold)))[0]] = COMMON + 1
    telling = ((numbers, places, texts[numbers] <= COMMON) for numbers, places in hits)
    return [(numbers[few], places[few]) for numbers, places, few in telling], work


def _matches(
    index: Index, numbers: NDArray[np.int32], places: NDArray[np.int32]
) -> Iterator[tuple[int, NDArray[np.int32], NDArray[np.int32]]]:
    """The entries that share enough shingles with a source: their numbers, and the places in each, in order."""
    if not len(numbers):
        return
    at, which = index.occurrences(numbers.astype(np.int64))
    owner, place = index.owner[at], index.place[at]
    order = np.lexsort((place, owner))
    owner, place, other = owner[order], place[order], places[which[order]]
    first = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    for start, end in zip(first, np.append(first[1:], len(owner)), strict=True):
        if end - start >= _FEWEST:
            yield int(owner[start]), place[start:end], other[start:end]


def _spans(places: NDArray[np.int32], others: NDArray[np.int32], own: Letters, other: Letters) -> list[_Span]:
    """Follow both texts from shingles in common for as long as they are alike, join over small gaps, drop short ones.

    Of a shingle that comes again in the other text only the first place is known; so each run is followed in the texts
    themselves, and what it has passed is not looked at again.
    """
    breaks = np.flatnonzero((np.diff(places) != 1) | (np.diff(others) != 1)) + 1
    spans: list[_Span] = []
    passed = 0
    for first, last in zip([0, *breaks], [*(breaks - 1), len(places) - 1], strict=True):
        start = max(int(places[first]), passed - SHINGLE + 1)
        if start > places[last]:
            continue
        other_start = int(others[first]) + start - int(places[first])
        length = _alike(own.codes, start, other.codes, other_start)
        passed, other_end = start + length, other_start + length
        before = spans[-1] if spans else None
        if before and _follows(start, before.end) and _follows(other_start, before.other_end):
            runs = (*before.runs, (max(start, before.end), passed))
            spans[-1] = _Span(before.start, passed, before.other_start, max(other_end, before.other_end), runs)
        else:
            spans.append(_Span(start, passed, other_start, other_end, ((start, passed),)))
    return [span for span in spans if span.characters >= LEAST]


def _alike(first: NDArray[np.uint32], at: int, second: NDArray[np.uint32], other: int) -> int:
    """How many letters of two texts are the same from two places on."""
    length, step = 0, 64
    while True:
        one, two = first[at + length : at + length + step], second[other + length : other + length + step]
        shorter = min(len(one), len(two))
        different = np.flatnonzero(one[:shorter] != two[:shorter])
        if len(different) or shorter < step:
            return length + int(different[0] if len(different) else shorter)
        length, step = length + step, 2 * step


def _follows(start: int, end: int) -> bool:
    return -SHINGLE <= start - end <= GAP


def _similarity(entry: Text, own: Letters, found: list[tuple[Text, Letters, list[_Span]]]) -> Similarity:
    covered = np.zeros(len(own.codes), np.bool_)
    overlaps = []
    for source, other, spans in found:
        here = np.zeros(len(own.codes), np.bool_)
        for span in spans:
            for start, end in span.runs:
                here[start:end] = True
        covered |= here
        characters = int(here.sum())
        longest = sorted(spans, key=lambda span: (-span.characters, span.start))[:MOST_PASSAGES]
        passages = tuple(_passage(span, entry, own, source, other) for span in longest)
        overlaps.append(Overlap(source.id, characters, characters / len(own.codes), passages))
    overlaps.sort(key=lambda overlap: (-overlap.characters, overlap.source))
    characters = int(covered.sum())
    return Similarity(characters, characters / max(1, len(own.codes)), tuple(overlaps[:MOST_SOURCES]))


def _passage(span: _Span, entry: Text, own: Letters, source: Text, other: Letters) -> Passage:
    start, end = int(own.places[span.start]), int(own.places[span.end - 1]) + 1
    other_start, other_end = int(other.places[span.other_start]), int(other.places[span.other_end - 1]) + 1
    return Passage(
        span.characters,
        entry.text[start:end],
        entry.line_at(start),
        source.text[other_start:other_end],
        source.line_at(other_start),
    )
