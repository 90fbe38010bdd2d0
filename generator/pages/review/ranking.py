"""The ranked list for review: places with their ranges, chances of prizes, and what needs a look."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.competition.dossier import Dossier
from generator.competition.ranking.methods import rounded
from generator.competition.ranking.standings import Certainty, FinalAward, Result, Standing, Standings
from generator.competition.ranking.wording import method_name, note_lines, prize_words, quota_words
from generator.messages import Catalogue
from generator.model.competitions import Category
from generator.pages.page import Page
from generator.pages.review.parts import Named, named, range_text, review_page

FAR = 5
"""So many places apart from that of the plain mean are told on the first page."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the list.

    Attributes:
        entry: Its number and title.
        by: Authors and department, where they may be named.
        marks: How many marks count.
        place: Its place; None without a mark.
        points: By the method that counts, and by the one beside it.
        range: The best and the worst place that the marks allow, as text; empty without a mark.
        width: How many places apart these are.
        drawn: The same and the place itself in percent of the width: begin, end, place.
        chances: The chance of each prize, by its name, the highest first.
        chance: The chance of any prize.
        prize: The prize by the list, in words.
        decided: What the committee decided; None where it leaves the list as it is.
        flags: Words of ``competition.flags``.
        borderline: Whether the marks leave open which prize it gets.
        cut: The prize whose quota ends below this row; empty for none.
    """

    entry: Named
    by: str
    marks: int
    place: int | None
    points: tuple[Decimal | None, Decimal | None]
    range: str
    width: int | None
    drawn: tuple[float, float, float] | None
    chances: Mapping[str, float]
    chance: float | None
    prize: str
    decided: FinalAward | None
    flags: tuple[str, ...]
    borderline: bool
    cut: str

    @property
    def groups(self) -> list[str]:
        """The choices of the filter that show it."""
        awarded = self.decided.prize if self.decided else self.prize
        states = {"prize": bool(awarded), "borderline": self.borderline, "decided": self.decided is not None}
        states["flagged"] = bool(self.flags)
        return [name for name, holds in states.items() if holds] + list(self.flags)


@dataclass(frozen=True, slots=True)
class Table:
    """A category with its quotas in words, and its rows in order."""

    name: str
    quotas: str
    rows: tuple[Row, ...]


def ranking_page(dossier: Dossier, words: Catalogue) -> Page:
    """The list of a competition."""
    standings = dossier.standings
    tables = [Table(c.name, quota_words(c, words), tuple(_rows(dossier, c, words))) for c in standings.categories]
    rows = [row for table in tables for row in table.rows]
    present = {flag for row in rows for flag in row.groups}
    shown = methods_shown(standings)
    data = {
        "tables": tables,
        "methods": [method_name(method, words) for method in shown],
        "groups": [name for name in ("prize", "borderline", "decided", "flagged") if name in present],
        "flags": list(dict.fromkeys(flag for row in rows for flag in row.flags)),
        "figures": _figures(standings, rows),
        "notes": note_lines(standings, words),
        "marks": sum(row.marks for row in rows),
    }
    return review_page(dossier, "index", dossier.title, data, words)


def methods_shown(standings: Standings) -> tuple[str, str]:
    """The method that counts, and the one that stands beside it: the mean, or beside the mean the calibrated mark."""
    return standings.method, "adjusted" if standings.method == "mean" else "mean"


def _figures(standings: Standings, rows: Sequence[Row]) -> dict[str, float | int]:
    """What is told above the list: reliability, spread of severity in points, entries at an edge and far apart."""
    one, other = methods_shown(standings)
    far = [s for s in standings.entries if s.results and abs(s.results[one].place - s.results[other].place) >= FAR]
    found: dict[str, float | int] = {}
    if standings.reliability:
        found["reliability"] = standings.reliability.share
        found["severity"] = math.sqrt(standings.reliability.variances.severity)
    return found | {"borderline": sum(row.borderline for row in rows), "far": len(far)}


def _rows(dossier: Dossier, category: Category, words: Catalogue) -> Iterator[Row]:
    own = [s for s in dossier.standings.entries if s.contender.category == category.name]
    edges = dict(zip(itertools.accumulate(p.count for p in category.prizes), category.prizes, strict=True))
    placed = sum(s.place is not None for s in own)
    for number, standing in enumerate(own, 1):
        sure = standing.certainty
        yield Row(
            entry=named(dossier, standing.contender.id),
            by=byline(standing, words),
            marks=len(standing.marks),
            place=standing.place,
            points=_points(standing, methods_shown(dossier.standings)),
            range=range_text(sure) if sure else "",
            width=sure.last - sure.first if sure else None,
            drawn=_drawn(sure, standing.place, placed) if sure and standing.place else None,
            chances=sure.prizes if sure else {},
            chance=sum(sure.prizes.values()) if sure and sure.prizes else None,
            prize=prize_words(standing, words),
            decided=dossier.decided.get(standing.contender.id),
            flags=standing.flags,
            borderline=bool(sure and sure.borderline),
            cut=edges[number].name if number in edges and number < placed else "",
        )


def byline(standing: Standing, words: Catalogue) -> str:
    """Authors and department of an entry, where they may be named."""
    authors = words.text("site.comma").join(standing.contender.authors)
    return " · ".join(filter(None, (authors, standing.contender.department)))


def _points(standing: Standing, methods: tuple[str, str]) -> tuple[Decimal | None, Decimal | None]:
    one, other = (_value(standing.results.get(method)) for method in methods)
    return one, other


def _value(result: Result | None) -> Decimal | None:
    return rounded(result.value) if result else None


def _drawn(sure: Certainty, place: int, entries: int) -> tuple[float, float, float]:
    """Where a range of places and the place lie, in percent of a line that holds all of them."""
    width = 100 / entries
    return (sure.first - 1) * width, sure.last * width, (place - 0.5) * width
