"""Marks of strict and lenient judges, made comparable: a linear mixed model. Numbers in, numbers out.

Judge j gives entry i the mark ``y_ij = μ + s_j + g_j·e_i + ε_ij``: a level, the judge's severity, the entry's merit on
the judge's own scale, and noise. Merit, severity and noise are normal with variances τ², ω² and σ²·v_j, and scales are
normal around 1 with variance γ². What counts is the best linear unbiased prediction of ``μ + e_i``.

Variances come from restricted maximum likelihood (https://en.wikipedia.org/wiki/Restricted_maximum_likelihood) by
Henderson's equations (https://doi.org/10.2307/2529430), from which the entries are absorbed: with n entries, m marks
each and J judges a solution takes n·m² + J³ steps, and memory for the marks and J². Scales and noises come from a few
steps of expectation and maximisation, drawn towards 1. A difference between judges is corrected only where the marks
show that there is one; where they show none, the order of entries with equally many marks is that of their means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize, sparse, special
from scipy.sparse import csgraph

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

DOUBT = 0.05
"""How often a difference is taken for one where judges do not differ at all."""
PRIOR_MARKS = 30
"""With so many marks of ordinary noise each judge's own noise is mixed."""
_ROUNDS = 6
"""Steps of expectation and maximisation."""
_LEAST, _MOST = 1e-3, 1e3
"""Between which the variances of merit and severity lie, as parts of the noise."""
_CHUNK = 1024
"""Entries, or draws, that are worked out together."""


@dataclass(frozen=True)
class Marks:
    """Marks in points: mark k is of entry ``entry[k]`` by judge ``judge[k]``, both numbered from 0.

    They are sorted by entry and judge, so that the order in which they came changes nothing, not even a rounding.
    """

    entry: Indices
    judge: Indices
    value: Numbers
    entries: int
    judges: int

    @classmethod
    def of(cls, entry: Indices, judge: Indices, value: Numbers, entries: int, judges: int) -> Marks:
        """Sort marks. There must be one at least, and one at most of each judge for each entry."""
        order = np.lexsort((judge, entry))
        return cls(entry[order], judge[order], value[order].astype(np.float64), entries, judges)

    @cached_property
    def groups(self) -> Indices:
        """To which group each entry belongs: those of different groups have no judges in common, not even indirectly.

        Groups are numbered in the order of their first entries; one without a mark is a group of its own.
        """
        size = self.entries + self.judges
        links = sparse.coo_array((np.ones(len(self.entry)), (self.entry, self.entries + self.judge)), (size, size))
        _, label = csgraph.connected_components(links, directed=False)
        _, first, group = np.unique(label[: self.entries], return_index=True, return_inverse=True)
        return np.argsort(np.argsort(first))[group].astype(np.int64)


@dataclass(frozen=True)
class Variances:
    """Variances, in points squared but for that of the scales: of merit, of severity, of scales, of noise."""

    entry: float
    severity: float
    scale: float
    noise: float


@dataclass(frozen=True)
class Judges:
    """How judges mark: severity in points (above 0: lenient), scale (1: as all), noise (its variance; 1: as all)."""

    severity: Numbers
    scale: Numbers
    noise: Numbers


