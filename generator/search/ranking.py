"""Which of the found articles comes first: where the words stand, then how much they say, then the newer one.

themes/search/ ranks in the browser by the same numbers.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from generator.search.query import Clause, Phrase
from generator.search.reading import ZONES, Lookup, OpenIndex
from generator.search.text import SEGMENT, places, runs
from generator.search.tiers import BODY, TITLE, WHOLE_TITLE, ZONE_TIERS

WEIGHTS = {"title": 8.0, "lead": 3.0, "body": 1.0}
"""How much it counts that something stands in a zone."""
_K, _B = 1.2, 0.75
"""BM25's own numbers: how soon saying it again adds little, and how much the length of a text matters."""
_TOGETHER = 2.0
"""How much it counts that all that was typed stands together, in the same order."""
_SYNONYM = 0.9
"""How much a word counts that means the same as the one that was typed."""
_NEAR = 1.0
"""What is added where all that was typed stands in one segment of the body."""
_FEW = range(2, 9)
"""How many clauses a query has for which these two are looked up."""
_WINDOW = 30
"""How many of the best documents nearness is looked up for."""


def holding(lookup: Lookup, clause: Clause, zones: Iterable[str] = ZONES) -> set[int]:
    """The documents in whose zones a clause is found: any one of its alternatives, each with all its phrases."""
    asked = tuple(zones)
    return set().union(*(_all(lookup, phrases, asked) for phrases in clause.alternatives))


def _all(lookup: Lookup, phrases: Iterable[Phrase], zones: tuple[str, ...]) -> set[int]:
    first, *others = phrases
    found = lookup.standing(first, zones)
    for phrase in others:
        if not found:
            break
        found &= lookup.standing(phrase, zones)
    return found


