"""All pages of the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from generator.competition.outcome.results import Results
from generator.config import Settings
from generator.messages import Catalogue
from generator.model.library import Library
from generator.pages.articles import article_pages
from generator.pages.cards import Cards
from generator.pages.contests import contest_pages
from generator.pages.feeds import feed_pages
from generator.pages.forum import forum_pages
from generator.pages.home import home_page
from generator.pages.honours import awards_of
from generator.pages.listings import (
    department_pages,
    folder_pages,
    kind_pages,
    people_pages,
    plan_pages,
    tag_pages,
)
from generator.pages.page import Link, Page
from generator.pages.reading import reading_pages
from generator.pages.redirects import redirect_pages
from generator.pages.search import search_page

_SECTIONS = (
    ("home", ""),
    ("forum", "forum/"),
    ("reports", "reports/"),
    ("papers", "papers/"),
    ("books", "books/"),
    ("lectures", "lectures/"),
    ("competitions", "competitions/"),
    ("departments", "departments/"),
    ("pages", "pages/"),
)
_MORE = ("reflections", "seminars", "studies", "trainings", "plans", "people", "tags")


def site_pages(
    library: Library,
    results: Mapping[str, Results],
    settings: Settings,
    words: Catalogue,
    today: dt.date,
    taken: Iterable[str] = (),
) -> list[Page]:
    """Every page, each address once, in order of address.

    Args:
        library: What is published; drafts must have been left out.
        results: What the public may know of results on the day, by competition.
        settings: The organisation's settings.
        words: The language of the site.
        today: The day for which the site is built.
        taken: Files that the theme brings, which no page may stand in the way of.
    """
    size, cards = settings.page_size, Cards(library, awards_of(results.values()))
    pages = _unique(
        set(taken),
        # The box of every page leads to the search page: nobody's own page may take its address.
        [home_page(cards, results, settings.site_name, today), search_page(library, words)],
        article_pages(cards, words),
        forum_pages(cards, words, today),
        contest_pages(cards, results, words, today, size),
        reading_pages(library, words, size),
        kind_pages(cards, words, size),
        plan_pages(cards, words, size),
        people_pages(cards, words, size),
        department_pages(cards, words, size),
        tag_pages(cards, words, size),
        folder_pages(library, words, size),
        feed_pages(cards, results, words, settings),
        redirect_pages(library),
    )
    sitemap = [(p.address, p.modified) for p in pages if p.listed]
    pages.append(Page("sitemap.xml", "sitemap.html", "", data={"rows": sitemap}, listed=False))
    return sorted(pages, key=lambda p: p.address)


def _unique(taken: set[str], *groups: Iterable[Page]) -> list[Page]:
    """Pages whose files are all different: an earlier group wins, as an author's page wins over a generated one.

    A file that stands where another needs a folder counts as the same.
    """
    found: dict[str, Page] = {}
    files = set(taken)
    folders = {folder for file in taken for folder in _folders(file)}
    for group in groups:
        for page in group:
            above = _folders(page.file)
            if page.file in files or page.file in folders or any(folder in files for folder in above):
                continue
            found[page.file] = page
            files.add(page.file)
            folders.update(above)
    return list(found.values())


def _folders(file: str) -> list[str]:
    parts = file.split("/")[:-1]
    return ["/".join(parts[: i + 1]) for i in range(len(parts))]


def navigation(pages: Iterable[Page], words: Catalogue) -> tuple[list[tuple[str, Link]], list[Link]]:
    """The entries at the top (with their section names) and those of the second row, of constant number.

    Sections without a page are left out.
    """
    there = {page.address for page in pages}
    top = [(name, Link(words.text(f"site.nav.{name}"), a)) for name, a in _SECTIONS if a in there]
    more = [Link(words.text(f"site.nav.{name}"), f"{name}/") for name in _MORE if f"{name}/" in there]
    return top, more
