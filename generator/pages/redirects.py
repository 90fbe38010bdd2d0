"""Old addresses that must keep working."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from generator.model.library import Library
from generator.pages import addresses
from generator.pages.cards import title_of
from generator.pages.page import Page


def redirect_pages(library: Library) -> Iterator[Page]:
    """A page at every alias that sends the reader on."""
    for article in library.articles:
        for alias in article.aliases:
            address = alias_address(alias)
            if address:
                target = addresses.article(article.id)
                yield Page(address, "redirect.html", title_of(article, library), data={"target": target}, listed=False)


def alias_address(alias: str) -> str | None:
    """The address of an alias as people write it, with or without slashes and endings; None if it leaves the site."""
    path = unquote(alias.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]).strip().strip("/")
    segments = path.split("/")
    if not path or "://" in alias or "\\" in path or any(s in ("", ".", "..") for s in segments):
        return None
    if path.endswith(".html"):
        return path.removesuffix("index.html") if path.endswith("/index.html") else path
    return path.removesuffix(".md") + "/"
