"""The values of the judges' site."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from generator.competition.dossier import Dossier, dossier
from generator.competition.outcome.awards import with_decisions
from generator.competition.ranking.rank import rank
from generator.competition.ranking.standings import Certainty, JudgeRecord, Manner
from generator.messages import catalogue
from generator.model.proceedings import Decision, Decisions, Panel, Proceedings
from generator.pages.page import Page
from generator.pages.review.judges import severity_chart
from generator.pages.review.site import review_pages
from tests.competition.builders import NAME, panel, simple

WORDS = catalogue("zh")
PRIZES = [("一等奖", 1), ("二等奖", 2)]
MARKS = {
    "a": {"j1": 90, "j2": 95, "j3": 70},
    "b": {"j1": 80, "j2": 85, "j3": 90},
    "c": {"j1": 70, "j2": 75, "j3": 71},
    "d": {"j1": 60, "j2": 65, "j3": 61},
    "e": {},
}
CODES = {f"reports/2026/{name}": code for name, code in zip("abcde", ("7", "12", "3", "1", "20"), strict=True)}


def made(decisions: tuple[Decision, ...] = (), method: str = "mean") -> Dossier:
    library, ballots = simple(MARKS, PRIZES, method=method)
    decided = {NAME: Decisions(NAME, "", dt.date(2026, 12, 8), "评审组", decisions)} if decisions else {}
    proceedings = Proceedings(tuple(ballots), panels={NAME: Panel(NAME, "", (), CODES)}, decisions=decided)
    standings = with_decisions(rank(library, ballots, NAME), decided.get(NAME))
    return dossier(standings, library, proceedings, dt.date(2026, 11, 1))


def pages(found: Dossier) -> dict[str, Page]:
    return {page.address: page for page in review_pages([found], WORDS)}


def test_its_addresses_are_files_that_open_from_a_disk() -> None:
    assert list(pages(made())) == [
        "index.html",
        "2026/index.html",
        "2026/entries.html",
        *(f"2026/entries/{code}.html" for code in ("7", "12", "3", "1", "20")),
        "2026/judges.html",
        "2026/methods.html",
        "2026/record.html",
    ]


def test_rows_of_the_list() -> None:
    rows = pages(made())["2026/index.html"].data["tables"][0].rows
    assert [(r.entry.code, r.place, r.prize, r.cut) for r in rows] == [
        ("7", 1, "待定：一等奖 / 二等奖", "一等奖"),
        ("12", 1, "待定：一等奖 / 二等奖", ""),
        ("3", 3, "二等奖", "二等奖"),
        ("1", 4, "", ""),
        ("20", None, "", ""),
    ]
    assert [str(point) for point in rows[0].points] == ["85.00", str(rows[0].points[1])]
    assert (rows[4].points, rows[4].range, rows[4].drawn, rows[4].chance) == ((None, None), "", None, None)
    assert rows[4].groups == ["flagged", "no_marks"]


def test_ranges_are_drawn_on_a_line_that_holds_all_places() -> None:
    rows = pages(made())["2026/index.html"].data["tables"][0].rows
    for row in rows[:4]:
        begin, end, place = row.drawn
        assert 0 <= begin < end <= 100
        assert place == (row.place - 0.5) * 25
        assert end - begin == pytest.approx((row.width + 1) * 25)


def test_the_committees_decisions_stand_beside_the_list() -> None:
    rows = pages(made((Decision("reports/2026/d", "二等奖", "答辩"),)))["2026/index.html"].data["tables"][0].rows
    decided = {row.entry.code: row.decided for row in rows if row.decided}
    assert {code: (award.prize, award.reason) for code, award in decided.items()} == {"1": ("二等奖", "答辩")}
    assert rows[3].groups[0] == "prize"
    assert "decided" in rows[3].groups


def test_the_method_that_counts_stands_first() -> None:
    assert pages(made())["2026/index.html"].data["methods"] == ["平均分", "校准分"]
    assert pages(made(method="adjusted"))["2026/index.html"].data["methods"] == ["校准分", "平均分"]
    assert pages(made(method="z_score"))["2026/index.html"].data["methods"] == ["标准分", "平均分"]


@pytest.mark.parametrize(
    ("chances", "borderline"),
    [
        ({"一": 0.95, "二": 0.05}, False),
        ({"一": 0.5, "二": 0.5}, True),
        ({"一": 0.02, "二": 0.9}, False),
        ({"一": 0.08, "二": 0.84, "三": 0.08}, True),
        ({"一": 0.02, "二": 0.6}, True),
        ({"一": 0.0, "二": 0.05}, False),
        ({}, False),
    ],
)
def test_what_the_marks_do_not_settle_is_borderline(chances: dict[str, float], borderline: bool) -> None:
    assert Certainty(0, 0, 1, 1, chances).borderline is borderline


def test_an_entry_shows_all_that_was_said_of_it() -> None:
    data = pages(made())["2026/entries/12.html"].data
    assert [(o.judge, o.marks, str(o.mark), o.status) for o in data["opinions"]] == [
        ("某j1", (80,), "80.00", "计入"),
        ("某j2", (85,), "85.00", "计入"),
        ("某j3", (90,), "90.00", "计入"),
    ]
    assert next((v.method, v.place, v.counts) for v in data["verdicts"]) == ("平均分", 1, True)
    assert data["span"] == (1, 2)
    assert [(judge, row.before, row.after, row.prize_after) for judge, row in data["without"]] == [
        ("某j1", 1, 1, "一等奖"),
        ("某j2", 1, 1, "一等奖"),
        ("某j3", 1, 2, "二等奖"),
    ]
    assert [link and link.name for link in data["neighbours"]] == ["《a》", "《c》"]


def test_an_entry_without_marks_has_a_page_too() -> None:
    data = pages(made())["2026/entries/20.html"].data
    assert (data["opinions"], data["verdicts"], data["without"], data["span"]) == ([], [], [], None)


def test_methods_tell_what_they_change() -> None:
    data = pages(made())["2026/methods.html"].data
    assert next((s.method, s.counts, s.prizes) for s in data["summaries"]) == ("平均分", True, 0)
    entry, cells = data["rows"][0]
    assert entry.code == "7"
    assert (cells[0].moved, cells[0].changed) == (False, False)
    assert len(data["rows"]) == 4


def test_judges_are_told_what_hangs_on_them() -> None:
    absences = pages(made())["2026/judges.html"].data["absences"]
    assert [a.judge for a in absences] == ["某j1", "某j2", "某j3"]
    assert [(r.entry.code, r.prize_before, r.prize_after) for r in absences[2].changes if r.changed] == [
        ("7", "待定：一等奖 / 二等奖", "一等奖"),
        ("12", "待定：一等奖 / 二等奖", "二等奖"),
    ]


def judge(name: str, severity: float | None) -> JudgeRecord:
    manner = None if severity is None else Manner(severity, 1, 1, None, None)
    return JudgeRecord(name, name, "", (), None, None, 0, 0, manner)


def test_severities_are_drawn_from_the_middle() -> None:
    chart = severity_chart([judge("严", -4.0), judge("宽", 2.5), judge("无", None), judge("平", 0.0)])
    assert chart
    assert [(bar.name, bar.begin, bar.end) for bar in chart.bars] == [("宽", 50, 75), ("平", 50, 50), ("严", 10, 50)]
    assert chart.ticks == ((-5, 0), (0, 50), (5, 100))


def test_without_marks_there_is_no_chart() -> None:
    assert severity_chart([judge("无", None)]) is None


def test_a_severity_beyond_any_mark_stays_in_the_chart() -> None:
    chart = severity_chart([judge("奇", 100.0)])
    assert chart
    assert chart.bars[0].end == 100


def test_an_unreliable_ranking_says_so() -> None:
    library, proceedings = _noise()
    found = dossier(rank(library, proceedings.ballots, NAME), library, proceedings, dt.date(2026, 11, 1))
    page = pages(found)["2026/record.html"].data
    assert found.standings.reliability
    assert page["reliable"] is (found.standings.reliability.share >= 0.5)
    assert page["reliable"] is False
    assert any("名次的先后多半不能由这些评分确定" in note for note in pages(found)["2026/index.html"].data["notes"])


def _noise() -> tuple[object, Proceedings]:
    marks = {name: {judge: 70 + (37 * mark) % 23 for judge, mark in own.items()} for name, own in panel(0).items()}
    library, ballots = simple(marks)
    return library, Proceedings(tuple(replace(b) for b in ballots))
