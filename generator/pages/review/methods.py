"""What each method of ranking would say, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.competition.dossier import Dossier
from generator.competition.ranking.influence import Comparison, Influence
from generator.competition.ranking.methods import METHODS, rounded
from generator.competition.ranking.standings import Standing
from generator.competition.ranking.wording import method_name, rule_lines
from generator.messages import Catalogue
from generator.pages.page import Page
from generator.pages.review.parts import award_words, named, review_page
from generator.pages.review.ranking import FAR


@dataclass(frozen=True, slots=True)
class Summary:
    """A method beside the one that counts: entries with another prize, entries that move far, Kendall's tau."""

    method: str
    counts: bool
    prizes: int
    far: int
    tau: float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a method says of an entry; ``moved`` and ``changed``: another place, another prize than by the rules."""

    points: Decimal
    place: int
    prize: str
    moved: bool
    changed: bool


def methods_page(dossier: Dossier, words: Catalogue) -> Page:
    """All entries with a place, by each method."""
    influence, method = dossier.influence, dossier.standings.method
    data = {
        "summaries": [_summary(name, influence.methods[name], method, words) for name in METHODS],
        "names": [(method_name(name, words), name == method) for name in METHODS],
        "rows": [
            (named(dossier, s.contender.id), list(_cells(influence, s, words)))
            for s in dossier.standings.entries
            if s.results
        ],
        "rules": rule_lines(dossier.standings, words),
        "far": FAR,
    }
    return review_page(dossier, "methods", words.text("review.methods.title"), data, words)


def _summary(method: str, comparison: Comparison, counting: str, words: Catalogue) -> Summary:
    far = sum(abs(change.steps) >= FAR for change in comparison.changes.values())
    return Summary(method_name(method, words), method == counting, len(comparison.prizes), far, comparison.tau)


def _cells(influence: Influence, standing: Standing, words: Catalogue) -> Iterator[Cell]:
    for method in METHODS:
        result, change = standing.results[method], influence.methods[method].changes[standing.contender.id]
        prize = award_words(change.award_after, words)
        yield Cell(rounded(result.value), result.place, prize, change.steps != 0, change.wins_or_loses)
