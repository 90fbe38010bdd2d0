"""The list of awards (获奖名单): who gets which prize in the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.competition.contenders import Contender
from generator.competition.outcome.awards import final_awards
from generator.competition.ranking.standings import Standings
from generator.errors import XinglinError
from generator.messages import Catalogue
from generator.model.competitions import Category
from generator.model.library import Library


@dataclass(frozen=True, slots=True)
class Winners:
    """Those who get a prize, in order of place; ``category`` is empty where all are ranked together."""

    category: str
    prize: str
    entries: tuple[Contender, ...]


@dataclass(frozen=True, slots=True)
class AwardList:
    """A list of awards: its heading, and the prizes that are given, in the order of the rules."""

    title: str
    winners: tuple[Winners, ...]


def award_list(standings: Standings, library: Library, decisions: Path, words: Catalogue) -> AwardList:
    """The list of awards of a competition.

    Args:
        standings: The ranking, with the committee's decisions.
        library: Knows what the competition is called.
        decisions: The file of the committee's decisions, to name it.
        words: The language.

    Raises:
        XinglinError: A prize is undecided (``awards-undecided``).
    """
    final = final_awards(standings, standings.decisions)
    titles = {standing.contender.id: standing.contender.title for standing in standings.entries}
    if undecided := [titles[entry] for entry, award in final.items() if award.undecided]:
        raise XinglinError("awards-undecided", entries="、".join(undecided), file=decisions)
    prizes = {entry: award.prize for entry, award in final.items()}
    winners = tuple(group for category in standings.categories for group in _winners(category, standings, prizes))
    notice = library.by_id.get(f"competitions/{standings.competition}/index")
    name = notice.title if notice else words.text("competition.awards.plain", year=standings.year)
    return AwardList(words.text("competition.awards.title", title=name), winners)


def _winners(category: Category, standings: Standings, prizes: dict[str, str]) -> Iterator[Winners]:
    """The prizes of a category in order; those that the rules do not have come last."""
    entries = [s.contender for s in standings.entries if s.contender.category == category.name]
    given = [prizes.get(entry.id, "") for entry in entries]
    for prize in dict.fromkeys((*(p.name for p in category.prizes), *given)):
        found = tuple(entry for entry, own in zip(entries, given, strict=True) if own == prize)
        if prize and found:
            yield Winners(category.name, prize, found)
