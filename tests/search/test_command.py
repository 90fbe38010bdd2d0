from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.messages import catalogue
from tests.conftest import MINIATURE, REPOSITORY

TODAY = "1795392000"  # 2026-11-23 in Asia/Shanghai, for SOURCE_DATE_EPOCH
CLEAN, FAILED = 0, 2
ZH = catalogue("zh")
CONTROL = "控制\x1b]0;x\x07\x1b[31m符\x9b2J\x7f\u202e\u2066字&#155;&#27;。"


def article(title: str, author: str, day: str, body: str, *more: str) -> str:
    return "\n".join(["---", f"title: {title}", f"authors: [{author}]", f"date: {day}", *more, "---", "", body, ""])


FILES = {
    "reports/2026/guizhi.md": article(
        "桂枝汤调查", "wang", "2026-02-03", "用<桂枝汤> & 麻黄汤。", "summary: 摘要", "tags: [方剂]"
    ),
    "reports/2026/huai.md": article("危险", "wang", "2026-02-03", CONTROL),
    "reports/2025/jiu.md": article("旧报告", "li", "2025-02-03", "桂枝汤。"),
    "papers/2026/fang.md": article("方论", "zhang", "2026-02-03", "桂枝汤与炙黄耆。"),
    "papers/2026/mi.md": article("桂枝汤秘稿", "li", "2026-02-03", "桂枝汤。", "draft: true"),
}


@dataclass
class Outcome:
    code: int
    out: str
    err: str

    @property
    def record(self) -> Any:
        return json.loads(self.out)

    @property
    def ids(self) -> list[str]:
        return [result["id"] for result in self.record["results"]]


Search = Callable[..., Outcome]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that all tests here share, and change nothing in."""
    root = tmp_path_factory.mktemp("项目 一")
    shutil.copytree(MINIATURE, root / "文稿")
    for name, text in FILES.items():
        path = root / "文稿" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = (REPOSITORY / "mkdocs.yml").read_text("utf-8").replace("docs_dir: content", "docs_dir: 文稿")
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return root


@pytest.fixture
def search(project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Search:
    """Run ``xinglin search`` in the project's folder."""
    monkeypatch.chdir(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)

    def command(*words: str) -> Outcome:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["xinglin", "search", *words])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Outcome(int(end.value.code or 0), out, err)

    return command


def test_an_answer_as_json(search: Search) -> None:
    outcome = search("桂枝汤", "--kind", "reports", "--year", "2026", "--json")
    assert outcome.code == CLEAN
    record = outcome.record
    assert record["results"][0].pop("score") > 0
    facets = record.pop("facets")
    assert list(facets) == ["kind", "year", "department", "author", "tag"]
    assert facets["kind"] == [
        {"value": "papers", "label": ZH.text("site.kinds.papers"), "count": 1},
        {"value": "reports", "label": ZH.text("site.kinds.reports"), "count": 1},
    ]
    assert record == {
        "query": "桂枝汤",
        "total": 1,
        "results": [
            {
                "id": "reports/2026/guizhi",
                "url": "reports/2026/guizhi/",
                "title": "桂枝汤调查",
                "excerpt": "摘要 用&lt;<mark>桂枝汤</mark>&gt; &amp; 麻黄汤。",
                "kind": "reports",
                "date": "2026-02-03",
                "authors": ["王芳"],
                "department": "科研处",
                "missing": [],
            }
        ],
        "notes": [],
    }


def test_an_answer_as_text(search: Search) -> None:
    outcome = search("桂枝汤", "--kind", "reports", "--year", "2026")
    assert outcome.code == CLEAN
    assert outcome.out == "\n".join(
        [
            ZH.text("search.total", total=1, shown=1, query="桂枝汤"),
            "",
            "桂枝汤调查",
            f"  {ZH.text('site.kinds.reports')} · 科研处 · 王芳 · 2026-02-03",
            "  reports/2026/guizhi",
            "  摘要 用<【桂枝汤】> & 麻黄汤。",
            "",
        ]
    )


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["桂枝汤"], ["papers/2026/fang", "reports/2025/jiu", "reports/2026/guizhi"]),
        (["桂枝汤", "--kind", "papers"], ["papers/2026/fang"]),
        (["桂枝汤", "--year", "2025"], ["reports/2025/jiu"]),
        (["桂枝汤", "--department", "keyan"], ["reports/2026/guizhi"]),
        (["桂枝汤", "--author", "张明"], ["papers/2026/fang"]),
        (["桂枝汤", "--tag", "方剂"], ["reports/2026/guizhi"]),
        (["桂枝汤", "--kind", "papers", "--year", "2025"], []),
        (["桂枝汤", "--kind", "nothing"], []),
        (["“桂枝汤与”"], ["papers/2026/fang"]),
        (["--", "桂枝汤 -麻黄 -炙"], ["reports/2025/jiu"]),
        (["黄芪"], ["papers/2026/fang", "reports/2026/diaoyan"]),
        (["炙黄芪"], ["papers/2026/fang"]),
        (["黄耆的种植"], ["reports/2026/diaoyan"]),
        (["秘稿"], []),
        (["草稿里的秘密"], []),
        (["选票里的秘密评语"], []),
        ([""], []),
    ],
    ids=" ".join,
)
def test_what_is_found(search: Search, words: list[str], ids: list[str]) -> None:
    outcome = search("--json", *words)
    assert outcome.code == CLEAN
    assert sorted(outcome.ids) == ids
    assert outcome.record["total"] == len(ids)


