"""Names that must stand for something: people, departments, books, evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.checks.nearest import Names
from generator.checks.subject import Subject
from generator.model.articles import Article, Book, Lecture, Plan, Post, Reflection, Seminar, Session, Theme
from generator.model.library import Library
from generator.problems import Problem
from generator.schema.contests import COMPETITION
from generator.schema.data import DEPARTMENT
from generator.schema.fields import KINDS, PAGE

PEOPLE, DEPARTMENTS = "_data/people.yml", "_data/departments.yml"

_CHINESE = {f.name: f.chinese for kind in (*KINDS.values(), PAGE) for f in kind.fields}
_CHINESE |= {f.name: f.chinese for f in (*DEPARTMENT, *COMPETITION) if f.name in ("leader", "judges")}


@dataclass(frozen=True)
class Register:
    """Things that are known by an id and have a name in words, which people write by mistake."""

    names: Mapping[str, str]

    def problem(self, path: str, line: int, rule: str, value: str, field: str) -> Problem:
        """An unknown id, with the wording for what is known: the id of that name, a near id, or neither."""
        params = {"field": field, "chinese": _CHINESE[field], "value": value}
        if ids := self._ids_by_name.get(value.strip("《》")):
            return Problem.at(path, line, rule, "name", **params, ids="、".join(ids[:5]))
        if near := self._near.nearest(value.removesuffix(".md").rpartition("/")[2]):
            return Problem.at(path, line, rule, "near", **params, nearest=near, name=self.names[near])
        return Problem.at(path, line, rule, **params)

    def nearest(self, value: str) -> str:
        """The id of that name, or a near id, or nothing."""
        ids = self._ids_by_name.get(value)
        return ids[0] if ids else self._near.nearest(value)

    @cached_property
    def _ids_by_name(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for identifier, name in sorted(self.names.items()):
            found[name].append(identifier)
        return found

    @cached_property
    def _near(self) -> Names:
        return Names(self.names)


def people_of(library: Library) -> Register:
    """Everybody on the staff list."""
    return Register({p.id: p.name for p in library.people.values()})


def departments_of(library: Library) -> Register:
    """All departments."""
    return Register({d.id: d.name for d in library.departments.values()})


def unknown_people(subject: Subject) -> Iterator[Problem]:
    """Authors, people who attended or were absent, and heads of departments are on the staff list."""
    library = subject.library
    register = people_of(library)
    for article in library.articles:
        for field, person in _people_named(article):
            if person and person not in library.people:
                yield register.problem(article.path, article.line_of(field), "unknown-person", person, field)
    for department in library.departments.values():
        if department.leader and department.leader not in library.people:
            yield register.problem(DEPARTMENTS, department.line, "unknown-person", department.leader, "leader")


def _people_named(article: Article) -> Iterator[tuple[str, str]]:
    for author in article.authors:
        yield "authors", author.person
    if isinstance(article, Session):
        for person in article.attendees:
            yield "attendees", person
        for absence in article.absent:
            yield "absent", absence.person


def unknown_departments(subject: Subject) -> Iterator[Problem]:
    """The departments of articles and of people exist, and a plan's file is named after one."""
    library = subject.library
    register = departments_of(library)
    for article in library.articles:
        if article.department and article.department not in library.departments:
            line = article.line_of("department")
            yield register.problem(article.path, line, "unknown-department", article.department, "department")
        if isinstance(article, Plan) and (name := article.id.rpartition("/")[2]) not in library.departments:
            near = register.nearest(name)
            yield Problem.at(
                article.path, 0, "unknown-department", "plan-near" if near else "plan", value=name, nearest=near
            )
    for person in library.people.values():
        for membership in person.memberships:
            if membership.department not in library.departments:
                yield register.problem(PEOPLE, person.line, "unknown-department", membership.department, "department")


def unknown_names(subject: Subject) -> Iterator[Problem]:
    """Where an id or a name may stand (host, speaker, recommender), what looks like one of our ids is one."""
    library = subject.library
    known = library.people.keys() | library.departments.keys()
    shapes = {shape for identifier in known if (shape := _shape(identifier))}
    for article in library.articles:
        for field, value in _names_in_words(article):
            if value not in known and _shape(value) in shapes:
                chinese = _CHINESE[field]
                yield Problem.at(
                    article.path, article.line_of(field), "unknown-name", field=field, chinese=chinese, value=value
                )


def _names_in_words(article: Article) -> Iterator[tuple[str, str]]:
    match article:
        case Theme():
            yield "host", article.host
        case Lecture():
            yield "speaker", article.speaker
        case Book():
            yield "recommended_by", article.recommended_by


def _shape(identifier: str) -> str:
    """An id with its digits made alike; empty for what could be a name in words."""
    if not identifier.isascii() or len(identifier) > 40:
        return ""
    shape = re.sub(r"\d", "0", identifier)
    return shape if "0" in shape else ""


def unknown_books(subject: Subject) -> Iterator[Problem]:
    """A reflection and a reading seminar name a book that is in books/."""
    books = subject.library.books
    register = Register({name: book.title for name, book in books.items()})
    for article in subject.library.articles:
        if isinstance(article, (Reflection, Seminar)) and article.book and article.book not in books:
            yield register.problem(article.path, article.line_of("book"), "unknown-book", article.book, "book")


def unknown_evidence(subject: Subject) -> Iterator[Problem]:
    """The evidence for a plan's goals is articles that exist."""
    articles = subject.library.by_id
    for plan in subject.library.by_kind.get("plans", ()):
        for line, value in _evidence(plan):
            if value not in articles:
                near = nearest_article(value, subject)
                variant = "near" if near else ""
                yield Problem.at(plan.path, line, "unknown-evidence", variant, value=value, nearest=near)


def _evidence(plan: Article) -> Iterator[tuple[int, str]]:
    if isinstance(plan, Plan):
        for goal in plan.goals:
            for value in goal.evidence:
                yield goal.line, value


def nearest_article(value: str, subject: Subject) -> str:
    """The id that somebody may have meant who wrote a path or an address, or mistyped; nothing if there is none."""
    trimmed = value.strip("/").removeprefix("content/").removesuffix(".md").removesuffix("/index")
    return trimmed if trimmed in subject.library.by_id else subject.article_names.nearest(trimmed)


def references_to_drafts(subject: Subject) -> Iterator[Problem]:
    """What is to be published relies on no draft: its book, the post it replies to, its evidence."""
    articles = subject.library.by_id
    for article in subject.library.articles:
        if article.draft:
            continue
        for line, field, target in _ids_named(article):
            if target in articles and articles[target].draft:
                chinese = _CHINESE[field]
                yield Problem.at(article.path, line, "refers-to-draft", field=field, chinese=chinese, value=target)


def _ids_named(article: Article) -> Iterable[tuple[int, str, str]]:
    """Line, field and id of the articles that the fields of an article name."""
    if isinstance(article, Plan):
        return ((line, "goals", value) for line, value in _evidence(article))
    if isinstance(article, (Reflection, Seminar)) and article.book:
        return [(article.line_of("book"), "book", f"books/{article.book}")]
    if isinstance(article, Post) and article.reply_to:
        return [(article.line_of("reply_to"), "reply_to", f"forum/{article.theme}/{article.reply_to}")]
    return ()
