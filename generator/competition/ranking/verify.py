"""Whether a ranking that was kept says the same as one that is made anew."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.competition.ranking.wording import printable
from generator.errors import XinglinError
from generator.messages import Catalogue

_BESIDE = {"notes", "tie_rule", "text", "version"}
"""What is said in a language, or by which program, and is no part of the result."""
_NAMES = ("id", "judge", "name")
"""By which of its values an item of a list is known."""
_PRECISE = 1e-6
"""Points that differ by less are equal: computers add up in different orders."""


_LATER = re.compile(
    r"(record|decisions)(\W.*)?|entries\[.*\]\.(final_prize|decision)|(excluded|declined|discarded)\[.*\]\.(path|line)"
)
"""What may change without the ranking: where files are, when they were committed, and what the committee decided."""


_MARK = re.compile(r"entries\[(.*)\]\.marks\[(.*)\](\.mark)?")
_OUTCOME = re.compile(r"entries\[(.*)\]\.(rank|prize)")
_MARKS = 5
"""How many marks the summary names."""


@dataclass(frozen=True)
class Difference:
    """A value, by its path in the record, as it is in the file and as it is made anew; null where it is missing.

    All of it can be shown on a terminal.
    """

    where: str
    kept: str
    anew: str

    @property
    def beside(self) -> bool:
        """Whether it is worth telling, but no part of the ranking."""
        return _LATER.fullmatch(self.where) is not None


def read_record(file: Path) -> Mapping[str, Any]:
    """A ranking as ``xinglin rank --format json`` wrote it.

    Raises:
        XinglinError: The file cannot be read, or is no such record (``verify-no-record``).
    """
    try:
        record = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or "JSON"
        raise XinglinError("verify-no-record", file=file, reason=reason) from None
    if not isinstance(record, dict) or not {"competition", "entries", "judges"} <= record.keys():
        raise XinglinError("verify-no-record", file=file, reason="entries, judges")
    return record


def differences(kept: object, anew: object, where: str = "") -> Iterator[Difference]:
    """What two records say differently, in the order of the second one; words and the program's version aside."""
    if isinstance(kept, dict) and isinstance(anew, dict):
        for key in (*anew, *(key for key in kept if key not in anew)):
            if key not in _BESIDE:
                yield from differences(kept.get(key), anew.get(key), f"{where}.{key}" if where else str(key))
    elif isinstance(kept, list) and isinstance(anew, list):
        yield from _listed(kept, anew, where)
    elif not _equal(kept, anew):
        yield Difference(printable(where), _shown(kept), _shown(anew))


def _listed(kept: list[Any], anew: list[Any], where: str) -> Iterator[Difference]:
    """Items of lists by their names, else by their places."""
    one, other = _named(kept), _named(anew)
    if one is None or other is None:
        one, other = ({str(at): item for at, item in enumerate(items)} for items in (kept, anew))
    elif [name for name in one if name in other] != [name for name in other if name in one]:
        yield Difference(printable(f"{where}[]"), _shown(list(one)), _shown(list(other)))
    for name in (*other, *(name for name in one if name not in other)):
        yield from differences(one.get(name), other.get(name), f"{where}[{name}]")


def _named(items: list[Any]) -> dict[str, Any] | None:
    """Items by what they are known by; None if they are not known apart by it."""
    for key in _NAMES:
        names = [str(item[key]) for item in items if isinstance(item, dict) and key in item]
        if len(set(names)) == len(items):
            return dict(zip(names, items, strict=True))
    return None


def _equal(kept: object, anew: object) -> bool:
    numbers = (int, float)
    if isinstance(kept, numbers) and isinstance(anew, numbers) and bool not in (type(kept), type(anew)):
        try:
            return math.isclose(kept, anew, rel_tol=_PRECISE, abs_tol=_PRECISE)
        except OverflowError:
            return kept == anew
    return type(kept) is type(anew) and kept == anew


def _shown(value: object) -> str:
    text = printable(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= 120 else text[:119] + "…"


def summary(found: Iterable[Difference], words: Catalogue) -> list[str]:
    """What differences come to: which marks differ, and how many entries have another place or prize."""
    marks: list[str] = []
    outcomes: dict[str, set[str]] = {"rank": set(), "prize": set()}
    for difference in found:
        if match := _MARK.fullmatch(difference.where):
            values = {"kept": difference.kept, "anew": difference.anew}
            marks.append(words.text("competition.verify.mark", entry=match[1], judge=match[2], **values))
        elif match := _OUTCOME.fullmatch(difference.where):
            outcomes[match[2]].add(match[1])
    counts = {"places": len(outcomes["rank"]), "prizes": len(outcomes["prize"])}
    named = words.text("competition.verify.list_separator").join(marks[:_MARKS]) + "…" * (len(marks) > _MARKS)
    told = [words.text("competition.verify.marks", count=len(marks), marks=named)] if marks else []
    return [*told, words.text("competition.verify.outcome", **counts)]