@dataclass(frozen=True)
class Calibration:
    """What marks say when judges are made comparable.

    Attributes:
        variances: Variances.
        judges: How each judge marks.
        level: The mark of an average entry from an average judge.
        merit: By how many points each entry is above it.
        error: Standard deviations of the merits beside the mean of all, for what all share sets nobody apart.
        residual: What is left of each mark, in the order of the marks.
    """

    variances: Variances
    judges: Judges
    level: float
    merit: Numbers
    error: Numbers
    residual: Numbers
    _system: System

    @property
    def points(self) -> Numbers:
        """What each entry has earned, in points."""
        return self.level + self.merit

    @property
    def reliability(self) -> float:
        """How much of the differences between merits the marks settle, from 0 (nothing) to 1 (all)."""
        if not self.variances.entry:
            return 0.0
        return float(np.clip(1 - np.mean(self.error**2) / self.variances.entry, 0, 1))

    @property
    def freedom(self) -> int:
        """Marks beyond those that merits and severities take up: with few, the noise itself is not well known."""
        taken = len(self.merit) + (len(self.judges.severity) if self.variances.severity else 1)
        return max(1, len(self.residual) - taken)

    def margin(self, share: float) -> Numbers:
        """By how many points each result may be off, to either side, with a probability of ``share``."""
        return self.error * float(special.stdtrit(self.freedom, (1 + share) / 2))

    def points_without(self, marks: Marks) -> Numbers:
        """For each of the marks that were calibrated the points of its entry without it, all else being as it is."""
        merit, noise = self.merit[marks.entry], self.variances.noise * self.judges.noise[marks.judge]
        scale = self.judges.scale[marks.judge]
        known = np.bincount(marks.entry, scale**2 / noise, marks.entries) + 1 / self.variances.entry
        above = marks.value - self.level - self.judges.severity[marks.judge]
        left = known[marks.entry] - scale**2 / noise
        found: Numbers = self.level + (known[marks.entry] * merit - scale * above / noise) / left
        return found

    def draws(self, count: int, seed: int) -> Iterator[Numbers]:
        """Points that the entries may truly have earned, drawn from all that the marks leave open.

        Merits are drawn together, with all their covariances, from Student's distribution. The same seed gives the same
        draws, whatever the version of numpy: its RandomState is frozen
        (https://numpy.org/neps/nep-0019-rng-policy.html).

        Args:
            count: How many draws.
            seed: Of the random numbers.

        Yields:
            Some draws, each a row with the points of all entries.
        """
        chance = np.random.RandomState(seed)
        for begin in range(0, count, _CHUNK):
            errors = self._system.errors(min(_CHUNK, count - begin), chance)
            yield self.points + errors / np.sqrt(chance.chisquare(self.freedom, (len(errors), 1)) / self.freedom)


def calibrate(marks: Marks) -> Calibration:
    """Make judges comparable.

    Entries that no judge connects (see ``Marks.groups``) are compared as if their judges were alike on the whole.

    Raises:
        ValueError: There are no marks.
    """
    if not len(marks.value):
        raise ValueError("no marks")
    alike = np.ones(marks.judges)
    judges = Judges(np.zeros(marks.judges), alike, alike)
    system = _solved(marks, judges, None)
    moments = system.moments()
    scale, noise = moments.scale_variance(), moments.noise_differs()
    for _ in range(_ROUNDS if scale or noise else 0):
        system = _solved(marks, moments.judges(scale, noise), system)
        moments = system.moments()
        scale = moments.renewed_scale(scale) if scale else 0.0
    return Calibration(
        variances=replace(system.variances, scale=scale),
        judges=replace(system.design.judges, severity=system.severity),
        level=system.level,
        merit=system.merit,
        error=np.sqrt(np.maximum(moments.apart, 0)),
        residual=moments.residual,
        _system=system,
    )


# ---- Variances


def _solved(marks: Marks, judges: Judges, before: System | None) -> System:
    """The equations under which the marks are likeliest, without severity unless it makes them significantly likelier.

    ``before`` is the solution for other scales and noises, from which is set out, and which says whether judges differ
    in severity.
    """
    design = Design.of(marks, judges)
    if before is not None:
        return _likeliest(design, before.ratios)
    alike = _likeliest(design, np.ones(1))
    if marks.judges < 2:
        return alike
    apart = _likeliest(design, np.array([alike.entry, 1.0]))
    # A variance cannot be below 0, so without severity the gain is 0 in half of all cases, and else chi-squared
    # (https://doi.org/10.1080/01621459.1987.10478472).
    return apart if alike.deviance - apart.deviance > special.chdtri(1, 2 * DOUBT) else alike


def _likeliest(design: Design, start: Numbers) -> System:
    """The equations of the least deviance, sought from ratios of merit (and severity) to noise."""

    def deviance(logarithms: Numbers) -> tuple[float, Numbers]:
        system = System.of(design, np.exp(logarithms))
        return system.deviance, system.slope

    bounds = [(np.log(_LEAST), np.log(_MOST))] * len(start)
    options = {"ftol": 1e-15, "gtol": 1e-8, "maxiter": 200}
    found = optimize.minimize(
        deviance, np.clip(np.log(start), *bounds[0]), jac=True, method="L-BFGS-B", bounds=bounds, options=options
    )
    return System.of(design, np.exp(found.x))


