"""The sheet of the ranking, whose means and places are live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from generator.competition.ranking.methods import METHODS, TRIM_FROM
from generator.competition.ranking.standings import Standing, Standings
from generator.competition.ranking.wording import (
    final_words,
    flag_words,
    method_name,
    printable,
    prize_words,
    tie_name,
)
from generator.competition.ranking.workbook.cells import (
    Cell,
    Column,
    Formula,
    Sheet,
    aggregate,
    count,
    number,
    points,
    sheet_name,
    titled,
)
from generator.competition.ranking.workbook.criteria import criterion_mean
from generator.competition.ranking.workbook.matrix import marks_of_entry
from generator.messages import Catalogue


def _mean_formula(marks: str) -> str:
    return f"AVERAGE({marks})"


def _trimmed_mean_formula(marks: str) -> str:
    trimmed = f"(SUM({marks})-MAX({marks})-MIN({marks}))/(COUNT({marks})-2)"
    return f"IF(COUNT({marks})<{TRIM_FROM},AVERAGE({marks}),{trimmed})"


_FORMULAS: Mapping[str, Callable[[str], str]] = {"mean": _mean_formula, "trimmed_mean": _trimmed_mean_formula}
"""Methods that a spreadsheet can follow, from the range of an entry's marks; the points of others are numbers."""
_TIE_FORMULAS: Mapping[str, Callable[[str], str]] = {**_FORMULAS, "median": lambda marks: f"MEDIAN({marks})"}
"""The same for what decides between equal points."""


@dataclass(frozen=True)
class _Layout:
    """The columns of the ranking by key, in order, its number of rows, and the keys of what decides ties."""

    columns: Mapping[str, Column]
    rows: int
    ties: tuple[str, ...]

    @property
    def grouped(self) -> bool:
        return "category" in self.columns

    def cell(self, row: int, key: str) -> str:
        return str(xl_rowcol_to_cell(row, list(self.columns).index(key), col_abs=True))

    def whole_column(self, key: str) -> str:
        column = list(self.columns).index(key)
        return str(xl_range_abs(1, column, self.rows, column))


def ranking_sheet(standings: Standings, words: Catalogue, matrix: Sheet, criteria: Sheet) -> Sheet:
    """The ranking, a row an entry, with a line below each prize.

    Args:
        standings: The ranking.
        words: The language.
        matrix: The sheet of marks, with the entries in the same order.
        criteria: The sheet of marks as typed.
    """
    ties = tuple(map(_tie_key, standings.ties))
    layout = _Layout(_columns(standings, words), len(standings.entries), ties)
    rows = []
    for row, standing in enumerate(standings.entries, start=1):
        cells = _identity(standing) | _figures(row, standing, standings, matrix, layout)
        cells |= _tie_figures(row, standing, standings, matrix, criteria, layout)
        cells |= {"prize": prize_words(standing, words), "flags": flag_words(standing, standings, words)}
        cells |= {"final": final_words(standing, words), "votes": standing.votes}
        cells |= {"vote_points": number(standing.vote_points)}
        rows.append(tuple(cells[key] for key in layout.columns))
    groups = [(s.contender.category, s.prize, s.contested) for s in standings.entries]
    cuts = frozenset(index for index, (above, below) in enumerate(pairwise(groups)) if above != below)
    name = sheet_name(words, "ranking")
    return Sheet(name, tuple(layout.columns.values()), tuple(rows), fixed=2, cuts=cuts, filtered=True)


def _columns(standings: Standings, words: Catalogue) -> dict[str, Column]:
    columns = {
        "place": titled(words, "place", 7, "whole"),
        "title": titled(words, "title", 40, "wrapped"),
        "id": titled(words, "id", 28),
        "category": titled(words, "category", 12),
        "authors": titled(words, "authors", 16, "wrapped"),
        "department": titled(words, "department", 20, "wrapped"),
        "count": titled(words, "count", 8, "whole"),
    }
    for method in METHODS:
        name = method_name(method, words)
        place = words.text("competition.columns.method_place", method=name)
        columns |= {method: Column(name, 14, "points"), _place_key(method): Column(place, 10, "whole")}
    columns |= {
        "range": titled(words, "rank_range", 12),
        "interval": titled(words, "interval", 16),
        "chance": titled(words, "prize_chance", 10, "percent"),
        "lowest": titled(words, "lowest", 9, "points"),
        "highest": titled(words, "highest", 9, "points"),
        "votes": titled(words, "votes", 8, "whole"),
        "vote_points": titled(words, "vote_points", 10, "points"),
        "prize": titled(words, "prize", 16, "wrapped"),
        "final": titled(words, "final", 24, "wrapped"),
        "flags": titled(words, "flags", 20, "wrapped"),
    }
    columns |= {_tie_key(tie): Column(tie_name(tie, standings, words), 12, "points") for tie in standings.ties}
    shown = {
        "category": any(category.name for category in standings.categories),
        "votes": standings.tally.used,
        "vote_points": bool(standings.tally.weight),
        "final": standings.decisions is not None,
    }
    return {key: column for key, column in columns.items() if shown.get(key, True)}


