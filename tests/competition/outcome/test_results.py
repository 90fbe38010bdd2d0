from __future__ import annotations

import datetime as dt
import gc
import types
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import pytest

from generator.competition.outcome.results import PublicEntry, Results, public_results
from generator.competition.ranking.audit import Audit
from generator.competition.ranking.mark import Mark
from generator.competition.ranking.marks import Assessment
from generator.competition.ranking.rank import rank
from generator.competition.ranking.standings import JudgeRecord, Result, Standing, Standings
from generator.competition.ranking.votes import Discarded, Tally
from generator.model.competitions import Competition, Judge, Timeline, Voting
from generator.model.library import Library
from generator.model.proceedings import Ballot, Score, Vote
from tests.competition.builders import CASES, NAME, case_inputs, case_standings, case_votes, read_case, simple

DAY = dt.date(2026, 12, 28)
MARKS = {
    "甲": {"评委一": 71.25, "评委二": 73.5},
    "乙": {"评委一": 81.25, "评委二": 63.75},
    "丙": {"评委一": 61.25, "评委二": 63.5},
    "丁": {},
}


def announced(library: Library, on: dt.date | None = DAY) -> tuple[Library, Competition]:
    rules = replace(library.competitions[NAME], timeline=Timeline(announced=on))
    return replace(library, competitions={NAME: rules}), rules


def results(today: dt.date, on: dt.date | None = DAY) -> Results | None:
    library, ballots = simple(MARKS, [("一等奖", 1), ("二等奖", 1)])
    library, rules = announced(library, on)
    return public_results(rank(library, ballots, NAME), library, rules, today)


@pytest.mark.parametrize(
    ("today", "on", "public"),
    [
        (DAY - dt.timedelta(days=1), DAY, False),
        (DAY, DAY, True),
        (DAY + dt.timedelta(days=400), DAY, True),
        (dt.date(2099, 1, 1), None, False),
    ],
)
def test_the_result_is_public_from_its_day_on(today: dt.date, on: dt.date | None, public: bool) -> None:
    assert (results(today, on) is not None) is public


def test_the_day_after_the_notice_counts_where_no_day_is_named() -> None:
    library, ballots = simple(MARKS)
    rules = replace(
        library.competitions[NAME], timeline=Timeline(notice=(dt.date(2026, 12, 20), dt.date(2026, 12, 27)))
    )
    standings = rank(library, ballots, NAME)
    assert public_results(standings, library, rules, dt.date(2026, 12, 27)) is None
    assert public_results(standings, library, rules, dt.date(2026, 12, 28)) is not None


def test_what_is_public() -> None:
    found = results(DAY)
    assert found is not None
    (category,) = found.categories
    tied = {"authors": ("某author",), "department": "home部", "place": 1, "undecided": False}
    assert category.entries == (
        PublicEntry(id="reports/2026/乙", title="《乙》", prize="一等奖", **tied | {"place": 1}),
        PublicEntry(id="reports/2026/甲", title="《甲》", prize="二等奖", **tied | {"place": 2}),
        PublicEntry(id="reports/2026/丙", title="《丙》", prize="", **tied | {"place": 3}),
    )
    assert category.prizes == ("一等奖", "二等奖")
    assert [e.id for e in category.winners("二等奖")] == ["reports/2026/甲"]


def test_a_tie_at_the_cut_is_undecided_in_public_too() -> None:
    library, ballots = simple({"甲": {"j1": 50}, "乙": {"j1": 50}}, [("一等奖", 1)])
    library, rules = announced(library)
    found = public_results(rank(library, ballots, NAME), library, rules, DAY)
    assert found is not None
    assert [(e.place, e.prize, e.undecided) for e in found.categories[0].entries] == [(1, "", True), (1, "", True)]


def test_categories_are_public_apart() -> None:
    path = next(p for p in CASES if p.stem == "categories")
    library, rules = announced(case_inputs(read_case(path))[0])
    found = public_results(case_standings(path), library, rules, DAY)
    assert found is not None
    assert [(c.name, c.prizes, [e.title for e in c.entries]) for c in found.categories] == [
        ("论文组", ("优秀论文",), ["《丁》", "《丙》"]),
        ("调研组", ("一等奖", "二等奖"), ["《乙》", "《甲》"]),
    ]


def test_what_departs_from_the_declared_rules_is_public() -> None:
    library, ballots = simple(MARKS, [("一等奖", 1)], method="adjusted", reviews=5)
    library, rules = announced(library)
    rules = replace(rules, voting=Voting(0.1))
    library = replace(library, competitions={NAME: rules})
    found = public_results(rank(library, ballots, NAME), library, rules, DAY)
    assert found is not None
    assert [note.key for note in found.notes] == ["notes.no-votes"]


def test_an_entry_that_is_no_longer_published_is_not_in_the_result() -> None:
    library, ballots = simple(MARKS)
    library, rules = announced(library)
    standings = rank(library, ballots, NAME)
    hidden = tuple(replace(a, draft=True) if a.id.endswith("甲") else a for a in library.articles)
    for later in (replace(library, articles=hidden), replace(library, articles=hidden).published()):
        found = public_results(standings, later, rules, DAY)
        assert found is not None
        assert [e.id for e in found.categories[0].entries] == ["reports/2026/乙", "reports/2026/丙"]


SECRET = (
    Ballot,
    Score,
    Mark,
    Assessment,
    Standing,
    Standings,
    JudgeRecord,
    Result,
    Judge,
    Competition,
    Library,
    Vote,
    Tally,
    Discarded,
    Audit,
)


def reachable(root: object) -> list[object]:
    """Everything that can be got from an object, but for classes and modules."""
    found: dict[int, object] = {}
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if id(item) in found or isinstance(item, (type, types.ModuleType, types.FunctionType)):
            continue
        found[id(item)] = item
        waiting += gc.get_referents(item)
        if hasattr(item, "__dataclass_fields__"):
            waiting += [getattr(item, f.name) for f in fields(item)]  # type: ignore[arg-type]
    return list(found.values())


def test_no_ballot_no_judge_and_no_mark_can_be_reached_from_a_public_result() -> None:
    found = results(DAY)
    everything = reachable(found)
    assert any(isinstance(item, PublicEntry) for item in everything)
    for item in everything:
        assert not isinstance(item, (*SECRET, Fraction, float)), item
        if isinstance(item, str):
            assert "评委" not in item
        if isinstance(item, int):
            assert item in (0, 1, 2, 3, 2026)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cases_have_public_results_without_secrets(path: Any) -> None:
    case = read_case(path)
    library, ballots = case_inputs(case)
    library, rules = announced(library)
    found = public_results(rank(library, ballots, NAME, case_votes(case)), library, rules, DAY)
    assert not [item for item in reachable(found) if isinstance(item, (*SECRET, Fraction, float))]


def test_the_walk_would_find_a_secret() -> None:
    library, ballots = simple(MARKS)
    assert any(isinstance(item, Mark) for item in reachable(rank(library, ballots, NAME)))
    assert any(isinstance(item, float) for item in reachable(ballots))
