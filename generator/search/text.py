"""Chinese text as terms, the same for every index and for queries.

Text becomes overlapping pairs of characters (bigrams) with their positions, so that every string of two or more
characters inside a text can be found as a phrase, however a dictionary would cut it. themes/search/fold.js does in the
browser what ``fold`` and ``runs`` do here; tests/search/folding.json holds the two together.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import opencc

from generator.sources.chinese import HAN

_RUN = re.compile("(?:[^\\W_]|[\U00010000-\U0010ffff])+")
"""Characters of words. Those outside the basic plane all count, as the browser sees only their halves."""
_HAN = re.compile(rf"[{HAN}]")
_HAN_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))

SEGMENT = 128
"""Positions in one segment of a text."""


@dataclass(frozen=True, slots=True)
class Term:
    """A bigram, or the last character of a run, at a position counted in characters (see ``terms``)."""

    text: str
    position: int


@cache
def simplified() -> dict[str, str]:
    """Every traditional character with its simplified one, by OpenCC's table ``t2s``.

    Pairs in which one lies outside the basic plane and the other does not are left out: offsets must stay true in
    UTF-16 as well.
    """
    characters = [chr(code) for block in _HAN_BLOCKS for code in range(*block)]
    plain = [unicodedata.normalize("NFKC", c) for c in characters]
    found = opencc.OpenCC("t2s").convert("\n".join(plain)).split("\n")
    pairs = zip(characters, plain, found, strict=True)
    table = {c: new for c, old, new in pairs if old != new and len(new) == 1 and (c > "\uffff") == (new > "\uffff")}
    # 薴 becomes 苧, which itself becomes 苎.
    return {c: table.get(new, new) for c, new in table.items()}


def fold(text: str) -> str:
    """Make equal what counts as equal: full and half width, capitals and small letters, traditional and simplified.

    One character becomes one character, so that offsets stay true.
    """
    return text.lower() if text.isascii() else text.translate(_folding())


@cache
def _folding() -> _Folding:
    return _Folding()


class _Folding(dict[int, str]):
    """Folded characters by code, worked out when one is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).lower()
        if len(folded) != 1 or (folded > "\uffff") != (character > "\uffff"):
            folded = character
        self[code] = found = simplified().get(folded, folded)
        return found


def runs(text: str) -> tuple[str, ...]:
    """The folded runs of letters, digits and Han characters between which there is anything else."""
    return tuple(_RUN.findall(fold(text)))


def is_word_character(character: str) -> bool:
    """Whether a folded character is part of a run."""
    return _RUN.match(character) is not None


def terms(text: str, apart: str = "") -> Iterator[Term]:
    """Cut a text into its terms.

    A run of characters gives its bigrams and then its last character, each at the position of its first character.
    Whatever stands between two runs takes one position, so that no string spans a comma. What ``apart`` stands between
    takes one more, so that no phrase spans it.
    """
    position = 0
    for part in text.split(apart) if apart else (text,):
        for run in runs(part):
            for i in range(len(run)):
                yield Term(run[i : i + 2], position + i)
            position += len(run) + 1
        position += 1


def places(text: str) -> int:
    """How many positions the terms of a text take, with the one after each run."""
    return sum(len(run) + 1 for run in runs(text))


def segments(text: str) -> int:
    """How many segments a text takes, at least one."""
    return max(1, -(-places(text) // SEGMENT))


def pattern(phrase: Iterable[str]) -> str:
    """A regular expression for the places in a folded text where runs follow each other."""
    return r"[\W_]+".join(map(re.escape, phrase))


def bounded(word: str) -> str:
    """A regular expression for a folded word that is no mere part of a longer one; in Han text there is no telling."""
    before = "" if _HAN.match(word) else rf"(?<![^\W_{HAN}])"
    after = "" if _HAN.match(word[-1:]) else rf"(?![^\W_{HAN}])"
    return before + re.escape(word) + after


def beginning(text: str, count: int) -> str:
    """A text up to where another run begins after the first ``count``."""
    more = next(itertools.islice(_RUN.finditer(text), count, None), None)
    return text[: more.start()] if more else text


def synonyms(groups: Iterable[Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Every word of the groups (folded) with all words that mean the same, itself first."""
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        members = dict.fromkeys(word for w in group if (word := fold(w).strip()))
        for word in members if len(members) > 1 else ():
            found[word] = tuple(dict.fromkeys([*found.get(word, (word,)), *members]))
    return found
