from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.competition.judging.assignment import Assignment, assign


def names(letter: str, count: int) -> list[str]:
    return [f"{letter}{number:03}" for number in range(count)]


def departments(entries: list[str], judges: list[str], count: int, seed: int = 1) -> set[tuple[str, str]]:
    """The pairings that are ruled out where everybody is of one of so many departments by chance."""
    chance = random.Random(seed)
    home = {name: chance.randrange(count) for name in (*entries, *judges)}
    return {(entry, judge) for entry in entries for judge in judges if home[entry] == home[judge]}


def judgements(found: Assignment) -> set[tuple[str, str]]:
    return {(entry, judge) for entry, own in found.judges.items() for judge in own}


@given(
    st.integers(1, 40), st.integers(1, 14), st.integers(1, 5), st.integers(2, 6), st.integers(0, 9), st.integers(0, 9)
)
@settings(max_examples=150)
def test_every_entry_has_its_judges_and_none_who_is_partial(
    entries: int, judges: int, each: int, count: int, seed: int, shuffle: int
) -> None:
    own, panel = names("e", entries), names("j", judges)
    partial = departments(own, panel, count, seed)
    found = assign(own, panel, each, partial, seed)
    assert set(found.judges) == set(own)
    assert not judgements(found) & partial
    anchors = Counter(entry for entry, _ in found.anchors)
    for entry, chosen in found.judges.items():
        impartial = sum((entry, judge) not in partial for judge in panel)
        assert len(set(chosen)) == len(chosen) == min(each, impartial) + anchors[entry]
        assert found.short.get(entry, 0) == max(0, each - impartial)
    mixed = [random.Random(shuffle).sample(items, len(items)) for items in (own, panel)]
    assert assign(*mixed, each, random.Random(shuffle).sample(sorted(partial), len(partial)), seed) == found


@pytest.mark.parametrize(
    ("entries", "judges", "each", "count"),
    [(300, 30, 3, 8), (300, 30, 3, 0), (40, 12, 3, 5), (100, 12, 5, 6), (60, 20, 4, 3), (7, 7, 3, 0)],
)
def test_loads_are_equal_and_pairs_of_judges_meet(entries: int, judges: int, each: int, count: int) -> None:
    own, panel = names("e", entries), names("j", judges)
    found = assign(own, panel, each, departments(own, panel, count) if count else ())
    assert max(found.loads.values()) - min(found.loads.values()) <= 1
    assert not found.anchors
    assert len(found.groups) == 1
    pairs = judges * (judges - 1) // 2
    meetings = entries * each * (each - 1) // 2
    assert len(found.meetings) >= 0.98 * min(pairs, meetings)
    assert max(found.meetings.values()) <= meetings / pairs + 3


def test_judges_whom_nothing_would_link_are_linked_by_one_more_for_some_entries() -> None:
    found = assign(names("e", 10), names("j", 20), 2, ())
    assert len(found.groups) == 1
    assert len(found.anchors) == 9
    assert set(found.anchors) <= judgements(found)


def test_where_no_impartial_judge_could_link_them_the_groups_are_told() -> None:
    own, panel = names("e", 4), names("j", 4)
    partial = {(entry, judge) for entry in own for judge in panel if (entry < "e002") != (judge < "j002")}
    found = assign(own, panel, 2, partial)
    assert found.groups == [{"j000", "j001"}, {"j002", "j003"}]
    assert not found.anchors


def test_when_a_judge_is_gone_only_the_judgements_of_that_judge_are_passed_on() -> None:
    own, panel = names("e", 60), names("j", 12)
    partial = departments(own, panel, 6)
    before = assign(own, panel, 4, partial)
    gone = "j004"
    after = assign(own, [j for j in panel if j != gone], 4, partial, kept=judgements(before))
    assert judgements(before) - judgements(after) == {(e, j) for e, j in judgements(before) if j == gone}
    assert len(judgements(after)) == len(judgements(before))
    assert max(after.loads.values()) - min(after.loads.values()) <= 2


def test_with_new_entries_nothing_of_the_old_is_changed() -> None:
    panel = names("j", 9)
    before = assign(names("e", 30), panel, 3, ())
    after = assign(names("e", 33), panel, 3, (), kept=judgements(before))
    assert judgements(before) <= judgements(after)
    assert len(judgements(after)) == 99
    assert max(after.loads.values()) - min(after.loads.values()) <= 1


def test_another_seed_gives_another_assignment() -> None:
    own, panel = names("e", 30), names("j", 9)
    assert assign(own, panel, 3, (), 1) != assign(own, panel, 3, (), 2)
