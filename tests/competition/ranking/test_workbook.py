from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.competition.outcome.awards import with_decisions
from generator.competition.ranking.audit import Audit, Filed
from generator.competition.ranking.mark import exact
from generator.competition.ranking.methods import rounded
from generator.competition.ranking.rank import rank
from generator.competition.ranking.record import json_record
from generator.competition.ranking.standings import Standings
from generator.competition.ranking.workbook import workbook, workbook_sheets
from generator.competition.ranking.workbook.cells import Formula
from generator.model.competitions import Voting
from generator.model.proceedings import Decision, Decisions
from tests.competition.builders import (
    CASES,
    NAME,
    ballot,
    case_standings,
    competition,
    entry,
    library,
    simple,
    vote,
    words,
)
from tests.competition.ranking.spreadsheet import Spreadsheet

WORDS = words()
MORNING = dt.datetime(2026, 12, 1, 9)
RULES_FILE = Filed("competition.yml", "0" * 64, MORNING, MORNING, 3)
AUDIT = Audit(RULES_FILE, "", (Filed("\u202eballots/j1.yml", "1" * 64),), (), (), "full")
NAMES = ["排名", "评分", "原始评分", "评委", "说明"]


@cache
def file_of(path: Path) -> bytes:
    return workbook(case_standings(path), WORDS)


def rows(data: bytes, sheet: str, head: int = 0) -> list[dict[str, Any]]:
    """The rows of a sheet by column title, as a viewer that does not calculate shows them."""
    page = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[sheet]
    titles, *others = page.iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in others[head:]]


def tie_title(tie: str) -> str:
    return {"value": "“应用价值”平均分", "median": "评委评分中位数", "votes": "得票数"}[tie]


def points(value: float | None) -> float | None:
    return None if value is None else float(rounded(exact(value)))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_workbook_says_what_the_record_says(path: Path) -> None:
    standings = case_standings(path)
    data, record = file_of(path), json.loads(json_record(standings, WORDS))
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == NAMES
    grouped = any(c["name"] for c in record["categories"])
    judges = {judge["id"]: judge for judge in record["judges"]}
    ranking, matrix = rows(data, "排名"), rows(data, "评分", head=1)
    assert len(ranking) == len(matrix) == len(record["entries"])
    for row, marks_row, found in zip(ranking, matrix, record["entries"], strict=True):
        expected = {
            "名次": found["rank"],
            "作品": found["title"],
            "作品编号": found["id"],
            "作者": "、".join(found["authors"]) or None,
            "部门": found["department"] or None,
            "评分数": len(found["marks"]),
            "平均分": points(found["mean"]),
            "平均分名次": found["rank_mean"],
            "去最高最低分": points(found["trimmed_mean"]),
            "去最高最低分名次": found["rank_trimmed_mean"],
            "标准分": points(found["z_score"]),
            "标准分名次": found["rank_z_score"],
            "校准分": points(found["adjusted"]),
            "校准分名次": found["rank_adjusted"],
            "名次范围": f"{found['rank_low']}–{found['rank_high']}" if found["rank_low"] else None,
            "校准分范围": "–".join(f"{bound:.2f}" for bound in found["interval"] or ()) or None,
            "获奖可能": round(sum(found["p_prize"].values()), 2) if found["rank"] else None,
            "最低分": pytest.approx(found["lowest"]),
            "最高分": pytest.approx(found["highest"]),
            "奖项": row["奖项"] if found["undecided"] else found["prize"],
            "提示": " · ".join(WORDS.text(f"competition.flags.{flag}") for flag in found["flags"]) or None,
        }
        if record["votes"]["weight"] or record["votes"]["ballots"]:
            expected["得票"] = found["votes"]
        if record["votes"]["weight"]:
            expected["得票分"] = pytest.approx(found["vote_points"])
        expected |= dict(zip(map(tie_title, record["ties"]), found["tie_values"], strict=True))
        if found["decided_by"]:
            assert str(row.pop("提示")).endswith("分先后")
            del expected["提示"]
        assert row == expected | ({"组别": found["category"]} if grouped else {})
        if found["undecided"]:
            assert row["奖项"] == "待定：" + " / ".join(name or "不获奖" for name in found["undecided"])
        marks = {m["judge"]: m["mark"] for m in found["marks"]}
        shown = (
            dict(zip(judges, list(marks_row.values())[2:], strict=False)) if len(marks_row) == 2 + len(judges) else {}
        )
        assert {j: v for j, v in shown.items() if isinstance(v, float | int)} == pytest.approx(marks)
    for row, judge in zip(rows(data, "评委"), record["judges"], strict=True):
        assert [row[t] for t in ("评委编号", "评委", "单位", "评分数", "平均分", "标准差", "回避", "不计")] == [
            judge["id"],
            judge["name"],
            judge["unit"] or None,
            judge["marks"],
            pytest.approx(judge["mean"]),
            pytest.approx(judge["spread"]),
            judge["declined"],
            judge["excluded"],
        ]
        for title, key in (("宽严", "severity"), ("区分度", "scale"), ("误差", "noise"), ("吻合度", "fit")):
            assert row[title] == (None if judge[key] is None else round(judge[key], 2))
        assert row["本单位偏高"] == (None if judge["own_group"] is None else round(judge["own_group"], 2))
    said = [row["内容"] for row in rows(data, "说明")]
    assert [line for line in [record["tie_rule"], *record["notes"]] if line not in said] == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_score_stands_in_the_sheet_of_criteria_with_what_became_of_it(path: Path) -> None:
    standings = case_standings(path)
    data, record = file_of(path), json.loads(json_record(standings, WORDS))
    scores = rows(data, "原始评分", head=2)
    counted = [(m["judge"], e["id"], m["mark"]) for e in record["entries"] for m in e["marks"]]
    assert sorted(
        (r["评委编号"], r["作品编号"], pytest.approx(r["加权分"])) for r in scores if r["处理"] == "计入"
    ) == sorted(counted)
    left_out = [(e["judge"], e["entry"], "不计：" + e["text"]) for e in record["excluded"]]
    left_out += [(e["judge"], e["entry"], "回避：" + e["text"]) for e in record["declined"]]
    assert sorted((r["评委编号"], r["作品编号"], r["处理"]) for r in scores if r["处理"] != "计入") == sorted(left_out)


