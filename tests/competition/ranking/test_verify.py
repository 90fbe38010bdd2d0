from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.competition.ranking.rank import rank
from generator.competition.ranking.record import json_record
from generator.competition.ranking.verify import differences, read_record, summary
from generator.errors import XinglinError
from tests.competition.builders import CASES, NAME, case_standings, panel, simple, words

RECORD = json.loads(json_record(rank(*simple(panel(4), [("一等奖", 2)], method="adjusted"), NAME), words()))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_ranking_says_the_same_as_itself_in_either_language(path: Path) -> None:
    kept, anew = (json.loads(json_record(case_standings(path), words(language))) for language in ("zh", "en"))
    assert list(differences(kept, anew)) == []


def entry(record: dict[str, Any], name: str) -> Any:
    return next(e for e in record["entries"] if e["id"] == f"reports/2026/{name}")


CHANGES: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda r: entry(r, "05").update(rank=1), "entries[reports/2026/05].rank"),
    (lambda r: entry(r, "05").update(adjusted=entry(r, "05")["adjusted"] + 1e-4), "entries[reports/2026/05].adjusted"),
    (lambda r: entry(r, "23").update(prize=None), "entries[reports/2026/23].prize"),
    (lambda r: entry(r, "07")["marks"][0].update(mark=1), "entries[reports/2026/07].marks[j2].mark"),
    (lambda r: r["judges"].pop(0), "judges[j1]"),
    (lambda r: r.update(input_hash="0" * 64), "input_hash"),
    (lambda r: r.update(seed=1), "seed"),
    (lambda r: r.update(connected=1), "connected"),
    (lambda r: r["entries"].reverse(), "entries[]"),
    (lambda r: r.update(extra=1), "extra"),
]


@pytest.mark.parametrize(("change", "where"), CHANGES, ids=[where for _, where in CHANGES])
def test_what_was_changed_is_found_with_its_place(change: Callable[[dict[str, Any]], object], where: str) -> None:
    kept = copy.deepcopy(RECORD)
    change(kept)
    found = list(differences(kept, RECORD))
    assert [difference.where for difference in found] == [where]
    assert found[0].kept != found[0].anew


def test_what_is_no_part_of_the_result_may_differ() -> None:
    kept = copy.deepcopy(RECORD) | {"version": "0.0.9", "notes": [], "tie_rule": "…"}
    entry(kept, "05")["adjusted"] += 1e-9
    assert list(differences(kept, RECORD)) == []


def test_times_and_what_the_committee_decided_are_told_and_are_no_part_of_the_verdict() -> None:
    kept = copy.deepcopy(RECORD)
    anew = copy.deepcopy(RECORD)
    anew["record"] = {"ballots": [{"path": "a", "updated": "2026-12-01"}]}
    anew["decisions"] = {"decided": "2026-12-08", "by": "评审组"}
    entry(anew, "05").update(final_prize="一等奖", decision="现场答辩")
    found = list(differences(kept, anew))
    assert [d.where for d in found] == [
        "entries[reports/2026/05].final_prize",
        "entries[reports/2026/05].decision",
        "decisions",
        "record",
    ]
    assert all(difference.beside for difference in found)
    kept["excluded"], anew["excluded"] = ([{"judge": "j1", "path": path, "line": 3}] for path in ("a", "../b"))
    assert all(difference.beside for difference in differences(kept, anew))
    entry(anew, "05").update(prize="一等奖", decided_by=["record"])
    graver = [d.where for d in differences(kept, anew) if not d.beside]
    assert graver == ["entries[reports/2026/05].decided_by[0]", "entries[reports/2026/05].prize"]


@pytest.mark.parametrize("text", [None, "", "[]", "{}", "nan", "[" * 100_000])
def test_a_file_that_is_no_ranking_is_refused(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "排名.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(XinglinError) as error:
        read_record(file)
    assert error.value.key == "verify-no-record"


HOSTILE = ["\ud800", "\x1b[2J", "\u202e甲", 10**400, -(10**400)]


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_whatever_a_file_holds_can_be_shown(value: object) -> None:
    kept = copy.deepcopy(RECORD)
    kept["seed"] = value
    kept[str(value)[:8]] = 1
    entry(kept, "05")["id"] = value
    found = list(differences(kept, RECORD))
    assert "seed" in [difference.where for difference in found]
    for difference in found:
        for text in (difference.where, difference.kept, difference.anew):
            assert text.isprintable()
            assert text.encode()


def test_the_summary_names_marks_and_counts_places_and_prizes() -> None:
    kept = copy.deepcopy(RECORD)
    entry(kept, "07")["marks"][0].update(mark=1)
    entry(kept, "23").update(rank=40, prize=None)
    marks, outcome = summary(differences(kept, RECORD), words())
    assert "评委 j2 对 reports/2026/07 的分数，文件中为 1，现在为" in marks
    assert "有 1 处不同" in marks
    assert outcome == "名次不同的有 1 篇，奖项不同的有 1 篇。"
    assert summary([], words()) == ["名次不同的有 0 篇，奖项不同的有 0 篇。"]
