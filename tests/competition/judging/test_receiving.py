from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.competition.judging.forms import Refusal, read_form_file
from generator.competition.judging.receiving import Receipt, Terms, receive
from generator.messages import catalogue
from generator.model.proceedings import Proceedings
from tests.competition.builders import NAME
from tests.competition.judging.contest import (
    CODES,
    ENTRIES,
    TASKS,
    ballot,
    contest,
    form_file,
    head,
    pack,
    panel,
    reasons,
    received,
)

CASES = sorted((Path(__file__).parent / "refusals").glob("*.yml"))
OF_WORKBOOKS = {"no-file", "missing-file", "large", "no-workbook", "no-sheet", "columns-moved", "no-number"}
"""Reasons that test_pack_workbook.py and the test of files below bring about."""
ZH = catalogue("zh")
LONG_AGO = "2026-01-01T00:00:00+08:00"


def outcome(path: Path, folder: Path) -> tuple[dict[str, Any], Receipt]:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    judge = case.get("judge", "j2")
    text = case["text"] if "text" in case else head(judge) + case["scores"]
    for name, value in case.get("replace", {}).items():
        old = next(line for line in text.splitlines() if line.startswith(f"{name}: "))
        text = text.replace(old, f'{name}: "{value}"')
    library = contest()
    departments = {CODES[code]: where for code, where in case.get("department", {}).items()}
    articles = tuple(replace(a, department=departments.get(a.id, a.department)) for a in library.articles)
    tasks = case.get("tasks", TASKS)
    handed = None if tasks is None else panel(tasks)
    if handed and "codes" in case:
        handed = replace(handed, codes={**ENTRIES, **case["codes"]})
    before = (ballot(judge, case["before"]),) if "before" in case else ()
    if "filed" in case:
        filed = {name: value for name, value in case["filed"].items() if name != "exported"}
        exported = dt.datetime.fromisoformat(case["filed"].get("exported", LONG_AGO))
        before = (replace(before[0], exported=exported, **filed),)
    proceedings = Proceedings(ballots=before, panels={NAME: handed} if handed else {})
    terms = Terms(**case.get("terms", {}))
    return case, receive(form_file(folder, text), replace(library, articles=articles), proceedings, terms)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_wrong_is_refused_with_place_and_reason(path: Path, tmp_path: Path) -> None:
    case, receipt = outcome(path, tmp_path)
    assert receipt.ballot is None
    said = [refusal.text(ZH) for refusal in receipt.refusals]
    if "expected" in case:
        assert said == case["expected"]
    else:
        assert [text[: len(start)] for text, start in zip(said, case["begins"], strict=True)] == case["begins"]


def test_every_reason_is_brought_about(tmp_path: Path) -> None:
    found = {refusal.key for path in CASES for refusal in outcome(path, tmp_path)[1].refusals}
    group = "judging.refusals."
    wanted = {key.removeprefix(group) for key in ZH.entries if key.startswith(group)}
    assert {key.removeprefix(group) for key in found if key} == wanted - OF_WORKBOOKS


@pytest.mark.parametrize("name", ["nowhere.yml", "."])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    receipt = received(read_form_file(tmp_path / name))
    assert receipt.ballot is None
    assert len(receipt.refusals) == 1


def test_what_a_stranger_wrote_cannot_move_the_cursor() -> None:
    text = Refusal.at("7", "judging.refusals.no-code", "\x1b[2J" + "长" * 500).text(ZH)
    assert text.isprintable()
    assert len(text) < 200


WHOLE = """scores:
  - entry: "1"
    criteria: {"value": 80, "evidence": 7.5}
    comment: "好：有出处 # 真的"
  - entry: "3"
    declined: "利益冲突"
unfinished:
  - entry: "4"
    criteria: {"value": 60}
"""


def test_what_is_right_is_told_by_the_ids_of_entries(tmp_path: Path) -> None:
    receipt = received(form_file(tmp_path, head("j2") + WHOLE))
    assert reasons(receipt) == []
    assert receipt.ballot is not None
    assert receipt.ballot.path == "competitions/2026/ballots/j2.yml"
    first, second = receipt.ballot.scores
    assert (first.entry, first.marks) == (CODES["1"], (("evidence", 7.5), ("value", 80.0)))
    assert first.comment == "好：有出处 # 真的"
    assert (second.entry, second.declined) == (CODES["3"], "利益冲突")
    assert (receipt.missing, receipt.unfinished) == ((), ("4",))


def test_what_is_not_in_the_pack_stays_as_it_was(tmp_path: Path) -> None:
    """A judge stepped back from 12, which was passed on; the new pack has it no more."""
    before = ballot("j2", {"12": "利益冲突", "1": (5, 50)})
    receipt = received(form_file(tmp_path, head("j2") + WHOLE), [before])
    assert receipt.ballot is not None
    assert [s.entry for s in receipt.ballot.scores] == [CODES["1"], CODES["3"], CODES["12"]]


