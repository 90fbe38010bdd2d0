"""Readers' votes: one a person, for entries of the competition, within its days. Organisers see these messages."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.competition.contenders import entries_of
from generator.competition.ranking.votes import faults
from generator.problems import Problem


def readers_votes(subject: Subject) -> Iterator[Problem]:
    """A vote is of a member of staff, whose id its file has; it names entries of others, each once, in its days."""
    library = subject.library
    entered = {
        name: {entry.id: entry for entry in entries_of(library, competition)}
        for name, competition in library.competitions.items()
    }
    for vote in subject.contributions.proceedings.votes:
        competition = library.competitions.get(vote.competition)
        if competition is None:
            path = f"competitions/{vote.competition}/competition.yml"
            if path not in subject.paths:
                yield Problem.at(vote.path, 0, "vote", "competition", rules=path)
            continue
        for _, fault in faults(vote, competition, entered[vote.competition], library):
            variant = fault.key.removeprefix("vote_faults.")
            yield Problem.at(vote.path, vote.line, "vote", variant, **dict(fault.params))
