"""Ballots: the right judge, the right entries, marks that count. Organisers see these messages, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.checks.references import nearest_article
from generator.checks.subject import Subject
from generator.competition.conflicts import conflict
from generator.competition.contenders import entries_of
from generator.model.competitions import Competition, Criterion, Judge
from generator.model.proceedings import Ballot, Score
from generator.problems import Problem


def ballot_judges(subject: Subject) -> Iterator[Problem]:
    """A ballot is that of a judge of a competition that has rules, and its file is named after the judge."""
    rules = _rules(subject)
    for ballot in subject.contributions.proceedings.ballots:
        name = PurePosixPath(ballot.path).stem
        if ballot.judge and ballot.judge != name:
            params = {"judge": ballot.judge, "name": name}
            yield Problem.at(ballot.path, ballot.judge_line, "ballot-judge", "file", **params)
        path = f"competitions/{ballot.competition}/competition.yml"
        if ballot.competition not in rules:
            if path not in subject.paths:
                yield Problem.at(ballot.path, 0, "ballot-judge", "competition", rules=path)
        elif ballot.judge and ballot.judge not in rules[ballot.competition].judges:
            params = {"judge": ballot.judge, "rules": path}
            yield Problem.at(ballot.path, ballot.judge_line, "ballot-judge", "unknown", **params)


def ballot_entries(subject: Subject) -> Iterator[Problem]:
    """A ballot marks what entered its competition, each entry once."""
    for ballot, rules in _with_rules(subject):
        seen: dict[str, int] = {}
        for score in ballot.scores:
            if not score.entry:
                continue
            if score.entry in seen:
                params = {"entry": score.entry, "first": seen[score.entry]}
                yield Problem.at(ballot.path, score.line, "ballot-entry", "twice", **params)
            elif score.entry not in rules.entered:
                yield _not_entered(ballot, score, subject)
            seen.setdefault(score.entry, score.line)


def _not_entered(ballot: Ballot, score: Score, subject: Subject) -> Problem:
    article = subject.library.by_id.get(score.entry)
    if article is None:
        near = nearest_article(score.entry, subject)
        params = {"entry": score.entry, "nearest": near}
        return Problem.at(ballot.path, score.line, "ballot-entry", "near" if near else "unknown", **params)
    variant = "draft" if article.draft else "not-entered"
    params = {"entry": score.entry, "competition": ballot.competition}
    return Problem.at(ballot.path, score.line, "ballot-entry", variant, **params)


def ballot_marks(subject: Subject) -> Iterator[Problem]:
    """A score has a mark in range for every criterion, or the reason why the judge stepped back, and not both."""
    for ballot, rules in _with_rules(subject):
        criteria = {criterion.id: criterion for criterion in rules.competition.criteria}
        for score in ballot.scores:
            for variant, params in _mistakes(score, criteria):
                yield Problem.at(ballot.path, score.line, "ballot-marks", variant, entry=score.entry, **params)


def _mistakes(score: Score, criteria: Mapping[str, Criterion]) -> Iterator[tuple[str, dict[str, str]]]:
    if score.declined or not score.marks:
        if score.declined and score.marks:
            yield "both", {}
        if not score.declined and criteria:
            yield "neither", {}
        return
    marked = {criterion for criterion, _ in score.marks}
    if missing := [c.name or c.id for c in criteria.values() if c.id not in marked]:
        yield "missing", {"criteria": "、".join(missing)}
    for identifier, mark in score.marks:
        criterion = criteria.get(identifier)
        if criterion is None:
            yield "criterion", {"criterion": identifier, "known": "、".join(criteria)}
        elif not 0 <= mark <= criterion.maximum:
            params = {"criterion": criterion.name or identifier, "mark": f"{mark:.15g}"}
            yield "range", {**params, "maximum": f"{criterion.maximum:.15g}"}


def conflicts_of_interest(subject: Subject) -> Iterator[Problem]:
    """Nobody marks an entry of their own, or of their own department or organisation."""
    articles = subject.library.by_id
    for ballot, rules in _with_rules(subject):
        judge, closes = rules.judges.get(ballot.judge), rules.competition.timeline.judging_closes
        if judge is None:
            continue
        for score in ballot.scores:
            article = articles.get(score.entry)
            if article is None or score.declined or not score.marks:
                continue
            if found := conflict(judge, article, subject.library, closes):
                yield Problem.at(
                    ballot.path, score.line, "conflict-of-interest", found, entry=score.entry, judge=judge.id
                )


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a ballot must keep to."""

    competition: Competition
    judges: Mapping[str, Judge]
    entered: frozenset[str]


def _rules(subject: Subject) -> dict[str, _Rules]:
    library = subject.library
    return {
        name: _Rules(
            competition,
            {judge.id: judge for judge in competition.judges},
            frozenset(entry.id for entry in entries_of(library, competition)),
        )
        for name, competition in library.competitions.items()
    }


def _with_rules(subject: Subject) -> Iterator[tuple[Ballot, _Rules]]:
    rules, ballots = _rules(subject), subject.contributions.proceedings.ballots
    return ((ballot, rules[ballot.competition]) for ballot in ballots if ballot.competition in rules)