def assert_same(found: Any, shown: Any, where: object) -> None:
    """A value that was worked out and the one that is cached; empty text may be cached as nothing."""
    if isinstance(found, float) and shown not in (None, ""):
        assert found == pytest.approx(shown, abs=1e-9), where
    else:
        assert found == ("" if shown is None else shown), where


def assert_recomputed(data: bytes) -> int:
    """Every formula, worked out from the typed cells alone, gives the value that is cached; the number of formulas."""
    live = Spreadsheet.of_file(data)
    cached = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet, row, column in live.formulas():
        shown = cached[sheet].cell(row, column).value
        assert_same(live.value(sheet, row, column), shown, live.cells[sheet, row, column])
    return len(live.formulas())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cached_values_are_those_of_the_formulas(path: Path) -> None:
    count = assert_recomputed(file_of(path))
    assert count >= 6 * len(case_standings(path).entries)


MARKS = st.dictionaries(
    st.sampled_from("甲乙丙丁戊"),
    st.dictionaries(
        st.sampled_from(["j1", "j2", "j3", "j4", "j5"]), st.decimals(0, 10, places=3).map(float), max_size=5
    ),
    min_size=1,
)


@given(MARKS, st.sampled_from([(), ("value", "median", "votes"), ("trimmed_mean", "mean")]), st.sampled_from([0, 0.1]))
@settings(max_examples=25)
def test_cached_values_of_any_marks_are_those_of_the_formulas(
    marks: dict[str, dict[str, float]], ties: tuple[str, ...], weight: float
) -> None:
    known, ballots = simple(marks, [("奖", 2)], maximum=10)
    rules = replace(known.competitions[NAME], ties=ties, voting=Voting(weight))
    votes = [vote(f"{{voter: v, entries: [reports/2026/{next(iter(marks))}]}}", "v")]
    changed = replace(known, competitions={NAME: rules}, people=dict(known.people) | {"v": known.people["author"]})
    sheets = workbook_sheets(rank(changed, ballots, NAME, votes), WORDS)
    live = Spreadsheet.of_sheets(sheets)
    for sheet in sheets:
        for row, cells in enumerate(sheet.rows, start=1 + sheet.first_row):
            for column, cell in enumerate(cells, start=1):
                if isinstance(cell, Formula):
                    assert_same(live.value(sheet.name, row, column), cell.cached, cell.expression)


