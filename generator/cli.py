"""The command line: every command reads its options and calls one function."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

from generator import __version__
from generator.checks.rules import RULES
from generator.config import Project, find_config, read_project
from generator.console import Reporter
from generator.errors import XinglinError
from generator.help import help_words
from generator.messages import LANGUAGES, Catalogue, catalogue
from generator.pipeline import Checked, prepare, read_and_check, today_in
from generator.problems import Severity
from generator.problems.formats import FORMATS, render
from generator.search import SORTS

CLEAN, MISTAKES, FAILED = 0, 1, 2
"""Exit codes: nothing wrong, mistakes in the content, the program could not run."""

TABLE_WIDTH = 120
"""Columns of a ranking that goes to a file or another program."""

_h = help_words()


@dataclass(frozen=True)
class Call:
    """What every command knows: the project, the folder of the content, the language of its messages."""

    project: Project
    words: Catalogue
    quiet: bool

    def reporter(self) -> Reporter:
        """Show progress, unless asked to be quiet."""
        return Reporter(self.words, self.quiet)


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every command has."""
    for option in (
        click.option("--quiet", "-q", is_flag=True, help=_h("quiet")),
        click.option("--lang", type=click.Choice(LANGUAGES), help=_h("lang")),
        click.option("--content", type=click.Path(path_type=Path), metavar="DIR", help=_h("content")),
        click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help=_h("config")),
    ):
        command = option(command)
    return command


def _call(config: Path | None, content: Path | None, lang: str | None, quiet: bool) -> Call:
    project = read_project(config or find_config(Path.cwd()), (rule.name for rule in RULES))
    if content is not None:
        project = project.with_content(content.absolute())
    return Call(project, catalogue(lang or project.settings.language), quiet)


class _Command(click.Command):
    """A command whose ``--help`` is described in the language of the help."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _h("help")
        return option


class _Group(_Command, click.Group):
    """A group whose commands may have names of two words."""

    command_class = _Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if " ".join(args[:2]) in self.commands:
            args = [" ".join(args[:2]), *args[2:]]
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Group,
    help=_h("xinglin"),
    epilog=_h("examples.xinglin"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="xinglin", help=_h("version"))
def xinglin() -> None:
    """The group of all commands; its words are in the catalogue."""


@xinglin.command(help=_h("check"), epilog=_h("examples.check"))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help=_h("check.format"))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=_h("out"))
@click.option("--strict", is_flag=True, help=_h("strict"))
@_common
def check(form: str, out: Path | None, strict: bool, **common: Any) -> int:
    """Check the contributions."""
    call = _call(**common)
    with call.reporter() as progress:
        checked = read_and_check(call.project.content, call.project.settings, progress)
    _write(render(checked.problems, form, call.words, call.project.content), out)
    _note_history(call, checked)
    return _exit_code(checked, strict)


@xinglin.command(help=_h("build"), epilog=_h("examples.build"))
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help=_h("build.out"))
@click.option("--strict", is_flag=True, help=_h("strict"))
@click.option("--force", is_flag=True, help=_h("build.force"))
@_common
def build(out: Path | None, strict: bool, force: bool, **common: Any) -> int:
    """Build the site, leaving the old one alone unless the new one is whole."""
    from generator.publish.swap import replacing
    from generator.site.build import build_site

    call = _call(**common)
    site, settings = out.absolute() if out else call.project.site, call.project.settings
    with call.reporter() as progress:
        prepared = prepare(call.project.content, settings, today_in(settings.timezone), progress)
        checked = prepared.checked
        if checked.problems:
            click.echo(render(checked.problems, "text", call.words, call.project.content), err=True)
        code = _exit_code(checked, strict)
        if code != CLEAN and not force:
            raise XinglinError("not-built", site=site)
        with replacing(site, call.project.content) as fresh:
            pages = build_site(call.project, prepared, fresh, progress)
    _note_history(call, checked)
    count, seconds = len(prepared.library.articles), f"{progress.seconds:.1f}"
    click.echo(call.words.text("commands.built", articles=count, pages=pages, site=site, seconds=seconds))
    return code


@xinglin.command(help=_h("serve"), epilog=_h("examples.serve"))
@click.option("--address", default="127.0.0.1:8000", metavar="HOST:PORT", help=_h("serve.address"))
@_common
def serve(address: str, **common: Any) -> int:
    """Preview the site, building it anew at every change."""
    from generator.site.preview import preview

    call = _call(**common)
    preview(call.project, address)
    return CLEAN


@xinglin.command(help=_h("new"), epilog=_h("examples.new"))
@click.argument("kind")
@click.argument("title")
@click.option("--author", default="", metavar="ID", help=_h("new.author"))
@click.option("--name", default="", metavar="NAME", help=_h("new.name"))
@click.option("--theme", default="", metavar="THEME", help=_h("new.theme"))
@click.option("--date", default="", metavar="DATE", help=_h("new.date"))
@_common
def new(kind: str, title: str, author: str, name: str, theme: str, date: str, **common: Any) -> int:
    """Begin a document from its kind's template."""
    from generator.schema.templates import new_document

    call = _call(**common)
    today = today_in(call.project.settings.timezone)
    path = new_document(call.project.content, kind, title, today, call.words, author, name, theme, date)
    click.echo(call.words.text("commands.new", path=path))
    return CLEAN


