"""The judges' site as files: a small site of its own, which shares the public one's colours and type."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from generator.competition.dossier import Dossier
from generator.competition.ranking.record import json_record
from generator.config import Project
from generator.errors import XinglinError
from generator.messages import Catalogue, catalogue
from generator.pages.page import Page
from generator.pages.review.site import review_pages
from generator.site.render import equip
from generator.site.writer import copy_assets, write_pages

MARK = ".xinglin-judges"
"""The file that tells a judges' site from a public one: neither ever replaces the other."""
_ASSETS = "assets/xinglin"
_SHARED = (f"{_ASSETS}/xinglin.css", f"{_ASSETS}/seal.svg")
_OWN = ("review/review.css", "review/list.js")
_FRAME = f"{_ASSETS}/frame.js"


def build_review(project: Project, dossiers: Sequence[Dossier], folder: Path) -> int:
    """Build the judges' site into an empty folder; the number of pages.

    Of MkDocs it takes the theme's folder and environment only.

    Raises:
        XinglinError: MkDocs refuses its configuration.
    """
    try:
        config = load_config(str(project.config_file), docs_dir=str(project.content), site_dir=str(folder))
    except (ConfigurationError, Abort) as error:
        raise XinglinError("mkdocs", reason=error) from error
    words, env = catalogue(project.settings.language), config.theme.get_env()
    equip(env, words)
    env.globals["site_name"] = project.settings.site_name
    pages = list(review_pages(dossiers, words))
    write_pages(pages, lambda page: _rendered(env, page), folder, project.settings.workers)
    for dossier in dossiers:
        _write_files(dossier, folder / dossier.standings.competition, words)
    _copy_theme(Path(config.theme.dirs[0]), folder)
    (folder / _FRAME).write_text(env.get_template(_FRAME).render(config=config), encoding="utf-8")
    return len(pages)


def _rendered(env: Environment, page: Page) -> bytes:
    root = "../" * page.file.count("/") or "./"
    return env.get_template(page.template).render(view=page, root=root, **page.data).encode("utf-8", "replace")


def _write_files(dossier: Dossier, folder: Path, words: Catalogue) -> None:
    """The record, and the pictures that the texts of entries show."""
    (folder / "ranking.json").write_bytes(json_record(dossier.standings, words))
    for copy in dossier.texts.values():
        copy_assets(copy.assets, folder / "entries")


def _copy_theme(theme: Path, folder: Path) -> None:
    target = folder / _ASSETS
    target.mkdir(parents=True)
    for file in (*_SHARED, *_OWN):
        shutil.copyfile(theme / file, target / Path(file).name)
