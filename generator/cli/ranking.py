"""Commands for ranking a competition: rank, rank verify."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from generator.cli.command import CLEAN, MISTAKES, Call, common_options, h, read_call, show_problems, write, xinglin
from generator.competition.ranking.standings import Standings
from generator.errors import XinglinError
from generator.pipeline import Checked, ranked, read_and_check

TABLE_WIDTH = 120
"""Columns of a ranking that goes to a file or another program."""
LISTED = 20
"""How many differences are listed unless all are asked for."""


@xinglin.command(help=h("rank"), epilog=h("examples.rank"))
@click.argument("competition")
@click.option("--format", "form", type=click.Choice(["table", "json", "xlsx"]), default="table", help=h("rank.format"))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=h("out"))
@common_options
def rank(competition: str, form: str, out: Path | None, **common: Any) -> int:
    """Rank the entries of a competition from its ballots."""
    from generator.competition.ranking.formats import check_destination
    from generator.competition.ranking.formats import render as render_standings
    from generator.competition.ranking.wording import note_lines

    call = read_call(**common)
    if form == "xlsx" and out is None:
        raise XinglinError("xlsx-needs-out")
    if out is not None:
        check_destination(out, [call.project.content, call.project.site])
    checked, standings = _ranked(call, competition)
    on_terminal = out is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else TABLE_WIDTH
    write(render_standings(standings, form, call.words, width), out)
    if form != "table" and (notes := note_lines(standings, call.words)):
        click.echo("\n".join(notes), err=True)
    return show_problems(call, checked.about(competition))


def _ranked(call: Call, competition: str) -> tuple[Checked, Standings]:
    settings = call.project.settings
    with call.reporter() as progress:
        checked = read_and_check(call.project.content, settings, progress)
    return checked, ranked(checked, competition, settings)


@xinglin.command("rank verify", help=h("rank-verify"), epilog=h("examples.rank-verify"))
@click.argument("competition")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help=h("rank-verify.all"))
@common_options
def rank_verify(competition: str, file: Path, everything: bool, **common: Any) -> int:
    """Rank the entries of a competition anew, and tell in what a kept ranking differs."""
    from generator.competition.ranking.record import json_record
    from generator.competition.ranking.verify import differences, read_record, summary

    call = read_call(**common)
    kept = read_record(file)
    _, standings = _ranked(call, competition)
    found = list(differences(kept, json.loads(json_record(standings, call.words))))
    if any(not difference.beside for difference in found):
        click.echo("\n".join(summary(found, call.words)))
    shown = found if everything else found[:LISTED]
    for difference in shown:
        how = "beside" if difference.beside else "differs"
        click.echo(call.words.text(f"competition.verify.{how}", **asdict(difference)))
    if len(shown) < len(found):
        click.echo(call.words.text("competition.verify.more", count=len(found) - len(shown)))
    grave = sum(not difference.beside for difference in found)
    verdict = "different" if grave else "equal"
    click.echo(call.words.text(f"competition.verify.{verdict}", count=grave, hash=standings.input_hash))
    return MISTAKES if grave else CLEAN


@xinglin.command("competition awards", help=h("competition-awards"), epilog=h("examples.competition-awards"))
@click.argument("competition")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help=h("competition-awards.out"))
@common_options
def competition_awards(competition: str, out: Path, **common: Any) -> int:
    """Write the list of awards as a Word document and an Excel workbook."""
    from generator.competition.outcome.award_list import award_list
    from generator.competition.outcome.documents import award_document, award_workbook
    from generator.competition.ranking.formats import check_destination
    from generator.competition.ranking.wording import note_lines

    call = read_call(**common)
    check_destination(out, [call.project.content, call.project.site])
    checked, standings = _ranked(call, competition)
    if show_problems(call, checked.about(competition)) != CLEAN:
        click.echo(call.words.text("competition.awards.refused"), err=True)
        return MISTAKES
    decisions = call.project.casework(competition) / "decisions.yml"
    found = award_list(standings, checked.contributions.library, decisions, call.words)
    name = call.words.text("competition.awards.sheet")
    files = {
        out / f"{name}.docx": award_document(found, call.words),
        out / f"{name}.xlsx": award_workbook(found, call.words),
    }
    for file, data in files.items():
        write(data, file)
    if notes := note_lines(standings, call.words):
        click.echo("\n".join(notes), err=True)
    click.echo(call.words.text("competition.awards.written", files="、".join(map(str, files))))
    return CLEAN
