"""Which names are found by pinyin, and where in them a character is read so."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from generator.search.browser.coding import Numbers, before, golomb
from generator.search.browser.entries import mixed
from generator.search.browser.postings import Postings, Rows
from generator.search.browser.units import ZONES
from generator.search.pinyin import INITIALS, readings, spelled, syllables

SYLLABLE, INITIAL = 0xE000, 0xE800
"""Where in Unicode's private area syllables and initials are numbered from."""
NAME_PLACES = 4
"""The parameter for places in names that are spelled in pinyin."""


def pinyin_postings(names: Sequence[Iterable[tuple[int, str]]]) -> Postings:
    """Postings of the pinyin of names, with the places of the characters in the name.

    Args:
        names: For each document (zone, name): names that are found by pinyin, of which each zone has one at most.
    """
    found = [
        (ord(name[place]), document * ZONES + zone, place)
        for document, spoken in enumerate(names)
        for zone, name in spoken
        for place, _ in spelled(name)
    ]
    codes, zones, places = np.array(found, np.int64).reshape(-1, 3).T
    keys, at = _keys(codes, (zones[1:] == zones[:-1]) & (places[1:] == places[:-1] + 1))
    zones, places = zones[at], places[at]
    hashes = mixed(keys.astype(np.uint32))
    order = np.lexsort((places, zones, hashes))
    rows = Rows.of(hashes[order], zones[order].astype(np.int32))
    places = places[order]
    opens = np.zeros(len(places), np.bool_)
    opens[rows.group] = True
    return rows.postings(golomb(np.where(opens, places, np.diff(places, prepend=0) - 1), NAME_PLACES))


def _keys(codes: Numbers, joined: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """The keys of characters, of which all but the last may be joined to the next one, and whose key each is.

    Those of a character by itself are its syllables and zh, ch, sh; those of two are pairs of first letters.
    """
    different, which = np.unique(codes, return_inverse=True)
    known = [readings(chr(code)) for code in different]
    alone, whose = _spread(list(map(_single, known)), which)
    first = np.flatnonzero(joined)
    pairs, both = np.unique(which[first] * len(different) + which[first + 1], return_inverse=True)
    letters = list(map(_letters, known))
    joint = [
        [one << 16 | other for one in letters[pair // len(different)] for other in letters[pair % len(different)]]
        for pair in pairs.tolist()
    ]
    together, at = _spread(joint, both)
    return np.concatenate((alone, together)), np.concatenate((whose, first[at]))


def _spread(lists: Sequence[Collection[int]], which: Numbers) -> tuple[Numbers, Numbers]:
    """The members of the lists with these numbers, one list after the other, and where in ``which`` theirs stands."""
    sizes = np.fromiter(map(len, lists), np.int64, len(lists))
    members = np.fromiter(itertools.chain.from_iterable(lists), np.int64, int(sizes.sum()))
    counts = sizes[which]
    of = np.repeat(np.arange(len(which)), counts)
    return members[(before(sizes)[which] - before(counts))[of] + np.arange(len(of))], of


def _single(sounds: Iterable[str]) -> set[int]:
    """The keys of a character by itself."""
    syllable, initial = _numbers()
    return {syllable[s] << 16 for s in sounds if s in syllable} | {
        initial[s[:2]] << 16 for s in sounds if s[:2] in initial
    }


def _letters(sounds: Iterable[str]) -> set[int]:
    """The codes of a character's first letters."""
    _, initial = _numbers()
    return {initial[s[0]] for s in sounds if s[0] in initial}


@cache
def _numbers() -> tuple[dict[str, int], dict[str, int]]:
    """Codes of syllables and of initials."""
    return (
        {s: SYLLABLE + n for n, s in enumerate(syllables())},
        {i: INITIAL + n for n, i in enumerate(INITIALS)},
    )
