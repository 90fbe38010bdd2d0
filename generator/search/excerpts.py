"""The piece of a text around what was searched."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.search.text import fold

BEFORE, LENGTH = 24, 96
"""Characters shown before the first match, and in all."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of text with the parts (start, end) that match. ``opened`` and ``closed``: text was left out there."""

    text: str
    marks: tuple[tuple[int, int], ...]
    opened: bool = False
    closed: bool = False

    def marked(self, before: str, after: str) -> str:
        """The text with something put before and after every match."""
        pieces, at = [], 0
        for start, end in self.marks:
            pieces += [self.text[at:start], before, self.text[start:end], after]
            at = end
        body = "".join([*pieces, self.text[at:]])
        return f"{'……' if self.opened else ''}{body}{'……' if self.closed else ''}"


def excerpt(text: str, patterns: Iterable[str]) -> Excerpt:
    """Cut a piece around a match, where the most different matches stand near each other; else the beginning.

    Args:
        text: The whole text; white space and control characters become single spaces.
        patterns: Regular expressions for what was searched, for a folded text, without groups; longer ones are marked
            first.
    """
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    wanted = sorted(set(patterns), key=lambda p: (-len(p), p))
    found = list(re.finditer("|".join(f"({p})" for p in wanted), fold(clean))) if wanted else []
    start, end = _window(clean, _richest(found))
    marks = tuple((m.start() - start, min(m.end(), end) - start) for m in found if start <= m.start() < end)
    return Excerpt(clean[start:end], marks, start > 0, end < len(clean))


def _richest(found: list[re.Match[str]]) -> int:
    """Where the first match begins behind which the most different ones fit into a piece; 0 without a match."""
    best, most, after = 0, 0, 0
    within: Counter[int | None] = Counter()
    for match in found:
        while after < len(found) and found[after].start() < match.start() + LENGTH - BEFORE:
            within[found[after].lastindex] += 1
            after += 1
        if len(within) > most:
            best, most = match.start(), len(within)
        if within[match.lastindex] == 1:
            del within[match.lastindex]
        else:
            within[match.lastindex] -= 1
    return best


def _window(text: str, first: int) -> tuple[int, int]:
    """Where the piece begins and ends: not between a letter and the marks that belong to it."""
    start = max(0, first - BEFORE)
    end = min(len(text), start + LENGTH)
    while start < first and _is_mark(text[start]):
        start += 1
    while start < end < len(text) and _is_mark(text[end]):
        end -= 1
    return start, end


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
