"""How far judging has come, as a table or as JSON. No mark stands in either."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.competition.judging.progress import EntryProgress, Named, Progress
from generator.competition.ranking.wording import printable
from generator.messages import Catalogue

FORMATS = ("table", "json")


def json_progress(progress: Progress) -> str:
    """Write it as JSON, keys in this order; the same progress gives the same text.

    ::

        competition     its name, the folder
        year            number
        closes          the last day of judging, such as 2026-12-05; null without one
        shared_out      whether there is an assignment
        judges[]        id, name, assigned (without declined), marked, declined (numbers of entries),
                        missing[]: code, id, title
        entries[]       code, id, title, wanted, marks (numbers), awaited[] (ids of judges),
                        declined[]: judge, reason; ask[] (ids of judges who might step in)
        border[]        entries whose chance of some prize lies between 0.1 and 0.9, the most doubtful first:
                        code, id, title, chances (by name of prize)
        advice[]        marks that would settle most: code, id, title, judge (id), awaited (whether the judge has the
                        entry already)
    """
    record = {
        "competition": progress.competition,
        "year": progress.year,
        "closes": progress.closes.isoformat() if progress.closes else None,
        "shared_out": progress.shared_out,
        "judges": [
            {
                "id": judge.id,
                "name": judge.name,
                "assigned": judge.assigned,
                "marked": judge.marked,
                "declined": judge.declined,
                "missing": [_named(entry) for entry in judge.missing],
            }
            for judge in progress.judges
        ],
        "entries": [_entry(entry) for entry in progress.entries],
        "border": [_named(each.entry) | {"chances": dict(each.chances)} for each in progress.border],
        "advice": [_named(each.entry) | {"judge": each.judge, "awaited": each.awaited} for each in progress.advice],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _named(entry: Named) -> dict[str, Any]:
    return {"code": entry.code, "id": entry.id, "title": entry.title}


def _entry(entry: EntryProgress) -> dict[str, Any]:
    return _named(entry.entry) | {
        "wanted": entry.wanted,
        "marks": entry.marks,
        "awaited": list(entry.awaited),
        "declined": [{"judge": judge, "reason": reason} for judge, reason in entry.declined],
        "ask": list(entry.ask),
    }


def progress_table(progress: Progress, words: Catalogue, width: int = 120) -> str:
    """Write it for a terminal: judges, entries that lack marks, the border, what to do next; without empty columns."""
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, force_terminal=False, legacy_windows=False, emoji=False)
    names = {judge.id: printable(judge.name) for judge in progress.judges}
    for line in _head(progress, words):
        console.print(Text(line))
    console.print(_table(("judge", "assigned", "marked", "stepped_back", "missing"), _judges(progress), words))
    lacking = [entry for entry in progress.entries if entry.marks < entry.wanted]
    if lacking:
        console.print(Text("\n" + words.text("judging.progress.lacking", count=len(lacking))))
        console.print(_table(("code", "title", "marks", "awaited", "ask"), _lacking(lacking, names, words), words))
    if progress.border:
        console.print(Text("\n" + words.text("judging.progress.border", count=len(progress.border))))
        console.print(_table(("code", "title", "chances"), _border(progress), words))
    for line in _next_steps(progress, names, words):
        console.print(Text(line))
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _head(progress: Progress, words: Catalogue) -> Iterator[str]:
    marked, assigned = (sum(getattr(judge, name) for judge in progress.judges) for name in ("marked", "assigned"))
    whole = progress.shared_out and marked == assigned and all(e.marks >= e.wanted for e in progress.entries)
    key = "complete" if whole else "title"
    yield words.text(f"judging.progress.{key}", year=progress.year, marked=marked, assigned=assigned)
    if not progress.shared_out:
        yield words.text("judging.progress.not_shared", name=progress.competition)


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], words: Catalogue) -> Table:
    table, written = Table(box=box.HORIZONTALS, pad_edge=False), list(rows)
    used = [n for n in range(len(columns)) if any(row[n] for row in written)]
    for n in used:
        table.add_column(Text(words.text(f"judging.columns.{columns[n]}")), overflow="fold")
    for row in written:
        table.add_row(*(Text(printable_lines(row[n])) for n in used))
    return table


def printable_lines(text: str) -> str:
    """Text of several lines, fit for a terminal."""
    return "\n".join(map(printable, text.split("\n")))


def _judges(progress: Progress) -> Iterator[tuple[str, ...]]:
    for judge in progress.judges:
        missing = "\n".join(_called(entry) for entry in judge.missing)
        yield judge.name, str(judge.assigned), str(judge.marked), str(judge.declined or ""), missing


def _called(entry: Named) -> str:
    return f"{entry.code or entry.id} {entry.title}"


def _lacking(entries: Iterable[EntryProgress], names: dict[str, str], words: Catalogue) -> Iterator[tuple[str, ...]]:
    comma = words.text("judging.comma")
    for entry in entries:
        awaited, ask = (comma.join(names[j] for j in judges) for judges in (entry.awaited, entry.ask))
        back = [
            words.text("judging.progress.stepped_back", judge=names[judge], reason=reason)
            for judge, reason in entry.declined
        ]
        count = f"{entry.marks} / {entry.wanted}"
        yield entry.entry.code, entry.entry.title, count, "\n".join(filter(None, [awaited, *back])), ask


def _border(progress: Progress) -> Iterator[tuple[str, ...]]:
    for each in progress.border:
        chances = "  ".join(f"{prize} {chance:.0%}" for prize, chance in each.chances.items() if chance >= 0.005)
        yield each.entry.code, each.entry.title, chances


def _next_steps(progress: Progress, names: dict[str, str], words: Catalogue) -> Iterator[str]:
    if progress.advice:
        yield "\n" + words.text("judging.progress.advice")
    for each in progress.advice:
        key = "awaited" if each.awaited else "extra"
        judge, title = names[each.judge], printable(each.entry.title)
        code = each.entry.code or each.entry.id
        yield "  " + words.text(f"judging.progress.advice_{key}", code=code, title=title, judge=judge)
    if any(entry.ask for entry in progress.entries):
        yield words.text("judging.progress.assign_again", name=progress.competition)
    silent = [names[judge.id] for judge in progress.judges if judge.assigned and not judge.marked]
    if silent:
        comma = words.text("judging.comma")
        yield words.text("judging.progress.silent", names=comma.join(silent), name=progress.competition)
