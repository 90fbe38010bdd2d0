"""Words that tell whose an entry is, and what stands in their place while it is judged blind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from generator.competition.conflicts import departments_of
from generator.model.articles import Article
from generator.model.library import Library

MASK = "■■"
"""Stands for a word that would tell whose entry it is."""
_TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')


def telling_words(article: Article, library: Library) -> frozenset[str]:
    """Words that tell an entry's authors or departments: names and ids."""
    departments = departments_of(article, library)
    words = {*library.author_names(article), *departments}
    words |= {word for author in article.authors for word in (author.person, author.affiliation)}
    words |= {library.departments[id].name for id in departments if id in library.departments}
    return frozenset(words - {""})


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """What finds words, the longest first."""
    ordered = sorted(set(words) - {""}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(_whole, ordered)) or r"(?!)")


def _whole(word: str) -> str:
    """A pattern for a word; an id such as ``li`` is none inside of other Latin words."""
    bounds = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
    return re.escape(word).join(bounds) if word.isascii() else re.escape(word)


def masked_html(html: str, words: Iterable[str]) -> str:
    """Clean HTML whose text, but not its tags, has a mask in the place of words."""
    found = pattern(escape(word, quote=False) for word in words)
    parts = _TAG.split(html)
    parts[::2] = [found.sub(MASK, text) for text in parts[::2]]
    return "".join(parts)