def _sums(which: Indices, values: Numbers, count: int) -> Numbers:
    """The sums of the values with each number from 0."""
    return np.bincount(which, values, count).astype(np.float64, copy=False)


# ---- Henderson's equations


@dataclass(frozen=True)
class Design:
    """What stands in the equations whatever the variances: sums of weights of marks, by their unknowns and entries.

    The unknowns are the level and the severities of the judges; the weight of a mark is 1 / v_j.

    Attributes:
        value: Marks, less their mean.
        weight: Of each mark.
        cross: Σ w·g, entries × unknowns.
        square: Σ w·g² of each entry.
        own: Σ w·g·y of each entry.
        lead: Σ w, unknowns × unknowns.
        side: Σ w·y of each unknown.
    """

    marks: Marks
    judges: Judges
    value: Numbers
    weight: Numbers
    cross: sparse.csr_array
    square: Numbers
    own: Numbers
    lead: Numbers
    side: Numbers

    @classmethod
    def of(cls, marks: Marks, judges: Judges) -> Design:
        """Sum up marks of judges with known scales and noises."""
        value = marks.value - marks.value.mean()
        weight, scale = 1 / judges.noise[marks.judge], judges.scale[marks.judge]
        mass = _sums(marks.judge, weight, marks.judges)
        lead = np.diag(np.r_[mass.sum(), mass])
        lead[0, 1:] = lead[1:, 0] = mass
        rows, columns = np.r_[marks.entry, marks.entry], np.r_[np.zeros_like(marks.judge), 1 + marks.judge]
        cross = sparse.csr_array((np.tile(weight * scale, 2), (rows, columns)), (marks.entries, 1 + marks.judges))
        return cls(
            marks=marks,
            judges=judges,
            value=value,
            weight=weight,
            cross=cross,
            square=_sums(marks.entry, weight * scale**2, marks.entries),
            own=_sums(marks.entry, weight * scale * value, marks.entries),
            lead=lead,
            side=np.r_[weight @ value, _sums(marks.judge, weight * value, marks.judges)],
        )


