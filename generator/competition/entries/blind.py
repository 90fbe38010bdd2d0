"""Entries without their authors: for judges always, for everybody until the rules name them."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from generator.competition.entries.masks import MASK, masked_html, pattern, telling_words
from generator.model.articles import Article, Entry, Plan
from generator.model.library import Asset, Library
from generator.sources.links import rewrite


@dataclass(frozen=True, slots=True)
class BlindCopy:
    """An entry as a judge reads it.

    Attributes:
        code: What the entry is called while it is judged.
        title: Its title.
        kind: A key of ``schema.KINDS``.
        html: Clean HTML of the body, without the title. Links into the site have lost their targets; pictures and
            attachments are named as in ``assets``.
        assets: What the body shows or hands out. ``path`` is the address in ``html``, which tells nothing of where the
            file came from; ``nameless`` is set: a copy must be made by ``sources.metadata.without_metadata``.
        characters: Of the text (字数).
        masked: Lines of the text in which a word stood that tells whose it is.
    """

    code: str
    title: str
    kind: str
    html: str
    assets: tuple[Asset, ...]
    characters: int
    masked: int = 0


_DEAD_LINK = re.compile("<a>(.*?)</a>", re.S)


def blind_copy(article: Article, library: Library, code: str) -> BlindCopy:
    """Make the copy of an entry that judges get: no author, department, date, history, id or name of a file.

    In the text as well a mask stands for the names and ids of its authors and of their department. What kind of file
    cannot be freed from what it says of its maker is left out; of a link that leads nowhere only the words stay.
    """
    used = [asset for asset in library.assets_of(article) if asset.can_be_nameless]
    names = {asset.path: f"{code}-{n}{PurePosixPath(asset.path).suffix.lower()}" for n, asset in enumerate(used, 1)}
    body = article.body.relinked(article.id, lambda path, _: names.get(path))
    html = body.html_below_title if body.first_heading == article.title else body.html
    copies = tuple(replace(asset, path=names[asset.path], nameless=True) for asset in used)
    words = telling_words(article, library)
    telling = pattern(words)
    html = masked_html(_DEAD_LINK.sub(r"\1", html), words)
    masked = sum(telling.search(line) is not None for line in body.text.splitlines())
    title = telling.sub(MASK, article.title)
    return BlindCopy(code, title, article.kind, html, copies, body.characters, masked)


def blinded(library: Library, today: dt.date, unsound: Collection[str] = ()) -> Library:
    """The library without whatever tells who wrote entries whose authors the rules do not name yet.

    These entries lose authors, department, history and old addresses; plans no longer name them as evidence.
    Pictures and attachments that they use lose their names and what they say of their makers, or are left out where
    that cannot be. So is what lies beside them and nothing published uses, as nobody can tell whose it is.

    Args:
        library: Articles and rules, with drafts: what lies beside a draft is its author's too.
        today: The day for which a site is made.
        unsound: Paths of files with errors. Of rules among them nobody can tell what they allow: no author is named.
    """
    entries = {a.id: a for a in library.articles if isinstance(a, Entry) and _is_blind(a, library, today, unsound)}
    if not entries:
        return library
    moved = _moved(entries.values(), library)
    articles = tuple(_without_traces(article, entries, moved) for article in library.articles)
    held_back = library.published().unused(*{id.rpartition("/")[0] for id in entries})
    assets = {path: asset for path, asset in library.assets.items() if path not in {*held_back, *moved}}
    assets |= {new.path: new for new in moved.values() if new}
    return replace(library, articles=articles, assets=dict(sorted(assets.items())))


def _is_blind(entry: Entry, library: Library, today: dt.date, unsound: Collection[str]) -> bool:
    rules = library.competitions.get(entry.competition)
    if rules is None:
        return f"competitions/{entry.competition}/competition.yml" in unsound
    return not rules.named_on(today)


def _moved(entries: Iterable[Entry], library: Library) -> dict[str, Asset | None]:
    """What stands in the place of the files that entries use: named after the entry; None where a file is left out."""
    moved: dict[str, Asset | None] = {}
    for entry in entries:
        names = (f"{entry.id}-{number}" for number in itertools.count(1))
        for asset in library.assets_of(entry):
            if asset.path in moved:
                continue
            ending = PurePosixPath(asset.path).suffix.lower()
            path = next(name + ending for name in names if name + ending not in library.assets)
            moved[asset.path] = replace(asset, path=path, nameless=True) if asset.can_be_nameless else None
    return moved


def _without_traces(article: Article, entries: Mapping[str, Entry], moved: Mapping[str, Asset | None]) -> Article:
    if moved and not moved.keys().isdisjoint(article.body.paths(article.id)):

        def target(path: str, address: str) -> str | None:
            new = moved.get(path)
            return rewrite(article.id, quote(f"/{new.path}")) if new else None if path in moved else address

        article = replace(article, body=article.body.relinked(article.id, target))
    if article.id in entries:
        return replace(article, authors=(), department="", history=None, aliases=())
    if isinstance(article, Plan):
        goals = (replace(g, evidence=tuple(e for e in g.evidence if e not in entries)) for g in article.goals)
        return replace(article, goals=tuple(goals))
    return article
