"""What is searched: one document for each published article."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property

from generator.model.articles import Article, Book, Lecture, Post, Reflection
from generator.model.library import Library
from generator.sources.links import published

_FOLDER_OF_YEAR = re.compile(r"[a-z]+/(\d{4})/")


@dataclass(frozen=True)
class SearchDocument:
    """An article as search sees it.

    ``date`` is ISO or empty, ``department`` an id, ``book`` the title of the book that a reflection is on, which is
    the first of its headings as well.
    """

    id: str
    address: str
    kind: str
    year: str
    date: str
    title: str
    authors: tuple[str, ...]
    department: str
    department_name: str
    tags: tuple[str, ...]
    summary: str
    headings: tuple[str, ...]
    body: str
    book: str = ""

    @property
    def zones(self) -> tuple[str, str, str]:
        """The texts in which words are found: the title; headings and summary, each on its line; the body."""
        lines = (" ".join(text.split("\n")) for text in (*self.headings, self.summary) if text)
        return self.title, "\n".join(lines), self.body

    @cached_property
    def digest(self) -> str:
        """A hash of all that is indexed."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def search_documents(library: Library) -> Iterator[SearchDocument]:
    """Make the documents of a library, in order of id. Drafts are left out whatever the library holds."""
    public = library.published()
    for article in public.articles:
        yield _document(article, public)


def _document(article: Article, library: Library) -> SearchDocument:
    department = library.department_of(article)
    known = library.departments.get(department)
    book = _book(article, library)
    return SearchDocument(
        id=article.id,
        address=published(article.id),
        kind=article.kind,
        year=_year(article),
        date=article.date.isoformat() if article.date else "",
        title=_title(article, library),
        authors=_names(article, library),
        department=department,
        department_name=known.name if known else department,
        tags=article.tags,
        summary=article.summary,
        headings=((book,) if book else ()) + tuple(h.title for h in article.body.headings),
        body=article.body.text,
        book=book,
    )


def _year(article: Article) -> str:
    """The year of the date, else that of the folder, as for a plan."""
    if article.date:
        return str(article.date.year)
    return found[1] if (found := _FOLDER_OF_YEAR.match(article.id)) else ""


def _title(article: Article, library: Library) -> str:
    if isinstance(article, Post):
        theme = library.themes.get(article.theme)
        return theme.title if theme else article.theme
    return article.title or article.id


def _names(article: Article, library: Library) -> tuple[str, ...]:
    """Who speaks: authors, the speaker of a lecture, the author of a book."""
    names = list(library.author_names(article))
    if isinstance(article, Lecture) and article.speaker:
        person = library.people.get(article.speaker)
        names.append(person.name if person else article.speaker)
    if isinstance(article, Book) and article.author:
        names.append(article.author)
    return tuple(dict.fromkeys(names))


def _book(article: Article, library: Library) -> str:
    """The title of the book that a reflection is on."""
    book = library.books.get(article.book) if isinstance(article, Reflection) else None
    return book.title if book else ""
