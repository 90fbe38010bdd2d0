from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import generator
from generator.competition.ranking.methods import METHODS
from generator.competition.ranking.record import json_record
from generator.competition.ranking.standings import FLAGS
from tests.competition.builders import CASES, case_standings, words

WORDS = words()
DOCUMENTATION = inspect.getdoc(json_record) or ""
NESTED = {"prizes": "prizes[]: name, count", "marks": "marks[]"}


def documented() -> dict[str, list[str]]:
    """The keys of the schema in the docstring: those at the top under an empty name, the others by their list."""
    block = DOCUMENTATION.split("::\n\n")[1].split("\n\nArgs:")[0]
    keys: dict[str, list[str]] = {"": []}
    inside = ""
    for line in block.splitlines():
        indent = len(line) - len(line.lstrip())
        names = re.split(r"\s{2,}", line.strip())[0]
        if indent == 4:
            inside = names.removesuffix("[]") if names.endswith("[]") else ""
            keys[""].append(names.removesuffix("[]"))
            if inside and "  " in line.strip():
                keys[inside] = flat(re.split(r"\s{2,}", line.strip(), maxsplit=1)[1])
        elif indent == 6:
            keys.setdefault(inside, []).extend(flat(names))
        else:
            keys[inside] += flat(line.strip())
    return keys


def flat(text: str) -> list[str]:
    listed = text.startswith(("scores", "votes left"))
    text = re.sub(r"\([^)]*\)", "", text.split(": ")[-1] if listed else re.sub(r"\[\]: .*", "[]", text))
    return [name.strip().removesuffix("[]") for name in text.split(",") if name.strip()]


def records() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in CASES:
        yield path.stem, json.loads(json_record(case_standings(path), WORDS))


def test_the_schema_is_documented_whole() -> None:
    schema = documented()
    lists = {"criteria", "categories", "entries", "judges", "excluded", "declined", "discarded"}
    assert set(schema) == {"", *lists}
    seen: set[str] = set()
    for name, record in records():
        assert list(record) == schema[""], name
        for key in lists:
            for item in record[key]:
                seen.add(key)
                assert list(item) == schema[key], (name, key)
        for entry in record["entries"]:
            assert all(list(mark) == ["judge", "mark"] for mark in entry["marks"])
        for category in record["categories"]:
            assert all(list(prize) == ["name", "count"] for prize in category["prizes"])
    assert seen == lists


def test_what_the_issue_asks_for_is_there() -> None:
    schema = documented()
    wanted = """competition year method methods seed variances reliability connected tie_rule input_hash entries judges
    notes version""".split()
    assert set(wanted) <= set(schema[""])
    entry = """id title rank rank_low rank_high mean trimmed_mean z_score adjusted interval rank_mean rank_adjusted
    marks prize p_prize flags""".split()
    assert set(entry) <= set(schema["entries"])
    assert {"id", "name", "marks", "mean", "declined", "severity", "scale", "noise", "fit", "own_group"} <= set(
        schema["judges"]
    )


def test_values() -> None:
    for _, record in records():
        assert record["methods"] == list(METHODS)
        assert record["version"] == generator.__version__
        for entry in record["entries"]:
            assert set(entry["flags"]) <= set(FLAGS)
            assert not (entry["prize"] and entry["undecided"])
            assert (entry["rank"] is None) == (not entry["marks"])
        assert record["judges"] == sorted(record["judges"], key=lambda judge: judge["id"])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_bytes_are_stable_readable_utf8(path: Path) -> None:
    data = json_record(case_standings(path), WORDS)
    assert data == json_record(case_standings(path), WORDS)
    assert data.endswith(b"}\n")
    assert b"\\u" not in data
    assert "应用价值" in data.decode()
