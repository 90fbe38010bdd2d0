"""Who judges what: judges and entries of the competition, and nobody who is partial."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.competition.conflicts import conflict
from generator.competition.contenders import entries_of
from generator.problems import Problem


def panel_names(subject: Subject) -> Iterator[Problem]:
    """An assignment names judges and entries of its competition, each entry once a judge, and nobody who is partial."""
    library = subject.library
    for panel in subject.contributions.proceedings.panels.values():
        competition = library.competitions.get(panel.competition)
        if competition is None:
            continue
        judges = {judge.id: judge for judge in competition.judges}
        entered = {entry.id: entry for entry in entries_of(library, competition)}
        for task in panel.tasks:
            judge = judges.get(task.judge)
            if judge is None:
                yield Problem.at(panel.path, task.line, "assignment", "judge", judge=task.judge, rules=competition.path)
            for entry in dict.fromkeys(task.entries):
                params = {"judge": task.judge, "entry": entry}
                if task.entries.count(entry) > 1:
                    yield Problem.at(panel.path, task.line, "assignment", "twice", **params)
                if entry not in entered:
                    yield Problem.at(panel.path, task.line, "assignment", "entry", **params)
                elif judge and conflict(judge, entered[entry], library, competition.timeline.judging_closes):
                    yield Problem.at(panel.path, task.line, "assignment", "partial", **params)
