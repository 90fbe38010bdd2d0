"""What makes a place doubtful: judges who disagree, one mark that decides, entries that no judge links to others."""

from __future__ import annotations

import bisect
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.competition.ranking.adjusted import Adjustment
from generator.competition.ranking.mark import Mark
from generator.competition.ranking.methods import PLAIN, Key, standard_scores
from generator.model.competitions import Prize


@dataclass(frozen=True)
class Doubts:
    """What is doubtful about entries.

    Attributes:
        disputed: Those on which judges disagree more than chance explains.
        apart: Those that no judge links, not even indirectly, to the largest group of entries.
        without: For each entry the points that it would have without each of its marks, all else being as it is.
    """

    disputed: frozenset[str]
    apart: frozenset[str]
    without: Mapping[str, Sequence[Fraction]]

    def swayed(
        self, keys: Mapping[str, Key], prizes: Sequence[Prize], key_of: Callable[[str, Fraction], Key]
    ) -> set[str]:
        """Those of some entries, ranked together, that would get another prize, or none, if one mark were not there.

        Args:
            keys: Of the entries.
            prizes: Highest first.
            key_of: The key of an entry if it had other points; what decides between equal points stays.
        """
        known = sorted(keys.values())
        edges = list(itertools.accumulate(prize.count for prize in prizes))
        return {
            entry
            for entry, key in keys.items()
            if any(
                _prize(key_of(entry, other), key, known, edges) != _prize(key, key, known, edges)
                for other in self.without.get(entry, ())
            )
        }


def _prize(taken: Key, own: Key, known: Sequence[Key], edges: Sequence[int]) -> tuple[int, int]:
    """The prizes of the best and the worst seat that an entry gets, with those equal to it, if it has another key.

    Args:
        taken: That key.
        own: The key with which it is among ``known``.
        known: The keys of all entries, rising.
        edges: Up to which place each prize reaches.
    """
    above = len(known) - bisect.bisect_right(known, taken) - (own > taken)
    equal = bisect.bisect_right(known, taken) - bisect.bisect_left(known, taken) - (own == taken)
    return bisect.bisect_left(edges, above + 1), bisect.bisect_left(edges, above + 1 + equal)


def doubts_of(marks: Sequence[Mark], method: str, adjustment: Adjustment | None) -> Doubts:
    """What is doubtful in a competition that follows a method."""
    if adjustment is None:
        return Doubts(frozenset(), frozenset(), {})
    groups = adjustment.groups
    largest, _ = Counter(groups.values()).most_common(1)[0]
    return Doubts(
        disputed=frozenset(adjustment.disputed()),
        apart=frozenset(entry for entry, group in groups.items() if group != largest),
        without=_without(marks, method, adjustment),
    )


def _without(marks: Sequence[Mark], method: str, adjustment: Adjustment) -> Mapping[str, list[Fraction]]:
    """Points of every entry without each of its marks; none for one with a single mark, which would have no points."""
    found: dict[str, list[Fraction]] = {}
    lessened = adjustment.without() if method == "adjusted" else {}
    scores = standard_scores(marks) if method == "z_score" else marks
    for entry, group in itertools.groupby(sorted(scores), key=lambda mark: mark.entry):
        own = list(group)
        if len(own) < 2:
            continue
        if lessened:
            found[entry] = [lessened[mark.entry, mark.judge] for mark in own]
        else:
            work_out = PLAIN["trimmed_mean" if method == "trimmed_mean" else "mean"]
            found[entry] = [work_out(other for other in own if other != mark)[entry] for mark in own]
    return found
