"""How far judging has come: who has marked how much, what is missing, and which further marks would settle most."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.competition.conflicts import conflict
from generator.competition.contenders import entries_of
from generator.competition.judging.packs import in_order
from generator.competition.ranking.marks import Status
from generator.competition.ranking.standings import Standings
from generator.model.library import Library
from generator.model.proceedings import Panel

MOST_ADVICE = 10
_SAME_LOAD = 1
"""Judges who have so few entries more than the one with the fewest are asked as readily."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entry as lists name it; ``code`` is empty before entries are shared out."""

    id: str
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class JudgeProgress:
    """What a judge is to mark, and what has come of it: numbers of entries, and the entries without an answer.

    ``assigned`` is without those from which the judge has stepped back, which are ``declined``.
    """

    id: str
    name: str
    assigned: int
    marked: int
    declined: int
    missing: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class EntryProgress:
    """The marks of an entry.

    Attributes:
        entry: Which it is.
        wanted: How many marks it should have.
        marks: How many count.
        awaited: Judges who have not answered, by id.
        declined: Judges who stepped back, with their reasons.
        ask: Whom to ask instead, where those who are left do not suffice, by id; the best first.
    """

    entry: Named
    wanted: int
    marks: int
    awaited: tuple[str, ...]
    declined: tuple[tuple[str, str], ...]
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Borderline:
    """An entry on the border, with its chance of each prize by name."""

    entry: Named
    chances: Mapping[str, float]

    @property
    def doubt(self) -> float:
        """How undecided it is: Σ p·(1 - p) over the prizes."""
        return sum(chance * (1 - chance) for chance in self.chances.values())


@dataclass(frozen=True, slots=True)
class Advice:
    """A mark that would settle much: of a judge who owes it (``awaited``), or of one who might be asked."""

    entry: Named
    judge: str
    awaited: bool


@dataclass(frozen=True)
class Progress:
    """How far judging has come. Judges by id, entries by code, the border by doubt, the most doubtful first."""

    competition: str
    year: int
    closes: dt.date | None
    shared_out: bool
    judges: tuple[JudgeProgress, ...]
    entries: tuple[EntryProgress, ...]
    border: tuple[Borderline, ...]
    advice: tuple[Advice, ...]


def progress_of(standings: Standings, library: Library, panel: Panel | None) -> Progress:
    """Tell how far judging has come.

    Args:
        standings: The ranking of the competition by what there is.
        library: Articles, people and rules.
        panel: Who marks what; None before entries are shared out.
    """
    name = standings.competition
    competition = library.competitions[name]
    room = _Room(library, standings, panel)
    border = tuple(sorted(room.border(), key=lambda b: (-b.doubt, in_order(b.entry.code), b.entry.id)))
    return Progress(
        competition=name,
        year=competition.year,
        closes=competition.timeline.judging_closes,
        shared_out=panel is not None,
        judges=tuple(room.judges()),
        entries=tuple(room.entries()),
        border=border,
        advice=tuple(room.advice(border))[:MOST_ADVICE],
    )


class _Room:
    """All answers that there are and that are awaited."""

    def __init__(self, library: Library, standings: Standings, panel: Panel | None) -> None:
        self._library, self._standings = library, standings
        self._competition = library.competitions[standings.competition]
        self._articles = {entry.id: entry for entry in entries_of(library, self._competition)}
        self._rules = {judge.id: judge for judge in self._competition.judges}
        codes = panel.codes if panel else {}
        self._named = {id: Named(id, codes.get(id, ""), entry.title) for id, entry in self._articles.items()}
        self._order = sorted(self._named.values(), key=lambda n: (in_order(n.code), n.id))
        answers = [a for a in standings.assessments if a.entry in self._articles and a.judge in self._rules]
        self._marked = {(a.entry, a.judge) for a in answers if a.status is Status.COUNTED}
        self._declined = {(a.entry, a.judge): a.declined for a in answers if a.status is Status.DECLINED}
        tasks = {(e, j) for e, j in (panel.judgements if panel else ()) if e in self._articles and j in self._rules}
        self._given = tasks | self._marked | self._declined.keys()
        self._awaited = self._given - self._marked - self._declined.keys()
        self._waited_for: defaultdict[str, list[str]] = defaultdict(list)
        for entry, judge in sorted(self._awaited):
            self._waited_for[entry].append(judge)
        self._loads = Counter(judge for _, judge in self._marked | self._awaited)
        self._noise = {judge.id: judge.manner.noise if judge.manner else 1.0 for judge in standings.judges}

    def judges(self) -> Iterator[JudgeProgress]:
        for judge in self._standings.judges:
            yield JudgeProgress(
                id=judge.id,
                name=judge.name,
                assigned=sum(whose == judge.id for _, whose in self._marked | self._awaited),
                marked=sum(whose == judge.id for _, whose in self._marked),
                declined=sum(whose == judge.id for _, whose in self._declined),
                missing=tuple(named for named in self._order if (named.id, judge.id) in self._awaited),
            )

    def entries(self) -> Iterator[EntryProgress]:
        loads, marked = Counter(self._loads), Counter(entry for entry, _ in self._marked)
        for named in self._order:
            marks, awaited = marked[named.id], self._waiting(named.id)
            short = max(0, self._competition.reviews_per_entry - marks - len(awaited))
            ask = self._others(named.id, loads)[:short] if short else []
            loads.update(ask)
            declined = sorted((j, why) for (e, j), why in self._declined.items() if e == named.id)
            yield EntryProgress(named, self._competition.reviews_per_entry, marks, awaited, tuple(declined), tuple(ask))

    def _waiting(self, entry: str) -> tuple[str, ...]:
        return tuple(self._waited_for.get(entry, ()))

    def _others(self, entry: str, loads: Mapping[str, int]) -> list[str]:
        """Judges who might be asked for a mark: those with little to do first, of these the least noisy."""
        closes = self._competition.timeline.judging_closes
        free = [
            judge
            for judge, rules in sorted(self._rules.items())
            if (entry, judge) not in self._given and not conflict(rules, self._articles[entry], self._library, closes)
        ]
        least = min((loads[judge] for judge in free), default=0)
        return sorted(
            free, key=lambda judge: (max(0, loads[judge] - least - _SAME_LOAD), self._noise.get(judge, 1.0), judge)
        )

    def border(self) -> Iterator[Borderline]:
        for standing in self._standings.entries:
            if standing.certainty and standing.certainty.borderline:
                yield Borderline(self._named[standing.contender.id], standing.certainty.prizes)

    def advice(self, border: Iterable[Borderline]) -> Iterator[Advice]:
        """For each entry on the border the marks that it waits for, else one more."""
        loads = Counter(self._loads)
        for each in border:
            if awaited := self._waiting(each.entry.id):
                yield from (Advice(each.entry, judge, awaited=True) for judge in awaited)
            elif others := self._others(each.entry.id, loads):
                loads[others[0]] += 1
                yield Advice(each.entry, others[0], awaited=False)
