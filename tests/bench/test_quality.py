from __future__ import annotations

from typing import Any

import pytest

from tests.bench.browser import Answer, Step, Visit
from tests.bench.quality import cost, quality, usual
from tests.bench.questions import Articles, Question, item_questions, pinyin_questions, suggestion_questions
from tests.bench.server import Sent
from tests.search.builders import document

KNOWN = {"a/", "b/", "c/", "d/"}


def answer(*addresses: str) -> Answer:
    return Answer(addresses, len(addresses), 0.1, 0.05, 1)


def measured(*asked: tuple[Question, Answer]) -> dict[str, Any]:
    return quality(list(asked), KNOWN)


def test_recall_and_precision() -> None:
    found = measured(
        (Question("truth", "黄芪", frozenset({"a/", "b/"})), answer("a/", "c/", "elsewhere/")),
        (Question("truth", "x1", frozenset({"a/"}), frozenset({"b/"})), answer("a/", "b/")),
        (Question("truth", "没有", frozenset({"d/"})), answer()),
    )["truth"]
    assert found["queries"] == 3
    assert found["recall"] == pytest.approx((0.5 + 1 + 0) / 3)
    assert found["precision"] == pytest.approx((0.5 + 1) / 2)
    assert found["unanswered"] == 1
    assert found["han"]["queries"] == 2
    assert found["other"]["recall"] == 1


def test_ranks_of_what_is_looked_for_beside_those_of_chance() -> None:
    found = measured(
        (Question("half", "一", frozenset({"b/"}), fitting=4), answer("a/", "b/")),
        (Question("half", "二", frozenset({"c/"}), fitting=1), answer("c/", "b/")),
        (Question("title", "三", frozenset({"d/"})), answer("a/", "b/")),
    )["items"]
    assert found["half"]["reciprocal_rank"] == pytest.approx(0.75)
    assert found["half"]["by_chance"] == pytest.approx(((1 + 1 / 2 + 1 / 3 + 1 / 4) / 4 + 1) / 2)
    assert (found["half"]["clear_queries"], found["half"]["clear_reciprocal_rank"]) == (1, 1)
    assert found["all"]["reciprocal_rank"] == pytest.approx((0.5 + 1 + 0) / 3)
    assert found["words"]["reciprocal_rank"] is None


def test_how_many_titles_a_question_fits() -> None:
    titles = ("本草求真·附子", "本草求真·大黄", "伤寒论浅注", "本草求真·附子")
    articles = Articles(
        [document(f"d{n}", title=title, body=f"正文{n}甲乙丙丁戊己庚辛") for n, title in enumerate(titles)]
    )
    questions = item_questions(articles, 4)
    fitting = {(q.kind, q.text): q.fitting for q in questions}
    assert all(count == 1 for (kind, _), count in fitting.items() if kind == "title")
    assert all(count == (2 if "本草求真" in text else 1) for (kind, text), count in fitting.items() if kind == "half")
    assert len([q for q in questions if q.kind == "title" and len(q.wanted) == 2]) == 2


def test_what_visits_cost() -> None:
    def step(size: int, seconds: float, working: float | None) -> Step:
        return Step(Sent(size, 2), seconds, working)

    visits = [
        Visit(Sent(9, 1), step(5, 1, 0.5), step(size, size / 10, working), step(0, 0.1, 0.1), step(0, 0.2, 0.2))
        for size, working in ((1, 0.1), (2, 0.2), (30, None))
    ]
    found: dict[str, Any] = cost(visits)
    assert found["query"]["bytes"] == {"median": 2, "p95": 30}
    assert found["query"]["working"] is None
    assert found["cached"]["working"] == {"median": 0.2, "p95": 0.2}
    assert usual(list(range(1, 101))) == {"median": 50.5, "p95": 95}


def test_pieces_of_titles_are_asked_for_in_pinyin() -> None:
    titles = ("黄芪建中汤", "针灸", "艾", "Abc", "伤寒论浅注")
    articles = Articles([document(f"d{n}", title=title) for n, title in enumerate(titles)])
    questions = pinyin_questions(articles, 12)
    assert len(questions) == len({q.text for q in questions}) > 8
    read = {q.text: articles.beside(q.text) for q in questions}
    assert all(q.text.isascii() and q.wanted <= read[q.text] for q in questions)
    assert {q.text for q in questions if len(q.text) < 5} & {"hqj", "qjz", "jzt", "shl", "hqjz", "qjzt"}
    assert sorted(q.text for q in suggestion_questions(articles, 9)) == ["Ab", "伤寒", "黄芪"]


def test_what_is_read_so_counts_neither_way() -> None:
    articles = Articles([document("a", "说 huangqi"), document("b", title="黄芪"), document("c")])
    assert articles.holding("huangqi") == {"a/"}
    assert articles.beside("huangqi") == {"b/"}
    assert articles.beside("黄芪") == frozenset()
