"""Content that somebody made to break the program, or that broke on its way: always a Problem, and soon."""

from __future__ import annotations

import os
import random
import string
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.messages import LANGUAGES, catalogue
from generator.problems import Problem
from generator.problems.formats import FORMATS, render
from tests.checks.cases import SECRET, checked

SECONDS = 60
"""Far more than any of these takes; a hang is what the bound is for."""

HEAD = "---\ntitle: 调研\nauthors: [p0001]\ndate: 2026-05-01\n{}---\n\n"
LAUGHS = "a: &a [x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "_data").mkdir(parents=True)
    (folder / "reports" / "2026").mkdir(parents=True)
    (folder / "_data" / "departments.yml").write_text("- {id: d01, name: 办公室}\n", encoding="utf-8")
    (folder / "_data" / "people.yml").write_text("- {id: p0001, name: 王芳, department: d01}\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    (tmp_path / "secret.md").write_text(HEAD.format("") + SECRET, encoding="utf-8")
    return folder


def rules_of(content: Path) -> set[str]:
    """The rules that a tree breaks, found in time, said in every language and format, with no secret in it."""
    started = time.monotonic()
    problems = checked(content)
    said = "".join(told(problems))
    assert time.monotonic() - started < SECONDS
    assert SECRET not in said
    return {problem.rule for problem in problems}


def told(problems: tuple[Problem, ...]) -> Iterator[str]:
    for language in LANGUAGES:
        for form in FORMATS:
            text = render(problems, form, catalogue(language))
            text.encode("utf-8")
            yield text


def written(content: Path, text: str | bytes, path: str = "reports/2026/a.md") -> set[str]:
    data = text.encode() if isinstance(text, str) else text
    (content / path).parent.mkdir(parents=True, exist_ok=True)
    (content / path).write_bytes(data)
    return rules_of(content)


# ---- YAML


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        (LAUGHS, "yaml"),
        ("a: &a [*a]\n", "yaml"),
        ("a: &a\n  b: *a\n", "yaml"),
        ("summary: &abc 摘要\n", "yaml"),
        ("<<: *x\n", "yaml"),
        ("<<: {title: 别的}\n", "unknown-key"),
        ("summary: !!python/object/apply:os.system ['touch was-here']\n", "yaml"),
        ("summary: !!python/name:os.system\n", "yaml"),
        ("summary: !!binary aGVsbG8=\n", "yaml"),
        ("summary: !ENV PATH\n", "yaml"),
        ("? [title]\n: 调研\n", "yaml"),
        ("tags: " + "[" * 20_000 + "\n", "yaml"),
        ("tags: " + "{a: " * 10_000 + "\n", "yaml"),
        ("- " * 20_000 + "\n", "yaml"),
        ("tags: [" + "长, " * 30_000 + "]\n", "yaml"),
        ("".join(f"k{n}: 1\n" for n in range(7_000)), "unknown-key"),
        ("summary: " + "长" * 10_000 + "\n", "field-type"),
        ("k" * 60_000 + ": 1\n", "yaml"),
        ("日期: 99999999999-01-01\n", "duplicate-key"),
        ("\ttitle: x\n", "yaml"),
        ("summary: \x00\n", "control-characters"),
        ("summary: \x1b[31m\n", "yaml"),
        ('summary: "\\x1b[31m"\n', "field-type"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_header(content: Path, header: str, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(content.parent)
    assert rule in written(content, HEAD.format(header) + "正文。\n")
    assert not (content.parent / "was-here").exists()


@pytest.mark.parametrize("path", ["_data/people.yml", "_data/terms.yml", "competitions/2026/competition.yml"])
@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        "[" * 1_000_000,
        "- " * 1_000_000,
        "- [甲]\n" * 300_000,
        "- {id: &x p1, name: *x}\n",
        "!!python/object/apply:os.system ['true']\n",
        "\x00",
        "a: b: c",
        "--- 1\n--- 2\n",
        "- {id: {a: 1}, name: [], department: [[]]}\n- null\n- ''\n- []\n",
        "year: {}\ncriteria: {}\njudges: {}\nprizes: 1\nvotes: []\ntimeline: []\ncategories: {}\n",
    ],
    ids=lambda value: repr(value[:20]),
)
def test_data(content: Path, path: str, text: str) -> None:
    assert written(content, text, path)


def test_ten_megabytes_on_one_line_of_the_header(content: Path) -> None:
    assert "text-size" in written(content, HEAD.format("summary: " + "长" * 3_500_000 + "\n"))


def test_title_of_a_megabyte(content: Path) -> None:
    assert "yaml" in written(content, "---\ntitle: " + "长" * 350_000 + "\n---\n\n正文。\n")


def test_people_who_all_have_one_id(content: Path) -> None:
    people = "- {id: p0001, name: 王芳, department: d01}\n" * 20_000
    assert "duplicate-id" in written(content, people, "_data/people.yml")


# ---- Files


def test_file_of_fifty_megabytes_is_not_read(content: Path) -> None:
    for path in ("reports/2026/a.md", "guide/b.svg", "competitions/2026/ballots/p0001.yml"):
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        with (content / path).open("wb") as stream:
            stream.truncate(50_000_000)
    assert {"text-size", "attachment-active"} <= rules_of(content)


def test_null_bytes(content: Path) -> None:
    assert "control-characters" in written(content, b"\0" * 100_000)
    assert "encoding" in written(content, b"\xff\xfe" + "调研".encode("utf-16-le"))


def test_links_out_and_in_rings(content: Path) -> None:
    folder = content / "reports" / "2026"
    (folder / "secret.md").symlink_to("../../../secret.md")
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "zero.png").symlink_to("/dev/zero")
    (folder / "nowhere.md").symlink_to("nowhere-at-all.md")
    (folder / "ring-a.md").symlink_to("ring-b.md")
    (folder / "ring-b.md").symlink_to("ring-a.md")
    (folder / "up").symlink_to("..", target_is_directory=True)
    (folder / "out").symlink_to("../../..", target_is_directory=True)
    (content / "_data" / "terms.yml").symlink_to("../../secret.txt")
    problems = checked(content)
    out = {p.path.rpartition("/")[2] for p in problems if p.rule == "symbolic-link-out"}
    inside = {p.path.rpartition("/")[2] for p in problems if p.rule == "symbolic-link"}
    assert out == {"secret.md", "passwd.txt", "zero.png", "out", "terms.yml"}
    assert inside == {"nowhere.md", "ring-a.md", "ring-b.md", "up"}
    assert SECRET not in repr(problems)


