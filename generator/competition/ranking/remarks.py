"""What must be known before a ranking is used, the gravest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from generator.competition.notes import Note
from generator.competition.ranking.audit import Audit
from generator.competition.ranking.marks import Status
from generator.competition.ranking.standings import (
    DISAGREEMENT,
    FEW_MARKS,
    NO_MARKS,
    ONE_MARK,
    TIE_AT_CUT,
    JudgeRecord,
    Reliability,
    Standings,
)

RELIABLE = 0.5
"""Where the marks settle less than this part of the differences between entries, it is said first of all."""
LEANING = 5
"""From so many points on it is said that a judge favours the own group."""


def remarks(standings: Standings) -> Iterator[Note]:
    """The remarks on a ranking."""
    yield from _on_changes(standings.audit)
    yield from _on_marks(standings.reliability, sum(bool(s.marks) for s in standings.entries))
    if not standings.entries:
        yield Note.of("notes.no-entries")
    flags = Counter(flag for standing in standings.entries for flag in standing.flags)
    for flag in (TIE_AT_CUT, ONE_MARK, DISAGREEMENT, NO_MARKS, FEW_MARKS):
        if flags[flag]:
            yield Note.of(f"notes.{flag}", count=flags[flag], reviews=standings.reviews_per_entry)
    yield from _on_judges(standings.judges)
    yield from _on_votes(standings)
    statuses = Counter(a.status for a in standings.assessments)
    for status in (Status.LEFT_OUT, Status.DECLINED):
        if statuses[status]:
            yield Note.of(f"notes.{status}", count=statuses[status])
    if standings.audit and standings.audit.history != "full":
        yield Note.of(f"notes.history-{standings.audit.history}")


def _on_changes(audit: Audit | None) -> Iterator[Note]:
    for change in audit.changes if audit else ():
        fields = "、".join(change.fields)
        if change.when is None:
            yield Note.of("notes.rules-uncommitted", fields=fields)
        else:
            when = f"{change.when:%Y-%m-%d %H:%M}"
            yield Note.of("notes.rules-changed", when=when, author=change.author, fields=fields)
    if audit and audit.late:
        yield Note.of("notes.late-ballots", count=audit.late)


def _on_marks(reliability: Reliability | None, marked: int) -> Iterator[Note]:
    if reliability and not reliability.connected:
        yield Note.of("notes.not-connected")
    if reliability and reliability.share < RELIABLE and marked > 1:
        yield Note.of("notes.unreliable", share=round(100 * reliability.share))


def _on_judges(judges: Iterable[JudgeRecord]) -> Iterator[Note]:
    known = tuple(judges)
    if leaning := [j.name for j in known if j.manner and (j.manner.own_group or 0) > LEANING]:
        yield Note.of("notes.own_group", count=len(leaning), names="、".join(leaning), points=LEANING)
    if silent := [j.name for j in known if not (j.marks or j.declined or j.left_out)]:
        yield Note.of("notes.silent-judges", count=len(silent), names="、".join(silent))


def _on_votes(standings: Standings) -> Iterator[Note]:
    tally = standings.tally
    if tally.weight and not tally.ballots:
        yield Note.of("notes.no-votes")
    if tally.discarded:
        yield Note.of("notes.votes-discarded", count=len(tally.discarded))
