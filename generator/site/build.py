"""The site as files: everything MkDocs's theme brings, all our pages, attachments, the search index."""

from __future__ import annotations

import logging
from pathlib import Path

from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

from generator.config import Project, Settings
from generator.errors import XinglinError
from generator.messages import catalogue
from generator.pages.site import navigation, site_pages
from generator.pipeline import Prepared, Progress
from generator.search.documents import search_documents
from generator.search.material import material_index
from generator.site.render import Renderer, Shell
from generator.site.scripts import Script
from generator.site.writer import copy_assets, write_pages


def write_site(
    prepared: Prepared, settings: Settings, env: Environment, config: MkDocsConfig, script: Script
) -> int:
    """Write all that is ours into MkDocs's site folder; the number of pages written.

    Args:
        prepared: What may be published.
        settings: The organisation's settings.
        env: The theme's environment.
        config: MkDocs's configuration, whose ``site_dir`` is written to.
        script: The browser's search.
    """
    words, site = catalogue(settings.language), Path(config.site_dir)
    script.write(site)
    taken = [str(path.relative_to(site).as_posix()) for path in site.rglob("*") if path.is_file()]
    pages = site_pages(prepared.library, prepared.results, settings, words, prepared.today, taken)
    shell = Shell(*navigation(pages, words), prepared.today)
    write_pages(pages, Renderer(env, config, settings, words, shell), site, settings.workers)
    copy_assets(prepared.library.assets.values(), site)
    index = site / "search" / "search_index.json"
    index.parent.mkdir(exist_ok=True)
    index.write_bytes(material_index(search_documents(prepared.library), settings.language))
    return len(pages)


def build_site(project: Project, prepared: Prepared, folder: Path, progress: Progress) -> int:
    """Build the whole site into a folder, which MkDocs empties first; the number of pages.

    Raises:
        XinglinError: MkDocs refuses its configuration, or the theme fails.
    """
    progress("building", len(prepared.library.articles))
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        config = load_config(str(project.config_file), docs_dir=str(project.content), site_dir=str(folder))
        plugin = config.plugins.get("xinglin")
        if plugin is None:
            raise XinglinError("no-plugin", file=project.config_file)
        plugin.prepared = prepared
        mkdocs_build(config)
        pages: int = plugin.pages
        return pages
    except (ConfigurationError, Abort) as error:
        raise XinglinError("mkdocs", reason=error) from error
