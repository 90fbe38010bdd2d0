"""The front page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.competition.outcome.results import Results
from generator.model.articles import Session
from generator.model.library import Library
from generator.pages.cards import Cards, newest_first
from generator.pages.contests import contest_card
from generator.pages.forum import theme_cards
from generator.pages.honours import newly_announced, prize_list
from generator.pages.page import Page
from generator.pages.reading import batches

NEWEST_WORKS = 4
NEWEST_LECTURES = 3
NEWEST_REFLECTIONS = 3
COVERS = 4
THEMES = 2


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The year so far in numbers; ``participants`` is a share of the staff from 0 to 1, None without a staff list."""

    year: int
    works: int
    posts: int
    lectures: int
    participants: float | None


def home_page(cards: Cards, results: Mapping[str, Results], title: str, today: dt.date) -> Page:
    """Make the front page: what is open now, what is new, the year in figures.

    ``results`` is what the public may know of results on the day, by competition.
    """
    library = cards.library
    intro = library.by_id.get("index")
    works = newest_first([*library.by_kind.get("reports", ()), *library.by_kind.get("papers", ())])
    shelf = batches(library)
    contests, news = sorted(library.competitions.items(), reverse=True), newly_announced(results, library, today)
    data: dict[str, Any] = {
        "intro": intro.body.html if intro else "",
        "themes": theme_cards(cards, today)[:THEMES],
        "works": [cards(a) for a in works[:NEWEST_WORKS]],
        "works_total": len(works),
        "lectures": [cards(a) for a in newest_first(library.by_kind.get("lectures", ()))[:NEWEST_LECTURES]],
        "reflections": [cards(a) for a in newest_first(library.by_kind.get("reflections", ()))[:NEWEST_REFLECTIONS]],
        "batch": shelf[0][0] if shelf else "",
        "covers": shelf[0][1][:COVERS] if shelf else [],
        "contests": [contest_card(c, library, results.get(name), today) for name, c in contests[:1]],
        "announced": contest_card(library.competitions[news.competition], library, news, today) if news else None,
        "announced_on": library.competitions[news.competition].timeline.announcement if news else None,
        "winners": [(category.name, prize_list(category)) for category in news.categories] if news else [],
        "figures": year_figures(library, today.year),
    }
    return Page("", "home.html", intro.title if intro else title, "home", data, modified=today)


def year_figures(library: Library, year: int) -> YearFigures:
    """Count a year's works, posts and lectures, and the share of the staff that wrote or attended."""
    ours = [a for a in library.articles if a.date and a.date.year == year]
    active = {author.person for a in ours for author in a.authors}
    active |= {p for a in ours if isinstance(a, Session) for p in a.attendees}
    staff = len(library.people)
    return YearFigures(
        year=year,
        works=sum(a.kind in ("reports", "papers", "reflections") for a in ours),
        posts=sum(a.kind == "posts" for a in ours),
        lectures=sum(a.kind == "lectures" for a in ours),
        participants=len(active & library.people.keys()) / staff if staff else None,
    )
