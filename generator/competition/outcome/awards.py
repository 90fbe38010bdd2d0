"""Who gets which prize in the end: what the list says, and what the committee decided instead."""

from __future__ import annotations

from dataclasses import replace

from generator.competition.ranking.standings import FinalAward, Standings
from generator.model.proceedings import Decisions

__all__ = ["FinalAward", "final_awards", "with_decisions"]


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
    return replace(standings, entries=entries, decisions=decisions)
