"""How near methods of ranking come to the truth: real panels of which most marks are hidden, and made-up contests."""

from __future__ import annotations

import csv
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from generator.competition.ranking.calibration import Calibration, Marks, calibrate
from generator.competition.ranking.mark import Mark, exact
from generator.competition.ranking.methods import PLAIN
from generator.competition.ranking.standings import SURE
from tests.bench.measure import CannotRunError
from tests.bench.report import machine, table

Numbers = NDArray[np.float64]

SEED = 20261125
JUDGES, KEPT = 10, 3
"""Judges who are taken of a panel, and marks that are kept of each entry."""
SEVERITY = 8.0
"""The standard deviation of what is added to each judge's marks, in points."""
_FIRST = 10


@dataclass(frozen=True)
class Panel:
    """Marks in points, entries × judges, all of them known; ``truth`` is what each entry is worth."""

    name: str
    points: Numbers
    truth: Numbers


@dataclass(frozen=True)
class Contest:
    """Marks that are known, and what the entries are worth."""

    marks: Marks
    truth: Numbers


@dataclass(frozen=True)
class Score:
    """How near a method comes in one contest.

    Attributes:
        tau: Kendall's tau-b with the truth.
        first: The part of the first ten that are among the first ten in truth.
        coverage: The part of 90 % intervals that hold the truth; None without intervals.
        seconds: Time taken.
    """

    tau: float
    first: float
    coverage: float | None
    seconds: float


def read_panels(folder: Path) -> list[Panel]:
    """The panels of shared/judging, each with marks of all its judges for all its entries.

    Raises:
        CannotRunError: A file is missing.
    """
    try:
        skating = _columns(folder / "figure_skating_pcs.csv")
        essays = [row for row in _columns(folder / "essays_immer03.csv") if row["multi"] == "1"]
        videos = _columns(folder / "nflx_video_quality.csv")
    except OSError as error:
        raise CannotRunError(f"cannot read the panels: {error}") from None
    by_panel: defaultdict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in skating:
        by_panel[row["panel"]].append(row)
    panels = [_panel(f"skating {name}", rows, 0, 10) for name, rows in sorted(by_panel.items())]
    return [*panels, _panel("essays", essays, 0, 3), _panel("videos", videos, 1, 5)]