@xinglin.command(help=_h("search"), epilog=_h("examples.search"))
@click.argument("query")
@click.option("--kind", default="", metavar="KIND", help=_h("search.kind"))
@click.option("--year", default="", metavar="YEAR", help=_h("search.year"))
@click.option("--department", default="", metavar="ID", help=_h("search.department"))
@click.option("--author", default="", metavar="NAME", help=_h("search.author"))
@click.option("--tag", default="", metavar="TAG", help=_h("search.tag"))
@click.option("--sort", type=click.Choice(SORTS), default=SORTS[0], help=_h("search.sort"))
@click.option("--limit", default=10, type=click.IntRange(1, 1000), help=_h("search.limit"))
@click.option("--offset", default=0, type=click.IntRange(0), help=_h("search.offset"))
@click.option("--json", "as_json", is_flag=True, help=_h("search.json"))
@_common
def search(query: str, sort: str, limit: int, offset: int, as_json: bool, **options: Any) -> int:
    """Search the published articles, bringing the index up to date first."""
    from generator.search.answer import Question
    from generator.search.answer import search as ask
    from generator.search.report import render as render_answer

    call = _call(**{key: options.pop(key) for key in ("config", "content", "lang", "quiet")})
    answer = ask(_update_index(call), Question(query, options, sort, limit, offset))
    form = "json" if as_json else "table"
    click.echo(render_answer(answer, form, call.words, colour=sys.stdout.isatty()))
    return CLEAN


@xinglin.command(help=_h("index"), epilog=_h("examples.index"))
@_common
def index(**common: Any) -> int:
    """Bring the search index up to date."""
    _update_index(_call(**common))
    return CLEAN


@xinglin.command("search-server", help=_h("search-server"), epilog=_h("examples.search-server"))
@click.option("--host", default="127.0.0.1", metavar="HOST", help=_h("search-server.host"))
@click.option("--port", default=8080, type=click.IntRange(0, 65535), help=_h("search-server.port"))
@click.option("--threads", default=4, type=click.IntRange(1, 64), help=_h("search-server.threads"))
@click.option("--seconds", default=5.0, type=click.FloatRange(0.1, 600), help=_h("search-server.seconds"))
@click.option("--origin", "origins", multiple=True, metavar="ORIGIN", help=_h("search-server.origin"))
@_common
def search_server(host: str, port: int, threads: int, seconds: float, origins: tuple[str, ...], **common: Any) -> int:
    """Answer searches of other applications."""
    from generator.search.index import open_index
    from generator.search.service import Service, serve

    call = _call(**common)
    folder = call.project.index
    service = Service(folder, call.words, threads, seconds, origins)
    _update_index(call)
    opened = open_index(folder)
    count = len(opened.cards)
    opened.close()

    def announce(address: str) -> None:
        click.echo(call.words.text("search.serving", address=address, documents=count))

    serve(service, host, port, threads, announce)
    return CLEAN


@xinglin.command(help=_h("export"), epilog=_h("examples.export"))
@click.argument("form", type=click.Choice(["opensearch"]), metavar="FORM")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help=_h("export.out"))
@click.option("--index", "name", default="xinglin", metavar="NAME", help=_h("export.index"))
@_common
def export(form: str, out: Path, name: str, **common: Any) -> int:
    """Write the search documents for another search engine."""
    from generator.search.documents import search_documents
    from generator.search.opensearch import PARTS, check_index_name, commands, export_files

    call = _call(**common)
    check_index_name(name)
    settings = call.project.settings
    with call.reporter() as progress:
        prepared = prepare(call.project.content, settings, today_in(settings.timezone), progress)
    documents = list(search_documents(prepared.library))
    # Parts of an export with more documents would be loaded with these.
    for old in out.glob(PARTS):
        old.unlink()
    files = 0
    for files, (file, data) in enumerate(export_files(documents, name), 1):  # noqa: B007 - the count is told
        _write(data, out / file)
    click.echo(call.words.text("search.exported", documents=len(documents), files=files, index=name))
    click.echo("\n".join(commands(out, name)))
    return CLEAN


def _update_index(call: Call) -> Path:
    from generator.search.documents import search_documents
    from generator.search.index import update_index

    settings = call.project.settings
    with call.reporter() as progress:
        prepared = prepare(call.project.content, settings, today_in(settings.timezone), progress)
        progress("indexing", len(prepared.library.articles))
        update = update_index(call.project.index, search_documents(prepared.library), prepared.library.terms)
    if not call.quiet and (update.added or update.changed or update.removed):
        counts = {"added": update.added, "changed": update.changed, "removed": update.removed}
        click.echo(call.words.text("commands.indexed", **counts), err=True)
    return call.project.index


