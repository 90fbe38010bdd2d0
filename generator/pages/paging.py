"""Long lists in pages of constant size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from generator.pages.page import Link, Pager

_T = TypeVar("_T")
_NEIGHBOURS = 2
"""How many page numbers are shown on either side of the current one."""


def paginate(address: str, items: Sequence[_T], size: int) -> Iterator[tuple[str, Sequence[_T], Pager]]:
    """Cut a list into pages: the address of each, its items, its pager. An empty list has one empty page."""
    count = max(1, -(-len(items) // size))
    for number in range(1, count + 1):
        shown = items[(number - 1) * size : number * size]
        yield _numbered(address, number), shown, _pager(address, number, count, len(items))


def _numbered(address: str, number: int) -> str:
    return address if number == 1 else f"{address}page/{number}/"


def _pager(address: str, number: int, count: int, total: int) -> Pager:
    near = {1, count, *range(max(1, number - _NEIGHBOURS), min(count, number + _NEIGHBOURS) + 1)}
    return Pager(
        number=number,
        pages=count,
        total=total,
        previous=_numbered(address, number - 1) if number > 1 else None,
        following=_numbered(address, number + 1) if number < count else None,
        shown=tuple(Link(str(n), _numbered(address, n)) for n in sorted(near)),
    )
