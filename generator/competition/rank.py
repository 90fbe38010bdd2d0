"""``xinglin rank``: the ranking of one competition."""

from __future__ import annotations

import itertools
import math
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from generator.competition.contenders import Contender, contender, entries_of, judge_name, judge_unit
from generator.competition.marks import Assessment, Status, assess, marks_of
from generator.competition.methods import METHODS, places
from generator.competition.notes import Note
from generator.competition.prizes import Award, awards
from generator.competition.standings import (
    FEW_MARKS,
    MARKS_LEFT_OUT,
    NO_MARKS,
    TIE_AT_CUT,
    JudgeRecord,
    Result,
    Standing,
    Standings,
)
from generator.errors import XinglinError
from generator.model.competitions import Ballot, Category, Competition
from generator.model.library import Library

FALLBACK = "mean"
"""The method of the list when the rules declare one that this version does not have."""


def rank(library: Library, ballots: Iterable[Ballot], name: str) -> Standings:
    """Rank the entries of a competition by its ballots.

    The same files give the same standings in whatever order they come. Ballots that break the rules never stop it:
    their scores are left out with the reason.

    Args:
        library: Articles, people, departments and rules.
        ballots: Ballots of any competition.
        name: The competition's name, such as ``2026``.

    Raises:
        XinglinError: There is no such competition (``no-competition``), or its criteria cannot make a mark
            (``bad-criteria``).
    """
    competition = _find(library, name)
    assessments = assess(ballots, competition, library)
    contenders = [contender(entry, library, competition) for entry in entries_of(library, competition)]
    categories = _by_name(competition.categories)
    ordered_by = competition.method if competition.method in METHODS else FALLBACK
    entries = _standings(contenders, assessments, categories, competition.reviews_per_entry, ordered_by)
    judges = _judges(assessments, competition, library)
    return Standings(
        competition=competition.name,
        year=competition.year,
        method=competition.method,
        ordered_by=ordered_by,
        criteria=competition.criteria,
        reviews_per_entry=competition.reviews_per_entry,
        categories=categories,
        entries=entries,
        judges=judges,
        assessments=assessments,
        notes=tuple(_notes(competition, ordered_by, entries, judges, assessments)),
    )


def _find(library: Library, name: str) -> Competition:
    competition = library.competitions.get(name)
    if competition is None:
        if not library.competitions:
            raise XinglinError("no-competitions", name=name)
        raise XinglinError("no-competition", name=name, known="、".join(sorted(library.competitions)))
    numbers = [number for c in competition.criteria for number in (c.weight, c.maximum)]
    sound = (
        len({c.id for c in competition.criteria}) == len(competition.criteria)
        and all(math.isfinite(number) and number >= 0 for number in numbers)
        and all(c.maximum > 0 for c in competition.criteria)
        and any(c.weight > 0 for c in competition.criteria)
    )
    if not sound:
        raise XinglinError("bad-criteria", file=competition.path)
    return competition


def _standings(
    contenders: list[Contender],
    assessments: tuple[Assessment, ...],
    categories: tuple[Category, ...],
    reviews: int,
    ordered_by: str,
) -> tuple[Standing, ...]:
    marks = marks_of(assessments)
    own = {entry: tuple(group) for entry, group in itertools.groupby(marks, key=lambda mark: mark.entry)}
    values = {method: work_out(marks) for method, work_out in METHODS.items()}
    left_out = {a.entry for a in assessments if a.status is Status.LEFT_OUT}
    found: list[Standing] = []
    for category in categories:
        group = [c for c in contenders if c.category == category.name]
        results = _results({c.id for c in group}, values)
        prizes = awards({entry: by[ordered_by].place for entry, by in results.items()}, category.prizes)
        for c in group:
            standing = Standing(
                contender=c,
                place=results[c.id][ordered_by].place if c.id in results else None,
                results=results.get(c.id, {}),
                marks=own.get(c.id, ()),
            )
            found.append(_with_award(standing, prizes.get(c.id, Award()), reviews, c.id in left_out))
    order = {category.name: number for number, category in enumerate(categories)}
    return tuple(sorted(found, key=lambda s: (order[s.contender.category], s.place is None, s.place, s.contender.id)))


