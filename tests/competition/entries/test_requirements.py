"""What the rules ask of entries, and what Git knows of the day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from generator.competition.entries.requirements import deadline, length, requirements, too_many
from generator.model.articles import Paper, Report
from generator.model.competitions import Competition
from generator.sources.history import FileHistory
from generator.sources.markdown import convert
from tests.competition.builders import competition, entry, library

SHANGHAI = ZoneInfo("Asia/Shanghai")
RULES = """
year: 2026
criteria: [{{id: value, name: 应用价值, weight: 1}}]
judges: [j1]
prizes: [{{name: 一等奖, count: 1}}]
timeline: {{submissions_close: 2026-11-10}}
limits: {limits}
"""


def rules(limits: str = "{}") -> Competition:
    return competition(RULES.format(limits=limits))


def made(text: str = "正文", **fields: Any) -> Report | Paper:
    return replace(entry("reports/2026/a", authors=["li"], **fields), body=convert(text, "reports/2026/a"), body_line=7)


@pytest.mark.parametrize(
    ("text", "limits", "kinds"),
    [
        ("", "{least: 3}", ["empty"]),
        ("![图](a.png)", "{}", ["empty"]),
        ("二字", "{least: 3}", ["short"]),
        ("三个字", "{least: 3, most: 3}", []),
        ("四个字了", "{least: 3, most: 3}", ["long"]),
        ("Two words", "{least: 2, most: 2}", []),
        ("多少字都行", "{}", []),
    ],
)
def test_length_is_counted_as_the_site_counts_it(text: str, limits: str, kinds: list[str]) -> None:
    assert [found.kind for found in length(made(text), rules(limits))] == kinds


def test_an_entry_is_of_the_year_and_has_an_author_on_the_staff_list() -> None:
    known = library([], None, {"li": "home"})

    def kinds(entry: Report | Paper) -> list[str]:
        return [found.kind for found in requirements(entry, rules(), known)]

    assert kinds(made()) == []
    assert kinds(made(draft=True)) == ["draft"]
    assert kinds(made(date=dt.date(2025, 12, 31))) == ["other-year"]
    guest, staff = {"name": "李", "affiliation": "大学"}, "li"
    assert kinds(entry("reports/2026/a", authors=[guest])) == ["no-staff"]
    assert kinds(entry("reports/2026/a", authors=[guest, staff])) == []


def test_only_first_authors_and_finished_entries_count() -> None:
    entries = [
        entry("papers/2026/a", authors=["li", "wu"]),
        entry("reports/2026/b", authors=["li"]),
        entry("reports/2026/c", authors=["wu", "li"]),
        entry("reports/2026/d", authors=["wu"], draft=True),
        entry("reports/2026/e", authors=["wu"], competition="2025"),
    ]
    known = library(entries, rules("{per_author: 1}"), {"li": "home", "wu": "home"})
    found = too_many(known, known.competitions["2026"])
    assert sorted(found) == ["papers/2026/a", "reports/2026/b"]
    assert dict(found["papers/2026/a"].params) == {"author": "某li", "count": "2", "limit": "1"}
    assert too_many(known, rules()) == {}


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("created", "updated", "kinds"),
    [
        ("2026-11-10T23:59:59+08:00", "2026-11-10T23:59:59+08:00", []),
        ("2026-11-10T15:59:59+00:00", "2026-11-10T15:59:59+00:00", []),
        ("2026-11-10T16:00:00+00:00", "2026-11-10T16:00:00+00:00", ["late"]),
        ("2026-11-11T00:00:00+08:00", "2026-11-12T00:00:00+08:00", ["late"]),
        ("2026-11-01T00:00:00+08:00", "2026-11-11T00:00:00+08:00", ["changed"]),
        ("2026-11-11T05:00:00+14:00", "2026-11-11T05:00:00+14:00", []),
    ],
)
def test_the_last_day_ends_at_midnight_where_the_organisation_is(created: str, updated: str, kinds: list[str]) -> None:
    past = FileHistory(moment(created), moment(updated), (), 2)
    assert [found.kind for found in deadline(made(history=past), rules(), SHANGHAI)] == kinds


def test_the_time_is_told_in_the_organisations_time_zone() -> None:
    past = FileHistory(moment("2026-11-01T00:00:00+00:00"), moment("2026-11-30T20:15:00+00:00"), (), 2)
    (found,) = deadline(made(history=past), rules(), SHANGHAI)
    assert dict(found.params) == {"time": "2026-12-01 04:15", "closes": "2026-11-10"}


def test_without_history_nothing_is_claimed() -> None:
    (found,) = deadline(made(), rules(), SHANGHAI)
    assert (found.kind, found.mend) == ("no-history", False)
    assert (
        list(deadline(made(), replace(rules(), timeline=replace(rules().timeline, submissions_close=None)), SHANGHAI))
        == []
    )
