"""The sheet of the files that a ranking was made from, with their times from Git."""

from __future__ import annotations

import datetime as dt

from generator.competition.ranking.audit import Audit, Filed
from generator.competition.ranking.wording import printable
from generator.competition.ranking.workbook.cells import Cell, Sheet, sheet_name, titled
from generator.messages import Catalogue


def files_sheet(audit: Audit, words: Catalogue) -> Sheet:
    """The rules, the ballots and the votes, a row a file."""
    columns = (
        titled(words, "file", 44),
        titled(words, "created", 20),
        titled(words, "updated", 20),
        titled(words, "commits", 10, "whole"),
        titled(words, "sha256", 68),
    )
    rows = tuple(_row(filed) for filed in (audit.rules, *audit.ballots, *audit.votes))
    return Sheet(sheet_name(words, "files"), columns, rows, fixed=1)


def _row(filed: Filed) -> tuple[Cell, ...]:
    return (printable(filed.path), _time(filed.created), _time(filed.updated), filed.commits, filed.sha256)


def _time(time: dt.datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S}" if time else ""
