"""Page value → bytes, with the theme's templates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urljoin

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig

from generator.config import Settings
from generator.messages import Catalogue
from generator.pages.page import Link, Page

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold even escaped (section 2.2)."""


@dataclass(frozen=True)
class Shell:
    """What every page shows around its own values."""

    navigation: Sequence[tuple[str, Link]]
    more: Sequence[Link]
    today: dt.date


class Renderer:
    """Renders pages with a Jinja environment that MkDocs made for the theme.

    The frame around a page (masthead, drawer, footer, scripts) is the same for all pages of a section at one depth: it
    is rendered once for each and filled in, which makes a page several times cheaper than rendering it whole.
    """

    def __init__(
        self, env: Environment, config: MkDocsConfig, settings: Settings, words: Catalogue, shell: Shell
    ) -> None:
        self._env = env
        self._config = config
        self._settings = settings
        self._sections = {link.address: name for name, link in shell.navigation}
        self._frames: dict[tuple[str, str, bool], tuple[str, str, str]] = {}
        equip(env, words)
        env.globals["site"] = _SiteValues(settings, shell)

    def render(self, page: Page) -> bytes:
        """The bytes of a page's file."""
        root = "../" * page.file.count("/") or "./"
        values = {"view": page, "root": root, "canonical": self._canonical(page), **page.data}
        if not page.framed:
            text = self._env.get_template(page.template).render(values)
        else:
            head = self._env.get_template("partials/head.html").render(values)
            body = self._env.get_template(page.template).render(values, layout="inner.html")
            before, between, after = self._frame(root, page.section, page.address in self._sections)
            text = "".join((before, head, between, body, after))
        if page.file.endswith(".xml"):
            text = _NOT_XML.sub("", text)
        return text.encode("utf-8", "replace")

    def _frame(self, root: str, section: str, current: bool) -> tuple[str, str, str]:
        """The frame in three parts, between which head and body of a page go."""
        key = (root, section, current)
        if key not in self._frames:
            template = self._env.get_template("main.html")
            text = template.render(
                config=self._config, root=root, section=section, current=current, head=_SLOT, body=_SLOT
            )
            before, between, after = text.split(_SLOT)
            self._frames[key] = (before, between, after)
        return self._frames[key]

    def _canonical(self, page: Page) -> str:
        return urljoin(self._settings.site_url, quoted(page.address)) if self._settings.site_url and page.listed else ""


@dataclass(frozen=True)
class _SiteValues:
    """Available in every template as ``site``."""

    settings: Settings
    shell: Shell

    def identity(self, address: str) -> str:
        """A name for an address that stays the same wherever the site lies (RFC 4287, section 4.2.6)."""
        return (
            self.absolute(address)
            if self.settings.site_url
            else f"urn:xinglin:{quoted(self.settings.site_name)}:{quoted(address)}"
        )

    def absolute(self, address: str) -> str:
        """An address with the site's own in front, where one is configured."""
        return urljoin(self.settings.site_url or "/", quoted(address))


_SLOT = "\x1a"
"""Where something goes into a frame: a character that no text of ours or of Material's holds."""


def equip(env: Environment, words: Catalogue) -> None:
    """Give an environment our filters, the words ``t``, and escaping by default."""
    env.autoescape = True
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.globals["t"] = words.text
    env.globals["language"] = words.language
    env.globals["colours"] = colours
    env.filters.update(
        href=_href,
        anchor=_readable,
        html=Markup,
        day=lambda d: _day(d, words, "day"),
        short_day=lambda d: _day(d, words, "short_day"),
        clock=lambda time: f"{time:%H:%M}",
        grouped=lambda n: f"{n:,}",
        percent="{:.0%}".format,
    )


@lru_cache(maxsize=65536)
def quoted(address: str) -> str:
    """An address percent-encoded for a link."""
    return quote(address, safe="/")


@lru_cache(maxsize=65536)
def _readable(address: str) -> str:
    """The same for a link in a page, where letters of any script may stand as they are: they are a third as long."""
    return "".join(c if c.isalnum() else quote(c, safe="/") for c in address)


@pass_context
def _href(context: Context, address: str) -> str:
    """A link from the page being rendered to an address of the site."""
    return str(context["root"]) + _readable(address)


def colours(palette: Any) -> list[dict[str, str]]:
    """What mkdocs.yml says under theme, palette, for the switch of colours: ``media``, ``scheme`` and ``name``."""
    options = palette if isinstance(palette, list) else [palette] if palette else []
    return [
        {
            "media": option.get("media", ""),
            "scheme": option.get("scheme", ""),
            "name": (option.get("toggle") or {}).get("name", ""),
        }
        for option in options
    ]


def _day(day: dt.date | None, words: Catalogue, form: str) -> str:
    if day is None:
        return ""
    return words.text(f"site.date.{form}", year=day.year, month=day.month, day=day.day, name=f"{day:%b}")
