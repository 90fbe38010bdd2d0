"""The organisation: departments and the people in them, who may move."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Department:
    """A department. ``leader`` is a person's id, or empty. ``line`` is its place in _data/departments.yml."""

    id: str
    name: str
    leader: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Membership:
    """A time somebody spent in a department. ``start`` and ``end`` are inclusive; None is open."""

    department: str
    start: dt.date | None = None
    end: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        """Whether the day lies in this time."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. ``memberships`` has at least one item, oldest first."""

    id: str
    name: str
    memberships: tuple[Membership, ...]
    title: str = ""
    line: int = 0

    def department_on(self, day: dt.date | None) -> str:
        """The id of the department on a day; without a day, or after a gap, the latest one known."""
        if day is not None:
            for membership in reversed(self.memberships):
                if membership.covers(day):
                    return membership.department
        return self.memberships[-1].department


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something: a member of staff by ``person`` id, or an outsider by ``name``."""

    person: str = ""
    name: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody of a department who was not there, with the reason when one was given."""

    person: str
    reason: str = ""
