"""What the public may know of a competition: values of their own, from which no ballot and no mark can be reached.

This is the one way from the ranking to the pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import generator
from generator.competition.contenders import contender
from generator.competition.notes import Note
from generator.competition.outcome.awards import final_awards
from generator.competition.outcome.objections import PublicObjection, public_objections
from generator.competition.ranking.coded import NOTHING, Cover
from generator.competition.ranking.standings import FinalAward, Standings
from generator.model.competitions import Competition
from generator.model.library import Library
from generator.model.proceedings import Decisions, Objections


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """An entry with its place (None: it has no mark) and its prize (empty: none).

    ``authors`` and ``department`` are empty as long as the rules keep names back. ``reason`` is the committee's, where
    it decided on the prize; ``undecided``: it has yet to settle a tie for one.
    """

    id: str
    title: str
    authors: tuple[str, ...]
    department: str
    place: int | None
    prize: str = ""
    reason: str = ""
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
    """A result that is on public notice or, if ``announced``, final.

    ``input_hash`` is of all that it was ranked from, ``version`` that of the program; whoever holds the record of the
    ranking can compare both. ``decided`` and ``decided_by`` say when and by whom prizes were changed or settled.
    ``notes`` must be shown with it: they say where it departs from the rules as declared.
    """

    competition: str
    year: int
    announced: bool
    categories: tuple[PublicCategory, ...]
    objections: tuple[PublicObjection, ...] = ()
    input_hash: str = ""
    version: str = ""
    decided: dt.date | None = None
    decided_by: str = ""
    notes: tuple[Note, ...] = ()


_PUBLIC_NOTES = ("notes.rules-changed", "notes.rules-uncommitted", "notes.late-ballots", "notes.no-votes")


def public_results(
    standings: Standings,
    library: Library,
    competition: Competition,
    today: dt.date,
    decisions: Decisions | None = None,
    objections: Objections | None = None,
    covering: Cover = NOTHING,
) -> Results | None:
    """The result as the public may see it, or None before the public notice.

    Entries without a place or a prize are not in it, nor are entries that the library no longer publishes. What is
    dated after the day, be it a decision, an objection or an answer, does not count yet.

    Args:
        standings: The ranking of that competition.
        library: What is published, without the authors that may not be named yet.
        competition: The rules, with the days of notice and announcement.
        today: The day for which the site is built.
        decisions: What the committee decided.
        objections: What was objected, and answered.
        covering: Covers up in what the committee and others wrote the authors who may not be named yet.
    """
    if not competition.noticed_on(today):
        return None
    if decisions is not None and decisions.decided is not None and decisions.decided > today:
        decisions = None
    awards = final_awards(standings, decisions)
    return Results(
        competition=competition.name,
        year=competition.year,
        announced=competition.announced_on(today),
        categories=tuple(
            PublicCategory(
                category.name,
                tuple(prize.name for prize in category.prizes),
                tuple(_entries(standings, category.name, library, competition, awards, covering)),
            )
            for category in standings.categories
        ),
        objections=public_objections(objections, library, today, covering),
        input_hash=standings.input_hash,
        version=generator.__version__,
        decided=decisions.decided if decisions else None,
        decided_by=covering.text(decisions.by) if decisions else "",
        notes=tuple(covering.note(note) for note in standings.notes if note.key in _PUBLIC_NOTES),
    )


def _entries(
    standings: Standings,
    category: str,
    library: Library,
    competition: Competition,
    awards: Mapping[str, FinalAward],
    covering: Cover,
) -> list[PublicEntry]:
    found: list[PublicEntry] = []
    for standing in standings.entries:
        article = library.by_id.get(standing.contender.id)
        award = awards.get(standing.contender.id)
        if award is None or standing.contender.category != category or article is None or article.draft:
            continue
        shown = contender(article, library, competition)
        found.append(
            PublicEntry(
                shown.id,
                shown.title,
                shown.authors,
                shown.department,
                standing.place,
                award.prize,
                covering.text(award.reason),
                award.undecided,
            )
        )
    return found
