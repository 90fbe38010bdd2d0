"""Where in a document a link was written: Markdown tells what is linked, not where."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import unquote

from generator.model.articles import Article

# Possessive throughout: no input makes the search go back.
_TARGET = re.compile(
    r"""\]\([ \t]*+([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+)\)"""
    r"""|^[ ]{0,3}\[[^\]\n]++\]:[ \t]*+([^\n]++)"""
    r"""|(?:href|src)[ \t]*+=[ \t]*+["']?+([^"'\s>]++)"""
    r"""|<(https?://[^\s>]++)>""",
    re.M,
)
_TITLE = re.compile(r"""\s+["'(].*$""", re.S)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


class Places:
    """The lines of an article's links, asked for in the order of the links in the document."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._asked: Counter[str] = Counter()

    def line(self, target: str) -> int:
        """The line of the next link to a target; that of the last one, or of the body, where the source has no more."""
        key = _plain(target)
        lines = self._lines.get(key)
        if not lines:
            return self._article.body_line
        number = min(self._asked[key], len(lines) - 1)
        self._asked[key] += 1
        return lines[number]

    @cached_property
    def _lines(self) -> Mapping[str, list[int]]:
        source, line, counted = self._article.body_source, self._article.body_line, 0
        found: defaultdict[str, list[int]] = defaultdict(list)
        for match in _TARGET.finditer(source):
            group = match.lastindex or 1
            line += source.count("\n", counted, match.start(group))
            counted = match.start(group)
            found[_plain(_TITLE.sub("", match[group]))].append(line)
        return found


def _plain(target: str) -> str:
    """A target without the ways of writing that change between source and page."""
    bare = target.strip().removeprefix("<").removesuffix(">")
    return unquote(html.unescape(_ESCAPE.sub("", bare)))
