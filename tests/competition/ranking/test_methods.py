from __future__ import annotations

import math
import statistics
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.competition.ranking.mark import Mark, exact
from generator.competition.ranking.methods import PLAIN, TRIM_FROM, mean, places, rounded, trimmed_mean, z_score

POINTS = st.decimals(0, 100, places=3).map(Fraction)
FEWER = settings(max_examples=25)
ENTRIES = "abcdef"
JUDGES = tuple("uvwxyz")
PANELS = st.dictionaries(st.tuples(st.sampled_from(ENTRIES), st.sampled_from(JUDGES)), POINTS, min_size=1, max_size=36)
FULL_PANELS = st.fixed_dictionaries({(e, j): POINTS for e in ENTRIES for j in JUDGES})


def marks(panel: dict[tuple[str, str], Fraction]) -> list[Mark]:
    return [Mark(entry, judge, value) for (entry, judge), value in panel.items()]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [(86.125, "86.13"), (1.005, "1.01"), (80.015, "80.02"), (0.005, "0.01"), (99.995, "100.00"), (86.1249999, "86.12")],
)
def test_halves_of_what_was_typed_go_upwards(typed: float, shown: str) -> None:
    assert str(rounded(exact(typed))) == shown


@given(st.integers(0, 10_000_000))
@FEWER
def test_rounding_agrees_with_whole_numbers(thousandths: int) -> None:
    whole, rest = divmod(thousandths, 10)
    expected = whole + (rest >= 5)
    assert rounded(exact(thousandths / 1000)) * 100 == expected


def test_what_is_no_number_is_refused() -> None:
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError):
            exact(value)


def test_a_shared_place_leaves_the_next_out() -> None:
    points = {"a": 90, "b": 80.004, "c": 80, "d": 70}
    assert places({e: (rounded(exact(v)),) for e, v in points.items()}) == {"a": 1, "b": 2, "c": 2, "d": 4}
    assert places({}) == {}


@given(st.dictionaries(st.text(max_size=3), POINTS, max_size=12))
@FEWER
def test_a_place_is_one_more_than_how_many_are_better(points: dict[str, Fraction]) -> None:
    found = places({entry: (rounded(value),) for entry, value in points.items()})
    for entry, value in points.items():
        assert found[entry] == 1 + sum(rounded(other) > rounded(value) for other in points.values())


@pytest.mark.parametrize("name", PLAIN)
@given(panel=PANELS, random=st.randoms(use_true_random=False))
@FEWER
def test_the_order_of_marks_changes_nothing(name: str, panel: dict[tuple[str, str], Fraction], random: object) -> None:
    shuffled = marks(panel)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert dict(PLAIN[name](shuffled)) == dict(PLAIN[name](marks(panel)))


@pytest.mark.parametrize("name", ["mean", "trimmed_mean"])
@given(panel=PANELS)
@FEWER
def test_points_lie_between_the_lowest_and_the_highest_mark(name: str, panel: dict[tuple[str, str], Fraction]) -> None:
    found = PLAIN[name](marks(panel))
    assert set(found) == {entry for entry, _ in panel}
    for entry, value in found.items():
        own = [v for (e, _), v in panel.items() if e == entry]
        assert min(own) <= value <= max(own)


@given(FULL_PANELS, st.sampled_from(JUDGES), st.integers(-50, 50), st.integers(1, 9))
@FEWER
def test_standard_scores_know_no_strict_judge(
    panel: dict[tuple[str, str], Fraction], judge: str, shift: int, stretch: int
) -> None:
    """A judge whose marks are shifted and stretched gives the same standard scores."""
    moved = {(e, j): v * stretch + shift if j == judge else v for (e, j), v in panel.items()}
    middle, width = (statistics.mean(panel.values()), statistics.mean(moved.values())), panel.values()
    before, after = z_score(marks(panel)), z_score(marks(moved))
    if len(set(width)) > 1 and len(set(moved.values())) > 1:
        spread = [math.sqrt(statistics.variance(list(map(float, p.values())))) for p in (panel, moved)]
        for entry, value in before.items():
            one, other = float(value - middle[0]) / spread[0], float(after[entry] - middle[1]) / spread[1]
            assert one == pytest.approx(other, abs=1e-6)


def test_standard_scores_by_hand() -> None:
    panel = {("a", "u"): 60, ("b", "u"): 80, ("a", "v"): 70, ("b", "v"): 90, ("c", "w"): 99}
    found = z_score(marks({key: Fraction(value) for key, value in panel.items()}))
    values = list(panel.values())
    middle, width = statistics.mean(values), statistics.stdev(values)
    assert {entry: float(value) for entry, value in found.items()} == pytest.approx(
        {"a": middle - width / math.sqrt(2), "b": middle + width / math.sqrt(2), "c": middle}
    )


@given(FULL_PANELS, st.sampled_from(JUDGES), st.decimals(-50, 50, places=2).map(Fraction))
@FEWER
def test_a_strict_judge_of_everything_moves_nobody(
    panel: dict[tuple[str, str], Fraction], judge: str, shift: Fraction
) -> None:
    shifted = {(e, j): v + (shift if j == judge else 0) for (e, j), v in panel.items()}
    before, after = mean(marks(panel)), mean(marks(shifted))
    assert {e: v + shift / len(JUDGES) for e, v in before.items()} == after
    # A shift that is no multiple of 0.01 in the mean may make or break a tie, but turns no order round.
    was, now = places(before), places(after)
    assert not any(was[a] < was[b] and now[a] > now[b] for a in was for b in was)


@given(PANELS, st.sampled_from(JUDGES), st.decimals(-50, 50, places=2).map(Fraction))
@FEWER
def test_a_strict_judge_of_some_moves_their_mean_by_the_shift_over_the_number_of_marks(
    panel: dict[tuple[str, str], Fraction], judge: str, shift: Fraction
) -> None:
    shifted = {(e, j): v + (shift if j == judge else 0) for (e, j), v in panel.items()}
    before, after = mean(marks(panel)), mean(marks(shifted))
    for entry, value in before.items():
        count = sum(e == entry for e, _ in panel)
        assert after[entry] - value == ((entry, judge) in panel) * shift / count


@given(st.lists(POINTS, min_size=TRIM_FROM, max_size=8), POINTS)
@FEWER
def test_one_wild_mark_cannot_move_the_trimmed_mean_further_than_the_others_reach(
    values: list[Fraction], wild: Fraction
) -> None:
    panel = [Mark("a", str(number), value) for number, value in enumerate([*values, wild])]
    assert min(values) <= trimmed_mean(panel)["a"] <= max(values)


@given(st.lists(POINTS, min_size=1, max_size=TRIM_FROM - 1))
@FEWER
def test_few_marks_are_all_kept(values: list[Fraction]) -> None:
    panel = [Mark("a", str(number), value) for number, value in enumerate(values)]
    assert trimmed_mean(panel) == mean(panel)
