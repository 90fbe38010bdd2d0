"""The cases of the checks: small trees of content, each laid over the sound tree in base/.

    cases/<rule>/bad/...        breaks the rule, in every way that has a wording
    cases/<rule>/good/...       comes close, and does not break it
    cases/<rule>/case.yml       settings of both and the history of ``bad``, where they matter
    cases/<rule>/expected.txt   what is said of ``bad``; written by ``python -m tests.checks.bless``

What a repository or a file system cannot hold everywhere is made by MADE.
"""

from __future__ import annotations

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
from generator.sources.history import History
from generator.sources.markdown import Body, ConversionFailed
from generator.sources.tree import SourceFile, Unreadable, walk

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
    history = case.get("history", "full") if which == "bad" else "full"
    with _failing_on_purpose():
        return checked(content, Settings(**case.get("settings", {})), history)


def checked(content: Path, settings: Settings | None = None, history: Any = "full") -> tuple[Problem, ...]:
    """Check a tree as the program does, one file after the other."""
    settings = settings or Settings()
    files, unreadable = walk(content)
    past = History({}, history)
    contributions = read_library(files, settings, past)
    return check(Subject(contributions, tuple(files), tuple(unreadable), past, settings))


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
