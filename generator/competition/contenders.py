"""The entries of a competition, as its lists name them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.articles import Article, Entry
from generator.model.competitions import Competition, Judge
from generator.model.library import Library
from generator.model.people import Author


@dataclass(frozen=True, slots=True)
class Contender:
    """An entry: its id, and the words that stand for it.

    ``authors`` are names, those of outsiders with their affiliation in brackets where it is not the ``department``,
    which is a name too. ``category`` may be empty.
    """

    id: str
    title: str
    authors: tuple[str, ...]
    department: str
    category: str = ""


def entries_of(library: Library, competition: Competition) -> Iterator[Entry]:
    """The articles that enter a competition, in order of id: they name it, are of its kinds, and are no drafts."""
    for article in sorted(library.articles, key=lambda a: a.id):
        if (
            isinstance(article, Entry)
            and article.competition == competition.name
            and article.kind in competition.kinds
            and not article.draft
        ):
            yield article


def contender(article: Article, library: Library, competition: Competition) -> Contender:
    """Name an entry. Its category is the first that takes its kind, so that no entry is ranked twice."""
    category = next((c.name for c in competition.categories if article.kind in c.kinds), "")
    department = _department(article, library)
    authors = tuple(_author(author, library, department) for author in article.authors)
    return Contender(article.id, article.title, authors, department, category)


def _author(author: Author, library: Library, department: str) -> str:
    name, away = library.author_name(author), "" if author.person in library.people else author.affiliation
    return f"{name}（{away}）" if away and away != department else name


def _department(article: Article, library: Library) -> str:
    key = library.department_of(article)
    if key:
        return library.departments[key].name if key in library.departments else key
    return article.authors[0].affiliation if article.authors else ""


def judge_name(judge: Judge, library: Library) -> str:
    """A judge's name: the member of staff's, else the outsider's, else the id."""
    person = library.people.get(judge.id)
    return person.name if person else judge.name or judge.id


def judge_unit(judge: Judge, library: Library) -> str:
    """Where a judge comes from: the name of the latest department, or an outsider's affiliation."""
    person = library.people.get(judge.id)
    if person is None:
        return judge.affiliation
    key = person.department_on(None)
    return library.departments[key].name if key in library.departments else key
