"""Attachments of sites that were made for other programs: told of together, not one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.checks.rules import is_plain
from generator.problems import Problem


def gathered(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems with one for each ending in place of many for the unpublished attachments of plain pages.

    Such a site may hold hundreds of scripts and style sheets that nobody here will mend; what pages link to is told
    link by link all the same.
    """
    groups: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.rule == "attachment-type" and not problem.variant and is_plain(problem.path):
            groups[dict(problem.params)["ending"]].append(problem)
        else:
            yield problem
    for ending, group in groups.items():
        first = min(group)
        if len(group) == 1:
            yield first
        else:
            yield Problem.at(first.path, 0, "attachment-type", "many", ending=ending, count=len(group))
