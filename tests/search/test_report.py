from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.messages import LANGUAGES, catalogue
from generator.search.excerpts import Excerpt, excerpt
from generator.search.index import SearchAnswer, SearchResult
from generator.search.report import render
from tests.conftest import REPOSITORY

ZH = catalogue("zh")
HOSTILE = "\x1b]0;x\x07\x1b[31m\x9b2J\x7f\r\x00\u202e\u2066\u200b\ud800\U000e0001"
ANYTHING = st.text(st.one_of(st.characters(), st.sampled_from("桂<>&\"'\x1b\x9b\u202e\n\u3000")), max_size=20)


def result(text: str = "用桂枝汤。", title: str = "题目", **given: Any) -> SearchResult:
    fields: dict[str, Any] = {
        "id": "reports/2026/a",
        "address": "reports/2026/a/",
        "kind": "reports",
        "date": "2026-05-01",
        "authors": ("王芳", "赵客"),
        "department": "科研处",
        "score": 1.5,
        "excerpt": excerpt(text, ["桂枝"]),
    }
    return SearchResult(title=title, **(fields | given))


def answer(*results: SearchResult, query: str = "桂枝", also: tuple[str, ...] = ()) -> SearchAnswer:
    return SearchAnswer(query, 12, results, also)


def table(found: SearchAnswer, colour: bool = False) -> list[str]:
    return render(found, "table", ZH, colour).split("\n")


# ---- JSON


def test_json_is_as_described() -> None:
    found = render(answer(result(), also=("桂木",)), "json", ZH)
    assert json.loads(found) == {
        "query": "桂枝",
        "total": 12,
        "also": ["桂木"],
        "results": [
            {
                "id": "reports/2026/a",
                "url": "reports/2026/a/",
                "title": "题目",
                "kind": "reports",
                "date": "2026-05-01",
                "authors": ["王芳", "赵客"],
                "department": "科研处",
                "score": 1.5,
                "excerpt": "用<mark>桂枝</mark>汤。",
            }
        ],
    }
    assert "桂枝" in found
    page = (REPOSITORY / "docs" / "reference" / "formats.md").read_text("utf-8")
    section = page.split("## `xinglin search --json`")[1].split("\n## ")[0]
    described = re.findall(r"^\| `(?:results\[\]\.)?(\w+)", section, re.M)
    record = json.loads(found)
    assert described == [*record, *record["results"][0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>桂枝</b>", "&lt;b&gt;<mark>桂枝</mark>&lt;/b&gt;"),
        ("<mark>汤</mark>桂枝", "&lt;mark&gt;汤&lt;/mark&gt;<mark>桂枝</mark>"),
        ("&lt;桂枝", "&amp;lt;<mark>桂枝</mark>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\0桂枝\1", "<mark>桂枝</mark>"),
    ],
)
def test_an_excerpt_in_json_is_safe_as_html(text: str, expected: str) -> None:
    (found,) = json.loads(render(answer(result(text)), "json", ZH))["results"]
    assert found["excerpt"] == expected


def test_where_text_was_left_out_is_shown() -> None:
    piece = Excerpt("用桂枝汤", ((1, 3),), opened=True, closed=True)
    (found,) = json.loads(render(answer(result(excerpt=piece)), "json", ZH))["results"]
    assert found["excerpt"] == "……用<mark>桂枝</mark>汤……"
    assert table(answer(result(excerpt=piece)))[-1] == "  ……用【桂枝】汤……"


@given(ANYTHING, ANYTHING)
def test_json_gives_back_what_was_found(text: str, title: str) -> None:
    given = result(text, title, authors=(title,), department=title, id=title)
    record = json.loads(render(answer(given, query=text, also=(title,)), "json", ZH))
    (found,) = record["results"]
    assert (record["query"], record["also"]) == (text, [title])
    assert (found["title"], found["authors"], found["department"], found["id"]) == (title, [title], title, title)
    marked = given.excerpt.marked("", "")
    plain = found["excerpt"].replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert html.escape(marked, quote=False) == plain


# ---- For a terminal


def test_a_table_tells_what_was_found() -> None:
    assert table(answer(result(), result("麻黄", "另一篇", id="b", authors=(), department="", date=""))) == [
        ZH.text("search.total", total=12, shown=2, query="桂枝"),
        "",
        "题目",
        "  调研报告 · 科研处 · 王芳、赵客 · 2026-05-01",
        "  reports/2026/a",
        "  用【桂枝】汤。",
        "",
        "另一篇",
        "  调研报告",
        "  b",
        "  麻黄",
    ]


def test_words_searched_besides_are_named() -> None:
    assert table(answer(also=("桂木", "柳桂")))[1:] == [ZH.text("search.also", words="桂木、柳桂")]
    assert len(table(answer())) == 1


def test_matches_are_coloured_where_the_terminal_can() -> None:
    assert table(answer(result()), colour=True)[-1] == "  用\x1b[1;31m桂枝\x1b[0m汤。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_is_in_the_language_asked_for(language: str) -> None:
    words = catalogue(language)
    lines = render(answer(result(), also=("x",)), "table", words).split("\n")
    assert lines[:2] == [
        words.text("search.total", total=12, shown=1, query="桂枝"),
        words.text("search.also", words="x"),
    ]
    assert words.text("site.kinds.reports") in lines[4]


def test_wide_spaces_stay_spaces() -> None:
    found = table(answer(result(title="调研\u3000报告\u00a0一"), query="桂枝\u3000麻黄\n汤"))
    assert found[0] == ZH.text("search.total", total=12, shown=1, query="桂枝 麻黄 汤")
    assert found[2] == "调研 报告 一"


# ---- What could play tricks on a terminal


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize("place", ["title", "authors", "department", "date", "id", "text", "query", "also"])
def test_no_control_character_reaches_the_terminal(form: str, place: str) -> None:
    def shown(text: str) -> str:
        given: Any = {place: (text,) if place in ("authors", "also") else text}
        around = {key: given.pop(key) for key in ("query", "also") if key in given}
        return render(answer(result(**given), **around), form, ZH)

    found = shown(f"前{HOSTILE}后")
    assert [c for c in found if not c.isprintable() and c != "\n"] == []
    assert found.count("\n") == shown("前后").count("\n")
    assert "前" in found
    assert "后" in found


@given(ANYTHING)
def test_nothing_reaches_the_terminal_but_print(text: str) -> None:
    for form in ("table", "json"):
        found = render(answer(result(text, text, id=text), query=text, also=(text,)), form, ZH)
        assert all(c.isprintable() or c == "\n" for c in found)
