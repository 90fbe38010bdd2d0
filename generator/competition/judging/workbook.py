"""A judge's pack as a workbook: the criteria, a sheet to mark on, and the numbers by which it is known again."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from generator.competition.judging.packs import FORM, Pack, level_lines
from generator.competition.ranking.wording import printable
from generator.competition.ranking.workbook.cells import weighted_mark
from generator.messages import Catalogue

MARK = "xinglin-ballot"
"""Stands in the first cell of the sheet that says what the workbook is."""
LONGEST_COMMENT = 2000
"""Characters of a comment or a reason."""
_CREATED = dt.datetime(2000, 1, 1)  # fixed, so that the same pack gives the same bytes
HEAD, _WEIGHTS, _MAXIMA, FIRST_ROW = 1, 2, 3, 4
"""Rows of the sheet to mark on, from 0."""
FIRST_MARK = 2
"""Its column of the first criterion, from 0."""
_A4 = 9
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
"""What Excel takes for the note beside a cell."""
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "font_color": "#2F6B5A"},
    "head": {"bold": True, "bg_color": "#E6EFE9", "bottom": 1, "text_wrap": True, "valign": "vcenter"},
    "text": {"text_wrap": True, "valign": "top", "quote_prefix": True},
    "points": {"num_format": "0.00", "valign": "top", "bold": True},
    "mark": {"locked": False, "valign": "top", "border": 1, "border_color": "#E4DFD3"},
    "words": {"locked": False, "text_wrap": True, "valign": "top", "num_format": "@", "border": 1,
              "border_color": "#E4DFD3"},
    "link": {"font_color": "#2F6B5A", "underline": 1, "text_wrap": True, "valign": "top"},
    "missing": {"bg_color": "#FBEEDD"},
    "wrong": {"bg_color": "#F4D5CF", "font_color": "#B3402E"},
}  # fmt: skip


def pack_workbook(pack: Pack, words: Catalogue) -> bytes:
    """Write a pack as an Excel workbook; the same pack gives the same bytes. Nothing in it tells whose an entry is."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": _title(pack, words), "created": _CREATED})
        looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        sheets = [book.add_worksheet(words.text(f"judging.sheets.{name}")) for name in ("rubric", "marks", "numbers")]
        _rubric(sheets[0], pack, words, looks)
        _Marks(sheets[1], pack, words, looks).write()
        _numbers(sheets[2], pack, words, sheets[1].get_name())
        for sheet in sheets:
            _finish(sheet)
        sheets[1].activate()
    return out.getvalue()


def _title(pack: Pack, words: Catalogue) -> str:
    return words.text("judging.form.title", year=pack.year, name=printable(pack.name))


