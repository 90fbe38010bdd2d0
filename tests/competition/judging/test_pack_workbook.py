from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from generator.competition.judging.forms import read_form_file
from generator.competition.judging.workbook import pack_workbook
from generator.competition.ranking.marks import weighted_mark
from tests.competition.builders import NAME
from tests.competition.judging.contest import CODES, ENTRIES, WORDS, contest, pack, reasons, received
from tests.competition.ranking.spreadsheet import Spreadsheet

MARKS = "评分"


def filled(judge: str, cells: dict[str, Any], path: Path) -> Path:
    """The judge's workbook with these cells of the sheet of marks filled in, as a spreadsheet saves it."""
    book = openpyxl.load_workbook(io.BytesIO(pack_workbook(pack(judge), WORDS)))
    for cell, value in cells.items():
        book[MARKS][cell] = value
    book.save(path)
    return path


def sheet(judge: str = "j2") -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(pack_workbook(pack(judge), WORDS)))[MARKS]
    assert isinstance(found, Worksheet)
    return found


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert pack_workbook(pack("j2"), WORDS) == pack_workbook(pack("j2"), WORDS)


def test_no_part_of_it_tells_whose_an_entry_is() -> None:
    with zipfile.ZipFile(io.BytesIO(pack_workbook(pack("j1"), WORDS))) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert "《alpha》" in "".join(parts.values())
    for secret in ("zuozhe", "赵客", "外地医院", "secretdepartment", "秘密摘要", *ENTRIES):
        assert [name for name, text in parts.items() if secret in text] == []


def test_only_what_a_judge_fills_in_is_open() -> None:
    page = sheet()
    assert page.protection.sheet
    open_cells = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    assert open_cells == {f"{column}{row}" for column in "CDFG" for row in (5, 6, 7)}


def test_a_mark_out_of_range_is_stopped_and_what_marks_mean_is_said() -> None:
    rules = {str(rule.sqref): rule for rule in sheet().data_validations.dataValidation}
    evidence = rules["C5:C7"]
    assert (evidence.type, evidence.operator, evidence.formula1, float(evidence.formula2)) == ("decimal", None, "0", 10)
    assert evidence.errorStyle in (None, "stop")
    assert evidence.prompt == "数字有没有出处。\n8 分起：可以复查\n0 分起：没有出处"
    assert float(rules["D5:D7"].formula2) == 100


def test_what_is_missing_is_highlighted_unless_the_judge_steps_back() -> None:
    formulas = [rule.formula[0] for found in sheet().conditional_formatting for rule in found.rules]
    assert formulas == ["AND(ISBLANK(C5),LEN($G5)=0)", "AND(NOT(ISBLANK(C5)),LEN($G5)>0)"]


def test_the_weighted_mark_is_that_of_the_ranking(tmp_path: Path) -> None:
    path = filled("j2", {"C5": 7.5, "D5": 83, "C6": 9}, tmp_path / "a.xlsx")
    book = Spreadsheet.of_file(path.read_bytes())
    criteria = contest().competitions[NAME].criteria
    assert book.value(MARKS, 5, 5) == pytest.approx(float(weighted_mark(criteria, {"evidence": 7.5, "value": 83})))
    assert book.value(MARKS, 6, 5) == ""
    assert [book.value(MARKS, row, 8) for row in (5, 6, 7)] == ["已评", "缺 1 项", "缺 2 项"]


def test_a_workbook_filled_in_is_received(tmp_path: Path) -> None:
    cells = {"C5": 7.5, "D5": 83, "F5": "  数字\n可以复查 ", "G6": "利益冲突", "C7": 9, "F7": "=1+1"}
    receipt = received(read_form_file(filled("j2", cells, tmp_path / "评分表.xlsx")))
    assert reasons(receipt) == []
    assert receipt.ballot is not None
    scores = {s.entry: s for s in receipt.ballot.scores}
    assert scores[CODES["1"]].marks == (("evidence", 7.5), ("value", 83.0))
    assert scores[CODES["1"]].comment == "数字 可以复查"
    assert scores[CODES["3"]].declined == "利益冲突"
    assert receipt.unfinished == ("4",)
    assert receipt.missing == ()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"C5": "八", "D5": 83}, ["单元格 C5，1 号：“八”不是分数。请评委改成数。"]),
        ({"C5": True, "D5": 83}, ["单元格 C5，1 号：“True”不是分数。请评委改成数。"]),
        ({"C5": 11, "D5": -1}, [
            "单元格 C5，1 号：“依据”的评分 11 不在 0 到 10 之间。请评委改正。",
            "单元格 D5，1 号：“应用价值”的评分 -1 不在 0 到 100 之间。请评委改正。",
        ]),
        ({"C5": 1, "D5": 2, "G5": "回避"}, ["单元格 G5，1 号：既回避又打了分。请评委留下一样。"]),
        ({"A6": "1", "C5": 1, "D5": 2}, ["编号与现在的分工对不上"]),
        ({"A5": "77", "C5": 1, "D5": 2}, ["编号与现在的分工对不上"]),
        ({"C2": "应用价值"}, ["“评分”一页的列被动过，原来依次是：依据、应用价值。请评委用原来的评分表重填。"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_workbook_is_said_by_the_cell(
    tmp_path: Path, cells: dict[str, Any], said: list[str]
) -> None:
    found = reasons(received(read_form_file(filled("j2", cells, tmp_path / "a.xlsx"))))
    assert [text.startswith(start) for text, start in zip(found, said, strict=True)] == [True] * len(said)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    return out.getvalue()


def other_workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def without_sheet() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(pack_workbook(pack("j2"), WORDS)))
    del book[MARKS]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bomb(), "内容超过 20 MB"),
        (b"PK" + b"\0" * 100, "不是可以读取的 Excel 文件"),
        (other_workbook(), "不是评分表导出的文件。"),
        (without_sheet(), "找不到“评分”一页"),
        (b"PK" + b"\0" * 5_000_001, "内容超过 5 MB"),
    ],
    ids=["bomb", "broken", "other", "without", "large"],
)
def test_what_is_no_workbook_of_ours_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert [text[: len(said)] for text in reasons(received(read_form_file(path)))] == [said]
