"""Commands for judging a competition: competition assign."""

from __future__ import annotations

from typing import Any

import click

from generator.cli.command import CLEAN, MISTAKES, common_options, h, read_call, write, xinglin
from generator.pipeline import read_and_check


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
    write(panel_yaml(shared, call.words), call.project.content / shared.path)
    click.echo("\n".join(lines(shared, call.words)))
    return CLEAN if shared.sound else MISTAKES
