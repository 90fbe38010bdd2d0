from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generator.competition.ranking import calibration
from generator.competition.ranking.calibration import calibrate
from tests.bench import judging
from tests.bench.judging import LARGE, SIMULATIONS, compare, read_panels, render_judging
from tests.bench.measure import CannotRunError

REPEATS = 8


@pytest.fixture(scope="module")
def simulated() -> dict[str, dict[str, dict[str, float]]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "LARGE", ())
        return {kind["contest"]: kind["methods"] for kind in compare([], REPEATS, lambda text: None)}


def test_the_calibrated_mark_is_far_better_than_the_mean_where_judges_differ(
    simulated: dict[str, dict[str, dict[str, float]]],
) -> None:
    scores = simulated["national"]
    assert scores["adjusted"]["tau"] >= scores["mean"]["tau"] + 0.06
    assert scores["adjusted"]["tau"] >= scores["z_score"]["tau"]
    assert scores["adjusted"]["first"] > scores["mean"]["first"]
    few = simulated["few marks a judge"]
    assert few["adjusted"]["tau"] >= max(few["mean"]["tau"], few["z_score"]["tau"])


def test_it_loses_nothing_where_they_do_not(simulated: dict[str, dict[str, dict[str, float]]]) -> None:
    scores = simulated["national, judges alike"]
    assert scores["adjusted"]["tau"] >= scores["mean"]["tau"] - 0.005
    assert scores["z_score"]["tau"] < scores["mean"]["tau"] - 0.005


def test_the_intervals_hold_the_truth_about_as_often_as_they_say(
    simulated: dict[str, dict[str, dict[str, float]]],
) -> None:
    for kind in SIMULATIONS:
        assert 0.85 <= simulated[kind.name]["adjusted"]["coverage"] <= 0.97, kind.name


def test_a_large_contest_takes_few_solutions(monkeypatch: pytest.MonkeyPatch) -> None:
    solved: list[object] = []
    solve = calibration.System.__init__

    def counted(system: calibration.System, *given: Any) -> None:
        solved.append(system)
        solve(system, *given)

    monkeypatch.setattr(calibration.System, "__init__", counted)
    contest = LARGE[0].contest(np.random.default_rng(1))
    calibrate(contest.marks)
    assert len(contest.marks.value) == 10_000
    assert len(solved) <= 150


def test_panels_are_read_whole(tmp_path: Path) -> None:
    rows = [
        f"{panel},{entry},{judge},{c},{5 + entry}"
        for panel in "PQ"
        for entry in range(4)
        for judge in "JKL"
        for c in "ab"
    ]
    write(tmp_path / "figure_skating_pcs.csv", "panel,entry,judge,criterion,score", rows)
    rows = [f"{entry},{judge},b1,{entry % 4},1" for entry in range(5) for judge in "JKL" if (entry, judge) != (2, "L")]
    write(tmp_path / "essays_immer03.csv", "entry,judge,criterion,score,multi", [*rows, "9,J,b1,3,0"])
    write(
        tmp_path / "nflx_video_quality.csv", "entry,judge,score", [f"{e},{j},{1 + e}" for e in range(5) for j in "JK"]
    )
    panels = {panel.name: panel for panel in read_panels(tmp_path)}
    assert list(panels) == ["skating P", "skating Q", "essays", "videos"]
    assert panels["skating Q"].truth.tolist() == [50, 60, 70, 80]
    assert panels["essays"].points.shape == (4, 3)
    assert panels["videos"].truth.tolist() == [0, 25, 50, 75, 100]


def write(file: Path, head: str, rows: list[str]) -> None:
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


def test_missing_panels_are_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError, match="panels"):
        read_panels(tmp_path)


def test_the_comparison_as_text_and_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "LARGE", ())
    monkeypatch.setattr(judging, "SIMULATIONS", SIMULATIONS[2:])
    compared = compare([], 1, lambda text: None)
    text = render_judging(compared, {"numpy": "2"}, "text")
    assert [line.split()[-5] for line in text.splitlines() if "adjusted" in line] == ["adjusted"]
    measured = json.loads(render_judging(compared, {"numpy": "2"}, "json"))["measured"]
    assert [(kind["contest"], list(kind["methods"])) for kind in measured] == [
        ("few marks a judge", ["mean", "trimmed_mean", "z_score", "adjusted"])
    ]
    assert measured[0]["methods"]["mean"]["coverage"] is None
