"""The command line: a module for each group of commands, each command a few lines that call a few functions."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from generator.cli import content, entries, judging, ranking, searching  # noqa: F401 - their commands join the group
from generator.cli.command import CLEAN, FAILED, MISTAKES, h, xinglin
from generator.errors import XinglinError
from generator.messages import LANGUAGES, catalogue

__all__ = ["main", "xinglin"]


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
    return next((w[7:] for w in words if w.startswith("--lang=") and w[7:] in LANGUAGES), h.language)
