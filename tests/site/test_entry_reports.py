"""xinglin competition entries: the reports that authors open, made by the command itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site.conftest import Run
from tests.site.test_blind_entries import commit
from tests.site.test_build import Reader

COPIED = "医馆里的老师带徒弟，头一年看诊抄方，第二年试着开方，第三年独立接诊，每年年底由馆长和病人各打一次分。"
ENTRY = f"""---
title: 带徒弟的<b>办法</b>
authors: [zhang, {{name: 赵客, affiliation: 某大学}}]
date: 2026-07-01
competition: 2026
---

张明处长的调研。

{COPIED}

其余都是自己写的内容，说明怎样算账，怎样分工，怎样把经验写下来交给后来的人用。
"""
LECTURE = (
    f"---\ntitle: 师带徒\nspeaker: 钱老师\nauthors: [wang]\ndate: 2026-02-01\n---\n\n讲了三点。\n\n第一点：{COPIED}\n"
)


@pytest.fixture
def content(content: Path) -> Path:
    (content / "reports/2026/daitu.md").write_text(ENTRY, encoding="utf-8")
    (content / "lectures/2026/daitu.md").write_text(LECTURE, encoding="utf-8")
    commit(content)
    return content


def test_every_author_gets_a_report_and_the_organisers_an_overview(content: Path, tmp_path: Path, xinglin: Run) -> None:
    out = tmp_path / "结果"
    done = xinglin("competition", "entries", "2026", "--content", content, "--out", out)
    assert done.returncode == 1, done.stderr
    assert sorted(p.name for p in out.glob("*.html")) == [
        "index.html",
        "张明-zhang.html",
        "李华-li.html",
        "赵客-某大学.html",
    ]
    overview = (out / "index.html").read_text(encoding="utf-8")
    assert 'href="张明-zhang.html"' in overview
    report = (out / "张明-zhang.html").read_text(encoding="utf-8")
    assert "提交已于 2026-11-10 截止" in report
    assert "第 8 行：出现作者姓名“张明”" in report
    assert "与《师带徒》（lectures/2026/daitu）相同 45 字" in report
    assert "本文第 10 行" in report
    assert "该文第 10 行" in report
    assert report.count(COPIED.rstrip("。")) == 2
    assert "李华" not in report
    assert "张明" not in (out / "李华-li.html").read_text(encoding="utf-8")


def test_a_report_needs_nothing_else_and_runs_nothing(content: Path, tmp_path: Path, xinglin: Run) -> None:
    out = tmp_path / "out"
    xinglin("competition", "entries", "2026", "--content", content, "--out", out)
    for path in out.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        reader = Reader(text)
        assert reader.loads == []
        assert [link for link in reader.links if not (out / link).is_file()] == []
        assert "<script" not in text
        assert "<b>" not in text


def test_the_report_says_until_when_it_can_be_mended(content: Path, tmp_path: Path, xinglin: Run) -> None:
    xinglin(
        "competition",
        "entries",
        "2026",
        "--content",
        content,
        "--out",
        tmp_path / "out",
        SOURCE_DATE_EPOCH="1794240000",
    )
    assert "请在 2026-11-10 以前改好" in (tmp_path / "out/张明-zhang.html").read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_reports(content: Path, tmp_path: Path, xinglin: Run) -> None:
    written = []
    for name in ("a", "a", "b"):  # twice into the same folder, which is replaced
        assert xinglin("competition", "entries", "2026", "--content", content, "--out", tmp_path / name).returncode == 1
        written.append({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()})
    assert written[0] == written[1] == written[2]


def test_reports_never_lie_where_they_would_be_published(content: Path, tmp_path: Path, xinglin: Run) -> None:
    for out in (content / "reports", content, content.parent):
        done = xinglin("competition", "entries", "2026", "--content", content, "--out", out)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
    assert not list(content.rglob("*.html"))


def test_exit_codes_and_formats(content: Path, xinglin: Run) -> None:
    done = xinglin("competition", "entries", "2026", "--content", content, "--format", "json", "-q")
    assert done.returncode == 1
    assert [e["id"] for e in json.loads(done.stdout)["entries"] if e["needs_action"]] == ["reports/2026/daitu"]
    (content / "reports/2026/daitu.md").unlink()
    assert xinglin("competition", "entries", "2026", "--content", content, "-q").returncode == 0
    assert xinglin("competition", "entries", "2031", "--content", content).returncode == 2


def test_without_git_nobody_is_called_late(miniature: Path, xinglin: Run) -> None:
    done = xinglin("competition", "entries", "2026", "--content", miniature)
    assert done.returncode == 0, done.stdout
    assert "没有 Git 记录，无法核对提交时间" in done.stderr
