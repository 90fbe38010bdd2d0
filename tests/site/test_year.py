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
COMMENT, REASON = "这一句评语只给评审组看", "现场核实后认为可以直接推广"
OBJECTOR, ANSWER = "某某某", "作者已书面申请不参加评奖"


class Agency:
    """An organiser's machine: content in a repository, and a clock that is set."""

    def __init__(self, repository: Path, root: Path) -> None:
        self.content, self.root, self.day = root / "content", root, ENTRIES_CLOSED
        shutil.copytree(repository / "content", self.content)
        text = (repository / "mkdocs.yml").read_text(encoding="utf-8")
        config = text.replace("custom_dir: themes", f"custom_dir: {repository / 'themes'}")
        (root / "mkdocs.yml").write_text(config, encoding="utf-8")
        shutil.rmtree(self.competition / "ballots")
        (self.competition / "assignment.yml").unlink()
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
        self._git("commit", "-qm", "x", "--allow-empty", GIT_AUTHOR_DATE=time, GIT_COMMITTER_DATE=time)

    def read(self, name: str) -> Any:
        return yaml.safe_load((self.competition / name).read_text(encoding="utf-8"))

    def write(self, name: str, value: Any) -> None:
        (self.competition / name).write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
        self.commit()

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


def fill_form(page: Any, code: str, marks: Mapping[str, float]) -> None:
    page.evaluate("code => { location.hash = `entry-${code}`; }", code)
    if not marks:
        page.check(f"#declined-{code}")
        page.fill(f"#reason-{code}", "参加过这项调研")
        return
    for at, mark in enumerate(marks.values()):
        page.fill(f"#mark-{code}-{at}", f"{mark:g}")
    page.fill(f"#comment-{code}", COMMENT)


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


