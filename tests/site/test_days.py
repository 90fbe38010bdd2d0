"""What is public of a competition on which day. Nothing appears a day early, in no file of the site.

The tree in contest/ has a word of its own for everything that is handed in, so that each can be looked for in every
byte that is published: pages, feeds, the sitemap, the browser's index, and what other search engines are given.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from generator.competition.ranking.rank import rank
from generator.config import Project, read_project
from generator.pipeline import Prepared, prepare
from generator.problems import Severity
from generator.search.answer import Question, search
from generator.search.documents import search_documents
from generator.search.index import update_index
from generator.search.opensearch import export_files
from generator.site.build import build_site
from tests.site.conftest import REPOSITORY

CONTEST = Path(__file__).parent / "contest"
PRIVATE = ("ballots", "votes", "assignment.yml", "decisions.yml", "objections.yml")

NOTICE, ASKED, ANSWERED, ANNOUNCED, OLD = "2026-07-01", "2026-07-03", "2026-07-06", "2026-07-08", "2026-09-02"
BOUNDARIES = ("2026-06-11", "2026-06-15", "2026-06-26", NOTICE, ASKED, ANSWERED, ANNOUNCED, OLD)


def before(day: str) -> str:
    return str(dt.date.fromisoformat(day) - dt.timedelta(days=1))


DAYS = sorted({day for boundary in BOUNDARIES for day in (before(boundary), boundary)})

NEVER = [
    *("钩吻评语", "乌头缘故", "萧不言", "钱判官", "ext1", "密号"),  # comments, refusals, objector, judges, numbers
    *("91.37", "93.73", "92.55", "83.17", "70.13", "71.39", "70.76"),  # marks, and the points made of them
]
ON_NOTICE = "competitions/2026/notice/index.html"
RESULT = "competitions/2026/results/index.html"
RULES = "competitions/2026/index.html"
FEEDS = {"feed.xml", "notices/feed.xml"}
HOME = "index.html"
LISTS = {HOME, "reports/index.html", "reports/2026/index.html", "competitions/2026/entries/index.html"}
PRIZED = {RULES, ON_NOTICE, RESULT, *LISTS}
FIRST = {*PRIZED, "reports/2026/a/index.html", "people/a1/index.html", "departments/d1/index.html"}
SECOND = {*PRIZED, "reports/2026/c/index.html", "people/a3/index.html", "departments/d1/index.html"}
DECIDED = {ON_NOTICE, RESULT}

PUBLIC: Mapping[str, Mapping[str, set[str]]] = {
    # What is looked for → from which day on it stands in which files, and in no others.
    "茯苓奖": {"": {RULES}, NOTICE: {RULES, ON_NOTICE}, ANNOUNCED: FIRST},
    "远志奖": {"": {RULES}, NOTICE: {RULES, ON_NOTICE}, ANNOUNCED: SECOND},
    "评比结果已公布": {ANNOUNCED: {HOME}, OLD: set()},
    "苍术理由": {NOTICE: {ON_NOTICE}, ANNOUNCED: DECIDED},
    "川芎理由": {NOTICE: {ON_NOTICE}, ANNOUNCED: DECIDED},
    "白芷会议": {NOTICE: {ON_NOTICE}, ANNOUNCED: DECIDED},
    "半夏之问": {ASKED: {ON_NOTICE}},
    "生姜之答": {ANSWERED: {ON_NOTICE}},
    "<hash>": {NOTICE: {ON_NOTICE}},
    "本年评比 · 公示": {NOTICE: {ON_NOTICE, *FEEDS}},
    "本年评比 · 结果": {ANNOUNCED: {RESULT, *FEEDS}},
}

PAGES = {"entries": "", "notice": NOTICE, "results": ANNOUNCED}
"""Pages of the competition, and from which day on they are there."""

Built = Callable[[str, Path], Path]


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree outside of any repository, so that this project's own history plays no part."""
    folder = tmp_path_factory.mktemp("contest") / "content"
    shutil.copytree(CONTEST, folder)
    return folder


