from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from generator.competition.outcome.awards import with_decisions
from generator.competition.ranking.audit import Audit, Filed
from generator.competition.ranking.rank import rank
from generator.competition.ranking.table import text_table
from generator.model.proceedings import Decision, Decisions
from tests.competition.builders import CASES, NAME, case_standings, competition, entry, library, simple, words

WORDS = words()


def table(standings: object, width: int = 120) -> str:
    return text_table(standings, WORDS, width).decode()  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [60, 120])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_line_is_wider_than_the_terminal(path: Path, width: int) -> None:
    for line in table(case_standings(path), width).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


def test_the_columns_stand_below_each_other_though_chinese_is_wide() -> None:
    marks = {"甲": {"j1": 90}, "一个长得多的题目": {"j1": 80}, "abc": {"j1": 70}}
    lines = table(rank(*simple(marks, [("一等奖", 1)]), NAME), 160).splitlines()
    shown = [line for line in lines if "》" in line]
    ends = {cell_len(line[: line.index(f"{mark}.00") + 5]) for line, mark in zip(shown, (90, 80, 70), strict=True)}
    assert len(shown) == 3
    assert len(ends) == 1


def test_what_the_list_shows() -> None:
    text = table(case_standings(next(p for p in CASES if p.stem == "tie_at_cut")), 140)
    for words_shown in (
        "《甲》",
        "某a",
        "90.00",
        "第 1",
        "–90.00",
        "并列待定",
        "待定：",
        "二等奖",
    ):
        assert words_shown in text, words_shown
    assert "得分四舍五入到 0.01 后相等的作品名次并列" in text
    assert "reports/2026/甲" not in text
    assert "d1部" not in text


def test_an_entry_takes_few_lines_and_the_decision_stands_below() -> None:
    titles = {"基层中医药人员留用影响因素分析": {"j1": 90, "j2": 88}, "公文办理时限调查：时间花在哪里": {"j1": 80}}
    decided = Decision("reports/2026/公文办理时限调查：时间花在哪里", "一等奖", "现场答辩后议定。")
    decisions = Decisions(NAME, "decisions.yml", None, "评审组", (decided,))
    found = rank(*simple(titles, [("一等奖", 1)], method="adjusted"), NAME)
    text = table(with_decisions(found, decisions))
    rows = text[text.index("名次  作品") : text.index("《《公文")].splitlines()
    assert len(rows) <= 10
    assert "《《公文办理时限调查：时间花在哪里》》：一等奖（现场答辩后议定。）" in text


def test_files_without_a_record_take_one_line() -> None:
    found = rank(*simple({"甲": {"j1": 50}}), NAME)
    filed = Filed("competitions/2026/ballots/j1.yml", "")
    text = table(replace(found, audit=Audit(filed, "", (filed, filed), (), (), "none")))
    assert "本次排名依据 3 份文件，都没有提交记录。" in text
    assert "j1.yml" not in text


def test_what_must_be_known_stands_above_the_list() -> None:
    text = table(rank(*simple({"甲": {"j1": 50}, "乙": {"j2": 60}}, method="adjusted"), NAME))
    assert text.index("没有共同的评委") < text.index("《甲》")


def test_scores_that_were_left_out_are_named_with_their_place() -> None:
    text = table(case_standings(next(p for p in CASES if p.stem == "bad_ballots")))
    assert "competitions/2026/ballots/j3.yml 第 3 行，j3：评委是作者" in text


def test_neither_markup_nor_control_characters_get_to_the_terminal() -> None:
    rules = competition(
        "{year: 2026, criteria: [{id: v, name: 价值, weight: 1}], judges: [{id: j, name: '[red]评委'}]}"
    )
    title = "[bold]题[/bold] :smile: \x1b[31m\x9b1m\u202e目\r换"
    text = table(rank(library([entry("reports/2026/a", title=title)], rules), [], NAME), 200)
    assert "[bold]题[/bold] :smile: �[31m�1m�目�换" in text
    assert "[red]评委" in text
    assert not [c for c in text if c != "\n" and unicodedata.category(c).startswith("C")]


def test_entries_without_a_place_come_last() -> None:
    text = table(rank(*simple({"甲": {}, "乙": {"j1": 1}}), NAME))
    assert text.index("《乙》") < text.index("《甲》")
    assert "没有评分" in text
