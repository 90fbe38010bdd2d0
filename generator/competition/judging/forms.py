"""Files that judges send in: the ballot that the form gives, or the workbook filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.competition.ranking.wording import printable
from generator.messages import Catalogue
from generator.model.proceedings import BallotForm
from generator.problems import Problem
from generator.schema.data import load_yaml
from generator.schema.proceedings import read_form
from generator.schema.types import Reading
from generator.sources.tree import SourceFile, Unreadable, read_bytes

LIMIT = 5_000_000
"""Bytes of a workbook that are read; of a ballot it is the limit of any data file."""
_ARCHIVE = b"PK"
_CODES = "A"
"""The column of codes in a workbook."""
_LONGEST_PARAM = 80


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file, or something in it, is not taken: ``key`` of the catalogue with the values for its blanks.

    ``place`` is a line (``12``), a cell (``C7``), or empty for the file as a whole; ``code`` is the entry's, if any. A
    mistake that was found in reading comes as the ``problem`` it is.
    """

    place: str
    key: str = ""
    params: tuple[tuple[str, str], ...] = ()
    code: str = ""
    problem: Problem | None = None

    @classmethod
    def at(cls, place: str, key: str, code: str = "", /, **params: object) -> Refusal:
        """Make a refusal from keyword parameters, which become text."""
        return cls(place, key, tuple((name, str(value)) for name, value in sorted(params.items())), code)

    @classmethod
    def of(cls, problem: Problem) -> Refusal:
        """A mistake found in reading, as a refusal."""
        return cls(str(problem.line or ""), problem=problem)

    def text(self, words: Catalogue) -> str:
        """Say where and why, and how to mend it."""
        where = words.text(f"judging.place.{self._kind}", place=self.place) if self.place else ""
        entry = words.text("judging.place.entry", code=printable(self.code)[:_LONGEST_PARAM]) if self.code else ""
        if self.problem is not None:
            said = f"{self.problem.message(words)}{self.problem.hint(words)}"
        else:
            said = words.text(self.key, **{name: printable(value)[:_LONGEST_PARAM] for name, value in self.params})
        return printable("".join((where, entry, said)))

    @property
    def _kind(self) -> str:
        return "line" if self.place.isdecimal() else "cell"


@dataclass(frozen=True)
class FormFile:
    """What a file holds.

    Attributes:
        name: Of the file.
        form: What the judge filled in; None where it cannot be told.
        refusals: What is wrong with it so far.
        columns: The letters of the columns of criteria, by their ids; empty for a ballot, which has lines only.
        reasons: The letter of the column of reasons for stepping back; empty for a ballot.
        exported: When the judge gave it out: as it says itself, else when the file was last saved; None where there is
            no file.
    """

    name: str
    form: BallotForm | None
    refusals: tuple[Refusal, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    exported: dt.datetime | None = None
    reasons: str = ""

    def place(self, line: int, criterion: str = "") -> str:
        """Where a mark of a criterion stands, or an entry: a cell of a workbook, or a line."""
        return f"{self.columns.get(criterion, _CODES)}{line}" if self.columns else str(line)

    def reason_place(self, line: int) -> str:
        """Where the reason for stepping back from an entry stands; of a ballot the line of the entry."""
        return f"{self.reasons}{line}" if self.columns else str(line)


def read_form_file(path: Path, zone: dt.tzinfo = dt.UTC) -> FormFile:
    """Read a file that a judge sent in, of either form; nothing in it is run.

    Args:
        path: Of the file.
        zone: In which to tell when it was saved.
    """
    try:
        stat = path.stat()
        file = SourceFile(path.name, str(path.resolve()), stat.st_size)
        archive = read_bytes(file, len(_ARCHIVE)) == _ARCHIVE
    except FileNotFoundError:
        return FormFile(path.name, None, (Refusal.at("", "judging.refusals.missing-file"),))
    except OSError as error:
        refusal = Refusal.at("", "judging.refusals.no-file", reason=error.strerror or error)
        return FormFile(path.name, None, (refusal,))
    except Unreadable as bad:
        return FormFile(path.name, None, (Refusal.of(Problem.at(path.name, bad.line, bad.rule, "", **bad.params)),))
    found = _read_workbook(file) if archive else _read_ballot(file)
    said = found.form.exported if found.form else None
    return replace(found, exported=said or dt.datetime.fromtimestamp(int(stat.st_mtime), zone))


def _read_ballot(file: SourceFile) -> FormFile:
    reading = Reading(file.path)
    form = read_form(load_yaml(file, reading), reading)
    return _read(file.path, form, reading, {})


def _read_workbook(file: SourceFile) -> FormFile:
    from generator.competition.judging.form_workbook import workbook_form  # noqa: PLC0415 - openpyxl is slow to load

    if file.size > LIMIT:
        return FormFile(file.path, None, (Refusal.at("", "judging.refusals.large", limit=LIMIT // 1_000_000),))
    found = workbook_form(read_bytes(file, LIMIT))
    if found.node is None:
        return FormFile(file.path, None, found.refusals)
    reading = Reading(file.path)
    form = read_form(found.node, reading)
    return replace(_read(file.path, form, reading, found.columns, found.refusals), reasons=found.reasons)


def _read(
    name: str,
    form: BallotForm | None,
    reading: Reading,
    columns: Mapping[str, str],
    refusals: tuple[Refusal, ...] = (),
) -> FormFile:
    if form is not None and not (form.pack or form.rules):
        return FormFile(name, None, (Refusal.at("", "judging.refusals.no-form"),))
    refusals += tuple(map(Refusal.of, reading.problems))
    if form is None and not refusals:
        refusals = (Refusal.at("", "judging.refusals.no-form"),)
    return FormFile(name, form, refusals, columns)