class System:
    """Henderson's equations, the entries absorbed into level and severities, and their solution.

    All is in units of the noise. With D_i = Σ w·g² + 1/ratio of each entry the unknowns u follow from
    (lead + 1/ratio of severity - crossᵀ·D⁻¹·cross)·u = side - crossᵀ·D⁻¹·own, and merits are (own - cross·u) / D.
    """

    def __init__(self, design: Design, entry: float, severity: float) -> None:
        """Solve the equations for ratios of the variances of merit and severity to the noise; severity may be 0."""
        self.design, self.entry, self.severity_ratio = design, entry, severity
        self._kept = len(design.side) if severity else 1
        self._cross = design.cross if severity else design.cross[:, [0]]
        self._precision = design.square + 1 / entry
        lead = design.lead[: self._kept, : self._kept].copy()
        if severity:
            lead[np.arange(1, self._kept), np.arange(1, self._kept)] += 1 / severity
        self._factor = linalg.cho_factor(lead - self._absorbed(1), lower=True)
        side = design.side[: self._kept]
        self._solution = linalg.cho_solve(self._factor, side - self._cross.T @ (design.own / self._precision))
        self.merit: Numbers = (design.own - self._cross @ self._solution) / self._precision
        square = design.weight @ design.value**2 - side @ self._solution - design.own @ self.merit
        self.noise = max(float(square) / max(1, len(design.value) - 1), 1e-12)

    @classmethod
    def of(cls, design: Design, ratios: Numbers) -> System:
        """Solve for one ratio, that of merit, or two, that of severity as well."""
        return cls(design, float(ratios[0]), float(ratios[1]) if len(ratios) > 1 else 0.0)

    def _absorbed(self, power: int) -> Numbers:
        """The matrix crossᵀ·D⁻ᵖ·cross."""
        return np.asarray((self._cross.T @ (self._cross / (self._precision**power)[:, None])).toarray())

    @property
    def variances(self) -> Variances:
        """Variances with the likeliest noise."""
        return Variances(self.entry * self.noise, self.severity_ratio * self.noise, 0.0, self.noise)

    @property
    def ratios(self) -> Numbers:
        """Variances of merit and, where judges differ in it, of severity, in units of the noise."""
        return np.array([self.entry, self.severity_ratio] if self.severity_ratio else [self.entry])

    @property
    def level(self) -> float:
        """The mark of an average entry from an average judge."""
        return float(self._solution[0] + self.design.marks.value.mean())

    @property
    def severity(self) -> Numbers:
        """The severities of all judges."""
        return self._solution[1:] if self.severity_ratio else np.zeros(self.design.marks.judges)

    @property
    def deviance(self) -> float:
        """-2 times the restricted log-likelihood with the likeliest noise, but for a constant."""
        marks = self.design.marks
        solved = 2 * np.log(np.diag(self._factor[0])).sum() + np.log(self._precision).sum()
        given = marks.entries * np.log(self.entry) - np.log(self.design.weight).sum()
        if self.severity_ratio:
            given += marks.judges * np.log(self.severity_ratio)
        return float((len(marks.value) - 1) * np.log(self.noise) + solved + given)

    @property
    def slope(self) -> Numbers:
        """The derivative of the deviance by the logarithms of the ratios."""
        trace = (1 / self._precision).sum() + (self._inverse * self._absorbed(2)).sum()
        found = [len(self.merit) - (trace + self.merit @ self.merit / self.noise) / self.entry]
        if self.severity_ratio:
            trace = np.trace(self._inverse[1:, 1:])
            found.append(
                len(self.severity) - (trace + self.severity @ self.severity / self.noise) / self.severity_ratio
            )
        return np.array(found)

    @cached_property
    def _inverse(self) -> Numbers:
        return np.asarray(linalg.cho_solve(self._factor, np.eye(self._kept)))

    def errors(self, count: int, chance: np.random.RandomState) -> Numbers:
        """By how much merits may be off, drawn together: count × entries."""
        unknowns = linalg.solve_triangular(
            self._factor[0], chance.standard_normal((self._kept, count)), lower=True, trans="T"
        )
        own = chance.standard_normal((count, len(self.merit))) / np.sqrt(self._precision)
        return np.asarray(np.sqrt(self.noise) * (own - (self._cross @ unknowns).T / self._precision))

    def moments(self) -> Moments:
        """Means, variances and covariances of merits and of what judges add to them."""
        marks, inverse, own = self.design.marks, self._inverse, bool(self.severity_ratio)
        merit, mean, link = np.empty(marks.entries), np.empty(marks.entries), np.empty(len(marks.value))
        centre = self._cross.T @ (1 / self._precision) / marks.entries
        for begin in range(0, marks.entries, _CHUNK):
            cross = self._cross[begin : begin + _CHUNK]
            spread = cross @ inverse
            merit[begin : begin + _CHUNK] = cross.multiply(spread).sum(axis=1)
            mean[begin : begin + _CHUNK] = spread @ centre
            first, last = np.searchsorted(marks.entry, [begin, begin + _CHUNK])
            rows, judges = marks.entry[first:last] - begin, marks.judge[first:last]
            link[first:last] = spread[rows, 0] + (spread[rows, 1 + judges] if own else 0)
        added = np.full(marks.judges, inverse[0, 0])
        if own:
            added += 2 * inverse[0, 1:] + np.diag(inverse)[1:]
        variance = 1 / self._precision + merit / self._precision**2
        with_mean = (1 / marks.entries + mean) / self._precision
        return Moments(
            system=self,
            merit=self.noise * variance,
            apart=self.noise * (variance - 2 * with_mean + with_mean.mean()),
            added=self.noise * added[marks.judge],
            link=-self.noise * link / self._precision[marks.entry],
            above=marks.value - self.level - self.severity[marks.judge],
        )


# ---- How judges mark


