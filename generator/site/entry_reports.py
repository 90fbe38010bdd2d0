"""What the check of entries found, as files for authors: each opens by a double click and needs nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.competition.entries.examination import Examination, Examined
from generator.competition.entries.findings import Finding
from generator.messages import Catalogue
from generator.model.library import Library
from generator.model.people import Author

TEMPLATES = Path(__file__).resolve().parents[2] / "themes" / "entries"
LONGEST = 400
"""Characters of a passage that are shown."""

_GROUPS: Mapping[str, frozenset[str]] = {
    "form": frozenset("draft empty short long many no-staff other-year late changed no-history".split()),
    "blind": frozenset(
        "author link department contact file-name staff other-department own-place signature attachment".split()
    ),
    "similar": frozenset(("similar", "similar-own")),
}
"""What is checked, and the findings that belong to it."""


@dataclass(frozen=True, slots=True)
class Report:
    """The report to one author: the name of its file, and the entries that are the author's."""

    file: str
    author: str
    entries: tuple[Examined, ...]


def write_reports(examination: Examination, folder: Path, today: dt.date, words: Catalogue) -> int:
    """Write a report to every author and an overview, ``index.html``, into a folder; the number of reports.

    Args:
        examination: What was found.
        folder: An empty folder. It holds names of authors of entries that may be judged blind.
        today: Decides whether entries have closed.
        words: The language.
    """
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    env.globals.update(
        t=words.text,
        language="zh-CN" if words.language == "zh" else "en",
        examination=examination,
        titles={article.id: article.title for article in examination.library.articles},
        deadline=_deadline(examination, today, words),
        groups=_groups,
    )
    env.filters["shown"] = _shown
    reports = list(_reports(examination))
    pages = {report.file: env.get_template("report.html").render(report=report, words=words) for report in reports}
    pages["index.html"] = env.get_template("overview.html").render(files=_files(reports), words=words)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8", errors="replace")
    return len(reports)


def _reports(examination: Examination) -> Iterator[Report]:
    own: dict[str, tuple[Author, dict[str, Examined]]] = {}
    for examined in examination.entries:
        for author in examined.entry.authors:
            key = author.person or f"{author.name} {author.affiliation}"
            own.setdefault(key, (author, {}))[1][examined.entry.id] = examined
    taken: set[str] = {"index.html"}
    for _, (author, entries) in sorted(own.items()):
        file = _file(examination.library, author, taken)
        taken.add(file.casefold())
        yield Report(file, examination.library.author_name(author), tuple(entries.values()))


def _file(library: Library, author: Author, taken: set[str]) -> str:
    """A name for a report that any system can keep, and that no other has."""
    parts = (library.author_name(author), author.person or author.affiliation)
    stem = re.sub(r"[^\w-]+", "_", "-".join(filter(None, parts)))[:60].strip("_") or "author"
    names = (f"{stem}{number or ''}.html" for number in range(len(taken) + 1))
    return next(name for name in names if name.casefold() not in taken)


def _files(reports: list[Report]) -> Mapping[str, list[tuple[str, str]]]:
    """For every entry the authors with their reports."""
    found: dict[str, list[tuple[str, str]]] = {}
    for report in reports:
        for examined in report.entries:
            found.setdefault(examined.entry.id, []).append((report.author, report.file))
    return found


def _deadline(examination: Examination, today: dt.date, words: Catalogue) -> str:
    closes = examination.competition.timeline.submissions_close
    if closes is None:
        return words.text("entries.report.open")
    return words.text("entries.report.closed" if today > closes else "entries.report.until_close", day=closes)


def _groups(examined: Examined) -> list[tuple[str, list[Finding]]]:
    """What was checked, each with what was found."""
    return [(name, [f for f in examined.findings if f.kind in kinds]) for name, kinds in _GROUPS.items()]


def _shown(passage: str) -> str:
    return passage if len(passage) <= LONGEST else f"{passage[:LONGEST]}……"
