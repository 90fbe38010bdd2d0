"""``xinglin competition assign``: the entries of one competition shared out among its judges."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from generator.competition.conflicts import conflict
from generator.competition.contenders import entries_of
from generator.competition.judging.assignment import SEED, Assignment, Judgement, assign
from generator.competition.notes import Note
from generator.competition.ranking.rank import find_competition
from generator.errors import XinglinError
from generator.messages import Catalogue
from generator.model.library import Library
from generator.model.proceedings import Ballot, Panel


@dataclass(frozen=True)
class Shared:
    """An assignment of a competition, and what there is to say of it.

    Attributes:
        assignment: Who judges what.
        partial: Pairings that conflicts of interest rule out.
        before: The judgements of the assignment that there was.
        codes: What entries are called while they are judged, by id.
    """

    assignment: Assignment
    partial: frozenset[Judgement]
    before: frozenset[Judgement]
    codes: Mapping[str, str]

    @property
    def judgements(self) -> frozenset[Judgement]:
        """All pairs of an entry and a judge."""
        return frozenset((entry, judge) for entry, own in self.assignment.judges.items() for judge in own)

    @property
    def sound(self) -> bool:
        """Whether every entry has its judges, and all judges are linked by entries in common."""
        return not self.assignment.short and len(self.assignment.groups) == 1


def share_out(
    library: Library,
    ballots: Iterable[Ballot],
    name: str,
    panel: Panel | None = None,
    gone: Collection[str] = (),
    seed: int = SEED,
) -> Shared:
    """Share out the entries of a competition.

    What a judge has marked already stays with that judge, also of those who are gone; the rest of theirs is passed on.

    Args:
        library: Articles, people and rules.
        ballots: Ballots of any competition.
        name: The competition's name, such as ``2026``.
        panel: The assignment that there is, of which as much as possible is kept.
        gone: Judges who have stepped back.
        seed: Of the random numbers.

    Raises:
        XinglinError: There is no such competition, it has no entries or no judges, or none of those who are gone.
    """
    competition = find_competition(library, name)
    entries = {entry.id: entry for entry in entries_of(library, competition)}
    judges = {judge.id: judge for judge in competition.judges}
    marked, declined = _done(ballots, name)
    closes = competition.timeline.judging_closes
    partial = {(e, j) for e in entries for j in judges if conflict(judges[j], entries[e], library, closes)} | declined
    if not entries:
        raise XinglinError("no-entries-to-assign", name=name)
    if strangers := set(gone) - judges.keys():
        raise XinglinError("unknown-judges", names="、".join(sorted(strangers)), known="、".join(sorted(judges)))
    if not judges.keys() - set(gone):
        raise XinglinError("too-few-judges", name=name)
    before = frozenset(panel.judgements if panel else ())
    passed_on = {(entry, judge) for entry in entries for judge in gone} - marked
    kept = (before | marked) - passed_on
    found = assign(entries, judges, competition.reviews_per_entry, partial | passed_on, seed, kept)
    codes = numbered(entries, panel.codes if panel else {}, seed)
    return Shared(found, frozenset(partial), before, codes)


def numbered(entries: Iterable[str], codes: Mapping[str, str], seed: int = SEED) -> dict[str, str]:
    """Give every entry a number, in an order that tells nothing of it; those that have one keep it.

    Args:
        entries: Ids of entries.
        codes: The numbers that there are, by id.
        seed: Of the random numbers.
    """
    fresh = sorted(set(entries) - codes.keys())
    random.Random(seed).shuffle(fresh)  # noqa: S311 - nothing is kept secret by it
    first = max((int(code) for code in codes.values() if code.isdecimal()), default=0) + 1
    return {**codes, **{entry: str(number) for number, entry in enumerate(fresh, first)}}


def _done(ballots: Iterable[Ballot], name: str) -> tuple[set[Judgement], set[Judgement]]:
    """What judges have marked, and what they have declined to mark."""
    scores = [(ballot.judge, score) for ballot in ballots if ballot.competition == name for score in ballot.scores]
    marked = {(score.entry, judge) for judge, score in scores if score.marks and not score.declined}
    return marked, {(score.entry, judge) for judge, score in scores if score.declined}


def panel_yaml(shared: Shared, words: Catalogue) -> str:
    """The assignment as the text of its file, judges and entries sorted."""
    loads = shared.assignment.loads
    tasks = [{"judge": judge, "entries": shared.assignment.entries_of(judge)} for judge in sorted(loads)]
    body = yaml.safe_dump(
        {"tasks": tasks, "codes": dict(sorted(shared.codes.items()))}, allow_unicode=True, sort_keys=False, width=1000
    )
    return f"# {words.text('competition.assigned.head')}\n{body}"


def lines(shared: Shared, path: str, words: Catalogue) -> list[str]:
    """What there is to say of an assignment that was written to a file, in sentences."""
    return [note.text(words) for note in _notes(shared, path)]


def _notes(shared: Shared, path: str) -> Iterator[Note]:
    found, now = shared.assignment, shared.judgements
    loads, meetings = found.loads.values(), found.meetings
    count = len(found.loads)
    yield Note.of("assigned.written", path=path, entries=len(found.judges), judges=count, judgements=len(now))
    if shared.before:
        kept, added, removed = len(now & shared.before), len(now - shared.before), len(shared.before - now)
        yield Note.of("assigned.kept", kept=kept, added=added, removed=removed)
    yield Note.of("assigned.loads", least=min(loads, default=0), most=max(loads, default=0))
    pairs = count * (count - 1) // 2
    if pairs:
        least = min(meetings.values(), default=0) if len(meetings) == pairs else 0
        most = max(meetings.values(), default=0)
        yield Note.of("assigned.links", pairs=pairs, met=len(meetings), least=least, most=most)
    if shared.partial:
        yield Note.of("assigned.partial", count=len(shared.partial))
    for entry, missing in sorted(found.short.items()):
        yield Note.of("assigned.short", entry=entry, count=missing)
    for entry, judge in found.anchors:
        yield Note.of("assigned.anchor", entry=entry, judge=judge)
    if len(found.groups) > 1:
        yield Note.of("assigned.apart", groups=len(found.groups))
