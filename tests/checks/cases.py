"""The cases of the checks: small trees of content, each laid over the sound tree in base/.

    cases/<rule>/bad/...        breaks the rule, in every way that has a wording
    cases/<rule>/good/...       comes close, and does not break it
    cases/<rule>/bad-apart/...  the folder beside content/ of ``bad``; good-apart/ that of ``good``
    cases/<rule>/case.yml       where they matter: ``settings`` of both, ``history`` of ``bad`` (how much Git knows),
                                ``updated`` (days by path), ``versions`` (of files, by tree and path), ``apart`` of
                                ``bad``: the folder beside content/ is set, whether it is there or not
    cases/<rule>/expected.txt   what is said of ``bad``; written by ``python -m tests.checks.bless``

What a repository or a file system cannot hold everywhere is made by MADE.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import yaml

from generator.checks import Subject, check
from generator.config import Settings
from generator.messages import catalogue
from generator.problems import Problem
from generator.problems.formats import render
from generator.schema import documents
from generator.schema.library import read_library
from generator.sources.history import FileHistory, History, Version
from generator.sources.markdown import Body, ConversionFailed
from generator.sources.tree import Apart, SourceFile, Unreadable, walk, walk_apart

HERE = Path(__file__).parent
BASE, CASES = HERE / "base", HERE / "cases"
SECRET = "绝密内容"
"""Planted beside every tree; nothing may ever show it."""

REPORT = "---\ntitle: 调研\nauthors: [p0003]\ndate: 2026-05-01\n{}---\n\n正文。\n"


def case_names() -> list[str]:
    """The rules that have cases."""
    return sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


def problems_of(rule: str, which: str, folder: Path) -> tuple[Problem, ...]:
    """Lay out the tree ``bad`` or ``good`` of a rule in a new folder, and check it."""
    content = folder / "content"
    shutil.copytree(BASE, content)
    if (CASES / rule / which).is_dir():
        shutil.copytree(CASES / rule / which, content, dirs_exist_ok=True)
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    if which == "bad" and rule in MADE:
        MADE[rule](content)
    options = CASES / rule / "case.yml"
    case = yaml.safe_load(options.read_text(encoding="utf-8")) if options.is_file() else {}
    state = case.get("history", "full") if which == "bad" else "full"
    apart = folder / "apart"
    if (beside := CASES / rule / f"{which}-apart").is_dir():
        shutil.copytree(beside, apart)
    there = apart if apart.is_dir() or (which == "bad" and "apart" in case) else None
    with _failing_on_purpose():
        return checked(content, Settings(**case.get("settings", {})), _history(case, which, state), there)


def _history(case: dict[str, Any], which: str, state: Any) -> History:
    """What Git would know."""
    noon = dt.time(12, tzinfo=dt.UTC)
    times = {path: dt.datetime.combine(day, noon) for path, day in case.get("updated", {}).items()}
    files = {path: FileHistory(time, time, ("王芳",), 1) for path, time in times.items()}
    versions = {
        path: tuple(Version(dt.datetime.combine(v["day"], noon), v["author"], v["text"]) for v in listed)
        for path, listed in case.get("versions", {}).get(which, {}).items()
    }
    return History(files, state, versions=versions)


def checked(
    content: Path, settings: Settings | None = None, past: History | None = None, beside: Path | None = None
) -> tuple[Problem, ...]:
    """Check a tree as the program does, one file after the other; ``beside`` is the folder that holds ballots apart."""
    settings, past = settings or Settings(), past or History({}, "full")
    files, unreadable = walk(content)
    apart = walk_apart(beside, content) if beside else Apart()
    contributions = read_library(files, settings, past, apart=apart)
    return check(Subject(contributions, tuple(files), (*unreadable, *apart.problems), past, settings))


def text_of(problems: tuple[Problem, ...], language: str = "zh") -> str:
    """What is said of problems."""
    return render(problems, "text", catalogue(language))


def expected_of(rule: str) -> Path:
    """The file that tells what is said of a rule's bad tree."""
    return CASES / rule / "expected.txt"


