"""``xinglin rank``: the ranking of one competition."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from generator.competition.contenders import Contender, contender, entries_of
from generator.competition.ranking.adjusted import DRAWS, SEED, Adjustment, adjust
from generator.competition.ranking.audit import Audit
from generator.competition.ranking.doubts import Doubts, doubts_of
from generator.competition.ranking.fingerprint import input_hash
from generator.competition.ranking.judges import judge_records
from generator.competition.ranking.mark import Mark
from generator.competition.ranking.marks import Assessment, Status, assess, marks_of
from generator.competition.ranking.methods import METHODS, PLAIN, Key, places, rounded
from generator.competition.ranking.prizes import Award, awards
from generator.competition.ranking.remarks import remarks
from generator.competition.ranking.standings import (
    DISAGREEMENT,
    FEW_MARKS,
    MARKS_LEFT_OUT,
    NO_MARKS,
    NOT_CONNECTED,
    ONE_MARK,
    TIE_AT_CUT,
    Reliability,
    Result,
    Standing,
    Standings,
)
from generator.competition.ranking.ties import decided_by, tie_breaks, tie_values
from generator.competition.ranking.votes import Share, Tally, count_votes
from generator.errors import XinglinError
from generator.model.competitions import Category, Competition
from generator.model.library import Library
from generator.model.proceedings import Ballot, Vote


def rank(
    library: Library, ballots: Iterable[Ballot], name: str, votes: Iterable[Vote] = (), audit: Audit | None = None
) -> Standings:
    """Rank the entries of a competition by its ballots and, where the rules say so, by readers' votes.

    The same files give the same standings in whatever order they come. Ballots and votes that break the rules never
    stop it: they are left out with the reason.

    Args:
        library: Articles, people, departments and rules.
        ballots: Ballots of any competition.
        name: The competition's name, such as ``2026``.
        votes: Votes of any competition.
        audit: When the files of this competition were changed.

    Raises:
        XinglinError: There is no such competition (``no-competition``), or its criteria cannot make a mark
            (``bad-criteria``).
    """
    competition, votes = find_competition(library, name), tuple(votes)
    assessments = assess(ballots, competition, library)
    contenders = [contender(entry, library, competition) for entry in entries_of(library, competition)]
    categories = _by_name(competition.categories)
    adjustment = adjust(marks_of(assessments))
    tally = count_votes(votes, competition, library)
    findings = _findings(competition, assessments, adjustment, tally)
    standings = Standings(
        competition=competition.name,
        year=competition.year,
        method=competition.method,
        criteria=competition.criteria,
        reviews_per_entry=competition.reviews_per_entry,
        categories=categories,
        entries=tuple(_standings(contenders, categories, findings)),
        judges=judge_records(assessments, adjustment, competition, library),
        assessments=assessments,
        input_hash=input_hash(competition, contenders, assessments, votes, tally),
        reliability=_reliability(adjustment) if adjustment else None,
        ties=tie_breaks(competition),
        tally=tally,
        audit=audit,
    )
    return replace(standings, notes=tuple(remarks(standings)))


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


@dataclass(frozen=True)
class _Findings:
    """All that the marks and the votes say of the entries.

    Attributes:
        competition: The rules.
        marks: The marks that count, by entry.
        points: Points of the judges by method and entry.
        ties: What decides between equal points, by entry.
        adjustment: The calibration; None without a mark.
        doubts: What makes places doubtful.
        tally: Readers' votes.
        left_out: Entries with a score that does not count.
    """

    competition: Competition
    marks: Mapping[str, tuple[Mark, ...]]
    points: Mapping[str, Mapping[str, Fraction]]
    ties: Mapping[str, Key]
    adjustment: Adjustment | None
    doubts: Doubts
    tally: Tally
    left_out: frozenset[str]

    def key(self, entry: str, points: Fraction, share: Share) -> Key:
        """What the place of an entry is made of, if the judges gave it so many points."""
        return (rounded(share.blended(entry, points)), *self.ties[entry])


def _findings(
    competition: Competition, assessments: Sequence[Assessment], adjustment: Adjustment | None, tally: Tally
) -> _Findings:
    marks = marks_of(assessments)
    points = {method: work_out(marks) for method, work_out in PLAIN.items()}
    points["adjusted"] = adjustment.points if adjustment else {}
    return _Findings(
        competition=competition,
        marks={entry: tuple(group) for entry, group in itertools.groupby(marks, key=lambda mark: mark.entry)},
        points=points,
        ties=tie_values(tie_breaks(competition), assessments, marks, tally.votes),
        adjustment=adjustment,
        doubts=doubts_of(marks, competition.method, adjustment),
        tally=tally,
        left_out=frozenset(a.entry for a in assessments if a.status is Status.LEFT_OUT),
    )


def _standings(
    contenders: Sequence[Contender], categories: Sequence[Category], findings: _Findings
) -> Iterator[Standing]:
    """The entries, category by category, by place, those without one last."""
    for category in categories:
        group = [c for c in contenders if c.category == category.name]
        found = _in_category(group, category, findings)
        yield from sorted(found, key=lambda s: (s.place is None, s.place, s.contender.id))


def _in_category(group: Sequence[Contender], category: Category, findings: _Findings) -> Iterator[Standing]:
    """The entries that are ranked together."""
    method, adjustment = findings.competition.method, findings.adjustment
    marked = [c.id for c in group if c.id in findings.marks]
    share = findings.tally.share(c.id for c in group)
    keys = {m: {e: findings.key(e, findings.points[m][e], share) for e in marked} for m in METHODS}
    placed = {m: places(keys[m]) for m in METHODS}
    prizes = awards(placed[method], category.prizes)
    sure = adjustment.certainties(marked, category.prizes, share) if adjustment else {}
    decided = decided_by(keys[method], tie_breaks(findings.competition))
    swayed = findings.doubts.swayed(keys[method], category.prizes, lambda e, value: findings.key(e, value, share))
    for c in group:
        award = prizes.get(c.id, Award())
        points = {m: findings.points[m][c.id] for m in METHODS if c.id in placed[m]}
        yield Standing(
            contender=c,
            place=placed[method].get(c.id),
            results={m: Result(share.blended(c.id, value), placed[m][c.id]) for m, value in points.items()},
            marks=findings.marks.get(c.id, ()),
            certainty=sure.get(c.id),
            prize=award.prize,
            contested=award.contested,
            flags=_flags(c.id, award, c.id in swayed, findings),
            votes=findings.tally.votes.get(c.id, 0),
            vote_points=share.points[c.id] if share.weight else None,
            tie_values=findings.ties.get(c.id, ()),
            decided_by=decided.get(c.id, ()),
        )


def _flags(entry: str, award: Award, swayed: bool, findings: _Findings) -> tuple[str, ...]:
    marks = len(findings.marks.get(entry, ()))
    raised = {
        NO_MARKS: not marks,
        FEW_MARKS: 0 < marks < findings.competition.reviews_per_entry,
        TIE_AT_CUT: bool(award.contested),
        MARKS_LEFT_OUT: entry in findings.left_out,
        DISAGREEMENT: entry in findings.doubts.disputed,
        ONE_MARK: swayed,
        NOT_CONNECTED: entry in findings.doubts.apart,
    }
    return tuple(flag for flag, is_raised in raised.items() if is_raised)


def _reliability(adjustment: Adjustment) -> Reliability:
    calibration = adjustment.calibration
    return Reliability(calibration.variances, calibration.reliability, adjustment.connected, SEED, DRAWS)


def _by_name(categories: Iterable[Category]) -> tuple[Category, ...]:
    """Categories, the first of each name: one named twice must not list its entries twice."""
    found: dict[str, Category] = {}
    for category in categories:
        found.setdefault(category.name, category)
    return tuple(found.values())
