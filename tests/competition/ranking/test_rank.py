from __future__ import annotations

import datetime as dt
import itertools
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.competition.ranking.rank import rank
from generator.competition.ranking.record import json_record
from generator.competition.ranking.standings import DISAGREEMENT, NOT_CONNECTED, ONE_MARK, Standings
from generator.errors import XinglinError
from generator.model.competitions import Category, Criterion, Prize, Voting
from generator.model.library import Library
from generator.model.proceedings import Ballot
from tests.competition.builders import (
    CASES,
    NAME,
    case_inputs,
    case_votes,
    panel,
    partial,
    raised,
    read_case,
    simple,
    vote,
    words,
)

WORDS = words()


def notes(library: Library, ballots: list[Ballot]) -> list[str]:
    return [note.key.removeprefix("notes.") for note in rank(library, ballots, NAME).notes]


@given(st.sampled_from(CASES), st.integers(0, 10**6))
@settings(max_examples=25)
def test_the_order_of_the_files_changes_nothing(path: object, seed: int) -> None:
    library, ballots = case_inputs(read_case(path))  # type: ignore[arg-type]
    shuffle = random.Random(seed)
    votes = case_votes(read_case(path))  # type: ignore[arg-type]
    expected = json_record(rank(library, ballots, NAME, votes), WORDS)
    mixed = [replace(b, scores=tuple(shuffle.sample(b.scores, len(b.scores)))) for b in ballots]
    shuffle.shuffle(mixed)
    articles = tuple(shuffle.sample(library.articles, len(library.articles)))
    rules = library.competitions[NAME]
    judges = tuple(shuffle.sample(rules.judges, len(rules.judges)))
    other = replace(library, articles=articles, competitions={NAME: replace(rules, judges=judges)})
    shuffle.shuffle(votes)
    assert json_record(rank(other, mixed, NAME, votes), WORDS) == expected


def test_an_unknown_competition_names_the_known_ones() -> None:
    library, _ = simple({"甲": {"j1": 50}})
    with pytest.raises(XinglinError) as caught:
        rank(library, [], "2062")
    assert caught.value.key == "no-competition"
    assert WORDS.text(f"errors.{caught.value.key}", **caught.value.params) == "没有名为“2062”的评比。已有：2026。"
    with pytest.raises(XinglinError) as caught:
        rank(Library(), [], "2026")
    assert "competition.yml" in WORDS.text(f"errors.{caught.value.key}", **caught.value.params)


@pytest.mark.parametrize(
    "criteria",
    [
        (),
        (Criterion("a", "甲", 0),),
        (Criterion("a", "甲", -1), Criterion("b", "乙", 2)),
        (Criterion("a", "甲", 1, 0),),
        (Criterion("a", "甲", float("inf")),),
        (Criterion("a", "甲", 1, float("nan")),),
        (Criterion("a", "甲", 1), Criterion("a", "乙", 1)),
    ],
)
def test_criteria_that_make_no_mark_stop_the_ranking(criteria: tuple[Criterion, ...]) -> None:
    library, ballots = simple({"甲": {"j1": 50}})
    broken = replace(library.competitions[NAME], criteria=criteria)
    with pytest.raises(XinglinError) as caught:
        rank(replace(library, competitions={NAME: broken}), ballots, NAME)
    assert caught.value.key == "bad-criteria"
    assert "competitions/2026/competition.yml" in WORDS.text("errors.bad-criteria", **caught.value.params)


def test_a_criterion_of_no_weight_is_marked_and_does_not_count() -> None:
    library, ballots = simple({"甲": {"j1": 50}})
    rules = library.competitions[NAME]
    both = replace(rules, criteria=(*rules.criteria, Criterion("extra", "附加", 0)))
    scores = tuple(replace(s, marks=(*s.marks, ("extra", 100.0))) for s in ballots[0].scores)
    standings = rank(replace(library, competitions={NAME: both}), [replace(ballots[0], scores=scores)], NAME)
    assert standings.entries[0].results["mean"].value == 50


def order(standings: Standings) -> list[str]:
    return [s.contender.id.rpartition("/")[2] for s in standings.entries]


