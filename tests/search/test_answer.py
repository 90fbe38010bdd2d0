from __future__ import annotations

from typing import Any

import pytest

from generator.search.answer import SearchAnswer, SearchResult
from generator.search.finding import Note
from generator.search.narrowing import FacetCount
from tests.search.builders import SPOKEN, Shelf, document

SHELF = (
    document("a", "中医", kind="papers"),
    document("b", "中医", year="2025"),
    document("c", "中医", department="yizheng", department_name="医政处"),
    document("d", "中医", authors=("王芳", "Zhang San")),
    document("e", "中医", tags=("基层 服务", "AI")),
    document(
        "f",
        "西医",
        kind="papers",
        year="2025",
        department="yizheng",
        department_name="医政处",
        authors=("王芳",),
        tags=("AI",),
    ),
)


@pytest.fixture
def shelved(shelf: Shelf) -> Shelf:
    shelf.put(*SHELF)
    return shelf


def note(answer: SearchAnswer, type: str) -> Any:
    """The details of the only note of a type; None if there is none."""
    found = [note.details for note in answer.notes if note.type == type]
    assert len(found) < 2
    return found[0] if found else None


# ---- What is shown of a result


def test_a_result_tells_what_is_shown(shelf: Shelf) -> None:
    shelf.put(document("reports/a", "正文说桂枝汤。", "题目", authors=("王芳", "Zhang San"), summary="摘要。"))
    (result,) = shelf.ask("桂枝汤").results
    assert result.excerpt.marked("[", "]") == "摘要。 正文说[桂枝汤]。"
    assert result.score > 0
    assert result == SearchResult(
        id="reports/a",
        address="reports/a/",
        title="题目",
        excerpt=result.excerpt,
        kind="reports",
        date="2026-05-01",
        authors=("王芳", "Zhang San"),
        department="科研处",
        missing=(),
        score=result.score,
    )


def test_what_is_empty_is_shown_empty(shelf: Shelf) -> None:
    shelf.put(document("a", "桂枝", "", date="", department="", department_name=""))
    (result,) = shelf.ask("桂枝").results
    assert (result.title, result.date, result.authors, result.department) == ("", "", (), "")


# ---- Narrowed


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "papers"}, "a"),
        ({"kind": "论文"}, "a"),
        ({"year": "2025"}, "b"),
        ({"department": "yizheng"}, "c"),
        ({"department": "医政处"}, "c"),
        ({"department": "医政"}, "c"),
        ({"author": "王芳"}, "d"),
        ({"author": "Zhang San"}, "d"),
        ({"author": "ｚｈａｎｇ　ｓａｎ"}, "d"),
        ({"author": "王"}, "d"),
        ({"tag": "基层 服务"}, "e"),
        ({"tag": "ai"}, "e"),
        ({"kind": "reports", "year": "2026", "author": "王芳"}, "d"),
        ({"kind": "papers", "year": "2025"}, ""),
        ({"kind": "", "year": " ", "department": "", "author": "", "tag": ""}, "abcde"),
        ({"kind": "nothing"}, ""),
        ({"tag": "A*"}, ""),
        ({"author": "\udcff"}, ""),
        ({"tag": "\0" + "长" * 100_000}, ""),
    ],
)
def test_a_search_is_narrowed(shelved: Shelf, filters: dict[str, str], found: str) -> None:
    answer = shelved.ask("中医", **filters)
    assert sorted(r.id for r in answer.results) == list(found)
    assert answer.total == len(found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("中医 作者:王芳", "d"),
        ("作者:王芳", "df"),
        ("作者:王芳 -作者:“zhang san”", "f"),
        ("-年:2025", "acde"),
        ("类型:论文 医", "af"),
        ("部门:医政处", "cf"),
        ('标签:"基层 服务"', "e"),
        ("标签:AI -西医", "e"),
        ("tag:ai kind:reports", "e"),
        ("作者:王芳 作者:zhang", "d"),
        ("作者:无此人", ""),
        ("-作者:无此人 西医", "f"),
    ],
)
def test_filters_are_typed(shelved: Shelf, query: str, found: str) -> None:
    assert sorted(shelved.ids(query)) == list(found)


def test_only_the_whole_name_counts_where_there_is_one(shelf: Shelf) -> None:
    shelf.put(document("a", "中医", tags=("基层",)), document("b", "中医", tags=("基层服务",)))
    assert shelf.ids("中医", tag="基层") == ["a"]
    assert sorted(shelf.ids("中医", tag="基")) == ["a", "b"]


def test_filters_alone_find_everything_that_fits(shelved: Shelf) -> None:
    assert sorted(shelved.ids("", kind="papers")) == ["a", "f"]
    assert shelved.ask("").total == shelved.ask("  ").total == 0
    assert shelved.ask("").notes == ()


# ---- Facets


