"""What the check of an entry found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.messages import Catalogue


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A sentence about an entry, under ``entries.found.<kind>`` in the catalogue.

    Attributes:
        lines: Of the entry's file, from 1; none where it is about the file as a whole.
        kind: What was found.
        params: What fills the blanks of the sentence.
        mend: Whether something must be done before judging; else it is a hint.
    """

    lines: tuple[int, ...]
    kind: str
    params: tuple[tuple[str, str], ...] = ()
    mend: bool = True

    @classmethod
    def of(cls, kind: str, line: int = 0, *, mend: bool = True, **params: object) -> Finding:
        """Make a finding from keyword parameters, which become text."""
        return cls(
            (line,) if line else (), kind, tuple((name, str(value)) for name, value in sorted(params.items())), mend
        )

    @property
    def line(self) -> int:
        """The first line; 0: the file as a whole."""
        return self.lines[0] if self.lines else 0

    def place(self, words: Catalogue) -> str:
        """Say on which lines, or nothing where it is about the file as a whole."""
        lines = words.text("entries.comma").join(map(str, self.lines))
        return words.text("entries.line", lines=lines) if self.lines else ""

    def text(self, words: Catalogue) -> str:
        """Say it in a language."""
        return words.text(f"entries.found.{self.kind}", **dict(self.params))

    def remedy(self, words: Catalogue) -> str:
        """Say what to do about it."""
        return words.text(f"entries.mend.{self.kind}", **dict(self.params))


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that say the same of several lines as one each; what must be mended comes first, then by line."""
    lines: defaultdict[Finding, set[int]] = defaultdict(set)
    for finding in findings:
        lines[replace(finding, lines=())] |= {*finding.lines}
    joined = (replace(finding, lines=tuple(sorted(found))) for finding, found in lines.items())
    return tuple(sorted(joined, key=lambda finding: (not finding.mend, finding)))
