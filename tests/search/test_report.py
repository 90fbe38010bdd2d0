from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.messages import LANGUAGES, catalogue
from generator.search.answer import SearchAnswer, SearchResult
from generator.search.excerpts import Excerpt, excerpt
from generator.search.finding import Note
from generator.search.narrowing import FacetCount
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
        "missing": (),
        "score": 1.5,
        "excerpt": excerpt(text, ["桂枝"]),
    }
    return SearchResult(title=title, **(fields | given))


def answer(*results: SearchResult, query: str = "桂枝", notes: Iterable[Note] = ()) -> SearchAnswer:
    facets = {"kind": (FacetCount("reports", "reports", 2),), "department": (FacetCount("keyan", "科研处", 1),)}
    return SearchAnswer(query, 12, results, facets, tuple(notes))


def also(*words: str) -> Note:
    return Note("synonyms", {"words": list(words)})


def table(found: SearchAnswer, colour: bool = False) -> list[str]:
    return render(found, "table", ZH, colour).split("\n")


# ---- JSON


def test_json_is_as_described() -> None:
    found = render(answer(result(missing=("麻黄",)), notes=[also("桂木"), Note("partial")]), "json", ZH)
    assert json.loads(found) == {
        "query": "桂枝",
        "total": 12,
        "results": [
            {
                "id": "reports/2026/a",
                "url": "reports/2026/a/",
                "title": "题目",
                "excerpt": "用<mark>桂枝</mark>汤。",
                "kind": "reports",
                "date": "2026-05-01",
                "authors": ["王芳", "赵客"],
                "department": "科研处",
                "missing": ["麻黄"],
                "score": 1.5,
            }
        ],
        "facets": {
            "kind": [{"value": "reports", "label": ZH.text("site.kinds.reports"), "count": 2}],
            "department": [{"value": "keyan", "label": "科研处", "count": 1}],
        },
        "notes": [{"type": "synonyms", "words": ["桂木"]}, {"type": "partial"}],
    }
    assert "桂枝" in found
    page = section("`xinglin search --json`").replace("[]", "")
    described = re.findall(r"^\| `([\w.]+)", page.split("| Type |")[0], re.M)
    record = json.loads(found)
    assert described == [
        *("query", "total", "results", *(f"results.{name}" for name in record["results"][0])),
        *("facets", "notes"),
    ]
    (facets,) = re.findall(r"^\| `facets` .*", page, re.M)
    assert all(f"`{name}`" in facets for name in ("kind", "department", *record["facets"]["kind"][0]))


NOTES = {
    "synonyms": {"words": ["桂木"]},
    "pinyin": {"text": "guizhi", "count": 3},
    "name": {"field": "author", "value": "王芳"},
    "author": {"value": "王芳", "count": 5},
    "partial": {},
    "cut": {},
    "none": {"searched": ["桂枝"], "nearest": [{"text": "桂皮", "query": "桂皮", "total": 3}]},
    "dropped": {"totals": [{"name": "kind", "value": "papers", "total": 2}]},
}


def section(title: str) -> str:
    page = (REPOSITORY / "docs" / "reference" / "formats.md").read_text("utf-8")
    return page.split(f"## {title}\n")[1].split("\n## ")[0]


def test_every_note_is_described() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \|([^|]*)\|", section("`xinglin search --json`").split("| Type |")[1], re.M))
    assert rows.keys() == NOTES.keys()
    for type, details in NOTES.items():
        assert re.findall(r"`(\w+)(?:\[\])?`", rows[type]) == list(details)


def test_every_note_is_said() -> None:
    for type, details in NOTES.items():
        said = table(answer(notes=[Note(type, details)]))[1:]
        assert len(said) == 1
        assert all(value in said[0] for value in details.values() if isinstance(value, str) and value != "author")


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
    record = json.loads(render(answer(given, query=text, notes=[also(title)]), "json", ZH))
    (found,) = record["results"]
    assert (record["query"], record["notes"]) == (text, [{"type": "synonyms", "words": [title]}])
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


def test_notes_are_said_before_the_results() -> None:
    found = table(answer(result(missing=("麻黄", "白术")), notes=[also("桂木", "柳桂"), Note("partial")]))
    assert found[1:4] == [ZH.text("search.synonyms", words="桂木、柳桂"), ZH.text("search.partial"), ""]
    assert found[-1] == "  " + ZH.text("search.missing", words="麻黄、白术")
    assert len(table(answer())) == 1


def test_matches_are_coloured_where_the_terminal_can() -> None:
    assert table(answer(result()), colour=True)[-1] == "  用\x1b[1;31m桂枝\x1b[0m汤。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_is_in_the_language_asked_for(language: str) -> None:
    words = catalogue(language)
    lines = render(answer(result(), notes=[also("x")]), "table", words).split("\n")
    assert lines[:2] == [
        words.text("search.total", total=12, shown=1, query="桂枝"),
        words.text("search.synonyms", words="x"),
    ]
    assert words.text("site.kinds.reports") in lines[4]


def test_wide_spaces_stay_spaces() -> None:
    found = table(answer(result(title="调研\u3000报告\u00a0一"), query="桂枝\u3000麻黄\n汤"))
    assert found[0] == ZH.text("search.total", total=12, shown=1, query="桂枝 麻黄 汤")
    assert found[2] == "调研 报告 一"


# ---- What could play tricks on a terminal


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize("place", ["title", "authors", "department", "date", "id", "text", "query", "missing", "notes"])
def test_no_control_character_reaches_the_terminal(form: str, place: str) -> None:
    def shown(text: str) -> str:
        if place == "notes":
            near = {"searched": [text], "nearest": [{"text": text, "query": text, "total": 1}]}
            totals = [{"name": "tag", "value": text, "total": 1}]
            notes = [
                also(text),
                Note("pinyin", {"text": text, "count": 1}),
                Note("none", near),
                Note("dropped", {"totals": totals}),
            ]
            return render(answer(notes=notes), form, ZH)
        given: Any = {place: (text,) if place in ("authors", "missing") else text}
        around = {key: given.pop(key) for key in ("query",) if key in given}
        return render(answer(result(**given), **around), form, ZH)

    found = shown(f"前{HOSTILE}后")
    assert [c for c in found if not c.isprintable() and c != "\n"] == []
    assert found.count("\n") == shown("前后").count("\n")
    assert "前" in found
    assert "后" in found


@given(ANYTHING)
def test_nothing_reaches_the_terminal_but_print(text: str) -> None:
    for form in ("table", "json"):
        found = render(answer(result(text, text, id=text), query=text, notes=[also(text)]), form, ZH)
        assert all(c.isprintable() or c == "\n" for c in found)
