from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from generator.model.competitions import Competition, Timeline
from generator.pages.stages import Standing, stages, standing

TIMELINE = Timeline(
    submissions_close=dt.date(2026, 11, 30),
    judging_opens=dt.date(2026, 12, 3),
    judging_closes=dt.date(2026, 12, 15),
    notice=(dt.date(2026, 12, 20), dt.date(2026, 12, 27)),
    announced=dt.date(2026, 12, 30),
)
WHOLE = ["submission", "preparation", "judging", "deliberation", "notice", "announcement"]


def competition(timeline: Timeline) -> Competition:
    return Competition("2026", "competitions/2026/competition.yml", 2026, (), (), (), (), timeline=timeline)


def at(day: str, timeline: Timeline = TIMELINE) -> tuple[list[str], Standing | None]:
    """The states of the stages, and where the competition stands."""
    today = dt.date.fromisoformat(day)
    listed = stages(competition(timeline), today)
    return [stage.state for stage in listed], standing(listed, today)


@pytest.mark.parametrize(
    ("day", "current", "name", "days"),
    [
        ("2026-09-01", 0, "submission", 90),
        ("2026-11-30", 0, "submission", 0),
        ("2026-12-01", 1, "preparation", 1),
        ("2026-12-02", 1, "preparation", 0),
        ("2026-12-03", 2, "judging", 12),
        ("2026-12-15", 2, "judging", 0),
        ("2026-12-16", 3, "deliberation", 3),
        ("2026-12-19", 3, "deliberation", 0),
        ("2026-12-20", 4, "notice", 7),
        ("2026-12-27", 4, "notice", 0),
        ("2026-12-28", 5, "announcement", 2),
        ("2026-12-29", 5, "announcement", 1),
        ("2026-12-30", 6, "announcement_over", None),
        ("2028-01-01", 6, "announcement_over", None),
    ],
)
def test_one_stage_after_the_other_is_current(day: str, current: int, name: str, days: int | None) -> None:
    states, found = at(day)
    expected = ["done"] * current + ["current", *["coming"] * 5]
    assert states == expected[:6]
    assert found == Standing(name, days)
    assert found.current is (days is not None)


def test_stages_are_in_order_and_know_their_days() -> None:
    listed = stages(competition(TIMELINE), dt.date(2026, 1, 1))
    assert [stage.name for stage in listed] == WHOLE
    spans = [(stage.first, stage.last) for stage in listed]
    for (_, last), (first, _) in pairwise(spans[:5]):
        assert last is not None and first == last + dt.timedelta(days=1)


def test_there_are_no_stages_of_no_days() -> None:
    near = Timeline(
        submissions_close=dt.date(2026, 11, 30),
        judging_closes=dt.date(2026, 12, 15),
        notice=(dt.date(2026, 12, 16), dt.date(2026, 12, 20)),
    )
    listed = stages(competition(near), dt.date(2026, 12, 1))
    assert [stage.name for stage in listed] == ["submission", "judging", "notice", "announcement"]
    assert at("2026-12-21", near) == (["done"] * 4, Standing("announcement_over"))


def test_rules_that_stop_half_way_leave_the_last_stage_over() -> None:
    half = Timeline(submissions_close=dt.date(2026, 11, 30), judging_closes=dt.date(2026, 12, 15))
    assert at("2026-12-16", half) == (["done", "done"], Standing("judging_over"))


def test_rules_without_days_have_no_stages_and_are_never_public() -> None:
    assert at("2030-01-01", Timeline()) == ([], None)
    assert not competition(Timeline()).noticed_on(dt.date(2030, 1, 1))


def test_the_result_is_announced_the_day_after_the_notice_where_no_day_is_named() -> None:
    silent = Timeline(notice=TIMELINE.notice)
    assert at("2026-12-27", silent) == (["current", "coming"], Standing("notice", 0))
    assert at("2026-12-28", silent) == (["done", "done"], Standing("announcement_over"))
