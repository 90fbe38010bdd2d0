"""The yearly competition: its rules, and the ballots, which never meet the pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is marked, from 0 to ``maximum``. Weights are relative; they need not add up to 100."""

    id: str
    name: str
    weight: float
    maximum: float = 100.0


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge: a member of staff by id, or an outsider with ``name``, whose id is only used in ballots.

    ``conflicts`` are ids of entries, people and departments that the judge has declared not to judge.
    """

    id: str
    name: str = ""
    affiliation: str = ""
    conflicts: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Prize:
    """A prize and how many entries may get it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Category:
    """Entries that are ranked together, and the prizes among them."""

    name: str
    kinds: tuple[str, ...]
    prizes: tuple[Prize, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The last day of each stage (inclusive). ``notice`` is the first and the last day of the public notice."""

    submissions_close: dt.date | None = None
    judging_closes: dt.date | None = None
    notice: tuple[dt.date, dt.date] | None = None
    announced: dt.date | None = None

    @property
    def announcement(self) -> dt.date | None:
        """The day from which the result is public: as declared, else the day after the notice ends; None: never."""
        if self.announced is not None:
            return self.announced
        return self.notice[1] + dt.timedelta(days=1) if self.notice else None


@dataclass(frozen=True, slots=True)
class Competition:
    """The rules of one year, from competition.yml. ``name`` is the folder, which ``competition:`` of an article names.

    ``categories`` has one item without a name when everything is ranked together. ``method`` is one of METHODS.
    ``votes_weight`` is the share (0..1) of readers' votes in the final mark.
    """

    name: str
    path: str
    year: int
    kinds: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    judges: tuple[Judge, ...]
    categories: tuple[Category, ...]
    reviews_per_entry: int = 5
    method: str = "mean"
    votes_weight: float = 0.0
    timeline: Timeline = field(default_factory=Timeline)

    def announced_on(self, today: dt.date) -> bool:
        """Whether the result is public."""
        day = self.timeline.announcement
        return day is not None and today >= day


METHODS = ("mean", "trimmed_mean", "z_score", "adjusted")


@dataclass(frozen=True, slots=True)
class Score:
    """One judge on one entry: marks by criterion id, or ``declined`` with the reason (then it counts as no mark)."""

    entry: str
    marks: tuple[tuple[str, float], ...] = ()
    comment: str = ""
    declined: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Ballot:
    """One judge's marks. ``path`` is relative to content/."""

    competition: str
    path: str
    judge: str
    scores: tuple[Score, ...]
    judge_line: int = 1


@dataclass(frozen=True, slots=True)
class Task:
    """The entries that a judge is to mark."""

    judge: str
    entries: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """Who marks what in a competition, as ``xinglin competition assign`` wrote it. ``path`` is relative to content/."""

    competition: str
    path: str
    tasks: tuple[Task, ...]

    @property
    def judgements(self) -> list[tuple[str, str]]:
        """All pairs of an entry and a judge."""
        return [(entry, task.judge) for task in self.tasks for entry in task.entries]
