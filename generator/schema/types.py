"""What a field's value may be: how each type is read from YAML, and what is said when it does not fit."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from generator.model.people import Absence, Author
from generator.problems import Problem
from generator.sources.yaml_nodes import Mapping, Node, Scalar, Sequence

MAX_TEXT = 5_000
MAX_LABEL = 60
"""Characters of what becomes the name of a folder on the site; file systems take 255 bytes."""
FEW_PROBLEMS = 100
FIRST_YEAR, LAST_YEAR = 1900, 2199


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass
class Reading:
    """One file being read: its path, and the problems found so far."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def problem(self, line: int, rule: str, variant: str = "", /, **params: object) -> None:
        """Note a problem at a line."""
        self.problems.append(Problem.at(self.path, line, rule, variant, **params))


@dataclass(frozen=True)
class FieldType:
    """A type of value.

    ``name`` is its key in the catalogue (``types.<name>``) and in the wordings of the rule ``field-type``;
    ``read`` returns the value, or raises ``Unfit``; ``default`` is the value of a field that was left out;
    ``example`` is what ``xinglin new`` and the reference page show.
    """

    name: str
    read: Callable[[Node, Reading], Any]
    default: Any
    example: str


class Unfit(Exception):  # noqa: N818 - an author's mistake, turned into a Problem by read_record
    """A value that its field cannot take. ``variant`` names the wording of the rule ``field-type``."""

    def __init__(self, variant: str, line: int, **params: object) -> None:
        super().__init__(variant)
        self.variant = variant
        self.line = line
        self.params = params


@dataclass(frozen=True)
class Field:
    """One key of a record. Its description is ``fields.<record>.<name>`` or ``fields.<name>`` in the catalogue."""

    name: str
    chinese: str
    type: FieldType
    required: bool = False


@dataclass(frozen=True)
class Record:
    """The values of a record by field name (every field present), and the line of each that was written."""

    values: dict[str, Any]
    lines: dict[str, int]


def read_record(node: Mapping, fields: Iterable[Field], reading: Reading) -> Record:
    """Read a mapping by a table of fields, noting every problem on the way.

    A field whose value does not fit gets its default.
    """
    known = {key: f for f in fields for key in (f.name, f.chinese)}
    record = Record({f.name: f.type.default for f in known.values()}, {})
    for key, value in node.pairs:
        target = known.get(key.text)
        if target is None:
            _note_unknown_key(key, known, reading)
        elif target.name in record.lines:
            reading.problem(key.line, "duplicate-key", key=key.text, other=target.name)
        else:
            record.lines[target.name] = key.line
            _read_field(target, value, record, reading)
    for target in dict.fromkeys(known.values()):
        if target.required and target.name not in record.lines:
            reading.problem(node.line, "missing-field", field=target.name, chinese=target.chinese)
    return record


def _read_field(target: Field, value: Node, record: Record, reading: Reading) -> None:
    left_out = value.empty if isinstance(value, Scalar) else target.required and not _size(value)
    if left_out:
        if target.required:
            reading.problem(value.line, "missing-field", "empty", field=target.name, chinese=target.chinese)
        return
    try:
        record.values[target.name] = target.type.read(value, reading)
    except Unfit as unfit:
        reading.problem(unfit.line, "field-type", unfit.variant, field=target.name, **unfit.params)


def _size(node: Sequence | Mapping) -> int:
    return len(node.items if isinstance(node, Sequence) else node.pairs)


def _note_unknown_key(key: Scalar, known: Iterable[str], reading: Reading) -> None:
    # Looking for what somebody may have meant is slow, and pointless in a file that is all wrong.
    few = len(reading.problems) < FEW_PROBLEMS
    # One of two Chinese characters wrong is half the word.
    cutoff = 0.65 if key.text.isascii() else 0.5
    nearest = difflib.get_close_matches(key.text.lower(), known, n=1, cutoff=cutoff) if few else []
    if nearest:
        reading.problem(key.line, "unknown-key", key=key.text[:50], nearest=nearest[0])
    else:
        names = "、".join(k for k in known if not k.isascii())
        reading.problem(key.line, "unknown-key", "far", key=key.text[:50], known=names)


def _scalar(node: Node, expected: str, **params: object) -> str:
    if not isinstance(node, Scalar):
        raise Unfit(expected, node.line, value=_outline(node), **params)
    if len(node.text) > MAX_TEXT:
        raise Unfit("long", node.line, limit=MAX_TEXT)
    text = " ".join(node.text.split())
    if _CONTROL.search(text):
        raise Unfit("control", node.line)
    return text


def _outline(node: Node) -> str:
    """A value as a message shows it."""
    if isinstance(node, Scalar):
        return node.text
    return "[…]" if isinstance(node, Sequence) else "{…}"


def _text(node: Node, reading: Reading) -> str:
    return _scalar(node, "text")


def _label(node: Node, reading: Reading) -> str:
    text = _scalar(node, "text")
    if len(text) > MAX_LABEL:
        raise Unfit("long", node.line, limit=MAX_LABEL)
    return text


def _yes_no(node: Node, reading: Reading) -> bool:
    text = _scalar(node, "yes_no").lower()
    if text in ("true", "yes", "on", "是"):
        return True
    if text in ("false", "no", "off", "否"):
        return False
    raise Unfit("yes_no", node.line, value=text)