def _tie_key(tie: str) -> str:
    return f"tie by {tie}"


def _place_key(method: str) -> str:
    return f"place by {method}"


def _identity(standing: Standing) -> dict[str, Cell]:
    entry = standing.contender
    return {
        "title": printable(entry.title),
        "id": printable(entry.id),
        "category": printable(entry.category),
        "authors": printable("、".join(entry.authors)),
        "department": printable(entry.department),
    }


def _figures(row: int, standing: Standing, standings: Standings, matrix: Sheet, layout: _Layout) -> dict[str, Cell]:
    marks = marks_of_entry(row - 1, len(standings.judges), matrix)
    lowest, highest = standing.span or (None, None)
    sure = standing.certainty
    own_place = layout.cell(row, _place_key(standings.method))
    cells: dict[str, Cell] = {
        "place": Formula(f"={own_place}", "" if standing.place is None else standing.place),
        "count": count(marks, len(standing.marks)),
        "range": f"{sure.first}–{sure.last}" if sure else "",
        "interval": f"{sure.low:.2f}–{sure.high:.2f}" if sure else "",
        "chance": round(sum(sure.prizes.values()), 2) if sure else "",
        "lowest": aggregate("MIN", marks, number(lowest)),
        "highest": aggregate("MAX", marks, number(highest)),
    }
    for method in METHODS:
        result = standing.results.get(method)
        value = points(result.value if result else None)
        if marks and method in _FORMULAS:
            formula = _blended(_FORMULAS[method](marks), row, standing, standings, layout)
            cells[method] = _where_marked(formula, marks, value)
        else:
            cells[method] = value
        cells[_place_key(method)] = Formula(_place_formula(row, method, layout), result.place if result else "")
    return cells


def _where_marked(formula: str, marks: str, value: float | str) -> Formula:
    return Formula(f'=IF(COUNT({marks})=0,"",ROUND({formula},2))', value)


def _blended(formula: str, row: int, standing: Standing, standings: Standings, layout: _Layout) -> str:
    """The points with readers' votes, where these count."""
    if standing.vote_points is None:
        return formula
    weight = standings.tally.weight
    return f"{float(1 - weight):.15g}*{formula}+{float(weight):.15g}*{layout.cell(row, 'vote_points')}"


def _tie_figures(
    row: int, standing: Standing, standings: Standings, matrix: Sheet, criteria: Sheet, layout: _Layout
) -> dict[str, Cell]:
    """What decides between equal points, live but for votes."""
    marks = marks_of_entry(row - 1, len(standings.judges), matrix)
    ids = [criterion.id for criterion in standings.criteria]
    values = dict(zip(standings.ties, standing.tie_values, strict=False))
    cells: dict[str, Cell] = {}
    for tie in standings.ties:
        value: float | str = float(values[tie]) if tie in values else ""
        if marks and criteria.rows and tie in ids:
            mean = criterion_mean(criteria, ids.index(tie), layout.cell(row, "id"))
            cells[_tie_key(tie)] = _where_marked(mean, marks, value)
        elif marks and tie in _TIE_FORMULAS:
            cells[_tie_key(tie)] = _where_marked(_TIE_FORMULAS[tie](marks), marks, value)
        else:
            cells[_tie_key(tie)] = value
    return cells


def _place_formula(row: int, method: str, layout: _Layout) -> str:
    """One more than the better entries of the category are. Text compares as above any number, hence ISNUMBER."""
    own, all_points = layout.cell(row, method), layout.whole_column(method)
    better = ""
    for key in reversed((method, *layout.ties)):
        every, cell = layout.whole_column(key), layout.cell(row, key)
        better = f"({every}>{cell})" + (f"+({every}={cell})*({better})" if better else "")
    better = f"ISNUMBER({all_points})*({better})"
    if layout.grouped:
        better = f"({layout.whole_column('category')}={layout.cell(row, 'category')})*{better}"
    return f'=IF(ISNUMBER({own}),1+SUMPRODUCT({better}),"")'
