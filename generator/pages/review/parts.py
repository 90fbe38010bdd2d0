"""What several pages of the judges' site show of an entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.competition.dossier import Dossier
from generator.competition.ranking.influence import Change
from generator.competition.ranking.prizes import Award
from generator.competition.ranking.standings import Certainty
from generator.messages import Catalogue
from generator.pages.page import Link, Page

SECTIONS = ("index", "entries", "judges", "methods", "record")
"""The pages of a competition, in the order of the navigation."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entry as lists name it: its number, and its title with the address of its page."""

    code: str
    link: Link


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An entry in two outcomes; ``after`` is None without a place, prizes are in words (empty: none)."""

    entry: Named
    before: int
    after: int | None
    prize_before: str
    prize_after: str
    changed: bool


def review_page(dossier: Dossier, section: str, title: str, data: dict[str, Any], words: Catalogue) -> Page:
    """A page of a competition that stands in its navigation."""
    return page_below(dossier, section, f"{section}.html", f"review/{section}.html", title, data, words)


def page_below(
    dossier: Dossier, section: str, file: str, template: str, title: str, data: dict[str, Any], words: Catalogue
) -> Page:
    """A page of a competition, in one of its sections."""
    folder = dossier.standings.competition
    navigation = [(name, Link(words.text(f"review.nav.{name}"), f"{folder}/{name}.html")) for name in SECTIONS]
    shown = {"dossier": dossier, "standings": dossier.standings, "navigation": navigation, **data}
    return Page(f"{folder}/{file}", template, title, section, shown)


def named(dossier: Dossier, entry: str) -> Named:
    """Name an entry."""
    code = dossier.codes[entry]
    return Named(code, Link(dossier.texts[entry].title, f"{dossier.standings.competition}/entries/{code}.html"))


def change_row(dossier: Dossier, change: Change, words: Catalogue) -> ChangeRow:
    """Say what would become of an entry."""
    return ChangeRow(
        named(dossier, change.entry),
        change.before,
        change.after,
        award_words(change.award_before, words),
        award_words(change.award_after, words),
        change.wins_or_loses,
    )


def range_text(sure: Certainty) -> str:
    """The range of an entry's place, such as ``2–6``."""
    return f"{sure.first}–{sure.last}" if sure.first != sure.last else str(sure.first)


def award_words(award: Award, words: Catalogue) -> str:
    """A prize, or those between which the committee decides; empty for none."""
    if not award.contested:
        return award.prize
    names = [name or words.text("competition.no_prize") for name in award.contested]
    return words.text("competition.undecided", prizes=" / ".join(names))
