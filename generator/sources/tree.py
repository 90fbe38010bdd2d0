"""The files under content/: found without following anything that leads out, read within bounds."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.problems import Problem


@dataclass(frozen=True, slots=True, order=True)
class SourceFile:
    """A regular file under content/.

    ``path`` is its name relative to content/ in Unicode form NFC with POSIX separators, by which everything else
    knows it; ``disk_path`` is how to open it; ``size`` is in bytes.
    """

    path: str
    disk_path: str = field(compare=False)
    size: int = field(compare=False)


class Unreadable(Exception):  # noqa: N818 - an author's mistake, caught where the file is read
    """A file that cannot be taken as text. ``variant`` names the rule that it breaks."""

    def __init__(self, rule: str, line: int = 0, **params: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.line = line
        self.params = params


def walk(content: Path) -> tuple[list[SourceFile], list[Problem]]:
    """List the files under content/, sorted by path, leaving out names that start with a dot.

    Symbolic links, sockets, pipes and devices are never opened: each is a Problem, and so is a name that is not
    valid UTF-8 or holds control characters, and a folder that cannot be listed.
    """
    files: list[SourceFile] = []
    problems: list[Problem] = []
    root = os.path.realpath(content)
    for entry, path in _entries(str(content), problems):
        if variant := _unfit_name(path):
            problems.append(Problem.at(_shown(path), 0, "file-name", variant))
        elif entry.is_symlink():
            problems.append(Problem.at(path, 0, _link_rule(entry.path, root)))
        elif not entry.is_file(follow_symlinks=False):
            problems.append(Problem.at(path, 0, "special-file"))
        else:
            size = entry.stat(follow_symlinks=False).st_size
            files.append(SourceFile(unicodedata.normalize("NFC", path), entry.path, size))
    return sorted(files, key=lambda f: (f.path, f.disk_path)), sorted(problems)


@dataclass(frozen=True)
class Apart:
    """The files of a folder beside content/, kept in a repository of their own.

    ``place`` is how content/ reaches the folder, such as ``../../ballots``; paths begin with it. It is empty where
    there is no such folder.
    """

    place: str = ""
    files: tuple[SourceFile, ...] = ()
    problems: tuple[Problem, ...] = ()


def walk_apart(folder: Path, content: Path) -> Apart:
    """List the files of a folder beside content/ as ``walk`` does; that it is missing is a Problem."""
    place = Path(os.path.relpath(folder.resolve(), content.resolve())).as_posix()
    if not folder.is_dir():
        return Apart(place, (), (Problem.at(place, 0, "ballots-missing", folder=place),))
    files, problems = walk(folder)
    return Apart(
        place,
        tuple(replace(file, path=f"{place}/{file.path}") for file in files),
        tuple(replace(problem, path=f"{place}/{problem.path}") for problem in problems),
    )


def _entries(content: str, problems: list[Problem]) -> Iterator[tuple[os.DirEntry[str], str]]:
    # A stack, because folders may be nested deeper than Python's calls.
    folders = [(content, "")]
    while folders:
        folder, prefix = folders.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda e: e.name)
        except OSError as error:
            path = _shown(prefix.rstrip("/")) or "."
            problems.append(Problem.at(path, 0, "unreadable", reason=error.strerror or ""))
            continue
        for entry in found:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append((entry.path, f"{prefix}{entry.name}/"))
            else:
                yield entry, prefix + entry.name


def _link_rule(disk_path: str, root: str) -> str:
    """The rule that a symbolic link breaks. Where it leads is looked up; what lies there is never opened."""
    inside = os.path.realpath(disk_path).startswith(root + os.sep)
    return "symbolic-link" if inside else "symbolic-link-out"


def _unfit_name(path: str) -> str:
    """The variant of the rule ``file-name`` that a path breaks, or nothing."""
    if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in path):
        return "control"
    return "encoding" if _shown(path) != path else ""


def _shown(path: str) -> str:
    """A path as text that any output can take: bytes that are no UTF-8 become question marks."""
    return path.encode("utf-8", "replace").decode("utf-8")


def read_text(file: SourceFile, limit: int) -> str:
    """Read a file as UTF-8 with line ends made LF.

    Args:
        file: What to read; it is opened without following a link that may have taken its place.
        limit: The most bytes that are read.

    Raises:
        Unreadable: With the rule that it breaks: ``text-size``, ``encoding``, ``control-characters``.
    """
    if file.size > limit:
        raise Unreadable("text-size", size=megabytes(file.size), limit=megabytes(limit))
    data = read_bytes(file, limit)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("encoding", data[: error.start].count(b"\n") + 1) from None
    if "\0" in text:
        raise Unreadable("control-characters", text[: text.index("\0")].count("\n") + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(file: SourceFile, limit: int) -> bytes:
    """Read a regular file's bytes, at most ``limit``, refusing what has become a link or a device meanwhile.

    Raises:
        Unreadable: The file is no longer a regular file, or cannot be opened.
    """
    try:
        descriptor = os.open(file.disk_path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Unreadable("unreadable", reason=error.strerror or "") from None
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unreadable("special-file")
        return stream.read(limit)


def megabytes(size: int) -> str:
    """A size as messages show it."""
    amount = size / 1_000_000
    return f"{amount:.1f}" if amount >= 1 else f"{amount:.2g}"
