"""The bench gives sane figures for a few documents, cleans up, and says in one line what is wrong."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from generator.sources.dialect import new_markdown
from tests.bench.builds import EXTENSIONS
from tests.bench.documents import write_documents
from tests.bench.measure import REPOSITORY, CannotRunError, Output, Run, environment, run
from tests.bench.report import Report, figures, render
from tests.bench.tree import Tree, synthetic_tree

DOCUMENTS = 12
KINDS = {"reports", "papers", "reflections", "forum"}


@dataclass(frozen=True)
class Bench:
    """Runs the bench from a folder of its own, whose name is a hard one, with a folder for temporary files."""

    folder: Path
    temporary: Path

    def command(self, *words: str | Path) -> dict[str, Any]:
        """The arguments of a call that runs the bench."""
        env = os.environ | {"PYTHONPATH": str(REPOSITORY), "TMPDIR": str(self.temporary)}
        args = [sys.executable, "-P", "-m", "tests.bench", *map(str, words)]
        pipe = subprocess.PIPE
        return {"args": args, "cwd": self.folder, "env": env, "stdout": pipe, "stderr": pipe, "text": True}

    def __call__(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        done: subprocess.CompletedProcess[str] = subprocess.run(**self.command(*words), timeout=60, check=False)
        assert list(self.temporary.iterdir()) == []
        return done

    def figures(self, *words: str | Path) -> dict[str, Any]:
        """What it measured, from JSON."""
        done = self(*words, "--format", "json")
        assert done.returncode == 0, done.stderr
        measured: dict[str, Any] = json.loads(done.stdout)
        return measured


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    folder = tmp_path / "别处 a b"
    temporary = tmp_path / "temporary files"
    folder.mkdir()
    temporary.mkdir()
    return Bench(folder, temporary)


# ---- What it measures


def test_both_sites_are_built_from_the_same_tree_and_compared(bench: Bench) -> None:
    found = bench.figures("build", "--docs", str(DOCUMENTS), "--runs", "1")
    xinglin, stock = found["measured"]["xinglin"], found["measured"]["stock"]
    assert list(found["measured"]) == ["xinglin", "stock"]
    assert found["tree"]["source"] == "synthetic"
    # One page a document and one for what is not found.
    assert stock["output"]["pages"] == found["tree"]["documents"] + 1 > DOCUMENTS
    assert xinglin["output"]["pages"] > DOCUMENTS
    assert not xinglin["left_out"]
    for one in (xinglin, stock):
        assert_sane(one, runs=1)
        assert one["output"]["files"] > one["output"]["pages"]
        assert one["output"]["bytes"] > one["output"]["search_index_bytes"] > 10_000
    ratio = found["ratio"]
    assert ratio["of"] == ["stock", "xinglin"]
    assert ratio["wall_seconds"]["min"] == pytest.approx(stock["wall_seconds"]["min"] / xinglin["wall_seconds"]["min"])
    assert ratio["output"]["pages"] == pytest.approx(stock["output"]["pages"] / xinglin["output"]["pages"])
    assert found["versions"]["mkdocs-material"]


def test_one_builder_alone_and_the_floor_on_a_folder_that_is_there(bench: Bench) -> None:
    content = bench.folder / "我的 文稿"
    write_documents(content, DOCUMENTS)
    before = sorted(content.rglob("*"))
    done = bench("build", "--content", content.name, "--runs", "2", "--only", "stock", "--floor", "--format", "json")
    found = json.loads(done.stdout)
    assert sorted(content.rglob("*")) == before
    assert list(found["measured"]) == ["stock", "floor"]
    assert found["ratio"] is None
    assert found["tree"]["source"] == "content"
    floor = found["measured"]["floor"]
    assert_sane(floor, runs=2)
    assert floor["output"]["pages"] == found["tree"]["documents"]
    assert floor["output"]["search_index_bytes"] == 0
    assert re.search(r"^Run 2 of 2: floor \d", done.stderr, re.M)


def test_the_search_is_measured_in_three_steps(bench: Bench) -> None:
    found = bench.figures("index", "--docs", str(DOCUMENTS), "--runs", "1", "--query", "黄芪")
    assert list(found["measured"]) == ["first", "again", "query"]
    for step in found["measured"].values():
        assert_sane(step, runs=1)
    assert found["measured"]["first"]["output"]["bytes"] > 10_000
    assert 0 < found["measured"]["query"]["found"] <= found["tree"]["documents"]
    assert found["ratio"]["of"] == ["first", "again"]


def test_another_program_makes_the_tree_with_mistakes_told_of(bench: Bench) -> None:
    maker = bench.folder / "make it.py"
    maker.write_text(
        "import pathlib, sys\nout = pathlib.Path(sys.argv[1])\nassert sys.argv[2:] == ['--docs', '7', '--git']\n"
        "(out / 'reports/2020').mkdir(parents=True)\n(out / 'index.md').write_text('# A\\n')\n"
        "(out / 'reports/2020/a.md').write_text('---\\ntitle: B\\n---\\n\\nC\\n')\n"
    )
    done = bench("build", "--corpus", maker.name, "--docs", "7", "--runs", "1", "--only", "xinglin")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 documents (corpus; 2 files, ")
    assert "Xinglin left out files with mistakes" in done.stdout


def assert_sane(figures: dict[str, Any], runs: int) -> None:
    assert len(figures["runs"]) == runs
    for name, least, most in (("wall_seconds", 0.1, 60), ("cpu_seconds", 0.1, 120), ("peak_bytes", 2e7, 4e9)):
        assert least < figures[name]["min"] <= figures[name]["median"] < most, name


def test_a_command_is_measured_with_the_processes_that_it_starts(tmp_path: Path) -> None:
    child = "b = bytearray(90_000_000); import time\nwhile time.process_time() < 0.3: pass"
    parent = f"import subprocess, sys, time; subprocess.run([sys.executable, '-c', {child!r}]); time.sleep(0.2)"
    took = run([sys.executable, "-c", parent], tmp_path, environment(tmp_path)).run
    assert took.peak_bytes > 90_000_000
    assert took.cpu_seconds > 0.3
    assert took.wall_seconds > 0.5


def test_a_failing_command_is_told_of_in_one_line(tmp_path: Path) -> None:
    words = [sys.executable, "-c", "import sys; print('first\\nlast', file=sys.stderr); sys.exit(3)"]
    with pytest.raises(CannotRunError, match=r"^\S+ -c ended with 3: last$"):
        run(words, tmp_path, environment(tmp_path))
    assert run(words, tmp_path, environment(tmp_path), accepted=(0, 3)).code == 3
    with pytest.raises(CannotRunError, match=r"^/nowhere/at-all cannot be started: "):
        run(["/nowhere/at-all"], tmp_path, environment(tmp_path))


# ---- The made-up documents


def test_the_tree_is_the_same_every_time_and_has_every_kind(tmp_path: Path) -> None:
    trees = []
    for name in ("a", "b"):
        write_documents(tmp_path / name, DOCUMENTS)
        files = (path for path in (tmp_path / name).rglob("*") if path.is_file())
        trees.append({str(path.relative_to(tmp_path / name)): path.read_bytes() for path in files})
    assert trees[0] == trees[1]
    articles = [name for name in trees[0] if re.search(r"/(a\d{6}|\d{3})\.md$", name)]
    assert len(articles) == DOCUMENTS
    assert {name.split("/")[0] for name in articles} == KINDS


def test_the_tree_has_a_history_and_no_mistakes(tmp_path: Path) -> None:
    work, temporary = tmp_path / "w", tmp_path / "t"
    work.mkdir()
    temporary.mkdir()
    tree = synthetic_tree(200, work, environment(temporary))
    log = subprocess.run(["git", "-C", tree.folder, "log", "--format=%as"], capture_output=True, text=True, check=True)
    assert len(log.stdout.split()) == 7
    command = [
        sys.executable,
        "-P",
        "-m",
        "generator",
        "check",
        "--strict",
        "--lang",
        "en",
        "--content",
        str(tree.folder),
    ]
    checked = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_stock_has_the_markdown_extensions_of_xinglin() -> None:
    ours = set(re.findall(r'^        "([\w.]+)",$', inspect.getsource(new_markdown), re.M))
    assert ours - {"toc", "pymdownx.highlight"} == set(EXTENSIONS) - {"admonition"}


# ---- What it says


REPORT = Report(
    "build",
    Tree(Path("x"), "synthetic", 1200, 1300, 2_500_000),
    {"xinglin": "0.1.0", "mkdocs": "1.6.1", "mkdocs-material": "9.8.1", "jieba": None},
    {
        "xinglin": figures([Run(2.0, 4.0, 100_000_000), Run(1.0, 3.0, 100_000_000)], Output(30, 3_000_000, 20, 0)),
        "stock": figures([Run(8.0, 8.0, 200_000_000), Run(4.0, 4.0, 200_000_000)], Output(15, 9_000_000, 10, 0)),
    },
    ("stock", "xinglin"),
)


def test_the_table_has_medians_least_values_and_ratios() -> None:
    lines = [line.split() for line in render(REPORT, "text").splitlines()]
    assert lines[0][:2] == ["1,200", "documents"]
    assert ["wall", "s,", "median", "1.50", "6.00", "4.00"] in lines
    assert ["wall", "s,", "least", "1.00", "4.00", "4.00"] in lines
    assert ["peak", "MB,", "median", "100.0", "200.0", "2.00"] in lines
    assert ["output", "pages", "20", "10", "0.50"] in lines


@pytest.mark.parametrize(("version", "said"), [(None, "ran WITHOUT jieba"), ("0.42.1", "cut Chinese with jieba")])
def test_whether_stock_had_jieba_is_said(version: str | None, said: str) -> None:
    report = replace(REPORT, versions={**REPORT.versions, "jieba": version})
    assert said in render(report, "text")
    assert json.loads(render(report, "json"))["versions"]["jieba"] == version


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "--content", "nowhere"), "scripts/bench: nowhere is no folder\n"),
        (("build", "--content", "."), "holds no Markdown files\n"),
        (("build", "--corpus", "nowhere.py"), "scripts/bench: nowhere.py is no file\n"),
        (("build", "--content", ".", "--docs", "3"), "does not go with --content\n"),
        (("build", "--docs", "0"), "invalid number from 1 value: '0'\n"),
        ((), "the following arguments are required: command\n"),
    ],
)
def test_what_cannot_be_measured_is_told(bench: Bench, words: tuple[str, ...], said: str) -> None:
    done = bench(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(said)


def test_nothing_stays_behind_when_it_is_ended(bench: Bench) -> None:
    with subprocess.Popen(**bench.command("build", "--docs", "300")) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "Making 300 documents ...\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 128 + signal.SIGTERM
    assert list(bench.temporary.iterdir()) == []


# ---- The script


def test_the_script_runs_its_own_python_where_the_caller_is(tmp_path: Path) -> None:
    folder = tmp_path / "杏林 (副本)"
    (folder / "scripts").mkdir(parents=True)
    script = shutil.copy(REPOSITORY / "scripts" / "bench", folder / "scripts")
    shutil.copy(REPOSITORY / "requirements-bench.lock", folder)
    executable(folder / "scripts" / "install", "exit 1")
    assert subprocess.run([script, "build"], cwd="/", capture_output=True, check=False).returncode == 2
    executable(folder / "scripts" / "install", '[ "$*" = --dev ]')
    pins = re.findall(r"^[\w.-]+==[^ ]+", (REPOSITORY / "requirements-bench.lock").read_text(encoding="utf-8"), re.M)
    (tmp_path / "pins").write_text("\n".join(pins) + "\n", encoding="utf-8")
    python = folder / ".venv" / "bin" / "python"
    executable(python, 'case "$*" in *freeze) cat "$PWD/pins" ;; *) echo "$PWD $PYTHONPATH $*" ;; esac')
    called = subprocess.run([script, "build", "a b"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert called.stdout == f"{tmp_path} {folder} -P -m tests.bench build a b\n"
    executable(python, 'case "$*" in *freeze) ;; *) echo "$*" ;; esac')
    called = subprocess.run([script, "build"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (
        f"--require-hashes --no-deps --no-build-isolation --requirement {folder}/requirements-bench.lock"
        in called.stdout
    )


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
