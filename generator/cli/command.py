"""What every command shares: its group, the options that all have, what it knows, how it writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.checks.rules import RULES
from generator.config import Project, find_config, read_project
from generator.console import Reporter
from generator.errors import XinglinError
from generator.help import help_words
from generator.messages import LANGUAGES, Catalogue, catalogue
from generator.pipeline import Checked
from generator.problems import Problem, Severity
from generator.problems.formats import render

CLEAN, MISTAKES, FAILED = 0, 1, 2
"""Exit codes: nothing wrong, mistakes in the content, the program could not run."""

h = help_words()


@dataclass(frozen=True)
class Call:
    """What every command knows: the project, the folder of the content, the language of its messages."""

    project: Project
    words: Catalogue
    quiet: bool

    def reporter(self) -> Reporter:
        """Show progress, unless asked to be quiet."""
        return Reporter(self.words, self.quiet)


def common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every command has."""
    for option in (
        click.option("--quiet", "-q", is_flag=True, help=h("quiet")),
        click.option("--lang", type=click.Choice(LANGUAGES), help=h("lang")),
        click.option("--content", type=click.Path(path_type=Path), metavar="DIR", help=h("content")),
        click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help=h("config")),
    ):
        command = option(command)
    return command


def read_call(config: Path | None, content: Path | None, lang: str | None, quiet: bool) -> Call:
    """What a command knows, from the options that every command has."""
    project = read_project(config or find_config(Path.cwd()), (rule.name for rule in RULES))
    if content is not None:
        project = project.with_content(content.absolute())
    return Call(project, catalogue(lang or project.settings.language), quiet)


class _Command(click.Command):
    """A command whose ``--help`` is described in the language of the help."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = h("help")
        return option


class _Group(_Command, click.Group):
    """A group whose commands may have names of two words."""

    command_class = _Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if " ".join(args[:2]) in self.commands:
            args = [" ".join(args[:2]), *args[2:]]
        elif args and args[0] not in self.commands and (own := self._below(args[0], ctx)):
            ctx.fail(f"{h('which')}\n{own}")
        return super().resolve_command(ctx, args)

    def _below(self, word: str, ctx: click.Context) -> str:
        """The commands whose names begin with a word, each with what it does; empty where there are none."""
        rows = [(n, c.get_short_help_str(80)) for n, c in self.commands.items() if n.startswith(f"{word} ")]
        formatter = ctx.make_formatter()
        if rows:
            formatter.write_dl(rows)
        return formatter.getvalue()


@click.group(
    cls=_Group,
    help=h("xinglin"),
    epilog=h("examples.xinglin"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="xinglin", help=h("version"))
def xinglin() -> None:
    """The group of all commands; its words are in the catalogue."""


def exit_code(checked: Checked, strict: bool) -> int:
    """Tell by a number whether there are mistakes; with ``strict`` warnings are some too."""
    return MISTAKES if checked.errors or (strict and checked.warnings) else CLEAN


def note_history(call: Call, checked: Checked) -> None:
    """Say on standard error that there is no Git history to read dates from."""
    if checked.history.state == "none" and not call.quiet:
        click.echo(call.words.text("commands.no_history"), err=True)


def show_problems(call: Call, problems: Sequence[Problem]) -> int:
    """Say what is wrong beside what a command writes; MISTAKES if there is an error among it."""
    if problems:
        click.echo(render(problems, "text", call.words, call.project.content), err=True)
    return MISTAKES if any(p.severity is Severity.ERROR for p in problems) else CLEAN


def write(data: str | bytes, out: Path | None) -> None:
    """Write to a file, or to standard output; text ends with one line break.

    Raises:
        XinglinError: The file cannot be written (``file-unwritable``).
    """
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
