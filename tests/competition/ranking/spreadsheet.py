"""A spreadsheet in miniature: works out the formulas that the workbook uses, from the cells of the file alone."""

from __future__ import annotations

import io
import re
import statistics
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from generator.competition.ranking.workbook.cells import Formula, Sheet

Array = list[list[Any]]
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:[^"]|"")*")|(?P<sheet>'(?:[^']|'')*'!)|(?P<function>[A-Z]+(?=\())
    |(?P<cells>\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)|(?P<sign><=|>=|<>|[-+*/&<>=(),]))""",
    re.VERBOSE,
)


Cells = dict[tuple[str, int, int], Any]
"""What was typed, by sheet, row and column (from 1); formulas are ``Expression``."""


class Expression(str):
    """A formula, without its equals sign."""


class Spreadsheet:
    """Cells whose formulas are worked out anew; ``set`` changes a typed cell first."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self._known: Cells = {}

    @classmethod
    def of_file(cls, data: bytes) -> Spreadsheet:
        """Read an Excel workbook."""
        cells: Cells = {}
        for page in openpyxl.load_workbook(io.BytesIO(data)):
            for cell in (cell for row in page.iter_rows() for cell in row):
                value = Expression(str(cell.value)[1:]) if cell.data_type == "f" else cell.value
                cells[page.title, cell.row, cell.column] = value
        return cls(cells)

    @classmethod
    def of_sheets(cls, sheets: Iterable[Sheet]) -> Spreadsheet:
        """Take the sheets as they go into a workbook."""
        cells: Cells = {}
        for sheet in sheets:
            titles = tuple(column.title for column in sheet.columns)
            for row, values in enumerate((titles, *sheet.head, *sheet.rows), start=1):
                for column, value in enumerate(values, start=1):
                    is_formula = isinstance(value, Formula)
                    cells[sheet.name, row, column] = Expression(value.expression[1:]) if is_formula else value
        return cls(cells)

    def formulas(self) -> list[tuple[str, int, int]]:
        """Where the formulas stand."""
        return [place for place, value in self.cells.items() if isinstance(value, Expression)]

    def set(self, sheet: str, row: int, column: int, value: Any) -> None:
        """Type something into a cell."""
        self.cells[sheet, row, column] = value
        self._known.clear()

    def value(self, sheet: str, row: int, column: int) -> Any:
        """The value of a cell, from 1; None when it is blank."""
        key = (sheet, row, column)
        if key not in self._known:
            raw = self.cells.get(key)
            self._known[key] = _Formula(raw, sheet, self).value() if isinstance(raw, Expression) else raw
        return self._known[key]


class _Formula:
    def __init__(self, text: str, sheet: str, book: Spreadsheet) -> None:
        self.sheet, self.book, self.tokens, self.at = sheet, book, [], 0
        position = 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            assert match, text[position:]
            self.tokens.append((match.lastgroup, match[match.lastgroup]))
            position = match.end()

    def value(self) -> Any:
        found = self.comparison()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return found

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *signs: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" and self.peek() in signs:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def chain(self, part: Callable[[], Any], *signs: str) -> Any:
        left = part()
        while sign := self.take(*signs):
            left = _broadcast(_SIGNS[sign], left, part())
        return left

    def comparison(self) -> Any:
        return self.chain(self.text, "<=", ">=", "<>", "<", ">", "=")

    def text(self) -> Any:
        return self.chain(self.sum, "&")

    def sum(self) -> Any:
        return self.chain(self.product, "+", "-")

    def product(self) -> Any:
        return self.chain(self.item, "*", "/")

    def item(self) -> Any:
        if self.take("-"):
            return _broadcast(_SIGNS["-"], 0, self.item())
        if self.take("("):
            found = self.comparison()
            assert self.take(")")
            return found
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "function":
            return self.call(text)
        if kind == "sheet":
            self.at += 1
            return self.cells(self.tokens[self.at - 1][1], text[1:-2].replace("''", "'"))
        assert kind == "cells", text
        return self.cells(text, self.sheet)

    def cells(self, reference: str, sheet: str) -> Any:
        left, top, right, bottom = range_boundaries(reference.replace("$", ""))
        if ":" not in reference:
            return self.book.value(sheet, top, left)
        return [[self.book.value(sheet, r, c) for c in range(left, right + 1)] for r in range(top, bottom + 1)]

    def call(self, name: str) -> Any:
        assert self.take("(")
        if name == "IF":
            return self.condition()
        arguments = [self.comparison()]
        while self.take(","):
            arguments.append(self.comparison())
        assert self.take(")")
        return _FUNCTIONS[name](*arguments)

    def condition(self) -> Any:
        """Only the branch that is chosen is worked out: the other one may divide by nothing."""
        test = self.comparison()
        found: Any = False
        for wanted in (True, False):
            assert self.take(",")
            if bool(test) is wanted:
                found = self.comparison()
            else:
                self.skip()
        assert self.take(")")
        return found

    def skip(self) -> None:
        depth = 0
        while depth or self.peek() not in (",", ")"):
            depth += {"(": 1, ")": -1}.get(self.peek(), 0)
            self.at += 1


