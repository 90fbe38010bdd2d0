"""A judge's form → a ballot to file, or the reasons why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath

from generator.competition.conflicts import DECLARED, OWN_DEPARTMENT, OWN_ENTRY, conflict
from generator.competition.contenders import entries_of
from generator.competition.judging.forms import FormFile, Refusal
from generator.competition.judging.packs import entries_of_judge, in_order, pack_number, rules_number
from generator.model.articles import Entry
from generator.model.competitions import Competition, Judge
from generator.model.library import Library
from generator.model.proceedings import Ballot, BallotForm, Panel, Proceedings, Score

_PARTIAL = {
    OWN_ENTRY: "judging.refusals.own-entry",
    OWN_DEPARTMENT: "judging.refusals.own-department",
    DECLARED: "judging.refusals.declared",
}
_NO_FILE_NAME = frozenset("/\\:\0")


@dataclass(frozen=True)
class Terms:
    """On what terms files are taken.

    Attributes:
        today: The day; None: any day will do.
        replace: Whether a file may take the place of one that answers for more, is newer, or cannot be read.
        late: Whether it may come after judging has closed.
        standing: Paths of all files of ballots that there are, readable or not, as ``Ballot.path``.
    """

    today: dt.date | None = None
    replace: bool = False
    late: bool = False
    standing: Collection[str] = ()


@dataclass(frozen=True)
class Receipt:
    """What becomes of a file.

    Attributes:
        file: Its name.
        refusals: Why it is not taken; empty when it is.
        ballot: What to file; None when refused.
        before: The judge's ballot that there was.
        codes: Of entries, by id.
        missing: Codes of the judge's entries without an answer.
        unfinished: Codes of those that were begun, and are not filed.
        withdrawn: Codes of entries that take no part any more, and are not filed.
        opens: The day on which judging begins, where that is still to come.
    """

    file: str
    refusals: tuple[Refusal, ...] = ()
    ballot: Ballot | None = None
    before: Ballot | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    opens: dt.date | None = None


def receive(file: FormFile, library: Library, proceedings: Proceedings, terms: Terms = Terms()) -> Receipt:
    """Check a file that a judge sent in.

    What the judge's earlier ballot says of entries that are not in the pack stays.

    Args:
        file: What it holds.
        library: Articles, people and rules.
        proceedings: Assignments, and the ballots that there are.
        terms: On what terms it is taken.
    """
    form = file.form
    if form is None or not all((form.competition, form.judge, form.pack, form.rules, form.codes)):
        return Receipt(file.name, file.refusals)
    competition = library.competitions.get(form.competition)
    if competition is None:
        return _refused(file, "judging.refusals.no-competition", name=form.competition)
    judge = next((j for j in competition.judges if j.id == form.judge), None)
    if judge is None or _NO_FILE_NAME & set(judge.id) or judge.id.startswith("."):
        return _refused(file, "judging.refusals.no-judge", judge=form.judge, rules=competition.path)
    panel = proceedings.panels.get(form.competition)
    if panel is None:
        return _refused(file, "judging.refusals.not-assigned", name=form.competition)
    if form.rules != rules_number(competition.criteria):
        return _refused(file, "judging.refusals.rules-changed", rules=competition.path)
    entries = {code: entry for entry, code in panel.codes.items()}
    if form.pack != pack_number(competition, judge.id, {code: entries.get(code, "") for code in form.codes}):
        return _refused(file, "judging.refusals.codes-changed", name=form.competition)
    filed = tuple(b for b in proceedings.ballots if (b.competition, b.judge) == (form.competition, judge.id))
    return _Desk(file, form, competition, judge, library, panel, filed, terms).receipt()


def _refused(file: FormFile, key: str, **params: object) -> Receipt:
    return Receipt(file.name, (*file.refusals, Refusal.at("", key, "", **params)))


@dataclass(frozen=True)
class _Desk:
    """A form whose numbers are right, and everything that it is checked against."""

    file: FormFile
    form: BallotForm
    competition: Competition
    judge: Judge
    library: Library
    panel: Panel
    filed: tuple[Ballot, ...]
    terms: Terms

    @property
    def _path(self) -> str:
        return f"competitions/{self.competition.name}/ballots/{self.judge.id}.yml"

    @cached_property
    def _before(self) -> Ballot | None:
        return next((ballot for ballot in self.filed if _in_place(ballot)), None)

    @cached_property
    def _entered(self) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in entries_of(self.library, self.competition)}

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        """Ids of the pack's entries by code."""
        return {code: entry for entry, code in self.panel.codes.items() if code in self.form.codes}

    @cached_property
    def _answered(self) -> Mapping[str, Score]:
        """What the earlier ballot says, by entry."""
        return {score.entry: score for score in self._before.scores} if self._before else {}

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(entries_of_judge(self.panel, self.judge.id))

    def receipt(self) -> Receipt:
        codes = {**{entry: entry for entry in self._answered}, **self.panel.codes}
        given = {
            self._ids[s.entry]: replace(s, entry=self._ids[s.entry]) for s in self.form.scores if s.entry in self._ids
        }
        outside = {entry: score for entry, score in self._answered.items() if entry not in self._ids.values()}
        begun = {self._ids[score.entry] for score in self.form.unfinished if score.entry in self._ids}
        refusals = [*self.file.refusals, *self._on_the_whole(), *self._refusals()]
        gone = self._answered.keys() & self._entered.keys() - given.keys() - outside.keys()
        lost = _in_order({codes[entry] for entry in gone} - {refusal.code for refusal in refusals})
        if lost and not self.terms.replace:
            refusals.append(Refusal.at("", "judging.refusals.fewer", count=len(lost), codes="、".join(lost)))
        if refusals:
            return Receipt(self.file.name, tuple(refusals))
        taken = {entry: score for entry, score in {**outside, **given}.items() if entry in self._entered}
        return Receipt(
            self.file.name,
            ballot=self._ballot(taken, codes),
            before=self._before,
            codes=codes,
            missing=_in_order(codes[entry] for entry in self._own & self._entered.keys() - taken.keys() - begun),
            unfinished=_in_order(codes[entry] for entry in begun),
            withdrawn=_in_order(codes[entry] for entry in given.keys() - self._entered.keys()),
            opens=self._opens,
        )

    @property
    def _opens(self) -> dt.date | None:
        opens, today = self.competition.timeline.judging, self.terms.today
        return opens if opens and today and today < opens else None

    def _on_the_whole(self) -> Iterator[Refusal]:
        """Why it comes at the wrong time, or would hide another file."""
        closes, today, before = self.competition.timeline.judging_closes, self.terms.today, self._before
        if closes and today and today > closes and not self.terms.late:
            yield Refusal.at("", "judging.refusals.closed", day=closes)
        for ballot in self.filed:
            if not _in_place(ballot):
                yield Refusal.at("", "judging.refusals.elsewhere", other=ballot.path, path=self._path)
        if self.terms.replace:
            return
        if before is None and self._path in self.terms.standing:
            yield Refusal.at("", "judging.refusals.unread", path=self._path)
        when, last = self.file.exported, before.exported if before else None
        if when and last and when < last:
            moment = {"month": when.month, "day": when.day, "time": f"{when:%H:%M}"}
            yield Refusal.at("", "judging.refusals.earlier", **moment)

    def _ballot(self, scores: Mapping[str, Score], codes: Mapping[str, str]) -> Ballot:
        name, order = self.competition.name, {c.id: n for n, c in enumerate(self.competition.criteria)}
        tidy = (
            replace(score, line=0, marks=tuple(sorted(score.marks, key=lambda m: order.get(m[0], len(order)))))
            for _, score in sorted(scores.items(), key=lambda item: in_order(codes[item[0]]))
        )
        return Ballot(name, self._path, self.judge.id, tuple(tidy), exported=self.file.exported)

    def _refusals(self) -> Iterator[Refusal]:
        seen: set[str] = set()
        for score in (*self.form.scores, *self.form.unfinished):
            if score.entry in seen:
                yield Refusal.at(self.file.place(score.line), "judging.refusals.twice", score.entry)
            seen.add(score.entry)
        for score in self.form.scores:
            place, entry = self.file.place(score.line), self._ids.get(score.entry, "")
            if not entry:
                yield Refusal.at(place, "judging.refusals.no-code", score.entry)
            elif entry in self._entered:
                yield from self._wrong(score, entry, place)
        yield from (refusal for score in self.form.unfinished for refusal in self._wrong_marks(score))

    def _wrong(self, score: Score, entry: str, place: str) -> Iterator[Refusal]:
        """What is wrong with a score of an entry that takes part."""
        if entry not in self._own and entry not in self._answered:
            yield Refusal.at(place, "judging.refusals.not-yours", score.entry, judge=self.judge.id)
        if score.declined:
            if score.marks:
                yield Refusal.at(self.file.reason_place(score.line), "judging.refusals.both", score.entry)
            return
        closes = self.competition.timeline.judging_closes
        if found := conflict(self.judge, self._entered[entry], self.library, closes):
            yield Refusal.at(place, _PARTIAL[found], score.entry)
        yield from self._wrong_marks(score)
        given = {identifier for identifier, _ in score.marks}
        if missing := [c.name or c.id for c in self.competition.criteria if c.id not in given]:
            yield Refusal.at(place, "judging.refusals.missing", score.entry, criteria="、".join(missing))

    def _wrong_marks(self, score: Score) -> Iterator[Refusal]:
        criteria = {criterion.id: criterion for criterion in self.competition.criteria}
        for identifier, mark in score.marks:
            criterion, place = criteria.get(identifier), self.file.place(score.line, identifier)
            if criterion is None:
                yield Refusal.at(place, "judging.refusals.no-criterion", score.entry, criterion=identifier)
            elif not 0 <= mark <= criterion.maximum:
                params = {"criterion": criterion.name or identifier, "mark": f"{mark:.15g}"}
                maximum = f"{criterion.maximum:.15g}"
                yield Refusal.at(place, "judging.refusals.range", score.entry, maximum=maximum, **params)


def _in_place(ballot: Ballot) -> bool:
    """Whether it stands in the file that is named after the judge; its folder may be in another repository."""
    return PurePosixPath(ballot.path).stem == ballot.judge


def _in_order(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes), key=in_order))
