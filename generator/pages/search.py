"""The search page. What it finds is made in the browser; here are the examples of what can be typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from generator.messages import Catalogue
from generator.model.library import Library
from generator.pages.page import Page

ADDRESS = "search/"


def search_page(library: Library, words: Catalogue) -> Page:
    """Make the search page."""
    data = {"examples": list(_examples(library, words))}
    return Page(ADDRESS, "search.html", words.text("site.search.title"), "search", data)


def _examples(library: Library, words: Catalogue) -> Iterator[tuple[str, str]]:
    """Examples with the names of their explanations. Author and tag are those with the most articles."""
    author = _commonest(x.person for a in library.articles for x in a.authors if x.person in library.people)
    names = {
        "author": library.people[author].name if author else "",
        "tag": _commonest(tag for a in library.articles for tag in a.tags),
    }
    for kind in ("words", "phrase", "without", "author", "tag", "pinyin"):
        name = names.get(kind)
        if name != "":
            yield kind, words.text(f"site.search.help.{kind}.example", name=name)


def _commonest(names: Iterable[str]) -> str:
    """The name that comes most often, the first in order of those that come equally often."""
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name)) if counts else ""