def test_facets_count_what_a_filter_would_leave(shelved: Shelf) -> None:
    facets = shelved.ask("中医").facets
    assert facets == {
        "kind": (FacetCount("reports", "reports", 4), FacetCount("papers", "papers", 1)),
        "year": (FacetCount("2026", "2026", 4), FacetCount("2025", "2025", 1)),
        "department": (FacetCount("keyan", "科研处", 4), FacetCount("yizheng", "医政处", 1)),
        "author": (FacetCount("Zhang San", "Zhang San", 1), FacetCount("王芳", "王芳", 1)),
        "tag": (FacetCount("AI", "AI", 1), FacetCount("基层 服务", "基层 服务", 1)),
    }
    for field, counts in facets.items():
        for one in counts:
            assert shelved.ask("中医", **{field: one.value}).total == one.count


def test_a_facet_leaves_out_its_own_filter_only(shelved: Shelf) -> None:
    facets = shelved.ask("医", kind="papers", year="2025").facets
    assert [(f.value, f.count) for f in facets["kind"]] == [("papers", 1), ("reports", 1)]
    assert [(f.value, f.count) for f in facets["year"]] == [("2025", 1), ("2026", 1)]
    assert [(f.value, f.count) for f in facets["author"]] == [("王芳", 1)]


# ---- Names


def test_a_name_finds_what_somebody_wrote(shelved: Shelf) -> None:
    answer = shelved.ask("Zhang　San")
    assert ([r.id for r in answer.results], note(answer, "name")) == (["d"], {"field": "author", "value": "Zhang San"})
    assert note(shelved.ask("基层 服务"), "name") == {"field": "tag", "value": "基层 服务"}


def test_what_somebody_wrote_is_found_with_what_mentions_that_person(shelf: Shelf) -> None:
    shelf.put(
        document("a", "访王芳", date="2026-09-09"),
        document("b", "别的", authors=("王芳", "张三")),
        document("c", "别的", "王芳访谈"),
        document("d", "别的", headings=("王芳",), date="2026-10-10"),
        document("e", "别的", authors=("王芳芳",)),
    )
    assert shelf.ids("王芳") == ["c", "b", "d", "a"]
    assert shelf.ask("王芳").notes == (Note("author", {"value": "王芳", "count": 1}),)
    assert sorted(shelf.ids("王芳 别的")) == ["b", "c", "d"]
    assert [r.missing for r in shelf.ask("王芳 别的").results] == [()] * 3
    assert shelf.ids("别的 -王芳") == ["e"]
    assert note(shelf.ask("王芳", kind="papers"), "author") is None


def test_a_name_of_two_words_is_found_as_one(shelf: Shelf) -> None:
    shelf.put(document("a", "Zhang met San"), document("b", "别的", authors=("Zhang San",)))
    answer = shelf.ask("zhang san")
    assert [(r.id, r.missing) for r in answer.results] == [("b", ()), ("a", ())]
    assert answer.notes == (Note("author", {"value": "Zhang San", "count": 1}),)


def test_what_is_read_so_is_found_beside_texts_that_hold_the_letters(shelf: Shelf) -> None:
    shelf.put(*SPOKEN)
    assert shelf.ids("huangqi") == ["letters", "whole", "part", "author", "heading", "text"]
    assert note(shelf.ask("huangqi"), "pinyin") == {"text": "huangqi", "count": 3}
    # Initials may as well be letters, and these are found first.
    assert shelf.ids("zyy") == ["text", "title"]
    assert note(shelf.ask("zyy"), "pinyin") == {"text": "zyy", "count": 1}


def test_a_word_among_others_is_read_as_pinyin(shelf: Shelf) -> None:
    shelf.put(*SPOKEN)
    assert sorted(shelf.ids("huangqi 别的")) == ["author", "heading", "letters", "part", "whole"]
    assert note(shelf.ask("huangqi 别的"), "pinyin") == {"text": "huangqi", "count": 3}
    assert shelf.ids("kao huangqi") == ["part"]
    assert sorted(shelf.ids("别的 -huangqi")) == ["author", "none", "part", "title", "whole"]


def test_two_letters_are_read_as_pinyin_where_no_text_holds_them(shelf: Shelf) -> None:
    shelf.put(document("a", "做 CT"), document("b", "别的", "传统"), document("c", "别的", "黄芪"))
    assert shelf.ids("ct") == ["a"]
    assert shelf.ids("hq") == ["c"]
    assert shelf.ids("hq 别的") == ["c"]
    assert shelf.ask("h").total == 0


@pytest.mark.parametrize("query", ["wangfang", "wf", "wang fang", "wangf", "ｗａｎｇｆａｎｇ", "“wang fang”"])
def test_authors_are_found_by_pinyin(shelved: Shelf, query: str) -> None:
    answer = shelved.ask(query)
    assert sorted(r.id for r in answer.results) == ["d", "f"]
    assert note(answer, "pinyin") is not None


def test_whole_titles_by_pinyin_come_first_then_parts_then_books_then_people(shelf: Shelf) -> None:
    shelf.put(
        document("a", "别的", tags=("黄芪炮制",), date="2026-09-09"),
        document("b", "别的", book="黄芪新说", date="2026-08-01"),
        document("c", "别的", "黄芪考", date="2021-01-01"),
        document("d", "别的", tags=("黄芪",), date="2022-01-01"),
        document("e", "别的", "黄芪", date="2020-01-01"),
    )
    assert shelf.ids("huangqi") == ["e", "c", "b", "a", "d"]
    assert shelf.ids("huangqi -别的") == []


