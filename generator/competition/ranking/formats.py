"""A ranking in the format that was asked for, and where it may be put."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.competition.ranking.record import json_record
from generator.competition.ranking.standings import Standings
from generator.competition.ranking.table import text_table
from generator.competition.ranking.workbook import workbook
from generator.errors import XinglinError
from generator.messages import Catalogue

FORMATS = ("table", "json", "xlsx")


def render(standings: Standings, form: str, words: Catalogue, width: int = 120) -> bytes:
    """A ranking as bytes, ready for a file or the terminal.

    Args:
        standings: The ranking.
        form: One of ``FORMATS``.
        words: The language.
        width: Columns of the terminal, for the table.

    Raises:
        KeyError: There is no such format.
    """
    writers = {
        "table": lambda: text_table(standings, words, width),
        "json": lambda: json_record(standings, words),
        "xlsx": lambda: workbook(standings, words),
    }
    return writers[form]()


def check_destination(out: Path, published: Iterable[Path]) -> None:
    """Refuse to write judges and marks where everybody could read them.

    Args:
        out: The file or folder to be written.
        published: Folders whose files become public: the content, whose workbooks are attachments, and the site.

    Raises:
        XinglinError: The file would lie in one of them (``rank-out-public``).
    """
    place = out.resolve()
    for folder in published:
        if place.is_relative_to(folder.resolve()):
            raise XinglinError("rank-out-public", file=out, folder=folder)
