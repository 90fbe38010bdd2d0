"""Judges' packs from the command line to the filed ballot: folders, the workbook."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from generator.competition.judging.packs import FORM, WORKBOOK
from generator.publish.swap import PACKS_MARK
from generator.site.packs import LIST
from tests.site.conftest import Run
from tests.site.offices import Office, filed

NAMES = ("张明", "zhang", "李华", "赵客", "某大学", "医政处", "科研处", "yizheng", "keyan")
SECRETS = (*NAMES, "reports/", "papers/", "diaoyan", "lunwen", "jiu-dizhi", "短板在人", "2026-03-01")


def every_byte(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files with their names, those inside of workbooks too."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes() if path.is_file() else b""
        yield name, name.encode() + data
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{name}!{part}", archive.read(part)) for part in archive.namelist())


# ---- Folders


def test_every_judge_with_entries_gets_a_folder_and_the_organiser_a_list(office: Office) -> None:
    folder = office.pack()
    assert sorted(path.name for path in office.packs.iterdir()) == sorted([PACKS_MARK, LIST, folder.name])
    assert {FORM, WORKBOOK} < {path.name for path in folder.iterdir()}
    assert f"{folder.name}　→　外请评委，2 篇" in (office.packs / LIST).read_text(encoding="utf-8")


def test_no_byte_of_a_pack_tells_whose_an_entry_is(office: Office) -> None:
    found = [
        (name, secret) for name, data in every_byte(office.pack()) for secret in SECRETS if secret.encode() in data
    ]
    assert found == []


def test_the_same_input_gives_the_same_bytes(office: Office, tmp_path: Path, xinglin: Run) -> None:
    out = tmp_path / "again"
    assert xinglin("competition", "packs", "2026", "--content", office.content, "--out", out).returncode == 0
    assert dict(every_byte(out)) == dict(every_byte(office.packs))


def test_packs_are_made_anew_and_nothing_else_is_replaced(own: Office, tmp_path: Path, xinglin: Run) -> None:
    def packs(out: Path) -> int:
        return xinglin("competition", "packs", "2026", "--content", own.content, "--out", out).returncode

    out = tmp_path / "评分包"
    shutil.copytree(own.packs, out)
    (out / "old").write_text("old", encoding="utf-8")
    assert packs(out) == 0
    assert not (out / "old").exists()
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / ".xinglin").write_text("a site", encoding="utf-8")
    for place in (theirs, own.content / "guide" / "packs", own.content, own.content.parent):
        before = sorted(map(str, tmp_path.rglob("*")))
        assert packs(place) == 2
        assert sorted(map(str, tmp_path.rglob("*"))) == before


def test_entries_must_be_shared_out_first(own: Office, tmp_path: Path, xinglin: Run) -> None:
    (own.content / "competitions/2026/assignment.yml").unlink()
    found = xinglin("competition", "packs", "2026", "--content", own.content, "--out", tmp_path / "out")
    assert found.returncode == 2
    assert "xinglin competition assign 2026" in found.stderr
    assert not (tmp_path / "out").exists()


def test_a_wrong_assignment_makes_no_packs(own: Office, tmp_path: Path, xinglin: Run) -> None:
    path = own.content / "competitions/2026/assignment.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("judge: ext1", "judge: ext9"), encoding="utf-8")
    found = xinglin("competition", "packs", "2026", "--content", own.content, "--out", tmp_path / "out")
    assert found.returncode == 1
    assert "[assignment]" in found.stderr
    assert not (tmp_path / "out").exists()


# ---- The workbook, and what is filed


def workbook(office: Office, path: Path, marks: dict[str, tuple[Any, Any]]) -> Path:
    book = openpyxl.load_workbook(office.pack() / WORKBOOK)
    for row in book["评分"].iter_rows(min_row=5):
        if row[0].value in marks:
            row[2].value, row[3].value = marks[row[0].value]
            row[5].value = "数字有出处"
    book.save(path)
    return path


def test_a_workbook_filled_in_is_filed_and_what_changes_later_is_told(
    own: Office, tmp_path: Path, xinglin: Run
) -> None:
    def receive(*words: str | Path) -> tuple[int, str]:
        found = xinglin("competition", "receive", *words, "--content", own.content)
        return found.returncode, found.stdout

    first = workbook(own, tmp_path / "一.xlsx", {own.code: (7, 83), own.other: (6, 70.5)})
    wrong = workbook(own, tmp_path / "错.xlsx", {own.code: (11, "八"), own.other: (6, 70.5)})
    code, said = receive(wrong, first)
    assert code == 1
    assert "“错.xlsx”没有收下，有 2 处不对" in said
    assert "“一.xlsx”已收下：外请评委，评分 2 篇" in said
    assert {s["entry"]: s["criteria"] for s in filed(own)["scores"]} == {
        "reports/2026/diaoyan": {"value": 7, "writing": 83},
        "papers/2026/lunwen": {"value": 6, "writing": 70.5},
    }
    assert receive(first) == (0, receive(first)[1])
    assert "没有改动" in receive(first)[1]
    second = workbook(own, tmp_path / "二.xlsx", {own.code: (8, 83), own.other: (6, 70.5)})
    code, said = receive(second)
    assert code == 0
    assert f"{own.code} 号《基层中医馆<调查> & 建议》：应用价值 7 改为 8" in said
    less = workbook(own, tmp_path / "三.xlsx", {own.code: (8, 83)})
    assert receive(less)[0] == 1
    assert receive(less, "--replace")[0] == 0
    ballots = own.content / "competitions/2026/ballots"
    kept = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (ballots / "earlier").iterdir()}
    values = {name: {s["criteria"]["value"] for s in text["scores"]} for name, text in kept.items()}
    assert values == {"ext1.1.yml": {7, 6}, "ext1.2.yml": {8, 6}}
    assert xinglin("check", "--content", own.content).returncode == 0


def test_earlier_ballots_are_neither_read_nor_published(own: Office, tmp_path: Path, xinglin: Run) -> None:
    earlier = own.content / "competitions/2026/ballots/earlier"
    earlier.mkdir(parents=True)
    (earlier / "ext1.1.yml").write_text(
        "judge: ext1\nscores: [{entry: nowhere, comment: 旧票里的秘密}]\n", encoding="utf-8"
    )
    assert xinglin("check", "--content", own.content).returncode == 0
    assert xinglin("build", "--content", own.content, "--out", tmp_path / "site").returncode == 0
    assert [n for n, data in every_byte(tmp_path / "site") if "旧票里的秘密".encode() in data or "earlier/" in n] == []


def test_progress_follows(own: Office, tmp_path: Path, xinglin: Run) -> None:
    before = xinglin("competition", "progress", "2026", "--content", own.content).stdout
    assert "应有 2 份评分，已有 0 份" in before
    path = workbook(own, tmp_path / "一.xlsx", {own.code: (7, 83)})
    xinglin("competition", "receive", path, "--content", own.content)
    after = xinglin("competition", "progress", "2026", "--content", own.content, "--format", "json")
    judge = next(j for j in yaml.safe_load(after.stdout)["judges"] if j["id"] == "ext1")
    assert (judge["marked"], [e["code"] for e in judge["missing"]]) == (1, [own.other])


def test_the_newest_export_wins_in_whatever_order_files_come(own: Office, tmp_path: Path, xinglin: Run) -> None:
    """``评分 (1).xlsx`` stands before ``评分.xlsx`` in a list of names, and may be the newer."""
    newer = workbook(own, tmp_path / "评分 (1).xlsx", {own.code: (9, 90)})
    older = workbook(own, tmp_path / "评分.xlsx", {own.code: (5, 50)})
    os.utime(newer, (1_780_000_600, 1_780_000_600))
    os.utime(older, (1_780_000_000, 1_780_000_000))
    command = ("competition", "receive", "--content", own.content)
    assert xinglin(*command, newer, older).returncode == 0
    assert filed(own)["scores"][0]["criteria"]["value"] == 9
    assert filed(own)["exported"] == "2026-05-29T04:36:40+08:00"
    found = xinglin(*command, older)
    assert found.returncode == 1
    assert "这一份是 5 月 29 日 04:26 导出的" in found.stdout
    assert filed(own)["scores"][0]["criteria"]["value"] == 9
    assert xinglin(*command, older, "--replace").returncode == 0
    assert filed(own)["scores"][0]["criteria"]["value"] == 5


def test_a_ballot_that_cannot_be_read_is_not_lost(own: Office, tmp_path: Path, xinglin: Run) -> None:
    path = own.content / "competitions/2026/ballots/ext1.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("judge: ext1\nscores: [\n", encoding="utf-8")
    sent = workbook(own, tmp_path / "一.xlsx", {own.code: (7, 83)})
    found = xinglin("competition", "receive", sent, "--content", own.content)
    assert found.returncode == 1
    assert "competitions/2026/ballots/ext1.yml 已经有了" in found.stdout
    assert "[yaml]" in found.stdout
    assert path.read_text(encoding="utf-8") == "judge: ext1\nscores: [\n"
    assert xinglin("competition", "receive", sent, "--replace", "--content", own.content).returncode == 0
    assert (path.parent / "earlier" / "ext1.1.yml").read_text(encoding="utf-8") == "judge: ext1\nscores: [\n"


@pytest.mark.parametrize("broken", ["tasks: [\n", "codes: 17\n", "42\n"])
def test_an_assignment_that_cannot_be_read_is_not_lost(own: Office, broken: str, xinglin: Run) -> None:
    """The numbers in it are those of the packs that judges have."""
    path = own.content / "competitions/2026/assignment.yml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(broken if "codes" not in broken else whole[: whole.index("codes:")] + broken, encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    found = xinglin("competition", "assign", "2026", "--content", own.content)
    assert found.returncode == 1
    assert "assignment.yml 读不出来" in found.stderr
    assert "assignment.yml:" in found.stderr
    assert path.read_text(encoding="utf-8") == before
    xinglin("competition", "assign", "2026", "--anew", "--content", own.content)
    assert "codes:" in path.read_text(encoding="utf-8")
    assert (path.parent / "earlier" / "assignment.1.yml").read_text(encoding="utf-8") == before
    assert xinglin("check", "--content", own.content).returncode == 0
