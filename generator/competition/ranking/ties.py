"""What decides between entries of equal points: what the rules declare, one after the other; never ids or chance."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from generator.competition.ranking.mark import Mark, exact
from generator.competition.ranking.marks import Assessment
from generator.competition.ranking.methods import PLAIN, Key, rounded
from generator.model.competitions import TIE_BREAKS, Competition


def tie_breaks(competition: Competition) -> tuple[str, ...]:
    """What decides between equal points, in order: ids of criteria, else names of TIE_BREAKS; strangers left out."""
    known = {*TIE_BREAKS, *(criterion.id for criterion in competition.criteria)}
    return tuple(dict.fromkeys(name for name in competition.ties if name in known))


def tie_values(
    names: Iterable[str], assessments: Iterable[Assessment], marks: Iterable[Mark], votes: Mapping[str, int]
) -> dict[str, Key]:
    """What every entry with a mark has of each tie break, to 0.01: the more the better.

    Of a criterion it is the mean of the marks as typed, over the scores that count; of mean, trimmed mean and median
    that of the judges' marks, without readers' votes; of votes their number.

    Args:
        names: Of ``tie_breaks``.
        assessments: All scores.
        marks: The marks that count.
        votes: Readers' votes by entry.
    """
    known = sorted(marks)
    values: defaultdict[str, list[Fraction]] = defaultdict(list)
    for mark in known:
        values[mark.entry].append(mark.value)
    columns: list[Mapping[str, Fraction]] = []
    for name in names:
        if name not in TIE_BREAKS:
            columns.append(_criterion_means(name, assessments))
        elif name == "votes":
            columns.append({entry: Fraction(votes.get(entry, 0)) for entry in values})
        elif name == "median":
            columns.append({entry: statistics.median(own) for entry, own in values.items()})
        else:
            columns.append(PLAIN[name](known))
    return {entry: tuple(rounded(column[entry]) for column in columns) for entry in values}


def _criterion_means(criterion: str, assessments: Iterable[Assessment]) -> dict[str, Fraction]:
    typed: defaultdict[str, list[Fraction]] = defaultdict(list)
    for assessment in assessments:
        if assessment.value is not None:
            typed[assessment.entry].append(exact(dict(assessment.criteria)[criterion]))
    return {entry: sum(own, start=Fraction(0)) / len(own) for entry, own in typed.items()}


def decided_by(keys: Mapping[str, Key], names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """By which of the tie breaks each entry was told apart from others that were equal to it until then.

    Args:
        keys: Of entries ranked together: points, then the values of the tie breaks.
        names: The tie breaks.
    """
    sizes: Counter[tuple[Decimal, ...]] = Counter()
    for key in keys.values():
        sizes.update(key[: depth + 1] for depth in range(len(key)))
    return {
        entry: tuple(name for depth, name in enumerate(names, 1) if sizes[key[:depth]] > sizes[key[: depth + 1]])
        for entry, key in keys.items()
    }
