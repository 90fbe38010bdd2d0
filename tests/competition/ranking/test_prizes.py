from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.competition.ranking.prizes import Award, awards
from generator.model.competitions import Prize

FIRST, SECOND = Prize("一等奖", 1), Prize("二等奖", 2)


TOP_THREE = {"a": "一等奖", "b": "二等奖", "c": "二等奖", "d": ""}
ALL = ("一等奖", "二等奖", "")


def given_to(places: dict[str, int], *prizes: Prize) -> dict[str, str | tuple[str, ...]]:
    return {entry: award.contested or award.prize for entry, award in awards(places, prizes).items()}


@pytest.mark.parametrize(
    ("what", "places", "prizes", "expected"),
    [
        ("no tie", {"a": 1, "b": 2, "c": 3, "d": 4}, (FIRST, SECOND), TOP_THREE),
        ("tie inside", {"a": 1, "b": 2, "c": 2, "d": 4}, (FIRST, SECOND), TOP_THREE),
        ("tie below all", {"a": 1, "b": 2, "c": 2}, (FIRST,), {"a": "一等奖", "b": "", "c": ""}),
        ("tie over two edges", {"a": 1, "b": 1, "c": 1, "d": 1}, (FIRST, SECOND), dict.fromkeys("abcd", ALL)),
        ("more prizes than entries", {"a": 1}, (FIRST, SECOND), {"a": "一等奖"}),
        ("a tie of all within all prizes of one name", {"a": 1, "b": 1}, (Prize("奖", 5),), {"a": "奖", "b": "奖"}),
        ("a prize of nobody", {"a": 1, "b": 2}, (Prize("特等奖", 0), FIRST), {"a": "一等奖", "b": ""}),
        ("a quota of thousands of millions", {"a": 1, "b": 2}, (Prize("奖", 10**12),), {"a": "奖", "b": "奖"}),
        ("no prizes", {"a": 1}, (), {"a": ""}),
        ("nobody", {}, (FIRST,), {}),
    ],
)  # fmt: skip
def test_quotas(what: str, places: dict[str, int], prizes: tuple[Prize, ...], expected: dict[str, str]) -> None:
    assert given_to(places, *prizes) == expected


SIZES = st.lists(st.integers(1, 4), max_size=5)
QUOTAS = st.lists(st.integers(0, 4), max_size=4)


def grouped(sizes: list[int]) -> dict[str, int]:
    places: dict[str, int] = {}
    for number, size in enumerate(sizes):
        first = 1 + sum(sizes[:number])
        places |= {f"{number}-{i}": first for i in range(size)}
    return places


@given(SIZES, QUOTAS)
def test_nobody_is_cut_by_chance_and_no_quota_is_passed(sizes: list[int], quotas: list[int]) -> None:
    places = grouped(sizes)
    prizes = [Prize(f"{n} 等奖", quota) for n, quota in enumerate(quotas, start=1)]
    found = awards(places, prizes)
    for one, other in product(places, repeat=2):
        if places[one] == places[other]:
            assert found[one] == found[other]
    counts = Counter(award.prize for award in found.values())
    assert all(counts[prize.name] <= prize.count for prize in prizes)


@given(SIZES, QUOTAS)
def test_whoever_is_given_a_prize_keeps_it_however_a_tie_is_settled_by_seats(
    sizes: list[int], quotas: list[int]
) -> None:
    """Settling a tie means to seat its entries, in some order, on the seats that they hold together."""
    places = grouped(sizes)
    prizes = [Prize(f"{n} 等奖", quota) for n, quota in enumerate(quotas, start=1)]
    found = awards(places, prizes)
    for reverse in (False, True):
        order = sorted(
            places, key=lambda e: (places[e], e if not reverse else "".join(map(chr, (255 - ord(c) for c in e))))
        )
        settled = awards({entry: seat for seat, entry in enumerate(order, start=1)}, prizes)
        for entry, award in found.items():
            if award.contested:
                assert settled[entry].prize in award.contested
            else:
                assert settled[entry] == award


def test_an_award_is_either_given_or_contested() -> None:
    for award in awards({"a": 1, "b": 1, "c": 3}, [FIRST, SECOND]).values():
        assert bool(award.prize) != bool(award.contested)
    assert Award() == Award("", ())
