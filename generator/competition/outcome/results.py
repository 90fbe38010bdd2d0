"""What the public may know of a competition: values of their own, from which no ballot and no mark can be reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from generator.competition.contenders import contender
from generator.competition.notes import Note
from generator.competition.ranking.standings import Standings
from generator.model.competitions import Competition
from generator.model.library import Library


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """An entry with its place and prize (empty: none). ``undecided``: the committee has yet to settle a tie for one."""

    id: str
    title: str
    authors: tuple[str, ...]
    department: str
    place: int
    prize: str = ""
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class PublicCategory:
    """Entries ranked together, in order of place. ``name`` is empty when all are; ``prizes`` are names in order."""

    name: str
    prizes: tuple[str, ...]
    entries: tuple[PublicEntry, ...]

    def winners(self, prize: str) -> tuple[PublicEntry, ...]:
        """Who got a prize, in order of place."""
        return tuple(entry for entry in self.entries if entry.prize == prize)


@dataclass(frozen=True, slots=True)
class Results:
    """An announced result. ``notes`` must be shown with it: they say where it departs from the rules as declared."""

    competition: str
    year: int
    categories: tuple[PublicCategory, ...]
    notes: tuple[Note, ...] = ()


_PUBLIC_NOTES = ("notes.rules-changed", "notes.no-votes")


def public_results(standings: Standings, library: Library, competition: Competition, today: dt.date) -> Results | None:
    """The result as the public may see it, or None before it is announced.

    Entries without a place are not in it, nor are entries that the library no longer publishes.

    Args:
        standings: The ranking of that competition.
        library: What is published.
        competition: The rules, with the day of announcement.
        today: The day for which the site is built.
    """
    if not competition.announced_on(today):
        return None
    categories = []
    for category in standings.categories:
        entries = tuple(_entries(standings, category.name, library, competition))
        categories.append(PublicCategory(category.name, tuple(prize.name for prize in category.prizes), entries))
    notes = tuple(note for note in standings.notes if note.key in _PUBLIC_NOTES)
    return Results(competition.name, competition.year, tuple(categories), notes)


def _entries(standings: Standings, category: str, library: Library, competition: Competition) -> list[PublicEntry]:
    found: list[PublicEntry] = []
    for standing in standings.entries:
        article = library.by_id.get(standing.contender.id)
        if standing.place is None or standing.contender.category != category or article is None or article.draft:
            continue
        shown = contender(article, library, competition)
        undecided = bool(standing.contested)
        found.append(
            PublicEntry(
                shown.id, shown.title, shown.authors, shown.department, standing.place, standing.prize, undecided
            )
        )
    return found
