"""How good answers are, and what is usual among many figures."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

from generator.sources.chinese import HAN
from tests.bench.browser import SHOWN, Answer, Step, Visit
from tests.bench.questions import ITEMS, TRUTH, Question

Asked = Sequence[tuple[Question, Answer]]
_Found = Sequence[tuple[Question, list[str]]]
_HAN = re.compile(f"[{HAN}]+")


def quality(asked: Asked, known: Collection[str]) -> dict[str, object]:
    """Recall and precision for pieces of text, and the mean reciprocal rank of known items, as it stands in JSON.

    Args:
        asked: Questions and what was found.
        known: The addresses of the articles. Other pages that were found are passed over.
    """
    found = [(q, [address for address in a.addresses if address in known]) for q, a in asked]
    truth = [(q, addresses) for q, addresses in found if q.kind == TRUTH]
    items = [(q, addresses) for q, addresses in found if q.kind in ITEMS]
    return {
        "asked": len(asked),
        "truth": {
            **_truth(truth),
            "han": _truth([(q, addresses) for q, addresses in truth if _HAN.fullmatch(q.text)]),
            "other": _truth([(q, addresses) for q, addresses in truth if not _HAN.fullmatch(q.text)]),
        },
        "items": {
            kind: _items([(q, found) for q, found in items if kind in ("all", q.kind)]) for kind in ("all", *ITEMS)
        },
    }


def _items(asked: _Found) -> dict[str, object]:
    """The mean reciprocal rank, of all and of those that one title only fits; and what chance would give for all.

    Of n titles that fit, each comes first as often as any other if the one that is meant was taken by chance.
    """
    clear = [(q, found) for q, found in asked if q.fitting == 1]
    return {
        "queries": len(asked),
        "reciprocal_rank": _mean(_reciprocal(q, found) for q, found in asked),
        "by_chance": _mean(
            sum(1 / place for place in range(1, min(q.fitting, SHOWN) + 1)) / q.fitting for q, _ in asked
        ),
        "clear_queries": len(clear),
        "clear_reciprocal_rank": _mean(_reciprocal(q, found) for q, found in clear),
    }


def _truth(asked: _Found) -> dict[str, object]:
    return {
        "queries": len(asked),
        "recall": _mean(len(q.wanted.intersection(addresses)) / len(q.wanted) for q, addresses in asked),
        "precision": _mean(_precisions(asked, None)),
        "precision_first_10": _mean(_precisions(asked, SHOWN)),
        "unanswered": sum(not addresses for _, addresses in asked),
    }


def _precisions(asked: Iterable[tuple[Question, list[str]]], first: int | None) -> Iterable[float]:
    """For each question with an answer, the part of it that is right, without what may be found or not."""
    for question, addresses in asked:
        judged = [address for address in addresses[:first] if address not in question.beside]
        if judged:
            yield len(question.wanted.intersection(judged)) / len(judged)


def _reciprocal(question: Question, addresses: Sequence[str]) -> float:
    places = (n for n, address in enumerate(addresses[:SHOWN], 1) if address in question.wanted)
    return 1 / next(places, math.inf)


def _mean(values: Iterable[float]) -> float | None:
    taken = list(values)
    return statistics.fmean(taken) if taken else None


def cost(visits: Sequence[Visit]) -> dict[str, object]:
    """What visits took, step by step, as it stands in JSON."""
    return {
        "visits": len(visits),
        "page": asdict(visits[0].page),
        "first": steps([visit.first for visit in visits]),
        "query": steps([visit.query for visit in visits]),
        "again": steps([visit.again for visit in visits]),
        "cached": steps([visit.cached for visit in visits]),
    }


def steps(taken: Sequence[Step]) -> dict[str, object]:
    """What some answers took, as it stands in JSON."""
    seen = [step.working for step in taken if step.working is not None]
    return {
        "bytes": usual([step.sent.bytes for step in taken]),
        "requests": usual([step.sent.requests for step in taken]),
        "seconds": usual([step.seconds for step in taken]),
        "working": usual(seen) if len(seen) == len(taken) else None,
    }


def usual(values: Sequence[float]) -> dict[str, float]:
    """The median, and the least value that 95 in 100 do not exceed."""
    ranked = sorted(values)
    return {"median": statistics.median(ranked), "p95": ranked[math.ceil(0.95 * len(ranked)) - 1]}
