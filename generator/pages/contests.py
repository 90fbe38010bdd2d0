"""Competitions: rules and stages, entries, the public notice, and the result from the day it is announced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from generator.competition.contenders import contender, entries_of
from generator.competition.outcome.results import Results
from generator.messages import Catalogue
from generator.model.articles import Notice
from generator.model.competitions import Competition
from generator.model.library import Library
from generator.pages import addresses
from generator.pages.cards import Card, Cards, newest_first
from generator.pages.listings import introduction
from generator.pages.page import Page
from generator.pages.paging import paginate
from generator.pages.rules import rules_of
from generator.pages.stages import Stage, Standing, stages, standing


@dataclass(frozen=True, slots=True)
class ContestCard:
    """A competition as lists and the front page show it.

    ``entered`` is the number of entries. ``entries``, ``notice`` and ``results`` are addresses of pages that are there
    on the day, or None.
    """

    title: str
    address: str
    year: int
    stages: tuple[Stage, ...]
    standing: Standing | None
    entered: int
    entries: str | None
    notice: str | None
    results: str | None


def contest_card(competition: Competition, library: Library, result: Results | None, today: dt.date) -> ContestCard:
    """Make the card of a competition. ``result`` is what the public may know of its result on the day."""
    name = competition.name
    article = library.by_id.get(f"competitions/{name}/index")
    listed, entered = stages(competition, today), sum(1 for _ in entries_of(library, competition))
    return ContestCard(
        title=article.title if article else name,
        address=addresses.competition(name),
        year=competition.year,
        stages=listed,
        standing=standing(listed, today),
        entered=entered,
        entries=addresses.entries(name) if entered else None,
        notice=addresses.notice(name) if result and competition.timeline.notice else None,
        results=addresses.results(name) if result and result.announced else None,
    )


def contest_pages(
    cards: Cards, results: Mapping[str, Results], words: Catalogue, today: dt.date, size: int
) -> Iterator[Page]:
    """The list of competitions; of each its page, its entries, its notice, and its result.

    Args:
        cards: The cards of what is published.
        results: What the public may know of results on the day, by competition.
        words: The language of the site.
        today: The day for which the site is built.
        size: Entries on one page.
    """
    library = cards.library
    if not library.competitions and "notices" not in library.by_kind:
        return
    contests = {
        name: contest_card(competition, library, results.get(name), today)
        for name, competition in sorted(library.competitions.items(), reverse=True)
    }
    title = words.text("site.competitions.title")
    data = {"contests": list(contests.values()), "intro": introduction("competitions/", library)}
    yield Page("competitions/", "competitions.html", title, "competitions", data, feed=_FEED)
    written = {a.competition: a for a in library.by_kind.get("notices", ()) if isinstance(a, Notice)}
    for name in sorted({*contests, *written}):
        yield _contest_page(name, written.get(name), contests.get(name), cards, words)
    for name, contest in contests.items():
        competition = library.competitions[name]
        yield from _entries_pages(contest, competition, cards, words, today, size)
        if name in results:
            yield from _result_pages(contest, competition, results[name], words, today)


_FEED = "notices/feed.xml"


def _contest_page(
    name: str, article: Notice | None, contest: ContestCard | None, cards: Cards, words: Catalogue
) -> Page:
    """What somebody wrote of a competition, then its rules."""
    competition, card = cards.library.competitions.get(name), cards(article) if article else None
    data: dict[str, Any] = {
        "article": article,
        "card": card,
        "rules": rules_of(competition, words) if competition else None,
        "contest": contest,
    }
    title = card.title if card else name
    summary, date = (card.summary, card.date) if card else ("", None)
    return Page(addresses.competition(name), "notice.html", title, "competitions", data, summary, date, feed=_FEED)


def _entries_pages(
    contest: ContestCard, competition: Competition, cards: Cards, words: Catalogue, today: dt.date, size: int
) -> Iterator[Page]:
    """All that entered a competition, by category, the newest first."""
    if not contest.entries:
        return
    library = cards.library
    rows: list[tuple[str, Card]] = [
        (contender(article, library, competition).category, cards(article))
        for article in newest_first(entries_of(library, competition))
    ]
    order = [category.name for category in competition.categories]
    rows.sort(key=lambda row: order.index(row[0]))
    title = words.text("contest.entries.title", title=contest.title)
    named = competition.named_on(today)
    for place, shown, pager in paginate(contest.entries, rows, size):
        groups = [(name, [card for _, card in group]) for name, group in groupby(shown, key=lambda row: row[0])]
        data = {"contest": contest, "groups": groups, "pager": pager, "named": named, "names": competition.names}
        yield Page(place, "entries.html", title, "competitions", data, feed=_FEED)


def _result_pages(
    contest: ContestCard, competition: Competition, result: Results, words: Catalogue, today: dt.date
) -> Iterator[Page]:
    """The public notice, which stays when it is over, and the result once it is announced."""
    data = {
        "contest": contest,
        "results": result,
        "rules": rules_of(competition, words),
        "named": competition.named_on(today),
        "period": competition.timeline.notice,
        "announcement": competition.timeline.announcement,
    }
    if contest.notice and competition.timeline.notice:
        title = words.text("contest.notice.title", title=contest.title)
        first, _ = competition.timeline.notice
        yield Page(contest.notice, "public_notice.html", title, "competitions", data, modified=first, feed=_FEED)
    if contest.results:
        title = words.text("contest.results.title", title=contest.title)
        day = competition.timeline.announcement
        yield Page(contest.results, "results.html", title, "competitions", data, modified=day, feed=_FEED)
