"""Atom feeds (RFC 4287): the whole site, each kind, each theme, each department; and the sitemap's rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from generator.config import Settings
from generator.messages import Catalogue
from generator.model.articles import Article
from generator.pages import addresses
from generator.pages.cards import Cards, newest_first
from generator.pages.page import Page
from generator.schema.fields import KINDS


def feed_pages(cards: Cards, words: Catalogue, settings: Settings) -> Iterator[Page]:
    """Make every feed. Plain pages are in none: they are no news."""
    library = cards.library
    news = newest_first([a for a in library.articles if a.kind != "pages"])
    zone = ZoneInfo(settings.timezone)

    def feed(address: str, title: str, home: str, articles: Sequence[Article]) -> Page:
        shown = [(cards(a), a, _updated(a, zone)) for a in articles[: settings.feed_size]]
        latest = max((updated for *_, updated in shown), default=dt.datetime(1970, 1, 1, tzinfo=zone))
        data = {"entries": shown, "updated": latest, "home": home}
        return Page(address, "feed.html", title, data=data, listed=False)

    yield feed("feed.xml", settings.site_name, "", news)
    for kind in KINDS:
        articles = [a for a in news if a.kind == kind]
        if articles:
            title = f"{words.text(f'site.kinds.{kind}')} · {settings.site_name}"
            yield feed(f"{kind}/feed.xml", title, addresses.kind(kind), articles)
    for theme in library.themes.values():
        posts = newest_first(library.posts.get(theme.name, ()))
        yield feed(f"forum/{theme.name}/feed.xml", theme.title, f"forum/{theme.name}/", [*posts, theme])
    by_department: defaultdict[str, list[Article]] = defaultdict(list)
    for article in news:
        by_department[library.department_of(article)].append(article)
    for department in library.departments.values():
        articles = by_department[department.id]
        address = addresses.department(department.id)
        yield feed(f"{address}feed.xml", f"{department.name} · {settings.site_name}", address, articles)


def _updated(article: Article, zone: ZoneInfo) -> dt.datetime:
    if article.history:
        return article.history.updated
    return dt.datetime.combine(article.date or dt.date(1970, 1, 1), article.time or dt.time(), zone)
