"""Which titles and books are read so, and where in them: terms of pinyin for the browser."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from generator.search.browser.coding import Codes, Numbers, before, fixed, golomb
from generator.search.browser.entries import mixed
from generator.search.browser.postings import Postings, Rows
from generator.search.browser.units import ZONES
from generator.search.pinyin import INITIALS, readings, spelled, syllables

BEGINNING, INITIAL = 0xE000, 0xE800
"""Where in Unicode's private area beginnings of syllables and first letters are numbered from."""
LEAST = 2
"""Letters of the shortest beginning that is a term."""
NAME_PLACES = 4
"""The parameter for places in names that are spelled in pinyin."""
SYLLABLE_BITS = 6
"""Bits for one of the syllables with the same first letter."""

Names = Sequence[Iterable[tuple[int, str]]]
"""For each document (zone, name): names that are found by pinyin, of which each zone has one at most."""


def letter_postings(names: Names) -> Postings:
    """Postings of two first letters that follow each other, with the place of the first one and both syllables.

    Terms of single syllables would be longer lists, and all that begin like the last one typed would have to be loaded:
    six times as much for a usual query.
    """
    codes, zones, places = _characters(names)
    first = np.flatnonzero((zones[1:] == zones[:-1]) & (places[1:] == places[:-1] + 1))
    different, which = np.unique(codes, return_inverse=True)
    sounds = [_sounds(code) for code in different.tolist()]
    pairs, whose = np.unique(which[first] * len(different) + which[first + 1], return_inverse=True)
    joint = [_joined(sounds[pair // len(different)], sounds[pair % len(different)]) for pair in pairs.tolist()]
    terms, at = _spread(joint, whose)
    hashes, zones, places = _hashed(terms >> 2 * SYLLABLE_BITS), zones[first[at]], places[first[at]]
    syllables = terms & ((1 << 2 * SYLLABLE_BITS) - 1)
    order = np.lexsort((syllables, places, zones, hashes))
    rows, places = Rows.of(hashes[order], zones[order].astype(np.int32)), places[order]
    return rows.postings(_steps(places, rows), fixed(syllables[order], 2 * SYLLABLE_BITS))


def beginning_postings(names: Names) -> Postings:
    """Postings of beginnings of syllables, which say only whether a zone has one; counts are 0 or 1."""
    codes, zones, _ = _characters(names)
    different, which = np.unique(codes, return_inverse=True)
    terms, whose = _spread([_beginnings(code) for code in different.tolist()], which)
    entries = np.unique(_hashed(terms).astype(np.uint64) << np.uint64(32) | zones[whose].astype(np.uint64))
    return Rows.of((entries >> np.uint64(32)).astype(np.uint32), entries.astype(np.uint32).astype(np.int32)).postings()


def _characters(names: Names) -> tuple[Numbers, Numbers, Numbers]:
    """All characters that are spelled: their codes, their zones, their places in them."""
    found = [
        (ord(name[place]), document * ZONES + zone, place)
        for document, spoken in enumerate(names)
        for zone, name in spoken
        for place, _ in spelled(name)
    ]
    codes, zones, places = np.array(found, np.int64).reshape(-1, 3).T
    return codes, zones, places


def _steps(places: Numbers, rows: Rows) -> Codes:
    """Places in a zone, each as how far it is from the one before, which may be the same one."""
    steps = np.diff(places, prepend=0)
    steps[rows.group] = places[rows.group]
    return golomb(steps, NAME_PLACES)


def _hashed(terms: Numbers) -> NDArray[np.uint32]:
    return mixed(terms.astype(np.uint32))


def _spread(lists: Sequence[Sequence[int]], which: Numbers) -> tuple[Numbers, Numbers]:
    """The members of the lists with these numbers, one list after the other, and where in ``which`` theirs stands."""
    sizes = np.fromiter(map(len, lists), np.int64, len(lists))
    members = np.fromiter(itertools.chain.from_iterable(lists), np.int64, int(sizes.sum()))
    counts = sizes[which]
    of = np.repeat(np.arange(len(which)), counts)
    return members[(before(sizes)[which] - before(counts))[of] + np.arange(len(of))], of


def _joined(one: Iterable[tuple[int, int]], other: Sequence[tuple[int, int]]) -> list[int]:
    """Two characters in all their readings: their first letters, and behind these which syllables they are."""
    return [
        ((letter << 16 | next_letter) << SYLLABLE_BITS | number) << SYLLABLE_BITS | next_number
        for letter, number in one
        for next_letter, next_number in other
    ]


def _sounds(code: int) -> list[tuple[int, int]]:
    """The readings of a character as codes of their first letters, and numbers among the syllables with that letter."""
    known = _numbers()
    return [known[reading] for reading in readings(chr(code)) if reading in known]


@cache
def _numbers() -> dict[str, tuple[int, int]]:
    """For every syllable the code of its first letter, and its number among all with that letter."""
    return {
        syllable: (INITIAL + INITIALS.index(letter), number)
        for letter, alike in itertools.groupby(syllables(), key=lambda syllable: syllable[0])
        for number, syllable in enumerate(alike)
    }


def _beginnings(code: int) -> list[int]:
    """The keys of all beginnings of a character's readings."""
    known = _terms()
    ends = {reading[:size] for reading in readings(chr(code)) for size in range(LEAST, len(reading) + 1)}
    return [known[beginning] for beginning in sorted(ends) if beginning in known]


@cache
def _terms() -> dict[str, int]:
    """The keys of the beginnings of all syllables."""
    every = {syllable[:size] for syllable in syllables() for size in range(LEAST, len(syllable) + 1)}
    return {beginning: (BEGINNING + number) << 16 for number, beginning in enumerate(sorted(every))}