@pytest.fixture(scope="module")
def nothing_handed_in(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same tree without anything that judges, readers and the committee hand in."""
    folder = tmp_path_factory.mktemp("silent") / "content"
    shutil.copytree(handed_in, folder, ignore=shutil.ignore_patterns(*PRIVATE))
    return folder


@pytest.fixture(scope="module")
def one_ballot(nothing_handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same tree with a single ballot, in which the winners have changed places."""
    folder = tmp_path_factory.mktemp("single") / "content"
    shutil.copytree(nothing_handed_in, folder)
    ballot = folder / "competitions/2026/ballots/j1.yml"
    ballot.parent.mkdir()
    scores = "[{entry: reports/2026/c, criteria: {value: 90}}, {entry: reports/2026/a, criteria: {value: 80}}]"
    ballot.write_text(f"judge: j1\nscores: {scores}\n", encoding="utf-8")
    return folder


def project(content: Path) -> Project:
    found = read_project(REPOSITORY / "mkdocs.yml", ())
    return replace(found, content=content)


@cache
def prepared(day: str, content: Path) -> Prepared:
    made = prepare(content, project(content).settings, dt.date.fromisoformat(day), lambda step, count: None)
    assert made.checked.errors == 0
    return made


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of a day, made once."""
    folder = tmp_path_factory.mktemp("days")

    def build(day: str, content: Path) -> Path:
        site = folder / f"{content.parent.name}-{day}"
        if not site.exists():
            build_site(project(content), prepared(day, content), site, lambda step, count: None)
        return site

    return build


def files(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path; what is compressed, uncompressed."""
    return {
        str(path.relative_to(site)): b"".join(_uncompressed(path.name, path.read_bytes()))
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def _uncompressed(name: str, data: bytes) -> Iterator[bytes]:
    if name.endswith(".gz"):
        yield gzip.decompress(data)
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for item in archive.infolist():
                yield item.filename.encode()
                yield from _uncompressed(item.filename, archive.read(item))
    else:
        yield data


def holding(word: str, site: Mapping[str, bytes]) -> set[str]:
    return {name for name, data in site.items() if word.encode() in data}


def expected(steps: Mapping[str, set[str]], day: str) -> set[str]:
    begun = [step for step in steps if step <= day]
    return steps[max(begun)] if begun else set()


@pytest.mark.parametrize("day", DAYS)
def test_everything_stands_where_it_may_from_its_day_on_and_nowhere_before(
    day: str, handed_in: Path, built: Built
) -> None:
    site = files(built(day, handed_in))
    contributions = prepared(day, handed_in).checked.contributions
    proceedings = contributions.proceedings
    digest = rank(contributions.library, proceedings.ballots, "2026", proceedings.votes).input_hash
    for word, steps in PUBLIC.items():
        where = holding(digest if word == "<hash>" else word, site)
        assert where == expected(steps, day), word
    for word in NEVER:
        assert holding(word, site) == set(), word
    assert [name for name in site if re.search(r"ballots|votes|\.ya?ml$|\.md$", name)] == []


@pytest.mark.parametrize("day", DAYS)
def test_pages_are_there_and_linked_from_their_day_on(day: str, handed_in: Path, built: Built) -> None:
    site = files(built(day, handed_in))
    for page, first in PAGES.items():
        there = day >= first
        assert (f"competitions/2026/{page}/index.html" in site) is there
        assert (f"competitions/2026/{page}/".encode() in site["sitemap.xml"]) is there
        linking = {name for name, data in site.items() if re.search(rf'href="[^"]*\b{page}/"'.encode(), data)}
        assert ("competitions/index.html" in linking) is there, page
        assert there or not linking


@pytest.mark.parametrize("day", [before(b) for b in ("2026-06-11", "2026-06-15", "2026-06-26", NOTICE)])
def test_before_the_notice_the_site_does_not_depend_on_what_is_handed_in(
    day: str, handed_in: Path, nothing_handed_in: Path, built: Built
) -> None:
    assert files(built(day, handed_in)) == files(built(day, nothing_handed_in))


@pytest.mark.parametrize(("day", "pages"), [(NOTICE, {ON_NOTICE}), (ANNOUNCED, FIRST | SECOND)])
def test_later_only_pages_that_tell_the_result_depend_on_it(
    day: str, pages: set[str], handed_in: Path, one_ballot: Path, built: Built
) -> None:
    one, other = files(built(day, handed_in)), files(built(day, one_ballot))
    assert one.keys() == other.keys()
    changed = {name for name in one if one[name] != other[name]}
    assert ON_NOTICE in changed
    assert changed <= pages - {RULES}


@pytest.mark.parametrize("day", DAYS)
def test_search_never_knows_what_is_handed_in(day: str, handed_in: Path, nothing_handed_in: Path) -> None:
    known = list(search_documents(prepared(day, handed_in).library))
    assert known == list(search_documents(prepared(day, nothing_handed_in).library))


def test_other_search_engines_are_told_nothing(handed_in: Path, tmp_path: Path) -> None:
    library = prepared(OLD, handed_in).library
    documents = list(search_documents(library))
    update_index(tmp_path / "index", documents, library.terms)
    words = [*NEVER, *PUBLIC]
    told = b"".join(data for _, data in export_files(documents, "xinglin")).decode()
    assert [word for word in words if word in told or json.dumps(word)[1:-1] in told] == []
    quoted = {word: search(tmp_path / "index", Question(f'"{word}"')).total for word in (*words, "正文里的山上的药")}
    assert {word for word, total in quoted.items() if total} == {"正文里的山上的药"}


@pytest.mark.parametrize("mistake", ["oops: 1\n", "decided: 2026-06-29\n", "- [\n"])
def test_there_is_no_result_where_the_decisions_are_wrong(mistake: str, handed_in: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(handed_in, content)
    decisions = content / "competitions/2026/decisions.yml"
    decisions.write_text(decisions.read_text(encoding="utf-8") + mistake, encoding="utf-8")
    day = dt.date.fromisoformat(ANNOUNCED)
    made = prepare(content, project(content).settings, day, lambda step, count: None)
    assert made.checked.errors
    assert made.results == {}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("ballots/a9.yml", "judge: [\n"),
        ("ballots/a9.yml", "judge: a9\nscores: [{entry: reports/2026/zz}]\n"),
        ("ballots/deep/a9.yml", ""),
        ("votes/a9.yml", "- [\n"),
        ("decisions.yaml", "decided: 2026-06-30\n"),
    ],
)
def test_there_is_no_result_where_anything_handed_in_is_wrong(
    file: str, text: str, handed_in: Path, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    shutil.copytree(handed_in, content)
    path = content / "competitions/2026" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    for day in (NOTICE, ANNOUNCED):
        made = prepare(content, project(content).settings, dt.date.fromisoformat(day), lambda step, count: None)
        assert (dict(made.results), made.withheld) == ({}, {"2026": "errors"})


def test_without_a_mark_there_is_no_notice(handed_in: Path, nothing_handed_in: Path) -> None:
    assert not prepared(before(NOTICE), nothing_handed_in).withheld
    assert not prepared(NOTICE, handed_in).withheld
    for day in (NOTICE, ANNOUNCED, OLD):
        made = prepared(day, nothing_handed_in)
        assert (dict(made.results), made.withheld) == ({}, {"2026": "unmarked"})


def test_an_objection_that_names_its_objector_is_kept_back(handed_in: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(handed_in, content)
    handed = content / "competitions/2026/objections.yml"
    handed.write_text(handed.read_text(encoding="utf-8").replace("半夏之问", "我是萧不言，半夏之问"), encoding="utf-8")
    for rules in ({}, {"objections": Severity.OFF}):
        settings = replace(project(content).settings, rules=rules)
        made = prepare(content, settings, dt.date.fromisoformat(ANNOUNCED), lambda step, count: None)
        assert bool(made.checked.errors) is not bool(rules)
        assert made.results["2026"].objections == ()


def test_no_data_of_a_competition_is_an_attachment_whatever_the_settings_allow(handed_in: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(handed_in, content)
    names = ("notes.yml", "decisions.yaml", "Objections.YML", "ballots/x.csv", "Ballots/x.csv", "votes/deep/x.csv")
    for name in (*names, "list.csv", "评分.csv"):
        path = content / "competitions/2026" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    with (content / "competitions/2026/index.md").open("a", encoding="utf-8") as notice:
        notice.write("\n\n见[附表](list.csv)。\n")
    rules = {"competition-file": Severity.OFF}
    settings = replace(project(content).settings, attachment_types=("yml", "yaml", "csv"), rules=rules)
    made = prepare(content, settings, dt.date.fromisoformat(OLD), lambda step, count: None)
    assert set(made.library.assets) == {"competitions/2026/list.csv"}


def test_entries_without_names_are_listed_without_them(handed_in: Path, tmp_path: Path) -> None:
    """Rules may keep names back until the announcement; the notice then lists entries without their authors."""
    content = tmp_path / "content"
    shutil.copytree(handed_in, content)
    rules = content / "competitions/2026/competition.yml"
    rules.write_text(rules.read_text(encoding="utf-8") + "names: announced\n", encoding="utf-8")
    handed = content / "competitions/2026/objections.yml"
    told = handed.read_text(encoding="utf-8")
    handed.write_text(told.replace("半夏之问", "半夏之问，甲处张一平抄自李二安"), encoding="utf-8")
    made = prepare(content, project(content).settings, dt.date.fromisoformat(ASKED), lambda step, count: None)
    site = tmp_path / "site"
    build_site(project(content), made, site, lambda step, count: None)
    assert "半夏之问，■■■■抄自■■" in (site / ON_NOTICE).read_text(encoding="utf-8")
    for page in (ON_NOTICE, "competitions/2026/entries/index.html"):
        text = (site / page).read_text(encoding="utf-8")
        assert "山上的药" in text
        assert "公布前不署名" in text
        assert not re.search("张一平|李二安|王三喜|甲处|乙处", text)
