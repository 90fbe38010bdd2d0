"""Git history, read from real repositories made on the spot."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.sources.history import VERSION_LIMIT, FileHistory, History, read_history
from generator.sources.tree import walk

BEIJING = timezone(timedelta(hours=8))
DAY = 86_400
START = 1_750_000_000


def day(number: int) -> datetime:
    """The author date that the commit of that number gets by default."""
    return datetime.fromtimestamp(START + number * DAY, BEIJING)


def text(seed: str, lines: int = 40) -> str:
    """Text that no other seed's resembles."""
    return "".join(f"{seed} {seed}{n * 7919 % 1000} 第{n}行\n" for n in range(lines))


class Repository:
    """A repository and shorthand for what the tests do with it. Commits are a day apart."""

    def __init__(self, root: Path, content: str = "content") -> None:
        self.root = root
        self.content = root / content
        self.content.mkdir(parents=True, exist_ok=True)
        self.count = 0
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str | bytes, **env: str) -> str:
        names = {f"GIT_{who}_{what}": "某" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        settings = os.environ | names | env
        run = subprocess.run(["git", *words], cwd=self.root, env=settings, capture_output=True, check=False)
        assert run.returncode == 0, (words, run.stderr)
        return run.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, **files: str) -> None:
        self.write_files({f"{name}.md": body for name, body in files.items()})

    def write_files(self, files: dict[str, str]) -> None:
        for name, body in files.items():
            path = self.content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body)

    def commit(self, author: str = "王芳", date: str = "", committed: str = "", email: str = "") -> int:
        """Commit everything; give the number by which ``day`` knows the date."""
        number = self.count
        self.count += 1
        stamp = f"{START + number * DAY} +0800"
        self.git("add", "-A")
        self.git(
            *("commit", "-q", "--allow-empty", "-m", str(number)),
            GIT_AUTHOR_NAME=author,
            GIT_AUTHOR_EMAIL=email or f"{author}@example.cn",
            GIT_AUTHOR_DATE=date or stamp,
            GIT_COMMITTER_DATE=committed or stamp,
        )
        return number

    def move(self, *pairs: tuple[str, str]) -> None:
        """Rename under content/, all at once, so that names can be exchanged."""
        bodies = {new: (self.content / old).read_bytes() for old, new in pairs}
        for old, _ in pairs:
            (self.content / old).unlink()
        for new, body in bodies.items():
            (self.content / new).parent.mkdir(parents=True, exist_ok=True)
            (self.content / new).write_bytes(body)

    def read(self) -> History:
        return read_history(self.content)


