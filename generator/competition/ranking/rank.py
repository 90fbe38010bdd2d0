"""``xinglin rank``: the ranking of one competition."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from generator.competition.contenders import Contender, contender, entries_of
from generator.competition.notes import Note
from generator.competition.ranking.adjusted import DRAWS, SEED, Adjustment, adjust
from generator.competition.ranking.doubts import doubts_of
from generator.competition.ranking.fingerprint import input_hash
from generator.competition.ranking.judges import judge_records
from generator.competition.ranking.marks import Assessment, Status, assess, marks_of
from generator.competition.ranking.methods import PLAIN, places
from generator.competition.ranking.prizes import Award, awards
from generator.competition.ranking.standings import (
    DISAGREEMENT,
    FEW_MARKS,
    MARKS_LEFT_OUT,
    NO_MARKS,
    NOT_CONNECTED,
    ONE_MARK,
    TIE_AT_CUT,
    JudgeRecord,
    Reliability,
    Result,
    Standing,
    Standings,
)
from generator.errors import XinglinError
from generator.model.competitions import Category, Competition
from generator.model.library import Library
from generator.model.proceedings import Ballot

RELIABLE = 0.5
"""Where the marks settle less than this part of the differences between entries, it is said first of all."""
LEANING = 5
"""From so many points on it is said that a judge favours the own group."""


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
    competition = find_competition(library, name)
    assessments = assess(ballots, competition, library)
    contenders = [contender(entry, library, competition) for entry in entries_of(library, competition)]
    categories = _by_name(competition.categories)
    adjustment = adjust(marks_of(assessments))
    entries = _standings(contenders, assessments, categories, competition, adjustment)
    judges = judge_records(assessments, adjustment, competition, library)
    reliability = _reliability(adjustment) if adjustment else None
    return Standings(
        competition=competition.name,
        year=competition.year,
        method=competition.method,
        criteria=competition.criteria,
        reviews_per_entry=competition.reviews_per_entry,
        categories=categories,
        entries=entries,
        judges=judges,
        assessments=assessments,
        notes=tuple(_notes(competition, entries, judges, assessments, reliability)),
        input_hash=input_hash(competition, contenders, assessments),
        reliability=reliability,
    )


def find_competition(library: Library, name: str) -> Competition:
    """The rules of a competition.

    Raises:
        XinglinError: There is no such competition (``no-competition``), or its criteria cannot make a mark
            (``bad-criteria``).
    """
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
    contenders: Sequence[Contender],
    assessments: Sequence[Assessment],
    categories: Sequence[Category],
    competition: Competition,
    adjustment: Adjustment | None,
) -> tuple[Standing, ...]:
    marks = marks_of(assessments)
    own = {entry: tuple(group) for entry, group in itertools.groupby(marks, key=lambda mark: mark.entry)}
    values = {method: work_out(marks) for method, work_out in PLAIN.items()}
    values["adjusted"] = adjustment.points if adjustment else {}
    doubts = doubts_of(marks, competition.method, adjustment)
    left_out = {a.entry for a in assessments if a.status is Status.LEFT_OUT}
    found: list[Standing] = []
    for category in categories:
        group = [c for c in contenders if c.category == category.name]
        results = _results({c.id for c in group}, values)
        placed = {entry: by[competition.method].place for entry, by in results.items()}
        prizes = awards(placed, category.prizes)
        sure = adjustment.certainties(placed, category.prizes) if adjustment else {}
        swayed = doubts.swayed({entry: by[competition.method].value for entry, by in results.items()}, category.prizes)
        for c in group:
            award = prizes.get(c.id, Award())
            flags = {
                NO_MARKS: c.id not in own,
                FEW_MARKS: 0 < len(own.get(c.id, ())) < competition.reviews_per_entry,
                TIE_AT_CUT: bool(award.contested),
                MARKS_LEFT_OUT: c.id in left_out,
                DISAGREEMENT: c.id in doubts.disputed,
                ONE_MARK: c.id in swayed,
                NOT_CONNECTED: c.id in doubts.apart,
            }
            found.append(
                Standing(
                    contender=c,
                    place=placed.get(c.id),
                    results=results.get(c.id, {}),
                    marks=own.get(c.id, ()),
                    certainty=sure.get(c.id),
                    prize=award.prize,
                    contested=award.contested,
                    flags=tuple(flag for flag, is_raised in flags.items() if is_raised),
                )
            )
    order = {category.name: number for number, category in enumerate(categories)}
    return tuple(sorted(found, key=lambda s: (order[s.contender.category], s.place is None, s.place, s.contender.id)))


def _reliability(adjustment: Adjustment) -> Reliability:
    calibration = adjustment.calibration
    return Reliability(calibration.variances, calibration.reliability, adjustment.connected, SEED, DRAWS)


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


def _notes(
    competition: Competition,
    entries: tuple[Standing, ...],
    judges: tuple[JudgeRecord, ...],
    assessments: tuple[Assessment, ...],
    reliability: Reliability | None,
) -> Iterator[Note]:
    """What must be known before the list is used, the gravest first."""
    if reliability and not reliability.connected:
        yield Note.of("notes.not-connected")
    if reliability and reliability.share < RELIABLE and sum(bool(s.marks) for s in entries) > 1:
        yield Note.of("notes.unreliable", share=round(100 * reliability.share))
    if competition.voting.weight > 0:
        yield Note.of("notes.votes-missing")
    if not entries:
        yield Note.of("notes.no-entries")
    flags = Counter(flag for standing in entries for flag in standing.flags)
    for flag in (TIE_AT_CUT, ONE_MARK, DISAGREEMENT, NO_MARKS, FEW_MARKS):
        if flags[flag]:
            yield Note.of(f"notes.{flag}", count=flags[flag], reviews=competition.reviews_per_entry)
    yield from _notes_on_judges(judges)
    statuses = Counter(a.status for a in assessments)
    for status in (Status.LEFT_OUT, Status.DECLINED):
        if statuses[status]:
            yield Note.of(f"notes.{status}", count=statuses[status])


def _notes_on_judges(judges: tuple[JudgeRecord, ...]) -> Iterator[Note]:
    if leaning := [j.name for j in judges if j.manner and (j.manner.own_group or 0) > LEANING]:
        yield Note.of("notes.own_group", count=len(leaning), names="、".join(leaning), points=LEANING)
    if silent := [j.name for j in judges if not (j.marks or j.declined or j.left_out)]:
        yield Note.of("notes.silent-judges", count=len(silent), names="、".join(silent))