# ---- Notes


def test_most_is_found_where_not_all_is(shelved: Shelf) -> None:
    answer = shelved.ask("中医 没有这些 也没那些 西医")
    assert answer.total == 6
    assert note(answer, "partial") == {}
    assert {result.missing for result in answer.results} == {
        ("没有这些", "也没那些", "西医"),
        ("中医", "没有这些", "也没那些"),
    }


@pytest.mark.parametrize(
    ("text", "cut"), [("中医" + "。" * 198, False), ("中医" + "。" * 300, True), ("中 " * 17, True)]
)
def test_a_query_that_was_cut_says_so(shelved: Shelf, text: str, cut: bool) -> None:
    assert (note(shelved.ask(text), "cut") == {}) is cut


PIECES = (
    document("a", "黄芪种植与收购，价格调查", kind="reports", authors=("邓瑜",)),
    document("b", "黄芪种植的技术", kind="papers"),
    document("c", "技术指南", kind="papers", tags=("党参",)),
)


@pytest.mark.parametrize(
    ("query", "filters", "nearest"),
    [
        ("黄芪种植指南", {}, [("黄芪种植 指南", 3), ("黄芪种植", 2), ("指南", 1)]),
        ("黄芪种植技术指南", {}, [("黄芪种植 技术指南", 3), ("黄芪种植", 2), ("技术指南", 1)]),
        ("黄芪种植指南", {"kind": "reports"}, [("黄芪种植 指南", 1), ("黄芪种植", 1)]),
        ("黄芪种植指南", {"kind": "lectures"}, []),
        ("说黄芪种植的技术", {}, [("黄芪种植的技术", 1)]),
        ("价格技术 黄芪收购", {}, [("价格 技术 黄芪 收购", 1), ("价格", 1), ("技术", 2), ("黄芪", 2), ("收购", 1)]),
        ("黄芪价格 -调查", {}, [("黄芪 价格", 1), ("黄芪", 2), ("价格", 1)]),
        ("党叁", {}, [("党参", 1)]),
        ("邓喻", {}, [("邓瑜", 1)]),
        ("没有的话", {}, []),
        ("！！", {}, []),
    ],
)
def test_nothing_found_offers_what_is_nearest(
    shelf: Shelf, query: str, filters: dict[str, str], nearest: list[tuple[str, int]]
) -> None:
    shelf.put(*PIECES)
    details = note(shelf.ask(query, **filters), "none")
    assert [(near["text"], near["total"]) for near in details["nearest"]] == nearest
    for near in details["nearest"]:
        assert shelf.ask(near["query"], **filters).total == near["total"]


def test_what_is_nearest_keeps_typed_filters(shelf: Shelf) -> None:
    shelf.put(*PIECES)
    details = note(shelf.ask("黄芪种植指南 类型:论文 -作者:“邓 瑜”"), "none")
    assert details["searched"] == ["黄芪种植指南"]
    assert details["nearest"][1] == {"text": "黄芪种植", "query": '黄芪种植 kind:"论文" -author:"邓 瑜"', "total": 1}
    for near in details["nearest"]:
        assert shelf.ask(near["query"]).total == near["total"]


def test_what_was_searched_is_said_with_its_synonyms(shelf: Shelf) -> None:
    shelf.put(*PIECES)
    assert note(shelf.ask("北沙参 明党参", [["北沙参", "沙参"]]), "none")["searched"] == ["北沙参", "沙参", "明党参"]


@pytest.mark.parametrize(
    ("query", "filters", "totals"),
    [
        ("黄芪", {"kind": "lectures"}, [("kind", "lectures", 2)]),
        ("黄芪", {"kind": "lectures", "author": "邓瑜"}, [("kind", "lectures", 1), ("author", "邓瑜", 0)]),
        ("黄芪", {"kind": "reports", "year": "1999"}, [("kind", "reports", 0), ("year", "1999", 1)]),
        ("黄芪 类型:论文", {"author": "邓瑜"}, [("author", "邓瑜", 1)]),
        ("黄芪 类型:讲座", {}, []),
        ("", {"kind": "lectures"}, [("kind", "lectures", 0)]),
        ("", {"kind": "lectures", "year": "2026"}, [("kind", "lectures", 3), ("year", "2026", 0)]),
        ("黄芪", {"kind": "papers"}, None),
        ("没有的话", {"kind": "papers"}, None),
    ],
)
def test_filters_that_leave_nothing_can_be_dropped(
    shelf: Shelf, query: str, filters: dict[str, str], totals: list[tuple[str, str, int]] | None
) -> None:
    shelf.put(*PIECES)
    details = note(shelf.ask(query, **filters), "dropped")
    found = [(one["name"], one["value"], one["total"]) for one in details["totals"]] if details else None
    assert found == totals
    for name, _, total in totals or ():
        assert shelf.ask(query, **(filters | {name: ""})).total == total