@pytest.fixture(autouse=True)
def nobodys_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings and the variables of whoever runs the tests out of them."""
    for name in [n for n in os.environ if n.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def one(history: History, path: str) -> FileHistory:
    found = history.of(path)
    assert found is not None, (path, history)
    return found


def days(history: History, path: str) -> tuple[datetime, datetime, int]:
    found = one(history, path)
    return found.created, found.updated, found.commits


# ---- Where the repository is


@pytest.mark.parametrize("content", ["content", ".", "站点 资料/content", "a/b/c"])
def test_content_is_anywhere_in_the_repository(tmp_path: Path, content: str) -> None:
    repository = Repository(tmp_path / "仓库 one", content)
    repository.write_files({"reports/2026/医养 结合.md": text("a")})
    first = repository.commit("王芳")
    repository.write_files({"reports/2026/医养 结合.md": text("a") + "更新\n"})
    second = repository.commit("李强")

    history = repository.read()

    assert (history.state, history.note) == ("full", "")
    assert dict(history.files) == {
        "reports/2026/医养 结合.md": FileHistory(day(first), day(second), ("李强", "王芳"), 2)
    }
    assert set(history.files) == {f.path for f in walk(repository.content)[0]}


def test_content_behind_symbolic_links(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "真", "docs/content")
    repository.write(a=text("a"))
    number = repository.commit()
    (tmp_path / "链 接").symlink_to(repository.root / "docs")
    (tmp_path / "direct").symlink_to(repository.content)
    for way in (tmp_path / "链 接" / "content", tmp_path / "direct"):
        assert days(read_history(way), "a.md") == (day(number), day(number), 1)


def test_relative_path(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write(a=text("a"))
    repository.commit()
    monkeypatch.chdir(repository.root)
    assert read_history(Path("content")).of("a.md")


def test_path_that_looks_like_a_variable_or_an_option(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "$HOME", "--output=x/~")
    repository.write(a=text("a"))
    repository.commit()
    assert repository.read().of("a.md")


def test_worktree_and_submodule(repository: Repository, tmp_path: Path) -> None:
    repository.write(a=text("a"))
    number = repository.commit()
    repository.git("worktree", "add", "-q", str(tmp_path / "第二"), "-b", "second")
    assert days(read_history(tmp_path / "第二" / "content"), "a.md") == (day(number), day(number), 1)

    outer = Repository(tmp_path / "outer", "site")
    outer.write(own=text("own"))
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(repository.root), "site/part")
    outer.commit()
    assert set(outer.read().files) == {"own.md", "part"}
    assert days(read_history(outer.root / "site" / "part" / "content"), "a.md") == (day(number), day(number), 1)


def test_no_repository(tmp_path: Path) -> None:
    assert read_history(tmp_path) == History({}, "none", "no-repository")
    assert read_history(tmp_path / "missing") == History({}, "none", "no-repository")


def test_no_commits(repository: Repository) -> None:
    repository.write(a=text("a"))
    assert repository.read() == History({}, "none", "no-commits")


def test_content_not_tracked(repository: Repository) -> None:
    (repository.root / "README").write_text("x")
    repository.commit()
    repository.write(a=text("a"))
    assert repository.read() == History({}, "none", "no-commits")


def test_uncommitted_files_have_no_history(repository: Repository) -> None:
    repository.write(a=text("a"))
    repository.commit()
    repository.write(new=text("new"))
    assert set(repository.read().files) == {"a.md"}
    assert repository.read().of("new.md") is None


def test_shallow(repository: Repository, tmp_path: Path) -> None:
    repository.write(a=text("a"))
    repository.commit()
    repository.write(a=text("a") + "更新\n")
    number = repository.commit("李强")
    repository.git("clone", "-q", "--depth=1", f"file://{repository.root}", str(tmp_path / "clone"))
    history = read_history(tmp_path / "clone" / "content")
    assert (history.state, history.note) == ("shallow", "")
    assert one(history, "a.md") == FileHistory(day(number), day(number), ("李强",), 1)


def test_no_git(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    repository.write(a=text("a"))
    repository.commit()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert repository.read() == History({}, "none", "no-git")


def test_git_that_does_not_start(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    repository.write(a=text("a"))
    repository.commit()
    (tmp_path / "git").write_text("not a program")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert repository.read() == History({}, "none", "failed")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_untrusted_owner(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write(a=text("a"))
    repository.commit()
    for path in (repository.root, repository.root / ".git"):
        os.chown(path, 12345, 12345)
    assert repository.read() == History({}, "none", "untrusted-owner")

    (Path(os.environ["HOME"]) / ".gitconfig").write_text(f"[safe]\n\tdirectory = {repository.root}\n")
    assert repository.read().of("a.md")


@pytest.mark.parametrize(
    "damage",
    [
        lambda git: (git / "HEAD").unlink(),
        lambda git: (git / "HEAD").write_text(""),
        lambda git: (git / "HEAD").write_text("ref: refs/heads/nowhere\n"),
        lambda git: (git / "HEAD").write_text("ref:"),
        lambda git: (git / "HEAD").write_text("f" * 40 + "\n"),
        lambda git: (git / "HEAD").write_bytes(b"\xff\xfe"),
        lambda git: (git / "config").write_text("[core\nnonsense"),
        lambda git: (git / "config").write_bytes(b"[core]\n\tx = \xff\n"),
        lambda git: (git / "config").write_text("[core]\n\trepositoryformatversion = 99\n"),
        lambda git: (git / "config").write_text("[core]\n\tworktree = /nowhere\n"),
        lambda git: (git / "config").write_text("[core]\n\tbare = true\n"),
        lambda git: [path.unlink() for path in (git / "objects").glob("??/*")],
        lambda git: (git.rename(git.with_name("away")), git.write_text("gitdir: /nowhere\n")),
        lambda git: (git.rename(git.with_name("away")), git.write_bytes(b"\xff")),
    ],
)
def test_broken_repository(repository: Repository, damage: object) -> None:
    repository.write(a=text("a"))
    repository.commit()
    damage(repository.root / ".git")  # type: ignore[operator]
    history = repository.read()
    assert history.state == "none" or history.of("a.md")


def test_bare_repository(repository: Repository, tmp_path: Path) -> None:
    repository.write(a=text("a"))
    repository.commit()
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    (tmp_path / "bare.git" / "content").mkdir()
    assert read_history(tmp_path / "bare.git" / "content").state == "none"
    assert read_history(tmp_path / "bare.git").state == "none"


def test_inside_a_hook(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A hook's variables name the repository that it runs for, not the one that is read."""
    repository.write(a=text("a"))
    repository.commit()
    other = Repository(tmp_path / "other")
    other.write(b=text("b"))
    other.commit()
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    monkeypatch.setenv("GIT_ICASE_PATHSPECS", "1")
    assert set(repository.read().files) == {"a.md"}


# ---- Files through their names


def test_rename_chain(repository: Repository) -> None:
    repository.write(a=text("a"))
    first = repository.commit("王芳")
    repository.move(("a.md", "乙.md"))
    repository.commit("李强")
    repository.write(乙=text("a") + "更新\n")
    repository.commit("王芳")
    repository.move(("乙.md", "reports/丙 丁.md"))
    last = repository.commit("赵敏")
    found = one(repository.read(), "reports/丙 丁.md")
    assert found == FileHistory(day(first), day(last), ("王芳", "李强", "赵敏"), 4)
    assert set(repository.read().files) == {"reports/丙 丁.md"}