def test_a_changed_criterion_runs_through_to_the_places() -> None:
    marks = {"甲": {"j1": 90, "j2": 80}, "乙": {"j1": 70, "j2": 60}, "丙": {}}
    changed = {"甲": {"j1": 50, "j2": 80}, "乙": {"j1": 70, "j2": 60}, "丙": {}}
    live = Spreadsheet.of_sheets(workbook_sheets(rank(*simple(marks), NAME), WORDS))
    (row,) = (
        r for r in range(4, 8) if live.value("原始评分", r, 1)[-1] == "甲" and live.value("原始评分", r, 3) == "j1"
    )
    live.set("原始评分", row, 5, 50)
    expected = {s.contender.id: s for s in rank(*simple(changed), NAME).entries}
    for row in range(2, 5):
        standing = expected[live.value("排名", row, 3)]
        found = [live.value("排名", row, column) for column in (1, 7, 8, 9, 10)]
        figures: list[float | int | str] = [standing.place or ""]
        for method in ("mean", "trimmed_mean"):  # the others are numbers, which change when all is ranked again
            result = standing.results.get(method)
            figures += [float(rounded(result.value)), result.place] if result else ["", ""]
        assert found == figures
    live.set("原始评分", row, 5, None)
    assert live.value("排名", 2, 7) != ""


def test_a_criterion_taken_away_takes_the_mark_away_and_not_its_points() -> None:
    live = Spreadsheet.of_sheets(workbook_sheets(rank(*simple({"甲": {"j1": 90, "j2": 80}}), NAME), WORDS))
    live.set("原始评分", 4, 5, None)
    assert live.value("原始评分", 4, 6) == ""
    assert live.value("排名", 2, 6) == 1
    assert live.value("排名", 2, 7) == 80
    live.set("原始评分", 5, 5, None)
    assert [live.value("排名", 2, column) for column in (1, 6, 7, 8, 9, 10)] == ["", 0, "", "", "", ""]


def test_a_changed_criterion_decides_a_tie_anew() -> None:
    path = next(path for path in CASES if path.stem == "ties")
    live = Spreadsheet.of_sheets(workbook_sheets(case_standings(path), WORDS))
    assert [live.value("排名", row, 1) for row in range(2, 7)] == [1, 2, 3, 3, 5]
    # 甲, first by its value, gives 30 of it for 30 of depth: the points stay, and it is last.
    for row in range(4, 19):
        if live.value("原始评分", row, 1) == "reports/2026/甲":
            live.set("原始评分", row, 5, 100)
            live.set("原始评分", row, 6, 70)
    assert [live.value("排名", row, 1) for row in range(2, 7)] == [5, 1, 2, 2, 4]


def test_what_the_committee_decided_and_the_files_are_in_the_workbook() -> None:
    standings = rank(*simple({"甲": {"j1": 90}, "乙": {"j1": 80}}, [("一等奖", 1)]), NAME, audit=AUDIT)
    made = Decisions(NAME, "decisions.yml", None, "", (Decision("reports/2026/乙", "一等奖", "现场答辩"),))
    data = workbook(with_decisions(standings, made), WORDS)
    assert [(row["奖项"], row["最后奖项"]) for row in rows(data, "排名")] == [
        ("一等奖", "一等奖"),
        (None, "一等奖（现场答辩）"),
    ]
    assert [tuple(row.values()) for row in rows(data, "文件")] == [
        ("competition.yml", "2026-12-01 09:00:00", "2026-12-01 09:00:00", 3, "0" * 64),
        ("�ballots/j1.yml", None, None, 0, "1" * 64),
    ]


def test_the_same_ranking_gives_the_same_bytes() -> None:
    first, second = (workbook(case_standings(CASES[0]), WORDS) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2000-01-01T00:00:00Z" in archive.read("docProps/core.xml").decode()


DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "http://x.example", "\t=1", "{=1}", "1234")


