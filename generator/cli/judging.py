"""Commands for judging a competition: competition assign, packs, receive and progress."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from generator.cli.command import CLEAN, MISTAKES, Call, common_options, h, read_call, show_problems, write, xinglin
from generator.config import Project
from generator.errors import XinglinError
from generator.model.library import Library
from generator.pipeline import Checked, ranked, read_and_check, today_in
from generator.problems import Problem, Severity
from generator.problems.formats import render

TABLE_WIDTH = 120
"""Columns of a table that goes to a file or another program."""


def _read(call: Call) -> Checked:
    with call.reporter() as progress:
        return read_and_check(call.project.content, call.project.settings, progress)


def casework_folder(project: Project, year: str) -> Path:
    """Where everything that is handed in on a competition is written.

    Raises:
        XinglinError: The settings name a folder of its own, and it is missing (``no-casework``).
    """
    ballots = project.settings.ballots
    if ballots and not ballots.is_dir():
        raise XinglinError("no-casework", folder=ballots)
    return project.casework(year)


@xinglin.command("competition assign", help=h("competition-assign"), epilog=h("examples.competition-assign"))
@click.argument("competition")
@click.option("--without", multiple=True, metavar="JUDGE", help=h("competition-assign.without"))
@click.option("--anew", is_flag=True, help=h("competition-assign.anew"))
@click.option("--seed", type=int, help=h("competition-assign.seed"))
@common_options
def competition_assign(competition: str, without: tuple[str, ...], anew: bool, seed: int | None, **common: Any) -> int:
    """Share the entries of a competition out among its judges."""
    from generator.competition.judging.assignment import SEED
    from generator.competition.judging.sharing import lines, panel_yaml, share_out
    from generator.publish.keeping import keep_and_write

    call = read_call(**common)
    checked = _read(call)
    found, file = checked.contributions, casework_folder(call.project, competition) / "assignment.yml"
    panel = None if anew else found.proceedings.panels.get(competition)
    own = (f"competitions/{competition}/assignment.yml",)
    broken = [p for p in checked.problems if _is_of(p, own) and _unread(p)]
    if not anew and file.exists() and (panel is None or broken):
        click.echo(render(broken, "text", call.words, call.project.content), err=True)
        click.echo(call.words.text("judging.assignment_unread", path=file), err=True)
        return MISTAKES
    seed = SEED if seed is None else seed
    shared = share_out(found.library, found.proceedings.ballots, competition, panel, without, seed)
    keep_and_write(file, panel_yaml(shared, call.words))
    click.echo("\n".join(lines(shared, str(file), call.words)))
    return CLEAN if shared.sound else MISTAKES


def _unread(problem: Problem) -> bool:
    """Whether some of its file could not be read; other mistakes in an assignment are mended by sharing out again."""
    return problem.severity is Severity.ERROR and problem.rule != "assignment"


@xinglin.command("competition packs", help=h("competition-packs"), epilog=h("examples.competition-packs"))
@click.argument("competition")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help=h("competition-packs.out"))
@common_options
def competition_packs(competition: str, out: Path, **common: Any) -> int:
    """Write a folder for each judge: the blind entries and the forms to mark them on."""
    from generator.competition.judging.packs import in_order, packs
    from generator.competition.ranking.formats import check_destination
    from generator.publish.swap import PACKS_MARK, replacing
    from generator.site.packs import LIST, write_packs

    call = read_call(**common)
    check_destination(out, [call.project.content, call.project.site])
    checked = _read(call)
    rules = {f"competitions/{competition}/{name}.yml" for name in ("competition", "assignment")}
    if show_problems(call, [p for p in checked.problems if p.path in rules]) != CLEAN:
        return MISTAKES
    found = checked.contributions
    made = packs(found.library, found.proceedings.panels.get(competition), competition)
    with replacing(out.absolute(), call.project.content, PACKS_MARK, private=True) as folder:
        write_packs(made, call.project, call.words, folder)
    click.echo(call.words.text("judging.pack.written", count=len(made), folder=out, list=LIST))
    if masked := {entry.code: entry.masked for pack in made for entry in pack.entries if entry.masked}:
        comma = call.words.text("judging.comma")
        entries = comma.join(
            call.words.text("judging.pack.masked_entry", code=code, lines=masked[code])
            for code in sorted(masked, key=in_order)
        )
        click.echo(call.words.text("judging.pack.masked", entries=entries))
    return CLEAN


@xinglin.command("competition receive", help=h("competition-receive"), epilog=h("examples.competition-receive"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--replace", "replacing", is_flag=True, help=h("competition-receive.replace"))
@click.option("--late", is_flag=True, help=h("competition-receive.late"))
@common_options
def competition_receive(files: tuple[Path, ...], replacing: bool, late: bool, **common: Any) -> int:
    """Check the ballots that judges sent in, the oldest first, and file those that are right."""
    from generator.competition.judging.filing import ballot_yaml, receipt_lines, to_file
    from generator.competition.judging.forms import read_form_file
    from generator.competition.judging.receiving import Terms, receive
    from generator.publish.keeping import keep_and_write

    call = read_call(**common)
    checked, zone = _read(call), call.project.settings.timezone
    found = checked.contributions
    terms = Terms(today_in(zone), replacing, late, _standing(call.project, found.library))
    proceedings, refused = found.proceedings, False
    handed_in = sorted(
        (read_form_file(file, ZoneInfo(zone)) for file in files),
        key=lambda form: form.exported.timestamp() if form.exported else 0,
    )
    for form in handed_in:
        receipt = receive(form, found.library, proceedings, terms)
        ballot = receipt.ballot
        if ballot is not None and to_file(receipt):
            path = casework_folder(call.project, ballot.competition) / "ballots" / f"{ballot.judge}.yml"
            keep_and_write(path, ballot_yaml(ballot))
            others = (b for b in proceedings.ballots if (b.competition, b.judge) != (ballot.competition, ballot.judge))
            proceedings = replace(proceedings, ballots=(*others, ballot))
        click.echo("\n".join(receipt_lines(receipt, found.library, call.words)))
        unread = tuple(dict(r.params)["path"] for r in receipt.refusals if r.key == "judging.refusals.unread")
        if about := [p for p in checked.problems if _is_of(p, unread)]:
            click.echo(render(about, "text", call.words, call.project.content))
        refused |= ballot is None
    return MISTAKES if refused else CLEAN


def _is_of(problem: Problem, paths: Iterable[str]) -> bool:
    """Whether a mistake is in one of some files of a competition, also where their folder is in another repository."""
    return any(problem.path.endswith(path.removeprefix("competitions")) for path in paths)


def _standing(project: Project, library: Library) -> frozenset[str]:
    """The paths of all files of ballots, as ``Ballot.path``."""
    return frozenset(
        f"competitions/{name}/ballots/{file.name}"
        for name in library.competitions
        for file in (project.casework(name) / "ballots").glob("*.yml")
    )


@xinglin.command("competition progress", help=h("competition-progress"), epilog=h("examples.competition-progress"))
@click.argument("competition")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help=h("competition-progress.format")
)
@common_options
def competition_progress(competition: str, form: str, **common: Any) -> int:
    """Tell how far judging has come, what is missing, and what would settle most."""
    from generator.competition.judging.progress import progress_of
    from generator.competition.judging.progress_formats import json_progress, progress_table

    call = read_call(**common)
    checked = _read(call)
    found = checked.contributions
    standings = ranked(checked, competition, call.project.settings)
    progress = progress_of(standings, found.library, found.proceedings.panels.get(competition))
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else TABLE_WIDTH
    write(json_progress(progress) if form == "json" else progress_table(progress, call.words, width), None)
    return show_problems(call, checked.about(competition))
