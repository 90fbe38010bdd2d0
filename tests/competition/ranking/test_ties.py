from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.competition.ranking.methods import METHODS, places
from generator.competition.ranking.rank import rank
from generator.competition.ranking.table import text_table
from generator.competition.ranking.ties import decided_by, tie_breaks
from generator.competition.ranking.wording import flag_words, tie_words
from generator.model.competitions import TIE_BREAKS, Criterion
from tests.competition.builders import NAME, simple, words

WORDS = words()
KEYS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.tuples(*[st.integers(0, 2).map(Decimal)] * 3), min_size=1, max_size=8
)


@given(KEYS)
def test_a_tie_break_decided_where_places_would_be_shared_without_it(keys: dict[str, tuple[Decimal, ...]]) -> None:
    found = decided_by(keys, ("first", "second"))
    for entry, own in keys.items():
        equal = [other for other, key in keys.items() if key[0] == own[0] and other != entry]
        assert ("first" in found[entry]) == any(keys[other][1] != own[1] for other in equal)
        still = [other for other in equal if keys[other][1] == own[1]]
        assert ("second" in found[entry]) == any(keys[other][2] != own[2] for other in still)
        if not found[entry]:
            assert all(places(keys)[other] == places(keys)[entry] for other in equal)


@given(st.permutations("甲乙丙丁"), st.sampled_from([(), ("median",), ("value", "trimmed_mean")]))
@settings(max_examples=15)
def test_names_decide_nothing(names: list[str], ties: tuple[str, ...]) -> None:
    given_marks = [(70, 80, 90), (75, 75, 90), (80, 80, 80), (80, 80, 80)]
    marks = {
        name: dict(zip(("j1", "j2", "j3"), own, strict=True)) for name, own in zip(names, given_marks, strict=True)
    }
    library, ballots = simple(marks)
    rules = replace(library.competitions[NAME], ties=ties)
    found = rank(replace(library, competitions={NAME: rules}), ballots, NAME).entries
    by_name = {s.contender.id[-1]: s for s in found}
    assert [by_name[name].place for name in names] == {
        (): [1, 1, 1, 1],
        ("median",): [1, 4, 1, 1],
        ("value", "trimmed_mean"): [1, 1, 1, 1],
    }[ties]


def test_every_method_side_by_side_keeps_to_the_rule() -> None:
    marks = {"甲": {"j1": 70, "j2": 80, "j3": 90}, "乙": {"j1": 75, "j2": 75, "j3": 90}}
    library, ballots = simple(marks)
    rules = replace(library.competitions[NAME], ties=("median",))
    first, second = rank(replace(library, competitions={NAME: rules}), ballots, NAME).entries
    assert first.results["mean"].value == second.results["mean"].value
    assert {first.results[m].place + second.results[m].place for m in METHODS} == {3}


def test_a_criterion_goes_before_a_word_of_the_same_name_and_strangers_are_passed_over() -> None:
    library, _ = simple({"甲": {"j1": 50}})
    rules = library.competitions[NAME]
    rules = replace(rules, ties=("charm", "mean", "mean", "value", "votes"), criteria=(Criterion("mean", "平均", 1),))
    assert tie_breaks(rules) == ("mean", "votes")
    found = rank(replace(library, competitions={NAME: rules}), [], NAME)
    assert "“平均”平均分、得票数" in tie_words(found, WORDS)


@pytest.mark.parametrize("tie", TIE_BREAKS)
def test_every_word_may_decide(tie: str) -> None:
    library, ballots = simple({"甲": {"j1": 50}, "乙": {"j1": 50}})
    rules = replace(library.competitions[NAME], ties=(tie,))
    found = rank(replace(library, competitions={NAME: rules}), ballots, NAME)
    assert [(s.place, s.decided_by, len(s.tie_values)) for s in found.entries] == [(1, (), 1), (1, (), 1)]


def test_the_list_says_what_decided() -> None:
    library, ballots = simple({"甲": {"j1": 70, "j2": 82, "j3": 88}, "乙": {"j1": 80, "j2": 80, "j3": 80}}, [("奖", 1)])
    rules = replace(library.competitions[NAME], ties=("median", "votes"))
    found = rank(replace(library, competitions={NAME: rules}), ballots, NAME)
    assert [(s.contender.id[-1], s.prize, s.contested) for s in found.entries] == [("甲", "奖", ()), ("乙", "", ())]
    text = text_table(found, WORDS, 200).decode().replace("\n", "")
    assert "依次比较评委评分中位数、得票数" in text
    assert flag_words(found.entries[0], found, WORDS).endswith("同分，按评委评分中位数分先后")