def dangerous() -> Standings:
    rules = competition(
        """
        year: 2026
        reviews_per_entry: 1
        criteria: [{id: v, name: '=1+1', weight: 1}]
        judges: [{id: '=1+1', name: '@SUM(A1)', affiliation: '=CMD()'}, {id: '-2', name: '+1'}]
        categories: [{name: '=1+1', kinds: [reports], prizes: [{name: '=1+1', count: 1}]}]
        """
    )
    entries = [
        entry(f"reports/2026/{number}", title=text, authors=[{"name": text, "affiliation": text}])
        for number, text in enumerate(DANGEROUS)
    ]
    entries.append(entry("reports/2026/=1+1", authors=[{"name": "=1"}]))
    scores = "\n".join(f"  - {{entry: 'reports/2026/{n}', criteria: {{v: {90 - n}}}}}" for n in range(len(DANGEROUS)))
    one = ballot(f"judge: '=1+1'\nscores:\n{scores}\n  - {{entry: '=1+1', declined: '=1+1'}}\n")
    two = ballot("judge: '-2'\nscores: [{entry: 'reports/2026/0', declined: '=1+1'}]")
    return rank(library(entries, rules), [one, two], NAME)


def test_what_contributors_wrote_is_text_and_stays_text() -> None:
    standings = dangerous()
    data = workbook(standings, WORDS)
    ours = {
        f.expression for s in workbook_sheets(standings, WORDS) for r in s.rows for f in r if isinstance(f, Formula)
    }
    book = openpyxl.load_workbook(io.BytesIO(data))
    texts = 0
    for cell in (cell for page in book.worksheets for row in page.iter_rows() for cell in row):
        if cell.data_type == "f":
            assert cell.value in ours
        elif isinstance(cell.value, str):
            assert cell.data_type == "s"
            if cell.value[0] in "=+-@{" or cell.value.startswith("http"):
                texts += 1
                assert cell.quotePrefix, (cell.coordinate, cell.value)
        assert cell.hyperlink is None
    assert texts > 30
    assert not any("'=" in f or "HYPERLINK" in f or "CMD" in f for f in ours)
    assert {row["作品"] for row in rows(data, "排名")} >= {t.replace("\t", "\ufffd") for t in DANGEROUS}
    assert_recomputed(data)


def test_characters_that_a_workbook_cannot_hold_are_replaced() -> None:
    rules = competition("{year: 2026, criteria: [{id: v, name: 价值, weight: 1}], judges: [j1]}")
    title = "甲\x00\x1b[31m\u202e\ufffe\ud800乙"
    standings = rank(library([entry("reports/2026/a", title=title)], rules), [], NAME)
    assert rows(workbook(standings, WORDS), "排名")[0]["作品"] == "甲��[31m���乙"


def test_the_sheets_are_ready_for_the_table() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(case_standings(CASES[0]), WORDS)))
    assert [page.freeze_panes for page in book] == ["C2", "C3", "C4", "C2", "A2"]
    assert book["排名"].auto_filter.ref
    for page in book:
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.fitToHeight == 0
        assert page.print_title_rows


def test_the_line_below_a_prize_is_drawn() -> None:
    standings = rank(*simple({"甲": {"j1": 90}, "乙": {"j1": 80}, "丙": {"j1": 70}}, [("一等奖", 1)]), NAME)
    page = openpyxl.load_workbook(io.BytesIO(workbook(standings, WORDS)))["排名"]
    assert [page.cell(row, 2).border.bottom.style for row in (2, 3, 4)] == ["dashed", None, None]


def test_judges_of_one_name_have_a_column_each() -> None:
    rules = competition(
        "{year: 2026, criteria: [{id: v, name: 价值, weight: 1}], judges: [{id: a, name: 王}, {id: b, name: 王}]}"
    )
    page = openpyxl.load_workbook(io.BytesIO(workbook(rank(library([], rules), [], NAME), WORDS)))["评分"]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["作品编号", "作品", "王", "王"],
        [None, None, "a", "b"],
    ]


def test_without_judges_there_is_a_workbook_all_the_same() -> None:
    rules = replace(competition("{year: 2026, criteria: [{id: v, name: 价值, weight: 1}], judges: [j]}"), judges=())
    data = workbook(rank(library([entry("reports/2026/a")], rules), [], NAME), WORDS)
    assert rows(data, "排名")[0]["评分数"] == 0
    assert_recomputed(data)
