"""Runs a pure function over many items on all cores."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_FEW = 64
"""Below this many items, starting processes costs more than it saves."""
_FEW_TASKS = 8
"""The same for tasks that each are much work."""

Tasks = Callable[[Iterable[Callable[[], Any]]], Iterator[Any]]
"""Runs tasks and gives what they return, in their order."""

_task: tuple[Callable[[Any], Any], list[Any]] | None = None
"""What forked children inherit; set only while a pool is being started."""


def forked_map(
    workers: int, few: int = _FEW
) -> Callable[[Callable[[_Item], _Result], Iterable[_Item]], Iterator[_Result]]:
    """Give a parallel ``map`` that keeps the order; 0 workers means one a core, fewer than ``few`` items no other.

    The processes are forked, so function and items need not be picklable (results do), and nothing is copied. Where
    forking is not safe (anything but Linux) the items are worked through one by one.
    """
    count = workers or len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1

    def mapped(function: Callable[[_Item], _Result], items: Iterable[_Item]) -> Iterator[_Result]:
        todo = list(items)
        if count < 2 or len(todo) < few:
            return map(function, todo)
        return _forked(function, todo, count)

    return mapped


def forked_tasks(workers: int) -> Tasks:
    """Give a function that runs tasks as ``forked_map`` works through items."""
    mapped = forked_map(workers, _FEW_TASKS)

    def run(tasks: Iterable[Callable[[], Any]]) -> Iterator[Any]:
        return mapped(lambda task: task(), tasks)

    return run


def _forked(function: Callable[[_Item], _Result], items: list[_Item], count: int) -> Iterator[_Result]:
    global _task  # noqa: PLW0603 - the only way to hand a closure to forked children
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        _task = (function, items)
        try:
            results = pool.map(_run, range(len(items)), chunksize=max(1, min(64, len(items) // (count * 16))))
        finally:
            _task = None
        yield from results


def _run(index: int) -> Any:
    assert _task is not None
    function, items = _task
    return function(items[index])
