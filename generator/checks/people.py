"""People: one department at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.checks.references import PEOPLE
from generator.checks.subject import Subject
from generator.model.people import Membership
from generator.problems import Problem


def memberships(subject: Subject) -> Iterator[Problem]:
    """Somebody's times in departments do not end before they begin, and do not overlap by more than a day.

    A time without an end is over when the next one begins.
    """
    for person in subject.library.people.values():
        for membership in person.memberships:
            if membership.start and membership.end and membership.end < membership.start:
                times = {"start": membership.start, "end": membership.end}
                yield Problem.at(PEOPLE, person.line, "membership", "order", name=person.name, **times)
        for earlier, later in pairwise(person.memberships):
            if _overlap(earlier, later):
                departments = {"earlier": earlier.department, "later": later.department}
                yield Problem.at(PEOPLE, person.line, "membership", "overlap", name=person.name, **departments)


def _overlap(earlier: Membership, later: Membership) -> bool:
    if later.start is None or later.start == earlier.start:
        return True
    return earlier.end is not None and later.start < earlier.end
