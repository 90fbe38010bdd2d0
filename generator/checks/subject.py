"""What the checks look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.checks.nearest import Names
from generator.config import Settings
from generator.model.library import Library
from generator.problems import Problem
from generator.schema.library import Contributions
from generator.sources.history import History
from generator.sources.tree import SourceFile


@dataclass(frozen=True)
class Subject:
    """What the checks look at: the contributions, the files they came from, and what walking them found."""

    contributions: Contributions
    files: tuple[SourceFile, ...]
    unreadable: tuple[Problem, ...]
    history: History
    settings: Settings

    @property
    def library(self) -> Library:
        """Everything that could be read, drafts too."""
        return self.contributions.library

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of all files."""
        return frozenset(file.path for file in self.files)

    @cached_property
    def article_names(self) -> Names:
        """The ids of all articles, to find what somebody may have meant."""
        return Names(self.library.by_id)
