from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.excerpts import BEFORE, LENGTH, Excerpt, excerpt
from generator.search.text import fold, pattern, runs

LONG = fold("".join(chr(0x4E00 + n) for n in range(500)))
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("桂枝汤Ａa1，。 \n\u3000\u200be\u0301\x1b")), max_size=300)
PATTERNS = st.lists(
    st.sampled_from([pattern(runs(w)) for w in ("桂枝", "桂枝汤", "a", "汤", "枝 汤", "e", "1")]), max_size=3
)


def shown(text: str, *words: str) -> str:
    return excerpt(text, [pattern(runs(word)) for word in words]).marked("[", "]")


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("方用桂枝汤。", ["桂枝"], "方用[桂枝]汤。"),
        ("桂枝", ["桂枝"], "[桂枝]"),
        ("桂枝桂枝", ["桂枝"], "[桂枝][桂枝]"),
        ("桂枝汤，桂枝", ["桂枝", "桂枝汤"], "[桂枝汤]，[桂枝]"),
        ("桂枝汤，麻黄汤", ["麻黄", "桂枝"], "[桂枝]汤，[麻黄]汤"),
        ("用桂枝、汤剂", ["桂枝汤"], "用桂枝、汤剂"),
        ("用桂枝、汤剂", ["桂枝 汤"], "用[桂枝、汤]剂"),
        ("ＣＯＶＩＤ covid COVIDS", ["Covid"], "[ＣＯＶＩＤ] [covid] [COVID]S"),
        ("5G网络5GA", ["5g"], "[5G]网络[5G]A"),
        ("a.b axb", ["a.b"], "[a.b] axb"),
        ("桂枝湯", ["枝汤"], "桂[枝湯]"),
        ("桂枝", ["麻黄"], "桂枝"),
        ("桂枝", [], "桂枝"),
        ("", ["桂枝"], ""),
        ("第一段\n\n第二段　　桂枝\t汤", ["桂枝"], "第一段 第二段 [桂枝] 汤"),
        ("危\x1b[31m险\x9b\u202e\u200b\ud800字\x00", ["险"], "危 [31m[险] 字"),
        ('<b>桂枝</b> & "汤"', ["桂枝"], '<b>[桂枝]</b> & "汤"'),
    ],
)
def test_matches_are_marked(text: str, words: list[str], expected: str) -> None:
    assert shown(text, *words) == expected


def test_the_piece_around_the_first_match_is_shown() -> None:
    found = excerpt(LONG, [LONG[200:202], LONG[400:402]])
    assert found == Excerpt(LONG[200 - BEFORE : 200 - BEFORE + LENGTH], ((BEFORE, BEFORE + 2),), True, True)
    assert found.marked("[", "]").startswith("……") and found.marked("[", "]").endswith("……")


@pytest.mark.parametrize(
    ("wanted", "start", "opened", "closed"),
    [
        (LONG[0:2], 0, False, True),
        (LONG[BEFORE : BEFORE + 2], 0, False, True),
        (LONG[BEFORE + 1 : BEFORE + 3], 1, True, True),
        (LONG[498:500], 498 - BEFORE, True, False),
        ("没有", 0, False, True),
    ],
)
def test_what_was_left_out_is_told(wanted: str, start: int, opened: bool, closed: bool) -> None:
    found = excerpt(LONG, [wanted])
    assert (found.text, found.opened, found.closed) == (LONG[start : start + LENGTH], opened, closed)


def test_a_match_longer_than_the_piece_is_marked_to_its_end() -> None:
    found = excerpt(LONG, [LONG[100:400]])
    assert found.marks == ((BEFORE, LENGTH),)


ACCENTED = "e\u0301\u0301\u0301"


@pytest.mark.parametrize("place", range(LENGTH - 5, LENGTH + 1))
def test_the_end_parts_no_letter_from_its_marks(place: int) -> None:
    found = excerpt(LONG[:place] + ACCENTED + LONG, [])
    assert found.text == (LONG[:place] + ACCENTED + LONG)[: place if LENGTH - 4 < place <= LENGTH else LENGTH]


@pytest.mark.parametrize("gap", range(BEFORE - 4, BEFORE + 1))
def test_the_beginning_parts_no_letter_from_its_marks(gap: int) -> None:
    found = excerpt("字" * 40 + ACCENTED + "字" * gap + "桂枝", ["桂枝"])
    assert not found.text.startswith("\u0301")
    assert found.marked("[", "]").endswith("字" * gap + "[桂枝]")


@given(TEXTS, PATTERNS)
def test_an_excerpt_is_a_piece_of_the_text_with_the_matches_marked(text: str, patterns: list[str]) -> None:
    found = excerpt(text, patterns)
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    assert found.text in clean
    assert len(found.text) <= LENGTH
    assert (found.opened or found.closed) == (found.text != clean)
    assert found.text.isprintable()
    ends = [0, *(at for mark in found.marks for at in mark), len(found.text)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in found.marks)
    assert found.marked("", "").strip("…") == found.text.strip("…")
    assert bool(found.marks) == any(re.search(p, fold(clean)) for p in patterns)


@pytest.mark.parametrize(
    "text",
    ["a" + "," * 100_000, "a," * 50_000, "桂枝，" * 30_000, "，" * 100_000, "\u0301" * 100_000, "a\u0301" * 50_000],
    ids=lambda text: ascii(text[:6]),
)
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    wanted = ["a," * 15 + "b", "桂枝，" * 15 + "汤", "a b", "，a", "a"]
    excerpt(text[:100_000], [pattern(runs(word)) for word in wanted])
    assert time.process_time() - started < 10
