"""The judges: how strict each is, how sure, and what would be different without one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.competition.dossier import Dossier
from generator.competition.ranking.influence import Comparison
from generator.competition.ranking.standings import JudgeRecord
from generator.messages import Catalogue
from generator.pages.page import Page
from generator.pages.review.parts import ChangeRow, change_row, review_page

MOVES = 3
"""So many of the entries that would move furthest are told."""
_NICE = (1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 100)
"""Where the axis may end, in points to either side."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A judge's severity, drawn from the middle of the chart; places are in percent of its width."""

    name: str
    severity: float
    begin: float
    end: float
    lenient: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Severities of all judges with marks, the most lenient first; ``ticks`` are points with their places."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """What would be different without a judge: entries with another prize, then others that would move furthest."""

    judge: str
    tau: float | None
    changes: tuple[ChangeRow, ...]


def judges_page(dossier: Dossier, words: Catalogue) -> Page:
    """All judges of a competition."""
    judges = dossier.standings.judges
    data = {
        "judges": judges,
        "chart": severity_chart(judges),
        "alike": not any(judge.manner and judge.manner.severity for judge in judges),
        "absences": list(_absences(dossier, words)),
    }
    return review_page(dossier, "judges", words.text("review.judges.title"), data, words)


def severity_chart(judges: Sequence[JudgeRecord]) -> Chart | None:
    """Draw how strict judges are; None where nobody gave a mark."""
    known = [(judge.name, judge.manner.severity) for judge in judges if judge.manner]
    if not known:
        return None
    most = max(abs(severity) for _, severity in known)
    limit = next((nice for nice in _NICE if nice >= most), _NICE[-1])

    def place(points: float) -> float:
        return round(50 + 50 * points / limit, 2)

    bars = tuple(
        Bar(name, severity, min(50.0, place(severity)), max(50.0, place(severity)), severity >= 0)
        for name, severity in sorted(known, key=lambda pair: (-pair[1], pair[0]))
    )
    return Chart(bars, tuple((points, place(points)) for points in (-limit, 0, limit)))


def _absences(dossier: Dossier, words: Catalogue) -> Iterator[Absence]:
    for judge in dossier.standings.judges:
        comparison = dossier.influence.judges.get(judge.id)
        if comparison:
            yield _absence(judge.name, comparison, dossier, words)


def _absence(name: str, comparison: Comparison, dossier: Dossier, words: Catalogue) -> Absence:
    changes = dict.fromkeys((*comparison.prizes, *comparison.moves(MOVES)))
    return Absence(name, comparison.tau, tuple(change_row(dossier, change, words) for change in changes))
