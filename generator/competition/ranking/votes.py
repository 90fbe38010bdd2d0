"""Readers' votes (网上评选): which count, and what they add to the points of the judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePosixPath

from generator.competition.contenders import entries_of
from generator.competition.notes import Note
from generator.competition.ranking.mark import exact
from generator.model.articles import Entry
from generator.model.competitions import Competition
from generator.model.library import Library
from generator.model.proceedings import Vote

Fault = tuple[str, Note]
"""The entry whose choice does not count (empty: the whole vote), and why."""


def faults(vote: Vote, competition: Competition, entered: Mapping[str, Entry], library: Library) -> Iterator[Fault]:
    """What is wrong with one vote.

    A vote as a whole needs a voter who is on the staff list and after whom its file is named, no more choices than the
    rules allow, and, where Git knows, a last change within the days of voting; else the days of judging. A choice needs
    an entry of the competition that the voter did not write, and counts once.

    Args:
        vote: The vote.
        competition: Its rules.
        entered: The entries of the competition by id.
        library: Knows the staff.
    """
    name = PurePosixPath(vote.path).stem
    chosen = tuple(dict.fromkeys(vote.entries))
    if vote.voter not in library.people:
        yield "", Note.of("vote_faults.voter", voter=vote.voter)
    elif vote.voter != name:
        yield "", Note.of("vote_faults.file", voter=vote.voter, name=name)
    if len(chosen) > competition.voting.choices:
        yield "", Note.of("vote_faults.many", count=len(chosen), choices=competition.voting.choices)
    first, last = competition.voting_days
    if vote.cast and ((first and vote.cast < first) or (last and vote.cast > last)):
        yield "", Note.of("vote_faults.days", cast=vote.cast, first=first or "…", last=last or "…")
    for entry, times in Counter(vote.entries).items():
        if entry not in entered:
            yield entry, Note.of("vote_faults.entry", entry=entry)
        elif any(author.person == vote.voter for author in entered[entry].authors):
            yield entry, Note.of("vote_faults.own", entry=entry)
        elif times > 1:
            yield entry, Note.of("vote_faults.twice", entry=entry)


@dataclass(frozen=True, slots=True)
class Discarded:
    """A vote that does not count, or one of its choices: ``entry`` is empty where it is the whole vote."""

    voter: str
    entry: str
    path: str
    line: int
    reason: Note


@dataclass(frozen=True)
class Share:
    """The part that readers' votes have in the points of entries ranked together.

    Attributes:
        weight: From 0 to 1.
        points: 100 × votes ÷ the most votes that any of these entries has, by entry.
    """

    weight: Fraction = Fraction(0)
    points: Mapping[str, Fraction] = field(default_factory=dict)

    def blended(self, entry: str, value: Fraction) -> Fraction:
        """The final points: (1 - weight) × the judges' points + weight × the votes' points."""
        return (1 - self.weight) * value + self.weight * self.points[entry] if self.weight else value


@dataclass(frozen=True)
class Tally:
    """The votes of a competition, counted.

    Attributes:
        weight: The share that the rules give them, from 0 to 1.
        choices: How many entries one may choose.
        ballots: How many votes count, at least for one entry.
        votes: Votes by entry, for those that have any.
        discarded: What does not count, sorted.
    """

    weight: Fraction = Fraction(0)
    choices: int = 0
    ballots: int = 0
    votes: Mapping[str, int] = field(default_factory=dict)
    discarded: tuple[Discarded, ...] = ()

    @property
    def used(self) -> bool:
        """Whether there is anything to show of votes."""
        return bool(self.weight or self.ballots or self.discarded)

    def share(self, group: Iterable[str]) -> Share:
        """The part of the votes among entries that are ranked together; none where nobody voted for any of them."""
        own = {entry: self.votes.get(entry, 0) for entry in group}
        most = max(own.values(), default=0)
        if not most:
            return Share()
        return Share(self.weight, {entry: Fraction(100 * votes, most) for entry, votes in own.items()})


def count_votes(votes: Iterable[Vote], competition: Competition, library: Library) -> Tally:
    """Count the votes of a competition; those of others are passed over. Nothing is lost: what does not count says why.

    Args:
        votes: Votes in any order.
        competition: The rules.
        library: Knows entries and staff.
    """
    entered = {entry.id: entry for entry in entries_of(library, competition)}
    counted: dict[str, tuple[str, ...]] = {}
    discarded: list[Discarded] = []
    for vote in sorted((v for v in votes if v.competition == competition.name), key=lambda v: v.path):
        found = list(faults(vote, competition, entered, library))
        if vote.voter in counted:
            found = [("", Note.of("vote_faults.again", voter=vote.voter))]
        discarded += (Discarded(vote.voter, entry, vote.path, vote.line, reason) for entry, reason in found)
        if not any(entry == "" for entry, _ in found):
            void = {entry for entry, reason in found if reason.key != "vote_faults.twice"}
            counted[vote.voter] = tuple(entry for entry in dict.fromkeys(vote.entries) if entry not in void)
    share = competition.voting.weight
    return Tally(
        weight=exact(share) if 0 <= share <= 1 else Fraction(0),
        choices=competition.voting.choices,
        ballots=sum(bool(chosen) for chosen in counted.values()),
        votes=Counter(entry for chosen in counted.values() for entry in chosen),
        discarded=tuple(discarded),
    )
