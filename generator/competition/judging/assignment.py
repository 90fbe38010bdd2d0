"""Who judges what: every entry its judges, equal loads, nobody partial, and as many links between judges as can be.

What makes judges comparable is entries in common: a panel that falls apart cannot be calibrated. So judges are not put
into fixed groups; each pair of them is to meet over some entry.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

SEED = 20260101
"""Of the random numbers, unless another one is asked for."""
_TRIALS = 200_000
"""How many exchanges of two judgements are tried at most."""

Judgement = tuple[str, str]
"""An entry and a judge."""


@dataclass(frozen=True)
class Assignment:
    """Judges by entry, each list sorted.

    Attributes:
        judges: Judges by entry.
        short: Entries that have fewer judges than they should, with how many are missing.
        anchors: Judgements beyond the number that entries should have, which link judges who would else have none in
            common.
    """

    judges: Mapping[str, tuple[str, ...]]
    short: Mapping[str, int] = field(default_factory=dict)
    anchors: tuple[Judgement, ...] = ()

    @property
    def loads(self) -> Mapping[str, int]:
        """How many entries each judge has who has any."""
        return Counter(itertools.chain.from_iterable(self.judges.values()))

    def entries_of(self, judge: str) -> list[str]:
        """The entries of a judge, sorted."""
        return sorted(entry for entry, judges in self.judges.items() if judge in judges)

    @property
    def meetings(self) -> Mapping[Judgement, int]:
        """How many entries each pair of judges has in common that has any."""
        return Counter(pair for judges in self.judges.values() for pair in itertools.combinations(judges, 2))

    @property
    def groups(self) -> list[set[str]]:
        """The judges, put together where entries in common link them, at least indirectly; the largest group first."""
        return _groups(self.judges.values())


def _groups(panels: Iterable[Iterable[str]]) -> list[set[str]]:
    found: list[set[str]] = []
    for judges in map(set, panels):
        linked = [group for group in found if group & judges]
        found = [group for group in found if group not in linked] + [judges.union(*linked)]
    return sorted(filter(None, found), key=lambda group: (-len(group), sorted(group)))


def assign(
    entries: Iterable[str],
    judges: Iterable[str],
    each: int,
    partial: Iterable[Judgement],
    seed: int = SEED,
    kept: Iterable[Judgement] = (),
) -> Assignment:
    """Give every entry its judges.

    The same input gives the same assignment, in whatever order it comes. An entry with too few impartial judges gets
    all of these, and is told. Where judges fall into groups without entries in common, some entries get one judge more,
    of another group, until all are linked, if impartial judges allow it.

    Args:
        entries: Ids of the entries.
        judges: Ids of the judges.
        each: How many judges an entry should have.
        partial: Entries and judges who may not judge them.
        seed: Of the random numbers.
        kept: Judgements that stay as they are, of an earlier assignment; those of judges who are not there any more, or
            who are partial, are dropped.
    """
    plan = _Plan(sorted(set(entries)), sorted(set(judges)), frozenset(partial), random.Random(seed))  # noqa: S311 - no secret
    for entry, judge in sorted(set(kept)):
        if entry in plan.chosen and judge in plan.load and (entry, judge) not in plan.partial:
            plan.add(entry, judge)
    fixed = frozenset((entry, judge) for entry, own in plan.chosen.items() for judge in own)
    plan.fill(each)
    plan.level(fixed)
    plan.link(fixed)
    anchors = plan.join()
    short = {entry: each - len(own) for entry, own in plan.chosen.items() if len(own) < each}
    return Assignment({entry: tuple(sorted(own)) for entry, own in plan.chosen.items()}, short, anchors)


class _Plan:
    """An assignment in the making."""

    def __init__(
        self, entries: Sequence[str], judges: Sequence[str], partial: frozenset[Judgement], chance: random.Random
    ) -> None:
        self.partial, self._chance = partial, chance
        self._allowed = {entry: [judge for judge in judges if (entry, judge) not in partial] for entry in entries}
        self.chosen: dict[str, set[str]] = {entry: set() for entry in entries}
        self.load: dict[str, int] = dict.fromkeys(judges, 0)
        self._met: defaultdict[tuple[str, str], int] = defaultdict(int)

    def add(self, entry: str, judge: str) -> None:
        self._count(entry, judge, 1)
        self.chosen[entry].add(judge)

    def _remove(self, entry: str, judge: str) -> None:
        self.chosen[entry].remove(judge)
        self._count(entry, judge, -1)

    def _count(self, entry: str, judge: str, step: int) -> None:
        """Count a judge, who is not among those of the entry, in or out."""
        self.load[judge] += step
        for other in self.chosen[entry]:
            self._met[judge, other] += step
            self._met[other, judge] += step

    def _meetings(self, entry: str, judge: str, without: str = "") -> int:
        """How often a judge has met those of an entry."""
        return sum(self._met[judge, other] for other in self.chosen[entry] if other not in (without, judge))

    def fill(self, each: int) -> None:
        """Give every entry so many judges: those with the least to do first, then those who met the others least.

        Entries with the least choice come first.
        """
        order = list(self.chosen)
        self._chance.shuffle(order)
        for entry in sorted(order, key=lambda e: len(self._allowed[e])):
            while len(self.chosen[entry]) < each:
                free = [judge for judge in self._allowed[entry] if judge not in self.chosen[entry]]
                if not free:
                    break
                self._chance.shuffle(free)
                self.add(entry, min(free, key=lambda judge: (self.load[judge], self._meetings(entry, judge))))

    def level(self, fixed: frozenset[Judgement]) -> None:
        """Pass judgements on, from hand to hand where need be, until no two loads can be brought nearer."""
        while (path := self._path(fixed)) is not None:
            for entry, giver, taker in path:
                self._remove(entry, giver)
                self.add(entry, taker)

    def _path(self, fixed: frozenset[Judgement]) -> list[tuple[str, str, str]] | None:
        """How a judgement gets from one of the busiest judges who can pass one on to one with two fewer at least."""
        for busiest in sorted(self.load, key=lambda judge: -self.load[judge]):
            if self.load[busiest] - min(self.load.values(), default=0) < 2:
                return None
            came: dict[str, tuple[str, str]] = {busiest: ("", "")}
            queue = [busiest]
            for giver in queue:
                for entry, taker in self._takers(giver, fixed):
                    if taker in came:
                        continue
                    came[taker] = (entry, giver)
                    if self.load[busiest] - self.load[taker] >= 2:
                        return list(_steps(came, taker))
                    queue.append(taker)
        return None

    def _takers(self, giver: str, fixed: frozenset[Judgement]) -> Iterator[Judgement]:
        for entry, own in self.chosen.items():
            if giver in own and (entry, giver) not in fixed:
                yield from ((entry, judge) for judge in self._allowed[entry] if judge not in own)

    def link(self, fixed: frozenset[Judgement]) -> None:
        """Exchange judgements of two judges while pairs of judges come to meet more evenly by it."""
        free = [(e, j) for e, own in self.chosen.items() for j in sorted(own) if (e, j) not in fixed]
        for _ in range(_TRIALS // max(1, len(free) // 2)):
            if self._all_met():
                return
            self._chance.shuffle(free)
            for at in range(0, len(free) - 1, 2):
                one, other = free[at], free[at + 1]
                if self._exchanged(one, other):
                    free[at], free[at + 1] = (one[0], other[1]), (other[0], one[1])

    def _exchanged(self, one: Judgement, other: Judgement) -> bool:
        (entry, judge), (elsewhere, another) = one, other
        allowed = (elsewhere, judge) not in self.partial and (entry, another) not in self.partial
        if not allowed or judge in self.chosen[elsewhere] or another in self.chosen[entry]:
            return False
        before = self._meetings(entry, judge) + self._meetings(elsewhere, another)
        self._remove(entry, judge)
        self._remove(elsewhere, another)
        after = self._meetings(entry, another) + self._meetings(elsewhere, judge)
        own = len(self.chosen[entry]) + len(self.chosen[elsewhere])
        # A sum of squares does not rise by an exchange if pairs that met less often take the place of those that met
        # more. Exchanges that leave it as it is lead on to better ones.
        swap = after <= before - own
        self.add(entry, another if swap else judge)
        self.add(elsewhere, judge if swap else another)
        return swap

    def join(self) -> tuple[Judgement, ...]:
        """Link groups of judges that have no entries in common by one judge more for some entries."""
        added: list[Judgement] = []
        while len(groups := _groups(filter(None, self.chosen.values()))) > 1:
            links = (
                (len(own), self.load[judge], entry, judge)
                for entry, own in self.chosen.items()
                if own and own <= groups[0]
                for judge in self._allowed[entry]
                if self.load[judge] and judge not in groups[0]
            )
            best = min(links, default=None)
            if best is None:
                break
            self.add(*best[2:])
            added.append(best[2:])
        return tuple(sorted(added))

    def _all_met(self) -> bool:
        """Whether all pairs met equally often, but for one time."""
        counts = [self._met[pair] for pair in itertools.combinations(sorted(self.load), 2)]
        return not counts or max(counts) - min(counts) < 2


def _steps(came: Mapping[str, Judgement], taker: str) -> Iterator[tuple[str, str, str]]:
    """The last step first, as each makes room for the one before."""
    while came[taker][1]:
        entry, giver = came[taker]
        yield entry, giver, taker
        taker = giver
