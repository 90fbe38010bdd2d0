"""A ranking as the workbook that an organiser takes to the meeting."""

from __future__ import annotations

from generator.competition.ranking.standings import Standings
from generator.competition.ranking.wording import title_words
from generator.competition.ranking.workbook.cells import Sheet
from generator.competition.ranking.workbook.criteria import criteria_sheet
from generator.competition.ranking.workbook.explanation import explanation_sheet
from generator.competition.ranking.workbook.files import files_sheet
from generator.competition.ranking.workbook.judges import judges_sheet
from generator.competition.ranking.workbook.matrix import matrix_sheet
from generator.competition.ranking.workbook.ranking import ranking_sheet
from generator.competition.ranking.workbook.xlsx import xlsx
from generator.messages import Catalogue

__all__ = ["workbook", "workbook_sheets"]


def workbook(standings: Standings, words: Catalogue) -> bytes:
    """Write a ranking as an Excel workbook; the same standings give the same bytes."""
    return xlsx(workbook_sheets(standings, words), title_words(standings, words))


def workbook_sheets(standings: Standings, words: Catalogue) -> tuple[Sheet, ...]:
    """The sheets: ranking, marks by judge, marks by criterion, judges, explanation, files where they are known.

    Formulas run from the criteria to the weighted marks, from those to the matrix of marks, and from there to means
    and places. They refer to other sheets absolutely, so that the ranking may be sorted by any column.
    """
    criteria, cells = criteria_sheet(standings, words)
    matrix = matrix_sheet(standings, words, cells)
    return (
        ranking_sheet(standings, words, matrix, criteria),
        matrix,
        criteria,
        judges_sheet(standings, words, matrix),
        explanation_sheet(standings, words),
        *((files_sheet(standings.audit, words),) if standings.audit else ()),
    )
