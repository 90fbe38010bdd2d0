from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.competition.ranking.record import json_record
from tests.competition.builders import CASES, case_standings, read_case, words


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_known_answers(path: Path) -> None:
    expected = read_case(path)["expected"]
    assert differences(expected, json.loads(json_record(case_standings(path), words())), "") == []


def differences(expected: Any, found: Any, where: str) -> list[str]:
    """What a record says otherwise than expected; keys that are not expected may say anything, lists must be whole."""
    if isinstance(expected, dict):
        return [d for key, value in expected.items() for d in differences(value, found[key], f"{where}.{key}")]
    if isinstance(expected, list):
        if len(expected) != len(found):
            return [f"{where}: {len(found)} items instead of {len(expected)}"]
        return [
            d for i, pair in enumerate(zip(expected, found, strict=True)) for d in differences(*pair, f"{where}[{i}]")
        ]
    same = found == pytest.approx(expected, abs=1e-12) if isinstance(expected, float) else found == expected
    return [] if same else [f"{where}: {found!r} instead of {expected!r}"]


def test_the_comparison_itself_finds_what_differs() -> None:
    assert differences({"a": [{"b": 1}]}, {"a": [{"b": 2, "c": 3}]}, "") == [".a[0].b: 2 instead of 1"]
    assert differences([1], [1, 2], "list") == ["list: 2 items instead of 1"]
