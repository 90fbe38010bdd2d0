"""The forum: every post in a theme, in its time, replying to what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.checks.nearest import Names
from generator.checks.subject import Subject
from generator.model.articles import Post, Theme
from generator.problems import Problem

_SHOWN = 5
"""Names of a cycle that a message gives."""


def missing_themes(subject: Subject) -> Iterator[Problem]:
    """The folder of every theme has the index.md that says what the theme is."""
    library = subject.library
    for theme, posts in library.posts.items():
        path = f"forum/{theme}/index.md"
        if theme not in library.themes and path not in subject.paths:
            yield Problem.at(path, 0, "missing-theme", theme=theme, count=len(posts))


def theme_periods(subject: Subject) -> Iterator[Problem]:
    """A theme does not close before it opens."""
    for theme in subject.library.themes.values():
        if theme.opens and theme.closes and theme.closes < theme.opens:
            line = theme.line_of("closes")
            yield Problem.at(theme.path, line, "theme-period", opens=theme.opens, closes=theme.closes)


def posts_outside_period(subject: Subject) -> Iterator[Problem]:
    """A post was written while its theme was open."""
    for name, theme in subject.library.themes.items():
        for post in subject.library.posts.get(name, ()):
            if variant := _outside(post, theme):
                params = {"date": post.date, "opens": theme.opens, "closes": theme.closes, "theme": theme.path}
                yield Problem.at(post.path, post.line_of("date"), "outside-period", variant, **params)


def _outside(post: Post, theme: Theme) -> str:
    if post.date and theme.opens and post.date < theme.opens:
        return "before"
    if post.date and theme.closes and post.date > theme.closes:
        return "after"
    return ""


def unknown_replies(subject: Subject) -> Iterator[Problem]:
    """A post replies to a post of its own theme."""
    for theme, posts in subject.library.posts.items():
        known = {post.name for post in posts}
        names = Names(known)
        for post in posts:
            if post.reply_to and post.reply_to not in known:
                bare = post.reply_to.rpartition("/")[2].removesuffix(".md")
                near = bare if bare in known else names.nearest(bare)
                params = {"value": post.reply_to, "theme": theme, "nearest": near}
                line = post.line_of("reply_to")
                yield Problem.at(post.path, line, "unknown-reply", "near" if near else "", **params)


def reply_cycles(subject: Subject) -> Iterator[Problem]:
    """Following replies upwards ends: no post replies to itself, or in a ring."""
    for posts in subject.library.posts.values():
        by_name = {post.name: post for post in posts}
        for ring in _rings({name: post.reply_to for name, post in by_name.items() if post.reply_to in by_name}):
            post = by_name[ring[0]]
            variant = "self" if len(ring) == 1 else ""
            shown = " → ".join(ring[:_SHOWN]) + (" → …" if len(ring) > _SHOWN else f" → {ring[0]}")
            yield Problem.at(post.path, post.line_of("reply_to"), "reply-cycle", variant, ring=shown, name=post.name)


def _rings(above: Mapping[str, str]) -> Iterator[list[str]]:
    """The rings of a graph in which each name has at most one name above it, from the smallest name upwards."""
    done: set[str] = set()
    for start in sorted(above):
        walked: dict[str, int] = {}
        name = start
        while name in above and name not in done and name not in walked:
            walked[name] = len(walked)
            name = above[name]
        if name in walked:
            ring = list(walked)[walked[name] :]
            first = ring.index(min(ring))
            yield ring[first:] + ring[:first]
        done.update(walked)


def reply_order(subject: Subject) -> Iterator[Problem]:
    """A reply is not older than what it replies to."""
    for posts in subject.library.posts.values():
        by_name = {post.name: post for post in posts}
        for post in posts:
            above = by_name.get(post.reply_to)
            if above and post.date and above.date and post.written < above.written:
                line = post.line_of("date")
                times = {"written": _moment(post), "above": _moment(above)}
                yield Problem.at(post.path, line, "reply-order", value=above.name, **times)


def _moment(post: Post) -> str:
    return post.written.isoformat(" ", "minutes")
