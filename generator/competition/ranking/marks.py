"""Ballots → marks. Nothing that a judge wrote is lost: a score that makes no mark says why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from generator.competition.conflicts import conflict
from generator.competition.contenders import entries_of
from generator.competition.notes import Note
from generator.competition.ranking.mark import Mark, exact
from generator.model.articles import Entry
from generator.model.competitions import Competition, Criterion, Judge
from generator.model.library import Library
from generator.model.proceedings import Ballot, Score


class Status(StrEnum):
    """What became of a score."""

    COUNTED = "counted"
    DECLINED = "declined"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Assessment:
    """One score of one ballot, and what became of it.

    ``criteria`` holds the marks as typed, by criterion id. ``value`` (points, 0 to 100) is there when it counts,
    ``reason`` when it is left out, ``declined`` when the judge stepped back and said why.
    """

    entry: str
    judge: str
    path: str
    line: int
    criteria: tuple[tuple[str, float], ...]
    status: Status
    value: Fraction | None = None
    reason: Note | None = None
    declined: str = ""


def weighted_mark(criteria: Iterable[Criterion], marks: Mapping[str, float]) -> Fraction:
    """The mark of a score, in points from 0 to 100: 100 · Σ wᵢ·(xᵢ / maxᵢ) / Σ wᵢ over the criteria.

    Args:
        criteria: The rules, with weights wᵢ and maxima maxᵢ above 0.
        marks: xᵢ by criterion id, one for each criterion.
    """
    items = tuple(criteria)
    total = sum((exact(c.weight) for c in items), start=Fraction(0))
    points = sum((exact(c.weight) * exact(marks[c.id]) / exact(c.maximum) for c in items), start=Fraction(0))
    return 100 * points / total


def assess(ballots: Iterable[Ballot], competition: Competition, library: Library) -> tuple[Assessment, ...]:
    """Judge every score by the rules of the competition.

    Args:
        ballots: Any ballots in any order; those of other competitions are passed over.
        competition: The rules; criteria must have passed ``rank.rank``'s test.
        library: Knows entries, people and departments.

    Returns:
        One assessment for every score, sorted by entry, judge and place in the files.
    """
    room = _Room(
        competition,
        library,
        {judge.id: judge for judge in competition.judges},
        {entry.id: entry for entry in entries_of(library, competition)},
    )
    assessed = [
        _assess(score, ballot, room)
        for ballot in ballots
        if ballot.competition == competition.name
        for score in ballot.scores
    ]
    return tuple(_settle_repeats(sorted(assessed, key=_order)))


def marks_of(assessments: Iterable[Assessment]) -> tuple[Mark, ...]:
    """The marks that count, sorted."""
    return tuple(sorted(Mark(a.entry, a.judge, a.value) for a in assessments if a.value is not None))


@dataclass(frozen=True)
class _Room:
    competition: Competition
    library: Library
    judges: Mapping[str, Judge]
    entries: Mapping[str, Entry]


def _order(assessment: Assessment) -> tuple[object, ...]:
    a = assessment
    # Numbers go in as text because NaN has no order.
    return (a.entry, a.judge, a.path, a.line, a.status, repr(a.criteria), a.declined)


def _assess(score: Score, ballot: Ballot, room: _Room) -> Assessment:
    assessment = Assessment(score.entry, ballot.judge, ballot.path, score.line, score.marks, Status.COUNTED)
    reason = _who_and_what(score, ballot, room)
    if reason is None and score.declined:
        return replace(assessment, status=Status.DECLINED, declined=score.declined)
    reason = reason or _criteria(score, room.competition.criteria) or _partial(score, ballot, room)
    if reason is not None:
        return replace(assessment, status=Status.LEFT_OUT, reason=reason)
    return replace(assessment, value=weighted_mark(room.competition.criteria, dict(score.marks)))


def _who_and_what(score: Score, ballot: Ballot, room: _Room) -> Note | None:
    if ballot.judge not in room.judges:
        return Note.of("reasons.unknown-judge", judge=ballot.judge)
    if score.entry in room.entries:
        return None
    if score.entry in room.library.by_id:
        return Note.of("reasons.not-entered", entry=score.entry)
    return Note.of("reasons.unknown-entry", entry=score.entry)


def _criteria(score: Score, criteria: tuple[Criterion, ...]) -> Note | None:
    given = Counter(criterion for criterion, _ in score.marks)
    known = {c.id for c in criteria}
    if unknown := sorted(given.keys() - known):
        return Note.of("reasons.unknown-criterion", criteria="、".join(unknown))
    if missing := [c.name or c.id for c in criteria if c.id not in given]:
        return Note.of("reasons.missing-criterion", criteria="、".join(missing))
    if repeated := sorted(criterion for criterion, times in given.items() if times > 1):
        return Note.of("reasons.repeated-criterion", criteria="、".join(repeated))
    marks = dict(score.marks)
    for c in criteria:
        if not 0 <= marks[c.id] <= c.maximum:
            return Note.of(
                "reasons.out-of-range",
                criterion=c.name or c.id,
                mark=f"{marks[c.id]:.15g}",
                maximum=f"{c.maximum:.15g}",
            )
    return None


def _partial(score: Score, ballot: Ballot, room: _Room) -> Note | None:
    judged = room.competition.timeline.judging_closes
    found = conflict(room.judges[ballot.judge], room.entries[score.entry], room.library, judged)
    return Note.of(f"reasons.{found}") if found else None


def _settle_repeats(assessments: list[Assessment]) -> list[Assessment]:
    """One mark a judge and entry. Of equal ones the first counts; of different ones nobody can say which was meant."""
    groups: defaultdict[tuple[str, str], list[Assessment]] = defaultdict(list)
    for assessment in assessments:
        groups[assessment.entry, assessment.judge].append(assessment)
    return [settled for group in groups.values() for settled in _settle(group)]


def _settle(group: list[Assessment]) -> list[Assessment]:
    declined = any(a.status is Status.DECLINED for a in group)
    counted = [a for a in group if a.status is Status.COUNTED]
    contradictory = len({frozenset(a.criteria) for a in counted}) > 1
    settled: list[Assessment] = []
    for a in group:
        if a.status is not Status.COUNTED:
            settled.append(a)
        elif declined:
            settled.append(_left_out(a, "reasons.declined-too"))
        elif contradictory:
            settled.append(_left_out(a, "reasons.contradictory"))
        else:
            settled.append(a if a is counted[0] else _left_out(a, "reasons.repeated"))
    return settled


def _left_out(assessment: Assessment, reason: str) -> Assessment:
    return replace(assessment, status=Status.LEFT_OUT, value=None, reason=Note.of(reason))
