"""Commands for content and site: check, build, serve, new."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.cli.command import CLEAN, Call, common_options, exit_code, h, note_history, read_call, write, xinglin
from generator.errors import XinglinError
from generator.pipeline import Checked, prepare, prepare_review, read_and_check, today_in
from generator.problems.formats import FORMATS, render

AUDIENCES = ("public", JUDGES := "judges")
"""For whom a site is built."""


@xinglin.command(help=h("check"), epilog=h("examples.check"))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help=h("check.format"))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=h("out"))
@click.option("--strict", is_flag=True, help=h("strict"))
@common_options
def check(form: str, out: Path | None, strict: bool, **common: Any) -> int:
    """Check the contributions."""
    call = read_call(**common)
    with call.reporter() as progress:
        checked = read_and_check(call.project.content, call.project.settings, progress)
    write(render(checked.problems, form, call.words, call.project.content), out)
    note_history(call, checked)
    return exit_code(checked, strict)


@xinglin.command(help=h("build"), epilog=h("examples.build"))
@click.option("--audience", type=click.Choice(AUDIENCES), default=AUDIENCES[0], help=h("build.audience"))
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help=h("build.out"))
@click.option("--strict", is_flag=True, help=h("strict"))
@click.option("--force", is_flag=True, help=h("build.force"))
@common_options
def build(audience: str, out: Path | None, strict: bool, force: bool, **common: Any) -> int:
    """Build the site, leaving the old one alone unless the new one is whole."""
    from generator.publish.swap import replacing
    from generator.site.build import build_site

    call = read_call(**common)
    if audience == JUDGES:
        return _build_review(call, out, strict, force)
    site, settings = out.absolute() if out else call.project.site, call.project.settings
    with call.reporter() as progress:
        prepared = prepare(call.project.content, settings, today_in(settings.timezone), progress)
        checked = prepared.checked
        code = _verdict(call, checked, site, strict, force)
        with replacing(site, call.project.content) as fresh:
            pages = build_site(call.project, prepared, fresh, progress)
    for name, why in prepared.withheld.items():
        click.echo(call.words.text(f"withheld.{why}", competition=name), err=True)
    note_history(call, checked)
    count, seconds = len(prepared.library.articles), f"{progress.seconds:.1f}"
    click.echo(call.words.text("commands.built", articles=count, pages=pages, site=site, seconds=seconds))
    return code


def _build_review(call: Call, out: Path | None, strict: bool, force: bool) -> int:
    """Build the judges' site, where nobody else reads."""
    from generator.competition.ranking.formats import check_destination
    from generator.publish.swap import replacing
    from generator.site.review import MARK, build_review

    if out is None:
        raise XinglinError("judges-need-out")
    site, settings = out.absolute(), call.project.settings
    check_destination(site, [call.project.content, call.project.site])
    with call.reporter() as progress:
        reviewed = prepare_review(call.project.content, settings, today_in(settings.timezone), progress)
        code = _verdict(call, reviewed.checked, site, strict, force)
        with replacing(site, call.project.content, MARK, private=True) as fresh:
            pages = build_review(call.project, reviewed.dossiers, fresh)
    count, seconds = len(reviewed.dossiers), f"{progress.seconds:.1f}"
    click.echo(call.words.text("review.built", competitions=count, pages=pages, site=site, seconds=seconds))
    return code


def _verdict(call: Call, checked: Checked, site: Path, strict: bool, force: bool) -> int:
    """Say what is wrong, and the exit code.

    Raises:
        XinglinError: There are mistakes, and nobody insists (``not-built``).
    """
    if checked.problems:
        click.echo(render(checked.problems, "text", call.words, call.project.content), err=True)
    code = exit_code(checked, strict)
    if code != CLEAN and not force:
        raise XinglinError("not-built", site=site)
    return code


@xinglin.command(help=h("serve"), epilog=h("examples.serve"))
@click.option("--address", default="127.0.0.1:8000", metavar="HOST:PORT", help=h("serve.address"))
@common_options
def serve(address: str, **common: Any) -> int:
    """Preview the site, building it anew at every change."""
    from generator.site.preview import preview

    call = read_call(**common)
    preview(call.project, address)
    return CLEAN


@xinglin.command(help=h("new"), epilog=h("examples.new"))
@click.argument("kind")
@click.argument("title")
@click.option("--author", default="", metavar="ID", help=h("new.author"))
@click.option("--name", default="", metavar="NAME", help=h("new.name"))
@click.option("--theme", default="", metavar="THEME", help=h("new.theme"))
@click.option("--date", default="", metavar="DATE", help=h("new.date"))
@common_options
def new(kind: str, title: str, author: str, name: str, theme: str, date: str, **common: Any) -> int:
    """Begin a document from its kind's template."""
    from generator.schema.templates import new_document

    call = read_call(**common)
    today = today_in(call.project.settings.timezone)
    path = new_document(call.project.content, kind, title, today, call.words, author, name, theme, date)
    click.echo(call.words.text("commands.new", path=path))
    return CLEAN
