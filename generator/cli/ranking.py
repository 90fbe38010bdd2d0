"""Commands for ranking a competition: rank, rank verify."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from generator.cli.command import CLEAN, MISTAKES, common_options, h, read_call, write, xinglin
from generator.errors import XinglinError
from generator.pipeline import read_and_check
from generator.problems import Severity
from generator.problems.formats import render

TABLE_WIDTH = 120
"""Columns of a ranking that goes to a file or another program."""


@xinglin.command(help=h("rank"), epilog=h("examples.rank"))
@click.argument("competition")
@click.option("--format", "form", type=click.Choice(["table", "json", "xlsx"]), default="table", help=h("rank.format"))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=h("out"))
@common_options
def rank(competition: str, form: str, out: Path | None, **common: Any) -> int:
    """Rank the entries of a competition from its ballots."""
    from generator.competition.ranking.formats import check_destination
    from generator.competition.ranking.formats import render as render_standings
    from generator.competition.ranking.rank import rank as rank_entries
    from generator.competition.ranking.wording import note_lines

    call = read_call(**common)
    if form == "xlsx" and out is None:
        raise XinglinError("xlsx-needs-out")
    if out is not None:
        check_destination(out, [call.project.content, call.project.site])
    with call.reporter() as progress:
        checked = read_and_check(call.project.content, call.project.settings, progress)
    contributions = checked.contributions
    standings = rank_entries(contributions.library, contributions.proceedings.ballots, competition)
    on_terminal = out is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else TABLE_WIDTH
    write(render_standings(standings, form, call.words, width), out)
    if form != "table" and (notes := note_lines(standings, call.words)):
        click.echo("\n".join(notes), err=True)
    about = [p for p in checked.problems if p.path.startswith(f"competitions/{competition}/")]
    if about:
        click.echo(render(about, "text", call.words, call.project.content), err=True)
    return MISTAKES if any(p.severity is Severity.ERROR for p in about) else CLEAN


@xinglin.command("rank verify", help=h("rank-verify"), epilog=h("examples.rank-verify"))
@click.argument("competition")
@click.argument("file", type=click.Path(path_type=Path))
@common_options
def rank_verify(competition: str, file: Path, **common: Any) -> int:
    """Rank the entries of a competition anew, and tell in what a kept ranking differs."""
    from generator.competition.ranking.rank import rank as rank_entries
    from generator.competition.ranking.record import json_record
    from generator.competition.ranking.verify import differences, read_record

    call = read_call(**common)
    kept = read_record(file)
    with call.reporter() as progress:
        contributions = read_and_check(call.project.content, call.project.settings, progress).contributions
    standings = rank_entries(contributions.library, contributions.proceedings.ballots, competition)
    found = list(differences(kept, json.loads(json_record(standings, call.words))))
    for difference in found:
        click.echo(call.words.text("competition.verify.differs", **asdict(difference)))
    verdict = "different" if found else "equal"
    click.echo(call.words.text(f"competition.verify.{verdict}", count=len(found), hash=standings.input_hash))
    return MISTAKES if found else CLEAN
