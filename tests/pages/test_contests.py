from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from generator.competition.outcome.results import Results
from generator.messages import catalogue
from generator.model.competitions import Timeline
from generator.model.library import Library
from generator.pages.cards import Cards
from generator.pages.contests import ContestCard, contest_pages
from generator.pages.page import Page
from tests.competition.builders import NAME, competition, entry, library

RULES = """
year: 2026
criteria: [{id: value, name: 应用价值, weight: 1}]
judges: [j1]
categories:
  - {name: 论文组, kinds: [papers]}
  - {name: 报告组, kinds: [reports]}
"""
TODAY = dt.date(2026, 12, 24)
NOTICE = Timeline(notice=(dt.date(2026, 12, 20), dt.date(2026, 12, 27)))
ENTRIES = [entry(f"{kind}/2026/{name}", authors=["p1"]) for kind, name in (("reports", "甲"), ("papers", "乙"))]


def made(known: Library, results: Mapping[str, Results] = {}, size: int = 20) -> dict[str, Page]:
    pages = contest_pages(Cards(known), results, catalogue("zh"), TODAY, size)
    return {page.address: page for page in pages}


def known(timeline: Timeline = NOTICE, entries: bool = True) -> Library:
    return library(ENTRIES if entries else [], replace(competition(RULES), timeline=timeline), {"p1": "d1"})


def test_rules_alone_make_a_page() -> None:
    pages = made(known(entries=False))
    assert list(pages) == ["competitions/", "competitions/2026/"]
    assert pages["competitions/2026/"].title == NAME


def test_without_competitions_there_is_no_page() -> None:
    assert made(Library()) == {}


def test_entries_are_listed_by_category_as_the_rules_have_them() -> None:
    pages = made(known(), size=1)
    first, second = (pages[f"competitions/2026/entries/{rest}"] for rest in ("", "page/2/"))
    assert [(name, [card.title for card in cards]) for name, cards in first.data["groups"]] == [("论文组", ["《乙》"])]
    assert [(name, [card.title for card in cards]) for name, cards in second.data["groups"]] == [("报告组", ["《甲》"])]


@pytest.mark.parametrize(
    ("timeline", "announced", "rest"),
    [
        (NOTICE, False, {"notice/"}),
        (NOTICE, True, {"notice/", "results/"}),
        (Timeline(announced=TODAY), True, {"results/"}),
    ],
)
def test_a_notice_and_a_result_have_their_pages(timeline: Timeline, announced: bool, rest: set[str]) -> None:
    pages = made(known(timeline), {NAME: Results(NAME, 2026, announced, ())})
    there = {address.removeprefix("competitions/2026/") for address in pages} & {"notice/", "results/"}
    assert there == rest
    card = pages["competitions/2026/"].data["contest"]
    assert isinstance(card, ContestCard)
    assert (bool(card.notice), bool(card.results)) == ("notice/" in rest, "results/" in rest)
