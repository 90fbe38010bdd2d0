"""What the committee gets to know of a competition."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from generator.competition.dossier import Dossier, dossier, entry_codes
from generator.competition.outcome.awards import with_decisions
from generator.competition.ranking.rank import rank
from generator.competition.ranking.standings import FinalAward
from generator.model.competitions import Timeline
from generator.model.proceedings import Decision, Decisions, Panel, Proceedings
from tests.competition.builders import NAME, simple

A, B = "reports/2026/a", "reports/2026/b"
PANEL = Panel(NAME, "", (), {A: "7", B: "12"})
DECISIONS = Decisions(
    NAME,
    "competitions/2026/decisions.yml",
    dt.date(2026, 12, 8),
    "评审组",
    (Decision(B, "一等奖", "某author补充了数据"),),
)
NOTICE, ANNOUNCED = dt.date(2026, 12, 10), dt.date(2026, 12, 20)
TIMELINE = Timeline(notice=(NOTICE, dt.date(2026, 12, 17)), announced=ANNOUNCED)


def made(names: str, day: dt.date, panel: Panel | None = PANEL, timeline: Timeline = TIMELINE) -> Dossier:
    library, ballots = simple({"a": {"j1": 90, "j2": 85}, "b": {"j1": 80}}, [("一等奖", 1)])
    rules = replace(library.competitions[NAME], names=names, timeline=timeline)
    told = replace(
        ballots[0], scores=(replace(ballots[0].scores[0], comment="某author写得好", line=3), *ballots[0].scores[1:])
    )
    proceedings = Proceedings((told, *ballots[1:]), panels={NAME: panel} if panel else {}, decisions={NAME: DECISIONS})
    library = replace(library, competitions={NAME: rules})
    standings = with_decisions(rank(library, proceedings.ballots, NAME), DECISIONS)
    return dossier(standings, library, proceedings, day)


def test_while_blind_everything_is_by_number() -> None:
    found = made("notice", NOTICE - dt.timedelta(days=1))
    assert (found.named, found.named_from) == (False, NOTICE)
    assert [s.contender.id for s in found.standings.entries] == ["7", "12"]
    assert found.codes == {"7": "7", "12": "12"}
    assert set(found.texts) == {"7", "12"}
    assert list(found.comments.values()) == ["■■写得好"]
    assert [s.final for s in found.standings.entries] == [FinalAward("一等奖"), FinalAward("一等奖", "■■补充了数据")]
    assert found.decided == {"12": FinalAward("一等奖", "■■补充了数据")}
    assert set(found.influence.judges["j1"].changes) == {"7", "12"}
    for secret in ("某author", "reports/2026", "home部"):
        assert secret not in repr(found), secret


def test_once_named_everything_is_by_id() -> None:
    found = made("notice", NOTICE)
    assert (found.named, found.named_from) == (True, None)
    assert found.codes == {A: "7", B: "12"}
    assert [s.contender.authors for s in found.standings.entries] == [("某author",), ("某author",)]
    assert list(found.comments.values()) == ["某author写得好"]
    assert found.decided == {B: FinalAward("一等奖", "某author补充了数据")}


@pytest.mark.parametrize(
    ("names", "timeline", "first"),
    [
        ("notice", TIMELINE, NOTICE),
        ("announced", TIMELINE, ANNOUNCED),
        ("notice", Timeline(announced=ANNOUNCED), ANNOUNCED),
        ("announced", Timeline(), None),
    ],
)
def test_from_when_authors_are_named(names: str, timeline: Timeline, first: dt.date | None) -> None:
    eve = (first or dt.date(2030, 1, 1)) - dt.timedelta(days=1)
    blind = made(names, eve, timeline=timeline)
    assert (blind.named, blind.named_from) == (False, first)
    if first:
        assert made(names, first, timeline=timeline).named


def test_authors_who_are_always_named_are_never_covered_up() -> None:
    assert made("always", dt.date(2026, 1, 1)).named


def test_entries_without_a_number_get_one() -> None:
    assert sorted(made("always", NOTICE, panel=None).codes.values()) == ["1", "2"]


@pytest.mark.parametrize("odd", ["../../x", "a b", "", "一", "a" * 13, "<b>"])
def test_a_number_that_no_file_could_have_is_replaced(odd: str) -> None:
    assert entry_codes([A, B], Panel(NAME, "", (), {A: odd, B: "12"})) == {A: "13", B: "12"}


def test_a_number_that_two_entries_share_is_replaced() -> None:
    assert sorted(entry_codes([A, B], Panel(NAME, "", (), {A: "5", B: "5"})).values()) == ["1", "2"]


def test_numbers_of_entries_that_left_are_not_given_again() -> None:
    assert entry_codes([A], Panel(NAME, "", (), {A: "1", "reports/2026/gone": "2"})) == {A: "1"}
    assert entry_codes([B], Panel(NAME, "", (), {"reports/2026/gone": "2"})) == {B: "3"}
