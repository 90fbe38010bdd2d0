"""What the templates get: plain values, no HTML but the cleaned bodies of articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """A name with the address it leads to, relative to the site's root; no address: only a name."""

    name: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site.

    ``address`` is relative to the site's root: ``reports/2026/a/`` is written to ``reports/2026/a/index.html``, and
    anything that does not end in a slash is the file itself. ``template`` is a file of themes/; ``data`` is what it
    shows. ``section`` is the entry of the navigation that is marked. ``modified`` goes into the sitemap; pages that
    searchers should not be led to (feeds, redirects) are not ``listed``.
    """

    address: str
    template: str
    title: str
    section: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""
    modified: dt.date | None = None
    listed: bool = True
    feed: str = "feed.xml"

    @property
    def framed(self) -> bool:
        """Whether it is shown inside the site's frame; feeds, the sitemap and redirects stand alone."""
        return self.listed

    @property
    def file(self) -> str:
        """The path of the file under the site's folder."""
        return self.address + "index.html" if self.address == "" or self.address.endswith("/") else self.address


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page of a list stands: ``number`` of ``pages`` (from 1), ``total`` items, addresses of its neighbours."""

    number: int
    pages: int
    total: int
    previous: str | None
    following: str | None
    shown: tuple[Link, ...]


SECTION_OF_KIND = {
    "reflections": "books",
    "seminars": "books",
    "studies": "lectures",
    "trainings": "lectures",
    "plans": "departments",
    "posts": "forum",
    "themes": "forum",
    "notices": "competitions",
}
"""The entry of the navigation that a kind belongs to, where it has none of its own."""