def test_rename_with_an_edit(repository: Repository) -> None:
    repository.write(a=text("a"))
    first = repository.commit()
    (repository.content / "a.md").unlink()
    repository.write(b=text("a") + "更新\n")
    last = repository.commit()
    assert days(repository.read(), "b.md") == (day(first), day(last), 2)


def test_folder_rename(repository: Repository) -> None:
    names = [f"{n:03}-文章" for n in range(60)]
    repository.write_files({f"reports/2025/{name}.md": text(name) for name in names})
    first = repository.commit()
    (repository.content / "reports").rename(repository.content / "报告")
    # With an edit in each, so that it is not the texts' identity that is found.
    for name in names:
        (repository.content / "报告" / "2025" / f"{name}.md").write_text("标题\n" + text(name))
    last = repository.commit()
    history = repository.read()
    assert {days(history, f"报告/2025/{name}.md") for name in names} == {(day(first), day(last), 2)}
    assert len(history.files) == 60


@pytest.mark.parametrize("ring", [["a", "b"], ["a", "b", "c"], ["甲", "乙", "丙", "丁"]])
def test_files_that_exchange_names(repository: Repository, ring: list[str]) -> None:
    numbers = {}
    for name in ring:
        repository.write_files({f"{name}.md": text(name)})
        numbers[name] = repository.commit(name)
    after = {name: ring[(index + 1) % len(ring)] for index, name in enumerate(ring)}
    repository.move(*((f"{old}.md", f"{new}.md") for old, new in after.items()))
    last = repository.commit("编辑")
    history = repository.read()
    for old, new in after.items():
        names = tuple(sorted([old, "编辑"]))
        assert one(history, f"{new}.md") == FileHistory(day(numbers[old]), day(last), names, 2)


def test_files_that_move_up_in_a_row(repository: Repository) -> None:
    numbers = []
    for name in ("01", "02", "03"):
        repository.write_files({f"{name}.md": text(name)})
        numbers.append(repository.commit(name))
    repository.move(("03.md", "04.md"), ("02.md", "03.md"), ("01.md", "02.md"))
    last = repository.commit("编辑")
    history = repository.read()
    for number, name in zip(numbers, ("02", "03", "04"), strict=True):
        assert days(history, f"{name}.md") == (day(number), day(last), 2)
    assert len(history.files) == 3


def test_folders_that_exchange_names(repository: Repository) -> None:
    repository.write_files({"甲/index.md": text("a"), "甲/x.md": text("ax")})
    first = repository.commit("甲")
    repository.write_files({"乙/index.md": text("b"), "乙/x.md": text("bx")})
    second = repository.commit("乙")
    repository.move(*((f"{old}/{n}.md", f"{new}/{n}.md") for old, new in ("甲乙", "乙甲") for n in ("index", "x")))
    last = repository.commit("丙")
    history = repository.read()
    assert days(history, "甲/x.md") == (day(second), day(last), 2)
    assert days(history, "乙/index.md") == (day(first), day(last), 2)


def test_copy_of_what_was_edited_is_no_move(repository: Repository) -> None:
    repository.write(plan2025=text("plan"))
    first = repository.commit("王芳")
    repository.write(plan2025=text("other"), plan2026=text("plan"))
    last = repository.commit("李强")
    history = repository.read()
    assert days(history, "plan2025.md") == (day(first), day(last), 2)
    assert days(history, "plan2026.md") == (day(last), day(last), 1)


def test_copied_text_is_no_exchange(repository: Repository) -> None:
    repository.write(a=text("a"))
    first = repository.commit("王芳")
    repository.write(b=text("b"))
    second = repository.commit("李强")
    repository.write(a=text("new"), b=text("a"))
    last = repository.commit("赵敏")
    history = repository.read()
    assert days(history, "a.md") == (day(first), day(last), 2)
    assert days(history, "b.md") == (day(second), day(last), 2)


def test_copies_start_anew(repository: Repository) -> None:
    repository.write(a=text("a"))
    repository.commit("王芳")
    repository.git("config", "diff.renames", "copies")
    repository.write(a=text("a") + "更新\n", copy=text("a"))
    last = repository.commit("李强")
    assert one(repository.read(), "copy.md") == FileHistory(day(last), day(last), ("李强",), 1)


def test_deleted_and_written_anew(repository: Repository) -> None:
    repository.write(a=text("a"))
    repository.commit("王芳")
    (repository.content / "a.md").unlink()
    repository.commit("王芳")
    assert repository.read().state == "none"
    repository.write(a=text("a"))
    last = repository.commit("李强")
    assert one(repository.read(), "a.md") == FileHistory(day(last), day(last), ("李强",), 1)


def test_new_file_under_a_name_that_another_left(repository: Repository) -> None:
    repository.write(a=text("a"))
    first = repository.commit("王芳")
    repository.move(("a.md", "b.md"))
    second = repository.commit("王芳")
    repository.write(a=text("new"))
    third = repository.commit("李强")
    history = repository.read()
    assert days(history, "b.md") == (day(first), day(second), 2)
    assert days(history, "a.md") == (day(third), day(third), 1)


