"""One page for every article, by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from generator.messages import Catalogue
from generator.model.articles import (
    Article,
    Book,
    Lecture,
    Notice,
    Plan,
    Post,
    Reflection,
    Seminar,
    Session,
    Theme,
    Training,
)
from generator.model.articles import Page as PlainPage
from generator.model.library import Library
from generator.pages import addresses
from generator.pages.cards import Card, Cards, newest_first, party_link, person_link
from generator.pages.page import SECTION_OF_KIND, Link, Page
from generator.schema.fields import KINDS

_TEMPLATES = {
    "books": "book.html",
    "seminars": "session.html",
    "studies": "session.html",
    "trainings": "session.html",
    "plans": "plan.html",
    "posts": "post.html",
    "pages": "plain.html",
}
_SERIES_SHOWN = 30


def article_pages(cards: Cards, words: Catalogue) -> Iterator[Page]:
    """The pages of all articles but those that have a room of their own: themes, notices, the front page."""
    library = cards.library
    on_book, series, replies = _on_book(cards), _series(cards), _replies(cards)
    for article in library.articles:
        if isinstance(article, Theme | Notice) or _introduces(article):
            continue
        shown = cards(article)
        data: dict[str, Any] = {
            "article": article,
            "card": shown,
            "trail": _trail(article, words),
            **_details(article, library, on_book, series),
            **(_post_details(article, cards, replies) if isinstance(article, Post) else {}),
        }
        yield Page(
            address=shown.address,
            template=_TEMPLATES.get(article.kind, "article.html"),
            title=shown.title,
            section=SECTION_OF_KIND.get(article.kind, article.kind),
            data=data,
            description=shown.summary,
            modified=article.history.updated.date() if article.history else article.date,
            feed=f"{article.kind}/feed.xml" if article.kind in KINDS else "feed.xml",
        )


def _introduces(article: Article) -> bool:
    """Whether a plain page only gives the words at the top of a generated page (see listings.introduction)."""
    if not isinstance(article, PlainPage):
        return False
    address = addresses.article(article.id)
    return address == "" or address in _GENERATED


_GENERATED = {f"{kind}/" for kind in (*KINDS, "forum", "people", "departments", "tags", "pages", "competitions")}


def _trail(article: Article, words: Catalogue) -> list[Link]:
    """The way here from the front page: kind and year, or the folders of a plain page."""
    if isinstance(article, PlainPage):
        parts = addresses.article(article.id).rstrip("/").split("/")[:-1]
        return [Link(part, "/".join(parts[: i + 1]) + "/") for i, part in enumerate(parts)]
    kind = Link(words.text(f"site.kinds.{article.kind}"), addresses.kind(article.kind))
    segments = article.id.split("/")
    if len(segments) == 3 and segments[1].isdigit() and not isinstance(article, Post | Plan):
        return [kind, Link(segments[1], f"{addresses.kind(article.kind)}{segments[1]}/")]
    return [kind]


def _details(
    article: Article,
    library: Library,
    on_book: Mapping[str, list[Card]],
    series: Mapping[str, list[Card]],
) -> dict[str, Any]:
    """What a kind shows beyond its card and body."""
    if isinstance(article, Book):
        return {
            "recommender": party_link(article.recommended_by, library),
            "responses": on_book.get(article.name, []),
        }
    details: dict[str, Any] = {}
    if isinstance(article, Reflection | Seminar):
        book = library.books.get(article.book)
        details["book"] = Link(book.title, addresses.article(book.id)) if book else Link(article.book)
    if isinstance(article, Lecture):
        details["speaker"] = person_link(article.speaker, library)
        details["series"] = series.get(article.series, [])
    if isinstance(article, Session):
        details["attendees"] = [person_link(p, library) for p in article.attendees]
        details["absent"] = [(person_link(a.person, library), a.reason) for a in article.absent]
        details["hours"] = article.hours if isinstance(article, Training) else None
    if isinstance(article, Plan):
        details["goals"] = [(goal, [_evidence(e, library) for e in goal.evidence]) for goal in article.goals]
    return details


def _post_details(post: Post, cards: Cards, replies: Mapping[str, list[Card]]) -> dict[str, Any]:
    theme = cards.library.themes.get(post.theme)
    parent = cards.library.by_id.get(f"forum/{post.theme}/{post.reply_to}") if post.reply_to else None
    return {
        "theme": Link(theme.title if theme else post.theme, f"forum/{post.theme}/"),
        "parent": cards(parent) if parent else None,
        "replies": replies.get(post.id, []),
    }


def _replies(cards: Cards) -> dict[str, list[Card]]:
    """The replies to every post by its id, oldest first."""
    groups: defaultdict[str, list[Card]] = defaultdict(list)
    for posts in cards.library.posts.values():
        for post in posts:
            groups[f"forum/{post.theme}/{post.reply_to}"].append(cards(post))
    return groups


def _evidence(article_id: str, library: Library) -> Link:
    article = library.by_id.get(article_id)
    return Link(article.title, addresses.article(article_id)) if article else Link(article_id)


def _on_book(cards: Cards) -> dict[str, list[Card]]:
    """Reflections and seminars by the book they are about, newest first."""
    groups: defaultdict[str, list[Card]] = defaultdict(list)
    about = [a for a in cards.library.articles if isinstance(a, Reflection | Seminar)]
    for article in newest_first(about):
        groups[article.book].append(cards(article))
    return groups


def _series(cards: Cards) -> dict[str, list[Card]]:
    """Lectures by series, oldest first; of a long series the latest."""
    groups: defaultdict[str, list[Card]] = defaultdict(list)
    lectures = [a for a in cards.library.articles if isinstance(a, Lecture) and a.series]
    for lecture in reversed(newest_first(lectures)):
        groups[lecture.series].append(cards(lecture))
    return {name: cards[-_SERIES_SHOWN:] for name, cards in groups.items()}
