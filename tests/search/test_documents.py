from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pytest

from generator.model.articles import Article, Book, Lecture, Page, Plan, Post, Reflection, Report, Theme
from generator.model.library import Library
from generator.model.people import Author, Department, Membership, Person
from generator.search.documents import SearchDocument, search_documents
from generator.sources.markdown import convert
from tests.search.builders import Shelf, document

LI = Person("li", "李华", (Membership("yizheng", end=dt.date(2026, 5, 31)), Membership("keyan", dt.date(2026, 6, 1))))
DEPARTMENTS = {"yizheng": Department("yizheng", "医政处"), "keyan": Department("keyan", "科研处")}
MAY, JULY = dt.date(2026, 5, 1), dt.date(2026, 7, 1)


def article(cls: type[Article], id: str, text: str = "", **given: Any) -> Article:
    kind = f"{cls.__name__.lower()}s"
    return cls(id=id, kind=kind, path=f"{id}.md", body=convert(text, id), **given)


def library(*articles: Article) -> Library:
    return Library(tuple(sorted(articles, key=lambda a: a.id)), {"li": LI}, DEPARTMENTS)


def made(*articles: Article) -> Mapping[str, SearchDocument]:
    return {d.id: d for d in search_documents(library(*articles))}


def test_a_document_holds_what_is_searched() -> None:
    text = "导语。\n\n## 一、**方法** & 材料\n\n桂枝汤&lt;方&gt;\n\n<!-- 批注 -->\n"
    report = article(
        Report,
        "reports/2026/diao-cha",
        text,
        title="调查",
        authors=(Author("li"), Author("", "赵客")),
        date=JULY,
        summary="摘要",
        tags=("基层",),
    )
    assert made(report) == {
        "reports/2026/diao-cha": SearchDocument(
            id="reports/2026/diao-cha",
            address="reports/2026/diao-cha/",
            kind="reports",
            year="2026",
            date="2026-07-01",
            title="调查",
            authors=("李华", "赵客"),
            department="keyan",
            department_name="科研处",
            tags=("基层",),
            summary="摘要",
            headings=("一、方法 & 材料",),
            body="导语。\n一、方法 & 材料\n桂枝汤<方>",
        )
    }


@pytest.mark.parametrize(
    ("cls", "id", "given", "expected"),
    [
        (Report, "reports/2025/a", {"date": MAY}, {"year": "2026", "date": "2026-05-01"}),
        (Report, "reports/2025/a", {}, {"year": "2025", "date": ""}),
        (Plan, "plans/2026/keyan", {}, {"year": "2026", "date": ""}),
        (Page, "guide/2026", {}, {"year": ""}),
        (Page, "guide/a", {}, {"title": "guide/a", "department": "", "department_name": "", "authors": ()}),
        (Page, "index", {"title": "首页"}, {"title": "首页", "address": ""}),
        (Page, "guide/index", {}, {"address": "guide/"}),
        (
            Report,
            "r",
            {"authors": (Author("li"),), "date": MAY},
            {"department": "yizheng", "department_name": "医政处"},
        ),
        (Report, "r", {"authors": (Author("li"),), "department": "yizheng", "date": JULY}, {"department": "yizheng"}),
        (Report, "r", {"department": "xin"}, {"department": "xin", "department_name": "xin"}),
        (Report, "r", {"authors": (Author("gone"),)}, {"authors": ("gone",)}),
        (Report, "r", {"authors": (Author("li"), Author("", "李华"))}, {"authors": ("李华",)}),
        (Lecture, "l", {"speaker": "li"}, {"authors": ("李华",)}),
        (Lecture, "l", {"speaker": "外请专家"}, {"authors": ("外请专家",)}),
        (Book, "books/neijing", {"author": "佚名"}, {"authors": ("佚名",)}),
        (Post, "forum/gone/001", {}, {"title": "gone"}),
        (Reflection, "reflections/a", {"book": "gone"}, {"headings": ()}),
    ],
)
def test_each_kind_gives_what_it_has(
    cls: type[Article], id: str, given: Mapping[str, Any], expected: Mapping[str, object]
) -> None:
    found = made(article(cls, id, **given))[id]
    assert {name: getattr(found, name) for name in expected} == expected


def test_a_post_has_the_title_of_its_theme() -> None:
    found = made(article(Theme, "forum/liuren/index", title="怎样留人"), article(Post, "forum/liuren/001"))
    assert found["forum/liuren/001"].title == "怎样留人"


def test_a_reflection_is_found_by_the_title_of_its_book() -> None:
    found = made(
        article(Book, "books/neijing", title="黄帝内经"),
        article(Reflection, "reflections/a", "## 心得", title="读后", book="neijing"),
    )
    assert found["reflections/a"].headings == ("黄帝内经", "心得")


def test_documents_come_in_order_of_id() -> None:
    ids = [d.id for d in search_documents(library(*(article(Page, name) for name in "dbac")))]
    assert ids == ["a", "b", "c", "d"]


# ---- What is not published


SECRET = "草稿里的秘密"


@pytest.mark.parametrize(
    "articles",
    [
        [article(Report, "reports/2026/a", SECRET, title=SECRET, draft=True)],
        [
            article(Theme, "forum/t/index", title=SECRET, draft=True),
            article(Post, "forum/t/001", SECRET),
        ],
        [
            article(Book, "books/b", title=SECRET, draft=True),
            article(Reflection, "reflections/a", title="读后", book="b"),
        ],
    ],
    ids=["report", "theme", "book"],
)
def test_drafts_are_not_found_even_in_a_library_that_holds_them(shelf: Shelf, articles: list[Article]) -> None:
    whole = library(*articles, article(Page, "public", "公开"))
    shelf.put(*search_documents(whole))
    assert shelf.ids("公开") == ["public"]
    assert shelf.ids("秘密") == []
    shown = library(*(replace(a, draft=False) for a in articles), article(Page, "public", "公开"))
    shelf.put(*search_documents(shown))
    assert shelf.ids("秘密") != []


# ---- Hashes


OTHER: Mapping[type, object] = {str: "别的", tuple: ("别的",)}


@pytest.mark.parametrize("name", [f.name for f in fields(SearchDocument)])
def test_the_hash_tells_of_every_field(name: str) -> None:
    before = document("a", "正文")
    after = replace(before, **{name: OTHER[type(getattr(before, name))]})  # type: ignore[arg-type]
    assert after.digest != before.digest
    assert replace(after, **{name: getattr(before, name)}).digest == before.digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (document("a", tags=("甲", "乙")), document("a", tags=("甲乙",))),
        (document("a", "甲", "乙"), document("a", "乙", "甲")),
        (document("a", tags=("甲",), headings=()), document("a", tags=(), headings=("甲",))),
        (document("a", "\ud800"), document("a", "\ufffd")),
    ],
)
def test_what_is_alike_but_not_the_same_has_another_hash(one: SearchDocument, other: SearchDocument) -> None:
    assert one.digest != other.digest
