"""The rules of the yearly competition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Level:
    """What a mark means: from ``least`` on, up to the next level."""

    least: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is marked, from 0 to ``maximum``. Weights are relative; they need not add up to 100.

    ``about`` says what to look at, ``levels`` what marks mean.
    """

    id: str
    name: str
    weight: float
    maximum: float = 100.0
    about: str = ""
    levels: tuple[Level, ...] = ()


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
class Voting:
    """Readers' votes: their share (0..1) in the final mark, how many entries one may choose, and in which days.

    Without days they are taken while judging goes on.
    """

    weight: float = 0.0
    choices: int = 3
    days: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What an entry must keep to: characters of its text (0: any number), entries of one first author (0: any)."""

    least: int = 0
    most: int = 0
    per_author: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The last day of each stage (inclusive). ``notice`` is the first and the last day of the public notice."""

    submissions_close: dt.date | None = None
    judging_opens: dt.date | None = None
    judging_closes: dt.date | None = None
    notice: tuple[dt.date, dt.date] | None = None
    announced: dt.date | None = None

    @property
    def judging(self) -> dt.date | None:
        """The day on which judging begins and rules are fixed: as declared, else the day after entries close."""
        if self.judging_opens is not None:
            return self.judging_opens
        return self.submissions_close + dt.timedelta(days=1) if self.submissions_close else None

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
    ``names`` says from when on the site names the authors of entries: one of NAMES. ``ties`` is what decides between
    entries of equal points, one after the other: ids of criteria, or one of TIE_BREAKS. ``objections`` says where to
    object during the public notice.
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
    names: str = "always"
    ties: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    voting: Voting = field(default_factory=Voting)
    objections: str = ""
    timeline: Timeline = field(default_factory=Timeline)

    @property
    def voting_days(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day on which readers may vote: as declared, else while judging goes on."""
        return self.voting.days or (self.timeline.judging, self.timeline.judging_closes)

    def named_on(self, today: dt.date) -> bool:
        """Whether the site may name the authors of entries."""
        if self.names == "notice":
            return self.noticed_on(today)
        return self.names == "always" or self.announced_on(today)

    def noticed_on(self, today: dt.date) -> bool:
        """Whether the public notice has begun, or the result is announced without one."""
        notice = self.timeline.notice
        return (notice is not None and today >= notice[0]) or self.announced_on(today)

    def announced_on(self, today: dt.date) -> bool:
        """Whether the result is public."""
        day = self.timeline.announcement
        return day is not None and today >= day


NAMES = ("always", "notice", "announced")
TIE_BREAKS = ("mean", "trimmed_mean", "median", "votes")
METHODS = ("mean", "trimmed_mean", "z_score", "adjusted")
