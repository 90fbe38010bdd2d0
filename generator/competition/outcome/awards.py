"""Who gets which prize in the end: what the list says, and what the committee decided instead."""

from __future__ import annotations

from dataclasses import dataclass

from generator.competition.ranking.standings import Standings
from generator.model.proceedings import Decisions


@dataclass(frozen=True, slots=True)
class FinalAward:
    """An entry's prize (empty: none). ``reason`` is the committee's, where it departs from the list or settles a tie.

    ``undecided``: the entry shares a place across a quota's edge, and the committee has not settled it yet.
    """

    prize: str = ""
    reason: str = ""
    undecided: bool = False


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
