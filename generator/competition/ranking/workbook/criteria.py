"""The sheet of criteria: every score of every ballot, as typed, with what became of it."""

from __future__ import annotations

import math

from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from generator.competition.ranking.marks import Assessment
from generator.competition.ranking.standings import Standings
from generator.competition.ranking.wording import printable, status_words
from generator.competition.ranking.workbook.cells import (
    Cell,
    Column,
    Formula,
    Sheet,
    sheet_name,
    sheet_reference,
    titled,
    weighted_mark,
)
from generator.messages import Catalogue
from generator.model.competitions import Criterion

_LEAD = 4
"""Columns before the first criterion."""
_WEIGHTS, _MAXIMA, _FIRST = 1, 2, 3
"""Rows, from 0."""


def criteria_sheet(standings: Standings, words: Catalogue) -> tuple[Sheet, dict[tuple[str, str], str]]:
    """The sheet, and where each weighted mark stands, by entry and judge."""
    name = sheet_name(words, "criteria")
    criteria = standings.criteria
    head: tuple[tuple[Cell, ...], ...] = (
        (None, None, None, words.text("competition.columns.weight"), *(c.weight for c in criteria)),
        (None, None, None, words.text("competition.columns.maximum"), *(c.maximum for c in criteria)),
    )
    titles = {s.contender.id: s.contender.title for s in standings.entries}
    judges = {judge.id: judge.name for judge in standings.judges}
    rows = []
    cells: dict[tuple[str, str], str] = {}
    for row, a in enumerate(standings.assessments, start=_FIRST):
        mark: Cell = None
        if a.value is not None:
            mark = Formula(_weighted_mark(row, len(criteria)), float(a.value))
            cell = xl_rowcol_to_cell(row, _LEAD + len(criteria), row_abs=True, col_abs=True)
            cells[a.entry, a.judge] = sheet_reference(name, cell)
        lead = (a.entry, titles.get(a.entry, ""), a.judge, judges.get(a.judge, ""))
        rows.append((*map(printable, lead), *_as_typed(a, criteria), mark, status_words(a, words)))
    return Sheet(name, _columns(criteria, words), tuple(rows), head, fixed=2), cells


def _columns(criteria: tuple[Criterion, ...], words: Catalogue) -> tuple[Column, ...]:
    return (
        titled(words, "id", 28),
        titled(words, "title", 36),
        titled(words, "judge_id", 12),
        titled(words, "judge", 12),
        *(Column(printable(c.name or c.id), 10, "number") for c in criteria),
        titled(words, "mark", 10, "points"),
        titled(words, "status", 48, "wrapped"),
    )


def _weighted_mark(row: int, criteria: int) -> str:
    last = _LEAD + criteria - 1
    marks = xl_range(row, _LEAD, row, last)
    weights, maxima = (xl_range_abs(head, _LEAD, head, last) for head in (_WEIGHTS, _MAXIMA))
    return weighted_mark(marks, weights, maxima, criteria)


def criterion_mean(criteria: Sheet, criterion: int, entry: str) -> str:
    """The mean of the marks for a criterion, counted from 0, over the scores of an entry that count.

    Args:
        criteria: The sheet, with at least one row.
        criterion: Its number.
        entry: The cell with the entry's id, on another sheet.
    """
    last = criteria.first_row + len(criteria.rows) - 1
    mark = len(criteria.columns) - 2
    ids, typed, marks = (
        criteria.reference(criteria.first_row, column, last, column) for column in (0, _LEAD + criterion, mark)
    )
    counted = f"({ids}={entry})*ISNUMBER({marks})"
    return f"SUMPRODUCT({counted},{typed})/SUMPRODUCT({counted})"


def _as_typed(assessment: Assessment, criteria: tuple[Criterion, ...]) -> list[Cell]:
    marks = dict(assessment.criteria)
    typed = [marks.get(criterion.id) for criterion in criteria]
    return [value if value is None or math.isfinite(value) else str(value) for value in typed]
