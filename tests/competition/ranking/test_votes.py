from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.competition.ranking.rank import rank
from generator.competition.ranking.votes import Tally, count_votes
from generator.model.competitions import Voting
from generator.model.library import Library
from generator.model.proceedings import Ballot, Vote
from tests.competition.builders import NAME, panel, simple

OPENS, CLOSES = dt.date(2026, 12, 1), dt.date(2026, 12, 5)
PRIZES = [("一等奖", 2), ("二等奖", 3)]


def voting(weight: float, method: str = "mean", strict: float = 5) -> tuple[Library, list[Ballot]]:
    library, ballots = simple(panel(strict), PRIZES, method=method)
    rules = replace(library.competitions[NAME], voting=Voting(weight, 24, (OPENS, CLOSES)))
    return replace(library, competitions={NAME: rules}), ballots


def vote(voter: str, *names: str, cast: dt.date | None = None, folder: str = "competitions/2026") -> Vote:
    entries = tuple(f"reports/2026/{name}" for name in names)
    return Vote(NAME, f"{folder}/votes/{voter}.yml", voter, entries, cast=cast)


@pytest.mark.parametrize(
    ("cast", "counts"),
    [(None, True), (OPENS, True), (CLOSES, True), (dt.date(2026, 11, 30), False), (dt.date(2026, 12, 6), False)],
)
def test_a_vote_counts_within_its_days_or_where_nobody_knows_the_day(cast: dt.date | None, counts: bool) -> None:
    library, _ = voting(0.1)
    found = count_votes([vote("j1", "00", cast=cast)], library.competitions[NAME], library)
    assert (found.ballots, len(found.discarded)) == (int(counts), int(not counts))


def test_nobody_votes_twice_though_there_are_two_folders() -> None:
    library, _ = voting(0.1)
    votes = [
        vote("j1", "00"),
        vote("j1", "01", folder="../../ballots/2026"),
        replace(vote("j2", "00"), competition="2025"),
    ]
    found = count_votes(votes, library.competitions[NAME], library)
    assert [(d.path, d.reason.key) for d in found.discarded] == [
        ("competitions/2026/votes/j1.yml", "vote_faults.again")
    ]
    assert found.votes == {"reports/2026/01": 1}


@pytest.mark.parametrize("weight", [-1.0, 1.5, float("nan"), float("inf")])
def test_a_share_that_is_none_counts_for_nothing(weight: float) -> None:
    library, ballots = voting(weight)
    assert rank(library, ballots, NAME, [vote("j1", "00")]).tally.weight == 0


def test_the_points_are_the_shares_of_judges_and_voters_under_every_method() -> None:
    library, ballots = voting(0.25)
    votes = [vote("j1", "00", "01"), vote("j2", "00")]
    without = {s.contender.id: s for s in rank(library, ballots, NAME).entries}
    for standing in rank(library, ballots, NAME, votes).entries:
        expected = {"reports/2026/00": 100, "reports/2026/01": 50}.get(standing.contender.id, 0)
        assert standing.vote_points == expected
        for method, result in standing.results.items():
            judges = without[standing.contender.id].results[method].value
            assert result.value == Fraction(3, 4) * judges + Fraction(expected, 4)


def test_ranges_and_chances_move_with_the_votes() -> None:
    library, ballots = voting(0.5, "adjusted")
    before = {s.contender.id: s for s in rank(library, ballots, NAME).entries}
    last = max(before.values(), key=lambda s: s.place or 0)
    name = last.contender.id.rpartition("/")[2]
    after = next(
        s for s in rank(library, ballots, NAME, [vote("j1", name)]).entries if s.contender.id == last.contender.id
    )
    old, new = last.certainty, after.certainty
    assert old is not None
    assert new is not None
    assert sum(old.prizes.values()) == 0
    assert new.prizes == {"一等奖": 1.0, "二等奖": 0.0}
    assert (new.first, new.last, after.place) == (1, 1, 1)
    assert (new.low, new.high) == (pytest.approx(old.low / 2 + 50), pytest.approx(old.high / 2 + 50))


def test_entries_without_a_mark_get_no_place_by_votes() -> None:
    library, ballots = simple({"甲": {"j1": 50}, "乙": {}})
    rules = replace(library.competitions[NAME], voting=Voting(0.5))
    found = rank(replace(library, competitions={NAME: rules}), ballots, NAME, [vote("j1", "乙")])
    assert [(s.contender.id[-1], s.place, s.votes) for s in found.entries] == [("甲", 1, 0), ("乙", None, 1)]


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=4), max_size=6))
@settings(max_examples=30)
def test_nothing_that_was_voted_is_lost(chosen: list[list[str]]) -> None:
    library, _ = simple({name: {"j1": 50} for name in "abc"})
    people = {f"v{n}": library.people["j1"] for n in range(4)}
    library = replace(library, people=people)
    votes = [vote(f"v{n}", *names) for n, names in enumerate(chosen)]
    found: Tally = count_votes(votes, replace(library.competitions[NAME], voting=Voting(0.1, 2)), library)
    void = {d.voter for d in found.discarded if not d.entry}
    single = {(d.voter, d.entry) for d in found.discarded if d.entry and d.reason.key != "vote_faults.twice"}
    for v in votes:
        for entry in set(v.entries):
            counted = v.voter not in void and (v.voter, entry) not in single
            assert counted == (v.voter in library.people and len(set(v.entries)) <= 2 and entry[-1] in "abc")
    assert sum(found.votes.values()) == sum(
        entry[-1] in "abc" for v in votes if v.voter not in void for entry in set(v.entries)
    )
