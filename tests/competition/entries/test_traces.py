"""What in an entry tells who wrote it is found, with its line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generator.competition.entries.findings import Finding, gathered
from generator.competition.entries.traces import Known, own_traces
from generator.model.articles import Paper, Report
from generator.model.library import Asset, Library
from generator.model.people import Department, Membership, Person
from generator.search.pinyin import spelling
from generator.sources.markdown import convert
from tests.competition.builders import entry

STAFF = {
    "zhangwenqing": Person("zhangwenqing", "张文清", (Membership("yizheng"),)),
    "p0007": Person("p0007", "吕行", (Membership("keyan"),)),
    "li": Person("li", "李白云", (Membership("keyan"),)),
    "wang": Person("wang", "王维", (Membership("bgs"),)),
}
DEPARTMENTS = {id: Department(id, name) for id, name in (("yizheng", "医政处"), ("keyan", "科研处"), ("bgs", "办公室"))}
LIBRARY = Library(people=STAFF, departments=DEPARTMENTS)


def made(body: str = "", id: str = "reports/2026/diaoyan", **fields: Any) -> Report | Paper:
    authors = fields.pop("authors", ["zhangwenqing", {"name": "赵客", "affiliation": "江源大学"}])
    lines = {"title": 2, "summary": 5, "tags": 6, "aliases": 7}
    return replace(entry(id, authors=authors, **{"title": "题"} | fields), body_source=body, body_line=9, lines=lines)


def own(entry: Report | Paper) -> list[tuple[str, int, str]]:
    return [(f.kind, f.line, dict(f.params)["words"]) for f in own_traces(entry, LIBRARY, spelling)]


def hints(body: str) -> list[tuple[str, int, str]]:
    return [(f.kind, f.line, dict(f.params)["words"]) for f in Known(LIBRARY).hints(made(body))]


def test_names_and_departments_are_found_wherever_the_author_wrote_them() -> None:
    found = made("甲\n\n由张 文清执笔，赵客参加。\n医政处", title="张文清谈", summary="江源大学", tags=("医政处",))
    assert own(found) == [
        ("author", 2, "张文清"),
        ("department", 5, "江源大学"),
        ("department", 6, "医政处"),
        ("author", 11, "张 文清"),
        ("author", 11, "赵客"),
        ("department", 12, "医政处"),
    ]


@pytest.mark.parametrize(
    "words", ["Zhang Wenqing", "ZHANG WENQING", "Wenqing Zhang", "Zhang, Wen-qing", "zhang wen'qing"]
)
def test_names_in_pinyin_are_found(words: str) -> None:
    assert own(made(f"By {words}.")) == [("author", 9, words)]


@pytest.mark.parametrize(
    "words", ["zm@example.org", "0791-86250000", "010 62345678", "13812345678", "138-1234-5678", "(0791-86250000)"]
)
def test_ways_to_reach_somebody_are_found(words: str) -> None:
    assert own(made(f"请联系{words}。")) == [("contact", 9, words.strip("()"))]


@pytest.mark.parametrize(
    "words", ["李白云", "科研处", "2026-11-10", "20260110123", "0.0791862500", "1380013", "a@b", "张文 学清", "wenqing"]
)
def test_what_tells_nothing_of_the_author_is_left_alone(words: str) -> None:
    assert own(made(f"见{words}。")) == []


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("reports/2026/zhangwenqing-diaoyan", "zhangwenqing"),
        ("reports/2026/diaoyan_ZhangWenqing", "zhangwenqing"),
        ("reports/2026/zhang-wen-qing", "zhangwenqing"),
        ("reports/2026/张文清调研", "张文清"),
        ("reports/2026/赵客", "赵客"),
    ],
)
def test_the_name_of_the_file_can_tell(id: str, words: str) -> None:
    assert own(made(id=id)) == [("file-name", 0, words)]


@pytest.mark.parametrize("author", ["li", "p0007"])
def test_short_ids_count_only_by_themselves(author: str) -> None:
    assert own(made(id="reports/2026/liliang-zp00071", authors=[author])) == []
    assert own(made(id=f"reports/2026/{author}-diaoyan", authors=[author])) == [("file-name", 0, author)]


def test_former_addresses_tell_as_well() -> None:
    assert own(made(aliases=("reports/2025/zhangwenqing",))) == [("file-name", 7, "zhangwenqing")]


def test_names_of_attachments_tell_as_well() -> None:
    found = replace(
        made(),
        body=convert("[数据](张文清-数据.xlsx)、[表](biao.xlsx)、[书](../../zhangwenqing.pdf)", "reports/2026/diaoyan"),
    )
    paths = ("reports/2026/张文清-数据.xlsx", "reports/2026/biao.xlsx")
    known = replace(LIBRARY, assets={path: Asset(path, path, 1) for path in paths})
    assert [dict(f.params) for f in own_traces(found, known, spelling)] == [{"words": "张文清", "file": paths[0]}]


def test_others_and_turns_of_speech_are_hints() -> None:
    assert hints(
        "李白云来自科研处。\n我处做了调查，本人所在的科室也一样，我处长期关注，我处长说过。\n\n作者简介：略"
    ) == [
        ("staff", 9, "李白云"),
        ("other-department", 9, "科研处"),
        ("own-place", 10, "我处"),
        ("own-place", 10, "本人所在的科室"),
        ("signature", 12, "作者简介"),
    ]
    assert hints("张文清在医政处，赵客在江源大学。") == []
    assert not any(finding.mend for finding in Known(LIBRARY).hints(made("李白云，我处")))


def test_an_id_in_the_address_of_a_link_and_the_own_department_are_hints() -> None:
    found = list(own_traces(made("见[往年的报告](../2025/zhangwenqing.md)，医政处。"), LIBRARY, spelling))
    assert [(f.kind, f.mend, dict(f.params)["words"]) for f in found] == [
        ("department", False, "医政处"),
        ("link", False, "zhangwenqing"),
    ]


def test_without_a_staff_list_nobody_is_found() -> None:
    assert list(Known(Library()).hints(made("李白云"))) == []


def test_the_same_on_several_lines_is_said_once() -> None:
    said = [Finding.of("staff", 9, mend=False, words="李"), *(Finding.of("author", n, words="王") for n in (12, 3, 12))]
    assert [(f.kind, f.lines) for f in gathered(said)] == [("author", (3, 12)), ("staff", (9,))]
