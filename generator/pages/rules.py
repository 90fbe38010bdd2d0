"""A competition's rules as a page tells them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from generator.competition.ranking.methods import TRIM_FROM
from generator.messages import Catalogue
from generator.model.competitions import TIE_BREAKS, Competition, Criterion, Limits, Prize


@dataclass(frozen=True, slots=True)
class Band:
    """Marks from ``least`` on, to below ``below`` or, in the highest band, to ``most``, and what they mean."""

    least: str
    below: str
    most: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """A criterion; ``share`` is its weight among all weights, from 0 to 1, ``bands`` are the highest first."""

    name: str
    share: float
    maximum: str
    about: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class ReaderVotes:
    """Readers' votes: their share in the final mark (0 to 1), how many entries one chooses, and when."""

    share: float
    choices: int
    days: tuple[dt.date, dt.date] | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a competition. ``method`` is a key under ``contest.methods``; ``ties`` are names, in order.

    ``votes`` is None where readers do not vote. ``names`` is one of the model's NAMES. Who judges is not among them.
    """

    criteria: tuple[ShownCriterion, ...]
    reviews: int
    method: str
    ties: tuple[str, ...]
    votes: ReaderVotes | None
    limits: Limits
    prizes: tuple[tuple[str, tuple[Prize, ...]], ...]
    names: str
    objections: str
    trim_from: int = TRIM_FROM


def rules_of(competition: Competition, words: Catalogue) -> Rules:
    """Make what is shown of a competition's rules."""
    total = sum(max(c.weight, 0) for c in competition.criteria)
    names = {c.id: c.name for c in competition.criteria}
    voting = competition.voting
    return Rules(
        criteria=tuple(
            ShownCriterion(
                name=c.name,
                share=max(c.weight, 0) / total if total else 0.0,
                maximum=_number(c.maximum),
                about=c.about,
                bands=tuple(_bands(c)),
            )
            for c in competition.criteria
        ),
        reviews=competition.reviews_per_entry,
        method=competition.method,
        ties=tuple(
            words.text(f"contest.ties.{tie}") if tie in TIE_BREAKS and tie not in names else names.get(tie, tie)
            for tie in competition.ties
        ),
        votes=ReaderVotes(voting.weight, voting.choices, voting.days) if voting.weight or voting.days else None,
        limits=competition.limits,
        prizes=tuple((category.name, category.prizes) for category in competition.categories),
        names=competition.names,
        objections=competition.objections,
    )


def _bands(criterion: Criterion) -> Iterator[Band]:
    """The levels of a criterion as bands, the highest first."""
    upper = ""
    for level in sorted(criterion.levels, key=lambda level: level.least, reverse=True):
        least = _number(level.least)
        yield Band(least, upper, _number(criterion.maximum), level.meaning)
        upper = least


def _number(value: float) -> str:
    return f"{value:g}"