# ---- What the files cannot hold


def _symbolic_link(content: Path) -> None:
    (content / "guide").mkdir()
    (content / "guide" / "a.md").symlink_to("../index.md")
    (content / "guide" / "文件夹").symlink_to(content / "reports", target_is_directory=True)


def _symbolic_link_out(content: Path) -> None:
    (content / "guide").mkdir()
    (content / "guide" / "a.md").symlink_to(content.parent / "secret.txt")
    (content / "guide" / "b.txt").symlink_to("/dev/zero")
    (content / "guide" / "c").symlink_to(content.parent, target_is_directory=True)


def _special_file(content: Path) -> None:
    os.mkfifo(content / "reports" / "2026" / "a.md")


def _file_name(content: Path) -> None:
    for name in ("调研.md".encode("gbk"), b"reports/2026/\xb5\xf7.md", "第一行\n第二行.md".encode()):
        (content / os.fsdecode(name)).write_text("正文。\n", encoding="utf-8")


def _same_path(content: Path) -> None:
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "café.md")
        (content / "reports" / "2026" / name).write_text(REPORT.format(""), encoding="utf-8")


def _similar_path(content: Path) -> None:
    for name in ("Diaoyan.md", "diaoyan.md"):
        (content / "reports" / "2026" / name).write_text(REPORT.format(""), encoding="utf-8")
    (content / "Reports").mkdir()
    (content / "Reports" / "a.md").write_text("正文。\n", encoding="utf-8")


def _portable_name(content: Path) -> None:
    for name in ("为什么?.md", "con.md", " 开头.md", "句点.", "长" * 80 + ".md"):
        (content / "reports" / "2026" / name).write_text(REPORT.format(""), encoding="utf-8")
    folder = content / "guide" / "a:b"
    folder.mkdir(parents=True)
    (folder / "c.md").write_text("正文。\n", encoding="utf-8")
    people = content / "_data" / "people.yml"
    people.write_text(people.read_text("utf-8") + "- {id: 'a/b?', name: 赵伟, department: d01}\n", encoding="utf-8")


def _encoding(content: Path) -> None:
    (content / "reports" / "2026" / "a.md").write_bytes(REPORT.format("summary: 摘要\n").encode("gbk"))
    (content / "guide").mkdir()
    (content / "guide" / "a.md").write_bytes("好\n\n第三行".encode() + b"\xff")


def _control_characters(content: Path) -> None:
    (content / "reports" / "2026" / "a.md").write_bytes("第一行\n第二行\0\n".encode())
    (content / "reports" / "2026" / "b.md").write_bytes("第一行".encode("utf-16-le"))


def _yaml(content: Path) -> None:
    text = REPORT.format("summary: " + "字" * 64_000 + "\n")
    (content / "reports" / "2026" / "l.md").write_text(text, encoding="utf-8")


MADE: dict[str, Callable[[Path], None]] = {
    "symbolic-link": _symbolic_link,
    "symbolic-link-out": _symbolic_link_out,
    "special-file": _special_file,
    "file-name": _file_name,
    "same-path": _same_path,
    "similar-path": _similar_path,
    "portable-name": _portable_name,
    "encoding": _encoding,
    "control-characters": _control_characters,
    "yaml": _yaml,
}


# ---- What cannot be brought about the same way everywhere


@contextmanager
def _failing_on_purpose() -> Iterator[None]:
    """Let bodies fail to convert that say so, and files be unreadable that are called so, for root too."""
    convert, read = documents.convert, documents.read_text

    def failing_convert(source: str, page: str, seconds: float) -> Body:
        if source.startswith("\n转换失败："):
            raise ConversionFailed(source.strip().partition("：")[2])  # type: ignore[arg-type]
        return convert(source, page, seconds)

    def failing_read(file: SourceFile, limit: int) -> str:
        if file.path.endswith("/读不了.md"):
            raise Unreadable("unreadable", reason="Permission denied")
        return read(file, limit)

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(documents, "convert", failing_convert))
        stack.enter_context(mock.patch.object(documents, "read_text", failing_read))
        yield
