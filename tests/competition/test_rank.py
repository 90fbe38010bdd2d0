from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.competition import rank as rank_module
from generator.competition.methods import Mark, mean
from generator.competition.rank import rank
from generator.competition.record import json_record
from generator.errors import XinglinError
from generator.model.competitions import Ballot, Category, Criterion, Prize
from generator.model.library import Library
from tests.competition.builders import CASES, NAME, case_inputs, read_case, simple, words

WORDS = words()


def notes(library: Library, ballots: list[Ballot]) -> list[str]:
    return [note.key.removeprefix("notes.") for note in rank(library, ballots, NAME).notes]


@given(st.sampled_from(CASES), st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_files_changes_nothing(path: object, seed: int) -> None:
    library, ballots = case_inputs(read_case(path))  # type: ignore[arg-type]
    shuffle = random.Random(seed)
    expected = json_record(rank(library, ballots, NAME), WORDS)
    mixed = [replace(b, scores=tuple(shuffle.sample(b.scores, len(b.scores)))) for b in ballots]
    shuffle.shuffle(mixed)
    articles = tuple(shuffle.sample(library.articles, len(library.articles)))
    rules = library.competitions[NAME]
    judges = tuple(shuffle.sample(rules.judges, len(rules.judges)))
    other = replace(library, articles=articles, competitions={NAME: replace(rules, judges=judges)})
    assert json_record(rank(other, mixed, NAME), WORDS) == expected


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


def test_a_method_that_is_not_there_is_said_first_and_the_mean_is_taken() -> None:
    library, ballots = simple({"甲": {"j1": 50}}, method="adjusted")
    standings = rank(library, ballots, NAME)
    assert (standings.method, standings.ordered_by) == ("adjusted", "mean")
    assert standings.notes[0].key == "notes.method-missing"
    said = standings.notes[0].text(WORDS)
    assert "adjusted" in said
    assert "平均分" in said
    assert notes(*simple({"甲": {"j1": 50}}, method="trimmed_mean")) == []


def test_readers_votes_that_should_count_are_said_not_to() -> None:
    library, ballots = simple({"甲": {"j1": 50}})
    rules = replace(library.competitions[NAME], votes_weight=0.3)
    assert notes(replace(library, competitions={NAME: rules}), ballots) == ["votes-missing"]


def test_what_must_be_known_is_noted() -> None:
    marks = {"甲": {"j1": 90, "j2": 90}, "乙": {"j1": 90}, "丙": {"j2": 900}, "丁": {"j1": 80, "j2": 80}}
    library, ballots = simple(marks, [("一等奖", 1)], reviews=2)
    rules = library.competitions[NAME]
    rules = replace(rules, judges=(*rules.judges, replace(rules.judges[0], id="j3", name="不交卷的人")))
    found = rank(replace(library, competitions={NAME: rules}), ballots, NAME).notes
    assert [(n.key.removeprefix("notes."), dict(n.params).get("count")) for n in found] == [
        ("ties-at-cut", "2"),
        ("no-marks", "1"),
        ("few-marks", "1"),
        ("silent-judges", "1"),
        ("left-out", "1"),
    ]
    assert dict(found[3].params)["names"] == "不交卷的人"


def test_a_further_method_is_one_function_and_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def upside_down(marks: list[Mark]) -> dict[str, object]:
        return {entry: 100 - value for entry, value in mean(marks).items()}

    library, ballots = simple({"甲": {"j1": 50}, "乙": {"j1": 60}}, [("一等奖", 1)], method="adjusted")
    monkeypatch.setattr(rank_module, "METHODS", {**rank_module.METHODS, "adjusted": upside_down})
    standings = rank(library, ballots, NAME)
    assert (standings.ordered_by, standings.notes) == ("adjusted", ())
    first = standings.entries[0]
    assert (first.contender.id, first.place, first.prize) == ("reports/2026/甲", 1, "一等奖")
    assert first.results["mean"].place == 2


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
