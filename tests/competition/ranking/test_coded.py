"""A ranking that tells nothing of authors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.competition.entries.blind import blind_copy
from generator.competition.ranking.coded import MASK, UNSAID, Cover, coded, cover
from generator.competition.ranking.marks import Status
from generator.competition.ranking.rank import rank
from generator.competition.ranking.record import json_record
from generator.model.library import Library
from generator.model.people import Author, Department, Membership, Person
from tests.competition.builders import NAME, ballot, panel, partial, simple, words

MARKS = {"a": {"j1": 90, "j2": 80, "j3": 70}, "b": {"j1": 80, "j2": 90, "j3": 75}, "c": {"j2": 60}}
CODES = {"reports/2026/a": "7", "reports/2026/b": "12", "reports/2026/c": "3"}


def covering(library: Library) -> Cover:
    return cover({a.id: blind_copy(a, library, CODES[a.id]) for a in library.articles}, library)


def test_numbers_stand_in_the_place_of_ids() -> None:
    library, ballots = simple(MARKS)
    plain = rank(library, ballots, NAME)
    found = coded(plain, covering(library))
    assert [(s.contender.id, s.place) for s in found.entries] == [("12", 1), ("7", 2), ("3", 3)]
    assert [s.results for s in found.entries] == [s.results for s in plain.entries]
    assert {a.entry for a in found.assessments} == set(CODES.values())
    assert {mark.entry for judge in found.judges for mark in judge.marks} == set(CODES.values())


def test_entries_that_share_a_place_are_in_order_of_their_numbers() -> None:
    library, ballots = simple({"a": {"j1": 80}, "b": {"j1": 80}, "c": {"j1": 80}})
    assert [s.contender.id for s in coded(rank(library, ballots, NAME), covering(library)).entries] == ["3", "7", "12"]


def test_nothing_in_its_record_tells_whose_entries_they_are() -> None:
    library, ballots = partial(MARKS, "j1", "a")
    odd = [*ballots, ballot("judge: j3\nscores:\n- {entry: papers/2026/of-author, criteria: {value: 1}}", file="odd")]
    plain = rank(library, odd, NAME)
    record = json_record(coded(plain, covering(library)), words()).decode()
    assert f"“{MASK}”" in record
    for secret in ("reports/2026", "papers/2026", "某author", '"own"', "home部"):
        assert secret in json_record(plain, words()).decode(), secret
        assert secret not in record, secret


def test_who_is_partial_is_not_told() -> None:
    library, ballots = partial(MARKS, "j1", "a")
    left_out = [a for a in coded(rank(library, ballots, NAME), covering(library)).assessments if a.value is None]
    assert [(a.entry, a.judge, a.criteria, a.reason, a.status) for a in left_out] == [
        ("7", "", (), UNSAID, Status.LEFT_OUT)
    ]


def test_no_judge_is_told_to_have_marked_the_own_department() -> None:
    library, ballots = partial(panel(0), "j1", "00")
    plain = rank(library, ballots, NAME)
    own = plain.judges[0]
    assert (own.id, own.left_out) == ("j1", 1)
    assert own.manner
    assert own.manner.own_group
    assert "notes.own_group" in {note.key for note in plain.notes}
    codes = {a.id: str(number) for number, a in enumerate(library.articles, 1)}
    found = coded(plain, cover({a.id: blind_copy(a, library, codes[a.id]) for a in library.articles}, library))
    assert {(judge.declined, judge.left_out, judge.manner and judge.manner.own_group) for judge in found.judges} == {
        (None, None, None)
    }
    assert not {note.key for note in found.notes} & {"notes.own_group"}
    assert found.judges[0].manner == replace(own.manner, own_group=None)


def test_who_stepped_back_is_not_told_and_not_why() -> None:
    library, ballots = simple(MARKS)
    stepped = replace(ballots[2].scores[0], marks=(), declined="作者是我的学生")
    changed = [*ballots[:2], replace(ballots[2], scores=(stepped, *ballots[2].scores[1:]))]
    found = coded(rank(library, changed, NAME), covering(library))
    assert [(a.entry, a.judge, a.declined) for a in found.assessments if a.status is Status.DECLINED] == [
        ("7", "", MASK)
    ]
    assert {judge.declined for judge in found.judges} == {None}


def test_who_marked_and_stepped_back_is_not_told() -> None:
    library, ballots = simple(MARKS)
    stepped = replace(ballots[2].scores[0], marks=(), declined="作者是我的学生")
    changed = [*ballots, replace(ballots[2], path="second.yml", scores=(stepped,))]
    found = coded(rank(library, changed, NAME), covering(library))
    assert [(a.entry, a.judge, a.path, a.reason) for a in found.assessments if a.value is None] == [
        ("7", "", "", UNSAID),
        ("7", "", "", None),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("某author写得好", f"{MASK}写得好"),
        ("home部的数据", f"{MASK}的数据"),
        ("与 reports/2026/a 相同", f"与 {MASK} 相同"),
        ("author, authority", f"{MASK}, authority"),
        ("来自望江大学", f"来自{MASK}"),
        ("没有什么要遮的", "没有什么要遮的"),
    ],
)
def test_words_of_judges_do_not_tell_authors(text: str, shown: str) -> None:
    library, _ = simple(MARKS)
    guest = replace(library.articles[1], authors=(Author(name="白若水", affiliation="望江大学"),))
    known = replace(library, articles=(library.articles[0], guest, library.articles[2]))
    assert covering(known).text(text) == shown


def test_departments_of_all_authors_are_covered_up() -> None:
    library, _ = simple(MARKS)
    people = {**library.people, "second": Person("second", "某second", (Membership("far"),))}
    shared = replace(library.articles[0], authors=(Author("author"), Author("second")))
    departments = {**library.departments, "far": Department("far", "远山处")}
    known = replace(library, articles=(shared, *library.articles[1:]), people=people, departments=departments)
    assert covering(known).text("远山处（far）的某second，abroad部的j1") == f"{MASK}（{MASK}）的{MASK}，abroad部的j1"


def test_without_entries_nothing_is_covered_up() -> None:
    assert Cover({}, frozenset()).text("任何话") == "任何话"
