"""Which of the found articles comes first: where the words stand, then how much they say, then the newer one."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from generator.search.query import Clause, Phrase
from generator.search.reading import TEXTS, Lookup, OpenIndex
from generator.search.text import runs, words

WEIGHTS = {"title": 8.0, "headings": 3.0, "summary": 2.5, "body": 1.0, "words": 1.0}
"""How much it counts that something stands in a field."""
_K, _B = 1.2, 0.75
"""BM25's own numbers: how soon saying it again adds little, and how much the length of a text matters."""
_TOGETHER = 2.0
"""How much it counts that all that was typed stands together, in the same order."""
_FEW = 8
"""The most parts of a query for which that is looked up."""
_LEAD = ("title", "headings", "summary")

Scores = Mapping[int, float]


def holding(lookup: Lookup, clause: Clause, fields: Iterable[str] = TEXTS) -> set[int]:
    """The documents in whose fields a clause is found: any one of its alternatives, each with all its phrases."""
    asked = tuple(fields)
    return set().union(*(_all(lookup, phrases, asked) for phrases in clause.alternatives))


def _all(lookup: Lookup, phrases: Iterable[Phrase], fields: tuple[str, ...]) -> set[int]:
    first, *others = phrases
    found = lookup.standing(first, fields)
    for phrase in others:
        if not found:
            break
        found &= lookup.standing(phrase, fields)
    return found


class Ranking:
    """The order of documents that hold some clauses; those not held do not count against a document."""

    def __init__(self, opened: OpenIndex, lookup: Lookup, clauses: Collection[Clause], docs: Collection[int]) -> None:
        """Weigh ``docs``."""
        self._opened, self._lookup, self._docs = opened, lookup, docs
        self.scores: Scores = self._summed(clauses)
        self._tiers = self._placed(clauses)

    def key(self, doc: int) -> tuple[object, ...]:
        """What sorts a document by relevance."""
        card = self._opened.cards[doc]
        return self._tiers[doc], -self.scores[doc], *newest(card.date), card.id

    def _placed(self, clauses: Iterable[Clause]) -> Mapping[int, int]:
        """For every document 0 if all is in the title, 1 if in title, headings or summary, else 2."""
        zones = [[holding(self._lookup, c, fields) for fields in (("title",), _LEAD, TEXTS)] for c in clauses]
        return {
            doc: max((2 - (doc in title) - (doc in lead) for title, lead, held in zones if doc in held), default=2)
            for doc in self._docs
        }

    def _summed(self, clauses: Iterable[Clause]) -> Scores:
        sums = dict.fromkeys(self._docs, 0.0)
        typed = [clause.words[0] for clause in clauses]
        whole = {runs(" ".join(typed)), runs("".join(typed))} if 1 < len(typed) <= _FEW else set()
        parts = [
            *(self._clause(clause) for clause in clauses),
            *(self._scores({"words": self._lookup.word(word)}) for word in dict.fromkeys(words(" ".join(typed)))),
            *(self._phrase(phrase, _TOGETHER) for phrase in sorted(whole)),
        ]
        for part in parts:
            for doc, score in part.items():
                sums[doc] += score
        return {doc: round(score, 4) for doc, score in sums.items()}

    def _clause(self, clause: Clause) -> Scores:
        """Of words that mean the same, that counts which says most."""
        best: dict[int, float] = {}
        for phrases in clause.alternatives:
            sums: defaultdict[int, float] = defaultdict(float)
            for phrase in phrases:
                for doc, score in self._phrase(phrase).items():
                    sums[doc] += score
            best |= {doc: max(score, best.get(doc, 0.0)) for doc, score in sums.items()}
        return best

    def _phrase(self, phrase: Phrase, boost: float = 1.0) -> Scores:
        return self._scores({field: self._lookup.counts(field, phrase) for field in TEXTS}, boost)

    def _scores(self, counts: Mapping[str, Mapping[int, int]], boost: float = 1.0) -> Scores:
        """BM25F (https://dl.acm.org/doi/10.1145/1031171.1031181): fields are weighed, then summed, then dampened."""
        holders = set().union(*counts.values())
        total = len(self._opened.cards)
        rarity = boost * math.log(1 + (total - len(holders) + 0.5) / (len(holders) + 0.5))
        found = {}
        for doc in holders.intersection(self._docs):
            often = sum(
                WEIGHTS[field] * count / (1 - _B + _B * self._opened.length(field, doc))
                for field, held in counts.items()
                if (count := held.get(doc, 0))
            )
            found[doc] = rarity * often / (_K + often)
        return found


def newest(date: str) -> tuple[bool, list[int]]:
    """What sorts dates, the latest first and those without one last."""
    return not date, [-ord(c) for c in date]


def oldest(date: str) -> tuple[bool, str]:
    """What sorts dates, the earliest first and those without one last."""
    return not date, date
