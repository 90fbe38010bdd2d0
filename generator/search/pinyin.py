"""Names and titles by their pinyin: whole syllables (zhongyiyao), initials (zyy), or both mixed (zhongyy).

themes/search/pinyin.js reads queries in the browser; tests/search/pinyin.json holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from pypinyin.pinyin_dict import pinyin_dict

from generator.sources.chinese import HAN

INITIALS = (*"abcdefghjklmnopqrstwxyz", "zh", "ch", "sh")
"""What a syllable may be shortened to."""
MOST = 16
"""The most ways in which a query is read."""
LONGEST = 60
"""Letters of a query that are read as pinyin."""
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
_HAN = re.compile(rf"[{HAN}]")
_LETTERS = re.compile(r"[a-z]+(?:['’ ][a-z]+)*")


@cache
def readings(character: str) -> tuple[str, ...]:
    """All readings of a Han character without tones, the usual one first; ü is v. Empty where none is known."""
    spelt = unicodedata.normalize("NFD", pinyin_dict.get(ord(character), "")).replace("u\u0308", "v")
    return tuple(dict.fromkeys(r for r in spelt.translate(_TONES).split(",") if r.isascii() and r.isalpha()))


def spelling(name: str) -> tuple[str, ...]:
    """The usual reading of each character of a name; empty for a name that has others than Han characters."""
    read = [readings(character)[:1] for character in name]
    return tuple(reading for first in read for reading in first) if all(read) else ()


def spelled(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The offset and the readings of every Han character in a text."""
    for match in _HAN.finditer(text):
        yield match.start(), readings(match[0])


@cache
def syllables() -> tuple[str, ...]:
    """All syllables that Han characters are read as, sorted."""
    spelt = {s for code in pinyin_dict if 0x4E00 <= code < 0xA000 for s in readings(chr(code))}
    return tuple(sorted(spelt))


def segmentations(text: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read a folded query as pinyin: each a tuple of syllables and initials, those of few parts first.

    Only the last part may be the beginning of a syllable that is neither. A query that is no pinyin gives none; an
    apostrophe or a space ends a syllable.
    """
    if not _LETTERS.fullmatch(text) or len(text) > LONGEST:
        return ()
    pieces = re.split("['’ ]", text)
    found: list[tuple[str, ...]] = [()]
    for number, piece in enumerate(pieces):
        ways = _ways(piece, last=number == len(pieces) - 1)
        found = [(*before, *way) for before in found for way in ways][:MOST]
    return tuple(sorted(found, key=lambda parts: (len(parts), parts)))


def _ways(letters: str, last: bool) -> list[tuple[str, ...]]:
    """Ways to read letters without a break, those of few parts first, at most MOST."""
    known = set(syllables())
    best: list[list[tuple[str, ...]]] = [[()], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            part = letters[start:end]
            ends = last and end == len(letters)
            if part in known or part in INITIALS or (ends and _begins(part)):
                best[end] += [(*way, part) for way in best[start]]
        best[end] = sorted(best[end], key=lambda parts: (len(parts), parts))[:MOST]
    shortened = tuple(letters)
    if shortened not in best[-1] and all(letter in INITIALS for letter in letters):
        best[-1] = [*best[-1][: MOST - 1], shortened]
    return best[-1]


def _begins(part: str) -> bool:
    return any(s.startswith(part) for s in syllables())


def spelled_out(way: tuple[str, ...]) -> bool:
    """Whether a way spells two syllables or more out, so that hardly anything else is meant."""
    return len(way) > 1 and all(len(part) > 1 and part in syllables() for part in way)


def fits(part: str, reading: str, last: bool) -> bool:
    """Whether a part of a query stands for a reading: as the syllable, its initial, or, if last, its beginning."""
    return part == reading or ((part in INITIALS or last) and reading.startswith(part))
