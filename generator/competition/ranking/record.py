"""A ranking as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from fractions import Fraction
from typing import Any

import generator
from generator.competition.ranking.adjusted import DRAWS, SEED
from generator.competition.ranking.marks import Assessment, Status
from generator.competition.ranking.methods import METHODS
from generator.competition.ranking.standings import JudgeRecord, Manner, Reliability, Standing, Standings
from generator.competition.ranking.wording import note_lines, rule_lines
from generator.messages import Catalogue

_MANNER = tuple(field.name for field in fields(Manner))


def json_record(standings: Standings, words: Catalogue) -> bytes:
    """Write a ranking as JSON: UTF-8, two spaces, keys in this order; the same standings give the same bytes.

    Points are unrounded, from 0 to 100; places are made of them after rounding to 0.01, halves upwards. ``null`` stands
    for what is not there. The lists are sorted: ``categories`` as in the rules, ``entries`` by category, place and id,
    ``marks`` by judge, ``judges`` by id, ``excluded`` and ``declined`` by entry, judge, path and line.

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
        input_hash          SHA-256 of rules, entries and scores (see fingerprint.py)
        tie_rule            in words
        criteria[]          id, name, weight, max
        reviews_per_entry   how many marks an entry should have
        categories[]        name (empty: all ranked together), kinds, prizes[]: name, count
        entries[]
          id, title, authors[], department
          category          its name
          rank              by method, within the category; null without a mark
          rank_low, rank_high           between these places, with a probability of 90 %
          mean, trimmed_mean, z_score, adjusted     points by each method
          rank_mean, rank_trimmed_mean, rank_z_score, rank_adjusted     place by each method
          interval          [low, high]: the calibrated mark, with a probability of 90 %
          p_prize           the chance of each prize, by its name
          lowest, highest   points
          marks[]           judge (id), mark (points)
          prize             its name; null for none, and where undecided
          undecided         names of the prizes between which the committee decides (null: none); else empty
          flags             no_marks, few_marks, tie_at_cut, marks_left_out, disagreement, one_mark, not_connected
        judges[]            id, name, unit, marks (number), mean, spread (sample standard deviation of the points),
                            severity (points above what others give), scale (1: sets entries as far apart as others),
                            noise (variance beside others'), fit (correlation with the calibrated marks), own_group
                            (points above what would be expected for the own department), declined, excluded (numbers)
        excluded[]          scores left out: judge, entry, path, line, reason (key), text
        declined[]          judge, entry, path, line, text
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
        "tie_rule": words.text("competition.tie_rule"),
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
        "entries": [_entry(standing) for standing in standings.entries],
        "judges": [_judge(judge) for judge in standings.judges],
        "excluded": [_excluded(a, words) for a in standings.assessments if a.status is Status.LEFT_OUT],
        "declined": [_place_of(a) | {"text": a.declined} for a in standings.assessments if a.status is Status.DECLINED],
        "notes": [*note_lines(standings, words), *rule_lines(words)],
        "version": generator.__version__,
    }
    text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode("utf-8", errors="backslashreplace")


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
        "rank_low": sure.first if sure else None,
        "rank_high": sure.last if sure else None,
        **{method: result and float(result.value) for method, result in results.items()},
        **{f"rank_{method}": result and result.place for method, result in results.items()},
        "interval": [sure.low, sure.high] if sure else None,
        "p_prize": dict(sure.prizes) if sure else {},
        "lowest": _points(lowest),
        "highest": _points(highest),
        "marks": [{"judge": mark.judge, "mark": float(mark.value)} for mark in standing.marks],
        "prize": standing.prize or None,
        "undecided": [name or None for name in standing.contested],
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


def _place_of(assessment: Assessment) -> dict[str, Any]:
    a = assessment
    return {"judge": a.judge, "entry": a.entry, "path": a.path, "line": a.line}


def _points(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
