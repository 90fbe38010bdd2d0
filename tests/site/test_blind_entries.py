"""Nothing that is built tells who wrote an entry before the rules name its authors."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.site.conftest import REPOSITORY, Run

LAST_BLIND, FIRST_NAMED = "1796745600", "1796832000"  # 2026-12-09 and 2026-12-10 in Asia/Shanghai
GUEST, STAFF, STAFF_ID, COMMITTER = "欧阳慕白", "司徒远山", "situyuanshan", "Ximen Qiushui"
DEPARTMENT = "针灸推拿处"
ENTRY, TITLE = "papers/2026/milian", "密炼之法"
ARTICLE = f"""---
title: {TITLE}
authors: [{STAFF_ID}, {{name: {GUEST}, affiliation: 梧桐大学}}]
date: 2026-08-02
competition: 2026
---

## 一、引言

见图。

![图](tu.jpg)

## 二、结语

[附件](tu.jpg)与[底稿](gao.doc)。
"""


@pytest.fixture
def content(content: Path) -> Path:
    """The miniature with an entry whose authors occur nowhere else, in a repository of its own."""
    rules = content / "competitions/2026/competition.yml"
    rules.write_text(rules.read_text("utf-8").replace("year: 2026", "year: 2026\nnames: notice"), encoding="utf-8")
    people, departments = content / "_data/people.yml", content / "_data/departments.yml"
    people.write_text(
        people.read_text("utf-8") + f"- {{id: {STAFF_ID}, name: {STAFF}, department: zhentui}}\n", "utf-8"
    )
    departments.write_text(departments.read_text("utf-8") + f"- {{id: zhentui, name: {DEPARTMENT}}}\n", "utf-8")
    (content / f"{ENTRY}.md").write_text(ARTICLE, encoding="utf-8")
    plan = f"---\ntitle: 计划\ngoals:\n  - {{text: 写一篇, evidence: [{ENTRY}]}}\n---\n\n学习。\n"
    (content / "plans/2026/zhentui.md").write_text(plan, encoding="utf-8")
    exif = Image.Exif()
    exif[0x013B] = COMMITTER
    Image.new("RGB", (30, 20), "green").save(content / "papers/2026/tu.jpg", exif=exif)
    (content / "papers/2026/gao.doc").write_bytes(GUEST.encode())
    commit(content)
    return content


def commit(content: Path) -> None:
    who = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for role in ("AUTHOR", "COMMITTER"):
        who |= {f"GIT_{role}_NAME": COMMITTER, f"GIT_{role}_EMAIL": "x@example.org"}
        who |= {f"GIT_{role}_DATE": "2026-08-03T10:00:00+08:00"}
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=content, env=os.environ | who, check=True, timeout=60)


def build(xinglin: Run, content: Path, out: Path, clock: str) -> Path:
    done = xinglin("build", "--content", content, "--out", out, "-q", SOURCE_DATE_EPOCH=clock)
    assert done.returncode == 0, done.stderr
    return out


def telling(site: Path, words: str) -> set[str]:
    """The files that hold some words, as text or as JSON writes them."""
    forms = {words.encode(), json.dumps(words)[1:-1].encode(), words.encode("utf-16-le"), words.encode("utf-16-be")}
    files = (path for path in site.rglob("*") if path.is_file())
    return {
        str(p.relative_to(site))
        for p in files
        if any(form in p.read_bytes() or form in str(p).encode() for form in forms)
    }


def test_no_file_names_the_author_of_a_blind_entry(content: Path, tmp_path: Path, xinglin: Run) -> None:
    blind = build(xinglin, content, tmp_path / "blind", LAST_BLIND)
    named = build(xinglin, content, tmp_path / "named", FIRST_NAMED)
    page = f"{ENTRY}/index.html"
    assert telling(blind, GUEST) == set()
    assert {
        page,
        "feed.xml",
        "papers/feed.xml",
        "papers/index.html",
        "papers/2026/gao.doc",
    } <= telling(named, GUEST)
    assert "papers/2026/tu.jpg" in telling(named, COMMITTER)
    assert "papers/2026/tu.jpg" not in telling(blind, COMMITTER)
    assert any(name.startswith("search/") for name in telling(named, GUEST))
    assert page in telling(blind, TITLE)
    for words in (STAFF, STAFF_ID, DEPARTMENT, "departments/zhentui", COMMITTER):
        assert page in telling(named, words)
        assert page not in telling(blind, words)
        assert {"papers/feed.xml", "papers/index.html", "feed.xml"} & telling(blind, words) == set()
    own = {f"people/{STAFF_ID}/index.html", "departments/zhentui/index.html", "plans/2026/zhentui/index.html"}
    own.add("departments/zhentui/feed.xml")
    assert own <= telling(named, TITLE) & telling(named, "papers/2026/milian")
    assert own & (telling(blind, TITLE) | telling(blind, "milian")) == set()


def test_the_page_says_why_it_names_nobody(content: Path, tmp_path: Path, xinglin: Run) -> None:
    blind = build(xinglin, content, tmp_path / "blind", LAST_BLIND)
    named = build(xinglin, content, tmp_path / "named", FIRST_NAMED)
    assert telling(blind, "作者在公示前不公开") == {
        f"{ENTRY}/index.html",
        "papers/2026/lunwen/index.html",
        "reports/2026/diaoyan/index.html",
    }
    assert telling(named, "作者在公示前不公开") == set()
    picture = Image.open(io.BytesIO((blind / "papers/2026/milian-1.jpg").read_bytes()))
    assert picture.size == (30, 20)
    assert not (blind / "papers/2026/gao.doc").exists()


def test_search_does_not_find_a_blind_entry_by_its_author(content: Path, xinglin: Run) -> None:
    def found(clock: str, *words: str) -> str:
        done = xinglin("search", *words, "--json", "--content", content, SOURCE_DATE_EPOCH=clock)
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    for clock, told in ((LAST_BLIND, False), (FIRST_NAMED, True)):
        answer = found(clock, TITLE)
        assert ENTRY in answer
        assert (GUEST in answer or json.dumps(GUEST)[1:-1] in answer) is told
        assert (STAFF in answer) is told
        assert (ENTRY in found(clock, f"作者:{STAFF}")) is told
        assert (ENTRY in found(clock, "--department", "zhentui", TITLE)) is told


def test_a_forced_build_with_wrong_rules_names_nobody(content: Path, tmp_path: Path, xinglin: Run) -> None:
    rules = content / "competitions/2026/competition.yml"
    rules.write_text(rules.read_text("utf-8").replace("names: notice", "names: notcie"), encoding="utf-8")
    done = xinglin("build", "--force", "--content", content, "--out", tmp_path / "site")
    assert done.returncode == 1
    assert telling(tmp_path / "site", GUEST) == set()
    assert f"{ENTRY}/index.html" in telling(tmp_path / "site", TITLE)


def test_plain_mkdocs_is_as_blind(content: Path, tmp_path: Path) -> None:
    original = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    text = original.replace("docs_dir: content", f"docs_dir: {content}").replace(
        "themes", str(REPOSITORY / "themes"), 1
    )
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    words = ["build", "--quiet", "-f", str(tmp_path / "mkdocs.yml"), "-d", str(tmp_path / "plain")]
    clock = os.environ | {"SOURCE_DATE_EPOCH": LAST_BLIND}
    subprocess.run([sys.executable, "-m", "mkdocs", *words], env=clock, check=True, timeout=120)
    assert telling(tmp_path / "plain", GUEST) == set()
    assert f"{ENTRY}/index.html" in telling(tmp_path / "plain", TITLE)
