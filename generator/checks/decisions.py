"""What the committee decided: on entries, about prizes that there are, with reasons, in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.competition.contenders import contender, entries_of
from generator.model.competitions import Competition
from generator.model.proceedings import Decisions
from generator.problems import Problem


def committee_decisions(subject: Subject) -> Iterator[Problem]:
    """A decision is on an entry, each once, gives a prize of its category or none, and follows the judging."""
    for decisions in subject.contributions.proceedings.decisions.values():
        competition = subject.library.competitions.get(decisions.competition)
        if competition is None:
            continue
        closes = competition.timeline.judging_closes
        if closes and decisions.decided and decisions.decided < closes:
            days = {"decided": decisions.decided, "closes": closes}
            yield Problem.at(decisions.path, 0, "decisions", "early", **days)
        yield from _each(decisions, competition, subject)


def _each(decisions: Decisions, competition: Competition, subject: Subject) -> Iterator[Problem]:
    library, path = subject.library, decisions.path
    entered = {entry.id: contender(entry, library, competition) for entry in entries_of(library, competition)}
    prizes = {category.name: [prize.name for prize in category.prizes] for category in competition.categories}
    seen: dict[str, int] = {}
    for decision in decisions.decisions:
        entry, line = decision.entry, decision.line
        if entry in seen:
            yield Problem.at(path, line, "decisions", "twice", entry=entry, first=seen[entry])
        elif entry and entry not in entered:
            yield Problem.at(path, line, "decisions", "entry", entry=entry, competition=competition.name)
        elif entry and decision.prize not in ("", *(known := prizes.get(entered[entry].category, []))):
            yield Problem.at(path, line, "decisions", "prize", prize=decision.prize, known="、".join(known))
        seen.setdefault(entry, line)


def too_many_prizes(subject: Subject) -> Iterator[Problem]:
    """The committee gives no more of a prize than the rules have."""
    for decisions in subject.contributions.proceedings.decisions.values():
        competition = subject.library.competitions.get(decisions.competition)
        if competition is None:
            continue
        entries = {entry.id: entry for entry in entries_of(subject.library, competition)}
        groups = {id: contender(entry, subject.library, competition).category for id, entry in entries.items()}
        given = Counter((groups[d.entry], d.prize) for d in decisions.decisions if d.prize and d.entry in groups)
        for category in competition.categories:
            for prize in category.prizes:
                count = given[category.name, prize.name]
                if count > prize.count:
                    params = {"prize": prize.name, "count": count, "quota": prize.count}
                    yield Problem.at(decisions.path, 0, "decisions-quota", "", **params)
