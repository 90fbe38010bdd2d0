"""The whole year of the sample competition, from the packs to the announced result, as its three users live it."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from generator.competition.judging.packs import FORM, WORKBOOK

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]

YEAR = "2026"
ENTRIES_CLOSED, JUDGING, JUDGED = dt.date(2026, 11, 11), dt.date(2026, 11, 20), dt.date(2026, 12, 6)
NOTICE, ANNOUNCED = dt.date(2026, 12, 10), dt.date(2026, 12, 20)
ON_PAPER = "ext1"
"""The judge who fills in the workbook; all others use the form."""
TOKEN = "这一句评语只给评审组看"
Marks = Mapping[tuple[str, str], Mapping[str, float]]


class Agency:
    """An organiser's machine: content in a repository, and a clock that is set."""

    def __init__(self, repository: Path, root: Path) -> None:
        self.content, self.root, self.day = root / "content", root, ENTRIES_CLOSED
        shutil.copytree(repository / "content", self.content)
        text = (repository / "mkdocs.yml").read_text(encoding="utf-8")
        config = text.replace("custom_dir: themes", f"custom_dir: {repository / 'themes'}")
        (root / "mkdocs.yml").write_text(config, encoding="utf-8")
        shutil.rmtree(self.competition / "ballots")
        self._git("init", "-q")
        self.commit(dt.date(2026, 11, 1))

    @property
    def competition(self) -> Path:
        return self.content / "competitions" / YEAR

    def __call__(self, *words: str | Path, code: int = 0) -> str:
        noon = dt.datetime.combine(self.day, dt.time(4), dt.UTC)
        done = subprocess.run(
            [sys.executable, "-m", "generator", *map(str, words), "--config", str(self.root / "mkdocs.yml"), "--quiet"],
            cwd=Path(__file__).parents[2],
            env=os.environ | {"SOURCE_DATE_EPOCH": str(int(noon.timestamp())), "LANG": "zh_CN.UTF-8", "LC_ALL": ""},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout

    def commit(self, day: dt.date | None = None) -> None:
        time = f"{day or self.day}T12:00:00+08:00"
        self._git("add", "-A")
        self._git("commit", "-qm", "x", GIT_AUTHOR_DATE=time, GIT_COMMITTER_DATE=time)

    def read(self, name: str) -> Any:
        return yaml.safe_load((self.competition / name).read_text(encoding="utf-8"))

    def build(self, day: dt.date) -> Path:
        self.day = day
        site = self.root / f"site-{day}"
        self("build", "--out", site)
        return site

    def _git(self, *words: str, **environment: str) -> None:
        who = {f"GIT_{role}_{what}": "bj@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        subprocess.run(["git", *words], cwd=self.root, env=os.environ | who | environment, check=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def typed_marks(repository: Path) -> Callable[[str, str, list[str]], dict[str, float]]:
    """What a judge gives an entry: what the sample's ballot says, else marks of the judge's own making."""
    ballots = repository / "content" / "competitions" / YEAR / "ballots"
    scores = {
        (ballot["judge"], score["entry"]): score["criteria"]
        for ballot in (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(ballots.glob("*.yml")))
        for score in ballot["scores"]
        if "criteria" in score
    }

    def marks(judge: str, entry: str, criteria: list[str]) -> dict[str, float]:
        made = {name: 60 + (len(judge) * 3 + sum(map(ord, entry)) + 5 * at) % 35 for at, name in enumerate(criteria)}
        return scores.get((judge, entry), made)

    return marks


def pack_of(packs: Path, judge: str) -> Path:
    return next(folder for folder in packs.iterdir() if folder.name.split(" ")[0] == judge)


def fill_form(page: Any, code: str, marks: Mapping[str, float]) -> None:
    page.evaluate("code => { location.hash = `entry-${code}`; }", code)
    for at, mark in enumerate(marks.values()):
        page.fill(f"#mark-{code}-{at}", f"{mark:g}")
    page.fill(f"#comment-{code}", TOKEN)


def export(page: Any, folder: Path) -> Path:
    with page.expect_download() as download:
        page.click("#export")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def fill_workbook(pack: Path, marks: Mapping[str, Mapping[str, float]]) -> Path:
    book = openpyxl.load_workbook(pack / WORKBOOK)
    for row in book["评分"].iter_rows(min_row=5):
        if row[0].value in marks:
            for cell, mark in zip(row[2:], marks[row[0].value].values(), strict=False):
                cell.value = mark
    path = pack.parent / "填好的.xlsx"
    book.save(path)
    return path


def every_text(site: Path) -> str:
    """All that a reader could read or unpack."""
    return "\n".join(
        path.read_text(encoding="utf-8", errors="replace") for path in sorted(site.rglob("*")) if path.is_file()
    )


def test_a_year(repository: Path, tmp_path: Path, browser: Any) -> None:
    agency = Agency(repository, tmp_path)
    rules = agency.read("competition.yml")
    criteria = [c["id"] for c in rules["criteria"]]
    marks = typed_marks(repository)

    # Entries are in: the organiser checks them, and shares them out.
    assert "reports/2026/gongwen-liuzhuan" in agency("competition", "entries", YEAR, "--format", "json", code=1)
    agency("competition", "assign", YEAR)
    agency.commit()
    panel = agency.read("assignment.yml")
    codes = panel["codes"]
    tasks = {task["judge"]: task["entries"] for task in panel["tasks"]}
    packs = tmp_path / "packs"
    agency("competition", "packs", YEAR, "--out", packs)

    # Every judge marks offline; one steps back from an entry, one uses the workbook.
    agency.day = JUDGING
    steps_back = next(judge for judge in sorted(tasks) if judge != ON_PAPER)
    left = tasks[steps_back][0]
    context = browser.new_context(accept_downloads=True, offline=True)
    sent = []
    for judge, entries in sorted(tasks.items()):
        given = {codes[entry]: marks(judge, entry, criteria) for entry in entries}
        if judge == ON_PAPER:
            sent.append(fill_workbook(pack_of(packs, judge), given))
            continue
        page = context.new_page()
        page.goto((pack_of(packs, judge) / FORM).as_uri())
        for code, own in given.items():
            if (judge, code) == (steps_back, codes[left]):
                page.evaluate("code => { location.hash = `entry-${code}`; }", code)
                page.check(f"#declined-{code}")
                page.fill(f"#reason-{code}", "参加过这项调研")
            else:
                fill_form(page, code, own)
        sent.append(export(page, tmp_path))
        page.close()
    agency("competition", "receive", *sent)
    agency.commit()
    assert len(list((agency.competition / "ballots").glob("*.yml"))) == len(tasks)

    # An entry lacks a mark: it goes to another judge, who adds it to what was exported before.
    progress = json.loads(agency("competition", "progress", YEAR, "--format", "json"))
    lacking = [entry for entry in progress["entries"] if entry["marks"] < entry["wanted"]]
    assert [entry["id"] for entry in lacking] == [left]
    agency("competition", "assign", YEAR)
    again = {task["judge"]: task["entries"] for task in agency.read("assignment.yml")["tasks"]}
    (helper,) = [judge for judge in again if left in again[judge] and left not in tasks.get(judge, ())]
    assert all(
        set(again[judge]) == set(tasks[judge]) - ({left} if judge == steps_back else set())
        for judge in tasks
        if judge != helper
    )
    agency("competition", "packs", YEAR, "--out", packs)
    if helper == ON_PAPER:
        everything = {codes[entry]: marks(helper, entry, criteria) for entry in again[helper]}
        added = fill_workbook(pack_of(packs, helper), everything)
    else:
        page = context.new_page()
        page.goto((pack_of(packs, helper) / FORM).as_uri())
        page.set_input_files("#file", next(path for path in sent if helper in path.name))
        page.wait_for_function(f"document.getElementById('count').textContent.includes('{len(again[helper]) - 1} / ')")
        fill_form(page, codes[left], marks(helper, left, criteria))
        added = export(page, tmp_path)
        page.close()
    agency("competition", "receive", added)
    agency.commit()
    progress = json.loads(agency("competition", "progress", YEAR, "--format", "json"))
    assert all(entry["marks"] >= entry["wanted"] for entry in progress["entries"])

    # The list, its record, and the committee's own site.
    agency.day = JUDGED
    record = tmp_path / "rank.json"
    agency("rank", YEAR, "--format", "json", "--out", record)
    ranking = json.loads(record.read_text(encoding="utf-8"))
    assert {e["id"] for e in ranking["entries"]} == set(codes)
    assert all(e["rank"] for e in ranking["entries"])
    assert all(f["created"].startswith("2026-11-20") for f in ranking["record"]["ballots"])
    assert "一致" in agency("rank", "verify", YEAR, record)
    review = tmp_path / "review"
    agency("build", "--audience", "judges", "--out", review)
    page = context.new_page()
    page.goto((review / "index.html").as_uri())
    assert (
        page.locator("main, body").first.inner_text().count(ranking["entries"][0]["title"])
        or (review / YEAR / "index.html").exists()
    )
    page.goto((review / YEAR / "index.html").as_uri())
    assert ranking["entries"][0]["title"] in page.inner_text("main")
    page.close()

    # The committee moves one prize, and says why.
    prize = rules["prizes"][-1]["name"]
    last = [e for e in ranking["entries"] if e["prize"] == prize][-1]
    moved = next(e for e in ranking["entries"] if e["rank"] > last["rank"])
    decisions = {
        "decided": dt.date(2026, 12, 8),
        "by": "评审组会议",
        "decisions": [
            {"entry": moved["id"], "prize": prize, "reason": "现场核实后认为可以直接推广"},
            {"entry": last["id"], "reason": "作者申请不参加评奖"},
        ],
    }
    (agency.competition / "decisions.yml").write_text(yaml.safe_dump(decisions, allow_unicode=True), encoding="utf-8")
    agency.commit()
    awards = tmp_path / "awards"
    agency("competition", "awards", YEAR, "--out", awards)
    with zipfile.ZipFile(next(awards.glob("*.docx"))) as document:
        text = document.read("word/document.xml").decode()
    assert moved["title"] in text
    assert last["title"] not in text

    # Not a day early; then the notice, an objection with its answer, the announcement.
    reason, digest = decisions["decisions"][0]["reason"], ranking["input_hash"]
    before = every_text(agency.build(NOTICE - dt.timedelta(days=1)))
    assert reason not in before
    assert digest not in before
    site = agency.build(NOTICE)
    page = context.new_page()
    page.goto((site / "competitions" / YEAR / "notice" / "index.html").as_uri())
    shown = page.inner_text("main")
    assert digest in shown
    assert reason in shown
    assert not (site / "competitions" / YEAR / "results").exists()
    objections = {
        "objections": [
            {
                "received": dt.date(2026, 12, 12),
                "entry": last["id"],
                "objector": "某某某",
                "text": "请说明本作品为什么没有列入名单",
                "answered": dt.date(2026, 12, 14),
                "answer": "作者已书面申请不参加评奖",
            }
        ]
    }
    (agency.competition / "objections.yml").write_text(yaml.safe_dump(objections, allow_unicode=True), encoding="utf-8")
    agency.commit()
    site = agency.build(ANNOUNCED)
    page.goto((site / "competitions" / YEAR / "notice" / "index.html").as_uri())
    assert "作者已书面申请不参加评奖" in page.inner_text("main")
    page.goto((site / "index.html").as_uri())
    winner = ranking["entries"][0]
    assert winner["title"] in page.inner_text("main")
    page.goto((site / winner["id"] / "index.html").as_uri())
    assert winner["prize"] in page.inner_text("article")
    page.goto((site / "competitions" / YEAR / "results" / "index.html").as_uri())
    assert moved["title"] in page.inner_text("main")
    page.close()
    context.close()
    public = every_text(site)
    assert TOKEN not in public
    assert "某某某" not in public
    assert "一致" in agency("rank", "verify", YEAR, record)
