"""The MkDocs plugin: MkDocs brings configuration, theme and live server; all else is done by our own rooms."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files

from generator.checks.rules import RULES
from generator.config import Settings, read_settings
from generator.messages import catalogue
from generator.pipeline import Prepared, prepare, today_in
from generator.problems.formats import render as render_problems
from generator.site.build import write_site
from generator.site.render import equip
from generator.site.scripts import FOLDER, read_script
from generator.site.words import script_words

log = logging.getLogger("mkdocs.plugins.xinglin")
_UNUSED = ("assets/javascripts/", f"{FOLDER}/", "packs/", "review/")
"""Material's scripts, for which there is frame.js; modules that become one script; the look of judges' packs and of the
judges' site."""
_FRAME = "assets/xinglin/frame.js"
"""A script of the theme in which MkDocs fills in the colours of mkdocs.yml."""
_SHEETS = "assets/stylesheets/"
_OWN_SHEETS = ("assets/xinglin/xinglin.css", "assets/xinglin/search.css")
_NOTHING = Path(__file__).parent / "no_documents"
"""An empty folder that MkDocs may read instead of content/, whose files are not its business."""


class XinglinPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Takes the pages over from MkDocs.

    ``xinglin build`` hands over what it has already read and checked in ``prepared``; under plain ``mkdocs build`` and
    ``mkdocs serve`` the plugin does that itself, and ``serve`` shows what is sound in spite of mistakes.
    """

    prepared: Prepared | None = None
    pages = 0
    _serving = False

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Keep the options; they are validated with the rest of mkdocs.yml in on_config."""
        self._options = options
        return [], []

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Learn whether this is a live preview."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check content/ before MkDocs touches the old site.

        Raises:
            Abort: Settings are wrong, or the content has errors.
        """
        root = Path(config.config_file_path).parent
        settings, mistakes = read_settings(self._options, _site_keys(config), (r.name for r in RULES), root)
        if mistakes:
            raise Abort("mkdocs.yml, plugins, xinglin:\n" + "\n".join(f"  {m}" for m in mistakes))
        self._settings = settings
        self._content = Path(config.docs_dir)
        if not self._handed_over:
            self.prepared = self._prepare(settings)
        config.theme.static_templates.discard("sitemap.xml")
        config.theme.static_templates.add(_FRAME)
        return config

    @property
    def _handed_over(self) -> bool:
        return self.prepared is not None and not self._serving

    def _prepare(self, settings: Settings) -> Prepared:
        prepared = prepare(self._content, settings, today_in(settings.timezone), lambda step, count: None)
        problems = prepared.checked.problems
        words = catalogue(settings.language)
        if problems:
            log.warning("\n%s", render_problems(problems, "text", words))
        for name, why in prepared.withheld.items():
            log.warning(words.text(f"withheld.{why}", competition=name))
        if prepared.checked.errors and not self._serving:
            raise Abort("the content has errors; the site was not built")
        return prepared

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Keep MkDocs from walking through content/, which may hold anything."""
        _NOTHING.mkdir(exist_ok=True)
        config.docs_dir = str(_NOTHING)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leave out what no page loads: source maps, Material's scripts, the modules of ours."""
        for file in [f for f in files if f.src_uri.endswith(".map") or f.src_uri.startswith(_UNUSED)]:
            files.remove(file)
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make the environment ours before any template is compiled."""
        words = catalogue(self._settings.language)
        self._script = read_script(Path(config.theme.dirs[0]), script_words(words))
        equip(env, words)
        env.globals["search_script"] = self._script.address
        env.globals["stylesheets"] = [*_sheets(files), *_OWN_SHEETS]
        self._env = env
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write all pages."""
        config.docs_dir = str(self._content)
        assert self.prepared is not None
        self.pages = write_site(self.prepared, self._settings, self._env, config, self._script)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Preview changes of the templates as well."""
        for folder in config.theme.dirs[:1]:
            server.watch(folder)
        return server


def _sheets(files: Files) -> list[str]:
    """Material's stylesheets, whose names change with every version of it."""
    return sorted(file.src_uri for file in files if file.src_uri.startswith(_SHEETS) and file.src_uri.endswith(".css"))


def _site_keys(config: MkDocsConfig) -> dict[str, Any]:
    return {
        "docs_dir": config.docs_dir,
        "site_dir": config.site_dir,
        "site_name": config.site_name,
        "site_url": config.site_url,
        "theme": {"language": config.theme.get("language", "zh")},
    }