def test_link_to_content_whose_name_begins_alike(content: Path) -> None:
    other = content.parent / "content-2"
    other.mkdir()
    (content / "a").symlink_to(other, target_is_directory=True)
    assert [p.rule for p in checked(content)] == ["symbolic-link-out"]


def test_content_that_is_itself_a_link(content: Path) -> None:
    link = content.parent / "link"
    link.symlink_to(content, target_is_directory=True)
    (content / "a.md").symlink_to("b.md")
    assert [p.rule for p in checked(link)] == ["symbolic-link"]


def test_pipes_and_sockets(content: Path) -> None:
    os.mkfifo(content / "reports" / "2026" / "a.md")
    os.mkfifo(content / "guide.pdf")
    os.mkfifo(content / "_data" / "terms.yml")
    problems = checked(content)
    assert [p.rule for p in problems] == ["special-file"] * 3


def test_folder_called_like_a_document(content: Path) -> None:
    (content / "reports" / "2026" / "x.md").mkdir()
    (content / "_data" / "terms.yml").mkdir()
    (content / "competitions" / "2026" / "competition.yml").mkdir(parents=True)
    assert rules_of(content) == set()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable(content: Path) -> None:
    file, folder = content / "reports" / "2026" / "a.md", content / "guide"
    file.write_text("正文。", encoding="utf-8")
    folder.mkdir()
    for path in (file, folder):
        path.chmod(0)
    assert [p.path for p in checked(content) if p.rule == "unreadable"] == ["guide", "reports/2026/a.md"]
    folder.chmod(0o700)


@pytest.mark.parametrize("name", [b"\xff\xfe.md", b"\xb5\xf7\xd1\xd0", b"a\nb.md", b"a\x1b[31m.md", b"a\x7f.md"])
def test_names_that_are_no_text(content: Path, name: bytes) -> None:
    (content / os.fsdecode(name)).write_text(HEAD.format("") + "正文。", encoding="utf-8")
    assert "file-name" in rules_of(content)
    (content / os.fsdecode(name)).unlink()
    (content / os.fsdecode(name)).mkdir()
    (content / os.fsdecode(name) / "a.md").write_text("正文。", encoding="utf-8")
    assert "file-name" in rules_of(content)


def test_folders_nested_deeper_than_calls(content: Path) -> None:
    # Names are made from inside, as the whole path is longer than systems take at once.
    before = Path.cwd()
    try:
        os.chdir(content)
        for _ in range(1_200):
            Path("a").mkdir()
            os.chdir("a")
        Path("a.md").write_text("正文。", encoding="utf-8")
        os.chdir(before)
        rules_of(content)
    finally:
        os.chdir(before)
        # Python's own way of deleting, which pytest would take, calls itself for every level.
        subprocess.run(["rm", "-rf", str(content / "a")], check=True)


