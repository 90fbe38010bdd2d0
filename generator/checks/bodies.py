"""Bodies: that there is one, and that nothing in it was left out or is fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.places import Places
from generator.checks.subject import Subject
from generator.model.articles import Article, Plan
from generator.problems import Problem

_MAY_BE_EMPTY = ("books", "themes", "notices", "pages")
_NAMED = 20
"""Kinds of removed HTML that are told for one document."""


def empty_bodies(subject: Subject) -> Iterator[Problem]:
    """What people wrote has a body; books, themes, notices, plain pages, plans with goals and drafts may have none."""
    for article in subject.library.articles:
        exempt = article.draft or article.kind in _MAY_BE_EMPTY or (isinstance(article, Plan) and article.goals)
        if not exempt and _is_empty(article):
            yield Problem.at(article.path, article.body_line, "empty-body")


def _is_empty(article: Article) -> bool:
    body = article.body
    return not body.text.strip() and not body.remote_pictures and not any(link.picture for link in body.links)


def removed_html(subject: Subject) -> Iterator[Problem]:
    """A body holds no HTML that is not published."""
    for article in subject.library.articles:
        for name in list(dict.fromkeys(article.body.removed))[:_NAMED]:
            yield Problem.at(article.path, _line_of_html(article, name), "removed-html", name=name)


def _line_of_html(article: Article, name: str) -> int:
    found = re.search(re.escape(name.rstrip(">")), article.body_source, re.I)
    return article.body_line + (article.body_source.count("\n", 0, found.start()) if found else 0)


def remote_pictures(subject: Subject) -> Iterator[Problem]:
    """Pictures lie beside the articles: those of other sites are not shown, as they tell who reads what, and vanish."""
    for article in subject.library.articles:
        if article.body.remote_pictures:
            places = Places(article)
            for address in article.body.remote_pictures:
                yield Problem.at(article.path, places.line(address), "remote-picture", address=address)
