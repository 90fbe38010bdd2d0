"""Objections and answers: what is published of them must be right, and must not say who objected."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.references import nearest_article
from generator.checks.subject import Subject
from generator.competition.contenders import entries_of
from generator.competition.outcome.objections import names_objector
from generator.model.competitions import Competition
from generator.model.proceedings import Objection
from generator.problems import Problem


def objections_sound(subject: Subject) -> Iterator[Problem]:
    """An objection is about an entry, its answer has a day and comes after it, and neither names who objected."""
    for path, objection, competition in _with_rules(subject):
        entered = {entry.id for entry in entries_of(subject.library, competition)}
        if objection.entry and objection.entry not in entered:
            near = nearest_article(objection.entry, subject)
            variant = "near" if near in entered else "entry"
            params = {"entry": objection.entry, "nearest": near, "competition": competition.name}
            yield Problem.at(path, objection.line, "objections", variant, **params)
        if names_objector(objection, subject.library):
            yield Problem.at(path, objection.line, "objections", "named")
        if objection.answer and objection.answered is None:
            yield Problem.at(path, objection.line, "objections", "day")
        elif objection.answered is not None and not objection.answer:
            yield Problem.at(path, objection.line, "objections", "answer")
        if objection.received and objection.answered and objection.answered < objection.received:
            days = {"received": str(objection.received), "answered": str(objection.answered)}
            yield Problem.at(path, objection.line, "objections", "order", **days)


def objections_in_time(subject: Subject) -> Iterator[Problem]:
    """An objection comes in during the public notice."""
    for path, objection, competition in _with_rules(subject):
        notice, received = competition.timeline.notice, objection.received
        if notice is not None and received is not None and not notice[0] <= received <= notice[1]:
            days = {"received": str(received), "first": str(notice[0]), "last": str(notice[1])}
            yield Problem.at(path, objection.line, "objections-period", **days)


def _with_rules(subject: Subject) -> Iterator[tuple[str, Objection, Competition]]:
    """Every objection with its file and the rules of its competition, where these could be read."""
    for name, handed_in in subject.contributions.proceedings.objections.items():
        competition = subject.library.competitions.get(name)
        if competition is not None:
            for objection in handed_in.objections:
                yield handed_in.path, objection, competition
