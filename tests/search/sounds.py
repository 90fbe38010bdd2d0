"""Whether a name is read as somebody typed it, tried one character after the other."""

from __future__ import annotations

from collections.abc import Iterable

from generator.search.documents import SearchDocument
from generator.search.pinyin import fits, segmentations, spelled
from generator.search.text import fold


def names_of(document: SearchDocument) -> tuple[str, ...]:
    """What a document may be found by in pinyin."""
    return document.title, document.book, *document.authors, *document.tags


def is_read(text: str, names: Iterable[str]) -> bool:
    """Whether one of the names holds characters side by side that are read as a text says."""
    ways = segmentations(fold(text).strip())
    return any(_fits(way, name) for name in names for way in ways) if ways else False


def _fits(way: tuple[str, ...], name: str) -> bool:
    sounds = dict(spelled(name))
    last = len(way) - 1
    return any(
        all(any(fits(part, s, at == last) for s in sounds.get(start + at, ())) for at, part in enumerate(way))
        for start in range(len(name) - last)
    )
