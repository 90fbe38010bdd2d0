"""The check of entries as a plain text table for a terminal."""

from __future__ import annotations

import io

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.competition.entries.examination import Examination, Examined
from generator.competition.entries.findings import Finding
from generator.competition.ranking.wording import printable
from generator.messages import Catalogue


def text_table(examination: Examination, words: Catalogue, width: int = 120) -> str:
    """Write what was found, an entry a row; hints stand in brackets.

    Args:
        examination: What was found.
        words: The language.
        width: Columns of the terminal; a Chinese character takes two.
    """
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, force_terminal=False, legacy_windows=False, emoji=False)
    entries = examination.entries
    lines = [words.text("entries.title", name=examination.competition.name)]
    if closes := examination.competition.timeline.submissions_close:
        lines.append(words.text("entries.closes", day=closes))
    mend = sum(examined.mends for examined in entries)
    counts = words.text("entries.summary", count=len(entries), mend=mend)
    lines.append(counts if entries else words.text("entries.none"))
    for line in lines:
        console.print(Text(printable(line)))
    if entries:
        console.print(_table(examination, words))
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _table(examination: Examination, words: Catalogue) -> Table:
    table = Table(box=box.HORIZONTALS, pad_edge=False, show_lines=True)
    for name, ratio in (("entry", 3), ("authors", 1), ("characters", 0), ("shared", 0), ("found", 6)):
        heading = Text(words.text(f"entries.columns.{name}"))
        if ratio:
            table.add_column(heading, ratio=ratio, overflow="fold")
        else:
            table.add_column(heading, justify="right", no_wrap=True)
    for examined in examination.entries:
        table.add_row(*(Text(_printable(cell)) for cell in _cells(examined, examination, words)))
    return table


def _printable(text: str) -> str:
    """Text fit for a terminal, its line breaks kept."""
    return "\n".join(map(printable, text.split("\n")))


def _cells(examined: Examined, examination: Examination, words: Catalogue) -> list[str]:
    entry, similarity = examined.entry, examined.similarity
    authors = words.text("entries.comma").join(examination.library.author_names(entry))
    share = f"{100 * similarity.share:.0f}%" if similarity.characters else "–"
    found = "\n".join(_line(finding, words) for finding in examined.findings)
    title = f"{entry.title}\n{entry.id}"
    return [title, authors, str(entry.body.characters), share, found or words.text("entries.nothing")]


def _line(finding: Finding, words: Catalogue) -> str:
    """A finding with its lines; one that is only a hint says so."""
    hint = "" if finding.mend else words.text("entries.hint")
    return words.text("entries.colon").join(filter(None, (hint, finding.place(words), finding.text(words))))
