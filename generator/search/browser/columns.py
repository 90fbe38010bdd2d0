"""What the browser knows of every document from the start: by what it can be narrowed, sorted and weighed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from generator.search.browser.coding import golomb, stream
from generator.search.browser.units import Texts
from generator.search.documents import SearchDocument

_WIDEST = 16
"""The largest parameter that is tried for a column."""

Column = tuple[int, str]
"""Numbers from 0 in exponential Golomb codes: the parameter, and the codes as base64."""


def columns(documents: Sequence[SearchDocument], texts: Texts) -> dict[str, Any]:
    """The values that documents have, each with a list of their names, the commonest first.

    Args:
        documents: The documents, the newest first and those without a date last.
        texts: The same documents laid out.
    """
    days = [dt.date.fromisoformat(d.date).toordinal() for d in documents if d.date]
    undated = [d.year for d in documents if not d.date]
    return {
        "dated": len(days),
        "day": days[0] if days else 0,
        "days": column(np.abs(np.diff(days, prepend=days[:1]))),
        "year": _single(undated),
        "kind": _single([d.kind for d in documents]),
        "department": _single([d.department for d in documents]),
        "author": _several([d.authors for d in documents]),
        "tag": _several([d.tags for d in documents]),
        "title": column(texts.lengths[:, 0]),
        "lead": column(texts.segments[:, 1] - 1),
        "body": column(texts.segments[:, 2] - 1),
    }


def column(numbers: Iterable[int]) -> Column:
    """Numbers in the codes that take the fewest bits."""
    values = np.asarray(numbers, np.int64)
    coded = (golomb(values, k) for k in range(_WIDEST + 1))
    best, codes = min(enumerate(coded), key=lambda one: (int(one[1].widths.sum()), one[0]))
    return best, stream(codes)


def _single(values: Sequence[str]) -> dict[str, Any]:
    """One value of each; an empty one is no value, and is named as well."""
    names, numbers = _numbered(values)
    return {"names": names, "values": column([numbers[value] for value in values])}


def _several(values: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Any number of values of each."""
    flat = [value for own in values for value in own]
    names, numbers = _numbered(flat)
    counts, chosen = column(list(map(len, values))), column([numbers[value] for value in flat])
    return {"names": names, "counts": counts, "values": chosen}


def _numbered(values: Iterable[str]) -> tuple[list[str], dict[str, int]]:
    counts = Counter(values)
    names = sorted(counts, key=lambda name: (-counts[name], name))
    return names, {name: number for number, name in enumerate(names)}
