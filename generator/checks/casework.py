"""Where ballots and the like are kept: in content/ or in a folder of their own, never in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import PurePosixPath
from typing import Protocol

from generator.checks.subject import Subject
from generator.problems import Problem


class _Kept(Protocol):
    @property
    def competition(self) -> str: ...

    @property
    def path(self) -> str: ...


def kept_twice(subject: Subject) -> Iterator[Problem]:
    """What is handed in on a competition lies in content/ or in the folder of its own, and not in both."""
    found = subject.contributions.proceedings
    groups = (found.panels, found.decisions, found.objections)
    kept: Iterable[_Kept] = chain(found.ballots, found.votes, *(group.values() for group in groups))
    inside: dict[str, str] = {}
    outside: dict[str, str] = {}
    for item in sorted((item.competition, item.path) for item in kept):
        (outside if item[1].startswith("../") else inside).setdefault(*item)
    for competition in inside.keys() & outside.keys():
        here, there = inside[competition], str(PurePosixPath(outside[competition]).parent)
        yield Problem.at(here, 0, "ballots-twice", "", competition=competition, there=there)