def _order(value: Any) -> tuple[int, Any]:
    """Numbers stand below text, text below truth values."""
    if isinstance(value, bool):
        return 2, value
    return (1, value.lower()) if isinstance(value, str) else (0, value or 0)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)


_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "&": lambda a, b: _shown(a) + _shown(b),
    "+": lambda a, b: (a or 0) + (b or 0),
    "-": lambda a, b: (a or 0) - (b or 0),
    "*": lambda a, b: (a or 0) * (b or 0),
    "/": lambda a, b: (a or 0) / b,
    "<": lambda a, b: _order(a) < _order(b),
    ">": lambda a, b: _order(a) > _order(b),
    "=": lambda a, b: _order(a) == _order(b),
    "<>": lambda a, b: _order(a) != _order(b),
    "<=": lambda a, b: _order(a) <= _order(b),
    ">=": lambda a, b: _order(a) >= _order(b),
}


def _broadcast(sign: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    if not isinstance(left, list) and not isinstance(right, list):
        return sign(left, right)
    shape = left if isinstance(left, list) else right
    rows, columns = len(shape), len(shape[0])
    left, right = (v if isinstance(v, list) else [[v] * columns] * rows for v in (left, right))
    return [[sign(a, b) for a, b in zip(*pair, strict=True)] for pair in zip(left, right, strict=True)]


def _array(value: Any) -> Array:
    return value if isinstance(value, list) else [[value]]


def _numbers(cells: Any) -> list[float]:
    return [v for row in _array(cells) for v in row if isinstance(v, (int, float)) and not isinstance(v, bool)]


def _round(number: float, places: float) -> float:
    """Round halves upwards, as spreadsheets do: on the fifteen digits that they show, not on the binary number."""
    shown = Decimal(number, Context(prec=30))
    shown = Context(prec=15, rounding=ROUND_HALF_UP).create_decimal(shown)
    return float(shown.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP))


def _sumproduct(*arrays: Any) -> float:
    flat = [[v for row in _array(array) for v in row] for array in arrays]
    total = 0.0
    for items in zip(*flat, strict=True):
        product = 1.0
        for item in items:
            product *= item if isinstance(item, (int, float)) else 0
        total += product
    return total


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "COUNT": lambda cells: len(_numbers(cells)),
    "SUM": lambda cells: sum(_numbers(cells)),
    "AVERAGE": lambda cells: sum(_numbers(cells)) / len(_numbers(cells)),
    "MEDIAN": lambda cells: statistics.median(_numbers(cells)),
    "MIN": lambda cells: min(_numbers(cells)),
    "MAX": lambda cells: max(_numbers(cells)),
    "STDEV": lambda cells: statistics.stdev(_numbers(cells)),
    "LEN": lambda text: len(_shown(text)),
    "ROUND": _round,
    "SUMPRODUCT": _sumproduct,
    "ISNUMBER": lambda v: _map(lambda x: isinstance(x, (int, float)) and not isinstance(x, bool), v),
}


def _map(function: Callable[[Any], Any], value: Any) -> Any:
    return [[function(x) for x in row] for row in value] if isinstance(value, list) else function(value)
