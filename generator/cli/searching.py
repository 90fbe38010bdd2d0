"""Commands for search: search, index, search-server, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from generator.cli.command import CLEAN, Call, common_options, h, read_call, write, xinglin
from generator.pipeline import prepare, today_in
from generator.search import SORTS


@xinglin.command(help=h("search"), epilog=h("examples.search"))
@click.argument("query")
@click.option("--kind", default="", metavar="KIND", help=h("search.kind"))
@click.option("--year", default="", metavar="YEAR", help=h("search.year"))
@click.option("--department", default="", metavar="ID", help=h("search.department"))
@click.option("--author", default="", metavar="NAME", help=h("search.author"))
@click.option("--tag", default="", metavar="TAG", help=h("search.tag"))
@click.option("--sort", type=click.Choice(SORTS), default=SORTS[0], help=h("search.sort"))
@click.option("--limit", default=10, type=click.IntRange(1, 1000), help=h("search.limit"))
@click.option("--offset", default=0, type=click.IntRange(0), help=h("search.offset"))
@click.option("--json", "as_json", is_flag=True, help=h("search.json"))
@common_options
def search(query: str, sort: str, limit: int, offset: int, as_json: bool, **options: Any) -> int:
    """Search the published articles, bringing the index up to date first."""
    from generator.search.answer import Question
    from generator.search.answer import search as ask
    from generator.search.report import render as render_answer

    call = read_call(**{key: options.pop(key) for key in ("config", "content", "lang", "quiet")})
    answer = ask(_update_index(call), Question(query, options, sort, limit, offset))
    form = "json" if as_json else "table"
    click.echo(render_answer(answer, form, call.words, colour=sys.stdout.isatty()))
    return CLEAN


@xinglin.command(help=h("index"), epilog=h("examples.index"))
@common_options
def index(**common: Any) -> int:
    """Bring the search index up to date."""
    _update_index(read_call(**common))
    return CLEAN


@xinglin.command("search-server", help=h("search-server"), epilog=h("examples.search-server"))
@click.option("--host", default="127.0.0.1", metavar="HOST", help=h("search-server.host"))
@click.option("--port", default=8080, type=click.IntRange(0, 65535), help=h("search-server.port"))
@click.option("--threads", default=4, type=click.IntRange(1, 64), help=h("search-server.threads"))
@click.option("--seconds", default=5.0, type=click.FloatRange(0.1, 600), help=h("search-server.seconds"))
@click.option("--origin", "origins", multiple=True, metavar="ORIGIN", help=h("search-server.origin"))
@common_options
def search_server(host: str, port: int, threads: int, seconds: float, origins: tuple[str, ...], **common: Any) -> int:
    """Answer searches of other applications."""
    from generator.search.index import open_index
    from generator.search.service import Service, serve

    call = read_call(**common)
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


@xinglin.command(help=h("export"), epilog=h("examples.export"))
@click.argument("form", type=click.Choice(["opensearch"]), metavar="FORM")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help=h("export.out"))
@click.option("--index", "name", default="xinglin", metavar="NAME", help=h("export.index"))
@common_options
def export(form: str, out: Path, name: str, **common: Any) -> int:
    """Write the search documents for another search engine."""
    from generator.search.documents import search_documents
    from generator.search.opensearch import PARTS, check_index_name, commands, export_files

    call = read_call(**common)
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
        write(data, out / file)
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
