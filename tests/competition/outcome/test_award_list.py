from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from generator.competition.outcome.award_list import AwardList, Winners, award_list
from generator.competition.outcome.awards import with_decisions
from generator.competition.outcome.documents import award_document, award_workbook
from generator.competition.ranking.rank import rank
from generator.errors import XinglinError
from generator.model.articles import Notice
from generator.model.competitions import Category, Prize
from generator.model.library import Library
from generator.model.proceedings import Decision, Decisions
from tests.competition.builders import BODY, NAME, simple, words

WORDS = words()
FILE = Path("decisions.yml")
MARKS = {"甲": {"j": 90}, "乙": {"j": 90}, "丙": {"j": 80}, "丁": {"j": 70}, "戊": {}}
PRIZES = [("一等奖", 1), ("二等奖", 1)]


def made(*decisions: tuple[str, str], marks: dict[str, dict[str, float]] = MARKS) -> AwardList:
    library, ballots = simple(marks, PRIZES)
    notice = Notice(id="competitions/2026/index", kind="competitions", path="a.md", title="优秀论文评比", body=BODY)
    library = replace(library, articles=(*library.articles, notice))
    each = tuple(Decision(f"reports/2026/{name}", prize, "评审组议定") for name, prize in decisions)
    standings = with_decisions(rank(library, ballots, NAME), Decisions(NAME, "", None, "", each))
    return award_list(standings, library, FILE, WORDS)


def shown(awards: AwardList) -> list[tuple[str, list[str]]]:
    return [(w.prize, [entry.title for entry in w.entries]) for w in awards.winners]


def test_ties_that_are_open_keep_the_list_from_being_written() -> None:
    with pytest.raises(XinglinError) as error:
        made(("甲", "一等奖"))
    assert error.value.key == "awards-undecided"
    assert WORDS.text("errors.awards-undecided", **error.value.params).startswith("奖项还没有定：《乙》。")


def test_the_list_is_what_the_committee_decided_by_prize_and_place() -> None:
    found = made(("甲", "二等奖"), ("乙", "二等奖"), ("丙", ""), ("丁", "一等奖"), ("戊", "鼓励奖"))
    assert found.title == "优秀论文评比获奖名单"
    assert shown(found) == [("一等奖", ["《丁》"]), ("二等奖", ["《乙》", "《甲》"]), ("鼓励奖", ["《戊》"])]


def test_without_decisions_the_list_counts() -> None:
    library, ballots = simple({"甲": {"j": 90}, "乙": {"j": 80}}, PRIZES)
    found = award_list(rank(library, ballots, NAME), library, FILE, WORDS)
    assert shown(found) == [("一等奖", ["《甲》"]), ("二等奖", ["《乙》"])]
    assert found.title == "2026 年度评比获奖名单"


def categories() -> AwardList:
    library, ballots = simple({"甲": {"j": 90}}, ())
    prizes = (Prize("一等奖", 1),)
    two = (Category("论文组", ("papers",), prizes), Category("调研组", ("reports",), prizes))
    rules = replace(library.competitions[NAME], categories=two)
    library = Library(library.articles, library.people, library.departments, competitions={NAME: rules})
    return award_list(rank(library, ballots, NAME), library, FILE, WORDS)


def test_a_prize_that_nobody_gets_is_not_listed() -> None:
    assert [(w.category, w.prize, len(w.entries)) for w in categories().winners] == [("调研组", "一等奖", 1)]


def test_the_document_is_laid_out_as_an_official_one() -> None:
    data = award_document(made(("甲", "一等奖"), ("乙", "二等奖")), WORDS)
    paper = docx.Document(io.BytesIO(data))
    page = paper.sections[0]
    assert [round(side.mm) for side in (page.page_width, page.page_height, page.top_margin, page.left_margin)] == [
        210,
        297,
        37,
        28,
    ]
    lines = [p.text for p in paper.paragraphs if p.text]
    assert lines == ["优秀论文评比获奖名单", "一等奖（1 篇）", "二等奖（1 篇）"]
    title = paper.paragraphs[0].runs[0]
    assert (title.font.size.pt, title._element.rPr.rFonts.get(qn("w:eastAsia"))) == (22, "方正小标宋简体")
    assert [[cell.text for cell in row.cells] for row in paper.tables[0].rows] == [
        ["序号", "作品", "作者", "部门"],
        ["1", "《甲》", "某author", "home部"],
    ]
    assert paper.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    fonts = zipfile.ZipFile(io.BytesIO(data)).read("word/fontTable.xml").decode()
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/></w:font>' in fonts


def test_the_workbook_has_a_row_for_every_winner() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(award_workbook(categories(), WORDS))).active
    assert sheet is not None
    assert list(sheet.iter_rows(values_only=True)) == [
        ("组别", "奖项", "序号", "作品", "作者", "部门"),
        ("调研组", "一等奖", 1, "《甲》", "某author", "home部"),
    ]


def test_where_nobody_gets_a_prize_it_is_said() -> None:
    empty = AwardList("名单", ())
    assert [p.text for p in docx.Document(io.BytesIO(award_document(empty, WORDS))).paragraphs if p.text] == [
        "名单",
        "本次评比没有获奖作品。",
    ]
    assert award_workbook(empty, WORDS)


def test_the_same_list_gives_the_same_bytes_and_odd_characters_do_no_harm() -> None:
    odd = replace(made(("甲", "一等奖"), ("乙", "二等奖")), title="=1+1\x00\u202e" + "长" * 300)
    winners = tuple(Winners("=组", w.prize, w.entries) for w in odd.winners)
    odd = replace(odd, winners=winners)
    for write in (award_document, award_workbook):
        assert write(odd, WORDS) == write(odd, WORDS)
    with zipfile.ZipFile(io.BytesIO(award_document(odd, WORDS))) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
