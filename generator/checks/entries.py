"""What a competition asks of its entries. How the texts of entries resemble others is no check: it takes too long."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.competition.entries.requirements import length, too_many
from generator.competition.entries.traces import own_traces
from generator.model.articles import Entry
from generator.model.competitions import Competition
from generator.problems import Problem


def entry_lengths(subject: Subject) -> Iterator[Problem]:
    """An entry is as long as the rules of its competition ask; drafts may grow."""
    for entry, competition in _entries(subject):
        for found in length(entry, competition):
            if found.kind != "empty" and not entry.draft:
                yield Problem.at(entry.path, found.line, "entry-length", found.kind, **dict(found.params))


def entry_limits(subject: Subject) -> Iterator[Problem]:
    """Nobody is the first author of more entries than the rules allow."""
    library = subject.library
    for competition in library.competitions.values():
        for id, found in too_many(library, competition).items():
            yield Problem.at(library.by_id[id].path, found.line, "entry-limit", **dict(found.params))


def blind_texts(subject: Subject) -> Iterator[Problem]:
    """An entry whose authors the rules do not name at first does not name them itself."""
    for entry, competition in _entries(subject):
        if competition.names != "always":
            for found in own_traces(entry, subject.library):
                yield Problem.at(entry.path, found.line, "blind-text", found.kind, **dict(found.params))


def _entries(subject: Subject) -> Iterator[tuple[Entry, Competition]]:
    for article in subject.library.articles:
        if isinstance(article, Entry) and (rules := subject.library.competitions.get(article.competition)):
            yield article, rules
