"""The calibrated marks of a competition, by the names of entries and judges, and how sure they are."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import special

from generator.competition.ranking.calibration import Calibration, Marks, calibrate
from generator.competition.ranking.mark import Mark
from generator.competition.ranking.standings import SURE, Certainty
from generator.competition.ranking.votes import Share
from generator.model.competitions import Prize

SEED = 20260101
"""Of the random numbers; one for all competitions, so that nobody can choose it with an eye to the result."""
DRAWS = 4000
"""How often places are drawn."""
DISPUTED = 0.01
"""How often marks lie so far apart by chance that judges are said to disagree."""


@dataclass(frozen=True)
class Adjustment:
    """Calibrated marks of a competition.

    Attributes:
        entries: Ids of entries with a mark, sorted.
        judges: Ids of judges with a mark, sorted.
        marks: The marks by numbers of entries and judges.
        calibration: What they say.
    """

    entries: Sequence[str]
    judges: Sequence[str]
    marks: Marks
    calibration: Calibration

    @cached_property
    def points(self) -> Mapping[str, Fraction]:
        """Points by entry."""
        return dict(zip(self.entries, map(Fraction, self.calibration.points.tolist()), strict=True))

    @property
    def connected(self) -> bool:
        """Whether any two entries are linked by judges who have marks in common."""
        return int(self.marks.groups.max()) == 0

    @property
    def groups(self) -> Mapping[str, int]:
        """The number of each entry's group; entries of different ones share no judges, not even indirectly."""
        return dict(zip(self.entries, self.marks.groups.tolist(), strict=True))

    def expected(self, judge: str, entry: str) -> float:
        """The mark that a judge would be expected to give an entry."""
        judges, number = self.calibration.judges, self.judges.index(judge)
        merit = float(self.points[entry]) - self.calibration.level
        return float(self.calibration.level + judges.severity[number] + judges.scale[number] * merit)

    def without(self) -> Mapping[tuple[str, str], Fraction]:
        """The points that an entry would have without a mark, by entry and judge, all else being as it is."""
        points = self.calibration.points_without(self.marks)
        pairs = zip(self.marks.entry.tolist(), self.marks.judge.tolist(), points.tolist(), strict=True)
        return {(self.entries[entry], self.judges[judge]): Fraction(value) for entry, judge, value in pairs}

    def disputed(self) -> Iterator[str]:
        """Entries whose marks lie further apart than they would by chance in one of 100 cases."""
        calibration, marks = self.calibration, self.marks
        noise = calibration.variances.noise * calibration.judges.noise[marks.judge]
        squares = np.bincount(marks.entry, calibration.residual**2 / noise, marks.entries)
        counts = np.bincount(marks.entry, minlength=marks.entries)
        apart = (counts > 1) & (squares > special.chdtri(np.maximum(counts - 1, 1), DISPUTED))
        for number in np.flatnonzero(apart).tolist():
            yield self.entries[number]

    def certainties(
        self, entries: Iterable[str], prizes: Sequence[Prize], share: Share | None = None
    ) -> Mapping[str, Certainty]:
        """How sure the results of entries are that are ranked together for some prizes, the highest first.

        Readers' votes, which are what they are, move the points and make them vary less.
        """
        wanted = frozenset(entries)
        own = [number for number, entry in enumerate(self.entries) if entry in wanted]
        if not own:
            return {}
        share = share or Share()
        kept = 1 - float(share.weight)
        votes = np.array([float(share.weight * share.points.get(self.entries[number], 0)) for number in own])
        places = self._places(np.array(own), kept, votes)
        first, last = np.quantile(places, [(1 - SURE) / 2, (1 + SURE) / 2], axis=0, method="inverted_cdf")
        edges = np.cumsum([0, *(prize.count for prize in prizes)])
        chances = [((places > low) & (places <= high)).mean(axis=0) for low, high in itertools.pairwise(edges)]
        points = kept * self.calibration.points[own] + votes
        margin = kept * self.calibration.margin(SURE)[own]
        return {
            self.entries[number]: Certainty(
                low=float(points[at] - margin[at]),
                high=float(points[at] + margin[at]),
                first=int(first[at]),
                last=int(last[at]),
                prizes={prize.name: float(chance[at]) for prize, chance in zip(prizes, chances, strict=True)},
            )
            for at, number in enumerate(own)
        }

    def _places(self, own: NDArray[np.int64], kept: float, votes: NDArray[np.float64]) -> NDArray[np.uint32]:
        """Places drawn for some entries: DRAWS × entries.

        Args:
            own: Their numbers.
            kept: The share of the judges in the points.
            votes: What readers' votes add to the points of each.
        """
        found = []
        for drawn in self.calibration.draws(DRAWS, SEED):
            order = np.argsort(-(kept * drawn[:, own] + votes), axis=1)
            place = np.empty(order.shape, np.uint32)
            np.put_along_axis(place, order, np.arange(1, len(own) + 1, dtype=np.uint32)[None, :], axis=1)
            found.append(place)
        return np.concatenate(found)


def adjust(marks: Iterable[Mark]) -> Adjustment | None:
    """Calibrate the marks of a competition, in any order; None without a mark."""
    known = sorted(marks)
    if not known:
        return None
    entries, judges = (sorted({getattr(mark, name) for mark in known}) for name in ("entry", "judge"))
    numbers = {entry: n for n, entry in enumerate(entries)}, {judge: n for n, judge in enumerate(judges)}
    numbered = Marks.of(
        np.array([numbers[0][mark.entry] for mark in known]),
        np.array([numbers[1][mark.judge] for mark in known]),
        np.array([float(mark.value) for mark in known]),
        len(entries),
        len(judges),
    )
    return Adjustment(entries, judges, numbered, calibrate(numbered))
