from __future__ import annotations

import datetime as dt

import pytest

from generator.competition.outcome.results import PublicCategory, PublicEntry, Results
from generator.model.competitions import Competition, Timeline
from generator.model.library import Library
from generator.pages.cards import Award, Cards
from generator.pages.honours import NEWS, awards_of, honours, newly_announced, prize_list
from tests.competition.builders import entry


def winner(name: str, place: int, prize: str, year: int = 2026) -> PublicEntry:
    return PublicEntry(f"reports/{year}/{name}", f"《{name}》", (), "", place, prize)


def result(year: int, announced: bool, *entries: PublicEntry) -> Results:
    return Results(str(year), year, announced, (PublicCategory("", ("一等奖", "二等奖"), entries),))


LATEST = result(2026, True, winner("甲", 2, "二等奖"), winner("乙", 1, "一等奖"), winner("丙", 3, ""))
EARLIER = result(2025, True, winner("丁", 1, "二等奖", 2025))


def test_prizes_are_on_articles_only_when_they_are_announced() -> None:
    award = Award("一等奖", 2026, "competitions/2026/results/")
    assert awards_of([LATEST])["reports/2026/乙"] == award
    assert "reports/2026/丙" not in awards_of([LATEST])
    assert awards_of([result(2026, False, *LATEST.categories[0].entries)]) == {}


def test_prizes_are_told_by_year_the_best_first() -> None:
    works = [entry("reports/2025/丁"), *(entry(f"reports/2026/{name}") for name in "甲乙丙")]
    cards = Cards(Library(articles=tuple(works)), awards_of([EARLIER, LATEST]))
    found = [(year, [card.id for card in group]) for year, group in honours(works, cards)]
    assert found == [(2026, ["reports/2026/乙", "reports/2026/甲"]), (2025, ["reports/2025/丁"])]
    assert honours(works[3:], cards) == []


def test_a_prize_that_the_rules_do_not_name_comes_last() -> None:
    category = PublicCategory("", ("一等奖",), (winner("甲", 1, "特别奖"), winner("乙", 2, "一等奖")))
    assert [prize for prize, _ in prize_list(category)] == ["一等奖", "特别奖"]


DAY = dt.date(2026, 12, 20)


@pytest.mark.parametrize(
    ("today", "year"),
    [(DAY, 2026), (DAY + NEWS - dt.timedelta(days=1), 2026), (DAY + NEWS, None), (DAY - dt.timedelta(days=1), None)],
)
def test_the_front_page_tells_the_latest_result_while_it_is_news(today: dt.date, year: int | None) -> None:
    days = {"2025": dt.date(2025, 12, 22), "2026": DAY}
    contests = {
        name: Competition(name, "", int(name), (), (), (), (), timeline=Timeline(announced=day))
        for name, day in days.items()
    }
    public = {"2025": EARLIER} | ({"2026": LATEST} if today >= DAY else {})
    found = newly_announced(public, Library(competitions=contests), today)
    assert (found.year if found else None) == year
