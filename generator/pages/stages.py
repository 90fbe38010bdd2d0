"""The stages of a competition, and which of them a day is in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.competitions import Competition, Timeline

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage, from ``first`` to ``last`` where known. ``state`` is done, current or coming."""

    name: str
    state: str
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a competition stands: a key under ``contest.stage.now``, and for how many more days (None: not known).

    The last day of a stage leaves 0 days.
    """

    name: str
    days: int | None = None

    @property
    def current(self) -> bool:
        """Whether something is going on that will end."""
        return self.days is not None


def stages(competition: Competition, today: dt.date) -> tuple[Stage, ...]:
    """The stages that the rules name, in order.

    They are submission, preparation (the days between the end of submission and the beginning of judging, where there
    are any), judging, deliberation (likewise, before the notice), notice, announcement. In the days between the notice
    and the announcement the latter is current.
    """
    found: list[Stage] = []
    for name, first, last in _spans(competition.timeline):
        begun = first is None or today >= first
        done = last is not None and today > last
        found.append(Stage(name, "done" if done else "current" if begun else "coming", first, last))
    day = competition.timeline.announcement
    if day is not None:
        waiting = bool(found) and all(stage.state == "done" for stage in found)
        state = "done" if today >= day else "current" if waiting else "coming"
        found.append(Stage("announcement", state, day, None))
    return tuple(found)


def _spans(timeline: Timeline) -> Iterator[tuple[str, dt.date | None, dt.date]]:
    """Everything before the announcement: name, first day, last day."""
    closes, opens, judged, notice = (
        timeline.submissions_close,
        timeline.judging,
        timeline.judging_closes,
        timeline.notice,
    )
    if closes is not None:
        yield "submission", None, closes
    if closes is not None and opens is not None and opens > closes + _DAY:
        yield "preparation", closes + _DAY, opens - _DAY
    if judged is not None:
        yield "judging", opens, judged
    if judged is not None and notice is not None and notice[0] > judged + _DAY:
        yield "deliberation", judged + _DAY, notice[0] - _DAY
    if notice is not None:
        yield "notice", *notice


def standing(listed: tuple[Stage, ...], today: dt.date) -> Standing | None:
    """Where a competition stands by its stages; None where its rules name no days."""
    current = next((stage for stage in listed if stage.state == "current"), None)
    if current is not None:
        end = current.last or current.first
        return Standing(current.name, (end - today).days if end else None)
    past = [stage for stage in listed if stage.state == "done"]
    return Standing(f"{past[-1].name}_over") if past else None
