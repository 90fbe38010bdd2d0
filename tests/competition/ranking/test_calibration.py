"""Calibration against dense matrices, closed forms and what must not matter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.competition.ranking.calibration import Design, Judges, Marks, System, Variances, calibrate

CASES = json.loads((Path(__file__).parent / "cases" / "calibration.json").read_text(encoding="utf-8"))
SMALL = [
    ({"entries": 7, "judges": 4, "part": 0.7, "seed": 5}, Variances(50, 30, 0, 20)),
    ({"entries": 7, "judges": 4, "part": 0.7, "seed": 6}, Variances(50, 0, 0, 20)),
    ({"entries": 12, "judges": 3, "part": 0.5, "seed": 7}, Variances(2, 90, 0, 5)),
    ({"entries": 3, "judges": 9, "part": 0.9, "seed": 8}, Variances(400, 1, 0, 60)),
]


def drawn(entries: int, judges: int, part: float, seed: int, severity: float = 0.0, scale: float = 0.0) -> Marks:
    """Marks by chance: each judge marks each entry with a probability, every entry is marked once at least."""
    chance = np.random.default_rng(seed)
    chosen = chance.random((entries, judges)) < part
    chosen[np.arange(entries), chance.integers(0, judges, entries)] = True
    entry, judge = np.nonzero(chosen)
    merit, lenient = chance.normal(0, 10, entries), chance.normal(0, severity, judges)
    own = np.exp(chance.normal(0, scale, judges))
    value = 70 + lenient[judge] + own[judge] * merit[entry] + chance.normal(0, 6, len(entry))
    return Marks.of(entry, judge, value, entries, judges)


@pytest.mark.parametrize(("shape", "variances"), SMALL)
def test_the_absorbed_equations_equal_dense_matrices(shape: dict[str, Any], variances: Variances) -> None:
    marks, chance = drawn(**shape), np.random.default_rng(1)
    judges = Judges(
        np.zeros(marks.judges), chance.uniform(0.7, 1.3, marks.judges), chance.uniform(0.5, 2, marks.judges)
    )
    noise = variances.noise
    system = System(Design.of(marks, judges), variances.entry / noise, variances.severity / noise)
    each = np.arange(len(marks.value))
    merit, severity = np.zeros((len(each), marks.entries)), np.zeros((len(each), marks.judges))
    merit[each, marks.entry], severity[each, marks.judge] = judges.scale[marks.judge], 1
    total = variances.entry * merit @ merit.T + variances.severity * severity @ severity.T
    total += np.diag(noise * judges.noise[marks.judge])
    inverse, ones = np.linalg.inv(total), np.ones(len(each))
    projection = inverse - np.outer(inverse @ ones, ones @ inverse) / (ones @ inverse @ ones)
    level = ones @ inverse @ marks.value / (ones @ inverse @ ones)
    assert system.level == pytest.approx(level, abs=1e-8)
    assert system.merit == pytest.approx(variances.entry * merit.T @ projection @ marks.value, abs=1e-8)
    assert system.severity == pytest.approx(variances.severity * severity.T @ projection @ marks.value, abs=1e-8)
    error = variances.entry * np.eye(marks.entries) - variances.entry**2 * merit.T @ projection @ merit
    factor = system.noise / noise
    assert factor == pytest.approx(marks.value @ projection @ marks.value / (len(each) - 1), abs=1e-8)
    assert system.moments().merit / factor == pytest.approx(np.diag(error), abs=1e-8)
    centred = np.eye(marks.entries) - 1 / marks.entries
    assert system.moments().apart / factor == pytest.approx(np.diag(centred @ error @ centred), abs=1e-8)
    likeliest = total * factor
    given = np.linalg.slogdet(likeliest)[1] + np.log(ones @ np.linalg.inv(likeliest) @ ones)
    assert system.deviance == pytest.approx(given, abs=1e-8)
    draws = system.errors(100_000, np.random.RandomState(2))
    assert np.cov(draws.T) == pytest.approx(error * factor, abs=0.03 * np.max(error * factor))


@pytest.mark.parametrize(("shape", "variances"), SMALL)
def test_the_slope_is_that_of_the_deviance(shape: dict[str, Any], variances: Variances) -> None:
    marks = drawn(**shape)
    design = Design.of(marks, Judges(*np.zeros((1, marks.judges)), *np.ones((2, marks.judges))))
    ratios = np.array([r for r in (variances.entry, variances.severity) if r]) / variances.noise
    for number, slope in enumerate(System.of(design, ratios).slope):
        step = np.where(np.arange(len(ratios)) == number, 1e-5, 0)
        above, below = (System.of(design, ratios * np.exp(sign * step)).deviance for sign in (1, -1))
        assert slope == pytest.approx((above - below) / 2e-5, abs=1e-4)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_known_answers(case: dict[str, Any]) -> None:
    """Where every judge marks every entry, the likeliest variances are those of the analysis of variance."""
    points = np.array(case["marks"], dtype=float)
    entry, judge = (at.ravel() for at in np.indices(points.shape))
    found = calibrate(Marks.of(entry, judge, points.ravel(), *points.shape))
    for name, value in case["variances"].items():
        assert getattr(found.variances, name) == pytest.approx(value, rel=1e-4, abs=1e-6), name
    assert found.points == pytest.approx(case["points"], abs=1e-3)
    assert found.judges.severity == pytest.approx(case["severity"], abs=1e-3)


@given(st.integers(2, 12), st.integers(1, 8), st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_the_order_of_marks_changes_nothing(entries: int, judges: int, seed: int) -> None:
    marks = drawn(entries, judges, 0.6, seed, severity=8)
    order = np.random.default_rng(seed).permutation(len(marks.value))
    again = Marks.of(marks.entry[order], marks.judge[order], marks.value[order], entries, judges)
    one, other = calibrate(marks), calibrate(again)
    assert np.array_equal(one.points, other.points)
    assert np.array_equal(np.concatenate(list(one.draws(50, 1))), np.concatenate(list(other.draws(50, 1))))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_points_are_finite_whatever_the_marks(seed: int) -> None:
    chance = np.random.default_rng(seed)
    shape = drawn(int(chance.integers(1, 9)), int(chance.integers(1, 9)), chance.random(), seed)
    value = chance.choice([0.0, 50.0, 100.0], len(shape.value)) if seed % 2 else np.full(len(shape.value), 60.0)
    found = calibrate(Marks.of(shape.entry, shape.judge, value, shape.entries, shape.judges))
    assert np.isfinite(found.points).all()
    assert np.isfinite(found.error).all()
    assert 0 <= found.reliability <= 1


def test_where_judges_do_not_differ_the_order_is_that_of_the_means() -> None:
    alike = 0
    for seed in range(12):
        marks = drawn(60, 12, 1.0, seed)
        found = calibrate(marks)
        if found.variances.severity or found.variances.scale or np.ptp(found.judges.noise):
            continue  # by chance, these judges seem to differ
        means = np.bincount(marks.entry, marks.value) / np.bincount(marks.entry)
        assert np.array_equal(np.argsort(means), np.argsort(found.points))
        alike += 1
    assert alike >= 8


def test_judges_who_do_not_differ_are_seldom_taken_to_differ() -> None:
    corrected = 0
    for seed in range(60):
        found = calibrate(drawn(60, 12, 0.4, seed))
        corrected += bool(found.variances.severity or found.variances.scale or np.ptp(found.judges.noise))
    assert corrected <= 14  # three tests at 5 % each: 9 of 60 are expected, and more than 14 one time in fifty


def test_strict_and_lenient_judges_are_told_apart() -> None:
    marks = drawn(200, 12, 0.4, 3, severity=9, scale=0.25)
    found = calibrate(marks)
    assert found.variances.severity == pytest.approx(81, rel=0.7)
    assert found.variances.entry == pytest.approx(100, rel=0.35)
    assert found.variances.noise == pytest.approx(36, rel=0.25)
    assert found.variances.scale == pytest.approx(0.0625, rel=0.9)


def test_groups_are_told_by_their_judges() -> None:
    entry, judge = np.array([0, 0, 1, 2, 4, 4]), np.array([0, 1, 1, 3, 3, 2])
    marks = Marks.of(entry, judge, np.arange(6.0), 5, 4)
    assert marks.groups.tolist() == [0, 0, 1, 2, 1]


def test_without_marks_nothing_is_compared() -> None:
    none = np.zeros(0, np.int64)
    with pytest.raises(ValueError, match="no marks"):
        calibrate(Marks.of(none, none, np.zeros(0), 0, 0))
