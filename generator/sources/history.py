"""What Git knows of every file under content/, from one pass over the log.

Format read: ``git log -z --raw`` (git-diff(1), "Raw output format"). Each commit is a header of ours, then one
record for each file that it changed. Every field ends with NUL and is known by its place, so no file name can be
mistaken for anything else.
"""

from __future__ import annotations

import configparser
import contextlib
import io
import os
import shutil
import subprocess
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import git

State = Literal["full", "shallow", "none"]
Note = Literal["", "no-git", "no-repository", "untrusted-owner", "no-commits", "failed"]


@dataclass(frozen=True, slots=True)
class FileHistory:
    """A file's past, through its renames; merges are not counted.

    ``created`` and ``updated`` are the author's dates, in the author's time zone, of the first and of the newest
    commit that touched the file; ``commits`` is how many did. ``contributors`` are author names as .mailmap spells
    them, those with most commits first, then by name.
    """

    created: datetime
    updated: datetime
    contributors: tuple[str, ...]
    commits: int


@dataclass(frozen=True, slots=True)
class Version:
    """A file as one commit left it: the author's name and the text, None where it cannot be read.

    ``date`` is the later of the author's and the committer's dates: not before it did the text come into use. A text
    that is too long, or no UTF-8, counts as one that cannot be read. ``parents`` are the texts that a merge joined; of
    merges, only those count that left a text which none of the joined lines had.
    """

    date: datetime
    author: str
    text: str | None
    parents: tuple[str | None, ...] = ()


VERSION_LIMIT = 200_000
"""Bytes of a version that are read."""
VERSIONS_LIMIT = 20_000_000
"""Bytes of all versions together that are read."""
VERSIONS = 200
"""How many versions of a file are read, the newest ones."""


@dataclass(frozen=True, slots=True)
class History:
    """The past of every committed file under content/.

    ``files`` is keyed as ``SourceFile.path`` is: relative to content/, POSIX separators, Unicode form NFC.
    ``state`` is ``shallow`` where the clone was cut off, so that dates may be too late and counts too low, and
    ``none`` where nothing is known; ``note`` then says why. ``versions`` are those of the files that were asked for,
    oldest first.
    """

    files: Mapping[str, FileHistory]
    state: State
    note: Note = ""
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)

    def of(self, path: str) -> FileHistory | None:
        """Look up a file; None if no commit has it."""
        return self.files.get(path)

    def with_folder(self, other: History, place: str) -> History:
        """This history with that of the files of another folder, whose paths begin with ``place``."""
        files = {f"{place}/{path}": history for path, history in other.files.items()}
        state: State = "shallow" if other.state == "shallow" else self.state
        return replace(self, files={**self.files, **files}, state=state)


class _Unavailable(Exception):  # noqa: N818 - becomes History.note, never seen outside
    def __init__(self, note: Note) -> None:
        super().__init__(note)
        self.note = note


def read_history(content: Path, texts_of: Callable[[str], bool] = lambda path: False) -> History:
    """Read the past of every file that the newest commit has under ``content``.

    A file's history begins where it came into content/, even if it was renamed from a place outside: other folders
    take no part, so that a test's file or a template cannot pass for an article's former self. A file deleted and
    written anew begins anew. Where lines of work ran side by side, commits count in the order of their commit dates.

    Whatever is wrong with the repository ends as ``state`` and ``note``, never as an exception, and nothing that the
    repository's settings name is run.

    Args:
        content: The folder.
        texts_of: Of which files, by their paths, all versions are wanted.
    """
    try:
        program = _program()
        place = _find(content)
        tracked = _tracked(program, place)
        wanted = {path: name for path, name in tracked.items() if texts_of(name)}
        lives = _follow(_log(program, place.folder), wanted) if tracked else {}
        kept = {path: lives[path] for path in wanted if path in lives}
        if kept:
            _add_merged(kept, _log(program, place.folder, (*_MERGES, *map(os.fsdecode, kept))))
        versions = _versions(program, place.folder, {wanted[path]: life for path, life in kept.items()})
    except _Unavailable as reason:
        return History({}, "none", reason.note)
    files = {name: lives[path].history() for path, name in tracked.items() if path in lives}
    if not files:
        return History({}, "none", "no-commits")
    return History(files, "shallow" if place.shallow else "full", versions=versions)


# ---- Finding the repository


@dataclass(frozen=True, slots=True)
class _Place:
    """content/ without symbolic links, and what its repository's own files say of the history."""

    folder: Path
    shallow: bool
    unborn: bool


def _program() -> str:
    found = shutil.which("git")
    if found is None:
        raise _Unavailable("no-git")
    return str(Path(found).absolute())


