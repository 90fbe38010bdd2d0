"""How much each judge marked, and how."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence

from generator.competition.conflicts import OWN_DEPARTMENT, OWN_ENTRY
from generator.competition.contenders import judge_name, judge_unit
from generator.competition.ranking.adjusted import Adjustment
from generator.competition.ranking.mark import Mark
from generator.competition.ranking.marks import Assessment, Status, marks_of, weighted_mark
from generator.competition.ranking.standings import JudgeRecord, Manner
from generator.model.competitions import Competition
from generator.model.library import Library

_FIT_FROM = 3
_OWN = {f"reasons.{OWN_ENTRY}", f"reasons.{OWN_DEPARTMENT}"}


def judge_records(
    assessments: Sequence[Assessment], adjustment: Adjustment | None, competition: Competition, library: Library
) -> tuple[JudgeRecord, ...]:
    """The judges whom the rules name, in order of id."""
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
                manner=_manner(own, assessments, adjustment, competition) if adjustment and own else None,
            ),
        )
    return tuple(records.values())


def _manner(
    own: Sequence[Mark], assessments: Iterable[Assessment], adjustment: Adjustment, competition: Competition
) -> Manner:
    judge = own[0].judge
    number, judges = adjustment.judges.index(judge), adjustment.calibration.judges
    leans = [
        float(weighted_mark(competition.criteria, dict(a.criteria))) - adjustment.expected(judge, a.entry)
        for a in assessments
        if a.judge == judge and a.reason and a.reason.key in _OWN and a.entry in adjustment.points
    ]
    return Manner(
        severity=float(judges.severity[number]),
        scale=float(judges.scale[number]),
        noise=float(judges.noise[number]),
        fit=_correlation([(float(mark.value), float(adjustment.points[mark.entry])) for mark in own]),
        own_group=statistics.fmean(leans) if leans else None,
    )


def _correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's correlation; None for few pairs, or where one side is always the same."""
    if len(pairs) < _FIT_FROM:
        return None
    one, other = zip(*pairs, strict=True)
    return statistics.correlation(one, other) if len(set(one)) > 1 and len(set(other)) > 1 else None
