"""A ranking whose entries are known by their numbers only: what may be read of it while judging is blind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from generator.competition.contenders import Contender
from generator.competition.entries.blind import BlindCopy
from generator.competition.entries.masks import MASK, pattern, telling_words
from generator.competition.notes import Note
from generator.competition.ranking.audit import Audit
from generator.competition.ranking.marks import Assessment
from generator.competition.ranking.standings import JudgeRecord, Standing, Standings
from generator.competition.ranking.votes import Tally
from generator.model.articles import Article
from generator.model.library import Library
from generator.model.proceedings import Decisions

_PARTIAL = {"reasons.own-entry", "reasons.own-department", "reasons.declared", "reasons.declined-too"}
"""Reasons that tell, together with the judge's name, whose entry it is."""
UNSAID = Note.of("reasons.partial")
"""Stands for these reasons, and for those with which judges step back themselves."""


@dataclass(frozen=True)
class Cover:
    """Covers up whose entries they are.

    Attributes:
        copies: What may be read of the entries, by id.
        names: Words that tell an entry's author or department: names and ids.
    """

    copies: Mapping[str, BlindCopy]
    names: frozenset[str]

    def code(self, entry: str) -> str:
        """The number of an entry; a mask for one that does not enter the competition."""
        return self.copies[entry].code if entry in self.copies else MASK

    def text(self, text: str) -> str:
        """Text that somebody wrote, without those words and without ids of entries."""
        return self._pattern.sub(MASK, text)

    def note(self, note: Note) -> Note:
        """A note without those words, such as the name of somebody who changed the rules and has an entry."""
        return Note(note.key, tuple((name, self.text(value)) for name, value in note.params))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return pattern({*self.copies, *self.names})


NOTHING = Cover({}, frozenset())
"""Covers up nothing: authors may be named."""


def cover(copies: Mapping[str, BlindCopy], library: Library) -> Cover:
    """What there is to cover up of some entries."""
    return Cover(copies, telling((library.by_id[entry] for entry in copies), library))


def telling(entries: Iterable[Article], library: Library) -> frozenset[str]:
    """Words that tell whose some entries are: names and ids of authors, and of all departments that are theirs."""
    return frozenset().union(*(telling_words(entry, library) for entry in entries))


def coded(standings: Standings, covering: Cover) -> Standings:
    """The same ranking with numbers in the place of ids, and nothing that tells whose entries they are.

    Entries that share a place are in order of their numbers. Of judges who stepped back or are partial only the
    entry is told, and of no judge that it happened: a department may have a single entry. Where judges come from is
    left out as well.
    """
    rank = {category.name: number for number, category in enumerate(standings.categories)}
    entries = sorted(
        (_standing(standing, covering) for standing in standings.entries),
        key=lambda s: (rank[s.contender.category], s.place is None, s.place, len(s.contender.id), s.contender.id),
    )
    assessments = sorted(
        (_assessment(assessment, covering) for assessment in standings.assessments),
        key=lambda a: (len(a.entry), a.entry, a.judge, a.path, a.line),
    )
    return replace(
        standings,
        entries=tuple(entries),
        judges=tuple(_judge(judge, covering) for judge in standings.judges),
        assessments=tuple(assessments),
        notes=tuple(covering.note(note) for note in standings.notes if note.key != "notes.own_group"),
        tally=_tally(standings.tally, covering),
        audit=standings.audit and _audit(standings.audit, covering),
        decisions=standings.decisions and _decisions(standings.decisions, covering),
    )


def _tally(tally: Tally, covering: Cover) -> Tally:
    """Without votes that do not count: of a vote for the own entry the voter tells the author."""
    return replace(tally, votes={covering.code(entry): count for entry, count in tally.votes.items()}, discarded=())


def _audit(audit: Audit, covering: Cover) -> Audit:
    """Without who voted; the text of the rules may name entries from which judges have stepped back."""
    changes = (replace(change, author=covering.text(change.author)) for change in audit.changes)
    return replace(audit, text=covering.text(audit.text), votes=(), changes=tuple(changes))


def _decisions(decisions: Decisions, covering: Cover) -> Decisions:
    own = (replace(d, entry=covering.code(d.entry), reason=covering.text(d.reason)) for d in decisions.decisions)
    return replace(decisions, path="", by=covering.text(decisions.by), decisions=tuple(own))


def _standing(standing: Standing, covering: Cover) -> Standing:
    entry, marks, final = standing.contender, standing.marks, standing.final
    copy = covering.copies[entry.id]
    return replace(
        standing,
        contender=Contender(copy.code, copy.title, (), "", entry.category),
        marks=tuple(replace(mark, entry=copy.code) for mark in marks),
        final=final and replace(final, reason=covering.text(final.reason)),
    )


def _judge(judge: JudgeRecord, covering: Cover) -> JudgeRecord:
    return replace(
        judge,
        unit="",
        marks=tuple(replace(mark, entry=covering.code(mark.entry)) for mark in judge.marks),
        declined=None,
        left_out=None,
        manner=judge.manner and replace(judge.manner, own_group=None),
    )


def _assessment(assessment: Assessment, covering: Cover) -> Assessment:
    found = replace(assessment, entry=covering.code(assessment.entry))
    reason = assessment.reason
    if assessment.declined or (reason and reason.key in _PARTIAL):
        reason = UNSAID if reason else None
        declined = MASK if assessment.declined else ""
        return replace(found, judge="", path="", line=0, criteria=(), reason=reason, declined=declined)
    if reason:
        params = ((name, covering.code(value) if name == "entry" else value) for name, value in reason.params)
        return replace(found, reason=Note(reason.key, tuple(params)))
    return found
