from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.ranking import span
from generator.search.text import SEGMENT, places, segments
from tests.search.builders import Shelf, document

WEIGHTS = (8.0, 3.0, 1.0)
K, B = 1.2, 0.75


def bm25f(texts: Sequence[Sequence[str]], phrase: str, boost: float = 1.0, common: int = 0) -> list[float]:
    """The score of one run of characters in texts by zones, worked out from the words of the formula alone.

    How often a single character stands in a zone does not count.
    """
    most = 1 if len(phrase) == 1 else math.inf
    counts = [[min(most, zone.count(phrase)) for zone in zones] for zones in texts]
    holders = max(common, sum(any(row) for row in counts))
    rarity = boost * math.log(1 + (len(texts) - holders + 0.5) / (holders + 0.5))
    lengths = [(places(title), segments(lead), segments(body)) for title, lead, body in texts]
    average = [sum(column) / len(texts) or 1.0 for column in zip(*lengths, strict=True)]
    found = []
    for size, row in zip(lengths, counts, strict=True):
        parts = zip(WEIGHTS, row, size, average, strict=True)
        often = sum(weight * count / (1 - B + B * own / mean) for weight, count, own, mean in parts)
        found.append(rarity * often / (K + often))
    return found


def scores(shelf: Shelf, query: str, groups: list[list[str]] | None = None) -> dict[str, float]:
    return {result.id: result.score for result in shelf.ask(query, groups, limit=99).results}


TEXTS = [
    ("桂枝汤方", "桂枝，方论", "桂枝汤与麻黄汤，桂枝。"),
    ("麻黄汤方", "", "麻黄汤，说了桂枝再说麻黄"),
    ("别的", "麻黄", "白术" * 40),
    ("另外", "", "黄芪建中汤。北芪北芪"),
]


@pytest.fixture
def shelved(shelf: Shelf) -> Shelf:
    shelf.put(*(document(f"d{n}", body, title, summary=lead) for n, (title, lead, body) in enumerate(TEXTS)))
    return shelf


# ---- The score


@pytest.mark.parametrize("phrase", ["桂枝", "麻黄汤", "汤", "白术", "桂枝汤方"])
def test_one_phrase_scores_by_bm25f(shelved: Shelf, phrase: str) -> None:
    expected = {f"d{n}": score for n, score in enumerate(bm25f(TEXTS, phrase)) if score}
    assert scores(shelved, phrase) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("typed", "other"), [("黄芪", "北芪"), ("北芪", "黄芪"), ("桂枝", "麻黄"), ("白术", "桂枝")])
def test_of_words_that_mean_the_same_the_best_counts(shelved: Shelf, typed: str, other: str) -> None:
    common = sum(any(word in zone for zone in zones for word in (typed, other)) for zones in TEXTS)
    own, meant = bm25f(TEXTS, typed, common=common), bm25f(TEXTS, other, 0.9, common)
    best = {f"d{n}": max(pair) for n, pair in enumerate(zip(own, meant, strict=True)) if any(pair)}
    assert scores(shelved, typed, [[typed, other]]) == pytest.approx(best, abs=1e-4)


def test_the_word_that_was_typed_comes_before_a_rarer_one_that_means_the_same(shelf: Shelf) -> None:
    shelf.put(document("a", "别的", "北芪考"), document("b", "别的", "黄芪考"), *(document(c, "黄芪") for c in "cdef"))
    assert shelf.ids("黄芪", [["黄芪", "北芪"]])[:2] == ["b", "a"]
    assert shelf.ids("北芪", [["黄芪", "北芪"]])[:2] == ["a", "b"]


def test_phrases_of_one_word_are_summed(shelved: Shelf) -> None:
    total = bm25f(TEXTS, "桂枝")[1] + bm25f(TEXTS, "麻黄汤")[1]
    assert scores(shelved, "桂枝、麻黄汤")["d1"] == pytest.approx(total, abs=1e-4)