def _finish(sheet: Worksheet) -> None:
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def _rubric(sheet: Worksheet, pack: Pack, words: Catalogue, looks: dict[str, Format]) -> None:
    sheet.write_string(0, 0, _title(pack, words), looks["title"])
    for row, step in enumerate(("mark", "decline", "save"), start=1):
        sheet.merge_range(row, 0, row, 4, words.text(f"judging.workbook.{step}"), looks["text"])
    for column, (name, width) in enumerate(
        (("criterion", 16), ("weight", 8), ("maximum", 8), ("about", 50), ("levels", 50))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(5, column, words.text(f"judging.columns.{name}"), looks["head"])
    for row, criterion in enumerate(pack.criteria, start=6):
        sheet.write_string(row, 0, printable(criterion.name or criterion.id), looks["text"])
        sheet.write_number(row, 1, criterion.weight, looks["text"])
        sheet.write_number(row, 2, criterion.maximum, looks["text"])
        sheet.write_string(row, 3, printable(criterion.about), looks["text"])
        sheet.write_string(row, 4, "\n".join(level_lines(criterion, words)), looks["text"])


class _Marks:
    """The sheet to mark on: an entry a row."""

    def __init__(self, sheet: Worksheet, pack: Pack, words: Catalogue, looks: dict[str, Format]) -> None:
        self._sheet, self._pack, self._words, self._looks = sheet, pack, words, looks
        self._after = FIRST_MARK + len(pack.criteria)
        self._last = self._after - 1

    def write(self) -> None:
        self._write_head()
        for row, entry in enumerate(self._pack.entries, start=FIRST_ROW):
            self._sheet.write_string(row, 0, entry.code, self._looks["text"])
            title = printable(entry.title)
            self._sheet.write_url(row, 1, f"external:{FORM}#{entry.code}", self._looks["link"], title)
            for column in range(FIRST_MARK, self._after):
                self._sheet.write_blank(row, column, None, self._looks["mark"])
            self._sheet.write_formula(row, self._after, self._mark(row), self._looks["points"], "")
            for column in (self._after + 1, self._after + 2):
                self._sheet.write_blank(row, column, None, self._looks["words"])
            state = self._words.text("judging.workbook.missing", count=len(self._pack.criteria))
            self._sheet.write_formula(row, self._after + 3, self._state(row), self._looks["text"], state)
        self._validate()
        self._highlight()
        self._sheet.freeze_panes(FIRST_ROW, FIRST_MARK)
        self._sheet.repeat_rows(0, _MAXIMA)

    def _write_head(self) -> None:
        sheet, words, looks = self._sheet, self._words, self._looks
        sheet.write_string(0, 0, _title(self._pack, words), looks["title"])
        for column in range(self._after + 4):
            for row in (HEAD, _WEIGHTS, _MAXIMA):
                sheet.write_blank(row, column, None, looks["head"])
        own = [("mark", 9), ("comment", 50), ("declined", 22), ("state", 12)]
        for column, (name, width) in [(0, ("code", 7)), (1, ("title", 34)), *enumerate(own, start=self._after)]:
            sheet.set_column(column, column, width)
            sheet.write_string(HEAD, column, words.text(f"judging.columns.{name}"), looks["head"])
        sheet.write_string(_WEIGHTS, 1, words.text("judging.columns.weight"), looks["head"])
        sheet.write_string(_MAXIMA, 1, words.text("judging.columns.maximum"), looks["head"])
        for column, criterion in enumerate(self._pack.criteria, start=FIRST_MARK):
            sheet.set_column(column, column, 11)
            sheet.write_string(HEAD, column, printable(criterion.name or criterion.id), looks["head"])
            sheet.write_number(_WEIGHTS, column, criterion.weight, looks["head"])
            sheet.write_number(_MAXIMA, column, criterion.maximum, looks["head"])

    def _mark(self, row: int) -> str:
        marks = xl_range(row, FIRST_MARK, row, self._last)
        weights, maxima = (xl_range_abs(head, FIRST_MARK, head, self._last) for head in (_WEIGHTS, _MAXIMA))
        return weighted_mark(marks, weights, maxima, len(self._pack.criteria))

    def _state(self, row: int) -> str:
        count = f"COUNT({xl_range(row, FIRST_MARK, row, self._last)})"
        total, declined = len(self._pack.criteria), f"LEN({xl_rowcol_to_cell(row, self._after + 2)})>0"
        both, stepped_back, done = (
            self._quoted(self._words.text(f"judging.workbook.{key}")) for key in ("both", "stepped_back", "done")
        )
        before, _, after = self._words.entries["judging.workbook.missing"].partition("{count}")
        missing = f"{self._quoted(before)}&({total}-{count})&{self._quoted(after)}"
        return f"=IF({declined},IF({count}>0,{both},{stepped_back}),IF({count}={total},{done},{missing}))"

    @staticmethod
    def _quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    def _validate(self) -> None:
        last_row = FIRST_ROW + len(self._pack.entries) - 1
        for column, criterion in enumerate(self._pack.criteria, start=FIRST_MARK):
            name, maximum = printable(criterion.name or criterion.id), f"{criterion.maximum:g}"
            about = "\n".join([printable(criterion.about), *level_lines(criterion, self._words)]).strip()
            rule = {
                "validate": "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": criterion.maximum,
                "input_title": name[:_LONGEST_TITLE],
                "input_message": (about or self._words.text("judging.workbook.range", maximum=maximum))[
                    :_LONGEST_MESSAGE
                ],
                "error_title": name[:_LONGEST_TITLE],
                "error_message": self._words.text("judging.workbook.range", maximum=maximum),
                "error_type": "stop",
            }
            self._sheet.data_validation(FIRST_ROW, column, last_row, column, rule)
        for column in (self._after + 1, self._after + 2):
            text = self._words.text("judging.workbook.long", count=LONGEST_COMMENT)
            rule = {"validate": "length", "criteria": "<=", "value": LONGEST_COMMENT, "error_message": text}
            self._sheet.data_validation(FIRST_ROW, column, last_row, column, rule)

    def _highlight(self) -> None:
        last_row = FIRST_ROW + len(self._pack.entries) - 1
        mark = xl_rowcol_to_cell(FIRST_ROW, FIRST_MARK)
        declined = xl_rowcol_to_cell(FIRST_ROW, self._after + 2, col_abs=True)
        for look, formula in (
            ("missing", f"=AND(ISBLANK({mark}),LEN({declined})=0)"),
            ("wrong", f"=AND(NOT(ISBLANK({mark})),LEN({declined})>0)"),
        ):
            rule = {"type": "formula", "criteria": formula, "format": self._looks[look]}
            self._sheet.conditional_format(FIRST_ROW, FIRST_MARK, last_row, self._last, rule)


def _numbers(sheet: Worksheet, pack: Pack, words: Catalogue, marks: str) -> None:
    """What ``receive`` reads first; ``form_workbook`` knows the rows by their names."""
    rows: list[tuple[str, list[str]]] = [
        (MARK, [words.text("judging.workbook.numbers")]),
        ("competition", [pack.competition]),
        ("judge", [pack.judge]),
        ("pack", [pack.number]),
        ("rules", [pack.rules]),
        ("sheet", [marks]),
        ("criteria", [criterion.id for criterion in pack.criteria]),
        ("names", [printable(criterion.name or criterion.id) for criterion in pack.criteria]),
    ]
    sheet.set_column(0, 0, 18)
    for row, (name, values) in enumerate(rows):
        for column, value in enumerate([name, *values]):
            sheet.write_string(row, column, value)