class Ranking:
    """The order of documents that hold some clauses; those not held do not count against a document."""

    def __init__(
        self,
        opened: OpenIndex,
        lookup: Lookup,
        clauses: Sequence[Clause],
        docs: Collection[int],
        named: Sequence[Mapping[int, int]] = (),
        whole: Mapping[int, int] | None = None,
    ) -> None:
        """Weigh ``docs``; ``named`` are tiers of what each clause names, ``whole`` of what all of them name as one."""
        self._opened, self._lookup, self._docs = opened, lookup, docs
        self._tiers = self._placed(clauses, named or [{} for _ in clauses], whole or {})
        self.scores = self._summed(clauses)
        if len(clauses) in _FEW:
            for doc, nearness in self._near(clauses, sorted(docs, key=self.key)[:_WINDOW]).items():
                self.scores[doc] = round(self.scores[doc] + nearness, 4)

    def key(self, doc: int) -> tuple[object, ...]:
        """What sorts a document by relevance."""
        card = self._opened.cards[doc]
        return self._tiers[doc], -self.scores[doc], *newest(card.date), card.id

    def _placed(
        self, clauses: Sequence[Clause], named: Sequence[Mapping[int, int]], whole: Mapping[int, int]
    ) -> Mapping[int, int]:
        """The highest tier of the clauses that were found; where all were, that by the whole if it is lower."""
        found = [self._found(clause, own) for clause, own in zip(clauses, named, strict=True)]
        typed = places(" ".join(clause.words[0] for clause in clauses))

        def tier(doc: int) -> int:
            held = [own[doc] for own in found if doc in own]
            highest = max(held, default=BODY)
            if not held or len(held) < len(found):
                return whole.get(doc, highest)
            if highest == TITLE and self._opened.cards[doc].lengths[0] == typed:
                return WHOLE_TITLE
            return min(highest, whole.get(doc, highest))

        return {doc: tier(doc) for doc in self._docs}

    def _found(self, clause: Clause, named: Mapping[int, int]) -> Mapping[int, int]:
        """The tier of every document that holds a clause or is named by it."""
        found = dict(named)
        for count, tier in enumerate(ZONE_TIERS, 1):
            for doc in holding(self._lookup, clause, ZONES[:count]):
                found[doc] = min(tier, found.get(doc, tier))
        return found

    def _summed(self, clauses: Sequence[Clause]) -> dict[int, float]:
        sums = dict.fromkeys(self._docs, 0.0)
        joined = runs("".join(clause.words[0] for clause in clauses)) if len(clauses) in _FEW else ()
        together = [self._phrase(joined, _TOGETHER)] if len(joined) == 1 else []
        for doc, score in chain.from_iterable(part.items() for part in (*map(self._clause, clauses), *together)):
            sums[doc] += score
        return {doc: round(score, 4) for doc, score in sums.items()}

    def _clause(self, clause: Clause) -> Mapping[int, float]:
        """Of words that mean the same, that counts which says most; none is rarer than all of them together."""
        best: dict[int, float] = {}
        together = len(holding(self._lookup, clause)) if len(clause.alternatives) > 1 else 0
        for number, phrases in enumerate(clause.alternatives):
            sums: defaultdict[int, float] = defaultdict(float)
            boost = _SYNONYM if number else 1.0
            parts = (self._phrase(phrase, boost, together).items() for phrase in phrases)
            for doc, score in chain.from_iterable(parts):
                sums[doc] += score
            best |= {doc: max(score, best.get(doc, 0.0)) for doc, score in sums.items()}
        return best

    def _phrase(self, phrase: Phrase, boost: float = 1.0, common: int = 0) -> Mapping[int, float]:
        """BM25F (https://dl.acm.org/doi/10.1145/1031171.1031181): zones are weighed, then summed, then dampened."""
        counts = {zone: self._lookup.counts(zone, phrase) for zone in ZONES}
        holders = set().union(*counts.values())
        total = len(self._opened.cards)
        often_held = max(len(holders), common)
        rarity = boost * math.log(1 + (total - often_held + 0.5) / (often_held + 0.5))
        found, once = {}, _is_unplaced(phrase)
        for doc in holders.intersection(self._docs):
            often = sum(
                WEIGHTS[zone] * (1 if once else count) / (1 - _B + _B * self._opened.length(zone, doc))
                for zone, held in counts.items()
                if (count := held.get(doc, 0))
            )
            found[doc] = rarity * often / (_K + often)
        return found

    def _near(self, clauses: Iterable[Clause], docs: Collection[int]) -> Mapping[int, float]:
        """What nearness adds to those of ``docs`` whose bodies hold all clauses."""
        segments = [self._segments(clause, docs) for clause in clauses]
        held = [doc for doc in docs if all(doc in found for found in segments)]
        return {doc: _NEAR / (1 + span([found[doc] for found in segments])) for doc in held}

    def _segments(self, clause: Clause, docs: Collection[int]) -> Mapping[int, set[int]]:
        """The segments of bodies in which phrases of a clause begin, of the alternatives that stand there whole."""
        segments: defaultdict[int, set[int]] = defaultdict(set)
        for phrases in clause.alternatives:
            if any(map(_is_unplaced, phrases)):
                continue
            begins = [self._lookup.begins(phrase, docs) for phrase in phrases]
            for doc in docs:
                if all(doc in found for found in begins):
                    segments[doc].update(place // SEGMENT for found in begins for place in found[doc])
        return segments


def _is_unplaced(phrase: Phrase) -> bool:
    """Whether it is a single character: the browser knows in which zones it stands, but not how often or where."""
    return len(phrase) == 1 and len(phrase[0]) == 1 and phrase[0] < "\U00010000"


def span(choices: Sequence[Collection[int]]) -> int:
    """How far apart numbers are at least, the lowest from the highest, if one of each collection is taken."""
    last: dict[int, int] = {}
    spans = []
    for number, which in sorted((number, which) for which, numbers in enumerate(choices) for number in numbers):
        last[which] = number
        if len(last) == len(choices):
            spans.append(number - min(last.values()))
    return min(spans)


def newest(date: str) -> tuple[bool, list[int]]:
    """What sorts dates, the latest first and those without one last."""
    return not date, [-ord(c) for c in date]


def oldest(date: str) -> tuple[bool, str]:
    """What sorts dates, the earliest first and those without one last."""
    return not date, date
