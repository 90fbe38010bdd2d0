"""Atom feeds (RFC 4287): the whole site, each kind, each theme, each department; and the sitemap's rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from generator.competition.outcome.results import Results
from generator.config import Settings
from generator.messages import Catalogue
from generator.model.articles import Article
from generator.model.library import Library
from generator.pages import addresses
from generator.pages.cards import Cards, newest_first, title_of
from generator.pages.page import Page
from generator.schema.fields import KINDS


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed. Feeds are sorted by ``order``, the latest first."""

    title: str
    address: str
    order: dt.datetime
    updated: dt.datetime
    summary: str
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def feed_pages(cards: Cards, results: Mapping[str, Results], words: Catalogue, settings: Settings) -> Iterator[Page]:
    """Make every feed. Plain pages are in none: they are no news.

    The public notice and the announcement of a competition's result stand among the notices, from their days on.
    """
    library = cards.library
    news = newest_first([a for a in library.articles if a.kind != "pages"])
    zone = ZoneInfo(settings.timezone)
    tidings = list(_tidings(library, results, words, zone))

    def feed(address: str, title: str, home: str, articles: Sequence[Article], others: Iterable[Item] = ()) -> Page:
        items = [*others, *(_item(cards, article, zone) for article in articles[: settings.feed_size])]
        items.sort(key=lambda item: item.order, reverse=True)
        shown = items[: settings.feed_size]
        latest = max((item.updated for item in shown), default=dt.datetime(1970, 1, 1, tzinfo=zone))
        data = {"entries": shown, "updated": latest, "home": home}
        return Page(address, "feed.html", title, data=data, listed=False)

    yield feed("feed.xml", settings.site_name, "", news, tidings)
    for kind in KINDS:
        articles, others = [a for a in news if a.kind == kind], tidings if kind == "notices" else []
        if articles or (kind == "notices" and library.competitions):
            title = f"{words.text(f'site.kinds.{kind}')} · {settings.site_name}"
            yield feed(f"{kind}/feed.xml", title, addresses.kind(kind), articles, others)
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


def _item(cards: Cards, article: Article, zone: ZoneInfo) -> Item:
    card = cards(article)
    written = dt.datetime.combine(article.date or _NEVER, article.time or dt.time(), zone)
    return Item(
        title=card.title,
        address=card.address,
        order=written,
        updated=article.history.updated if article.history else written,
        summary=card.summary,
        authors=tuple(author.name for author in card.authors),
        tags=article.tags,
    )


_NEVER = dt.date(1970, 1, 1)


def _tidings(library: Library, results: Mapping[str, Results], words: Catalogue, zone: ZoneInfo) -> Iterator[Item]:
    """What the site itself tells of competitions: results on public notice, results announced."""
    for name, result in results.items():
        competition, article = library.competitions[name], library.by_id.get(f"competitions/{name}/index")
        days = competition.timeline
        told = [("notice", addresses.notice(name), days.notice[0] if days.notice else None)]
        if result.announced:
            told.append(("results", addresses.results(name), days.announcement))
        for what, address, day in told:
            if day is not None:
                midnight = dt.datetime.combine(day, dt.time(), zone)
                title = words.text(f"contest.{what}.title", title=title_of(article, library) if article else name)
                yield Item(title, address, midnight, midnight, words.text(f"contest.{what}.told"))
