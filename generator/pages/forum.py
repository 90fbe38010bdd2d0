"""The forum: themes with their discussions as trees."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.messages import Catalogue
from generator.model.articles import Post, Theme
from generator.pages.cards import Card, Cards, party_link, summary_of
from generator.pages.listings import introduction
from generator.pages.page import Link, Page
from generator.pages.paging import paginate

DEEPEST = 4
"""Replies below this depth are shown at it: the column would become too narrow on a phone."""
POSTS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class State:
    """Where a theme stands: ``name`` is coming, open or closed; ``days`` are left until it opens or closes."""

    name: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """A theme as lists show it."""

    title: str
    address: str
    question: str
    host: Link
    opens: dt.date | None
    closes: dt.date | None
    state: State
    posts: int
    departments: int
    latest: Card | None


@dataclass(frozen=True, slots=True)
class ThreadItem:
    """A post in its tree, which is listed depth first. ``number`` counts posts by time from 1."""

    post: Post
    card: Card
    number: int
    depth: int
    parent: Card | None


def state_of(theme: Theme, today: dt.date) -> State:
    """Whether a theme is open on a day. The last day is inclusive."""
    if theme.opens and today < theme.opens:
        return State("coming", (theme.opens - today).days)
    if theme.closes and today > theme.closes:
        return State("closed")
    return State("open", (theme.closes - today).days if theme.closes else None)


def theme_card(theme: Theme, cards: Cards, today: dt.date) -> ThemeCard:
    """Make the card of a theme."""
    library = cards.library
    posts = library.posts.get(theme.name, ())
    return ThemeCard(
        title=theme.title,
        address=f"forum/{theme.name}/",
        question=summary_of(theme),
        host=party_link(theme.host, library) or Link(""),
        opens=theme.opens,
        closes=theme.closes,
        state=state_of(theme, today),
        posts=len(posts),
        departments=len({library.department_of(p) for p in posts} - {""}),
        latest=cards(posts[-1]) if posts else None,
    )


def theme_cards(cards: Cards, today: dt.date) -> list[ThemeCard]:
    """All themes: open ones first, then coming, then closed; the latest opened first."""
    order = {"open": 0, "coming": 1, "closed": 2}
    themes = sorted(cards.library.themes.values(), key=lambda t: t.name)
    themes.sort(key=lambda t: t.opens or dt.date.min, reverse=True)
    return sorted((theme_card(t, cards, today) for t in themes), key=lambda c: order[c.state.name])


def thread(posts: Sequence[Post], cards: Cards) -> list[ThreadItem]:
    """Posts (in order of time) as a tree, listed depth first.

    A post that answers none of the others, or that only answers itself in a circle, starts a thread.
    """
    names = {p.name: p for p in posts}
    numbers = {p.name: n for n, p in enumerate(posts, start=1)}
    replies: defaultdict[str, list[Post]] = defaultdict(list)
    for post in posts:
        replies[post.reply_to if post.reply_to in names else ""].append(post)
    items: list[ThreadItem] = []
    placed: set[str] = set()

    def place(roots: Sequence[Post]) -> None:
        waiting = [(p, 0) for p in reversed(roots)]
        while waiting:
            post, depth = waiting.pop()
            if post.name in placed:
                continue
            placed.add(post.name)
            parent = cards(names[post.reply_to]) if depth else None
            items.append(ThreadItem(post, cards(post), numbers[post.name], min(depth, DEEPEST), parent))
            waiting += [(p, depth + 1) for p in reversed(replies[post.name])]

    place(replies[""])
    for post in posts:
        place([post])
    return items


def forum_pages(cards: Cards, words: Catalogue, today: dt.date) -> Iterator[Page]:
    """The list of themes, and every theme with its posts."""
    themes = theme_cards(cards, today)
    if not themes:
        return
    title = words.text("site.forum.title")
    data = {"themes": themes, "intro": introduction("forum/", cards.library)}
    yield Page("forum/", "forum.html", title, "forum", data, feed="themes/feed.xml")
    for theme in cards.library.themes.values():
        yield from _theme_pages(theme, cards, today)


def _theme_pages(theme: Theme, cards: Cards, today: dt.date) -> Iterator[Page]:
    posts = cards.library.posts.get(theme.name, ())
    shown = theme_card(theme, cards, today)
    latest = posts[-1].date if posts else theme.opens
    for address, items, pager in paginate(shown.address, thread(posts, cards), POSTS_A_PAGE):
        data = {
            "article": theme,
            "theme": shown,
            "items": items,
            "pager": pager,
            "participants": len({a.person or a.name for p in posts for a in p.authors}),
        }
        feed = f"{shown.address}feed.xml"
        yield Page(address, "theme.html", theme.title, "forum", data, shown.question, latest, feed=feed)