def test_rename_from_outside_begins_here(repository: Repository) -> None:
    (repository.root / "draft.md").write_text(text("a"))
    repository.commit("王芳")
    (repository.root / "draft.md").rename(repository.content / "a.md")
    last = repository.commit("李强")
    assert one(repository.read(), "a.md") == FileHistory(day(last), day(last), ("李强",), 1)


def test_commits_elsewhere_do_not_count(repository: Repository) -> None:
    repository.write(a=text("a"))
    first = repository.commit()
    (repository.root / "README").write_text("x")
    repository.commit("编程")
    assert one(repository.read(), "a.md") == FileHistory(day(first), day(first), ("王芳",), 1)


def test_change_of_kind_counts(repository: Repository) -> None:
    repository.write(a=text("a"))
    first = repository.commit()
    (repository.content / "a.md").unlink()
    (repository.content / "a.md").symlink_to("elsewhere")
    last = repository.commit()
    assert days(repository.read(), "a.md") == (day(first), day(last), 2)


# ---- Merges


def merge(repository: Repository, branch: str, *words: str) -> None:
    stamp = f"{START + repository.count * DAY} +0800"
    repository.count += 1
    env = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
    repository.git("merge", "-q", "--no-ff", "-m", "merge", *words, branch, **env)


def test_merge_brings_files_with_their_own_commits(repository: Repository) -> None:
    repository.write(a=text("a"))
    repository.commit("王芳")
    repository.git("checkout", "-q", "-b", "branch")
    repository.write(b=text("b"))
    second = repository.commit("李强")
    repository.git("checkout", "-q", "main")
    repository.write(a=text("a") + "更新\n")
    repository.commit("赵敏")
    merge(repository, "branch")
    history = repository.read()
    assert one(history, "b.md") == FileHistory(day(second), day(second), ("李强",), 1)
    assert one(history, "a.md").contributors == ("王芳", "赵敏")


@pytest.mark.parametrize("edit_first", [True, False])
def test_edit_under_the_old_name_beside_a_rename(repository: Repository, edit_first: bool) -> None:
    repository.write(a=text("a"), z=text("z"))
    first = repository.commit("王芳")
    repository.git("branch", "edit")
    repository.git("branch", "rename")
    steps = {}
    for branch in ("edit", "rename") if edit_first else ("rename", "edit"):
        repository.git("checkout", "-q", branch)
        if branch == "edit":
            repository.write(a=text("a") + "更新\n")
        else:
            repository.move(("a.md", "b.md"))
        steps[branch] = repository.commit("李强")
    merge(repository, "edit" if branch == "rename" else "rename")
    history = repository.read()
    assert days(history, "b.md") == (day(first), day(max(steps.values())), 3)
    assert set(history.files) == {"b.md", "z.md"}


def test_commits_side_by_side_count_in_the_order_of_their_dates(repository: Repository) -> None:
    repository.write(a=text("a"))
    repository.commit()
    repository.git("branch", "branch")
    repository.write(a=text("a").replace("第0行", "开头"))
    repository.commit("王芳")
    repository.git("checkout", "-q", "branch")
    repository.write(a=text("a") + "结尾\n")
    second = repository.commit("李强")
    repository.git("checkout", "-q", "main")
    repository.write(b=text("b"))
    repository.commit("王芳")
    merge(repository, "branch")
    assert days(repository.read(), "a.md") == (day(0), day(second), 3)


def test_what_a_merge_itself_changes_is_not_counted(repository: Repository) -> None:
    repository.write(a=text("a"))
    first = repository.commit()
    repository.git("checkout", "-q", "-b", "branch")
    repository.write(b=text("b"))
    repository.commit()
    repository.git("checkout", "-q", "main")
    merge(repository, "branch", "--no-commit")
    repository.write(a=text("evil"), c=text("c"))
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "evil")
    history = repository.read()
    assert days(history, "a.md") == (day(first), day(first), 1)
    assert history.of("c.md") is None


def test_name_used_anew_after_a_delete_won_over_an_edit(repository: Repository) -> None:
    repository.write(a=text("a"), z=text("z"))
    repository.commit("王芳")
    repository.git("branch", "edit")
    (repository.content / "a.md").unlink()
    repository.commit("王芳")
    repository.git("checkout", "-q", "edit")
    repository.write(a=text("a") + "更新\n", z=text("z") + "更新\n")
    repository.commit("李强")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "edit")
    repository.write(z=text("z") + "更新\n")
    repository.commit("王芳")
    repository.write(a=text("new"))
    last = repository.commit("赵敏")
    assert one(repository.read(), "a.md") == FileHistory(day(last), day(last), ("赵敏",), 1)


def test_same_file_added_on_two_branches(repository: Repository) -> None:
    repository.write(z=text("z"))
    repository.commit()
    repository.git("branch", "branch")
    repository.write(a=text("a"))
    first = repository.commit("王芳")
    repository.git("checkout", "-q", "branch")
    repository.write(a=text("a"), y=text("y"))
    second = repository.commit("李强")
    repository.git("checkout", "-q", "main")
    repository.write(z=text("z") + "更新\n")
    repository.commit()
    merge(repository, "branch")
    assert one(repository.read(), "a.md") == FileHistory(day(first), day(second), ("李强", "王芳"), 2)


