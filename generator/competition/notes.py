"""Remarks on a ranking: which words, and what fills their blanks."""

from __future__ import annotations

from dataclasses import dataclass

from generator.messages import Catalogue


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """A sentence of the catalogue, under ``competition.<key>``, with the values for its blanks."""

    key: str
    params: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, key: str, **params: object) -> Note:
        """Make a note from keyword parameters, which become text."""
        return cls(key, tuple((name, str(value)) for name, value in sorted(params.items())))

    def text(self, words: Catalogue) -> str:
        """Say it in a language."""
        return words.text(f"competition.{self.key}", **dict(self.params))
