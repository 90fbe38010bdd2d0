"""A ranking as a plain text table for a terminal."""

from __future__ import annotations

import io

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.competition.ranking.marks import Status
from generator.competition.ranking.methods import METHODS, rounded
from generator.competition.ranking.standings import Standing, Standings
from generator.competition.ranking.wording import (
    audit_lines,
    chance_words,
    final_prize,
    final_words,
    flag_words,
    method_name,
    note_lines,
    printable,
    prize_words,
    quota_words,
    range_words,
    rule_lines,
    tie_words,
    title_words,
)
from generator.messages import Catalogue


def text_table(standings: Standings, words: Catalogue, width: int = 120) -> bytes:
    """Write a ranking as a table without colours, in UTF-8, with a line below each prize.

    Args:
        standings: The ranking.
        words: The language of the headings.
        width: Columns of the terminal; a Chinese character takes two.
    """
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, force_terminal=False, legacy_windows=False, emoji=False)
    _print(console, title_words(standings, words))
    _print(console, words.text("competition.order", method=method_name(standings.method, words)))
    for line in note_lines(standings, words):
        _print(console, line)
    for category in standings.categories:
        entries = [s for s in standings.entries if s.contender.category == category.name]
        _print(console, "")
        _print(console, "  ".join(filter(None, (printable(category.name), quota_words(category, words)))))
        console.print(_table(entries, standings, words))
        _print_decisions(console, entries, words)
    for line in (tie_words(standings, words), *rule_lines(standings, words)):
        _print(console, line)
    _print_left_out(console, standings, words)
    _print_files(console, standings, words)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines()).encode("utf-8", errors="replace")


def _print(console: Console, line: str) -> None:
    console.print(Text(line))


def _table(entries: list[Standing], standings: Standings, words: Catalogue) -> Table:
    table = Table(box=box.HORIZONTALS, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(_heading("place", words), justify="right", no_wrap=True)
    table.add_column(_heading("title", words), ratio=1, overflow="fold", min_width=10)
    table.add_column(_heading("authors", words), overflow="fold", max_width=8)
    names = {name: words.text(f"competition.columns.{name}") for name in ("count", "rank_range", "prize_chance")}
    methods = [method_name(method, words) for method in METHODS]
    for text, width in ((names["count"], 4), *((name, 7) for name in methods), (names["rank_range"], 8)):
        _add_narrow(table, text, width)
    _add_narrow(table, names["prize_chance"], 4)
    table.add_column(Text(_on_two_lines(words.text("competition.columns.span"))), justify="right", no_wrap=True)
    if standings.tally.used:
        table.add_column(_heading("votes", words), justify="right", no_wrap=True)
    table.add_column(_heading("prize", words), overflow="fold", max_width=8)
    if standings.decisions:
        table.add_column(_heading("final", words), overflow="fold", max_width=8)
    table.add_column(_heading("flags", words), overflow="fold", max_width=10)
    prizes = [prize_words(standing, words) for standing in entries]
    for index, standing in enumerate(entries):
        cut = prizes[index] not in prizes[index + 1 : index + 2]
        table.add_row(*(Text(cell) for cell in _cells(standing, standings, words)), end_section=cut)
    return table


def _add_narrow(table: Table, heading: str, width: int) -> None:
    """A column of figures, so narrow that its heading may take several lines; Latin words are not broken."""
    longest = max(len(word) if word.isascii() else 0 for word in heading.split())
    table.add_column(Text(heading), justify="right", overflow="fold", max_width=max(width, longest))


def _heading(name: str, words: Catalogue) -> Text:
    return Text(words.text(f"competition.columns.{name}"))


def _on_two_lines(span: str) -> str:
    return span.replace("–", "\n–")


def _cells(standing: Standing, standings: Standings, words: Catalogue) -> list[str]:
    results = [standing.results.get(method) for method in METHODS]
    return [
        "–" if standing.place is None else str(standing.place),
        printable(standing.contender.title),
        "\n".join(map(printable, standing.contender.authors)),
        str(len(standing.marks)),
        *(
            f"{rounded(r.value)}\n{words.text('competition.columns.place_of', place=r.place)}" if r else "–"
            for r in results
        ),
        range_words(standing, words),
        chance_words(standing),
        _on_two_lines("–".join(str(rounded(value)) for value in standing.span or ())),
        *((str(standing.votes),) if standings.tally.used else ()),
        prize_words(standing, words),
        *((final_prize(standing, words),) if standings.decisions else ()),
        flag_words(standing, standings, words).replace(" · ", "\n"),
    ]


def _print_decisions(console: Console, entries: list[Standing], words: Catalogue) -> None:
    for standing in entries:
        if standing.final and standing.final.reason:
            blanks = {"title": standing.contender.title, "decided": final_words(standing, words)}
            _print(console, printable(words.text("competition.decided_line", **blanks)))


def _print_left_out(console: Console, standings: Standings, words: Catalogue) -> None:
    left_out = [(a, a.judge, a.reason) for a in standings.assessments if a.status is Status.LEFT_OUT and a.reason]
    for key, items in (
        ("left_out_title", left_out),
        ("votes_left_out_title", [(d, d.voter, d.reason) for d in standings.tally.discarded]),
    ):
        if items:
            _print(console, "")
            _print(console, words.text(f"competition.{key}"))
        for item, who, reason in items:
            blanks = {"path": item.path, "line": item.line, "judge": who, "reason": reason.text(words)}
            _print(console, "  " + printable(words.text("competition.left_out_line", **blanks)))


def _print_files(console: Console, standings: Standings, words: Catalogue) -> None:
    lines = audit_lines(standings, words)
    if lines:
        _print(console, "")
        _print(console, words.text("competition.audit.title"))
    for line in lines:
        _print(console, "  " + line)
