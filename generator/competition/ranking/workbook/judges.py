"""The sheet of the judges: how much each marked, how high and how widely."""

from __future__ import annotations

from dataclasses import astuple, fields

from generator.competition.ranking.standings import JudgeRecord, Manner, Standings
from generator.competition.ranking.wording import printable
from generator.competition.ranking.workbook.cells import Cell, Sheet, aggregate, count, number, sheet_name, titled
from generator.competition.ranking.workbook.matrix import marks_of_judge
from generator.messages import Catalogue


def judges_sheet(standings: Standings, words: Catalogue, matrix: Sheet) -> Sheet:
    """The judges in order of id, with live figures from the columns of the matrix.

    Args:
        standings: The ranking.
        words: The language.
        matrix: The sheet of marks, with the judges in the same order.
    """
    columns = (
        titled(words, "judge_id", 12),
        titled(words, "judge", 12),
        titled(words, "unit", 24, "wrapped"),
        titled(words, "count", 8, "whole"),
        titled(words, "mean", 10, "points"),
        titled(words, "spread", 10, "points"),
        titled(words, "severity", 10, "points"),
        titled(words, "scale", 10, "points"),
        titled(words, "noise", 10, "points"),
        titled(words, "fit", 10, "points"),
        titled(words, "own_group", 12, "points"),
        titled(words, "lowest", 9, "points"),
        titled(words, "highest", 9, "points"),
        titled(words, "declined", 8, "whole"),
        titled(words, "left_out", 8, "whole"),
    )
    rows = tuple(_row(judge, marks_of_judge(index, matrix)) for index, judge in enumerate(standings.judges))
    return Sheet(sheet_name(words, "judges"), columns, rows, fixed=2)


def _row(judge: JudgeRecord, marks: str) -> tuple[Cell, ...]:
    lowest, highest = judge.span or (None, None)
    how = judge.manner
    return (
        printable(judge.id),
        printable(judge.name),
        printable(judge.unit),
        count(marks, len(judge.marks)),
        aggregate("AVERAGE", marks, number(judge.mean)),
        aggregate("STDEV", marks, number(judge.spread), least=2),
        *(_number(value) for value in (astuple(how) if how else [None] * len(fields(Manner)))),
        aggregate("MIN", marks, number(lowest)),
        aggregate("MAX", marks, number(highest)),
        judge.declined,
        judge.left_out,
    )


def _number(value: float | None) -> Cell:
    return "" if value is None else round(value, 2)
