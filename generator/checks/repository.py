"""The repository that content/ lies in."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.problems import Problem


def whole_history(subject: Subject) -> Iterator[Problem]:
    """The clone holds the whole history: in a shallow one, dates and contributors of articles are wrong."""
    if subject.history.state == "shallow":
        yield Problem.at(".", 0, "history-shallow")
