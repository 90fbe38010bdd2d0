"""The site as files: everything MkDocs's theme brings, all our pages, attachments, the search index."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from pathlib import Path

from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

from generator.config import Project, Settings
from generator.errors import XinglinError
from generator.messages import catalogue
from generator.model.library import Library
from generator.model.people import Person
from generator.pages import addresses
from generator.pages.site import navigation, site_pages
from generator.pipeline import Prepared, Progress
from generator.search.browser import Destinations, write_index
from generator.search.documents import search_documents
from generator.site.render import Renderer, Shell
from generator.site.scripts import Script
from generator.site.writer import copy_assets, write_pages


def write_site(prepared: Prepared, settings: Settings, env: Environment, config: MkDocsConfig, script: Script) -> int:
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
    write_pages(pages, Renderer(env, config, settings, words, shell).render, site, settings.workers)
    copy_assets(prepared.library.assets.values(), site)
    public = prepared.library.published()
    documents, destinations = search_documents(public), _destinations(public, prepared.today)
    write_index(site / "search", documents, public.terms, destinations, settings.language, settings.workers)
    return len(pages)


def _destinations(library: Library, today: dt.date) -> Destinations:
    """The pages of people and of tags. A name that two people share leads to a search."""
    names = Counter(person.name for person in library.people.values())
    return Destinations(
        authors={
            person.name: (addresses.person(person.id), _department(person, library, today))
            for person in library.people.values()
            if names[person.name] == 1
        },
        tags={tag: addresses.tag(tag) for article in library.articles for tag in article.tags},
    )


def _department(person: Person, library: Library, today: dt.date) -> str:
    known = library.departments.get(person.department_on(today))
    return known.name if known else ""


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
