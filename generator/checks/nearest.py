"""What somebody may have meant: the known name that is nearest to a mistyped one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property

_LONGEST = 80
"""Characters; a longer name is looked up as a whole only."""
_SHORTEST = 3
"""Characters; of shorter names any two are near each other."""


class Names:
    """Known names, indexed by what is left of them without one character.

    Two names with such a rest in common differ by one letter typed wrong, too much, too little, or swapped with its
    neighbour. The index is made when the first question comes, and each question costs the same however many
    names there are: a file that is all wrong must not stop the check.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names

    def nearest(self, word: str) -> str:
        """The name that a word may stand for, or nothing; first the same name in other letters (full-width, case)."""
        folded = fold(word)
        return next((self._index[key] for key in (folded, *_rests(folded)) if key in self._index), "")

    @cached_property
    def _index(self) -> dict[str, str]:
        index: dict[str, str] = {}
        names = sorted(self._names)
        for name in names:
            index.setdefault(fold(name), name)
        for name in names:
            for rest in _rests(fold(name)):
                index.setdefault(rest, name)
        return index


def fold(text: str) -> str:
    """A name without the differences that are easily overlooked: case, full-width letters, spaces around it."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _rests(word: str) -> Iterator[str]:
    if _SHORTEST <= len(word) <= _LONGEST:
        yield word
        for i in range(len(word)):
            yield word[:i] + word[i + 1 :]
