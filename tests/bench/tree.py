"""The content that is built and searched: made up, made by another program, or a folder that is there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.documents import write_documents
from tests.bench.measure import CannotRunError, run

_GIT = ("git", "-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "commit.gpgsign=false")
_NO_CLEANING = "[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[core]\n\thooksPath = /dev/null\n"
"""Settings of a new repository: Git's cleaning in the background would be measured along with the rest."""


@dataclass(frozen=True)
class Tree:
    """A folder of content. ``documents`` are its Markdown files; ``source`` is synthetic, corpus or content."""

    folder: Path
    source: str
    documents: int
    files: int
    bytes: int


def given_tree(folder: Path) -> Tree:
    """A folder that is there; nothing is written to it."""
    if not folder.is_dir():
        raise CannotRunError(f"{folder} is no folder")
    return _count(folder.absolute(), "content")


def corpus_tree(generator: Path, count: int, work: Path, env: Mapping[str, str]) -> Tree:
    """The tree that another program makes: ``generator FOLDER --docs COUNT --git``."""
    if not generator.is_file():
        raise CannotRunError(f"{generator} is no file")
    content = work / "content"
    command: tuple[str | Path, ...] = (sys.executable, generator.absolute(), content, "--docs", str(count), "--git")
    run(command, work, _for_git(work, env))
    if not content.is_dir():
        raise CannotRunError(f"{generator} made no folder")
    return _count(content, "corpus")


def synthetic_tree(count: int, work: Path, env: Mapping[str, str]) -> Tree:
    """A tree of made-up documents, committed year by year. The same count gives the same tree."""
    content = work / "content"
    years = write_documents(content, count)
    env = _for_git(work, env)
    git = (*_GIT, "-C", content)
    run([*git, "init", "--quiet"], work, env)
    for year in years:
        dated = {f"GIT_{who}_DATE": f"{year}-12-31T12:00:00+08:00" for who in ("AUTHOR", "COMMITTER")}
        run([*git, "add", "--", *sorted(content.glob(f"*/{year}"))], work, env)
        run([*git, "commit", "--quiet", "--message", str(year)], work, env | dated)
    run([*git, "add", "--all"], work, env)
    run([*git, "commit", "--quiet", "--message", "forum"], work, env | dated)
    return _count(content, "synthetic")


def _for_git(work: Path, env: Mapping[str, str]) -> dict[str, str]:
    if not shutil.which("git", path=env.get("PATH")):
        raise CannotRunError("there is no git; install it, or name a folder with --content")
    template = work / "template"
    template.mkdir()
    (template / "config").write_text(_NO_CLEANING, encoding="utf-8")
    return {**env, "GIT_TEMPLATE_DIR": str(template), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def _count(folder: Path, source: str) -> Tree:
    documents = files = size = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            files += 1
            size += Path(parent, name).lstat().st_size
            documents += name.endswith(".md")
    if not documents:
        raise CannotRunError(f"{folder} holds no Markdown files")
    return Tree(folder, source, documents, files, size)
