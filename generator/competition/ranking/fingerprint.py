"""A hash of all that a ranking is made from, so that anybody can see whether it was made from the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from generator.competition.contenders import Contender
from generator.competition.ranking.marks import Assessment
from generator.competition.ranking.votes import Tally
from generator.model.competitions import Competition
from generator.model.proceedings import Vote


def input_hash(
    competition: Competition,
    contenders: Iterable[Contender],
    assessments: Iterable[Assessment],
    votes: Iterable[Vote],
    tally: Tally,
) -> str:
    """SHA-256 of the rules, the entries, every score and every vote, in hexadecimal digits.

    It is of a JSON text without spaces, in ASCII, ``[rules, entries, scores, votes, discarded]``:

    - rules: ``[name, year, method, marks an entry should have, [tie break, ...], [weight of votes, choices, [first day,
      last day]], [[criterion, weight, max], ...], [judge, ...], [[category, [kind, ...], [[prize, count], ...]],
      ...]]``
    - entries: ``[[id, category], ...]``
    - scores: ``[[entry, judge, what became of it, [[criterion, mark], ...], why the judge stepped back, why it is left
      out], ...]``
    - votes: ``[[voter, [entry, ...]], ...]``
    - discarded: ``[[voter, entry, why], ...]``

    Args:
        competition: The rules.
        contenders: The entries.
        assessments: The scores.
        votes: Of any competition.
        tally: What became of the votes.
    """
    own = sorted([v.voter, list(v.entries)] for v in votes if v.competition == competition.name)
    scores = [
        [a.entry, a.judge, a.status, [list(pair) for pair in a.criteria], a.declined, a.reason.key if a.reason else ""]
        for a in assessments
    ]
    discarded = sorted([d.voter, d.entry, d.reason.key] for d in tally.discarded)
    entries = sorted([c.id, c.category] for c in contenders)
    text = json.dumps([_rules(competition), entries, scores, own, discarded], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _rules(competition: Competition) -> list[Any]:
    voting = competition.voting
    return [
        competition.name,
        competition.year,
        competition.method,
        competition.reviews_per_entry,
        list(competition.ties),
        [voting.weight, voting.choices, [str(day or "") for day in competition.voting_days]],
        [[c.id, c.weight, c.maximum] for c in competition.criteria],
        sorted(judge.id for judge in competition.judges),
        [[c.name, list(c.kinds), [[p.name, p.count] for p in c.prizes]] for c in competition.categories],
    ]
