"""Old addresses: they stay on the site, and lead to one place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from generator.checks.names import caseless
from generator.checks.subject import Subject
from generator.model.articles import Article
from generator.problems import Problem
from generator.schema.fields import KINDS
from generator.sources.links import published

_LONGEST_SEGMENT = 200
"""Bytes; file systems take 255."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffd]")
_SECTIONS = {kind.place.partition("/")[0] for kind in KINDS.values()} | {"departments", "people", "tags", "pages"}


class UnfitAlias(Exception):  # noqa: N818 - an author's mistake, turned into a Problem
    """An old address that cannot be kept. ``variant`` names the wording of the rule ``alias-address``."""

    def __init__(self, variant: str) -> None:
        super().__init__(variant)
        self.variant = variant


def alias_address(alias: str) -> str:
    """The address of an alias as people write it, with or without slashes and endings.

    Raises:
        UnfitAlias: It is no address on this site, or one that no file can stand for.
    """
    path = unquote(alias).strip()
    if path.startswith("//") or _SCHEME.match(path):
        raise UnfitAlias("site")
    if "?" in path or "#" in path:
        raise UnfitAlias("query")
    if "\\" in path or _CONTROL.search(path):
        raise UnfitAlias("character")
    path = path.strip("/")
    segments = path.split("/")
    if not path or any(segment.strip() in ("", ".", "..") for segment in segments):
        raise UnfitAlias("up")
    if any(len(segment.encode()) > _LONGEST_SEGMENT for segment in segments):
        raise UnfitAlias("long")
    if path.endswith(".html"):
        return path.removesuffix("index.html") if path.endswith("/index.html") else path
    return path.removesuffix(".md") + "/"


def alias_addresses(subject: Subject) -> Iterator[Problem]:
    """An old address is a path on this site: without ``..``, another site's name, or a question mark."""
    for article in subject.library.articles:
        for alias in article.aliases:
            try:
                alias_address(alias)
            except UnfitAlias as unfit:
                line = article.line_of("aliases")
                yield Problem.at(article.path, line, "alias-address", unfit.variant, alias=alias)


def aliases_taken(subject: Subject) -> Iterator[Problem]:
    """An old address is not that of a page that exists, and is claimed once."""
    taken = {caseless(published(article.id)): article.path for article in subject.library.articles}
    claimed: dict[str, str] = {}
    for article in subject.library.articles:
        for alias, address in _sound_aliases(article):
            key = caseless(address)
            if variant := _conflict(key, article, taken, claimed):
                other = taken.get(key) or claimed.get(key, "")
                line = article.line_of("aliases")
                yield Problem.at(article.path, line, "alias-taken", variant, alias=alias, other=other)
            claimed.setdefault(key, article.path)


def _conflict(key: str, article: Article, taken: dict[str, str], claimed: dict[str, str]) -> str:
    if key in taken:
        return "own" if taken[key] == article.path else "page"
    if key.rstrip("/") in _SECTIONS:
        return "section"
    return "twice" if key in claimed else ""


def _sound_aliases(article: Article) -> Iterator[tuple[str, str]]:
    for alias in dict.fromkeys(article.aliases):
        try:
            yield alias, alias_address(alias)
        except UnfitAlias:
            continue