def test_words_are_summed_with_what_stands_together_and_near(shelved: Shelf) -> None:
    parts = [bm25f(TEXTS, "桂枝"), bm25f(TEXTS, "汤方"), bm25f(TEXTS, "桂枝汤方", boost=2.0)]
    assert scores(shelved, "桂枝 汤方")["d0"] == pytest.approx(sum(p[0] for p in parts), abs=1e-4)
    near = bm25f(TEXTS, "桂枝")[1] + bm25f(TEXTS, "麻黄")[1] + 1.0
    assert scores(shelved, "桂枝 麻黄")["d1"] == pytest.approx(near, abs=1e-4)


def test_what_would_be_two_runs_is_not_looked_up_together(shelved: Shelf) -> None:
    parts = [bm25f(TEXTS, "麻黄汤"), bm25f(TEXTS, "方论")]
    assert scores(shelved, "“麻黄汤。” 方论")["d0"] == pytest.approx(sum(p[0] for p in parts), abs=1e-4)


# ---- What comes before the score


def test_where_the_words_stand_comes_before_how_often(shelf: Shelf) -> None:
    shelf.put(
        document("a", "桂枝。" * 50),
        document("b", "别的。" * 50, headings=("桂枝",)),
        document("c", "别的。" * 50, summary="桂枝"),
        document("d", "别的。" * 50, "试论桂枝的用法，与别的许多药物一起"),
        document("e", "别的。" * 50, "《桂枝》"),
    )
    assert shelf.ids("桂枝")[:2] == ["e", "d"]
    assert sorted(shelf.ids("桂枝")[2:4]) == ["b", "c"]
    assert shelf.ids("桂枝")[4] == "a"


@pytest.mark.parametrize("query", ["桂枝 麻黄", "“桂枝麻黄”", "桂枝麻黄 桂枝", "桂枝　麻黄"])
def test_all_in_the_title_comes_before_some_in_the_title(shelf: Shelf, query: str) -> None:
    shelf.put(document("a", "桂枝麻黄。" * 9, "桂枝"), document("b", "其他" * 99, "说桂枝麻黄的一篇长长的标题"))
    assert shelf.ids(query) == ["b", "a"]


@pytest.mark.parametrize("query", ["桂枝汤 方论", "桂枝湯，方論", "“桂枝汤 方论”", "桂枝汤、方论"])
def test_the_very_title_comes_first(shelf: Shelf, query: str) -> None:
    shelf.put(document("a", "桂枝汤 方论" * 9, "桂枝汤方论，桂枝汤，方论"), document("b", "其他" * 99, "桂枝汤：方论"))
    assert shelf.ids(query)[0] == "b"


def test_words_not_held_do_not_count_against_a_document(shelf: Shelf) -> None:
    shelf.put(document("a", "桂枝。" * 9), document("b", "别的", "桂枝"), document("c", "麻黄"))
    answer = shelf.ask("桂枝 白术")
    assert [(r.id, r.missing) for r in answer.results] == [("b", ("白术",)), ("a", ("白术",))]


# ---- Nearness


def apart(segments: int, filler: str = "他") -> str:
    """A text with two words in segments that far apart."""
    return "桂枝" + filler * (SEGMENT * segments - 2) + "麻黄"


def test_words_that_stand_near_each_other_come_first(shelf: Shelf) -> None:
    bodies = {n: apart(n) + "其" * (SEGMENT * (9 - n)) for n in (5, 1, 3, 9)}
    shelf.put(*(document(f"d{n}", body) for n, body in bodies.items()))
    assert shelf.ids("桂枝 麻黄") == ["d1", "d3", "d5", "d9"]


def test_nearness_is_one_over_one_more_than_the_segments_between(shelf: Shelf) -> None:
    rows = {n: apart(n) + "其" * (SEGMENT * (9 - n)) for n in (1, 2, 4, 8)}
    shelf.put(*(document(f"d{n}", body) for n, body in rows.items()), document("z", "白术"))
    found = scores(shelf, "桂枝 麻黄")
    bare = {n: found[f"d{n}"] - 1 / (1 + n) for n in rows}
    assert max(bare.values()) - min(bare.values()) < 2e-4


def test_nearness_to_a_single_character_is_not_known(shelf: Shelf) -> None:
    shelf.put(document("a", "桂枝，汤"), document("b", "别的"))
    alone = scores(shelf, "桂枝")["a"] + scores(shelf, "汤")["a"]
    assert scores(shelf, "桂枝 汤")["a"] == pytest.approx(alone, abs=2e-4)


