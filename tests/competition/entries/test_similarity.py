"""Passages that stand elsewhere are found, however long the other text is; what is no copying is not."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.competition.entries.shingles import SHINGLE, Index, letters, shingles
from generator.competition.entries.similarity import COMMON, LEAST, Similarity, Text, similarities
from generator.search.text import fold


def prose(seed: int, length: int) -> str:
    """Characters at random, with commas: no two seeds share a passage."""
    draw = random.Random(seed)
    made = "".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(length))
    return "，".join(made[at : at + 11] for at in range(0, length, 11))


PASSAGE = prose(0, 40)
OLD = Text("reports/2020/old", f"{prose(1, 300)}\n\n{prose(2, 500)}。{PASSAGE}。{prose(3, 9000)}", 7)


def found(text: str, *sources: Text, line: int = 1, boilerplate: tuple[Text, ...] = ()) -> Similarity:
    entry = Text("reports/2026/new", text, line)
    return similarities([entry], [entry, *sources], lambda *_: True, fold, boilerplate).by_entry[entry.id]


def test_a_passage_of_a_long_text_is_found_with_both_places() -> None:
    similarity = found(f"# 题\n\n{prose(9, 60)}\n\n甲乙{PASSAGE}丙丁", OLD, line=8)
    (overlap,) = similarity.overlaps
    assert (overlap.source, overlap.characters) == (OLD.id, 40)
    assert overlap.share == pytest.approx(40 / (1 + 60 + 44))
    (passage,) = overlap.passages
    assert (passage.text, passage.line) == (PASSAGE, 12)
    assert (passage.other_text, passage.other_line) == (PASSAGE, 9)


def test_a_short_text_that_was_copied_whole_is_wholly_contained() -> None:
    assert found(PASSAGE, OLD).share == 1


@pytest.mark.parametrize(
    "changed",
    [
        PASSAGE.replace("，", "。\n"),
        PASSAGE.replace("，", ""),
        f"**{PASSAGE[:9]}**{PASSAGE[9:20]}[{PASSAGE[20:]}](a.md)",
        PASSAGE[:20] + "某" + PASSAGE[20:],
        PASSAGE[:20] + PASSAGE[23:],
    ],
)
def test_a_passage_is_found_though_a_little_was_changed(changed: str) -> None:
    (overlap,) = found(f"{prose(9, 60)}{changed}", OLD).overlaps
    assert len(overlap.passages) == 1
    assert overlap.characters >= 33


def test_traditional_characters_and_full_width_letters_are_the_same() -> None:
    old = Text("a", "國務院關於促進中醫藥傳承創新發展的意見提出了ＡＢＣ三項要求和八條措施")
    assert found("国务院关于促进中医药传承创新发展的意见提出了abc三项要求和八条措施", old).share == 1


@pytest.mark.parametrize(
    "aside",
    [
        f"> {PASSAGE}\n> {PASSAGE}",
        f"> 引用的第一行\n{PASSAGE}",
        f"[资料](https://example.org/{'a' * 60})",
        f'<td class="{"a" * 60}">',
    ],
)
def test_marked_quotations_and_addresses_are_no_copying(aside: str) -> None:
    assert found(f"{prose(9, 60)}\n\n{aside}\n\n{prose(8, 60)}", Text("a", f"{PASSAGE}\n\n{aside}")) == Similarity()


def test_a_quotation_in_the_other_text_accuses_nobody() -> None:
    assert found(f"{prose(9, 60)}{PASSAGE}", Text("a", f"{prose(8, 60)}\n\n> {PASSAGE}\n")) == Similarity()


def test_what_stands_in_very_many_texts_does_not_count() -> None:
    many = [Text(f"a{n}", f"{prose(n, 50)}{PASSAGE}") for n in range(100, 100 + COMMON)]
    assert found(PASSAGE, *many[:-1]).share == 1
    assert found(PASSAGE, *many) == Similarity()


def test_what_the_notice_says_does_not_count() -> None:
    assert found(PASSAGE, OLD, boilerplate=(Text("notice", PASSAGE),)) == Similarity()


def test_short_passages_do_not_count() -> None:
    assert found(f"{prose(9, 60)}{PASSAGE[:22]}{prose(8, 60)}", OLD) == Similarity()


def test_only_sources_that_count_are_told() -> None:
    entry = Text("a", PASSAGE)
    told = similarities([entry], [entry, OLD], lambda _, source: source != OLD.id, fold)
    assert told.by_entry == {"a": Similarity()}


def test_two_entries_are_compared_both_ways() -> None:
    entries = [Text("a", PASSAGE), Text("b", f"{prose(5, 60)}{PASSAGE}")]
    told = similarities(entries, entries, lambda *_: True, fold).by_entry
    assert (told["a"].share, told["b"].share) == (1, 0.4)


def test_several_sources_count_once_together() -> None:
    similarity = found(f"{PASSAGE}{prose(9, 40)}", Text("a", PASSAGE), Text("b", PASSAGE))
    assert similarity.share == 0.5
    assert [overlap.source for overlap in similarity.overlaps] == ["a", "b"]


@settings(max_examples=60)
@given(st.integers(LEAST, 300), st.integers(0, 2000), st.integers(0, 300), st.integers(0, 10**6))
def test_every_planted_passage_is_found(length: int, before: int, other: int, seed: int) -> None:
    planted = prose(seed, length)
    source = Text("a", prose(seed + 1, before) + planted + prose(seed + 2, 50))
    similarity = found(prose(seed + 3, other) + "\n" + planted, source)
    assert similarity.characters == length
    assert similarity.overlaps[0].passages[0].text == planted


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_shingles_are_equal_where_the_letters_are(text: str) -> None:
    taken = letters(text, fold)
    made = shingles(taken)
    assert len(made) == max(0, len(taken.codes) - SHINGLE + 1)
    runs = [bytes(taken.codes[at : at + SHINGLE]) for at in range(len(made))]
    assert len(set(runs)) == len(np.unique(made))


def test_an_index_without_texts_finds_nothing() -> None:
    assert len(Index([]).find(shingles(letters(PASSAGE, fold)))[0]) == 0
    assert similarities([], [OLD], lambda *_: True, fold).by_entry == {}


# ---- The cost


def test_the_work_grows_with_the_length_of_the_texts_alone() -> None:
    """Twice the entries among twice the articles is twice the work, not four times; a copy adds what it shares."""
    entries = [Text(f"e{n}", prose(n, 500)) for n in range(40)]
    articles = [Text(f"a{n}", prose(1000 + n, 500)) for n in range(80)]
    half = similarities(entries[:20], [*entries[:20], *articles[:40]], lambda *_: True, fold).work
    whole = similarities(entries, [*entries, *articles], lambda *_: True, fold).work
    assert half < whole <= 2 * half
    assert whole <= 3 * 40 * 500 + 80 * 500


@pytest.mark.parametrize("unit", ["啊", "哈哈呵", "中医药管理局的文件要求"])
def test_a_text_that_repeats_itself_costs_no_more_than_its_length(unit: str) -> None:
    texts = [Text(f"e{n}", unit * (30_000 // len(unit))) for n in range(6)]
    told = similarities(texts, texts, lambda *_: True, fold)
    assert told.work <= 6 * 30_000 * (2 + 6)
    assert all(len(similarity.overlaps) == 5 for similarity in told.by_entry.values())
