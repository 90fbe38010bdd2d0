"""An article as a list shows it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from generator.model.articles import Article, Entry, Lecture, Post
from generator.model.library import Library
from generator.pages import addresses
from generator.pages.page import Link
from generator.sources.chinese import reading_minutes

_A = TypeVar("_A", bound=Article)

EXCERPT = 110
"""Characters of the body shown where an article has no summary."""


@dataclass(frozen=True, slots=True)
class Award:
    """A prize that has been announced; ``address`` is that of the result."""

    prize: str
    year: int
    address: str


@dataclass(frozen=True, slots=True)
class Card:
    """One line of a list. ``kind`` is a key of the catalogue under ``site.kinds``.

    ``unnamed`` tells until when nobody is named as the author of an entry: one of NAMES; empty where somebody may be.
    """

    id: str
    title: str
    address: str
    kind: str
    authors: tuple[Link, ...]
    department: Link | None
    date: dt.date | None
    time: dt.time | None
    updated: dt.datetime | None
    characters: int
    minutes: int
    summary: str
    tags: tuple[Link, ...]
    competition: str
    unnamed: str
    series: str
    award: Award | None = None


class Cards:
    """Gives the card of any article of a library, making each only once: an article stands in many lists.

    ``awards`` are the prizes that have been announced, by the id of the article, the best of a competition first.
    """

    def __init__(self, library: Library, awards: Mapping[str, Award] = {}) -> None:
        self.library = library
        self.awards = awards
        self._made: dict[str, Card] = {}

    def __call__(self, article: Article) -> Card:
        """Give the card of an article."""
        made = self._made.get(article.id)
        if made is None:
            made = self._made[article.id] = _card(article, self.library, self.awards.get(article.id))
        return made


def _card(article: Article, library: Library, award: Award | None) -> Card:
    return Card(
        id=article.id,
        title=title_of(article, library),
        address=addresses.article(article.id),
        kind=article.kind,
        authors=authors_of(article, library),
        department=department_link(library.department_of(article), library),
        date=article.date,
        time=article.time,
        updated=article.history.updated if article.history else None,
        characters=article.body.characters,
        minutes=reading_minutes(article.body.characters),
        summary=summary_of(article),
        tags=tuple(Link(t, addresses.tag(t)) for t in article.tags),
        competition=article.competition if isinstance(article, Entry) else "",
        unnamed=_unnamed(article, library),
        series=article.series if isinstance(article, Lecture) else "",
        award=award,
    )


def _unnamed(article: Article, library: Library) -> str:
    """Until when an entry has no authors, as it is judged blind (see competition.entries.blind)."""
    if article.authors or not (isinstance(article, Entry) and article.competition):
        return ""
    rules = library.competitions.get(article.competition)
    return "notice" if rules and rules.names == "notice" else "announced"


def title_of(article: Article, library: Library) -> str:
    """A title for every article: a post goes by its theme's."""
    if isinstance(article, Post):
        theme = library.themes.get(article.theme)
        return theme.title if theme else article.theme
    return article.title or article.id


_AFTER_SENTENCE = re.compile("(?<=[。！？；：，、”）]) ")


def summary_of(article: Article) -> str:
    """The author's summary, else the beginning of the body."""
    if article.summary:
        return article.summary
    text = _AFTER_SENTENCE.sub("", " ".join(article.body.text[: EXCERPT * 3].split()))
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip("，。、；： ") + "……"


def authors_of(article: Article, library: Library) -> tuple[Link, ...]:
    """The authors with their pages; outsiders have none, but their affiliation in brackets."""
    return tuple(
        person_link(a.person, library)
        if a.person in library.people
        else Link(f"{a.name or a.person}（{a.affiliation}）" if a.affiliation else a.name or a.person)
        for a in article.authors
    )


def person_link(who: str, library: Library) -> Link:
    """A member of staff by id with a page, or any other name as it stands."""
    person = library.people.get(who)
    return Link(person.name, addresses.person(who)) if person else Link(who)


def party_link(who: str, library: Library) -> Link | None:
    """Who hosts or recommends: a member of staff or a department with its page, or any other name as it stands."""
    if who in library.departments:
        return department_link(who, library)
    return person_link(who, library) if who else None


def department_link(department_id: str, library: Library) -> Link | None:
    """A department with its page; none for the empty id."""
    if not department_id:
        return None
    department = library.departments.get(department_id)
    return Link(department.name, addresses.department(department_id)) if department else Link(department_id)


def newest_first(articles: Iterable[_A]) -> list[_A]:
    """In order of date and time, newest first, undated last, equals by id."""
    by_id = sorted(articles, key=lambda a: a.id)
    return sorted(by_id, key=lambda a: (a.date or dt.date.min, a.time or dt.time.min), reverse=True)
