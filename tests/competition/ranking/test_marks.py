from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from generator.competition.conflicts import OWN_DEPARTMENT, OWN_ENTRY, conflict
from generator.competition.ranking.marks import Status, assess, marks_of, weighted_mark
from generator.model.competitions import Criterion, Judge
from generator.model.people import Department, Membership
from generator.model.proceedings import Ballot, Score
from tests.competition.builders import NAME, competition, entry, library, simple

RULES = competition("{year: 2026, criteria: [{id: v, name: 价值, weight: 1}], judges: [j1]}")


def test_the_weighted_mark_is_exact() -> None:
    criteria = [Criterion("a", "甲", 0.1, 3), Criterion("b", "乙", 0.2, 10)]
    assert weighted_mark(criteria, {"a": 1, "b": 0.1}) == 100 * (Fraction(1, 30) + Fraction(2, 1000)) / Fraction(3, 10)
    assert weighted_mark(criteria, {"a": 3, "b": 10}) == 100
    assert weighted_mark(criteria, {"a": 0, "b": 0}) == 0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.0001, 100.0001])
def test_what_no_judge_may_give_is_left_out(value: float) -> None:
    ballot = Ballot(NAME, "b.yml", "j1", (Score("reports/2026/a", (("v", value),)),))
    (found,) = assess([ballot], RULES, library([entry("reports/2026/a", authors=["a"])], RULES, {"j1": "d"}))
    assert found.status is Status.LEFT_OUT
    assert found.reason and found.reason.key == "reasons.out-of-range"


def test_a_criterion_marked_twice_is_left_out() -> None:
    ballot = Ballot(NAME, "b.yml", "j1", (Score("reports/2026/a", (("v", 1.0), ("v", 1.0))),))
    (found,) = assess([ballot], RULES, library([entry("reports/2026/a")], RULES, {"j1": "d"}))
    assert found.reason and found.reason.key == "reasons.repeated-criterion"


def test_every_score_is_accounted_for() -> None:
    found, ballots = simple({"甲": {"j1": 50, "j2": 500}, "乙": {"j1": 60}})
    rules = found.competitions[NAME]
    assessments = assess([*ballots, *ballots], rules, found)
    assert len(assessments) == 2 * sum(len(b.scores) for b in ballots)
    assert len(marks_of(assessments)) == 2
    assert {a.status for a in assessments} == {Status.COUNTED, Status.LEFT_OUT}


def test_ballots_of_other_competitions_are_passed_over() -> None:
    found, ballots = simple({"甲": {"j1": 50}})
    other = Ballot("2025", "x.yml", "j1", ballots[0].scores)
    assert len(assess([other, *ballots], found.competitions[NAME], found)) == 1


MOVED = (Membership("old", end=dt.date(2026, 6, 30)), Membership("new", start=dt.date(2026, 7, 1)))
STAFF = {"author": "old", "second": "side", "judge": "far", "mover": MOVED, "head": "far", "nowhere": ""}
DEPARTMENTS = (Department("old", "旧部", leader="head"),)
ENTRY = {"authors": ["author", "second", {"name": "赵客", "affiliation": "某大学"}], "date": dt.date(2026, 5, 1)}
LATE = dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("judge", "fields", "expected"),
    [
        (Judge("judge"), {}, ""),
        (Judge("author"), {}, OWN_ENTRY),
        (Judge("second"), {}, OWN_ENTRY),
        (Judge("mover"), {}, OWN_DEPARTMENT),
        (Judge("mover"), {"authors": ["judge"]}, ""),
        (Judge("mover"), {"authors": ["judge"], "department": "new"}, OWN_DEPARTMENT),
        (Judge("head"), {}, OWN_DEPARTMENT),
        (Judge("second"), {"authors": ["author"], "department": "side"}, OWN_DEPARTMENT),
        (Judge("author"), {"authors": ["second"], "department": "elsewhere"}, ""),
        (Judge("ext", "赵客", "某大学"), {}, OWN_ENTRY),
        (Judge("ext", "赵客"), {}, OWN_ENTRY),
        (Judge("ext", "赵客", "另一大学"), {}, ""),
        (Judge("ext", "钱客", "某大学"), {}, OWN_DEPARTMENT),
        (Judge("ext", "钱客"), {}, ""),
        (Judge("ext"), {"authors": [{"name": ""}]}, ""),
        (Judge("nowhere"), {"authors": [{"name": "孙客"}]}, ""),
    ],
)
def test_conflicts(judge: Judge, fields: dict[str, object], expected: str) -> None:
    article = entry("reports/2026/a", **ENTRY | fields)
    known = library([article], None, STAFF, DEPARTMENTS)
    assert conflict(judge, article, known, LATE) == expected
    assert conflict(judge, article, known, None) == expected