# ---- Authors and dates


def test_contributors_are_those_with_most_commits_first(repository: Repository) -> None:
    for number, author in enumerate(["赵敏", "王芳", "王芳", "李强", "赵敏", "赵敏", "白术"]):
        repository.write(a=text("a") + "更新\n" * number)
        repository.commit(author)
    assert one(repository.read(), "a.md").contributors == ("赵敏", "王芳", "李强", "白术")


def test_mailmap(repository: Repository) -> None:
    (repository.root / ".mailmap").write_text("王芳 <wang@example.cn> <old@example.cn>\n")
    for number, (author, email) in enumerate([("wf", "old@example.cn"), ("李强", ""), ("王芳", "wang@example.cn")]):
        repository.write(a=text("a") + "更新\n" * number)
        repository.commit(author, email=email)
    assert one(repository.read(), "a.md").contributors == ("王芳", "李强")


def raw_commit(repository: Repository, author: bytes, committer: bytes, extra: bytes = b"") -> None:
    """Commit the index by writing the object, which takes what ``git commit`` would refuse."""
    repository.git("add", "-A")
    tree = repository.git("write-tree").encode()
    body = b"tree %s\nauthor %s\ncommitter %s\n%s\nmessage\n" % (tree, author, committer, extra)
    path = repository.root / ".git" / "raw"
    path.write_bytes(body)
    name = repository.git("hash-object", "-t", "commit", "-w", "--literally", str(path))
    repository.git("update-ref", "refs/heads/main", name)


GOOD = b"Bot <bot@example.cn> 1750000000 +0800"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        (b"\xe7\x8e\x8b\xff\xe8\x8a\xb3 <w@x> 1750000000 +0800", "王\N{REPLACEMENT CHARACTER}芳"),
        (b"\x1b[31m\xe7\x8e\x8b\x07\xe8\x8a\xb3\x7f <w@x> 1750000000 +0800", "[31m王芳"),
        (b"  \xe7\x8e\x8b\xe3\x80\x80\xe8\x8a\xb3\t <w@x> 1750000000 +0800", "王 芳"),
        (b"@:100644 'x' \"y\" \\ <w@x> 1750000000 +0800", "@:100644 'x' \"y\" \\"),
        (b"e\xcc\x81 <w@x> 1750000000 +0800", "\N{LATIN SMALL LETTER E WITH ACUTE}"),
    ],
)
def test_author_names_with_odd_bytes(repository: Repository, author: bytes, name: str) -> None:
    repository.write(a=text("a"))
    raw_commit(repository, author, GOOD)
    assert one(repository.read(), "a.md").contributors == (name,)


def test_author_name_in_another_encoding(repository: Repository) -> None:
    repository.write(a=text("a"))
    raw_commit(repository, "王芳".encode("gb18030") + b" <w@x> 1750000000 +0800", GOOD, b"encoding gb18030\n")
    repository.git("config", "i18n.logOutputEncoding", "gb18030")
    assert one(repository.read(), "a.md").contributors == ("王芳",)


@pytest.mark.parametrize("author", [b" <w@x> 1750000000 +0800", b"\x01 <> 1750000000 +0800"])
def test_author_without_a_name_is_no_contributor(repository: Repository, author: bytes) -> None:
    repository.write(a=text("a"))
    raw_commit(repository, author, GOOD)
    assert one(repository.read(), "a.md") == FileHistory(
        datetime.fromtimestamp(1_750_000_000, BEIJING), datetime.fromtimestamp(1_750_000_000, BEIJING), (), 1
    )


@pytest.mark.parametrize(
    ("stamp", "date"),
    [
        (b"0 +0000", datetime.fromtimestamp(0, UTC)),
        (b"86399 -0730", datetime.fromtimestamp(86399, timezone(-timedelta(hours=7, minutes=30)))),
        (b"1750000000 +1345", datetime.fromtimestamp(1_750_000_000, timezone(timedelta(hours=13, minutes=45)))),
        (b"1750000000 -0000", datetime.fromtimestamp(1_750_000_000, UTC)),
        (b"1750000000 +9959", datetime.fromtimestamp(1_750_000_000, UTC)),
        (b"4102444800 +0800", datetime.fromtimestamp(4_102_444_800, BEIJING)),
    ],
)
def test_odd_dates(repository: Repository, stamp: bytes, date: datetime) -> None:
    repository.write(a=text("a"))
    raw_commit(repository, b"A <a@x> " + stamp, GOOD)
    created = one(repository.read(), "a.md").created
    assert created == date
    assert created.utcoffset() == date.utcoffset()


@pytest.mark.parametrize(
    "author", [b"A <a@x>", b"A <a@x> soon", b"A <a@x> 99999999999999999 +0800", b"A <a@x> -5 +0800", b"A", b""]
)
def test_dates_that_cannot_be_read(repository: Repository, author: bytes) -> None:
    repository.write(a=text("a"))
    raw_commit(repository, author, GOOD)
    created = one(repository.read(), "a.md").created
    assert created in (datetime.fromtimestamp(1_750_000_000, UTC), datetime.fromtimestamp(0, UTC))