def _find(content: Path) -> _Place:
    try:
        import git  # noqa: PLC0415 - the import starts git, and fails where git does not work
    except ImportError:
        raise _Unavailable("no-git") from None
    try:
        folder = content.resolve()
        with git.Repo(folder, search_parent_directories=True, expand_vars=False) as repository:
            if repository.working_tree_dir is None:
                raise _Unavailable("no-repository")
            # `git rev-parse --is-shallow-repository` looks for this same file.
            shallow = Path(repository.common_dir, "shallow").is_file()
            return _Place(folder, shallow, _is_unborn(repository))
    except (git.InvalidGitRepositoryError, git.NoSuchPathError):
        raise _Unavailable("no-repository") from None
    except (git.GitError, configparser.Error, OSError, RuntimeError, ValueError):
        raise _Unavailable("failed") from None


def _is_unborn(repository: git.Repo) -> bool:
    # Not `head.is_valid()`: it looks the commit up through a git that takes orders from the repository's settings,
    # and where the object is missing they can make that git run a command to fetch it.
    try:
        repository.head.dereference_recursive(repository, "HEAD")
    except (ValueError, LookupError, AssertionError):
        return True
    return False


# ---- Asking Git

# GitPython's Git.execute would start these processes too, but it adds to the environment and cannot take away from
# it, and it leaves the error pipe unread while the log streams.

_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.follow=false",
    "log.showRoot=true",
    "log.showSignature=false",
    "mailmap.file=/dev/null",
)
"""What the repository's settings, or those of whoever builds, would have run or would change in the result."""

_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "C",
    "LC_ALL": "C.UTF-8",
}

