from __future__ import annotations

import datetime as dt

import pytest

from generator.model.competitions import Competition, Timeline
from generator.pages.contests import stages

TIMELINE = Timeline(
    submissions_close=dt.date(2026, 11, 30),
    judging_closes=dt.date(2026, 12, 15),
    notice=(dt.date(2026, 12, 20), dt.date(2026, 12, 27)),
)


def competition(timeline: Timeline) -> Competition:
    return Competition("2026", "competitions/2026/competition.yml", 2026, (), (), (), (), timeline=timeline)


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2026-11-30", ["current", "coming", "coming", "coming"]),
        ("2026-12-01", ["done", "current", "coming", "coming"]),
        ("2026-12-18", ["done", "done", "current", "coming"]),
        ("2026-12-27", ["done", "done", "current", "coming"]),
        ("2026-12-28", ["done", "done", "done", "done"]),
    ],
)
def test_one_stage_is_current_until_the_announcement(day: str, states: list[str]) -> None:
    found = stages(competition(TIMELINE), dt.date.fromisoformat(day))
    assert [s.name for s in found] == ["submission", "judging", "notice", "announcement"]
    assert [s.state for s in found] == states


def test_rules_without_dates_have_no_stages_and_are_never_announced() -> None:
    silent = competition(Timeline())
    assert stages(silent, dt.date(2030, 1, 1)) == ()
    assert not silent.announced_on(dt.date(2030, 1, 1))


def test_the_result_is_public_from_the_day_after_the_notice() -> None:
    assert not competition(TIMELINE).announced_on(dt.date(2026, 12, 27))
    assert competition(TIMELINE).announced_on(dt.date(2026, 12, 28))