@dataclass(frozen=True)
class Moments:
    """What is known of merits and judges once the equations are solved.

    Attributes:
        system: The equations.
        merit: The variance of each entry's merit.
        apart: The variance of each entry's merit less the mean of all.
        added: For each mark the variance of level and severity together,
        link: and their covariance with the merit.
        above: How far each mark is above level and severity.
    """

    system: System
    merit: Numbers
    apart: Numbers
    added: Numbers
    link: Numbers
    above: Numbers

    @property
    def _marks(self) -> Marks:
        return self.system.design.marks

    @property
    def _judges(self) -> Judges:
        return self.system.design.judges

    @property
    def residual(self) -> Numbers:
        """What is left of each mark."""
        return self.above - self._scale * self._merit

    @property
    def _scale(self) -> Numbers:
        return self._judges.scale[self._marks.judge]

    @property
    def _merit(self) -> Numbers:
        return self.system.merit[self._marks.entry]

    @property
    def _variance(self) -> Numbers:
        """The variance of each mark's merit."""
        return self.merit[self._marks.entry]

    @property
    def _left(self) -> Numbers:
        """The variance of what is left of each mark."""
        return self.added + self._scale**2 * self._variance + 2 * self._scale * self.link

    @property
    def _weight(self) -> Numbers:
        noise = self._judges.noise[self._marks.judge]
        return 1 / (self.system.noise * noise)

    def _by_judge(self, values: Numbers) -> Numbers:
        return _sums(self._marks.judge, values, self._marks.judges)

    def judges(self, scale: float, noise: bool) -> Judges:
        """How judges mark by one step of expectation and maximisation.

        Args:
            scale: The variance of scales; 0: all are 1.
            noise: Whether judges are noisy to different degrees.
        """
        ones = np.ones(self._marks.judges)
        found = ones
        if scale:
            upper = self._by_judge(self._weight * (self.above * self._merit - self.link)) + 1 / scale
            found = upper / (self._by_judge(self._weight * (self._merit**2 + self._variance)) + 1 / scale)
            found = np.maximum(found, 0.1)
            found = found / found.mean()
        squares = self._by_judge((self.residual**2 + self._left) / self.system.noise)
        own = (PRIOR_MARKS + squares) / (PRIOR_MARKS + self._by_judge(np.ones(len(self.above)))) if noise else ones
        return Judges(self.system.severity, found, own)

    def _scale_scores(self) -> tuple[Numbers, Numbers]:
        """How steeply the likelihood rises with each judge's scale, and how much the marks say of it.

        The information is that of complete data less what is missing of it (https://doi.org/10.2307/2345828).
        """
        weight, merit, variance, link = self._weight, self._merit, self._variance, -self.link
        # ``link`` is now the covariance of what stands above level and severity with the merit.
        scale = self._scale
        rest = self.residual
        score = self._by_judge(weight * (rest * merit + link - scale * variance))
        shared = link - scale * variance
        missing = (
            merit**2 * self._left + rest**2 * variance + 2 * rest * merit * shared + variance * self._left + shared**2
        )
        known = self._by_judge(weight * (merit**2 + variance) - weight**2 * missing)
        return score, np.maximum(known, 1e-12)

    def scale_variance(self) -> float:
        """The variance of scales by moments, as in https://doi.org/10.1016/0197-2456(86)90046-2; 0 without evidence."""
        score, known = self._scale_scores()
        squares = float(np.sum(score**2 / known))
        if squares <= special.chdtri(self._marks.judges, DOUBT):
            return 0.0
        return float(max(1e-4, (squares - self._marks.judges) / np.sum(known)))

    def renewed_scale(self, scale: float) -> float:
        """The variance of scales by one step of expectation and maximisation."""
        _, known = self._scale_scores()
        return float(np.mean((self._judges.scale - 1) ** 2 + 1 / (known + 1 / scale)))

    def noise_differs(self) -> bool:
        """Whether marks of different judges are noisy to different degrees."""
        relative = self.residual**2 / self.system.noise
        left = self._left / self.system.noise
        score = self._by_judge((relative + left - 1) / 2)
        known = self._by_judge(0.5 - left**2 / 2 - relative * left)
        squares = float(np.sum(score**2 / np.maximum(known, 1e-12)))
        return bool(squares > special.chdtri(self._marks.judges, DOUBT))
