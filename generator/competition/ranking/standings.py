"""A ranking with everything that its lists show. For organisers: it holds judges and marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.competition.contenders import Contender
from generator.competition.notes import Note
from generator.competition.ranking.audit import Audit
from generator.competition.ranking.mark import Mark
from generator.competition.ranking.marks import Assessment
from generator.competition.ranking.votes import Tally
from generator.model.competitions import Category, Criterion
from generator.model.proceedings import Decisions

if TYPE_CHECKING:
    from generator.competition.ranking.calibration import Variances  # SciPy is loaded by those only who work it out

NO_MARKS = "no_marks"
FEW_MARKS = "few_marks"
TIE_AT_CUT = "tie_at_cut"
MARKS_LEFT_OUT = "marks_left_out"
DISAGREEMENT = "disagreement"
ONE_MARK = "one_mark"
NOT_CONNECTED = "not_connected"
FLAGS = (NO_MARKS, FEW_MARKS, TIE_AT_CUT, MARKS_LEFT_OUT, DISAGREEMENT, ONE_MARK, NOT_CONNECTED)
"""What needs a look before the list is used; words under ``competition.flags``."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one method says of an entry: points (0 to 100) and the place within its category.

    Readers' votes, where they count, are part of the points.
    """

    value: Fraction
    place: int


SURE = 0.9
"""How sure a range is."""
OPEN = (0.1, 0.9)
"""The marks leave a prize open if the chance of it lies between these (边界组)."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure a result is: what lies within the bounds holds with probability SURE.

    ``low`` and ``high`` are points, ``first`` and ``last`` places among the entries ranked together; ``prizes`` are the
    chances of getting each prize, by name.
    """

    low: float
    high: float
    first: int
    last: int
    prizes: Mapping[str, float]

    @property
    def borderline(self) -> bool:
        """Whether the marks leave it open if the entry gets some prize."""
        least, most = OPEN
        return any(least < chance < most for chance in self.prizes.values())


@dataclass(frozen=True, slots=True)
class FinalAward:
    """An entry's prize (empty: none). ``reason`` is the committee's, where it departs from the list or settles a tie.

    ``undecided``: the entry shares a place across a quota's edge, and the committee has not settled it yet.
    """

    prize: str = ""
    reason: str = ""
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry with its place, or None without a mark.

    ``results`` is by method and empty without a mark; ``certainty`` is that of the calibrated mark. ``votes`` are
    readers' votes, ``vote_points`` what these come to beside those of the same category, None where votes do not count.
    ``tie_values`` is what it has of each tie break, to 0.01, ``decided_by`` names those that told it from entries of
    equal points. ``contested`` names the prizes (empty:
    none) between which the committee must decide; then ``prize`` is empty. ``final`` is the prize in the end, once the
    committee has decided on anything.
    """

    contender: Contender
    place: int | None
    results: Mapping[str, Result]
    marks: tuple[Mark, ...]
    certainty: Certainty | None = None
    prize: str = ""
    contested: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    votes: int = 0
    vote_points: Fraction | None = None
    tie_values: tuple[Decimal, ...] = ()
    decided_by: tuple[str, ...] = ()
    final: FinalAward | None = None

    @property
    def span(self) -> tuple[Fraction, Fraction] | None:
        """The lowest and the highest mark, in points."""
        values = [mark.value for mark in self.marks]
        return (min(values), max(values)) if values else None


@dataclass(frozen=True, slots=True)
class Manner:
    """How a judge marks, as the calibration finds it.

    Attributes:
        severity: By how many points the judge's marks are above what others give (below 0: strict).
        scale: How far the judge sets entries apart (1: as far as others).
        noise: How much of the judge's marks is chance (its variance; 1: as much as of others').
        fit: Correlation of the judge's marks with the points of the entries; None with fewer than three marks.
        own_group: By how many points the judge put entries of the own department above what would be expected. Such
            marks never count; None where there are none.
    """

    severity: float
    scale: float
    noise: float
    fit: float | None
    own_group: float | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """What the marks as a whole settle.

    Attributes:
        variances: Of merit, severity and noise in points squared, and of scales.
        share: How much of the differences between entries the marks settle, from 0 (nothing) to 1 (all).
        connected: Whether judges in common link all entries.
        seed: Of the random numbers from which places are drawn.
        draws: How often they are drawn.
    """

    variances: Variances
    share: float
    connected: bool
    seed: int
    draws: int


@dataclass(frozen=True, slots=True)
class JudgeRecord:
    """A judge's work: ``marks`` that count, their ``mean`` and sample standard deviation ``spread`` in points.

    ``mean`` needs one mark, ``spread`` two. ``unit`` is a department or an affiliation. ``declined`` and
    ``left_out`` count the entries from which the judge stepped back and the scores that do not count; None where that
    may not be told. ``manner`` says how the judge marks, beside the others.
    """

    id: str
    name: str
    unit: str
    marks: tuple[Mark, ...]
    mean: Fraction | None
    spread: float | None
    declined: int | None
    left_out: int | None
    manner: Manner | None = None

    @property
    def span(self) -> tuple[Fraction, Fraction] | None:
        """The lowest and the highest mark given, in points."""
        values = [mark.value for mark in self.marks]
        return (min(values), max(values)) if values else None


@dataclass(frozen=True, slots=True)
class Standings:
    """The ranking of a competition.

    The list follows ``method``, which the rules declare. ``entries`` are in order of category (as in the rules), place,
    and id; those without a place come last in their category. ``ties`` is what decides between equal points, in order.
    ``input_hash`` is of all that the ranking is made from; ``reliability`` is None without a mark, ``audit`` where
    nobody asked when files were changed, ``decisions`` where the committee has taken none.
    """

    competition: str
    year: int
    method: str
    criteria: tuple[Criterion, ...]
    reviews_per_entry: int
    categories: tuple[Category, ...]
    entries: tuple[Standing, ...]
    judges: tuple[JudgeRecord, ...]
    assessments: tuple[Assessment, ...]
    input_hash: str
    notes: tuple[Note, ...] = ()
    reliability: Reliability | None = None
    ties: tuple[str, ...] = ()
    tally: Tally = field(default_factory=Tally)
    audit: Audit | None = None
    decisions: Decisions | None = None