def test_neither_date_can_be_read(repository: Repository) -> None:
    repository.write(a=text("a"))
    raw_commit(repository, b"A <a@x> soon", b"A <a@x> later")
    assert one(repository.read(), "a.md").created == datetime.fromtimestamp(0, UTC)


# ---- File names


@pytest.mark.parametrize(
    "name", ["a\nb", "a\tb", 'a"b"', "a\\b", " lead and trail ", "@at", ":colon", "-n", "%H", "*?["]
)
def test_odd_file_names(repository: Repository, name: str) -> None:
    repository.write_files({f"{name}.md": text("a")})
    first = repository.commit()
    repository.move((f"{name}.md", f"{name}/{name}.md"))
    last = repository.commit()
    assert days(repository.read(), f"{name}/{name}.md") == (day(first), day(last), 2)


def test_names_become_nfc(repository: Repository) -> None:
    repository.write_files({"cafe\N{COMBINING ACUTE ACCENT}.md": text("a")})
    repository.commit()
    assert set(repository.read().files) == {"caf\N{LATIN SMALL LETTER E WITH ACUTE}.md"}


def test_names_that_are_not_utf8_are_left_out(repository: Repository) -> None:
    (repository.content / os.fsdecode(b"\xff\xfe.md")).write_text(text("a"))
    repository.write(b=text("b"))
    repository.commit()
    assert set(repository.read().files) == {"b.md"}


# ---- Nothing that a repository names is run


@pytest.fixture
def trap(tmp_path: Path) -> tuple[str, Path]:
    """A program that leaves a mark, and where the mark would be."""
    program, mark = tmp_path / "evil.sh", tmp_path / "mark"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >>{mark}\nexit 1\n')
    program.chmod(0o755)
    return str(program), mark


def test_hostile_settings_run_nothing(repository: Repository, trap: tuple[str, Path]) -> None:
    evil, mark = trap
    (repository.root / ".gitattributes").write_text("* diff=evil filter=evil merge=evil\n")
    repository.write(a=text("a"))
    repository.commit()
    signature = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n"
    repository.move(("a.md", "b.md"))
    repository.git("add", "-A")
    parent = b"parent %s\n" % repository.git("rev-parse", "HEAD").encode()
    tree = repository.git("write-tree").encode()
    raw = repository.root / ".git" / "raw"
    raw.write_bytes(b"tree %s\n%sauthor %s\ncommitter %s\n%s\nx\n" % (tree, parent, GOOD, GOOD, signature))
    repository.git("update-ref", "HEAD", repository.git("hash-object", "-t", "commit", "-w", str(raw)))
    hooks = repository.root / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "post-checkout"):
        (hooks / hook).symlink_to(evil)
    (repository.root / ".git" / "config").write_text(
        f"""
[core]
    repositoryformatversion = 0
    fsmonitor = {evil}
    pager = {evil}
    editor = {evil}
    askPass = {evil}
    sshCommand = {evil}
    gitProxy = {evil}
    alternateRefsCommand = {evil}
    hooksPath = {hooks}
[pager]
    log = {evil}
    ls-tree = true
[alias]
    log = !{evil}
    ls-tree = !{evil}
    version = !{evil}
[diff]
    external = {evil}
    renames = copies
    renameLimit = 0
    orderFile = /nowhere
    relative = true
[diff "evil"]
    command = {evil}
    textconv = {evil}
[filter "evil"]
    clean = {evil}
    smudge = {evil}
    process = {evil}
    required = true
[log]
    showSignature = true
    follow = true
    showRoot = false
    date = iso
    diffMerges = separate
[gpg]
    program = {evil}
[color]
    ui = always
    pager = true
[format]
    pretty = fuller
[credential]
    helper = !{evil}
[mailmap]
    file = {evil}
[uploadpack]
    packObjectsHook = {evil}
[trace2]
    eventTarget = {mark}
"""
    )

    history = repository.read()

    assert days(history, "b.md") == (day(0), datetime.fromtimestamp(1_750_000_000, BEIJING), 2)
    assert not mark.exists()
    # The trap is live: git by itself walks into it.
    for words in (["log", "-1"], ["diff", "HEAD~1"], ["status"]):
        subprocess.run(["git", *words], cwd=repository.root, capture_output=True, check=False)
        assert mark.exists(), words
        mark.unlink()


@pytest.mark.parametrize("missing", ["blob", "commit"])
def test_missing_objects_are_not_fetched(repository: Repository, trap: tuple[str, Path], missing: str) -> None:
    """A partial clone fetches what it lacks, by a command that its settings name."""
    evil, mark = trap
    repository.write(a=text("a"))
    repository.commit()
    (repository.content / "a.md").unlink()
    repository.write(b=text("a") + "更新\n")
    repository.commit()
    name = repository.git("rev-parse", "HEAD~1:content/a.md" if missing == "blob" else "HEAD")
    (repository.root / ".git" / "objects" / name[:2] / name[2:]).unlink()
    for key, value in {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": str(repository.root),
        "remote.origin.uploadpack": evil,
    }.items():
        repository.git("config", key, value)

    assert repository.read() == History({}, "none", "failed")

    assert not mark.exists()
    subprocess.run(["git", "cat-file", "-p", name], cwd=repository.root, capture_output=True, check=False)
    assert mark.exists(), "the trap is not live"


