"""Judges' packs as folders: a form that works from a disk, the same as a workbook, and pictures."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from generator.competition.judging.packs import (
    FORM,
    WORKBOOK,
    Pack,
    form_data,
    level_lines,
    organisers_list,
    within_page,
)
from generator.competition.judging.workbook import pack_workbook
from generator.config import Project
from generator.errors import XinglinError
from generator.messages import Catalogue
from generator.site.render import equip
from generator.site.writer import copy_assets

FOLDER = "packs"
"""The folder of the theme that says what a form looks like and does."""
LIST = "清单.txt"
"""For the organiser: which folder goes to whom."""


def write_packs(found: Iterable[Pack], project: Project, words: Catalogue, folder: Path) -> None:
    """Write packs into a folder, one folder each, and the organiser's list.

    Args:
        found: The packs.
        project: Names the theme.
        words: The language of the form.
        folder: An empty folder.

    Raises:
        XinglinError: MkDocs refuses its configuration.
    """
    look = _Look(project, words)
    kept = tuple(found)
    for pack in kept:
        own = folder / pack.folder
        own.mkdir()
        (own / FORM).write_text(look.form(pack), encoding="utf-8", newline="\n")
        (own / WORKBOOK).write_bytes(pack_workbook(pack, words))
        copy_assets((asset for entry in pack.entries for asset in entry.assets), own)
    (folder / LIST).write_text(organisers_list(kept, words), encoding="utf-8", newline="\r\n")


class _Look:
    """The theme's template of the form, with the style and the script that stand in it.

    They stand in the page itself, so that it still works when a judge opens it from within an archive, which unpacks
    that one file.
    """

    def __init__(self, project: Project, words: Catalogue) -> None:
        try:
            config = load_config(str(project.config_file), docs_dir=str(project.content))
        except (ConfigurationError, Abort) as error:
            raise XinglinError("mkdocs", reason=error) from error
        self._env: Environment = config.theme.get_env()
        self._words = words
        equip(self._env, words)
        self._style = self._source("form.css")
        self._script = self._source("form.js")

    def _source(self, name: str) -> str:
        loader = self._env.loader
        assert loader is not None
        return loader.get_source(self._env, f"{FOLDER}/{name}")[0]

    def form(self, pack: Pack) -> str:
        """The page that a judge opens."""
        return self._env.get_template(f"{FOLDER}/form.html").render(
            pack=pack,
            data=form_data(pack, self._words),
            levels={c.id: list(level_lines(c, self._words)) for c in pack.criteria},
            texts={entry.code: within_page(entry) for entry in pack.entries},
            workbook=WORKBOOK,
            style=self._style,
            script=self._script,
            script_hash=base64.b64encode(hashlib.sha256(self._script.encode()).digest()).decode(),
        )
