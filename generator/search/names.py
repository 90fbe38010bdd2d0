"""Articles found by a name instead of their text: by pinyin, or because it is an author's name or a tag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from generator.search.pinyin import fits, segmentations, spelled
from generator.search.query import Query
from generator.search.reading import Card, OpenIndex
from generator.search.text import fold, runs

_ALIKE = 0.5
"""Which part of all their characters two names must share to be taken for each other."""
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
"""What stands around a title that is nevertheless read whole, such as 《》."""


def named(opened: OpenIndex, query: Query) -> tuple[str, str, set[int]] | None:
    """Where a query is an author's name or a tag: the field, the name, and the documents."""
    for field in ("author", "tag"):
        found = {value: docs for value, docs in opened.holders[field].items() if fold(value).strip() == query.typed}
        if found:
            return field, min(found), set().union(*found.values())
    return None


def alike(opened: OpenIndex, text: str) -> Iterator[str]:
    """Titles, books, authors and tags at least half of whose characters a folded text shares, the most alike first."""
    wanted = set(text)
    found = {}
    for name in {name for card in opened.cards.values() for name in (*_titles(card), *_people(card))}:
        known = set("".join(runs(name)))
        likeness = 2 * len(wanted & known) / max(1, len(wanted) + len(known))
        if likeness >= _ALIKE:
            found[name] = likeness
    yield from sorted(found, key=lambda name: (-found[name], name))


def spoken(opened: OpenIndex, query: Query) -> Mapping[int, int]:
    """The documents found by pinyin: 0 by a whole title, 1 by part of one, 2 by their book, 3 by an author or a tag."""
    ways = segmentations(query.typed)
    if not ways:
        return {}
    cards = opened.cards.items()
    wanted = _pattern(ways, {name for _, card in cards for name in (*_titles(card), *_people(card))})
    found = {}
    for doc, card in cards:
        tests = (
            wanted.fullmatch(_EDGES.sub("", card.title)),
            wanted.search(card.title),
            wanted.search(card.book),
            any(map(wanted.search, _people(card))),
        )
        rank = next((rank for rank, fits in enumerate(tests) if fits), None)
        if rank is not None:
            found[doc] = rank
    return found


def _titles(card: Card) -> tuple[str, ...]:
    return card.title, card.book


def _people(card: Card) -> tuple[str, ...]:
    return *card.authors, *card.tags


def _pattern(ways: Iterable[tuple[str, ...]], names: Iterable[str]) -> re.Pattern[str]:
    """Consecutive characters that fit the parts of any way: found in a tenth of the time that trying each way takes."""
    readings = {name[at]: sounds for name in names for at, sounds in spelled(name)}

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
