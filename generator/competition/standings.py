"""A ranking with everything that its lists show. For organisers: it holds judges and marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator.competition.contenders import Contender
from generator.competition.marks import Assessment
from generator.competition.methods import Mark
from generator.competition.notes import Note
from generator.model.competitions import Category, Criterion

NO_MARKS = "no_marks"
FEW_MARKS = "few_marks"
TIE_AT_CUT = "tie_at_cut"
MARKS_LEFT_OUT = "marks_left_out"
FLAGS = (NO_MARKS, FEW_MARKS, TIE_AT_CUT, MARKS_LEFT_OUT)
"""What needs a look before the list is used; words under ``competition.flags``."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one method says of an entry: points (0 to 100) and the place within its category."""

    value: Fraction
    place: int


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry with its place, or None without a mark.

    ``results`` is by method and empty without a mark. ``contested`` names the prizes (empty: none) between which the
    committee must decide; then ``prize`` is empty.
    """

    contender: Contender
    place: int | None
    results: Mapping[str, Result]
    marks: tuple[Mark, ...]
    prize: str = ""
    contested: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def span(self) -> tuple[Fraction, Fraction] | None:
        """The lowest and the highest mark, in points."""
        values = [mark.value for mark in self.marks]
        return (min(values), max(values)) if values else None


@dataclass(frozen=True, slots=True)
class JudgeRecord:
    """A judge's work: ``marks`` that count, their ``mean`` and sample standard deviation ``spread`` in points.

    ``mean`` needs one mark, ``spread`` two. ``unit`` is a department or an affiliation.
    """

    id: str
    name: str
    unit: str
    marks: tuple[Mark, ...]
    mean: Fraction | None
    spread: float | None
    declined: int
    left_out: int

    @property
    def span(self) -> tuple[Fraction, Fraction] | None:
        """The lowest and the highest mark given, in points."""
        values = [mark.value for mark in self.marks]
        return (min(values), max(values)) if values else None


@dataclass(frozen=True, slots=True)
class Standings:
    """The ranking of a competition.

    ``method`` is what the rules declare, ``ordered_by`` the method that the list follows: another one only when this
    version does not have the declared one, and then ``notes`` says so. ``entries`` are in order of category (as in the
    rules), place, and id; those without a place come last in their category.
    """

    competition: str
    year: int
    method: str
    ordered_by: str
    criteria: tuple[Criterion, ...]
    reviews_per_entry: int
    categories: tuple[Category, ...]
    entries: tuple[Standing, ...]
    judges: tuple[JudgeRecord, ...]
    assessments: tuple[Assessment, ...]
    notes: tuple[Note, ...]