@xinglin.command(help=_h("rank"), epilog=_h("examples.rank"))
@click.argument("competition")
@click.option("--format", "form", type=click.Choice(["table", "json", "xlsx"]), default="table", help=_h("rank.format"))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=_h("out"))
@_common
def rank(competition: str, form: str, out: Path | None, **common: Any) -> int:
    """Rank the entries of a competition from its ballots."""
    from generator.competition.formats import check_destination
    from generator.competition.formats import render as render_standings
    from generator.competition.rank import rank as rank_entries
    from generator.competition.wording import note_lines

    call = _call(**common)
    if form == "xlsx" and out is None:
        raise XinglinError("xlsx-needs-out")
    if out is not None:
        check_destination(out, [call.project.content, call.project.site])
    with call.reporter() as progress:
        checked = read_and_check(call.project.content, call.project.settings, progress)
    contributions = checked.contributions
    standings = rank_entries(contributions.library, contributions.ballots, competition)
    on_terminal = out is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else TABLE_WIDTH
    _write(render_standings(standings, form, call.words, width), out)
    if form != "table" and (notes := note_lines(standings, call.words)):
        click.echo("\n".join(notes), err=True)
    about = [p for p in checked.problems if p.path.startswith(f"competitions/{competition}/")]
    if about:
        click.echo(render(about, "text", call.words, call.project.content), err=True)
    return MISTAKES if any(p.severity is Severity.ERROR for p in about) else CLEAN


@xinglin.command("rank verify", help=_h("rank-verify"), epilog=_h("examples.rank-verify"))
@click.argument("competition")
@click.argument("file", type=click.Path(path_type=Path))
@_common
def rank_verify(competition: str, file: Path, **common: Any) -> int:
    """Rank the entries of a competition anew, and tell in what a kept ranking differs."""
    from generator.competition.rank import rank as rank_entries
    from generator.competition.record import json_record
    from generator.competition.verify import differences, read_record

    call = _call(**common)
    kept = read_record(file)
    with call.reporter() as progress:
        contributions = read_and_check(call.project.content, call.project.settings, progress).contributions
    standings = rank_entries(contributions.library, contributions.ballots, competition)
    found = list(differences(kept, json.loads(json_record(standings, call.words))))
    for difference in found:
        click.echo(call.words.text("competition.verify.differs", **asdict(difference)))
    verdict = "different" if found else "equal"
    click.echo(call.words.text(f"competition.verify.{verdict}", count=len(found), hash=standings.input_hash))
    return MISTAKES if found else CLEAN


@xinglin.command("competition assign", help=_h("competition-assign"), epilog=_h("examples.competition-assign"))
@click.argument("competition")
@click.option("--without", multiple=True, metavar="JUDGE", help=_h("competition-assign.without"))
@click.option("--anew", is_flag=True, help=_h("competition-assign.anew"))
@click.option("--seed", type=int, help=_h("competition-assign.seed"))
@_common
def competition_assign(competition: str, without: tuple[str, ...], anew: bool, seed: int | None, **common: Any) -> int:
    """Share the entries of a competition out among its judges."""
    from generator.competition.assignment import SEED
    from generator.competition.sharing import lines, panel_yaml, share_out

    call = _call(**common)
    with call.reporter() as progress:
        found = read_and_check(call.project.content, call.project.settings, progress).contributions
    panel = None if anew else found.panels.get(competition)
    seed = SEED if seed is None else seed
    shared = share_out(found.library, found.ballots, competition, panel, without, seed)
    _write(panel_yaml(shared, call.words), call.project.content / shared.path)
    click.echo("\n".join(lines(shared, call.words)))
    return CLEAN if shared.sound else MISTAKES


def _exit_code(checked: Checked, strict: bool) -> int:
    return MISTAKES if checked.errors or (strict and checked.warnings) else CLEAN


def _note_history(call: Call, checked: Checked) -> None:
    if checked.history.state == "none" and not call.quiet:
        click.echo(call.words.text("commands.no_history"), err=True)


def _write(data: str | bytes, out: Path | None) -> None:
    if isinstance(data, str):
        data = data.rstrip("\n").encode() + b"\n"
    if out is None:
        click.get_binary_stream("stdout").write(data)
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(data)
    except OSError as error:
        raise XinglinError("file-unwritable", path=out, reason=error.strerror or error) from None


def main() -> NoReturn:
    """Run the command; mistakes and failures become exit codes and sentences, never a traceback."""
    try:
        code = xinglin.main(standalone_mode=False)
    except XinglinError as error:
        words = catalogue(_language())
        click.echo(words.text(f"errors.{error.key}", **error.params), err=True)
        code = MISTAKES if error.key == "not-built" else FAILED
    except click.ClickException as error:
        error.show()
        code = FAILED
    except click.Abort:
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = FAILED
    sys.exit(code if isinstance(code, int) else CLEAN)


def _language() -> str:
    """The language for an error that ended a command: the one asked for, else that of the help."""
    words = sys.argv[1:]
    if "--lang" in words[:-1] and (asked := words[words.index("--lang") + 1]) in LANGUAGES:
        return asked
    return next((w[7:] for w in words if w.startswith("--lang=") and w[7:] in LANGUAGES), _h.language)


if __name__ == "__main__":
    main()