def test_a_strict_judge_sways_the_mean_and_not_the_calibrated_mark() -> None:
    plain = order(rank(*simple(panel(0), method="mean"), NAME))
    swayed = order(rank(*simple(panel(20), method="mean"), NAME))
    adjusted = rank(*simple(panel(20), method="adjusted"), NAME)

    def inversions(found: list[str]) -> int:
        pairs = itertools.combinations(found, 2)
        return sum(plain.index(one) > plain.index(other) for one, other in pairs)

    assert inversions(swayed) > 20
    assert inversions(order(adjusted)) <= 6
    strict = adjusted.judges[0]
    assert strict.manner is not None
    assert strict.manner.severity == pytest.approx(-20 * 5 / 6, abs=4)
    assert (strict.manner.fit or 0) > 0.9
    assert adjusted.reliability is not None
    assert adjusted.reliability.connected
    assert adjusted.reliability.share > 0.9


def test_ranges_of_places_hold_the_place_and_chances_add_up() -> None:
    standings = rank(*simple(panel(5), [("一等奖", 2), ("二等奖", 3)], method="adjusted"), NAME)
    for standing in standings.entries:
        sure = standing.certainty
        assert sure is not None
        assert 1 <= sure.first <= (standing.place or 0) <= sure.last <= len(standings.entries)
        assert sure.low < float(standing.results["adjusted"].value) < sure.high
    for prize, count in (("一等奖", 2), ("二等奖", 3)):
        chances = [s.certainty.prizes[prize] for s in standings.entries if s.certainty]
        assert sum(chances) == pytest.approx(count, abs=1e-9)
        assert all(0 <= chance <= 1 for chance in chances)


def test_entries_without_judges_in_common_are_told_apart() -> None:
    marks = {"甲": {"j1": 50, "j2": 60}, "乙": {"j1": 55, "j2": 70}, "丙": {"j3": 90}}
    standings = rank(*simple(marks, method="adjusted"), NAME)
    assert standings.notes[0].key == "notes.not-connected"
    assert [NOT_CONNECTED in s.flags for s in sorted(standings.entries, key=lambda s: s.contender.id)] == [
        id == "丙" for id in sorted(marks)
    ]
    assert standings.reliability is not None
    assert not standings.reliability.connected


def test_marks_that_settle_little_are_said_to() -> None:
    marks = {name: {"j1": 70 + n, "j2": 77 - n} for n, name in enumerate("甲乙丙丁戊己庚辛")}
    assert "unreliable" in notes(*simple(marks, method="adjusted"))
    assert "unreliable" not in notes(*simple(panel(0), method="adjusted"))


MARKS_THAT_DECIDE = {"甲": (90, 90, 90), "乙": (80, 80, 98), "丙": (84, 84, 84)}


def test_one_mark_that_decides_is_flagged() -> None:
    marks = {name: dict(zip(("j1", "j2", "j3"), own, strict=True)) for name, own in MARKS_THAT_DECIDE.items()}
    found = {s.contender.id: s.flags for s in rank(*simple(marks, [("奖", 2)], method="mean"), NAME).entries}
    assert {id: ONE_MARK in flags for id, flags in found.items()} == {
        "reports/2026/甲": False,
        "reports/2026/乙": True,
        "reports/2026/丙": False,
    }


def test_judges_who_disagree_beyond_chance_are_flagged() -> None:
    marks = panel(0)
    first = next(iter(marks["12"]))
    marks["12"][first] = 5
    flagged = [s.contender.id for s in rank(*simple(marks), NAME).entries if DISAGREEMENT in s.flags]
    assert "reports/2026/12" in flagged
    assert len(flagged) < 3
    assert not [s for s in rank(*simple(panel(0)), NAME).entries if DISAGREEMENT in s.flags]


def test_a_judge_who_favours_the_own_department_is_named_though_the_mark_does_not_count() -> None:
    marks = panel(0)
    found = rank(*partial(marks, "j1", next(name for name in marks if "j1" in marks[name])), NAME)
    judge = next(j for j in found.judges if j.id == "j1")
    assert judge.left_out == 1
    assert judge.manner is not None
    assert (judge.manner.own_group or 0) > 20
    assert "own_group" in [note.key.removeprefix("notes.") for note in found.notes]


