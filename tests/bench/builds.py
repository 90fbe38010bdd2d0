"""What builds a site from the same content: Xinglin, stock Material for MkDocs, and MkDocs with next to nothing."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.bench.measure import REPOSITORY, CannotRunError, Output, Run, measure_folder, run

EXTENSIONS = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
    "pymdownx.details",
    "pymdownx.mark",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
)
"""The extensions that Xinglin has in effect too. Two more, with options, are in the text of the settings below."""

# With its navigation of every page on every page, stock writes gigabytes from some thousand documents on: who has so
# many names a few pages, and so do we, in favour of stock. All pages are built and searched all the same.
_STOCK = """\
site_name: bench
docs_dir: {content}
site_dir: {site}
theme: {{name: material, language: zh, font: false}}
plugins:
  - search: {{lang: zh}}
  - tags
nav: [index.md]
"""
_SEARCH = "  - search: {{lang: zh}}\n"
_FLOOR = """\
site_name: bench
docs_dir: {content}
site_dir: {site}
theme: {{name: null, custom_dir: {theme}}}
plugins: []
"""
_MARKDOWN = """\
markdown_extensions:
{extensions}
  - toc: {{slugify: !!python/object/apply:pymdownx.slugs.slugify {{kwds: {{case: lower}}}}}}
  - pymdownx.highlight: {{use_pygments: false}}
"""
_BARE_PAGE = "<!doctype html><meta charset=utf-8><title>{{ page.title }}</title>{{ page.content }}\n"


@dataclass(frozen=True)
class Builder:
    """A command that builds a site.

    ``prepare`` writes the settings for a folder of content into a folder of its own; the site goes to ``site`` there.
    ``accepted`` are the exit codes with which a site was built.
    """

    name: str
    arguments: tuple[str, ...]
    prepare: Callable[[Path, Path], None]
    accepted: tuple[int, ...] = (0,)

    def build(self, folder: Path, env: Mapping[str, str], keep: bool = False) -> Build:
        """Build the site once, count what it holds, and remove it unless it is to be kept.

        Raises:
            CannotRunError: No site came of it.
        """
        outcome = run([sys.executable, "-P", "-m", *self.arguments], folder, env, self.accepted)
        output = measure_folder(folder / "site")
        if not output.pages:
            raise CannotRunError(f"{self.name} built no pages")
        if not keep:
            shutil.rmtree(folder / "site")
        return Build(outcome.run, output, outcome.code != 0)


@dataclass(frozen=True)
class Build:
    """A site that was built once. ``left_out`` says that files with mistakes are not on it."""

    run: Run
    output: Output
    left_out: bool


def write_project(content: Path, folder: Path) -> None:
    """Write the settings of this repository for other content, so that site and search index lie in ``folder``."""
    try:
        settings = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
        settings["theme"]["custom_dir"] = str(REPOSITORY / settings["theme"]["custom_dir"])
    except (OSError, yaml.YAMLError, LookupError, TypeError) as error:
        raise CannotRunError(f"mkdocs.yml cannot be used: {' '.join(str(error).split())}") from None
    settings |= {"docs_dir": str(content), "site_dir": str(folder / "site")}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")


def _write_stock(content: Path, folder: Path) -> None:
    _write_settings(_STOCK, content, folder)


def _write_stock_without_search(content: Path, folder: Path) -> None:
    _write_settings(_STOCK.replace(_SEARCH, ""), content, folder)


def _write_floor(content: Path, folder: Path) -> None:
    theme = folder / "theme"
    theme.mkdir()
    (theme / "main.html").write_text(_BARE_PAGE, encoding="utf-8")
    _write_settings(_FLOOR, content, folder)


def _write_settings(text: str, content: Path, folder: Path) -> None:
    paths = {"content": content, "site": folder / "site", "theme": folder / "theme"}
    quoted = {name: json.dumps(str(path), ensure_ascii=False) for name, path in paths.items()}
    extensions = "\n".join(f"  - {name}" for name in EXTENSIONS)
    settings = text.format(**quoted) + _MARKDOWN.format(extensions=extensions)
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")


_MKDOCS = ("mkdocs", "build", "--quiet", "--config-file", "mkdocs.yml")
XINGLIN = Builder(
    "xinglin", ("generator", "build", "--quiet", "--force", "--config", "mkdocs.yml"), write_project, (0, 1)
)
STOCK = Builder("stock", _MKDOCS, _write_stock)
STOCK_WITHOUT_SEARCH = Builder("stock-without-search", _MKDOCS, _write_stock_without_search)
FLOOR = Builder("floor", _MKDOCS, _write_floor)


def versions(*more: str) -> dict[str, str | None]:
    """The versions of what is measured, and of ``more``.

    jieba, which stock's search cuts Chinese with, may be missing: None.
    """
    found = {name: _version(name) for name in ("xinglin", "mkdocs", "mkdocs-material", "jieba", *more)}
    missing = [name for name, version in found.items() if version is None and name != "jieba"]
    if missing:
        raise CannotRunError(f"{', '.join(missing)} missing; run scripts/install --dev")
    return found


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def load_dictionary(folder: Path, env: Mapping[str, str]) -> None:
    """Let jieba write its cache, which lies in the folder for temporary files and is there on a machine in use."""
    run([sys.executable, "-P", "-c", "import jieba; jieba.initialize()"], folder, env)