def _number(node: Node, reading: Reading) -> float:
    text = _scalar(node, "number")
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,15})?", text, re.ASCII):
        raise Unfit("number", node.line, value=text)
    return float(text)


def _whole_number(node: Node, reading: Reading) -> int:
    text = _scalar(node, "whole_number")
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise Unfit("whole_number", node.line, value=text)
    return int(text)


_MOMENT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2})?)?", re.ASCII)
_OTHER_DATE = re.compile(r"(\d{4})\s*[年/.]\s*(\d{1,2})\s*[月/.]\s*(\d{1,2})\s*日?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with the time where one was written."""

    day: dt.date
    time: dt.time | None = None


def _moment(node: Node, reading: Reading) -> Moment:
    text = _scalar(node, "date")
    if match := _MOMENT.fullmatch(text):
        year, month, day, hour, minute = match.groups()
        try:
            time = dt.time(int(hour), int(minute)) if hour else None
            moment = Moment(dt.date(int(year), int(month), int(day)), time)
        except ValueError:
            raise Unfit("no_such_date", node.line, value=text) from None
        if not FIRST_YEAR <= moment.day.year <= LAST_YEAR:
            raise Unfit("year", node.line, value=text, first=FIRST_YEAR, last=LAST_YEAR)
        return moment
    if match := _OTHER_DATE.fullmatch(text):
        iso = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
        raise Unfit("date_form", node.line, value=text, iso=iso)
    raise Unfit("date", node.line, value=text)


def _moment_with_time(node: Node, reading: Reading) -> Moment:
    moment = _moment(node, reading)
    if moment.time is None:
        raise Unfit("time", node.line, iso=moment.day.isoformat())
    return moment


def _day(node: Node, reading: Reading) -> dt.date:
    return _moment(node, reading).day


def _days(node: Node, reading: Reading) -> tuple[dt.date, dt.date]:
    if not isinstance(node, Sequence) or len(node.items) != 2:
        raise Unfit("days", node.line)
    first, last = (_day(item, reading) for item in node.items)
    if last < first:
        raise Unfit("days_order", node.line)
    return first, last


def list_of(item: Callable[[Node, Reading], Any], variant: str) -> Callable[[Node, Reading], tuple[Any, ...]]:
    """A reader of a YAML list whose items are each read by ``item``."""

    def read(node: Node, reading: Reading) -> tuple[Any, ...]:
        if not isinstance(node, Sequence):
            raise Unfit(variant, node.line, value=_outline(node))
        return tuple(item(each, reading) for each in node.items)

    return read


def record_of(fields: tuple[Field, ...], make: Callable[[Record], Any]) -> Callable[[Node, Reading], Any]:
    """A reader of a nested mapping with a table of its own."""

    def read(node: Node, reading: Reading) -> Any:
        if not isinstance(node, Mapping):
            raise Unfit("record", node.line, known="、".join(f.name for f in fields))
        return make(read_record(node, fields, reading))

    return read


def one_of(choices: dict[str, str], variant: str) -> Callable[[Node, Reading], str]:
    """A reader of one of several words; ``choices`` maps what may be written to what it means."""
    known = "、".join(dict.fromkeys(choices.values()))

    def read(node: Node, reading: Reading) -> str:
        text = _scalar(node, variant, choices=known)
        if text not in choices:
            raise Unfit(variant, node.line, value=text, choices=known)
        return choices[text]

    return read


TEXT = FieldType("text", _text, "", "文字")
LABEL = FieldType("text", _label, "", "文字")
YES_NO = FieldType("yes_no", _yes_no, False, "true")
NUMBER = FieldType("number", _number, 0.0, "4")
WHOLE_NUMBER = FieldType("whole_number", _whole_number, 0, "5")
MOMENT = FieldType("date", _moment, None, "2026-03-01")
MOMENT_WITH_TIME = FieldType("moment", _moment_with_time, None, "2026-03-01 09:30")
DAY = FieldType("day", _day, None, "2026-03-01")
DAYS = FieldType("days", _days, None, "[2026-12-20, 2026-12-27]")
TEXTS = FieldType("texts", list_of(_text, "list"), (), "[甲, 乙]")
LABELS = FieldType("texts", list_of(_label, "list"), (), "[甲, 乙]")

_OUTSIDER = (Field("name", "姓名", TEXT, required=True), Field("affiliation", "单位", TEXT))
_read_outsider = record_of(_OUTSIDER, lambda r: Author("", r.values["name"], r.values["affiliation"]))


def _author(node: Node, reading: Reading) -> Author:
    if isinstance(node, Mapping):
        outsider: Author = _read_outsider(node, reading)
        return outsider
    return Author(_scalar(node, "authors"))


AUTHORS = FieldType("authors", list_of(_author, "authors"), (), "[p0001]")

_ABSENT = (Field("person", "姓名", TEXT, required=True), Field("reason", "原因", TEXT))
_read_absence = record_of(_ABSENT, lambda r: Absence(r.values["person"], r.values["reason"]))


def _absence(node: Node, reading: Reading) -> Absence:
    if isinstance(node, Mapping):
        absence: Absence = _read_absence(node, reading)
        return absence
    return Absence(_scalar(node, "people"))


PEOPLE = FieldType("people", list_of(_text, "people"), (), "[p0001, p0002]")
ABSENCES = FieldType("absences", list_of(_absence, "people"), (), "[p0003, {person: p0004, reason: 出差}]")
