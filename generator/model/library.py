"""Everything that was contributed, with the questions that everyone asks of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.model.articles import Article, Book, Post, Theme
from generator.model.competitions import Competition
from generator.model.people import Author, Department, Person
from generator.sources.metadata import CLEANABLE, ending_of


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture or attachment; ``path`` is its address too, ``size`` is in bytes.

    A ``nameless`` one must be handed out without what it says of its maker (``sources.metadata.without_metadata``).
    """

    path: str
    disk_path: str
    size: int
    nameless: bool = False

    @property
    def can_be_nameless(self) -> bool:
        """Whether it is of a kind that can be freed from what it says of its maker."""
        return ending_of(self.path) in CLEANABLE


@dataclass(frozen=True)
class Library:
    """All articles (sorted by id) with people, departments, terms, competitions' rules and attachments. No ballots."""

    articles: tuple[Article, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    departments: Mapping[str, Department] = field(default_factory=dict)
    terms: tuple[tuple[str, ...], ...] = ()
    competitions: Mapping[str, Competition] = field(default_factory=dict)
    assets: Mapping[str, Asset] = field(default_factory=dict)

    def published(self) -> Library:
        """The same without drafts, and without the posts of a theme that is a draft."""
        drafts = {a.id for a in self.articles if a.draft}
        hidden = {a.name for a in self.articles if isinstance(a, Theme) and a.draft}
        kept = tuple(a for a in self.articles if a.id not in drafts and not (isinstance(a, Post) and a.theme in hidden))
        return self if len(kept) == len(self.articles) else replace(self, articles=kept)

    @cached_property
    def by_id(self) -> Mapping[str, Article]:
        """Articles by id."""
        return {a.id: a for a in self.articles}

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Article, ...]]:
        """Articles by kind, in order of id."""
        groups: defaultdict[str, list[Article]] = defaultdict(list)
        for article in self.articles:
            groups[article.kind].append(article)
        return {kind: tuple(items) for kind, items in groups.items()}

    @cached_property
    def books(self) -> Mapping[str, Book]:
        """Books by name."""
        return {a.name: a for a in self.articles if isinstance(a, Book)}

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        """Forum themes by name."""
        return {a.name: a for a in self.articles if isinstance(a, Theme)}

    @cached_property
    def posts(self) -> Mapping[str, tuple[Post, ...]]:
        """The posts of every theme by the theme's name, oldest first."""
        groups: defaultdict[str, list[Post]] = defaultdict(list)
        for article in self.articles:
            if isinstance(article, Post):
                groups[article.theme].append(article)
        return {theme: tuple(sorted(posts, key=lambda p: (p.written, p.id))) for theme, posts in groups.items()}

    def author_name(self, author: Author) -> str:
        """A name to show: the member of staff's, else the outsider's, else the id as typed."""
        person = self.people.get(author.person)
        return person.name if person else author.name or author.person

    def author_names(self, article: Article) -> tuple[str, ...]:
        """The names of an article's authors, in the author's order."""
        return tuple(self.author_name(a) for a in article.authors)

    def assets_of(self, article: Article) -> tuple[Asset, ...]:
        """The pictures and attachments that an article shows or links to, each once, in the order of the text."""
        return tuple(self.assets[path] for path in article.body.paths(article.id) if path in self.assets)

    def unused(self, *folders: str) -> frozenset[str]:
        """The pictures and attachments in some folders that no article shows or links to."""
        used = {asset.path for article in self.articles for asset in self.assets_of(article)}
        inside = tuple(f"{folder}/".lower() for folder in folders)
        return frozenset(path for path in self.assets if path.lower().startswith(inside) and path not in used)

    def department_of(self, article: Article) -> str:
        """The department's id: as written, else the first author's on the article's date; empty for an outsider."""
        if article.department:
            return article.department
        if article.authors and (person := self.people.get(article.authors[0].person)):
            return person.department_on(article.date)
        return ""