_KEPT = ("GIT_CEILING_DIRECTORIES", "GIT_CONFIG", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH")
"""Variables, by how they start, that say whom to trust and where to look. Any other of Git's is dropped: inside a
hook they name another index, another folder, another repository."""

_HEADER = b"@"
_FORMAT = "--format=@%ad%n%cd%n%aN"
_WRITTEN = ("log", "-z", "--date-order", "--reverse", _FORMAT, "--date=raw", "--encoding=UTF-8")
_LOG = (
    *(*_WRITTEN, "--no-merges"),
    # `--relative` keeps to the folder that Git is started in. A path after "--" would too, but Git then compares
    # every pair of trees twice, and of two branches that brought the same text it leaves one out.
    *("--raw", "--no-abbrev", "--relative", "-O/dev/null", "--no-ext-diff", "--no-textconv", "--no-color"),
    # What was both moved and edited is found by comparing every file that left with every one that came. In a commit
    # with more than 400 of each, Git only pairs those that kept their text or their base name.
    *("--find-renames=50%", "-l400", "--no-rename-empty", "--end-of-options", "HEAD", "--"),
)
_MERGES = (
    *("--literal-pathspecs", *_WRITTEN, "--merges", "--full-history", "-c", "--raw", "--no-abbrev", "--no-relative"),
    *("-O/dev/null", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--end-of-options", "HEAD", "--"),
)
"""Merges that left a file as none of their parents had it; names of files follow. Here Git does not heed --relative."""
_TREE = ("ls-tree", "-r", "-z", "--name-only", "HEAD")

_CHUNK = 1 << 16


def _environment() -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k.startswith(_KEPT)}
    return own | _ENVIRONMENT


def _start(
    program: str, arguments: tuple[str, ...], folder: Path, errors: int, asked: IO[bytes] | int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    command = [program, "--no-pager", "--no-replace-objects", *settings, *arguments]
    try:
        return subprocess.Popen(  # noqa: S603 - fixed words only
            command,
            cwd=folder,
            env=_environment(),
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    except OSError:
        raise _Unavailable("failed") from None


def _tracked(program: str, place: _Place) -> dict[bytes, str]:
    """List the newest commit's files under content/: the name in Git and the name in ``SourceFile.path``.

    Names that are not UTF-8 are left out, as they are a Problem and never an article.

    Raises:
        _Unavailable: Git does not read this repository.
    """
    process = _start(program, _TREE, place.folder, subprocess.PIPE)
    names, complaint = process.communicate()
    if process.returncode:
        raise _Unavailable(_refusal(complaint, place.unborn))
    tracked: dict[bytes, str] = {}
    for name in names.split(b"\0")[:-1]:
        try:
            tracked[name] = unicodedata.normalize("NFC", name.decode("utf-8"))
        except UnicodeDecodeError:
            continue
    return tracked


def _refusal(complaint: bytes, unborn: bool) -> Note:
    if b"dubious ownership" in complaint or b"unsafe repository" in complaint:
        return "untrusted-owner"
    if b"not a git repository" in complaint:
        return "no-repository"
    return "no-commits" if unborn else "failed"


def _log(program: str, folder: Path, arguments: tuple[str, ...] = _LOG) -> Iterator[_Commit]:
    """Stream the commits, oldest first, each with what it changed in ``folder``.

    Raises:
        _Unavailable: Git broke off, or wrote something else than was asked for.
    """
    with _start(program, arguments, folder, subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            yield from _commits(_fields(process.stdout))
        except ValueError:
            raise _Unavailable("failed") from None
        finally:
            process.stdout.close()
    if process.returncode:
        raise _Unavailable("failed")


# ---- Reading texts


def _versions(program: str, folder: Path, lives: Mapping[str, _Life]) -> dict[str, tuple[Version, ...]]:
    """The newest versions of files, by their paths, oldest first."""
    kept = {name: life.texts[-VERSIONS:] for name, life in lives.items()}
    wanted = dict.fromkeys(n for texts in kept.values() for text in reversed(texts) for n in (text.name, *text.joined))
    sizes: dict[bytes, int] = {}
    left = VERSIONS_LIMIT
    for text, size in _sizes(program, folder, wanted):
        if size <= min(left, VERSION_LIMIT):
            sizes[text] = size
            left -= size
    read = _texts(program, folder, sizes)
    return {
        name: tuple(Version(t.landed, t.author, read.get(t.name), tuple(map(read.get, t.joined))) for t in texts)
        for name, texts in kept.items()
    }


def _sizes(program: str, folder: Path, names: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    for line in _answer(program, folder, "--batch-check", names).splitlines():
        name, *about = line.split(b" ")
        if len(about) == 2 and about[0] == b"blob":
            yield name, int(about[1])


def _texts(program: str, folder: Path, sizes: Mapping[bytes, int]) -> dict[bytes, str]:
    """Texts by their names in Git, those that are UTF-8. Each comes as a line about it, itself, and a line feed."""
    answer = io.BytesIO(_answer(program, folder, "--batch", sizes))
    found: dict[bytes, str] = {}
    for name, size in sizes.items():
        if not answer.readline().startswith(name):
            break
        data = answer.read(size + 1)[:size]
        with contextlib.suppress(UnicodeDecodeError):
            found[name] = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return found


def _answer(program: str, folder: Path, how: str, names: Iterable[bytes]) -> bytes:
    """What ``git cat-file`` says of things that Git itself has named; nothing where it fails."""
    asked = b"".join(name + b"\n" for name in names)
    if not asked:
        return b""
    # From a file, because a pipe that is not read to its end while the answer streams would stop both.
    with tempfile.TemporaryFile() as questions:
        questions.write(asked)
        questions.seek(0)
        process = _start(program, ("cat-file", how), folder, subprocess.DEVNULL, questions)
        answer, _ = process.communicate()
    return b"" if process.returncode else answer


# ---- Reading the log


@dataclass(frozen=True, slots=True)
class _Change:
    """One raw record: ``status`` is A, D, M, R or T; ``source`` differs from ``path`` for R alone.

    ``old`` and ``new`` name the text before and after, in hexadecimal; ``joined`` those of a merge's parents.
    """

    status: str
    path: bytes
    source: bytes
    old: bytes
    new: bytes
    joined: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class _Commit:
    author: str
    date: datetime
    landed: datetime
    changes: list[_Change]


def _fields(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        *fields, rest = (rest + chunk).split(b"\0")
        yield from fields
    if rest:
        raise ValueError("cut off inside a field")


def _commits(fields: Iterator[bytes]) -> Iterator[_Commit]:
    commit: _Commit | None = None
    for entry in fields:
        if entry.startswith(_HEADER):
            if commit:
                yield commit
            commit = _commit(entry[len(_HEADER) :])
        elif commit and not entry:
            continue  # between a merge and its records
        elif commit:
            commit.changes.append(_change(entry, fields))
        else:
            raise ValueError("a record before the first header")
    if commit:
        yield commit


def _commit(header: bytes) -> _Commit:
    authored, committed, name = header.split(b"\n", 2)
    dates = [date for date in (_date(authored), _date(committed)) if date] or [datetime.fromtimestamp(0, UTC)]
    return _Commit(_person(name), dates[0], max(dates), [])


def _change(entry: bytes, fields: Iterator[bytes]) -> _Change:
    # ":100644 100644 <old> <new> R100", after a line feed in a commit's first record. A merge of two has a colon, a
    # mode, a text and a letter more: "::100644 100644 100644 <old> <old> <new> MM".
    entry = entry.lstrip(b"\n")
    parents = len(entry) - len(entry.lstrip(b":"))
    if parents > 1:
        *_, new, status = texts = entry.split(b" ")[parents + 1 :]
        path = next(fields, b"")
        return _Change(status[:1].decode("ascii"), path, path, texts[0], new, tuple(texts[:parents]))
    _, _, old, new, status = entry.split(b" ")
    source = next(fields, b"")
    path = next(fields, b"") if status.startswith(b"R") else source
    if not path:
        raise ValueError("a record without its name")
    return _Change(status[:1].decode("ascii"), path, source, old, new)


def _date(raw: bytes) -> datetime | None:
    """Read ``<seconds since 1970> <+hhmm>``; None if no calendar has it. An impossible zone counts as UTC."""
    try:
        seconds, zone = raw.split()
        minutes = int(zone[-4:-2]) * 60 + int(zone[-2:])
        offset = timedelta(minutes=-minutes if zone.startswith(b"-") else minutes)
        if abs(offset) >= timedelta(days=1):
            offset = timedelta(0)
        return datetime.fromtimestamp(int(seconds), timezone(offset))
    except (ValueError, OverflowError, OSError):
        return None


def _person(name: bytes) -> str:
    text = unicodedata.normalize("NFC", name.decode("utf-8", "replace"))
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


# ---- Following files through their names


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that a file had, by its name in Git, and the texts that a merge made it of."""

    landed: datetime
    author: str
    name: bytes
    joined: tuple[bytes, ...] = ()


@dataclass(slots=True)
class _Life:
    """What is known so far of one file, whatever it is called."""

    created: datetime
    updated: datetime
    authors: Counter[str] = field(default_factory=Counter)
    texts: list[_Text] = field(default_factory=list)

    def insert(self, merged: _Text) -> None:
        """Add what a merge left, before what came later."""
        later = (at for at, text in enumerate(self.texts) if text.landed > merged.landed)
        self.texts.insert(next(later, len(self.texts)), merged)

    def touch(self, commit: _Commit) -> None:
        self.updated = commit.date
        self.authors[commit.author] += 1

    def history(self) -> FileHistory:
        by_work = sorted(self.authors.items(), key=lambda author: (-author[1], author[0]))
        names = tuple(name for name, _ in by_work if name)
        return FileHistory(self.created, self.updated, names, self.authors.total())


def _follow(commits: Iterable[_Commit], wanted: Collection[bytes] = ()) -> dict[bytes, _Life]:
    """Give every name that was ever used the life that it stands for at the end.

    Lives remember what texts they had under the names that are ``wanted``.

    A name that a file left keeps pointing at it: where one branch renames a file and another, merged later, still
    edits it under the old name, both belong to the same life.
    """
    lives: dict[bytes, _Life] = {}
    left: set[bytes] = set()
    for commit in commits:
        moves = _moves(commit.changes)
        arriving = {path: lives[source] for path, source in moves.items() if source in lives}
        left.update(moves.values())
        left.update(change.path for change in commit.changes if change.status == "D")
        touched: dict[int, _Life] = {}
        for change in commit.changes:
            if change.status == "D":
                continue
            anew = change.status == "A" and change.path in left
            known = arriving.get(change.path) or (None if anew else lives.get(change.path))
            life = known or _Life(commit.date, commit.date)
            lives[change.path] = touched[id(life)] = life
            if change.path in wanted:
                life.texts.append(_Text(commit.landed, commit.author, change.new))
            if anew or change.path in moves:
                left.discard(change.path)
        for life in touched.values():
            life.touch(commit)
    return lives


def _add_merged(lives: Mapping[bytes, _Life], merges: Iterable[_Commit]) -> None:
    """Add what merges left of files, by their names below content/; of merges, Git tells whole names."""
    for commit in merges:
        for change in commit.changes:
            for path, life in lives.items():
                if f"/{os.fsdecode(change.path)}".endswith(f"/{os.fsdecode(path)}"):
                    life.insert(_Text(commit.landed, commit.author, change.new, change.joined))


def _moves(changes: Iterable[_Change]) -> dict[bytes, bytes]:
    """Tell which file of one commit came from which name: new name to old name."""
    changed = list(changes)
    moves = {change.path: change.source for change in changed if change.status == "R"}
    return moves | _handed_on(changed)


def _handed_on(changes: list[_Change]) -> dict[bytes, bytes]:
    """Find files that took each other's names in one commit, in a ring or in a row, without a change of text.

    To Git each of them is a file at its old place with other text; it only looks deeper (``-B``) by reading both
    texts of every change ever made, which takes four times as long as all the rest. A text that also stays where it
    was, or whose own place was not taken by one that moved, was copied and does not count.
    """
    if len(changes) < 2:
        return {}
    vacated = {change.path for change in changes if change.status == "D"}
    added = {change.path for change in changes if change.status == "A"}
    holders = {change.old: change.path for change in changes if change.status in "DM"}
    moves = {c.path: holders[c.new] for c in changes if c.status in "AM" and holders.get(c.new, c.path) != c.path}
    while True:
        sources = set(moves.values())
        kept = {
            path: source
            for path, source in moves.items()
            if (source in vacated or source in moves) and (path in added or path in sources)
        }
        if len(kept) == len(moves):
            return kept
        moves = kept
