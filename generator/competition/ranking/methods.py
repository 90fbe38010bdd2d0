"""Marks in, places out: pure mathematics, in exact fractions.

Marks are typed as decimals. Binary floating point cannot hold most of them, so a mean that is exactly 86.125 may come
out just below it and be rounded the wrong way; with fractions the result is the one that anybody gets by hand, and the
order of the marks cannot matter.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from generator.competition.ranking.mark import Mark

TRIM_FROM = 4
"""From this number of marks on, the trimmed mean leaves out the highest and the lowest."""


Method = Callable[[Iterable[Mark]], Mapping[str, Fraction]]
"""All marks of a competition in any order → points by entry, for every entry that has a mark."""


def mean(marks: Iterable[Mark]) -> dict[str, Fraction]:
    """The arithmetic mean of an entry's marks, in points from 0 to 100."""
    return {entry: _mean(values) for entry, values in _by_entry(marks).items()}


def trimmed_mean(marks: Iterable[Mark]) -> dict[str, Fraction]:
    """The mean without one highest and one lowest mark (去掉最高最低分), in points from 0 to 100.

    An entry with fewer than ``TRIM_FROM`` marks keeps them all: of three, one alone would decide.
    """
    return {
        entry: _mean(sorted(values)[1:-1] if len(values) >= TRIM_FROM else values)
        for entry, values in _by_entry(marks).items()
    }


def z_score(marks: Iterable[Mark]) -> dict[str, Fraction]:
    """The mean of an entry's standard scores (标准分), in points; these may lie below 0 or above 100."""
    return mean(standard_scores(marks))


def standard_scores(marks: Iterable[Mark]) -> list[Mark]:
    """Marks by which all judges have the same mean and standard deviation, those of all marks together.

    A judge whose marks are all equal, or only one, tells nothing apart, and gives every entry the mean.
    """
    known = sorted(marks)
    if not known:
        return []
    own = {judge: _spread(values) for judge, values in _grouped((mark.judge, mark.value) for mark in known).items()}
    middle, width = _spread([mark.value for mark in known])
    return [replace(mark, value=middle + width * _standard(mark.value, *own[mark.judge])) for mark in known]


def _standard(value: Fraction, middle: Fraction, width: Fraction) -> Fraction:
    return (value - middle) / width if width else Fraction(0)


def _spread(values: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Mean and sample standard deviation, the latter to the precision of a float; 0 of a single value."""
    if len(values) < 2:
        return _mean(values), Fraction(0)
    middle = _mean(values)
    variance = sum(((value - middle) ** 2 for value in values), start=Fraction(0)) / (len(values) - 1)
    return middle, Fraction(math.sqrt(variance))


PLAIN: Mapping[str, Method] = {"mean": mean, "trimmed_mean": trimmed_mean, "z_score": z_score}
"""The methods that anybody can follow with a pencil."""
METHODS = (*PLAIN, "adjusted")
"""All methods that are worked out side by side, in the order in which they are shown."""


def rounded(value: Fraction) -> Decimal:
    """Points to 0.01, halves upwards: the number that is shown and that places are made of."""
    return Decimal(math.floor(value * 100 + Fraction(1, 2))).scaleb(-2)


Key = tuple[Decimal, ...]
"""What places are made of: points to 0.01, then whatever decides between equal points, to 0.01 too."""


def places(keys: Mapping[str, Key]) -> dict[str, int]:
    """Places from 1, the highest key first; what is equal shares a place, and the next is left out (1, 2, 2, 4).

    Args:
        keys: By entry, all of one length.
    """
    first: dict[Key, int] = {}
    for place, key in enumerate(sorted(keys.values(), reverse=True), start=1):
        first.setdefault(key, place)
    return {entry: first[key] for entry, key in keys.items()}


def _by_entry(marks: Iterable[Mark]) -> Mapping[str, list[Fraction]]:
    return _grouped((mark.entry, mark.value) for mark in marks)


def _grouped(pairs: Iterable[tuple[str, Fraction]]) -> Mapping[str, list[Fraction]]:
    groups: defaultdict[str, list[Fraction]] = defaultdict(list)
    for name, value in pairs:
        groups[name].append(value)
    return groups


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, start=Fraction(0)) / len(values)
