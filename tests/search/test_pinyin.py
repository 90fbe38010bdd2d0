from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.pinyin import INITIALS, MOST, fits, readings, segmentations, spelled, syllables
from tests.search.builders import Shelf, document

CASES = json.loads(Path(__file__).with_name("pinyin.json").read_text(encoding="utf-8"))


def test_the_cases_know_the_same_syllables() -> None:
    assert tuple(CASES["syllables"]) == syllables()
    assert tuple(CASES["initials"]) == INITIALS


@pytest.mark.parametrize("case", CASES["segmentations"], ids=lambda case: ascii(case["text"])[:40])
def test_a_query_is_read_in_these_ways(case: dict[str, Any]) -> None:
    assert [list(way) for way in segmentations(case["text"])] == case["ways"]


@pytest.mark.parametrize("case", CASES["names"], ids=lambda case: f"{case['name']}-{case['query']}")
def test_a_name_has_these_readings(case: dict[str, Any]) -> None:
    found = dict(spelled(case["name"]))
    assert [list(found.get(at, ())) for at in range(len(case["name"]))] == case["readings"]


def test_names_are_found_or_not(shelf: Shelf) -> None:
    names = sorted({case["name"] for case in CASES["names"]})
    shelf.put(*(document(f"d{n:02}", title=name, date="") for n, name in enumerate(names)))
    for case in CASES["names"]:
        if case["query"] not in case["name"]:
            found = f"d{names.index(case['name']):02}" in shelf.ids(case["query"], limit=99)
            # A single letter would find most titles, and finds none.
            assert found == (case["found"] and len(case["query"]) > 1), case


@given(st.text(st.one_of(st.characters(), st.sampled_from("zhongyaxi'’ v")), max_size=70))
def test_a_way_is_the_query_cut_in_parts(text: str) -> None:
    ways = segmentations(text)
    assert len(ways) <= MOST
    assert list(ways) == sorted(set(ways), key=lambda way: (len(way), way))
    letters = text.replace("'", "").replace("’", "").replace(" ", "")
    known = {*syllables(), *INITIALS}
    for way in ways:
        assert "".join(way) == letters
        assert all(part in known for part in way[:-1])
        assert any(known_part.startswith(way[-1]) for known_part in known)


@pytest.mark.parametrize(
    ("character", "expected"),
    [("重", {"zhong", "chong"}), ("女", {"nv"}), ("绿", {"lv", "lu"}), ("a", set()), ("，", set())],
)
def test_readings_have_no_tones(character: str, expected: set[str]) -> None:
    assert set(readings(character)) >= expected
    assert bool(readings(character)) == bool(expected)


@pytest.mark.parametrize(
    ("part", "reading", "last", "expected"),
    [
        ("zhong", "zhong", False, True),
        ("zh", "zhong", False, True),
        ("z", "zhong", False, True),
        ("zho", "zhong", False, False),
        ("zho", "zhong", True, True),
        ("zhong", "zhongg", False, False),
        ("y", "zhong", True, False),
    ],
)
def test_what_a_part_stands_for(part: str, reading: str, last: bool, expected: bool) -> None:
    assert fits(part, reading, last) is expected
