"""Prizes that have been announced, on the articles and on the pages of those who wrote them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.competition.outcome.results import PublicCategory, PublicEntry, Results
from generator.model.articles import Article
from generator.model.library import Library
from generator.pages import addresses
from generator.pages.cards import Award, Card, Cards

NEWS = dt.timedelta(weeks=8)
"""How long the front page tells an announced result."""


def awards_of(results: Iterable[Results]) -> dict[str, Award]:
    """The prizes of all announced results by the id of the article, the best of a competition first."""
    return {
        entry.id: Award(entry.prize, result.year, addresses.results(result.competition))
        for result in results
        if result.announced
        for category in result.categories
        for _, winners in prize_list(category)
        for entry in winners
    }


def prize_list(category: PublicCategory) -> list[tuple[str, tuple[PublicEntry, ...]]]:
    """Who got which prize, the highest first; prizes that nobody got are left out."""
    names = dict.fromkeys([*category.prizes, *(entry.prize for entry in category.entries)])
    return [(prize, category.winners(prize)) for prize in names if prize and category.winners(prize)]


def honours(articles: Iterable[Article], cards: Cards) -> list[tuple[int, list[Card]]]:
    """The articles with a prize by year, the latest first."""
    written = {article.id: article for article in articles}
    years: defaultdict[int, list[Card]] = defaultdict(list)
    for article_id, award in cards.awards.items():
        if article_id in written:
            years[award.year].append(cards(written[article_id]))
    return sorted(years.items(), reverse=True)


def newly_announced(results: Mapping[str, Results], library: Library, today: dt.date) -> Results | None:
    """The result that was announced last, for as long as it is news."""
    days = {name: library.competitions[name].timeline.announcement for name, r in results.items() if r.announced}
    fresh = [(day, name) for name, day in days.items() if day is not None and day <= today < day + NEWS]
    return results[max(fresh)[1]] if fresh else None
