"""How much work there is, counted and not timed: it grows with the documents, and nothing is done twice."""

from __future__ import annotations

import cProfile
import datetime as dt
import pstats
import subprocess
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from generator.config import Project, read_project
from generator.pipeline import prepare, read_and_check
from generator.search.documents import search_documents
from generator.search.index import update_index
from generator.site.build import build_site

TODAY = dt.date(2026, 11, 23)
FEW, MANY = 60, 240
CALLS_MAY_GROW = 1.15
"""Times the growth of the documents. Work that goes with their square would grow four times as fast as they."""


@pytest.fixture
def project(tmp_path: Path, repository: Path) -> Callable[[int], Project]:
    """A project of so many documents, worked through in one process."""

    def made(count: int) -> Project:
        root = tmp_path / str(count)
        write_content(root / "content", count)
        settings = (repository / "mkdocs.yml").read_text(encoding="utf-8")
        settings = settings.replace("custom_dir: themes", f"custom_dir: {repository / 'themes'}")
        settings = settings.replace("page_size: 20", "page_size: 5\n      workers: 1")
        (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
        return read_project(root / "mkdocs.yml", ())

    return made


def write_content(content: Path, count: int) -> None:
    """Reports of several authors, departments and tags, each linked to the one before, and a forum theme."""
    (content / "_data").mkdir(parents=True)
    departments = "".join(f"- {{id: d{n}, name: 第{n}处}}\n" for n in range(6))
    people = "".join(f"- {{id: p{n}, name: 职工{n}, department: d{n % 6}}}\n" for n in range(24))
    (content / "_data" / "departments.yml").write_text(departments, encoding="utf-8")
    (content / "_data" / "people.yml").write_text(people, encoding="utf-8")
    for n in range(count // 2):
        path = content / "reports" / str(2020 + n % 6) / f"r{n:04}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        before = n - 6
        link = f"参见[上一篇](r{before:04}.md#二方法)。\n\n" if before >= 0 else ""
        head = f"---\ntitle: 第{n}次调研\nauthors: [p{n % 24}]\ndate: {2020 + n % 6}-05-{n % 27 + 1:02}\n"
        text = (
            f"tags: [标签{n % 9}]\n---\n\n## 一、情况\n\n{link}"
            + "到县里看了三家**医院**。\n\n" * 4
            + "## 二、方法\n\n访谈。\n"
        )
        path.write_text(head + text, encoding="utf-8")
    theme = content / "forum" / "liuren"
    theme.mkdir(parents=True)
    (theme / "index.md").write_text(
        "---\ntitle: 怎样留人\nhost: d1\nopens: 2026-01-01\ncloses: 2026-12-30\ndate: 2026-01-01\n---\n\n请谈。\n",
        encoding="utf-8",
    )
    for n in range(count // 2):
        answers = f"reply_to: {f'{n - 1 - n % 3:03}'}\n" if n > 3 else ""
        written = f"2026-03-{n // 40 + 1:02} {n % 40 // 2:02}:{n % 2 * 30:02}"
        post = f"---\nauthors: [p{n % 24}]\ndate: {written}\n{answers}---\n\n第{n}条看法。\n"
        (theme / f"{n:03}.md").write_text(post, encoding="utf-8")


def silent(step: str, count: int) -> None:
    pass


def calls(work: Callable[[], object]) -> int:
    """How many calls of functions some work takes."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def check_all(project: Project) -> None:
    checked = read_and_check(project.content, project.settings, silent)
    assert checked.problems == ()


def build_all(project: Project) -> None:
    prepared = prepare(project.content, project.settings, TODAY, silent)
    build_site(project, prepared, project.site, silent)


@pytest.mark.parametrize("work", [check_all, build_all])
def test_work_grows_with_the_documents(work: Callable[[Project], None], project: Callable[[int], Project]) -> None:
    work(project(4))  # What is loaded once for all counts for neither.
    few, many = (calls(lambda n=n: work(project(n))) for n in (FEW, MANY))  # type: ignore[misc]
    assert many / few < MANY / FEW * CALLS_MAY_GROW


def test_every_body_is_converted_once(project: Callable[[int], Project]) -> None:
    import generator.schema.documents as documents

    with mock.patch.object(documents, "convert", wraps=documents.convert) as convert:
        build_all(project(FEW))
    assert convert.call_count == FEW + 1


def test_git_is_asked_as_often_for_many_documents_as_for_few(
    project: Callable[[int], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    popen = subprocess.Popen.__init__
    monkeypatch.setattr(
        subprocess.Popen, "__init__", lambda self, *a, **k: (started.append(a), popen(self, *a, **k))[1]
    )
    asked = []
    for count in (FEW, MANY):
        made = project(count)
        for command in (
            ["init", "-q"],
            ["add", "-A"],
            ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"],
        ):
            subprocess.run(["git", *command], cwd=made.content, check=True)
        started.clear()
        assert read_and_check(made.content, made.settings, silent).history.state == "full"
        asked.append(len(started))
    assert asked[0] == asked[1] > 0


def test_frames_are_rendered_as_often_for_many_documents_as_for_few(project: Callable[[int], Project]) -> None:
    from jinja2.environment import Template

    rendered = []
    for count in (MANY, 2 * MANY):  # With few, some kinds of pages are not there.
        names: list[str | None] = []
        original = Template.render
        with mock.patch.object(
            Template,
            "render",
            lambda self, *a, names=names, original=original, **k: (names.append(self.name), original(self, *a, **k))[1],
        ):
            build_all(project(count))
        rendered.append(names.count("main.html"))
    assert rendered[0] == rendered[1] > 0


def test_pages_do_not_grow_with_the_site(project: Callable[[int], Project]) -> None:
    sizes = []
    for count in (FEW, MANY):
        made = project(count)
        build_all(made)
        pages = ("index.html", "reports/index.html", "reports/2020/r0000/index.html", "departments/d1/index.html")
        sizes.append([len((made.site / page).read_bytes()) for page in pages])
    for few, many in zip(*sizes, strict=True):
        assert many < few * 1.1 + 1500


def test_only_what_changed_is_indexed(project: Callable[[int], Project]) -> None:
    made = project(FEW)

    def update() -> tuple[int, int, int]:
        library = prepare(made.content, made.settings, TODAY, silent).library
        found = update_index(made.index, search_documents(library))
        return found.added, found.changed, found.removed

    assert update() == (FEW + 1, 0, 0)
    assert update() == (0, 0, 0)
    report = made.content / "reports" / "2020" / "r0000.md"
    report.write_text(report.read_text(encoding="utf-8") + "\n又去了一次。\n", encoding="utf-8")
    (made.content / "reports" / "2021" / "r0025.md").unlink()
    assert update() == (0, 1, 1)
