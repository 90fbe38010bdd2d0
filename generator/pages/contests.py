"""Competitions: notice, stages, and the result from the day it is announced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.competition.outcome.results import Results
from generator.messages import Catalogue
from generator.model.articles import Notice
from generator.model.competitions import Competition
from generator.model.library import Library
from generator.pages.cards import Cards
from generator.pages.listings import introduction
from generator.pages.page import Page


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a competition, from ``first`` to ``last`` where known. ``state`` is done, current or coming."""

    name: str
    state: str
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class ContestCard:
    """A competition as lists and the front page show it."""

    title: str
    address: str
    year: int
    stages: tuple[Stage, ...]
    announced: bool


def stages(competition: Competition, today: dt.date) -> tuple[Stage, ...]:
    """The stages that the rules name, in order: submission, judging, notice, announcement."""
    timeline = competition.timeline
    notice = timeline.notice or (None, None)
    spans = [
        ("submission", None, timeline.submissions_close),
        ("judging", None, timeline.judging_closes),
        ("notice", notice[0], notice[1]),
    ]
    listed: list[Stage] = []
    current = False
    for name, first, last in spans:
        if last is None:
            continue
        done = today > last
        state = "done" if done else "coming" if current else "current"
        current = current or not done
        listed.append(Stage(name, state, first, last))
    day = timeline.announcement
    if day is not None:
        state = "done" if today >= day else "coming"
        listed.append(Stage("announcement", state, day, None))
    return tuple(listed)


def contest_card(competition: Competition, library: Library, today: dt.date) -> ContestCard:
    """Make the card of a competition."""
    notice = library.by_id.get(f"competitions/{competition.name}/index")
    return ContestCard(
        title=notice.title if notice else competition.name,
        address=f"competitions/{competition.name}/",
        year=competition.year,
        stages=stages(competition, today),
        announced=competition.announced_on(today),
    )


def contest_pages(cards: Cards, results: Mapping[str, Results], words: Catalogue, today: dt.date) -> Iterator[Page]:
    """The list of competitions, each with its notice, and the results that may be shown."""
    library = cards.library
    if not library.competitions and "notices" not in library.by_kind:
        return
    contests = [contest_card(c, library, today) for _, c in sorted(library.competitions.items(), reverse=True)]
    title = words.text("site.competitions.title")
    data = {"contests": contests, "intro": introduction("competitions/", library)}
    yield Page("competitions/", "competitions.html", title, "competitions", data, feed="notices/feed.xml")
    for article in library.by_kind.get("notices", ()):
        if isinstance(article, Notice):
            yield _notice_page(article, cards, results, today)
    for name, result in sorted(results.items()):
        competition = library.competitions[name]
        yield Page(
            f"competitions/{name}/results/",
            "results.html",
            words.text("site.results.title", title=contest_card(competition, library, today).title),
            "competitions",
            {"contest": contest_card(competition, library, today), "results": result},
            modified=competition.timeline.announcement,
        )


def _notice_page(notice: Notice, cards: Cards, results: Mapping[str, Results], today: dt.date) -> Page:
    library = cards.library
    competition = library.competitions.get(notice.competition)
    data: dict[str, Any] = {
        "article": notice,
        "card": cards(notice),
        "rules": competition,
        "contest": contest_card(competition, library, today) if competition else None,
        "results": f"competitions/{notice.competition}/results/" if notice.competition in results else None,
    }
    shown = data["card"]
    return Page(shown.address, "notice.html", notice.title, "competitions", data, shown.summary, notice.date)