def test_a_judge_may_say_again_what_was_passed_on_since(tmp_path: Path) -> None:
    before = ballot("j2", {"3": "利益冲突"})
    handed = panel({"j1": ("3",), "j2": ("1", "4")})
    receipt = received(form_file(tmp_path, head("j2") + WHOLE), [before], handed)
    assert reasons(receipt) == []


def test_an_old_form_counts_after_another_entry_was_given_to_the_judge(tmp_path: Path) -> None:
    handed = panel({**TASKS, "j2": (*TASKS["j2"], "12")})
    receipt = received(form_file(tmp_path, head("j2") + WHOLE), (), handed)
    assert receipt.ballot is not None
    assert receipt.missing == ("12",)


def test_an_entry_that_left_is_left_out_and_told(tmp_path: Path) -> None:
    library = contest()
    articles = tuple(replace(a, draft=a.id == CODES["1"]) for a in library.articles)
    proceedings = Proceedings(panels={NAME: panel()})
    file = form_file(tmp_path, head("j2") + WHOLE)
    receipt = receive(file, replace(library, articles=articles), proceedings)
    assert receipt.withdrawn == ("1",)
    assert receipt.ballot is not None
    assert [s.entry for s in receipt.ballot.scores] == [CODES["3"]]


def test_fewer_are_taken_where_that_is_asked_for(tmp_path: Path) -> None:
    before = ballot("j2", {"1": (5, 50), "3": (5, 50), "4": (5, 50)})
    file = form_file(tmp_path, head("j2") + WHOLE)
    assert received(file, [before]).ballot is None
    assert received(file, [before], terms=Terms(late=True)).ballot is None
    receipt = received(file, [before], terms=Terms(replace=True))
    assert receipt.ballot is not None
    assert [s.entry for s in receipt.ballot.scores] == [CODES["1"], CODES["3"]]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    text = "\ufeff" + (head("j2") + WHOLE).replace("\n", "\r\n")
    assert received(form_file(tmp_path, text)).ballot is not None


def test_the_pack_of_another_judge_is_refused(tmp_path: Path) -> None:
    text = (head("j2") + WHOLE).replace('"j2"', '"j1"')
    assert pack("j1").number not in text
    assert received(form_file(tmp_path, text)).ballot is None


def test_an_earlier_export_is_taken_where_that_is_asked_for(tmp_path: Path) -> None:
    """Times are compared as moments, whatever clock they are of; the filed ballot keeps its own."""
    file = form_file(tmp_path, 'exported: "2026-12-03T14:58:20+08:00"\n' + head("j2") + WHOLE)
    newer = replace(ballot("j2", {"1": (5, 50)}), exported=dt.datetime.fromisoformat("2026-12-03T07:00:00+00:00"))
    assert [r.key for r in received(file, [newer]).refusals] == ["judging.refusals.earlier"]
    receipt = received(file, [newer], terms=Terms(replace=True))
    assert receipt.ballot is not None
    assert str(receipt.ballot.exported) == "2026-12-03 14:58:20+08:00"
    older = replace(newer, exported=dt.datetime.fromisoformat("2026-12-03T06:58:20+00:00"))
    assert received(file, [older]).ballot is not None


@pytest.mark.parametrize("exported", ["gestern", "2026-12-03T14:58:20", "2026-12-03"])
def test_without_a_moment_the_file_tells_when(tmp_path: Path, exported: str) -> None:
    path = tmp_path / "评分.yml"
    path.write_text(f'exported: "{exported}"\n' + head("j2") + WHOLE, encoding="utf-8")
    os.utime(path, (1_780_000_000, 1_780_000_000))
    assert read_form_file(path).exported == dt.datetime.fromtimestamp(1_780_000_000, dt.UTC)


def test_late_and_early_ballots(tmp_path: Path) -> None:
    file = form_file(tmp_path, head("j2") + WHOLE)
    days = {day: Terms(dt.date(2026, 12, day)) for day in (5, 6)}
    assert received(file, terms=days[5]).ballot is not None
    assert received(file, terms=days[6]).ballot is None
    assert received(file, terms=replace(days[6], late=True)).ballot is not None
    library = contest()
    rules = library.competitions[NAME]
    opening = replace(rules, timeline=replace(rules.timeline, judging_opens=dt.date(2026, 11, 20)))
    proceedings = Proceedings(panels={NAME: panel()})
    found = replace(library, competitions={NAME: opening})
    assert receive(file, found, proceedings, Terms(dt.date(2026, 11, 19))).opens == dt.date(2026, 11, 20)
    assert receive(file, found, proceedings, Terms(dt.date(2026, 11, 20))).opens is None
