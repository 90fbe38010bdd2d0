"""Commands for judging a competition: competition assign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.cli.command import CLEAN, MISTAKES, common_options, h, read_call, write, xinglin
from generator.config import Project
from generator.errors import XinglinError
from generator.pipeline import read_and_check


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

    call = read_call(**common)
    with call.reporter() as progress:
        found = read_and_check(call.project.content, call.project.settings, progress).contributions
    panel = None if anew else found.proceedings.panels.get(competition)
    seed = SEED if seed is None else seed
    shared = share_out(found.library, found.proceedings.ballots, competition, panel, without, seed)
    file = casework_folder(call.project, competition) / "assignment.yml"
    write(panel_yaml(shared, call.words), file)
    click.echo("\n".join(lines(shared, str(file), call.words)))
    return CLEAN if shared.sound else MISTAKES