def test_words_of_the_same_meaning_are_named(search: Search) -> None:
    assert search("黄耆", "--json").record["notes"] == [{"type": "synonyms", "words": ["黄芪"]}]
    assert ZH.text("search.synonyms", words="黄芪") in search("黄耆").out.splitlines()


def test_a_title_comes_before_a_text(search: Search) -> None:
    assert search("桂枝汤", "--json").ids[0] == "reports/2026/guizhi"


def test_as_many_are_shown_as_asked_for(search: Search) -> None:
    few, all_ = search("桂枝汤", "--limit", "2", "--json"), search("桂枝汤", "--json").ids
    assert (few.record["total"], few.ids) == (3, all_[:2])


def test_nothing_found_is_no_failure(search: Search) -> None:
    outcome = search("没有这样的话")
    assert outcome.code == CLEAN
    assert outcome.out.splitlines()[0] == ZH.text("search.total", total=0, shown=0, query="没有这样的话")


def test_nothing_found_says_what_would_be(search: Search) -> None:
    lines = search("桂枝汤", "--year", "1999", "--author", "王芳").out.splitlines()
    assert lines[1:] == [
        ZH.text("search.dropped", option="--year", value="1999", total=1),
        ZH.text("search.dropped", option="--author", value="王芳", total=0),
    ]
    assert ZH.text("search.nearest", text="桂枝汤", total=3) in search("桂枝汤秘稿之说").out.splitlines()


def test_results_can_be_sorted_and_turned(search: Search) -> None:
    ids = search("桂枝汤", "--sort", "oldest", "--json").ids
    assert ids[0] == "reports/2025/jiu"
    assert search("桂枝汤", "--sort", "newest", "--json").ids[-1] == "reports/2025/jiu"
    assert search("桂枝汤", "--sort", "oldest", "--offset", "1", "--json").ids == ids[1:]
    assert search("桂枝汤", "--offset", "9", "--json").ids == []


@pytest.mark.parametrize(
    "words",
    [[], ["桂枝", "麻黄"], ["桂枝", "--limit", "0"], ["桂枝", "--limit", "x"], ["桂枝", "--nothing"], ["-桂枝"]],
    ids=" ".join,
)
def test_what_cannot_run_is_code_2(search: Search, words: list[str]) -> None:
    outcome = search(*words)
    assert (outcome.code, outcome.out) == (FAILED, "")
    assert outcome.err


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize("query", ["控制", "字", "控制\x1b[31m\x9b", "控制\u202e", "控制\udcff", "\udcff"], ids=ascii)
def test_only_print_reaches_the_terminal(search: Search, query: str, form: list[str]) -> None:
    outcome = search(query, *form, "--quiet")
    assert outcome.code == CLEAN
    assert [c for c in outcome.out if not c.isprintable() and c != "\n"] == []
    assert ("reports/2026/huai" in outcome.out) == (query != "\udcff")


@pytest.mark.parametrize(
    "query",
    ["title:* OR ( [ TO ]", '"' * 10_000, "一" * 10_000, "！？。", r"(.*)+$[a-", "%s{0}", "../../x"],
    ids=lambda q: q[:9],
)
def test_hostile_queries_are_answered(search: Search, query: str) -> None:
    outcome = search("--json", "--", query)
    assert (outcome.code, outcome.record["query"]) == (CLEAN, query)


def test_bytes_that_are_no_text_are_answered(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "search", b"\xff\xfe", "--json", "--quiet"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (CLEAN, b"")
    assert json.loads(done.stdout)["total"] == 0


def test_an_answer_is_the_same_every_time(search: Search) -> None:
    assert search("桂枝汤", "--json").out == search("桂枝汤", "--json", "--quiet").out


def test_progress_is_no_part_of_the_answer(search: Search) -> None:
    assert search("桂枝汤", "--json", "--quiet").err == ""
    assert json.loads(search("桂枝汤", "--json").out)


def test_damage_is_mended_before_the_answer(search: Search, project: Path) -> None:
    before = search("桂枝汤", "--json").out
    segments = list((project / ".cache" / "index").rglob("*.seg"))
    assert segments
    for path in segments:
        path.write_bytes(path.read_bytes()[:100])
    assert search("桂枝汤", "--json").out == before
