"""The browser and the server give the same answers to the same queries.

Where they do not, there is a reason:

- The browser counts UTF-16 code units and the server characters, so that beyond the basic plane lengths and places
  differ.
- Where no piece of a query stands anywhere, the browser offers names of authors and tags, the server titles and books
  as well: the browser does not know them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.messages import catalogue
from generator.search.answer import Question, answer
from generator.search.browser import write_index
from generator.search.documents import SearchDocument
from generator.search.index import open_index, update_index
from generator.search.query import Query, parse
from generator.search.report import record
from generator.search.text import runs, synonyms
from tests.search.builders import SPOKEN, document
from tests.search.index.corpus import CONTENTS, GROUPS, PlainText, described, random_documents, real_documents
from tests.search.index.node import asked, needs_node, pages_of
from tests.search.index.questions import Asked, Asker

pytestmark = needs_node

MANY = 100_000
ZH = catalogue("zh")
Groups = Sequence[Sequence[str]]
Answer = Mapping[str, Any]


def both(
    folder: Path, documents: Sequence[SearchDocument], groups: Groups, questions: Sequence[Asked]
) -> list[tuple[Answer, Answer]]:
    """What the server and the browser answer, all results if no limit is asked for."""
    write_index(folder / "search", documents, groups, workers=1)
    update_index(folder / "server", documents, groups)
    given = [{"query": q.query, "options": {"limit": MANY, **q.options}} for q in questions]
    browser = asked(folder, given, pages_of(documents))
    opened = open_index(folder / "server")
    server = [record(answer(opened, _question(q)), ZH) for q in questions]
    opened.close()
    return [*zip(map(_plain, json.loads(json.dumps(server))), map(_plain, browser), strict=True)]


def _question(asked: Asked) -> Question:
    options = {"limit": MANY, **asked.options}
    filters = {name: value for name, value in options.items() if name not in ("sort", "limit", "offset")}
    return Question(asked.query, filters, options.get("sort", "relevance"), options["limit"], options.get("offset", 0))


def _plain(answer: Answer) -> Answer:
    """What both sides say, in comparable form."""
    results = answer["results"]
    keys = ("id", "url", "title", "kind", "date", "authors", "department", "missing")
    return {
        "total": answer["total"],
        "facets": answer["facets"],
        "notes": answer["notes"],
        "results": [{key: result[key] for key in keys} for result in results],
        "excerpts": [result["excerpt"] for result in results][:50],
    }


class Reasons:
    """Why answers to a query may differ."""

    def __init__(self, documents: Sequence[SearchDocument], groups: Groups) -> None:
        """Fold what is looked at."""
        self._synonyms = synonyms(groups)
        self._truth = PlainText(documents)

    def near(self, text: str) -> bool:
        """Whether nearness may differ: of a phrase over punctuation the browser knows where its first run is."""
        query = parse(text, self._synonyms)
        return len(query.wanted) > 1 and bool(_punctuated(query))

    def pieces(self, text: str) -> bool:
        """Whether any two characters of what was typed stand somewhere."""
        query = parse(text, self._synonyms)
        own = [run for clause in query.wanted for run in runs(clause.words[0])]
        return any(self._truth.holding(run[at : at + 2]) for run in own for at in range(len(run) - 1))


def _punctuated(query: Query) -> list[tuple[str, ...]]:
    every = [phrase for clause in query.clauses for phrases in clause.alternatives for phrase in phrases]
    return [phrase for phrase in every if len(phrase) > 1]


def without(notes: Iterable[Mapping[str, Any]], *names: str) -> list[Mapping[str, Any]]:
    """Notes without some of their details."""
    return [{key: value for key, value in note.items() if key not in names} for note in notes]


def disagreements(
    folder: Path, documents: Sequence[SearchDocument], groups: Groups, questions: Sequence[Asked]
) -> tuple[list[tuple[Asked, str, Any, Any]], int]:
    """Where the two differ without a reason: (question, what, server, browser); and how much was compared."""
    reasons, found, compared = Reasons(documents, groups), [], 0
    for question, (server, browser) in zip(questions, both(folder, documents, groups, questions), strict=True):
        unchecked = any(note["type"] == "unchecked" for note in browser["notes"])
        if unchecked:
            continue
        compared += 1
        one, other = dict(server), dict(browser)
        if not reasons.pieces(question.query):
            one["notes"], other["notes"] = (without(a["notes"], "nearest") for a in (one, other))
        if reasons.near(question.query):
            one["results"], other["results"] = (sorted(r["id"] for r in a["results"]) for a in (one, other))
            one["excerpts"] = other["excerpts"] = []
            if "limit" in question.options:
                one["results"] = other["results"] = []
        found += [(question, key, one[key], other[key]) for key in one if one[key] != other[key]]
    return found, compared


@pytest.mark.parametrize("content", CONTENTS)
def test_real_articles(content: str, tmp_path: Path) -> None:
    documents, groups = real_documents(content)
    found, compared = disagreements(tmp_path, documents, groups, Asker(documents, groups, 7).questions(400))
    assert found == []
    assert compared > 360


def test_random_documents(tmp_path: Path) -> None:
    documents = described(random_documents(150, 9, beyond=False), 10)
    found, compared = disagreements(tmp_path, documents, GROUPS, Asker(documents, GROUPS, 11).questions(400))
    assert found == []
    assert compared > 330


def test_beyond_the_basic_plane_only_the_order_and_the_excerpts_differ(tmp_path: Path) -> None:
    documents = described(random_documents(150, 12), 13)
    questions = [
        Asked(q.query, {**q.options, "limit": MANY, "offset": 0}) for q in Asker(documents, GROUPS, 14).questions(200)
    ]
    found, compared = disagreements(tmp_path, documents, GROUPS, questions)
    assert compared > 160
    for question, key, server, browser in found:
        if key == "results":
            assert sorted(map(str, server)) == sorted(map(str, browser)), question
        else:
            assert key == "excerpts", (question, server, browser)


# ---- What once differed


def ids(answer: Answer) -> list[str]:
    return [result["id"] for result in answer["results"]]


def test_a_phrase_goes_on_in_the_next_paragraph(tmp_path: Path) -> None:
    documents = [
        document("a", "先煎桂枝。\n汤方在后"),
        document("b", "汤方在后\n先煎桂枝"),
        document("c", "桂枝", "汤方"),
    ]
    [(server, browser)] = both(tmp_path, documents, (), [Asked('"桂枝，汤方"')])
    assert ids(server) == ids(browser) == ["a"]


def test_a_phrase_stands_in_one_heading_or_in_the_summary_or_in_the_body(tmp_path: Path) -> None:
    documents = [
        document("headings", "别的", headings=("先煎桂枝", "汤方在后")),
        document("summary", "汤方在后", headings=("桂枝",), summary="汤方，先煎桂枝"),
        document("heading", "别的", headings=("桂枝、汤方", "别的")),
        document("book", "别的", headings=("桂枝·汤方",), book="桂枝·汤方", date="2020-01-01", year="2020"),
        document("lines", "别的", summary="先煎桂枝\n汤方在后", date="2019-01-01", year="2019"),
        document("body", "桂枝，汤方", date="2026-12-12"),
    ]
    [(server, browser)] = both(tmp_path, documents, (), [Asked('"桂枝，汤方"')])
    assert server == browser
    assert ids(server) == ["heading", "book", "lines", "body"]


def test_a_single_character_counts_once(tmp_path: Path) -> None:
    documents = [
        document("a", "汤" * 30 + "方"),
        document("b", "汤方，别的桂枝"),
        document("c", "桂枝方", date="2026-06-01"),
    ]
    for server, browser in both(tmp_path, documents, (), [Asked("汤"), Asked("汤 桂枝"), Asked("方 桂枝")]):
        assert ids(server) == ids(browser)


def test_traditional_names_are_read_as_they_are_written(tmp_path: Path) -> None:
    """藥 has readings that 药 has not."""
    documents = [document("a", tags=("药材",)), document("b", tags=("藥材",)), document("c", authors=("乾隆",))]
    questions = [Asked(q) for q in ("yaocai", "yuecai", "shuocai", "qianlong", "ganlong", "ql")]
    for server, browser in both(tmp_path, documents, (), questions):
        assert ids(server) == ids(browser)


def test_a_title_in_brackets_is_read_whole(tmp_path: Path) -> None:
    documents = [
        document("a", title="《黄芪》"),
        document("b", title="黄芪的种植", date="2026-06-01"),
        document("c", title="黄芪，"),
    ]
    for server, browser in both(tmp_path, documents, (), [Asked("huangqi"), Asked("hq")]):
        assert ids(server) == ids(browser) == ["a", "c", "b"]


def test_what_is_offered_never_ends_inside_a_character(tmp_path: Path) -> None:
    documents = [document("a", "芪一𠀀甲𠀁乙"), document("b", "芪一"), document("c", "一𠀁")]
    for server, browser in both(tmp_path, documents, (), [Asked("芪一𠀂"), Asked("甲𠀂"), Asked("𠀂乙𠀁乙")]):
        assert server["notes"] == browser["notes"]
        assert json.dumps(browser["notes"], ensure_ascii=False).encode()


def test_every_match_is_marked_though_another_one_covers_a_part_of_it(tmp_path: Path) -> None:
    documents = [document("a", "方" + "一" * 11 + "方")]
    [(server, browser)] = both(tmp_path, documents, (), [Asked("一一一 一一一一")])
    assert server["excerpts"] == browser["excerpts"]
    assert browser["excerpts"][0].count("<mark>") == 3


def test_whoever_asks_for_a_name_is_told_what_that_person_wrote(tmp_path: Path) -> None:
    documents = [document("a", "访王芳"), *(document(f"b{n}", "别的", authors=("王芳",)) for n in range(3))]
    [(server, browser)] = both(tmp_path, documents, (), [Asked("王芳", {})])
    assert server["notes"] == browser["notes"] == [{"type": "author", "value": "王芳", "count": 3}]
    assert ids(server) == ids(browser) == ["b0", "b1", "b2", "a"]
    assert [result["missing"] for result in browser["results"]] == [[]] * 4


def test_names_are_found_beside_texts_in_the_same_order(tmp_path: Path) -> None:
    queries = ("huangqi", "zyy", "huangqi 别的", "kao huangqi", "别的 -huangqi", "h", "hq", "zyys", "黄琦", "-黄琦")
    for server, browser in both(tmp_path, SPOKEN, (), [Asked(query) for query in queries]):
        assert browser["total"] or not server["total"]
        assert server == browser


def test_odd_limits_and_offsets_are_as_if_none_were_given(tmp_path: Path) -> None:
    documents = [document(f"d{n:02}", "黄芪") for n in range(30)]
    write_index(tmp_path / "search", documents, workers=1)
    odd = ({}, {"limit": -1}, {"limit": "viele"}, {"offset": -3}, {"offset": 1.5}, {"limit": None})
    questions = [{"query": "黄芪", "options": options} for options in (*odd, {"limit": "5", "offset": "2"})]
    *usual, asked_for = asked(tmp_path, questions, pages_of(documents))
    assert [len(answer["results"]) for answer in usual] == [10] * len(odd)
    assert {answer["results"][0]["id"] for answer in usual} == {"d00"}
    assert [result["id"] for result in asked_for["results"]] == [f"d{n:02}" for n in range(2, 7)]


def test_a_phrase_that_is_left_out_is_told_to_be_checked_in_some_articles_only(tmp_path: Path) -> None:
    documents = [document(f"d{n:03}", "黄芪方子，桂枝汤") for n in range(210)]
    write_index(tmp_path / "search", documents, workers=1)
    [answer] = asked(tmp_path, [{"query": '黄芪 -"方子，桂枝汤"'}], pages_of(documents))
    assert {"type": "unchecked", "count": 200} in answer["notes"]