class Year:
    """The stages of the year, one after the other."""

    def __init__(self, repository: Path, root: Path, browser: Any) -> None:
        self.agency, self.root = Agency(repository, root), root
        self.rules = self.agency.read("competition.yml")
        self.criteria = [criterion["id"] for criterion in self.rules["criteria"]]
        self.marks = typed_marks(repository)
        self.context = browser.new_context(accept_downloads=True, offline=True)
        self.packs, self.record = root / "packs", root / "rank.json"
        self.sent: dict[str, Path] = {}

    def tasks(self) -> dict[str, list[str]]:
        return {task["judge"]: task["entries"] for task in self.agency.read("assignment.yml")["tasks"]}

    def progress(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.agency("competition", "progress", YEAR, "--format", "json"))[
            "entries"
        ]
        return found

    def share_out(self) -> None:
        """Entries are in: the organiser checks them, and hands them out."""
        self.agency("competition", "entries", YEAR, "--out", self.root / "reports", code=1)
        assert (self.root / "reports" / "index.html").exists()
        self.agency("competition", "assign", YEAR)
        self.agency.commit()
        self.codes = self.agency.read("assignment.yml")["codes"]
        self.agency("competition", "packs", YEAR, "--out", self.packs)

    def judge(self) -> tuple[str, str]:
        """Every judge marks offline, one of them in the workbook; who stepped back, and from which entry."""
        self.agency.day = JUDGING
        tasks = self.tasks()
        gone = next(judge for judge in sorted(tasks) if judge != ON_PAPER)
        left = tasks[gone][0]
        for judge, entries in sorted(tasks.items()):
            given = {self.codes[entry]: self.marks(judge, entry, self.criteria) for entry in entries}
            if judge == gone:
                given[self.codes[left]] = {}
            self.sent[judge] = self.fill_in(judge, given)
        self.agency("competition", "receive", *self.sent.values())
        self.agency.commit()
        assert {path.stem for path in (self.agency.competition / "ballots").glob("*.yml")} == set(tasks)
        return gone, left

    def fill_in(self, judge: str, given: Mapping[str, Mapping[str, float]], before: Path | None = None) -> Path:
        """Mark entries by code, stepping back from those without marks; the file that the judge sends."""
        pack = next(folder for folder in self.packs.iterdir() if folder.name.split(" ")[0] == judge)
        if judge == ON_PAPER:
            return fill_workbook(pack, given)
        page = self.context.new_page()
        page.goto((pack / FORM).as_uri())
        if before:
            page.set_input_files("#file", before)
            page.wait_for_function("!document.getElementById('notice').hidden")
        for code, marks in given.items():
            fill_form(page, code, marks)
        assert "全部评完了" in page.text_content("#missing")
        sent = export(page, self.root)
        page.close()
        return sent

    def fill_the_gap(self, gone: str, left: str) -> None:
        """The entry goes to another judge, who adds it to what was exported before; all else stays as it was."""
        before = self.tasks()
        assert [entry["id"] for entry in self.progress() if entry["marks"] < entry["wanted"]] == [left]
        self.agency("competition", "assign", YEAR)
        after = self.tasks()
        (helper,) = [judge for judge in after if left in after[judge] and left not in before[judge]]
        assert {**after, gone: before[gone], helper: before[helper]} == before
        self.agency("competition", "packs", YEAR, "--out", self.packs)
        wanted = after[helper] if helper == ON_PAPER else [left]
        given = {self.codes[entry]: self.marks(helper, entry, self.criteria) for entry in wanted}
        self.agency("competition", "receive", self.fill_in(helper, given, self.sent[helper]))
        self.agency.commit()
        assert all(entry["marks"] >= entry["wanted"] for entry in self.progress())

    def review(self) -> dict[str, Any]:
        """The list with its record, and the committee's own site; the list."""
        self.agency.day = JUDGED
        self.agency("rank", YEAR, "--format", "json", "--out", self.record)
        ranking: dict[str, Any] = json.loads(self.record.read_text(encoding="utf-8"))
        assert {entry["id"] for entry in ranking["entries"] if entry["rank"]} == set(self.codes)
        assert all(file["created"].startswith(str(JUDGING)) for file in ranking["record"]["ballots"])
        self.agency("rank", "verify", YEAR, self.record)
        self.agency("build", "--audience", "judges", "--out", self.root / "review")
        assert ranking["entries"][0]["title"] in self.read(self.root / "review" / YEAR / "index.html")
        return ranking

    def decide(self, ranking: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The committee moves the last prize by one entry, and says why: who gets it, and who does not."""
        prize = self.rules["prizes"][-1]["name"]
        refused = [entry for entry in ranking["entries"] if entry["prize"] == prize][-1]
        chosen = next(entry for entry in ranking["entries"] if entry["rank"] > refused["rank"])
        decisions = [
            {"entry": chosen["id"], "prize": prize, "reason": REASON},
            {"entry": refused["id"], "reason": "作者申请不参加评奖"},
        ]
        self.agency.write(
            "decisions.yml", {"decided": dt.date(2026, 12, 8), "by": "评审组会议", "decisions": decisions}
        )
        self.agency("competition", "awards", YEAR, "--out", self.root / "awards")
        with zipfile.ZipFile(next((self.root / "awards").glob("*.docx"))) as document:
            text = document.read("word/document.xml").decode()
        assert chosen["title"] in text
        assert refused["title"] not in text
        return chosen, refused

    def publish(self, ranking: dict[str, Any], chosen: dict[str, Any], refused: dict[str, Any]) -> None:
        """Nothing a day early; then the notice, an objection with its answer, the announcement."""
        before = every_text(self.agency.build(NOTICE - dt.timedelta(days=1)))
        site = self.agency.build(NOTICE) / "competitions" / YEAR
        for told in (REASON, ranking["input_hash"]):
            assert told not in before
            assert told in self.read(site / "notice" / "index.html")
        assert not (site / "results").exists()
        days = {"received": dt.date(2026, 12, 12), "answered": dt.date(2026, 12, 14)}
        said = {
            "entry": refused["id"],
            "objector": OBJECTOR,
            "text": "请说明本作品为什么没有列入名单",
            "answer": ANSWER,
        }
        self.agency.write("objections.yml", {"objections": [days | said]})
        site, winner = self.agency.build(ANNOUNCED), ranking["entries"][0]
        shown = {
            f"competitions/{YEAR}/notice": ANSWER,
            f"competitions/{YEAR}/results": chosen["title"],
            "": winner["title"],
            winner["id"]: winner["prize"],
        }
        for address, text in shown.items():
            assert text in self.read(site / address / "index.html"), address
        public = every_text(site)
        assert COMMENT not in public
        assert OBJECTOR not in public

    def read(self, path: Path) -> str:
        """What a page says."""
        page = self.context.new_page()
        page.goto(path.as_uri())
        text: str = page.inner_text("main")
        page.close()
        return text


def test_a_year(repository: Path, tmp_path: Path, browser: Any) -> None:
    year = Year(repository, tmp_path, browser)
    year.share_out()
    gone, left = year.judge()
    year.fill_the_gap(gone, left)
    ranking = year.review()
    chosen, refused = year.decide(ranking)
    year.publish(ranking, chosen, refused)
    # What was decided and objected changes nothing of what was ranked.
    year.agency("rank", "verify", YEAR, year.record)
