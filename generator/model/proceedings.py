"""What judges, voters and the committee hand in. It never meets the pages: see ``Proceedings``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


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
    """One judge's marks. ``path`` is relative to content/; ``exported`` is when the judge gave them out, if known."""

    competition: str
    path: str
    judge: str
    scores: tuple[Score, ...]
    judge_line: int = 1
    exported: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class BallotForm:
    """A ballot as a judge sends it in: entries stand in it by their codes.

    ``pack`` is the number of the pack that it was filled in from, ``codes`` the entries of that pack, and ``rules``
    the number of the criteria; see ``competition.judging.packs``. ``unfinished`` is what the judge has begun only,
    ``exported`` the moment by the judge's clock, with its offset; None where none is told.
    """

    competition: str
    judge: str
    pack: str
    rules: str
    codes: tuple[str, ...]
    scores: tuple[Score, ...]
    unfinished: tuple[Score, ...] = ()
    exported: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """The entries that a judge is to mark."""

    judge: str
    entries: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """Who marks what in a competition, as ``xinglin competition assign`` wrote it. ``path`` is relative to content/.

    ``codes`` are what entries are called while they are judged, by id.
    """

    competition: str
    path: str
    tasks: tuple[Task, ...]
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def judgements(self) -> list[tuple[str, str]]:
        """All pairs of an entry and a judge."""
        return [(entry, task.judge) for task in self.tasks for entry in task.entries]


@dataclass(frozen=True, slots=True)
class Vote:
    """One reader's vote: the entries chosen. ``path`` is relative to content/.

    ``cast`` is the day on which the file was last changed, where Git knows.
    """

    competition: str
    path: str
    voter: str
    entries: tuple[str, ...]
    line: int = 1
    cast: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the committee decided on an entry: a prize, or none, and why."""

    entry: str
    prize: str = ""
    reason: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Decisions:
    """The committee's final prizes where they differ from the list; ``path`` is relative to content/."""

    competition: str
    path: str
    decided: dt.date | None
    by: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection to the result. ``objector`` is never made public; ``entry`` is empty where it is about none."""

    received: dt.date | None
    text: str
    entry: str = ""
    objector: str = ""
    answered: dt.date | None = None
    answer: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Objections:
    """All objections to the result of a competition; ``path`` is relative to content/."""

    competition: str
    path: str
    objections: tuple[Objection, ...]


@dataclass(frozen=True)
class Proceedings:
    """Everything that was handed in on all competitions.

    It is kept apart from the ``Library``, so that no page, feed or index can hold it. Panels, decisions and objections
    are by competition.
    """

    ballots: tuple[Ballot, ...] = ()
    votes: tuple[Vote, ...] = ()
    panels: Mapping[str, Panel] = field(default_factory=dict)
    decisions: Mapping[str, Decisions] = field(default_factory=dict)
    objections: Mapping[str, Objections] = field(default_factory=dict)
