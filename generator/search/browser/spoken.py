"""Which names are found by pinyin, and where in them a character is read so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import numpy as np

from generator.search.browser.coding import golomb
from generator.search.browser.entries import mixed
from generator.search.browser.postings import Postings, Rows
from generator.search.browser.units import ZONES
from generator.search.pinyin import INITIALS, spelled, syllables

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
        (key, document * ZONES + zone, place)
        for document, spoken in enumerate(names)
        for zone, name in spoken
        for key, place in _pinyin(name)
    ]
    keys, zones, places = np.array(found, np.int64).reshape(-1, 3).T
    hashes = mixed(keys.astype(np.uint32))
    order = np.lexsort((places, zones, hashes))
    rows = Rows.of(hashes[order], zones[order].astype(np.int32))
    places = places[order]
    opens = np.zeros(len(places), np.bool_)
    opens[rows.group] = True
    return rows.postings(golomb(np.where(opens, places, np.diff(places, prepend=0) - 1), NAME_PLACES))


def _pinyin(name: str) -> Iterator[tuple[int, int]]:
    """The keys of a name's pinyin, with the place of their character: syllables, zh ch sh, pairs of first letters."""
    before, letters = -2, frozenset[int]()
    for place, readings in spelled(name):
        keys, last = _keys(readings)
        yield from ((key, place) for key in keys)
        if place == before + 1:
            yield from ((one << 16 | other, before) for one in letters for other in last)
        before, letters = place, last


@cache
def _keys(readings: tuple[str, ...]) -> tuple[frozenset[int], frozenset[int]]:
    """The keys of a character by itself, and the codes of its first letters."""
    syllable, initial = _numbers()
    keys = {syllable[r] << 16 for r in readings if r in syllable}
    keys |= {initial[r[:2]] << 16 for r in readings if r[:2] in initial}
    return frozenset(keys), frozenset(initial[r[0]] for r in readings if r[0] in initial)


@cache
def _numbers() -> tuple[dict[str, int], dict[str, int]]:
    """Codes of syllables and of initials."""
    return (
        {s: SYLLABLE + n for n, s in enumerate(syllables())},
        {i: INITIAL + n for n, i in enumerate(INITIALS)},
    )