def test_whatever_the_ranking_is_made_from_changes_the_hash() -> None:
    library, ballots = simple(panel(0), [("奖", 1)])
    first = rank(library, ballots, NAME).input_hash
    assert re.fullmatch("[0-9a-f]{64}", first)
    assert rank(library, ballots[::-1], NAME).input_hash == first
    rules = library.competitions[NAME]
    for changed in (
        replace(rules, method="adjusted"),
        replace(rules, reviews_per_entry=9),
        replace(rules, ties=("median",)),
        replace(rules, voting=Voting(choices=9)),
    ):
        assert rank(replace(library, competitions={NAME: changed}), ballots, NAME).input_hash != first
    other = replace(ballots[0], scores=(raised(ballots[0].scores[0], 1), *ballots[0].scores[1:]))
    assert rank(library, [other, *ballots[1:]], NAME).input_hash != first
    assert rank(replace(library, articles=library.articles[1:]), ballots, NAME).input_hash != first
    votes = [vote("{voter: author, entries: []}", "author"), vote("{voter: j1, entries: []}", "j1")]
    assert rank(library, ballots, NAME, votes).input_hash == rank(library, ballots, NAME, votes[::-1]).input_hash
    assert len({rank(library, ballots, NAME, votes[:n]).input_hash for n in range(3)}) == 3


def test_readers_votes_that_should_count_and_are_not_there_are_missed() -> None:
    library, ballots = simple({"甲": {"j1": 50}})
    rules = replace(library.competitions[NAME], voting=Voting(0.3))
    assert notes(replace(library, competitions={NAME: rules}), ballots) == ["no-votes"]


def test_what_must_be_known_is_noted() -> None:
    marks = {"甲": {"j1": 90, "j2": 90}, "乙": {"j1": 90}, "丙": {"j2": 900}, "丁": {"j1": 80, "j2": 80}}
    library, ballots = simple(marks, [("一等奖", 1)], reviews=2)
    rules = library.competitions[NAME]
    rules = replace(rules, judges=(*rules.judges, replace(rules.judges[0], id="j3", name="不交卷的人")))
    found = rank(replace(library, competitions={NAME: rules}), ballots, NAME).notes
    assert [(n.key.removeprefix("notes."), dict(n.params).get("count")) for n in found] == [
        ("tie_at_cut", "2"),
        ("no_marks", "1"),
        ("few_marks", "1"),
        ("silent-judges", "1"),
        ("left_out", "1"),
    ]
    assert dict(found[3].params)["names"] == "不交卷的人"


def test_a_kind_in_two_categories_is_ranked_once() -> None:
    library, ballots = simple({"甲": {"j1": 50}})
    rules = library.competitions[NAME]
    prizes = (Prize("奖", 1),)
    twice = (
        Category("一组", ("papers", "reports"), prizes),
        Category("二组", ("reports",), prizes),
        Category("一组", ("reports",), ()),
    )
    standings = rank(replace(library, competitions={NAME: replace(rules, categories=twice)}), ballots, NAME)
    assert [(s.contender.category, s.place, s.prize) for s in standings.entries] == [("一组", 1, "奖")]
    assert [c.name for c in standings.categories] == ["一组", "二组"]


def test_a_judge_named_twice_is_listed_once() -> None:
    library, ballots = simple({"甲": {"j1": 50}})
    rules = library.competitions[NAME]
    doubled = replace(rules, judges=rules.judges * 2)
    assert [j.id for j in rank(replace(library, competitions={NAME: doubled}), ballots, NAME).judges] == ["j1"]


def test_marks_of_other_years_do_not_count() -> None:
    library, ballots = simple({"甲": {"j1": 50}})
    last_year = [replace(b, competition="2025") for b in ballots]
    assert rank(library, last_year, NAME).entries[0].place is None


def test_nothing_but_the_files_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(dt.date):
        @classmethod
        def today(cls) -> dt.date:
            raise AssertionError("the ranking asked for the time")

    library, ballots = simple({"甲": {"j1": 50}})
    monkeypatch.setattr(dt, "date", Clock)
    rank(library, ballots, NAME)
