from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.text import (
    SEGMENT,
    beginning,
    fold,
    is_word_character,
    places,
    runs,
    segments,
    simplified,
    synonyms,
    terms,
)

CASES = json.loads(Path(__file__).with_name("folding.json").read_text(encoding="utf-8"))
HAN = st.text("中医药桂枝汤之乎者也一二三〇㐀龥豈𠀀𪚥", min_size=2, max_size=8)
ANYTHING = st.text(
    st.one_of(st.characters(), st.sampled_from("中医药桂枝汤湯ＡａＢbé１1，。“” \n\u3000\u200b𠀀e\u0301")), max_size=30
)


def cut(text: str) -> list[tuple[str, int]]:
    return [(term.text, term.position) for term in terms(text)]


def follows(text: str, run: str) -> bool:
    """Whether the pairs of a run stand in a text one after the other, as a phrase is looked up in an index."""
    standing = set(cut(text))
    pairs = [(run[at : at + 2], at) for at in range(len(run) - 1)]
    return any(all((pair, start + at) in standing for pair, at in pairs) for _, start in standing)


# ---- Folding


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["text"]))
def test_folding(case: dict[str, Any]) -> None:
    assert fold(case["text"]) == case["folded"]
    assert list(runs(case["text"])) == case["runs"]


@given(ANYTHING)
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(fold(text).encode("utf-16", "surrogatepass")) == len(text.encode("utf-16", "surrogatepass"))
    assert fold(fold(text)) == fold(text)
    assert fold(text) == "".join(map(fold, text))


def test_every_traditional_character_has_one_simplified_one() -> None:
    table = simplified()
    assert 3_000 < len(table) < 6_000
    assert {table[c] for c in "醫藥湯國後臺"} == set("医药汤国后台")
    assert all(len(old) == len(new) == 1 != (old == new) for old, new in table.items())
    assert all(len(old.encode("utf-16")) == len(new.encode("utf-16")) for old, new in table.items())
    assert not table.keys() & set(table.values())


# ---- Terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("桂枝汤", [("桂枝", 0), ("枝汤", 1), ("汤", 2)]),
        ("桂枝", [("桂枝", 0), ("枝", 1)]),
        ("桂", [("桂", 0)]),
        ("桂，枝", [("桂", 0), ("枝", 2)]),
        ("桂，。 枝", [("桂", 0), ("枝", 2)]),
        ("𠀀𪚥", [("𠀀𪚥", 0), ("𪚥", 1)]),
        ("Ｖit C", [("vi", 0), ("it", 1), ("t", 2), ("c", 4)]),
        ("5G网", [("5g", 0), ("g网", 1), ("网", 2)]),
        ("a_b", [("a", 0), ("b", 2)]),
        ("，。！ \n…—_", []),
        ("", []),
    ],
)
def test_terms(text: str, expected: list[tuple[str, int]]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(("text", "count"), [("", 0), ("。", 0), ("桂", 2), ("桂枝", 3), ("，桂，枝 汤方。", 7)])
def test_places_are_one_a_character_and_one_after_each_run(text: str, count: int) -> None:
    assert places(text) == count


@pytest.mark.parametrize(("count", "expected"), [(0, 1), (1, 1), (SEGMENT - 1, 1), (SEGMENT, 2), (SEGMENT * 3, 4)])
def test_segments_are_so_many_places(count: int, expected: int) -> None:
    assert segments("字" * count) == expected


@pytest.mark.parametrize("between", "，。 \n　、“-_")
def test_no_phrase_spans_what_stands_between(between: str) -> None:
    assert follows("桂枝汤方", "枝汤方")
    assert not follows(f"桂枝{between}汤方", "枝汤方")
    assert not follows(f"桂{between}枝汤", "桂枝")


@given(ANYTHING)
def test_terms_stand_where_they_say(text: str) -> None:
    found = cut(text)
    positions = [position for _, position in found]
    assert positions == sorted(set(positions))
    assert all(places(text) > position for position in positions)
    row = dict.fromkeys(range(places(text)), " ") | {position: term[0] for term, position in found}
    assert "".join(row.values()).split() == list(runs(text))


@given(before=ANYTHING, wanted=HAN, after=ANYTHING)
def test_every_piece_of_han_is_found_wherever_it_stands(before: str, wanted: str, after: str) -> None:
    (run,) = runs(wanted)
    assert follows(f"{before}{wanted}{after}", run)


@given(text=HAN, wanted=HAN)
def test_what_does_not_stand_in_a_text_is_not_found_there(text: str, wanted: str) -> None:
    (run,) = runs(wanted)
    assert follows(text, run) == (fold(wanted) in fold(text))


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("桂枝 汤", 1, "桂枝 "),
        ("桂枝 汤", 2, "桂枝 汤"),
        ("。桂枝，汤！", 2, "。桂枝，汤！"),
        ("a b c", 2, "a b "),
        ("", 3, ""),
    ],
)
def test_a_beginning_ends_before_another_run(text: str, count: int, expected: str) -> None:
    assert beginning(text, count) == expected


@pytest.mark.parametrize(
    ("character", "expected"), [("桂", True), ("a", True), ("1", True), ("，", False), ("_", False)]
)
def test_characters_of_words(character: str, expected: bool) -> None:
    assert is_word_character(character) is expected


# ---- Words that mean the same


def test_each_word_of_a_group_leads_to_all_others() -> None:
    found = synonyms([["黄芪", "黃芪", "北芪"], ["电子病历", "ＥＭＲ"]])
    assert found == {
        "黄芪": ("黄芪", "北芪"),
        "北芪": ("北芪", "黄芪"),
        "电子病历": ("电子病历", "emr"),
        "emr": ("emr", "电子病历"),
    }


def test_a_word_of_two_groups_leads_to_both_and_no_further() -> None:
    found = synonyms([["甲", "乙"], ["乙", "丙"]])
    assert found["乙"] == ("乙", "甲", "丙")
    assert found["甲"] == ("甲", "乙")


@pytest.mark.parametrize("group", [["A", "a"], ["a"], [""], [], ["醫", "医"], [" a ", "a"]])
def test_a_group_of_one_word_says_nothing(group: list[str]) -> None:
    assert synonyms([group]) == {}


def test_what_keeps_phrases_apart_takes_a_position_more() -> None:
    assert [(t.text, t.position) for t in terms("黄芪\n桂枝，汤", "\n") if len(t.text) == 2 or t.text == "汤"] == [
        ("黄芪", 0),
        ("桂枝", 4),
        ("汤", 7),
    ]
    assert [t.position for t in terms("黄\n桂")] == [0, 2]
