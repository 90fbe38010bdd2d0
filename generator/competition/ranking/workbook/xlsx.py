"""Sheets of cells → an Excel workbook."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.competition.ranking.workbook.cells import Cell, Formula, Sheet

# A fixed day, so that the same ranking gives the same bytes.
_CREATED = dt.datetime(2000, 1, 1)
_CINNABAR = "#B3402E"
_A4 = 9
_STYLES: dict[str, dict[str, Any]] = {
    # The mark that keeps "=1+1" text even after somebody edits the cell.
    "text": {"quote_prefix": True},
    "wrapped": {"quote_prefix": True, "text_wrap": True},
    "whole": {"num_format": "0"},
    "percent": {"num_format": "0%"},
    "points": {"num_format": "0.00"},
    "number": {},
}


def xlsx(sheets: Iterable[Sheet], title: str) -> bytes:
    """Write sheets as an Excel workbook. Text is never taken for a formula, a number or a link."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": _CREATED})
        formats = {
            (style, cut): book.add_format(
                {"valign": "top"} | properties | ({"bottom": 3, "bottom_color": _CINNABAR} if cut else {})
            )
            for style, properties in _STYLES.items()
            for cut in (False, True)
        }
        header = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E6EFE9", "quote_prefix": True}
        )
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, formats, header)
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet, formats: dict[tuple[str, bool], Format], header: Format) -> None:
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        _put(page, 0, number, column.title, header)
        for row, cells in enumerate(sheet.head, start=1):
            _put(page, row, number, cells[number] if number < len(cells) else None, header)
    for index, cells in enumerate(sheet.rows):
        for number, cell in enumerate(cells):
            form = formats[sheet.columns[number].style, index in sheet.cuts]
            _put(page, sheet.first_row + index, number, cell, form)
    page.freeze_panes(sheet.first_row, sheet.fixed)
    page.repeat_rows(0, sheet.first_row - 1)
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
    if sheet.filtered and sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _put(page: Worksheet, row: int, column: int, cell: Cell, form: Format) -> None:
    if cell is None or cell == "":
        page.write_blank(row, column, None, form)
    elif isinstance(cell, Formula):
        page.write_formula(row, column, cell.expression, form, cell.cached)
    elif isinstance(cell, str):
        page.write_string(row, column, cell, form)
    else:
        page.write_number(row, column, cell, form)
