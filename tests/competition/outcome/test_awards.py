from __future__ import annotations

import datetime as dt

from generator.competition.outcome.awards import final_awards, with_decisions
from generator.competition.ranking.rank import rank
from generator.competition.ranking.standings import FinalAward, Standings
from generator.model.proceedings import Decision, Decisions
from tests.competition.builders import NAME, simple

MARKS = {"甲": {"j": 90}, "乙": {"j": 90}, "丙": {"j": 80}, "丁": {"j": 70}, "戊": {}}


def standings() -> Standings:
    library, ballots = simple(MARKS, [("一等奖", 1), ("二等奖", 2)])
    return rank(library, ballots, NAME)


def test_without_decisions_the_list_counts_and_ties_for_a_prize_are_open() -> None:
    found = final_awards(standings(), None)
    tied = FinalAward(undecided=True)
    assert found == {
        "reports/2026/甲": tied,
        "reports/2026/乙": tied,
        "reports/2026/丙": FinalAward("二等奖"),
        "reports/2026/丁": FinalAward(),
    }


def test_what_the_committee_decided_goes_before_the_list() -> None:
    made = [
        Decision("reports/2026/甲", "一等奖", "现场答辩"),
        Decision("reports/2026/丙", "", "作者退出"),
        Decision("reports/2026/戊", "二等奖", "评分遗失，补评"),
    ]
    decisions = Decisions(NAME, "competitions/2026/decisions.yml", dt.date(2026, 12, 8), "评审组", tuple(made))
    found = final_awards(standings(), decisions)
    assert found["reports/2026/甲"] == FinalAward("一等奖", "现场答辩")
    assert found["reports/2026/乙"].undecided
    assert found["reports/2026/丙"] == FinalAward("", "作者退出")
    assert found["reports/2026/戊"] == FinalAward("二等奖", "评分遗失，补评")


def test_prizes_beyond_their_quota_are_noted_with_those_of_the_list() -> None:
    made = (Decision("reports/2026/丁", "一等奖", "补评"), Decision("reports/2026/甲", "一等奖", "并列"))
    before = standings()
    found = with_decisions(before, Decisions(NAME, "decisions.yml", None, "", made))
    assert [(note.key, dict(note.params)) for note in found.notes[:1]] == [
        ("notes.beyond-quota", {"prize": "一等奖", "count": "2", "quota": "1"})
    ]
    assert found.notes[1:] == before.notes
    assert [s.final for s in found.entries if s.contender.id.endswith("丁")] == [FinalAward("一等奖", "补评")]
    assert with_decisions(before, None) is before
