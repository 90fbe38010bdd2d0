"""Articles found by a name instead of their text: by pinyin, or because it is an author's name or a tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from generator.search import tiers
from generator.search.pinyin import fits, segmentations, spelled_out
from generator.search.reading import OpenIndex
from generator.search.text import fold, runs

LETTERS_BESIDE, LETTERS_ALONE = 3, 2
"""Letters from which on a word is read as pinyin beside the texts that hold it, and where no text does."""
_ALIKE = 0.5
"""Which part of all their characters two names must share to be taken for each other."""
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
"""What stands around a title that is nevertheless read whole, such as 《》."""


@dataclass(frozen=True, slots=True)
class Named:
    """The documents that somebody or something of a name has: an author's name, if it is one, and tiers by document."""

    author: str = ""
    tiers: Mapping[int, int] = field(default_factory=dict)

    @property
    def written(self) -> set[int]:
        """What the author wrote."""
        return {doc for doc, tier in self.tiers.items() if tier == tiers.AUTHOR}

    @property
    def read(self) -> set[int]:
        """What has a name that is read so."""
        return self.tiers.keys() - self.written


NOBODY = Named()
"""What is named by what names nobody."""


def called(opened: OpenIndex, name: str, typed: str) -> tuple[str, set[int]] | None:
    """The value of a field (``author``, ``tag``) that is what was typed, and its documents."""
    found = {value: docs for value, docs in opened.holders[name].items() if fold(value).strip() == typed}
    return (min(found), set().union(*found.values())) if found else None


def names(opened: OpenIndex, typed: str, least: int) -> Named:
    """The documents whose author is what was typed, or whose names are read so if it has ``least`` letters."""
    found = spoken(opened, typed) if sum(map(str.isalpha, typed)) >= least else {}
    author = called(opened, "author", typed)
    return Named(author[0], found | dict.fromkeys(author[1], tiers.AUTHOR)) if author else Named(tiers=found)


def alike(opened: OpenIndex, text: str) -> Iterator[str]:
    """Titles, books, authors and tags at least half of whose characters a folded text shares, the most alike first."""
    wanted = set(text)
    found = {}
    for name in {name for card in opened.cards.values() for name in card.names}:
        known = set("".join(runs(name)))
        likeness = 2 * len(wanted & known) / max(1, len(wanted) + len(known))
        if likeness >= _ALIKE:
            found[name] = likeness
    yield from sorted(found, key=lambda name: (-found[name], name))


def spoken(opened: OpenIndex, typed: str) -> dict[int, int]:
    """The documents found by pinyin, with their tiers."""
    ways = segmentations(typed)
    found: dict[int, int] = {}
    for base, own in (
        (tiers.SHORTENED, [way for way in ways if not spelled_out(way)]),
        (tiers.SPELLED, [way for way in ways if spelled_out(way)]),
    ):
        found.update(_read(opened, own, base) if own else ())
    return found


def _read(opened: OpenIndex, ways: Iterable[tuple[str, ...]], base: int) -> Iterator[tuple[int, int]]:
    """The documents of whose names a way fits characters side by side, with the tiers from ``base`` on."""
    wanted = _pattern(ways, opened.readings)

    @cache
    def holds(name: str) -> bool:
        return wanted.search(name) is not None

    for doc, card in opened.cards.items():
        if holds(card.title):
            whole = wanted.fullmatch(_EDGES.sub("", card.title))
            yield doc, base + (tiers.NAME_OF_TITLE if whole else tiers.PART_OF_TITLE)
        elif holds(card.book):
            yield doc, base + tiers.BOOK
        elif any(map(holds, (*card.authors, *card.tags))):
            yield doc, base + tiers.PERSON_OR_TAG


def _pattern(ways: Iterable[tuple[str, ...]], readings: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """Consecutive characters that fit the parts of any way: found in a tenth of the time that trying each way takes."""

    def fitting(part: str, last: bool) -> str:
        characters = (c for c, sounds in readings.items() if any(fits(part, sound, last) for sound in sounds))
        return "".join(sorted(characters))

    known: dict[tuple[str, bool], str] = {}
    patterns = []
    for way in ways:
        parts = [(part, number == len(way)) for number, part in enumerate(way, 1)]
        for part in parts:
            if part not in known:
                known[part] = fitting(*part)
        if all(known[part] for part in parts):
            patterns.append("".join(f"[{known[part]}]" for part in parts))
    return re.compile("|".join(patterns) or "(?!)")
