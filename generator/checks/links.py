"""Links between documents, to pictures and to attachments: all of them lead somewhere."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.checks.nearest import Names, fold
from generator.checks.places import Places
from generator.checks.subject import Subject
from generator.model.articles import Article
from generator.problems import Problem
from generator.sources.html import Link
from generator.sources.links import published, resolve

_PRIVATE = re.compile(
    r"_data(/.*)?|competitions/[^/]+/((ballots|votes)(/.*)?|(assignment|decisions|objections)\.ya?ml)", re.S | re.I
)
_MADE = re.compile(r"(?:.*/)?feed\.xml|sitemap\.xml|search|tags|people|departments|pages", re.S)
"""Addresses that every site has."""
_DIGITS = re.compile(r"\d")
_NO_ANCHOR = re.compile(r"(?:top)?\Z|:~:", re.I)
"""What browsers understand in every page: its beginning, and a search for words."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a link."""

    rule: str
    variant: str = ""
    params: tuple[tuple[str, str], ...] = ()


def broken_links(subject: Subject) -> Iterator[Problem]:
    """Every link leads to a page or a file that is published, and every picture is there."""
    site = Site(subject)
    for article in subject.library.articles:
        places: Places | None = None
        for link in article.body.links:
            fault = _fault(article, link, site)
            if fault is not None:
                places = places or Places(article)
                params = {"target": link.target, **dict(fault.params)}
                yield Problem.at(article.path, places.line(link.target), fault.rule, fault.variant, **params)


def broken_anchors(subject: Subject) -> Iterator[Problem]:
    """A link to a place in a page leads to a heading, or something else with that name, which the page has."""
    site = Site(subject)
    for article in subject.library.articles:
        places: Places | None = None
        for link in article.body.links:
            if "#" not in link.target or (place := resolve(article.id, link.target)) is None:
                continue
            page, anchor = site.page(place[0]), place[1]
            if page is None or anchor in page.body.anchors or _NO_ANCHOR.match(anchor):
                continue
            places = places or Places(article)
            near = site.anchors(page).nearest(anchor)
            params = {"target": link.target, "anchor": anchor, "page": page.path, "nearest": near}
            yield Problem.at(article.path, places.line(link.target), "broken-anchor", "near" if near else "", **params)


def _fault(article: Article, link: Link, site: Site) -> Fault | None:
    place = resolve(article.id, link.target)
    if place is None:
        return Fault("link-outside")
    path = place[0]
    if _PRIVATE.fullmatch(path):
        return Fault("private-link")
    page = site.page(path)
    if page is not None:
        hidden = page.id in site.hidden and article.id not in site.hidden
        return Fault("unpublished-link", "draft", (("page", page.path),)) if hidden else None
    if path in site.assets or site.has_address(path):
        return None
    if path in site.unpublished:
        return Fault("unpublished-link", "unreadable" if path.endswith(".md") else "file", (("file", path),))
    rule = "broken-picture" if link.picture else "broken-link"
    near = site.nearest(path)
    return Fault(rule, "near", (("nearest", _from(article, near)),)) if near else Fault(rule, "", (("file", path),))


def _from(article: Article, path: str) -> str:
    """How a document links to a file."""
    return posixpath.relpath(path, posixpath.dirname(article.id) or ".").replace(" ", "%20")


class Site:
    """What links may lead to."""

    def __init__(self, subject: Subject) -> None:
        library = subject.library
        shown = {article.id for article in library.published().articles}
        self._subject = subject
        self.assets = library.assets
        self.hidden = {article.id for article in library.articles} - shown
        self._articles = library.by_id
        self._addresses = {published(article.id).rstrip("/"): article for article in library.articles}
        self._anchors: dict[str, Names] = {}

    def page(self, path: str) -> Article | None:
        """The document that a path or an address stands for."""
        if path.endswith(".md"):
            return self._articles.get(path.removesuffix(".md"))
        return self._addresses.get(path)

    def has_address(self, path: str) -> bool:
        """Whether there is a list at an address: of a folder, or of what a person, a department or a tag has."""
        folder, _, name = path.partition("/")
        return path in self._folders or bool(_MADE.fullmatch(path)) or name in self._registers.get(folder, ())

    def anchors(self, page: Article) -> Names:
        """The anchors of a page, to find what somebody may have meant."""
        return self._anchors.setdefault(page.id, Names(page.body.anchors))

    def nearest(self, path: str) -> str:
        """The file that somebody may have meant: the only one of that name in any folder, or of nearly that name."""
        name = posixpath.basename(path)
        for candidate in (name, f"{name}.md", self._mistyped(name)):
            paths = self._by_name.get(fold(candidate), [])
            if len(paths) == 1:
                return paths[0]
        return ""

    def _mistyped(self, name: str) -> str:
        near = self._names.nearest(name)
        # 图1.png does not stand for 图2.png, however near they are.
        return "" if _DIGITS.sub("", near) == _DIGITS.sub("", fold(name)) else near

    @cached_property
    def unpublished(self) -> frozenset[str]:
        """Files that are there but cannot be read or published, by path."""
        return self._subject.paths | {problem.path for problem in self._subject.unreadable}

    @cached_property
    def _folders(self) -> frozenset[str]:
        folders = {""}
        for identifier in self._articles:
            folder = posixpath.dirname(identifier)
            while folder not in folders:
                folders.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(folders)

    @cached_property
    def _registers(self) -> Mapping[str, Container[str]]:
        library = self._subject.library
        tags = frozenset(tag for article in library.articles for tag in article.tags)
        return {"people": library.people, "departments": library.departments, "tags": tags}

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        articles = (a.path for a in self._subject.library.articles if a.id not in self.hidden)
        for path in (*articles, *self.assets):
            found[fold(posixpath.basename(path))].append(path)
        return found

    @cached_property
    def _names(self) -> Names:
        return Names(self._by_name)
