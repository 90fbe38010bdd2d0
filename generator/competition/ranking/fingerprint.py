"""A hash of all that a ranking is made from, so that anybody can see whether it was made from the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from generator.competition.contenders import Contender
from generator.competition.ranking.marks import Assessment
from generator.model.competitions import Competition


def input_hash(competition: Competition, contenders: Iterable[Contender], assessments: Iterable[Assessment]) -> str:
    """SHA-256 of the rules, the entries and every score, in hexadecimal digits.

    It is of a JSON text without spaces, in ASCII, ``[rules, entries, scores]``:

    - rules: ``[name, year, method, marks an entry should have, weight of votes, [[criterion, weight, max], ...],
      [judge, ...], [[category, [kind, ...], [[prize, count], ...]], ...]]``
    - entries: ``[[id, category], ...]``
    - scores: ``[[entry, judge, what became of it, [[criterion, mark], ...], why the judge stepped back, why it is left
      out], ...]``
    """
    rules = [
        competition.name,
        competition.year,
        competition.method,
        competition.reviews_per_entry,
        competition.voting.weight,
        [[c.id, c.weight, c.maximum] for c in competition.criteria],
        sorted(judge.id for judge in competition.judges),
        [[c.name, list(c.kinds), [[p.name, p.count] for p in c.prizes]] for c in competition.categories],
    ]
    entries = sorted([c.id, c.category] for c in contenders)
    scores = [
        [a.entry, a.judge, a.status, [list(pair) for pair in a.criteria], a.declined, a.reason.key if a.reason else ""]
        for a in assessments
    ]
    text = json.dumps([rules, entries, scores], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
