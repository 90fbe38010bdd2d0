"""The judges' site as files: what is in it, what is not, and where it may be written."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.site.conftest import REPOSITORY, Run
from tests.site.test_build import digests, pages, snapshot

COMMITTEE = Path(__file__).parent / "committee"
"""A competition of nine entries by four judges, blind until the notice on 2026-12-10."""
EXPECTED = Path(__file__).parent / "committee.txt"
EVE, NOTICE = "1796831999", "1796832000"
"""The last second of 2026-12-09 in Asia/Shanghai, and the first one after it."""

AUTHORS = ["甄子明", "霍东篱", "阮小青", "白若水"]
SECRETS = [
    *AUTHORS,
    *("zhenziming", "huodongli", "ruanxiaoqing"),
    *("中药监管处", "文化宣传处", "基层指导处", "望江大学"),
    *("zhongyaochu", "wenhuachu", "jicengchu"),
    *(path.stem for kind in ("reports", "papers") for path in (COMMITTEE / kind).rglob("*.md")),
    *("reports/2026", "papers/2026"),
]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("内 容") / "content"
    shutil.copytree(COMMITTEE, folder)
    return folder


@pytest.fixture(scope="module")
def blind(source: Path, tmp_path_factory: pytest.TempPathFactory, xinglin_module: Run) -> Path:
    return built(xinglin_module, source, tmp_path_factory.mktemp("评 审") / "site", EVE)


@pytest.fixture(scope="module")
def named(source: Path, tmp_path_factory: pytest.TempPathFactory, xinglin_module: Run) -> Path:
    return built(xinglin_module, source, tmp_path_factory.mktemp("评 审") / "site", NOTICE)


def built(xinglin: Run, content: Path, out: Path, day: str, *options: str) -> Path:
    result = xinglin(
        "build", "--audience", "judges", "--content", content, "--out", out, *options, SOURCE_DATE_EPOCH=day
    )
    assert result.returncode == 0, result.stderr
    return out


def everything(site: Path) -> dict[str, str]:
    """Names and contents of all files, by name."""
    return {
        str(path.relative_to(site)): f"{path.relative_to(site)}\n{path.read_text(encoding='utf-8')}"
        for path in site.rglob("*")
        if path.is_file()
    }


def test_the_site_is_as_it_was(blind: Path) -> None:
    """A wanted change is accepted by XINGLIN_BLESS=1 scripts/test tests/site; look at the difference before."""
    found = re.sub(r"数据指纹 [0-9a-f…]+|\b[0-9a-f]{64}\b", "（数据指纹）", snapshot(blind))
    if os.environ.get("XINGLIN_BLESS"):
        EXPECTED.write_text(found, encoding="utf-8")
    assert found == EXPECTED.read_text(encoding="utf-8")


def test_nothing_tells_an_author_before_the_day(blind: Path) -> None:
    files = everything(blind)
    found = {(name, secret) for name, text in files.items() for secret in SECRETS if secret in text}
    assert found == set()
    assert "■■同志的附表可以再精简" in files["2026/entries/31.html"]


def test_authors_are_named_from_the_day_on(named: Path) -> None:
    text = "\n".join(everything(named).values())
    assert [secret for secret in SECRETS if secret not in text] == [
        *("zhenziming", "huodongli", "ruanxiaoqing"),
        *("zhongyaochu", "wenhuachu", "jicengchu"),
    ]
    assert "甄子明同志的附表可以再精简" in (named / "2026/entries/31.html").read_text(encoding="utf-8")
    assert "甄子明带过我" in (named / "2026/entries/4.html").read_text(encoding="utf-8")
    assert "■" not in text


def test_who_stepped_back_is_not_told_before_the_day(blind: Path, named: Path) -> None:
    before, after = ((site / "2026/entries/4.html").read_text(encoding="utf-8") for site in (blind, named))
    assert "孟三省" in after
    assert "孟三省" not in before
    assert "有评委回避，姓名和原因在公布作者后可看" in before


def test_the_record_is_that_of_rank_once_authors_are_named(source: Path, named: Path, xinglin: Run) -> None:
    result = xinglin("rank", "2026", "--content", source, "--format", "json")
    assert (named / "2026/ranking.json").read_text(encoding="utf-8") == result.stdout
    verified = xinglin("rank", "verify", "2026", named / "2026/ranking.json", "--content", source)
    assert verified.returncode == 0, verified.stdout


def test_the_record_goes_by_numbers_before(blind: Path) -> None:
    record = json.loads((blind / "2026/ranking.json").read_text(encoding="utf-8"))
    assert [(e["id"], e["authors"], e["department"]) for e in record["entries"]][:2] == [("31", [], ""), ("17", [], "")]
    assert {judge["unit"] for judge in record["judges"]} == {""}


def test_the_same_input_gives_the_same_bytes(source: Path, blind: Path, tmp_path: Path, xinglin: Run) -> None:
    assert digests(built(xinglin, source, tmp_path / "again", EVE)) == digests(blind)


def test_every_link_leads_to_a_file(named: Path) -> None:
    """Not to a folder: the site is opened from a disk as well."""
    read = pages(named)
    assert len(read) == 15
    for name, reader in read.items():
        for link in [*reader.links, *reader.loads]:
            parts = urlsplit(urljoin(f"http://site/{name}", link))
            assert parts.netloc == "site", link
            target = unquote(parts.path).lstrip("/")
            assert (named / target).is_file(), f"{name} links to {link}"
            if parts.fragment:
                assert unquote(parts.fragment) in read[target].ids, f"{name} links to {link}"


def test_every_page_keeps_searchers_away(named: Path) -> None:
    for path in named.rglob("*.html"):
        assert '<meta name="robots" content="noindex,nofollow,noarchive">' in path.read_text(encoding="utf-8"), path


def test_it_holds_nothing_but_competitions(named: Path) -> None:
    found = {path.relative_to(named).parts[0] for path in named.iterdir()}
    assert found == {".xinglin-judges", "2026", "assets", "index.html"}


def test_the_public_site_has_nothing_of_it(source: Path, tmp_path: Path, xinglin: Run) -> None:
    result = xinglin("build", "--content", source, "--out", tmp_path / "site", SOURCE_DATE_EPOCH=EVE)
    assert result.returncode == 0, result.stderr
    assert not (tmp_path / "site/review").exists()
    text = b"\n".join(path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file())
    for secret in ("r-list", "附表可以再精简", "药店名单有误"):
        assert secret.encode() not in text, secret


# ---- Where it may be written


def test_it_must_be_said_where_to_write(source: Path, xinglin: Run) -> None:
    result = xinglin("build", "--audience", "judges", "--content", source)
    assert result.returncode == 2
    assert "--out" in result.stderr


def test_it_is_never_written_where_others_read(source: Path, xinglin: Run) -> None:
    public = REPOSITORY / "site"
    for out in (source, source / "review", public, public / "review"):
        result = xinglin("build", "--audience", "judges", "--content", source, "--out", out)
        assert result.returncode == 2, out
        assert "Traceback" not in result.stderr
        assert not (source / "review").exists()
        assert not (public / "review").exists()


def test_neither_site_replaces_the_other(source: Path, blind: Path, tmp_path: Path, xinglin: Run) -> None:
    public = tmp_path / "public"
    assert xinglin("build", "--content", source, "--out", public).returncode == 0
    before = digests(public)
    assert xinglin("build", "--audience", "judges", "--content", source, "--out", public).returncode == 2
    assert digests(public) == before
    before = digests(blind)
    assert xinglin("build", "--content", source, "--out", blind).returncode == 2
    assert digests(blind) == before


def test_its_own_folder_is_replaced_whole(source: Path, tmp_path: Path, xinglin: Run) -> None:
    out = built(xinglin, source, tmp_path / "site", EVE)
    (out / "2026/old.html").write_text("old", encoding="utf-8")
    built(xinglin, source, out, NOTICE)
    assert not (out / "2026/old.html").exists()
    assert "甄子明" in (out / "2026/index.html").read_text(encoding="utf-8")


# ---- Content that is not as it should be


@pytest.fixture
def content(source: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(source, folder)
    return folder


def test_a_partial_judge_stops_it_and_is_not_told_of_before_the_day(
    content: Path, tmp_path: Path, xinglin: Run
) -> None:
    ballot = content / "competitions/2026/ballots/pingsan.yml"
    score = "  - entry: reports/2026/kepu-duanpian\n    criteria: {value: 98, writing: 97}\n    comment: 秘密的夸奖\n"
    ballot.write_text(ballot.read_text(encoding="utf-8") + score, encoding="utf-8")
    command = ("build", "--audience", "judges", "--content", content, "--out", tmp_path / "site")
    assert xinglin(*command, SOURCE_DATE_EPOCH=EVE).returncode == 1
    assert not (tmp_path / "site").exists()
    assert xinglin(*command, "--force", SOURCE_DATE_EPOCH=EVE).returncode == 1
    page = (tmp_path / "site/2026/entries/25.html").read_text(encoding="utf-8")
    assert ("孟三省" in page, "秘密的夸奖" in page, "有评委回避" in page) == (False, False, True)
    assert xinglin(*command, "--force", SOURCE_DATE_EPOCH=NOTICE).returncode == 1
    page = (tmp_path / "site/2026/entries/25.html").read_text(encoding="utf-8")
    assert ("孟三省" in page, "秘密的夸奖" in page, "评委与作品同属一个部门" in page) == (True, True, True)


def test_what_people_wrote_is_text(content: Path, tmp_path: Path, xinglin: Run) -> None:
    attack = "<img src=x onerror=alert(1)>"
    for path, old in (
        ("competitions/2026/ballots/pingyi.yml", "抽检批次多"),
        ("competitions/2026/decisions.yml", "药店名单有误"),
        ("reports/2026/yaocai-shichang.md", "中药材市场抽检调查"),
        ("competitions/2026/competition.yml", "应用价值"),
    ):
        text = (content / path).read_text(encoding="utf-8")
        assert old in text
        (content / path).write_text(text.replace(old, attack), encoding="utf-8")
    out = built(xinglin, content, tmp_path / "site", EVE, "--force")
    assert "&lt;img src=x" in (out / "2026/entries/31.html").read_text(encoding="utf-8")
    for path in out.rglob("*.html"):
        assert "<img" not in path.read_text(encoding="utf-8"), path


def test_what_is_missing_leaves_the_rest(content: Path, tmp_path: Path, xinglin: Run) -> None:
    shutil.rmtree(content / "competitions/2026/ballots")
    for name in ("assignment.yml", "decisions.yml"):
        (content / "competitions/2026" / name).unlink()
    out = built(xinglin, content, tmp_path / "site", EVE)
    assert sorted(path.name for path in (out / "2026/entries").iterdir()) == [f"{n}.html" for n in range(1, 10)]
    assert "没有评分" in (out / "2026/entries/1.html").read_text(encoding="utf-8")


def test_without_a_competition_there_is_a_page_that_says_so(tmp_path: Path, xinglin: Run) -> None:
    (tmp_path / "content").mkdir()
    out = built(xinglin, tmp_path / "content", tmp_path / "site", EVE)
    assert "没有评比" in (out / "index.html").read_text(encoding="utf-8")