def test_nothing_is_written(repository: Repository) -> None:
    repository.write(a=text("a"))
    repository.commit()
    (repository.content / "a.md").touch()
    before = {p: p.stat().st_mtime_ns for p in repository.root.rglob("*")}
    repository.read()
    assert {p: p.stat().st_mtime_ns for p in repository.root.rglob("*")} == before


def test_processes_do_not_grow_with_files(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write_files({f"reports/{n}.md": text(str(n), 3) for n in range(300)})
    repository.commit()
    for number in range(5):
        repository.write_files({f"reports/{n}.md": text(str(n), 3 + number) for n in range(number, 300, 7)})
        repository.commit()
    programs, started = tmp_path / "bin", tmp_path / "started"
    programs.mkdir()
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
    (programs / "git").write_text(f'#!/bin/sh\necho "$@" >>{started}\nexec {real} "$@"\n')
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    # In a process of its own, so that what GitPython starts when it is imported counts.
    code = (
        "import pathlib, sys; from generator.sources.history import read_history;"
        "print(len(read_history(pathlib.Path(sys.argv[1])).files))"
    )
    run = subprocess.run([sys.executable, "-c", code, repository.content], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "300"
    assert 2 <= len(started.read_text().splitlines()) <= 4


# ---- Versions of a file

RULES = "competitions/2026/competition.yml"


def versions(repository: Repository) -> list[tuple[datetime, str, str | None]]:
    history = read_history(repository.content, lambda path: path.endswith("competition.yml"))
    assert set(history.versions) <= {RULES}
    return [(v.date, v.author, v.text) for v in history.versions.get(RULES, ())]


def test_the_versions_of_a_file_are_read_with_their_authors(repository: Repository) -> None:
    repository.write_files({RULES: "year: 2026\n", "a.md": text("a")})
    first = repository.commit()
    repository.write_files({"a.md": text("b")})
    repository.commit()
    (repository.content / RULES).write_bytes("\ufeffyear: 2026\r\n标准: 新\r\n".encode())
    second = repository.commit("李强")
    assert versions(repository) == [
        (day(first), "王芳", "year: 2026\n"),
        (day(second), "李强", "year: 2026\n标准: 新\n"),
    ]
    assert repository.read().versions == {}


def test_what_cannot_be_read_of_a_version_is_left_out(repository: Repository) -> None:
    for body in (b"year: 2026\n", b"\xff\xfe", b"#" * (VERSION_LIMIT + 1), b"year: 2026\n"):
        repository.write_files({RULES: ""})
        (repository.content / RULES).write_bytes(body)
        repository.commit()
    assert [body for _, _, body in versions(repository)] == ["year: 2026\n", None, None, "year: 2026\n"]


def test_versions_under_another_name_do_not_count(repository: Repository) -> None:
    repository.write_files({"competitions/draft.yml": text("规则")})
    repository.commit()
    repository.move(("competitions/draft.yml", RULES))
    moved = repository.commit()
    assert versions(repository) == [(day(moved), "王芳", text("规则"))]


def test_the_newest_versions_are_kept(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.sources.history.VERSIONS", 2)
    monkeypatch.setattr("generator.sources.history.VERSIONS_LIMIT", 15)
    for number in range(4):
        repository.write_files({RULES: f"year: {number}\n" * (1 + number % 2)})
        repository.commit()
    assert [body for _, _, body in versions(repository)] == ["year: 2\n", None]


def test_the_settings_of_a_repository_run_nothing_when_versions_are_read(repository: Repository) -> None:
    repository.write_files({RULES: "year: 2026\n", ".gitattributes": "*.yml filter=evil diff=evil"})
    (repository.content / ".gitattributes").write_text("*.yml diff=evil\n")
    repository.commit()
    trap = repository.root / "ran"
    for key in ("diff.evil.textconv", "filter.evil.smudge", "core.fsmonitor", "core.pager"):
        repository.git("config", key, f"touch {trap}; cat")
    assert [body for _, _, body in versions(repository)] == ["year: 2026\n"]
    assert not trap.exists()


def test_the_history_of_another_folder_joins_this_one(tmp_path: Path) -> None:
    one_, other = Repository(tmp_path / "one"), Repository(tmp_path / "other", ".")
    one_.write(a=text("a"))
    one_.commit()
    other.write_files({"2026/ballots/j1.yml": "judge: j1\n"})
    number = other.commit("组织者")
    joined = one_.read().with_folder(read_history(other.root), "../../other")
    assert set(joined.files) == {"a.md", "../../other/2026/ballots/j1.yml"}
    assert one(joined, "../../other/2026/ballots/j1.yml").updated == day(number)
    assert joined.state == "full"
    assert one_.read().with_folder(History({}, "shallow"), "x").state == "shallow"


# ---- Against a model


@dataclass
class Life:
    """What the model knows of one file."""

    body: str
    created: int
    updated: int
    authors: Counter[str] = field(default_factory=Counter)


FOLDERS = ("甲", "乙")
NAMES = ("a", "文 章", "b\nc")
AUTHORS = ("王芳", "李强", "赵敏")

operations = st.tuples(
    st.sampled_from(["add", "modify", "rename", "rename", "delete", "exchange"]),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
)
# One commit: on which of two lines of work, by whom, what it does; or a merge of the two lines.
steps = st.one_of(
    st.tuples(st.integers(0, 1), st.sampled_from(AUTHORS), st.lists(operations, min_size=1, max_size=2)),
    st.just("merge"),
)


class Model:
    """Two lines of work, each on its own folder, and the stream for ``git fast-import`` that says the same."""

    def __init__(self) -> None:
        self.folders: tuple[dict[str, Life], dict[str, Life]] = ({}, {})
        self.trees: list[dict[str, str]] = [{}, {}]
        self.tips: list[int | None] = [None, None]
        self.commits = 0
        self.stream = b""
        self.texts = 0

    def change(self, line: int, author: str, work: list[tuple[str, str, str]]) -> None:
        files, busy = self.folders[line], set[str]()
        number = self.commits + 1
        touched: dict[int, Life] = {}
        for operation, name, other in work:
            path, target = f"{FOLDERS[line]}/{name}.md", f"{FOLDERS[line]}/{other}.md"
            if {path, target} & busy:
                continue
            lives = self.apply(files, operation, path, target, number)
            if lives:
                busy |= {path, target}
                touched |= {id(life): life for life in lives if life}
        for life in touched.values():
            life.updated = number
            life.authors[author] += 1
        own = f"{FOLDERS[line]}/"
        others = {path: body for path, body in self.trees[line].items() if not path.startswith(own)}
        self.trees[line] = others | {path: life.body for path, life in files.items()}
        tip = self.tips[line]
        self.write(line, author, [] if tip is None else [tip])

    def apply(self, files: dict[str, Life], operation: str, path: str, target: str, number: int) -> list[Life | None]:
        """Do one thing; give the lives that it touched, empty if it cannot be done."""
        if operation == "add" and path not in files:
            self.texts += 1
            files[path] = Life(text(f"文{self.texts}"), number, number)
            return [files[path]]
        if operation == "modify" and path in files:
            files[path].body += f"更新 {number}\n"
            return [files[path]]
        if operation == "rename" and path in files and target not in files:
            files[target] = files.pop(path)
            files[target].body += f"改名 {number}\n" if number % 2 else ""
            return [files[target]]
        if operation == "delete" and path in files:
            del files[path]
            return [None]
        if operation == "exchange" and path in files and target in files and path != target:
            files[path], files[target] = files[target], files[path]
            return [files[path], files[target]]
        return []

    def merge(self) -> None:
        if None in self.tips or self.tips[0] == self.tips[1]:
            return
        tree = {path: life.body for files in self.folders for path, life in files.items()}
        self.trees = [dict(tree), dict(tree)]
        self.write(0, "合并", [tip for tip in self.tips if tip is not None])
        self.tips[1] = self.tips[0]

    def write(self, line: int, author: str, parents: list[int]) -> None:
        self.commits += 1
        stamp = START + self.commits * DAY
        lines = [f"commit refs/heads/line{line}", f"mark :{self.commits}"]
        lines += [f"{role} {author} <x@example.cn> {stamp} +0800" for role in ("author", "committer")]
        lines += ["data 1", "x"]
        lines += [f"{word} :{parent}" for word, parent in zip(("from", "merge"), parents, strict=False)]
        lines += ["deleteall"]
        for path, body in sorted(self.trees[line].items()):
            quoted = path.replace("\n", "\\n")
            lines += [f'M 100644 inline "content/{quoted}"', f"data {len(body.encode())}", body]
        self.stream += "\n".join([*lines, ""]).encode()
        self.tips[line] = self.commits

    def expected(self) -> dict[str, FileHistory]:
        return {
            path: FileHistory(
                day(life.created),
                day(life.updated),
                tuple(sorted(life.authors, key=lambda name: (-life.authors[name], name))),
                life.authors.total(),
            )
            for files in self.folders
            for path, life in files.items()
        }


@settings(max_examples=40)
@given(work=st.lists(steps, min_size=1, max_size=14))
def test_any_history_is_as_the_model_says(work: list[tuple[int, str, list[tuple[str, str, str]]] | str]) -> None:
    model = Model()
    for step in work:
        if isinstance(step, str):
            model.merge()
        else:
            model.change(*step)
    model.merge()
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder, "content")
        content.mkdir()
        subprocess.run(["git", "init", "-q", "--template=", folder], check=True)
        last = max(range(2), key=lambda line: model.tips[line] or 0)
        final = f"reset refs/heads/final\nfrom :{model.tips[last]}\n" if model.commits else ""
        stream = model.stream + final.encode()
        subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=stream, check=True)
        Path(folder, ".git", "HEAD").write_text("ref: refs/heads/final\n")
        assert dict(read_history(content).files) == model.expected()
