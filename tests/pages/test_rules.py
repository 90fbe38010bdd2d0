from __future__ import annotations

import datetime as dt
from dataclasses import replace

from generator.messages import catalogue
from generator.model.competitions import Voting
from generator.pages.rules import Band, ReaderVotes, rules_of
from tests.competition.builders import competition

RULES = """
year: 2026
criteria:
  - id: value
    name: 应用价值
    weight: 3
    about: 有没有人照着做
    levels: [{from: 0, meaning: 差}, {from: 87.5, meaning: 好}]
  - {id: mean, name: 立意, weight: 1, max: 10}
judges: [j1]
ties: [value, mean, median]
objections: 向纪检组提出
"""


def test_rules_are_told_in_words_without_the_judges() -> None:
    rules = rules_of(competition(RULES), catalogue("zh"))
    first, second = rules.criteria
    assert (first.share, first.maximum, second.share, second.maximum) == (0.75, "100", 0.25, "10")
    assert first.bands == (Band("87.5", "", "100", "好"), Band("0", "87.5", "100", "差"))
    assert rules.ties == ("应用价值", "立意", "中位数")  # the id of a criterion goes before a word of the program
    assert rules.votes is None
    assert "j1" not in repr(rules)


def test_readers_votes_are_told_where_there_are_any() -> None:
    days = (dt.date(2026, 12, 1), dt.date(2026, 12, 5))
    voting = replace(competition(RULES), voting=Voting(0.1, 5, days))
    assert rules_of(voting, catalogue("zh")).votes == ReaderVotes(0.1, 5, days)


def test_weights_of_nothing_share_nothing() -> None:
    rules = rules_of(
        competition(RULES.replace("weight: 3", "weight: 0").replace("weight: 1", "weight: -1")), catalogue("zh")
    )
    assert [c.share for c in rules.criteria] == [0.0, 0.0]
