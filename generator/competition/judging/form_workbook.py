"""A workbook that a judge filled in → what the reader of ballots takes. Only values are read; no formula is worked out.

Excel, WPS and LibreOffice all keep what ``workbook.py`` wrote. The numbers stand on a sheet that is found by its first
cell, the marks on the one that this names.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from generator.competition.judging.forms import Refusal
from generator.competition.judging.workbook import FIRST_MARK, FIRST_ROW, HEAD, MARK
from generator.sources import yaml_nodes
from generator.sources.yaml_nodes import Node, Scalar

MOST_FILES, MOST_BYTES = 100, 20_000_000
"""What a workbook may unpack to."""
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 10, 1000, 60
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?", re.ASCII)
_NUMBERS = ("competition", "judge", "pack", "rules")

_Row = Sequence[Any]


@dataclass(frozen=True)
class WorkbookForm:
    """What stands in a workbook: a form as a node whose lines are rows (None: it is none of ours), and what is wrong.

    ``columns`` are the letters of the columns of criteria by id, ``reasons`` that of the reasons for stepping back.
    """

    node: Node | None
    refusals: tuple[Refusal, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    reasons: str = ""


def workbook_form(data: bytes) -> WorkbookForm:
    """Read a workbook that a judge filled in."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
        if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > MOST_BYTES:
            return _refused("judging.refusals.large", limit=MOST_BYTES // 1_000_000)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = {sheet.title: _rows(sheet) for sheet in book.worksheets[:MOST_SHEETS]}
    except Exception as error:  # whatever a broken workbook brings about in the library is the workbook's fault
        return _refused("judging.refusals.no-workbook", reason=type(error).__name__)
    return _form(sheets)


def _refused(key: str, **params: object) -> WorkbookForm:
    return WorkbookForm(None, (Refusal.at("", key, "", **params),))


def _rows(sheet: Any) -> list[_Row]:
    return list(sheet.iter_rows(min_row=1, max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True))


def _form(sheets: Mapping[str, list[_Row]]) -> WorkbookForm:
    numbers = next((rows for rows in sheets.values() if rows and rows[0] and rows[0][0] == MARK), None)
    if numbers is None:
        return _refused("judging.refusals.no-form")
    known = {_text(row[0]): [_text(cell) for cell in row[1:] if cell is not None] for row in numbers if row}
    marks = sheets.get("".join(known.get("sheet", [])))
    criteria, names = known.get("criteria", []), known.get("names", [])
    if marks is None or len(marks) < FIRST_ROW:
        return _refused("judging.refusals.no-sheet")
    head = [_text(cell) for cell in marks[HEAD][FIRST_MARK : FIRST_MARK + len(criteria)]]
    if not criteria or head != names:
        return _refused("judging.refusals.columns-moved", names="、".join(names))
    columns = {criterion: get_column_letter(FIRST_MARK + n + 1) for n, criterion in enumerate(criteria)}
    rows = [_Score(row, number, columns) for number, row in enumerate(marks[FIRST_ROW:], start=FIRST_ROW + 1)]
    scores = [score for score in rows if score.code]
    refusals = tuple(refusal for score in scores for refusal in score.refusals())
    node = _node({name: "".join(known.get(name, [])[:1]) for name in _NUMBERS}, scores)
    return WorkbookForm(node, refusals, columns, get_column_letter(FIRST_MARK + len(criteria) + 3))


def _node(numbers: Mapping[str, str], scores: Sequence[_Score]) -> Node:
    lists: dict[str, list[Node]] = {
        "entries": [_scalar(score.code, score.row) for score in scores],
        "scores": [score.node() for score in scores if score.whole],
        "unfinished": [score.node() for score in scores if score.begun and not score.whole],
    }
    pairs: dict[str, Node] = {name: _scalar(text) for name, text in numbers.items()}
    return _mapping({**pairs, **{name: yaml_nodes.Sequence(tuple(items), 1) for name, items in lists.items()}})


class _Score:
    """A row of the sheet to mark on."""

    def __init__(self, row: _Row, number: int, columns: Mapping[str, str]) -> None:
        cells = [_text(cell) for cell in row] + [""] * MOST_COLUMNS
        after = FIRST_MARK + len(columns)
        self.row, self._columns = number, columns
        self._marks = dict(zip(columns, cells[FIRST_MARK:after], strict=True))
        self.code, self._comment, self._declined = cells[0], cells[after + 1], cells[after + 2]

    @property
    def begun(self) -> bool:
        return bool(any(self._marks.values()) or self._comment or self._declined)

    @property
    def whole(self) -> bool:
        return bool(self._declined) or all(map(_NUMBER.fullmatch, self._marks.values()))

    def refusals(self) -> Iterator[Refusal]:
        for criterion, text in self._marks.items():
            if text and not _NUMBER.fullmatch(text):
                cell = f"{self._columns[criterion]}{self.row}"
                yield Refusal.at(cell, "judging.refusals.no-number", self.code, value=text)

    def node(self) -> Node:
        marks = {c: _scalar(text, self.row) for c, text in self._marks.items() if _NUMBER.fullmatch(text)}
        words = {"comment": self._comment, "declined": self._declined}
        return _mapping(
            {
                "entry": _scalar(self.code, self.row),
                **({"criteria": _mapping(marks, self.row)} if marks else {}),
                **{name: _scalar(text, self.row) for name, text in words.items() if text},
            },
            self.row,
        )


def _scalar(text: str, line: int = 1) -> Scalar:
    return Scalar(text, bool(text), line)


def _mapping(pairs: Mapping[str, Node], line: int = 1) -> yaml_nodes.Mapping:
    return yaml_nodes.Mapping(tuple((Scalar(key, True, line), value) for key, value in pairs.items()), line)


def _text(cell: Any) -> str:
    """A cell's value as it was typed."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell).strip()
