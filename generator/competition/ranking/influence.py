"""What would be different: with another method, or without one of the judges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from generator.competition.ranking.adjusted import adjust
from generator.competition.ranking.mark import Mark
from generator.competition.ranking.methods import METHODS, PLAIN, places, rounded
from generator.competition.ranking.prizes import Award, awards
from generator.competition.ranking.standings import Standings
from generator.competition.ranking.ties import tie_values


@dataclass(frozen=True, slots=True)
class Outcome:
    """Places within the categories, and awards, of all entries that have a mark; both by id."""

    places: Mapping[str, int]
    awards: Mapping[str, Award]


@dataclass(frozen=True, slots=True)
class Change:
    """An entry in two outcomes. ``after`` is None where it would have no mark, and then no place."""

    entry: str
    before: int
    after: int | None
    award_before: Award
    award_after: Award

    @property
    def steps(self) -> int:
        """By how many places it would move up (above 0) or down."""
        return self.before - self.after if self.after is not None else 0

    @property
    def wins_or_loses(self) -> bool:
        """Whether the prize would be another one."""
        return self.award_before != self.award_after


@dataclass(frozen=True, slots=True)
class Comparison:
    """An outcome beside the one that counts.

    Attributes:
        changes: All entries with a place, by id, in the order of the list.
        tau: Kendall's tau-b between the two orders, over all pairs of entries ranked together; None without a pair that
            both outcomes tell apart.
    """

    changes: Mapping[str, Change]
    tau: float | None

    @property
    def prizes(self) -> tuple[Change, ...]:
        """Entries whose prize would be another one."""
        return tuple(change for change in self.changes.values() if change.wins_or_loses)

    def moves(self, count: int) -> tuple[Change, ...]:
        """The entries that would move furthest, the furthest first; at most so many."""
        moved = [change for change in self.changes.values() if change.steps]
        return tuple(sorted(moved, key=lambda change: (-abs(change.steps), change.before))[:count])


@dataclass(frozen=True)
class Influence:
    """What hangs on the method, and on each judge: comparisons by name of method, and by id of judges with a mark."""

    methods: Mapping[str, Comparison]
    judges: Mapping[str, Comparison]

    def without(self, entry: str) -> Mapping[str, Change]:
        """What would become of an entry with a place, by the judge who is left out."""
        return {judge: comparison.changes[entry] for judge, comparison in self.judges.items()}

    def span(self, entry: str) -> tuple[int, int]:
        """The best and the worst place of an entry with a place, whichever one judge is left out, if any."""
        changes = self.without(entry).values()
        found = [place for c in changes for place in (c.before, c.after) if place is not None]
        return min(found), max(found)


def influence(standings: Standings) -> Influence:
    """Work out what would be different with another method, and without each of the judges.

    Leaving out a judge is ranking anew without the judge's marks, variances estimated anew as well: what ``xinglin
    rank`` would say had the ballot never come. With J judges it costs J calibrations; certainties are not worked out.
    """
    marks = [mark for standing in standings.entries for mark in standing.marks]
    now = Outcome(
        {s.contender.id: s.place for s in standings.entries if s.place is not None},
        {s.contender.id: Award(s.prize, s.contested) for s in standings.entries},
    )
    by_method = {method: _by_method(standings, method) for method in METHODS}
    by_judge = {judge: _without(judge, marks, standings) for judge in sorted({mark.judge for mark in marks})}
    return Influence(
        {method: _compared(standings, now, outcome) for method, outcome in by_method.items()},
        {judge: _compared(standings, now, outcome) for judge, outcome in by_judge.items()},
    )


def _by_method(standings: Standings, method: str) -> Outcome:
    return _awarded({s.contender.id: s.results[method].place for s in standings.entries if s.results}, standings)


def _without(judge: str, marks: Sequence[Mark], standings: Standings) -> Outcome:
    kept = [mark for mark in marks if mark.judge != judge]
    scores = [assessment for assessment in standings.assessments if assessment.judge != judge]
    points, tally = _points(standings.method, kept), standings.tally
    ties = tie_values(standings.ties, scores, kept, tally.votes)
    found: dict[str, int] = {}
    for group in _by_category(standings).values():
        share = tally.share(group)
        found |= places({e: (rounded(share.blended(e, points[e])), *ties[e]) for e in group if e in points})
    return _awarded(found, standings)


def _points(method: str, marks: Sequence[Mark]) -> Mapping[str, Fraction]:
    if method in PLAIN:
        return PLAIN[method](marks)
    adjustment = adjust(marks)
    return adjustment.points if adjustment else {}


def _awarded(placed: Mapping[str, int], standings: Standings) -> Outcome:
    """Places in each category, with the prizes that they bring."""
    groups, found = _by_category(standings), dict[str, Award]()
    for category in standings.categories:
        own = {entry: placed[entry] for entry in groups[category.name] if entry in placed}
        found |= awards(own, category.prizes)
    return Outcome(placed, found)


def _by_category(standings: Standings) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for standing in standings.entries:
        found[standing.contender.category].append(standing.contender.id)
    return found


def _compared(standings: Standings, before: Outcome, after: Outcome) -> Comparison:
    """Put two outcomes beside each other."""
    changes = {
        entry: Change(
            entry,
            before.places[entry],
            after.places.get(entry),
            before.awards.get(entry, Award()),
            after.awards.get(entry, Award()),
        )
        for entry in (s.contender.id for s in standings.entries)
        if entry in before.places
    }
    return Comparison(changes, _tau(standings, changes.values()))


def _tau(standings: Standings, changes: Iterable[Change]) -> float | None:
    """Kendall's tau-b (https://doi.org/10.1093/biomet/33.3.239) within the categories, their pairs taken together."""
    category = {s.contender.id: s.contender.category for s in standings.entries}
    groups: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for change in changes:
        if change.after is not None:
            groups[category[change.entry]].append((change.before, change.after))
    agreeing, apart_before, apart_after = 0, 0, 0
    for pairs in groups.values():
        # Signs are small numbers: a byte for each pair of entries.
        one, other = (np.sign(np.subtract.outer(p, p)).astype(np.int8) for p in np.array(pairs, np.int32).T)
        agreeing += int((one * other).sum(dtype=np.int64))
        apart_before += int(np.count_nonzero(one))
        apart_after += int(np.count_nonzero(other))
    return agreeing / float(np.sqrt(float(apart_before) * apart_after)) if apart_before and apart_after else None
