from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.text import fold, is_han, runs, short_words, synonyms, terms, words

HAN = st.text("中医药桂枝汤之乎者也一二三〇㐀龥豈𠀀𪚥", min_size=2, max_size=8)
ANYTHING = st.text(
    st.one_of(st.characters(), st.sampled_from("中医药桂枝汤ＡａＢbé１1，。“” \n\u3000\u200b𠀀e\u0301")), max_size=30
)


def cut(text: str) -> list[tuple[str, int]]:
    return [(term.text, term.position) for term in terms(text)]


def follows(text: str, run: tuple[str, ...]) -> bool:
    """Whether the terms of a run stand in a text one after the other, as a phrase is looked up in an index."""
    places = set(cut(text))
    return any(
        all((term, start + i) in places for i, term in enumerate(run)) for first, start in places if first == run[0]
    )


# ---- Folding


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＣＯＶＩＤ－１９", "covid-19"),
        ("Ｘ　Ｙ", "x y"),
        ("桂枝湯", "桂枝湯"),
        ("（一）", "(一)"),
        ("ｶﾀｶﾅ", "カタカナ"),
        ("ÉCOLE ΣΑΣ", "école σασ"),
        ("⼈⺠", "人⺠"),
        ("\uf900\ufa0a", "豈見"),
        ("①", "1"),
        ("㎎½", "㎎½"),
        ("İ", "İ"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(ANYTHING)
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    assert fold(text) == "".join(map(fold, text))


# ---- Terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("桂枝汤", [("桂枝", 0), ("枝汤", 1), ("汤", 2)]),
        ("桂枝", [("桂枝", 0), ("枝", 1)]),
        ("桂", [("桂", 0)]),
        ("𠀀𪚥", [("𠀀𪚥", 0), ("𪚥", 1)]),
        ("二〇二六", [("二〇", 0), ("〇二", 1), ("二六", 2), ("六", 3)]),
        ("Ｖitamin C", [("vitamin", 0), ("c", 2)]),
        ("COVID19疫情", [("covid19", 0), ("疫情", 2), ("情", 3)]),
        ("2026年", [("2026", 0), ("年", 2)]),
        ("snake_case", [("snake", 0), ("case", 2)]),
        ("，。！ \n…—_", []),
        ("", []),
    ],
)
def test_terms(text: str, expected: list[tuple[str, int]]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize("between", "，。 \n　、“A1-_")
def test_no_phrase_spans_what_stands_between(between: str) -> None:
    assert follows("桂枝汤方", runs("枝汤方")[0])
    assert not follows(f"桂枝{between}汤方", runs("枝汤方")[0])
    assert not follows(f"桂{between}枝汤", runs("桂枝")[0])


@given(ANYTHING)
def test_terms_stand_where_they_say(text: str) -> None:
    found = list(terms(text))
    assert all(fold(text[term.start : term.end]) == term.text for term in found)
    positions = [term.position for term in found]
    assert positions == sorted(set(positions))
    assert all(term.text for term in found)


@given(before=ANYTHING, wanted=HAN, after=ANYTHING)
def test_every_piece_of_han_is_found_wherever_it_stands(before: str, wanted: str, after: str) -> None:
    (run,) = runs(wanted)
    assert follows(f"{before}{wanted}{after}", run)


@given(text=HAN, wanted=HAN)
def test_what_does_not_stand_in_a_text_is_not_found_there(text: str, wanted: str) -> None:
    (run,) = runs(wanted)
    assert follows(text, run) == (fold(wanted) in fold(text))


# ---- What a query looks for


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("桂枝汤", (("桂枝", "枝汤"),)),
        ("桂", (("桂",),)),
        ("桂枝，汤", (("桂枝",), ("汤",))),
        ("HIS系统", (("his",), ("系统",))),
        ("ＨＩＳ", (("his",),)),
        ("“”！*", ()),
        ("", ()),
    ],
)
def test_runs(text: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert runs(text) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [("桂", True), ("𠀀", True), ("〇", True), ("桂枝", False), ("a", False), ("，", False), ("", False)],
)
def test_is_han(term: str, expected: bool) -> None:
    assert is_han(term) is expected


# ---- Words


def test_words_are_those_of_the_dictionary() -> None:
    assert words("中医医院的和服务") == ["中医医院", "的", "和", "服务"]
    assert words("ＨＩＳ 系统，建设！") == ["his", "系统", "建设"]
    assert words("，。") == []


@given(ANYTHING)
def test_words_are_pieces_of_the_text_in_order(text: str) -> None:
    folded, at = fold(text), 0
    for word in words(text):
        at = folded.index(word, at) + len(word)


# ---- Words that mean the same


def test_each_word_of_a_group_leads_to_all_others() -> None:
    found = synonyms([["黄芪", "黄耆", "北芪"], ["电子病历", "ＥＭＲ"]])
    assert found["黄耆"] == ("黄耆", "黄芪", "北芪")
    assert found["北芪"] == ("北芪", "黄芪", "黄耆")
    assert found["emr"] == ("emr", "电子病历")
    assert set(found) == {"黄芪", "黄耆", "北芪", "电子病历", "emr"}


def test_a_word_of_two_groups_leads_to_both_and_no_further() -> None:
    found = synonyms([["甲", "乙"], ["乙", "丙"]])
    assert found["乙"] == ("乙", "甲", "丙")
    assert found["甲"] == ("甲", "乙")


def test_a_word_that_stands_twice_counts_once() -> None:
    assert synonyms([["A", "a", "Ｂ"]]) == {"a": ("a", "b"), "b": ("b", "a")}


@given(ANYTHING)
def test_short_words_are_the_whole_text(text: str) -> None:
    assert "".join(short_words(text)) == text


def test_long_names_are_cut_into_what_people_look_for() -> None:
    assert list(short_words("国家中医药管理局")) == ["国家", "中医药", "管理局"]
