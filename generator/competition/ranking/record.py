"""A ranking as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from fractions import Fraction
from typing import Any

import generator
from generator.competition.ranking.adjusted import DRAWS, SEED
from generator.competition.ranking.audit import Audit, Filed
from generator.competition.ranking.marks import Assessment, Status
from generator.competition.ranking.methods import METHODS
from generator.competition.ranking.standings import JudgeRecord, Manner, Reliability, Standing, Standings
from generator.competition.ranking.votes import Discarded
from generator.competition.ranking.wording import note_lines, rule_lines, tie_words
from generator.messages import Catalogue
from generator.model.proceedings import Decisions

_MANNER = tuple(field.name for field in fields(Manner))


def json_record(standings: Standings, words: Catalogue) -> bytes:
    """Write a ranking as JSON: UTF-8, two spaces, keys in this order; the same standings give the same bytes.

    Points are unrounded, from 0 to 100; places are made of them after rounding to 0.01, halves upwards. ``null`` stands
    for what is not there. The lists are sorted: ``categories`` as in the rules, ``entries`` by category, place and id,
    ``marks`` by judge, ``judges`` by id, ``excluded`` and ``declined`` by entry, judge, path and line, all others by
    path.

    ::

        competition         its name, the folder
        year                number
        method              the method that the rules declare and rank follows: mean, trimmed_mean, z_score or adjusted
        methods             names of the methods worked out
        seed                of the random numbers from which places are drawn
        draws               how often they are drawn
        variances           entry (merit), severity, noise, in points squared, and scale; null without a mark
        reliability         from 0 to 1: how much of the differences between entries the marks settle
        connected           whether judges in common link all entries
        input_hash          SHA-256 of rules, entries, scores and votes (see fingerprint.py)
        tie_rule            in words
        ties                what decides between equal points, in order
        votes               weight, choices (how many entries one may choose), ballots (how many votes count)
        criteria[]          id, name, weight, max
        reviews_per_entry   how many marks an entry should have
        categories[]        name (empty: all ranked together), kinds, prizes[]: name, count
        entries[]
          id, title, authors[], department
          category          its name
          rank              by method, within the category; null without a mark
          tie_values[]      what the entry has of each of ties, to 0.01; empty without a mark
          decided_by[]      those of ties that told the entry from others of equal points
          rank_low, rank_high           between these places, with a probability of 90 %
          mean, trimmed_mean, z_score, adjusted     points by each method, with readers' votes where these count
          rank_mean, rank_trimmed_mean, rank_z_score, rank_adjusted     place by each method
          interval          [low, high]: the calibrated mark, with a probability of 90 %
          p_prize           the chance of each prize, by its name
          lowest, highest   points
          marks[]           judge (id), mark (points)
          votes             number
          vote_points       100 × votes ÷ the most of the category; null where votes do not count
          prize             its name; null for none, and where undecided
          undecided         names of the prizes between which the committee decides (null: none); else empty
          final_prize       the prize in the end; null for none, and where undecided
          decision          why, where the committee decided on the entry; else null
          flags             no_marks, few_marks, tie_at_cut, marks_left_out, disagreement, one_mark, not_connected
        judges[]            id, name, unit, marks (number), mean, spread (sample standard deviation of the points),
                            severity (points above what others give), scale (1: sets entries as far apart as others),
                            noise (variance beside others'), fit (correlation with the calibrated marks), own_group
                            (points above what would be expected for the own department), declined, excluded (numbers)
        excluded[]          scores left out: judge, entry, path, line, reason (key), text
        declined[]          judge, entry, path, line, text
        discarded[]         votes left out: voter, entry (or null), path, line, reason (key), text
        decisions           of the committee: decided (day), by; null if there are none
        record              what it was made from, and when: rules, ballots, votes, rule_changes, history; or null
        notes               sentences: first what must be known before the list is used, then the rules
        version             of the program

    Args:
        standings: The ranking.
        words: The language of the sentences.
    """
    record = {
        "competition": standings.competition,
        "year": standings.year,
        "method": standings.method,
        "methods": list(METHODS),
        **_reliability(standings.reliability),
        "input_hash": standings.input_hash,
        "tie_rule": tie_words(standings, words),
        **_rules(standings),
        "entries": [_entry(standing) for standing in standings.entries],
        "judges": [_judge(judge) for judge in standings.judges],
        "excluded": [_excluded(a, words) for a in standings.assessments if a.status is Status.LEFT_OUT],
        "declined": [_place_of(a) | {"text": a.declined} for a in standings.assessments if a.status is Status.DECLINED],
        "discarded": [_discarded(d, words) for d in standings.tally.discarded],
        "decisions": _decisions(standings.decisions),
        "record": _audit(standings.audit) if standings.audit else None,
        "notes": [*note_lines(standings, words), *rule_lines(standings, words)],
        "version": generator.__version__,
    }
    text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode("utf-8", errors="backslashreplace")


def _rules(standings: Standings) -> dict[str, Any]:
    tally = standings.tally
    return {
        "ties": list(standings.ties),
        "votes": {"weight": float(tally.weight), "choices": tally.choices, "ballots": tally.ballots},
        "criteria": [{"id": c.id, "name": c.name, "weight": c.weight, "max": c.maximum} for c in standings.criteria],
        "reviews_per_entry": standings.reviews_per_entry,
        "categories": [
            {
                "name": c.name,
                "kinds": list(c.kinds),
                "prizes": [{"name": prize.name, "count": prize.count} for prize in c.prizes],
            }
            for c in standings.categories
        ],
    }


def _reliability(reliability: Reliability | None) -> dict[str, Any]:
    return {
        "seed": SEED,
        "draws": DRAWS,
        "variances": asdict(reliability.variances) if reliability else None,
        "reliability": reliability.share if reliability else None,
        "connected": reliability.connected if reliability else None,
    }


def _entry(standing: Standing) -> dict[str, Any]:
    lowest, highest = standing.span or (None, None)
    sure = standing.certainty
    results = {method: standing.results.get(method) for method in METHODS}
    return {
        "id": standing.contender.id,
        "title": standing.contender.title,
        "authors": list(standing.contender.authors),
        "department": standing.contender.department,
        "category": standing.contender.category,
        "rank": standing.place,
        "tie_values": [float(value) for value in standing.tie_values],
        "decided_by": list(standing.decided_by),
        "rank_low": sure.first if sure else None,
        "rank_high": sure.last if sure else None,
        **{method: result and float(result.value) for method, result in results.items()},
        **{f"rank_{method}": result and result.place for method, result in results.items()},
        "interval": [sure.low, sure.high] if sure else None,
        "p_prize": dict(sure.prizes) if sure else {},
        "lowest": _points(lowest),
        "highest": _points(highest),
        "marks": [{"judge": mark.judge, "mark": float(mark.value)} for mark in standing.marks],
        "votes": standing.votes,
        "vote_points": _points(standing.vote_points),
        "prize": standing.prize or None,
        "undecided": [name or None for name in standing.contested],
        "final_prize": (standing.final.prize if standing.final else standing.prize) or None,
        "decision": (standing.final.reason if standing.final else "") or None,
        "flags": list(standing.flags),
    }


def _judge(judge: JudgeRecord) -> dict[str, Any]:
    return {
        "id": judge.id,
        "name": judge.name,
        "unit": judge.unit,
        "marks": len(judge.marks),
        "mean": _points(judge.mean),
        "spread": judge.spread,
        **(asdict(judge.manner) if judge.manner else dict.fromkeys(_MANNER)),
        "declined": judge.declined,
        "excluded": judge.left_out,
    }


def _excluded(assessment: Assessment, words: Catalogue) -> dict[str, Any]:
    reason = assessment.reason
    assert reason is not None
    return _place_of(assessment) | {"reason": reason.key.removeprefix("reasons."), "text": reason.text(words)}


def _discarded(discarded: Discarded, words: Catalogue) -> dict[str, Any]:
    return {
        "voter": discarded.voter,
        "entry": discarded.entry or None,
        "path": discarded.path,
        "line": discarded.line,
        "reason": discarded.reason.key.removeprefix("vote_faults."),
        "text": discarded.reason.text(words),
    }


def _decisions(decisions: Decisions | None) -> dict[str, Any] | None:
    if decisions is None:
        return None
    return {"decided": decisions.decided.isoformat() if decisions.decided else None, "by": decisions.by or None}


def _audit(audit: Audit) -> dict[str, Any]:
    return {
        "rules": _filed(audit.rules) | {"text": audit.text},
        "ballots": [_filed(filed) for filed in audit.ballots],
        "votes": [_filed(filed) for filed in audit.votes],
        "rule_changes": [
            {
                "when": change.when.isoformat() if change.when else None,
                "author": change.author,
                "fields": list(change.fields),
            }
            for change in audit.changes
        ],
        "history": audit.history,
    }


def _filed(filed: Filed) -> dict[str, Any]:
    times = {"created": filed.created, "updated": filed.updated}
    known = {key: time.isoformat() if time else None for key, time in times.items()}
    return {"path": filed.path, "sha256": filed.sha256, **known, "commits": filed.commits}


def _place_of(assessment: Assessment) -> dict[str, Any]:
    a = assessment
    return {"judge": a.judge, "entry": a.entry, "path": a.path, "line": a.line}


def _points(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
