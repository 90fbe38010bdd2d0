"""Blind copies of entries: what a judge may see of them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from generator.model.articles import Article
from generator.model.library import Asset, Library
from generator.sources.links import published

_PICTURE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]*)(")')
_LINK = re.compile(r'<a\b(?![^>]*\bhref="#)[^>]*>(.*?)</a>', re.S)


@dataclass(frozen=True)
class BlindCopy:
    """An entry without anything that tells whose it is.

    Pictures in ``html`` have the paths of ``assets``, relative to the page that holds it.
    """

    code: str
    title: str
    kind: str
    html: str
    assets: tuple[Asset, ...]
    characters: int


def blind_copy(article: Article, library: Library, code: str) -> BlindCopy:
    """Make a blind copy of an entry, called ``code``: its text without links to elsewhere, pictures by number."""
    assets: dict[str, Asset] = {}

    def renamed(picture: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(published(article.id), unquote(picture[2])))
        asset = library.assets.get(path)
        if asset is None:
            return f"{picture[1]}{picture[3]}"
        name = f"{code}-{len(assets) + 1}{PurePosixPath(path).suffix.lower()}"
        own = assets.setdefault(path, replace(asset, path=name))
        return f"{picture[1]}{own.path}{picture[3]}"

    html = _PICTURE.sub(renamed, _LINK.sub(r"\1", article.body.html_below_title))
    return BlindCopy(code, article.title, article.kind, html, tuple(assets.values()), article.body.characters)
