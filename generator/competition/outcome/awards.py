"""Who gets which prize in the end: what the list says, and what the committee decided instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.competition.notes import Note
from generator.competition.ranking.standings import FinalAward, Standing, Standings
from generator.model.competitions import Category
from generator.model.proceedings import Decisions


def final_awards(standings: Standings, decisions: Decisions | None) -> dict[str, FinalAward]:
    """The award of every entry with a place, by id."""
    decided = {decision.entry: decision for decision in (decisions.decisions if decisions else ())}
    found: dict[str, FinalAward] = {}
    for standing in standings.entries:
        entry = standing.contender.id
        if entry in decided:
            found[entry] = FinalAward(decided[entry].prize, decided[entry].reason)
        elif standing.place is not None:
            found[entry] = FinalAward(standing.prize, "", bool(standing.contested))
    return found


def with_decisions(standings: Standings, decisions: Decisions | None) -> Standings:
    """The same ranking with the prizes that entries get in the end beside those of the list.

    Args:
        standings: The ranking.
        decisions: What the committee decided; None: nothing, and the ranking stays as it is.
    """
    if decisions is None:
        return standings
    final = final_awards(standings, decisions)
    entries = tuple(replace(standing, final=final.get(standing.contender.id)) for standing in standings.entries)
    notes = (*_beyond_quotas(standings.categories, entries), *standings.notes)
    return replace(standings, entries=entries, decisions=decisions, notes=notes)


def _beyond_quotas(categories: Iterable[Category], entries: Iterable[Standing]) -> Iterator[Note]:
    """Prizes that are given more often than the rules have them, with those that the list gives."""
    given = Counter((s.contender.category, s.final.prize) for s in entries if s.final)
    for category in categories:
        for prize in category.prizes:
            count = given[category.name, prize.name]
            if count > prize.count:
                yield Note.of("notes.beyond-quota", prize=prize.name, count=count, quota=prize.count)