def test_names_cannot_forge_lines(content: Path) -> None:
    forged = "b.md:1: 错误 [yaml] 假的"
    written(content, HEAD.format("") + "[甲](<x\u2028" + forged + ">)\n\n" + "[乙](y%0A" + forged + ")\n")
    (content / f"第一行\n{forged}.md").write_text("正文。", encoding="utf-8")
    (content / "guide").mkdir()
    (content / "guide" / "\u202etxt.exe").write_text("x", encoding="utf-8")
    text = render(checked(content), "text", catalogue("zh"))
    assert not [line for line in text.splitlines() if line.startswith("b.md")]
    assert "\u202e" not in text and "\u2028" not in text


# ---- Many of one thing


def test_replies_in_one_long_chain(content: Path) -> None:
    folder = content / "forum" / "t"
    folder.mkdir(parents=True)
    head = "---\ntitle: 专题\nhost: 王芳\nopens: 2026-03-01\n---\n"
    (folder / "index.md").write_text(head, encoding="utf-8")
    for n in range(3_000):
        post = f"---\nauthors: [p0001]\ndate: 2026-03-02 09:30\nreply_to: {(n + 1) % 3_000:05}\n---\n\n发言。\n"
        (folder / f"{n:05}.md").write_text(post, encoding="utf-8")
    assert rules_of(content) == {"reply-cycle"}


def test_masses_of_broken_links(content: Path) -> None:
    lines = [
        f"[甲](x{n}.md#y) ![乙](z{n}.png) [丙](#没有{n}) [丁](../../../{n}) [戊](&amp;{n}.md)\n" for n in range(4_000)
    ]
    rules = written(content, HEAD.format("") + "\n".join(lines))
    assert {"broken-link", "broken-picture", "broken-anchor", "link-outside"} <= rules


def test_masses_of_numbers(content: Path) -> None:
    body = "13812345678 110105 19491231 002X、" * 20_000 + "\n" + "1 3 8 " * 50_000 + "1" * 100_000
    assert {"mobile-number", "resident-id"} <= written(content, HEAD.format("") + body)


def test_masses_of_aliases_and_tags(content: Path) -> None:
    aliases = "旧地址: [" + ", ".join(f"a{n}" for n in range(4_000)) + "]\n"
    tags = "tags: [" + ", ".join(f"标签{n}" for n in range(4_000)) + "]\n"
    for name in "abcdefgh":
        (content / "reports" / "2026" / f"{name}.md").write_text(HEAD.format(aliases) + "正文。", encoding="utf-8")
        (content / "reports" / "2026" / f"{name}2.md").write_text(HEAD.format(tags) + "正文。", encoding="utf-8")
    assert "alias-taken" in rules_of(content)


def test_masses_of_unknown_people(content: Path) -> None:
    people = "".join(f"- {{id: p{n:05}, name: 人{n}, department: d01}}\n" for n in range(10_000))
    (content / "_data" / "people.yml").write_text(people, encoding="utf-8")
    chance = random.Random(1)
    unknown = ["".join(chance.choices(string.ascii_lowercase, k=8)) for _ in range(5_000)]
    header = f"title: 学习\ndate: 2026-05-01\nattendees: [{', '.join(unknown)}]\n"
    rules = written(content, f"---\n{header}---\n\n正文。\n", "studies/2026/a.md")
    assert rules == {"unknown-person"}


def test_masses_of_ballots(content: Path) -> None:
    folder = content / "competitions" / "2026"
    (folder / "ballots").mkdir(parents=True)
    judges = [f"j{n}" for n in range(150)]
    rules = "year: 2026\ncriteria: [{id: a, name: 甲, weight: 1}]\n"
    rules += "judges: [" + ", ".join(f"{{id: {j}, name: 专家}}" for j in judges) + "]\n"
    (folder / "competition.yml").write_text(rules, encoding="utf-8")
    scores = "".join(f"  - {{entry: reports/2026/{n}, criteria: {{a: 1}}}}\n" for n in range(100))
    for judge in judges:
        (folder / "ballots" / f"{judge}.yml").write_text(f"judge: {judge}\nscores:\n{scores}", encoding="utf-8")
    assert rules_of(content) == {"ballot-entry"}


@pytest.mark.parametrize(
    "body",
    [
        "[" * 50_000,
        "](" * 50_000,
        "](" + "(a)" * 50_000,
        "[a](" + " " * 100_000,
        "<" * 50_000,
        "href=" * 50_000,
        "[a]: " * 20_000,
        "[甲](a b c) " * 5_000,
        "[甲](a" + " b" * 50_000 + ")",
        "&" * 50_000,
        "\\" * 50_000 + "](x)",
    ],
    ids=lambda value: repr(value[:12]),
)
def test_places_of_links_are_found_in_time(body: str) -> None:
    from generator.checks.places import Places
    from generator.model.articles import Page
    from generator.sources.markdown import convert

    places = Places(Page(id="a", kind="pages", path="a.md", body=convert("", "a"), body_source=body, body_line=7))
    started = time.process_time()
    assert places.line("没有") == 7
    assert time.process_time() - started < 10
