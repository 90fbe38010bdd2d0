"""What one judge gave one entry."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """What one judge gave one entry, all criteria together: ``value`` in points from 0 to 100."""

    entry: str
    judge: str
    value: Fraction


def exact(number: float) -> Fraction:
    """The decimal that was typed, rather than the binary number nearest to it.

    Raises:
        ValueError: The number is infinite or not a number.
    """
    return Fraction(str(float(number)))
