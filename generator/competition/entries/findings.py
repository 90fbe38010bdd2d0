"""What the check of an entry found."""

from __future__ import annotations

from dataclasses import dataclass

from generator.messages import Catalogue


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A sentence about one place of an entry, under ``entries.found.<kind>`` in the catalogue.

    Attributes:
        line: Of the entry's file, from 1; 0: the file as a whole.
        kind: What was found.
        params: What fills the blanks of the sentence.
        mend: Whether something must be done before judging; else it is a hint.
    """

    line: int
    kind: str
    params: tuple[tuple[str, str], ...] = ()
    mend: bool = True

    @classmethod
    def of(cls, kind: str, line: int = 0, *, mend: bool = True, **params: object) -> Finding:
        """Make a finding from keyword parameters, which become text."""
        return cls(line, kind, tuple((name, str(value)) for name, value in sorted(params.items())), mend)

    def text(self, words: Catalogue) -> str:
        """Say it in a language."""
        return words.text(f"entries.found.{self.kind}", **dict(self.params))

    def remedy(self, words: Catalogue) -> str:
        """Say what to do about it."""
        return words.text(f"entries.mend.{self.kind}", **dict(self.params))