def _by_name(categories: Iterable[Category]) -> tuple[Category, ...]:
    """Categories, the first of each name: one named twice must not list its entries twice."""
    found: dict[str, Category] = {}
    for category in categories:
        found.setdefault(category.name, category)
    return tuple(found.values())


def _results(group: set[str], values: Mapping[str, Mapping[str, Fraction]]) -> dict[str, dict[str, Result]]:
    """Results by entry and method, places counted among the entries of the group."""
    found: dict[str, dict[str, Result]] = {}
    for method, points in values.items():
        own = {entry: value for entry, value in points.items() if entry in group}
        for entry, place in places(own).items():
            found.setdefault(entry, {})[method] = Result(own[entry], place)
    return found


def _with_award(standing: Standing, award: Award, reviews: int, left_out: bool) -> Standing:
    flags = {
        NO_MARKS: not standing.marks,
        FEW_MARKS: 0 < len(standing.marks) < reviews,
        TIE_AT_CUT: bool(award.contested),
        MARKS_LEFT_OUT: left_out,
    }
    raised = tuple(flag for flag, is_raised in flags.items() if is_raised)
    return replace(standing, prize=award.prize, contested=award.contested, flags=raised)


def _judges(assessments: tuple[Assessment, ...], competition: Competition, library: Library) -> tuple[JudgeRecord, ...]:
    counts = Counter((a.judge, a.status) for a in assessments)
    marks = marks_of(assessments)
    records: dict[str, JudgeRecord] = {}
    for judge in sorted(competition.judges, key=lambda j: j.id):
        own = tuple(mark for mark in marks if mark.judge == judge.id)
        values = [mark.value for mark in own]
        records.setdefault(
            judge.id,
            JudgeRecord(
                id=judge.id,
                name=judge_name(judge, library),
                unit=judge_unit(judge, library),
                marks=own,
                mean=statistics.mean(values) if values else None,
                spread=math.sqrt(statistics.variance(values)) if len(values) > 1 else None,
                declined=counts[judge.id, Status.DECLINED],
                left_out=counts[judge.id, Status.LEFT_OUT],
            ),
        )
    return tuple(records.values())


def _notes(
    competition: Competition,
    ordered_by: str,
    entries: tuple[Standing, ...],
    judges: tuple[JudgeRecord, ...],
    assessments: tuple[Assessment, ...],
) -> Iterator[Note]:
    """What must be known before the list is used, the gravest first."""
    if ordered_by != competition.method:
        yield Note.of("notes.method-missing", method=competition.method)
    if competition.votes_weight > 0:
        yield Note.of("notes.votes-missing")
    flags = Counter(flag for standing in entries for flag in standing.flags)
    if not entries:
        yield Note.of("notes.no-entries")
    if flags[TIE_AT_CUT]:
        yield Note.of("notes.ties-at-cut", count=flags[TIE_AT_CUT])
    if flags[NO_MARKS]:
        yield Note.of("notes.no-marks", count=flags[NO_MARKS])
    if flags[FEW_MARKS]:
        yield Note.of("notes.few-marks", count=flags[FEW_MARKS], reviews=competition.reviews_per_entry)
    if silent := [j.name for j in judges if not (j.marks or j.declined or j.left_out)]:
        yield Note.of("notes.silent-judges", count=len(silent), names="、".join(silent))
    statuses = Counter(a.status for a in assessments)
    if statuses[Status.LEFT_OUT]:
        yield Note.of("notes.left-out", count=statuses[Status.LEFT_OUT])
    if statuses[Status.DECLINED]:
        yield Note.of("notes.declined", count=statuses[Status.DECLINED])