def _columns(file: Path) -> list[Mapping[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _panel(name: str, rows: Sequence[Mapping[str, str]], least: float, most: float) -> Panel:
    """The mean of all criteria in points; entries and judges with a gap are left out, those with most gaps first."""
    entries = sorted({row["entry"] for row in rows})
    judges = sorted({row["judge"] for row in rows})
    sums, counts = np.zeros((2, len(entries), len(judges)))
    for row in rows:
        at = entries.index(row["entry"]), judges.index(row["judge"])
        sums[at] += (float(row["score"]) - least) / (most - least) * 100
        counts[at] += 1
    full = counts == counts.max()
    while not full.all():
        gaps = [(~full).mean(axis=1 - axis) for axis in (0, 1)]
        axis = int(gaps[1].max() > gaps[0].max())
        keep = np.arange(full.shape[axis]) != gaps[axis].argmax()
        sums, counts, full = (values.compress(keep, axis) for values in (sums, counts, full))
    points = sums / counts
    return Panel(name, points, points.mean(axis=1))


def hidden(panel: Panel, chance: np.random.Generator, severity: float) -> Contest:
    """A contest of some judges of a panel, of whose marks few are kept, each judge made lenient or strict."""
    judges = chance.permutation(panel.points.shape[1])[:JUDGES]
    chosen = panel.points[:, judges] + chance.normal(0, severity, len(judges))
    entry, judge = assigned(len(chosen), len(judges), KEPT, chance)
    return Contest(Marks.of(entry, judge, chosen[entry, judge], *chosen.shape), panel.truth)


def assigned(entries: int, judges: int, each: int, chance: np.random.Generator) -> tuple[NDArray[np.int64], ...]:
    """Judges for entries, ``each`` a number of different ones, as evenly as can be: entry and judge of every mark."""
    load = np.zeros(judges)
    found = []
    for entry in chance.permutation(entries):
        for judge in np.lexsort((chance.random(judges), load))[:each]:
            load[judge] += 1
            found.append((entry, judge))
    entry, judge = np.array(found, np.int64).T
    return entry, judge


@dataclass(frozen=True)
class Simulation:
    """A contest by chance: how many entries, judges and marks of each entry; standard deviations in points."""

    name: str
    entries: int
    judges: int
    each: int
    entry: float = 13.8
    severity: float = 9.1
    noise: float = 7.5
    log_scale: float = 0.24

    def contest(self, chance: np.random.Generator) -> Contest:
        """Draw one."""
        truth = chance.normal(0, self.entry, self.entries)
        severity = chance.normal(0, self.severity, self.judges)
        scale = np.exp(chance.normal(0, self.log_scale, self.judges))
        entry, judge = assigned(self.entries, self.judges, self.each, chance)
        value = 70 + severity[judge] + scale[judge] * truth[entry] + chance.normal(0, self.noise, len(entry))
        return Contest(Marks.of(entry, judge, value, self.entries, self.judges), truth)


SIMULATIONS = (
    Simulation("national", 300, 30, 3),
    Simulation("national, judges alike", 300, 30, 3, severity=0, log_scale=0),
    Simulation("few marks a judge", 40, 12, 3),
)
LARGE = (Simulation("2,000 x 100 x 5", 2000, 100, 5), Simulation("20,000 x 500 x 5", 20000, 500, 5))


def _plain(method: Callable[[list[Mark]], Mapping[str, object]]) -> Callable[[Marks], tuple[Numbers, None]]:
    def points(marks: Marks) -> tuple[Numbers, None]:
        rows = zip(marks.entry.tolist(), marks.judge.tolist(), marks.value.tolist(), strict=True)
        found = method([Mark(str(entry), str(judge), exact(value)) for entry, judge, value in rows])
        return np.array([float(found[str(entry)]) for entry in range(marks.entries)]), None  # type: ignore[arg-type]

    return points


def _adjusted(marks: Marks) -> tuple[Numbers, Calibration]:
    found = calibrate(marks)
    return found.points, found


METHODS: Mapping[str, Callable[[Marks], tuple[Numbers, Calibration | None]]] = {
    **{name: _plain(method) for name, method in PLAIN.items()},
    "adjusted": _adjusted,
}


def scored(contest: Contest, method: str) -> Score:
    """How near a method comes."""
    begun = time.perf_counter()
    points, calibration = METHODS[method](contest.marks)
    seconds = time.perf_counter() - begun
    truth = contest.truth
    best, true = (set(np.argsort(-values, kind="stable")[:_FIRST].tolist()) for values in (points, truth))
    coverage = None
    if calibration is not None:
        off = (truth - truth.mean()) - (points - points.mean())
        coverage = float(np.mean(np.abs(off) <= calibration.margin(SURE)))
    return Score(float(stats.kendalltau(points, truth).statistic), len(best & true) / len(true), coverage, seconds)


def contests(panels: Sequence[Panel], repeats: int) -> Iterator[tuple[str, list[Contest]]]:
    """Every kind of contest with its name, so many of each; a panel of skating is one of many."""
    kinds: defaultdict[str, list[Panel]] = defaultdict(list)
    for panel in panels:
        kinds[panel.name.split()[0]].append(panel)
    for kind, own in kinds.items():
        for name, severity in ((kind, 0.0), (f"{kind}, severity added", SEVERITY)):
            chance = np.random.default_rng(SEED)
            yield name, [hidden(own[number % len(own)], chance, severity) for number in range(repeats)]
    for simulation in SIMULATIONS:
        chance = np.random.default_rng(SEED)
        yield simulation.name, [simulation.contest(chance) for _ in range(repeats)]


def compare(panels: Sequence[Panel], repeats: int, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Means of the scores of all methods for every kind of contest, and for two large ones, as they stand in JSON."""
    found = []
    for name, own in contests(panels, repeats):
        say(f"{name}: {len(own)} contests ...")
        found.append(_compared(name, own))
    for simulation in LARGE:
        say(f"{simulation.name} ...")
        found.append(_compared(simulation.name, [simulation.contest(np.random.default_rng(SEED))]))
    return found


def _compared(name: str, own: Sequence[Contest]) -> dict[str, Any]:
    methods = {}
    for method in METHODS:
        scores = [scored(contest, method) for contest in own]
        methods[method] = {
            field.name: statistics.fmean(values) if None not in values else None
            for field in fields(Score)
            for values in [[getattr(score, field.name) for score in scores]]
        }
    return {"contest": name, "contests": len(own), "methods": methods}


def render_judging(compared: Sequence[Mapping[str, Any]], versions: Mapping[str, str | None], form: str) -> str:
    """The comparison as ``text`` or ``json``, without a line break at its end."""
    head = {"command": "judging", "machine": machine(), "versions": dict(versions)}
    if form == "json":
        return json.dumps({**head, "measured": list(compared)}, ensure_ascii=False, indent=2)
    rows = [["contest", "method", "tau", "first ten", "coverage", "seconds"]]
    for kind in compared:
        for method, score in kind["methods"].items():
            coverage = "" if score["coverage"] is None else f"{score['coverage']:.3f}"
            name = kind["contest"] if method == next(iter(kind["methods"])) else ""
            tau, first, seconds = (f"{score[key]:.3f}" for key in ("tau", "first", "seconds"))
            rows.append([name, method, tau, first, coverage, seconds])
    return "\n".join([*table(rows), "", *_NOTES])


_NOTES = (
    f"Panels: of {JUDGES} judges, or all, {KEPT} marks of each entry are kept; the truth is the mean of all judges.",
    f"Severity added: to each judge's marks a number with a standard deviation of {SEVERITY:g} points of 100.",
    "Simulated: standard deviations in points: merit 13.8, severity 9.1, noise 7.5; of logarithms of scales 0.24.",
    "Coverage: the part of 90 % intervals of the calibrated mark that hold the truth, both less their means.",
)