def test_a_title_is_whole_when_it_takes_the_places_of_what_was_typed(shelf: Shelf) -> None:
    shelf.put(*(document(t, "桂枝麻黄" * 9, t) for t in ("桂枝麻黄", "麻黄，桂枝", "桂枝 麻黄 方", "桂枝。麻黄")))
    assert shelf.ids("桂枝 麻黄")[:2] == ["桂枝。麻黄", "麻黄，桂枝"]


def test_nearness_is_that_of_bodies_only(shelf: Shelf) -> None:
    shelf.put(document("a", "桂枝", "甲", summary="麻黄"), document("b", "桂枝麻黄", "乙"), document("c", "白术"))
    texts = [("甲", "麻黄", "桂枝"), ("乙", "", "桂枝麻黄"), ("无题", "", "白术")]
    plain = [sum(parts) for parts in zip(bm25f(texts, "桂枝"), bm25f(texts, "麻黄"), strict=True)]
    together = bm25f(texts, "桂枝麻黄", boost=2.0)[1]
    assert scores(shelf, "桂枝 麻黄") == pytest.approx({"a": plain[0], "b": plain[1] + together + 1.0}, abs=1e-4)


def test_nearness_moves_only_the_best_thirty(shelf: Shelf) -> None:
    far = [document(f"f{n:02}", apart(3), date="2026-06-01") for n in range(30)]
    near = document("near", apart(1) + "他" * (SEGMENT * 2), date="2026-01-01")
    assert places(near.body) == places(far[0].body)
    shelf.put(*far, near)
    assert shelf.ids("桂枝 麻黄", limit=99)[-1] == "near"
    shelf.put(*far[:29], near)
    assert shelf.ids("桂枝 麻黄", limit=99)[0] == "near"


@given(st.lists(st.sets(st.integers(0, 40), min_size=1, max_size=5), min_size=1, max_size=4))
def test_a_span_is_the_smallest_of_all_choices(choices: list[set[int]]) -> None:
    assert span(choices) == min(max(one) - min(one) for one in itertools.product(*choices))


# ---- Ties and dates


def test_equals_stand_newest_first_then_by_id(shelf: Shelf) -> None:
    dates = {"c": "2026-01-01", "a": "2025-12-31", "b": "2026-01-01", "e": "", "d": "", "f": "2024-06-01"}
    shelf.put(*(document(id, "中医", date=date) for id, date in dates.items()))
    assert shelf.ids("中医") == ["b", "c", "a", "f", "d", "e"]


def test_results_sorted_by_date(shelf: Shelf) -> None:
    shelf.put(
        document("a", "中医", date="2026-01-01"),
        document("b", "别的", "中医", date="2024-01-01"),
        document("c", "中医，中医", date="2025-01-01"),
        document("d", "别的", "中医", date=""),
        document("e", "别的", "中医", date="2026-01-01"),
    )
    assert shelf.ids("中医", sort="newest") == ["e", "a", "c", "b", "d"]
    assert shelf.ids("中医", sort="oldest") == ["b", "c", "e", "a", "d"]


def test_the_same_documents_in_another_order_give_the_same_answer(tmp_path: Path) -> None:
    texts = ["桂枝汤方", "桂枝，桂枝", "麻黄汤 桂枝", "中医桂枝", "论桂枝"]
    documents = [document(f"d{n:02}", texts[n % 5] * (n % 3 + 1)) for n in range(40)]
    one, other = Shelf(tmp_path / "1"), Shelf(tmp_path / "2")
    one.put(*documents)
    other.put(*random.Random(7).sample(documents, len(documents)))
    for query in ("桂枝", "桂枝 汤", "桂", "桂枝 汤方 麻黄"):
        assert one.ask(query, limit=99) == one.ask(query, limit=99) == other.ask(query, limit=99)
        assert one.ids(query, limit=4) == one.ids(query, limit=99)[:4]
        assert [*one.ids(query, limit=7), *one.ids(query, limit=7, offset=7)] == one.ids(query, limit=14)
