"""What the rules ask of an entry: its length, its authors, its day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from generator.competition.entries.findings import Finding
from generator.model.articles import Article, Entry
from generator.model.competitions import Competition
from generator.model.library import Library


def requirements(entry: Entry, competition: Competition, library: Library) -> Iterator[Finding]:
    """What an entry by itself fails to keep to. Its kind is a matter of the check ``competition-kind``."""
    if entry.draft:
        yield Finding.of("draft", entry.line_of("draft"))
    yield from length(entry, competition)
    if not any(author.person in library.people for author in entry.authors):
        yield Finding.of("no-staff", entry.line_of("authors"))
    if entry.date and competition.year and entry.date.year != competition.year:
        yield Finding.of("other-year", entry.line_of("date"), date=entry.date, year=competition.year)


def length(entry: Entry, competition: Competition) -> Iterator[Finding]:
    """Whether an entry has too few or too many characters (字数), or none at all."""
    limits, characters = competition.limits, entry.body.characters
    if characters == 0:
        yield Finding.of("empty", entry.body_line)
    elif characters < limits.least:
        yield Finding.of("short", entry.body_line, characters=characters, limit=limits.least)
    elif limits.most and characters > limits.most:
        yield Finding.of("long", entry.body_line, characters=characters, limit=limits.most)


def too_many(library: Library, competition: Competition) -> Mapping[str, Finding]:
    """By id, the entries of first authors who have more than the rules allow; drafts do not count."""
    limit = competition.limits.per_author
    by_author: defaultdict[str, list[Article]] = defaultdict(list)
    for article in library.articles:
        if isinstance(article, Entry) and _takes_part(article, competition):
            by_author[article.authors[0].person or article.authors[0].name].append(article)
    return {
        article.id: Finding.of(
            "many",
            article.line_of("authors"),
            author=library.author_name(article.authors[0]),
            count=len(own),
            limit=limit,
        )
        for own in by_author.values()
        if limit and len(own) > limit
        for article in own
    }


def _takes_part(entry: Entry, competition: Competition) -> bool:
    is_of_it = entry.competition == competition.name and entry.kind in competition.kinds
    return is_of_it and bool(entry.authors) and not entry.draft


def deadline(entry: Entry, competition: Competition, zone: ZoneInfo) -> Iterator[Finding]:
    """Whether Git knows of an entry after the day on which entries close, which ends at midnight in ``zone``.

    The times are those that the author's computer gave the commits. Without any, that is said: nothing can be told.
    """
    closes = competition.timeline.submissions_close
    if closes is None:
        return
    if entry.history is None:
        yield Finding.of("no-history", mend=False)
        return
    end = dt.datetime.combine(closes + dt.timedelta(days=1), dt.time(), zone)
    created, updated = (moment.astimezone(zone) for moment in (entry.history.created, entry.history.updated))
    if created >= end:
        yield Finding.of("late", time=f"{created:%Y-%m-%d %H:%M}", closes=closes)
    elif updated >= end:
        yield Finding.of("changed", time=f"{updated:%Y-%m-%d %H:%M}", closes=closes)
