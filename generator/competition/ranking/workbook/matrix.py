"""The matrix of marks: entries by judges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.competition.ranking.marks import Assessment, Status
from generator.competition.ranking.standings import Standings
from generator.competition.ranking.wording import printable
from generator.competition.ranking.workbook.cells import Cell, Column, Formula, Sheet, sheet_name, titled
from generator.messages import Catalogue

_LEAD = 2
"""Columns before the first judge."""


def matrix_sheet(standings: Standings, words: Catalogue, cells: Mapping[tuple[str, str], str]) -> Sheet:
    """The marks of every entry, in the order of the ranking, a column a judge; words where a score is no mark.

    Args:
        standings: The ranking.
        words: The language.
        cells: Where each weighted mark stands, by entry and judge.
    """
    columns = (
        titled(words, "id", 28),
        titled(words, "title", 36),
        *(Column(printable(judge.name), 10, "points") for judge in standings.judges),
    )
    head = ((None, None, *(printable(judge.id) for judge in standings.judges)),)
    said = _said(standings.assessments, words)
    rows = []
    for standing in standings.entries:
        entry = standing.contender
        row: list[Cell] = [printable(entry.id), printable(entry.title)]
        marks = {mark.judge: mark.value for mark in standing.marks}
        for judge in standings.judges:
            if judge.id in marks:
                row.append(Formula(f"={cells[entry.id, judge.id]}", float(marks[judge.id])))
            else:
                row.append(said.get((entry.id, judge.id)))
        rows.append(tuple(row))
    return Sheet(sheet_name(words, "matrix"), columns, tuple(rows), head, fixed=_LEAD)


def _said(assessments: Iterable[Assessment], words: Catalogue) -> dict[tuple[str, str], str]:
    """What stands where a judge said something that is no mark; of several, that the judge stepped back."""
    said: dict[tuple[str, str], str] = {}
    for a in sorted(assessments, key=lambda a: a.status is Status.DECLINED):
        if a.status is not Status.COUNTED:
            said[a.entry, a.judge] = words.text(f"competition.matrix.{a.status}")
    return said


def marks_of_entry(index: int, judges: int, matrix: Sheet) -> str:
    """The cells with the marks of the entry in a row of the matrix, counted from 0; empty without judges."""
    row = matrix.first_row + index
    return matrix.reference(row, _LEAD, row, _LEAD + judges - 1) if judges else ""


def marks_of_judge(index: int, matrix: Sheet) -> str:
    """The cells with the marks of a judge, counted from 0; empty without entries."""
    column = _LEAD + index
    last = matrix.first_row + len(matrix.rows) - 1
    return matrix.reference(matrix.first_row, column, last, column) if matrix.rows else ""
