from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool

import pytest

from generator import parallel
from generator.parallel import forked_map

MANY = list(range(500))


@pytest.mark.parametrize("workers", [0, 1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 500])
def test_the_order_is_that_of_the_items(workers: int, count: int) -> None:
    assert list(forked_map(workers)(lambda n: n * n, MANY[:count])) == [n * n for n in MANY[:count]]


def test_functions_need_not_be_importable() -> None:
    factor = 7

    def times(n: int) -> int:
        return factor * n

    assert list(forked_map(2)(times, iter(MANY))) == [factor * n for n in MANY]


def test_work_is_spread_over_processes() -> None:
    found = set(forked_map(2)(lambda n: os.getpid(), MANY))
    assert os.getpid() not in found
    assert 1 <= len(found) <= 2


def test_few_items_start_no_process() -> None:
    assert set(forked_map(4)(lambda n: os.getpid(), range(10))) == {os.getpid()}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failure_reaches_the_caller(workers: int) -> None:
    def fail(n: int) -> int:
        if n == 77:
            raise ValueError(f"item {n}")
        return n

    with pytest.raises(ValueError, match="item 77"):
        list(forked_map(workers)(fail, MANY))


def test_a_dying_process_is_an_error_and_no_hang() -> None:
    def die(n: int) -> None:
        if n == 77:
            os._exit(1)

    with pytest.raises(BrokenProcessPool):
        list(forked_map(2)(die, MANY))


@pytest.mark.parametrize("function", [lambda n: n, lambda n: 1 // 0])
def test_nothing_is_kept_after_the_work(function: Callable[[int], int]) -> None:
    with contextlib.suppress(ZeroDivisionError):
        list(forked_map(2)(function, MANY))
    assert parallel._task is None


def test_where_forking_is_not_safe_the_work_is_done_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert set(forked_map(4)(lambda n: os.getpid(), MANY)) == {os.getpid()}
