"""Sheets of cells: what a workbook holds, before any file format."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from xlsxwriter.utility import xl_range_abs

from generator.competition.ranking.methods import rounded
from generator.messages import Catalogue


@dataclass(frozen=True, slots=True)
class Formula:
    """A live cell: the formula, and its value for viewers that do not calculate (empty text: shown as empty)."""

    expression: str
    cached: float | str


Cell = str | int | float | Formula | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet; ``width`` is in characters of the standard font.

    ``style`` is one of text, wrapped, whole (whole numbers), points (two decimals) and number (as typed).
    """

    title: str
    width: float
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: ``head`` rows below the columns' titles stay in view with them, as do the first ``fixed`` columns.

    ``cuts`` are indexes of rows below which a line is drawn.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head: tuple[tuple[Cell, ...], ...] = ()
    fixed: int = 0
    cuts: frozenset[int] = frozenset()
    filtered: bool = False

    @property
    def first_row(self) -> int:
        """The row of the sheet, from 0, on which ``rows`` begin."""
        return 1 + len(self.head)

    def reference(self, first_row: int, first_column: int, last_row: int, last_column: int) -> str:
        """Cells of this sheet for a formula on another one, absolute; rows and columns count from 0, ends inclusive."""
        return sheet_reference(self.name, xl_range_abs(first_row, first_column, last_row, last_column))


def sheet_reference(sheet: str, cells: str) -> str:
    """Cells such as ``$B$2`` of a sheet, for a formula on another one."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cells}"


def sheet_name(words: Catalogue, key: str) -> str:
    """The name of a sheet."""
    return words.text(f"competition.sheets.{key}")


def titled(words: Catalogue, key: str, width: float, style: str = "text") -> Column:
    """A column with its title from the catalogue."""
    return Column(words.text(f"competition.columns.{key}"), width, style)


def points(value: Fraction | None) -> float | str:
    """Points to 0.01, as lists show them; empty for none."""
    return "" if value is None else float(rounded(value))


def number(value: Fraction | float | None) -> float | str:
    """A number as it is; empty for none."""
    return "" if value is None else float(value)


def aggregate(function: str, marks: str, cached: float | str, least: int = 1) -> Cell:
    """A spreadsheet function of a range of marks; empty where fewer than ``least`` stand there, or without a range."""
    return Formula(f'=IF(COUNT({marks})<{least},"",{function}({marks}))', cached) if marks else None


def count(marks: str, cached: int) -> Cell:
    """The number of marks in a range."""
    return Formula(f"=COUNT({marks})", cached) if marks else 0


def weighted_mark(marks: str, weights: str, maxima: str, criteria: int) -> str:
    """The formula of ``marks.weighted_mark`` for ranges of cells; empty until all the criteria have a mark."""
    return f'=IF(COUNT({marks})<{criteria},"",SUMPRODUCT({marks}/{maxima},{weights})/SUM({weights})*100)'
