"""What would be different with another method, or without a judge."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.competition.ranking.influence import Comparison, influence
from generator.competition.ranking.prizes import Award
from generator.competition.ranking.rank import rank
from generator.competition.ranking.standings import Standings
from tests.competition.builders import NAME, entry, panel, partial, simple

A, B, C, D = (f"reports/2026/{name}" for name in "abcd")
PRIZES = [("一等奖", 1), ("二等奖", 1)]
MARKS = {
    "a": {"j1": 90, "j2": 90, "j3": 60},
    "b": {"j1": 80, "j2": 80, "j3": 85},
    "c": {"j1": 70, "j2": 70, "j3": 80},
    "d": {"j1": 60, "j2": 61},
}


def known() -> Standings:
    return rank(*simple(MARKS, PRIZES), NAME)


def test_a_known_answer() -> None:
    """Means 80, 81⅔, 73⅓, 60½; without j3 they are 90, 80, 70, 60½, and without j1 75, 82½, 75, 61."""
    found = influence(known())
    assert [s.contender.id for s in known().entries] == [B, A, C, D]
    without = found.judges["j3"]
    assert {c.entry: (c.before, c.after) for c in without.changes.values()} == {
        B: (1, 2),
        A: (2, 1),
        C: (3, 3),
        D: (4, 4),
    }
    assert [(c.entry, c.award_before, c.award_after) for c in without.prizes] == [
        (B, Award("一等奖"), Award("二等奖")),
        (A, Award("二等奖"), Award("一等奖")),
    ]
    assert [(c.entry, c.steps) for c in without.moves(1)] == [(B, -1)]
    assert without.tau == pytest.approx(4 / 6)
    # Two entries share the second place, and so across the edge of a quota the second prize.
    tied = found.judges["j1"]
    assert {c.entry: c.after for c in tied.changes.values()} == {B: 1, A: 2, C: 2, D: 4}
    assert tied.changes[A].award_after == Award(contested=("二等奖", ""))
    assert tied.tau == pytest.approx(5 / (6 * 5) ** 0.5)
    assert (found.span(A), found.span(B), found.span(D)) == ((1, 2), (1, 2), (4, 4))


def test_the_method_that_counts_changes_nothing() -> None:
    comparison = influence(known()).methods["mean"]
    assert (comparison.prizes, comparison.moves(9), comparison.tau) == ((), (), 1)


def test_another_method_gives_other_prizes() -> None:
    """By standard scores j3, who disagrees, counts as much as the others."""
    marks = {"a": {"j1": 99, "j2": 50}, "b": {"j1": 60, "j2": 52}, "c": {"j1": 10, "j2": 51}}
    standings = rank(*simple(marks, PRIZES), NAME)
    changes = influence(standings).methods["z_score"].changes
    assert (changes[A].before, changes[B].before) == (1, 2)
    assert (changes[A].after, changes[B].after) == (2, 1)
    assert changes[B].award_after == Award("一等奖")


def test_an_entry_that_only_one_judge_marked_would_have_no_place() -> None:
    marks = {"a": {"j1": 90}, "b": {"j1": 80, "j2": 80}}
    found = influence(rank(*simple(marks, PRIZES), NAME))
    lost = found.judges["j1"].changes[A]
    assert (lost.after, lost.steps, lost.wins_or_loses) == (None, 0, True)
    assert found.span(A) == (1, 1)


def test_without_the_only_judge_nothing_is_left_to_compare() -> None:
    found = influence(rank(*simple({"a": {"j1": 90}, "b": {"j1": 80}}, method="adjusted"), NAME))
    assert found.judges["j1"].tau is None
    assert all(change.after is None for change in found.judges["j1"].changes.values())


def test_a_competition_without_marks() -> None:
    found = influence(rank(*simple({"a": {}}), NAME))
    assert found.judges == {}
    assert all(comparison.changes == {} for comparison in found.methods.values())


def test_a_judge_whose_marks_do_not_count_is_not_among_them() -> None:
    library, ballots = partial({"a": {"j1": 90, "j2": 80}, "b": {"j2": 70}}, "j1", "a")
    assert list(influence(rank(library, ballots, NAME)).judges) == ["j2"]


@pytest.mark.parametrize("method", ["mean", "trimmed_mean", "z_score", "adjusted"])
def test_it_is_what_rank_says_without_the_ballot(method: str) -> None:
    library, ballots = simple(panel(strict=12), PRIZES, method=method)
    found = influence(rank(library, ballots, NAME))
    assert set(found.judges) == {ballot.judge for ballot in ballots}
    for judge, comparison in found.judges.items():
        anew = rank(library, [ballot for ballot in ballots if ballot.judge != judge], NAME)
        assert {c.entry: c.after for c in comparison.changes.values()} == {
            s.contender.id: s.place for s in anew.entries
        }
        awards = {s.contender.id: Award(s.prize, s.contested) for s in anew.entries}
        assert {c.entry: c.award_after for c in comparison.changes.values()} == awards


@given(st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=2, max_size=6))
@settings(max_examples=30)
def test_tau_is_that_of_all_pairs(marks: list[list[int]]) -> None:
    standings = rank(*simple({str(n): {f"j{j}": v for j, v in enumerate(row)} for n, row in enumerate(marks)}), NAME)
    for comparison in influence(standings).judges.values():
        assert comparison.tau == pytest.approx(_tau(comparison))


def _tau(comparison: Comparison) -> float | None:
    changes = [c for c in comparison.changes.values() if c.after is not None]
    signs = [
        (_sign(one.before - other.before), _sign((one.after or 0) - (other.after or 0)))
        for one, other in itertools.combinations(changes, 2)
    ]
    before, after = (sum(s[at] != 0 for s in signs) for at in (0, 1))
    return sum(a * b for a, b in signs) / float(before * after) ** 0.5 if before and after else None


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def test_entries_are_compared_within_their_category_only() -> None:
    """Without j1 the report falls from 90 to 10, below the paper's 50, with which it has nothing to do."""
    library, ballots = simple({"a": {"j1": 170, "j2": 10}, "b": {"j2": 50}}, PRIZES, maximum=200)
    paper = replace(entry("papers/2026/b"), authors=library.articles[0].authors)
    rules = library.competitions[NAME]
    apart = tuple(replace(rules.categories[0], name=kind, kinds=(kind,)) for kind in ("reports", "papers"))
    split = replace(
        library,
        articles=(paper, library.articles[0]),
        competitions={NAME: replace(rules, kinds=("reports", "papers"), categories=apart)},
    )
    moved = [
        replace(b, scores=tuple(replace(s, entry=paper.id) if s.entry == B else s for s in b.scores)) for b in ballots
    ]
    standings = rank(split, moved, NAME)
    assert [(s.contender.id, s.place, s.prize) for s in standings.entries] == [
        (A, 1, "一等奖"),
        (paper.id, 1, "一等奖"),
    ]
    without = influence(standings).judges["j1"]
    assert (without.prizes, without.moves(9), without.tau) == ((), (), None)
