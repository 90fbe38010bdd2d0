"""Commands for the entries of a competition: competition entries."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from generator.cli.command import CLEAN, MISTAKES, common_options, h, read_call, write, xinglin
from generator.pipeline import read_and_check, today_in

TABLE_WIDTH = 120
"""Columns of a table that goes to a file or another program."""


@xinglin.command("competition entries", help=h("competition-entries"), epilog=h("examples.competition-entries"))
@click.argument("competition")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help=h("competition-entries.format")
)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help=h("competition-entries.out"))
@common_options
def competition_entries(competition: str, form: str, out: Path | None, **common: Any) -> int:
    """Check the entries of a competition before they are judged."""
    from generator.competition.entries.examination import Means, examine
    from generator.competition.entries.record import json_record
    from generator.competition.entries.table import text_table
    from generator.competition.ranking.formats import check_destination
    from generator.competition.ranking.rank import find_competition
    from generator.publish.swap import replacing
    from generator.search.pinyin import spelling
    from generator.search.text import fold
    from generator.site.entry_reports import write_reports
    from generator.sources.metadata import without_metadata

    call = read_call(**common)
    settings = call.project.settings
    if out is not None:
        check_destination(out, [call.project.content, call.project.site])
    with call.reporter() as progress:
        checked = read_and_check(call.project.content, settings, progress)
        library = checked.contributions.library
        means = Means(ZoneInfo(settings.timezone), fold, spelling, lambda asset: without_metadata(asset) is not None)
        examination = examine(library, find_competition(library, competition), means)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else TABLE_WIDTH
    write(json_record(examination, call.words) if form == "json" else text_table(examination, call.words, width), None)
    if checked.history.state != "full" and not call.quiet:
        click.echo(call.words.text(f"entries.history.{checked.history.state}"), err=True)
    if out is not None:
        with replacing(out, call.project.content) as folder:
            count = write_reports(examination, folder, today_in(settings.timezone), call.words)
        click.echo(call.words.text("entries.written", count=count, path=out / "index.html"), err=True)
    return MISTAKES if examination.mends else CLEAN
