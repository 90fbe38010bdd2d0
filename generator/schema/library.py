"""All files → the library, the ballots, and the problems found in reading them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TypeVar
from zoneinfo import ZoneInfo

from generator.config import Settings
from generator.model.articles import Article
from generator.model.library import Asset, Library
from generator.model.proceedings import Proceedings, Vote
from generator.problems import Problem
from generator.schema.contests import read_competition
from generator.schema.data import load_yaml, read_departments, read_people, read_terms
from generator.schema.documents import Document, read_document
from generator.schema.proceedings import read_ballot, read_decisions, read_objections, read_panel, read_vote
from generator.schema.types import Reading
from generator.sources.attachments import is_active_svg
from generator.sources.history import History
from generator.sources.tree import Apart, SourceFile, Unreadable, megabytes
from generator.sources.yaml_nodes import Node

_Value = TypeVar("_Value")

_RULES = re.compile(r"competitions/(\d{4})/competition\.yml")
_PROCEEDINGS = {
    "ballots": re.compile(r"competitions/(\d{4})/ballots/[^/]+\.yml"),
    "votes": re.compile(r"competitions/(\d{4})/votes/[^/]+\.yml"),
    "panels": re.compile(r"competitions/(\d{4})/assignment\.yml"),
    "decisions": re.compile(r"competitions/(\d{4})/decisions\.yml"),
    "objections": re.compile(r"competitions/(\d{4})/objections\.yml"),
}
_EARLIER = re.compile(r"competitions/\d{4}/(ballots/)?earlier/[^/]+\.yml")
"""Ballots that later ones have taken the place of: kept, never read."""
_PRIVATE = re.compile(r"competitions/[^/]+/((ballots|votes)/.*|[^/]+\.ya?ml)|_data/.*", re.S | re.I)
_FOLDERS = re.compile(r"competitions(/\d{4}(/(ballots|votes))?)?", re.I)
"""Those that hold casework: whoever cannot list them has not seen it."""
_DATA = ("_data/departments.yml", "_data/people.yml", "_data/terms.yml")


@dataclass(frozen=True)
class Contributions:
    """What content/ holds: what pages may show, what they may not, and what was wrong."""

    library: Library
    proceedings: Proceedings
    problems: tuple[Problem, ...]


@dataclass
class _Sorted:
    """The files by what they are."""

    documents: list[SourceFile] = field(default_factory=list)
    data: dict[str, SourceFile] = field(default_factory=dict)
    rules: list[tuple[str, SourceFile]] = field(default_factory=list)
    proceedings: dict[str, list[tuple[str, SourceFile]]] = field(default_factory=lambda: {n: [] for n in _PROCEEDINGS})
    assets: list[SourceFile] = field(default_factory=list)
    unknown: list[SourceFile] = field(default_factory=list)


Mapper = Callable[[Callable[[SourceFile], Document], list[SourceFile]], Iterable[Document]]
"""Applies a pure function to every file, in order: ``map``, or a parallel one."""


def read_library(
    files: Iterable[SourceFile],
    settings: Settings,
    history: History,
    mapper: Mapper = map,
    apart: Apart = Apart(),  # noqa: B008 - a value that never changes
) -> Contributions:
    """Read everything under content/, and what is handed in on competitions from a folder of its own.

    Args:
        files: What ``sources.tree.walk`` found.
        settings: The organisation's settings.
        history: What Git knows, or an empty history.
        mapper: How to apply the reading of one document to all of them.
        apart: The files of the folder beside content/.
    """
    groups = _sort(files)
    _sort_apart(apart, groups)
    text_limit = int(settings.text_limit * 1_000_000)

    def read(file: SourceFile) -> Document:
        return read_document(file, text_limit, settings.conversion_seconds, history.of(file.path))

    problems: list[Problem] = [Problem.at(f.path, 0, *_fault_of_unknown(f.path)) for f in groups.unknown]
    articles: list[Article] = []
    for document in mapper(read, groups.documents):
        problems += document.problems
        if document.article is not None:
            articles.append(document.article)
    library = _library(articles, groups, settings, problems)
    proceedings = _proceedings(groups.proceedings, problems)
    proceedings = replace(proceedings, votes=tuple(_dated(proceedings.votes, history, ZoneInfo(settings.timezone))))
    return Contributions(library, proceedings, tuple(sorted(problems)))


def _sort(files: Iterable[SourceFile]) -> _Sorted:
    groups = _Sorted()
    for file in files:
        if match := _RULES.fullmatch(file.path):
            groups.rules.append((match[1], file))
        elif found := _handed_in(file.path):
            name, competition = found
            groups.proceedings[name].append((competition, file))
        elif file.path in _DATA:
            groups.data[file.path] = file
        elif _EARLIER.fullmatch(file.path):
            continue
        elif _PRIVATE.fullmatch(file.path):
            groups.unknown.append(file)
        elif file.path.endswith(".md"):
            groups.documents.append(file)
        else:
            groups.assets.append(file)
    return groups


def _sort_apart(apart: Apart, groups: _Sorted) -> None:
    """Take the files that lie where content/competitions/ would have them; whatever else lies there is let alone."""
    for file in apart.files:
        path = "competitions" + file.path.removeprefix(apart.place)
        if found := _handed_in(path):
            name, competition = found
            groups.proceedings[name].append((competition, file))
        elif _PRIVATE.fullmatch(path):
            groups.unknown.append(file)


def is_rules(path: str) -> bool:
    """Whether a file holds the rules of a competition."""
    return _RULES.fullmatch(path) is not None


def is_casework(path: str) -> bool:
    """Whether a file or folder of content/ is for what judges, voters or the committee hand in, well named or not."""
    if not path.startswith("competitions"):
        return False
    return bool(_PRIVATE.fullmatch(path) or _FOLDERS.fullmatch(path))


def _dated(votes: Iterable[Vote], history: History, zone: ZoneInfo) -> Iterator[Vote]:
    for vote in votes:
        past = history.of(vote.path)
        yield replace(vote, cast=past.updated.astimezone(zone).date()) if past else vote


def _handed_in(path: str) -> tuple[str, str] | None:
    """Which of the proceedings a file belongs to, and to which competition."""
    found = ((name, pattern.fullmatch(path)) for name, pattern in _PROCEEDINGS.items())
    return next(((name, match[1]) for name, match in found if match), None)


def _proceedings(files: Mapping[str, list[tuple[str, SourceFile]]], problems: list[Problem]) -> Proceedings:
    return Proceedings(
        ballots=tuple(_read_all(files["ballots"], read_ballot, problems)),
        votes=tuple(_read_all(files["votes"], read_vote, problems)),
        panels={p.competition: p for p in _read_all(files["panels"], read_panel, problems)},
        decisions={d.competition: d for d in _read_all(files["decisions"], read_decisions, problems)},
        objections={o.competition: o for o in _read_all(files["objections"], read_objections, problems)},
    )


def _library(articles: list[Article], groups: _Sorted, settings: Settings, problems: list[Problem]) -> Library:
    readings = {path: Reading(path) for path in _DATA}
    nodes = {path: load_yaml(file, readings[path]) for path, file in groups.data.items()}
    departments, people, terms = _DATA
    library = Library(
        articles=tuple(sorted(articles, key=lambda a: a.id)),
        departments=read_departments(nodes.get(departments), readings[departments]),
        people=read_people(nodes.get(people), readings[people]),
        terms=read_terms(nodes.get(terms), readings[terms]),
        competitions={c.name: c for c in _read_all(groups.rules, read_competition, problems)},
        assets=_read_assets(groups.assets, settings, problems),
    )
    for reading in readings.values():
        problems += reading.problems
    return library


def _read_all(
    files: list[tuple[str, SourceFile]],
    read: Callable[[Node | None, str, Reading], _Value | None],
    problems: list[Problem],
) -> Iterator[_Value]:
    """What stands in files of competitions, given with the names of these."""
    for name, file in files:
        reading = Reading(file.path)
        value = read(load_yaml(file, reading), name, reading)
        if value is not None:
            yield value
        problems += reading.problems


def _fault_of_unknown(path: str) -> tuple[str, str]:
    """The rule and variant of a file that lies where only data or ballots may be."""
    if path.startswith("_data/"):
        return "unknown-file", ""
    return "ballot-file", "other" if path.count("/") == 2 else ""


def _rule_of_svg(file: SourceFile) -> str:
    """The rule that a drawing breaks, or nothing."""
    try:
        return "attachment-active" if is_active_svg(file) else ""
    except Unreadable as bad:
        return bad.rule


def _read_assets(files: list[SourceFile], settings: Settings, problems: list[Problem]) -> dict[str, Asset]:
    limit = settings.attachment_limit * 1_000_000
    found: dict[str, Asset] = {}
    for file in files:
        ending = PurePosixPath(file.path).suffix[1:].lower()
        if ending not in settings.attachment_types:
            variant = "" if ending else "none"
            problems.append(Problem.at(file.path, 0, "attachment-type", variant, ending=ending[:20]))
        elif ending == "svg" and (rule := _rule_of_svg(file)):
            problems.append(Problem.at(file.path, 0, rule))
        else:
            found[file.path] = Asset(file.path, file.disk_path, file.size)
            if file.size > limit:
                sizes = {"size": megabytes(file.size), "limit": f"{settings.attachment_limit:g}"}
                problems.append(Problem.at(file.path, 0, "attachment-size", "", **sizes))
    return found
