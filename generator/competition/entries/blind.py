"""An entry as judges read it: without its authors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.model.articles import Article
from generator.model.library import Asset, Library

_LEADS_ELSEWHERE = re.compile(r"</?a\b[^>]*>|<(?:img|source|audio|video)\b[^>]*>|</(?:audio|video)>")


@dataclass(frozen=True, slots=True)
class BlindCopy:
    """What may be read of an entry while its authors are not named.

    ``html`` is clean; it shows ``assets`` by their paths, which are relative to the page that holds it. ``characters``
    is the length of the text (字数).
    """

    code: str
    title: str
    kind: str
    html: str
    assets: tuple[Asset, ...]
    characters: int


def blind_copy(article: Article, library: Library, code: str) -> BlindCopy:
    """The text of an entry, without links and pictures, whose addresses name the entry."""
    html = _LEADS_ELSEWHERE.sub("", article.body.html_below_title)
    return BlindCopy(code, article.title, article.kind, html, (), article.body.characters)
