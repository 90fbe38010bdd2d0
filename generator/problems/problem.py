"""One mistake in the content, with its place and its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.messages import Catalogue


class Severity(StrEnum):
    """How a finding counts: an error stops the build, a warning does not, off is not shown."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


@dataclass(frozen=True, order=True)
class Problem:
    """A finding about one place in the content. Problems sort by place.

    ``path`` is relative to content/ (POSIX separators), ``line`` counts from 1 (0: the file as a whole).
    ``rule`` is the stable name that settings refer to; ``variant`` picks one of the rule's wordings, and
    ``params`` fill its blanks. The words themselves are in locale/, under ``problems.<rule>[.<variant>]``.
    """

    path: str
    line: int
    rule: str
    variant: str = ""
    params: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.ERROR

    @classmethod
    def at(cls, path: str, line: int, rule: str, variant: str = "", **params: object) -> Problem:
        """Make a problem from keyword parameters, which become text."""
        return cls(path, line, rule, variant, tuple((k, str(v)) for k, v in sorted(params.items())))

    def message(self, words: Catalogue) -> str:
        """Say what is wrong."""
        return words.text(f"{self._key}.message", **dict(self.params))

    def hint(self, words: Catalogue) -> str:
        """Say how to mend it."""
        return words.text(f"{self._key}.hint", **dict(self.params))

    @property
    def _key(self) -> str:
        return f"problems.{self.rule}.{self.variant}" if self.variant else f"problems.{self.rule}"
