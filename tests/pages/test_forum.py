from __future__ import annotations

import datetime as dt

import pytest

from generator.model.articles import Post, Theme
from generator.model.library import Library
from generator.pages.cards import Cards
from generator.pages.forum import DEEPEST, state_of, thread
from generator.sources.markdown import convert

TODAY = dt.date(2026, 11, 23)


def post(name: str, reply_to: str = "", minute: int = 0) -> Post:
    return Post(
        id=f"forum/t/{name}",
        kind="posts",
        path=f"forum/t/{name}.md",
        date=TODAY,
        time=dt.time(9, minute),
        reply_to=reply_to,
        body=convert(f"发言 {name}", f"forum/t/{name}"),
    )


def shape(*posts: Post) -> list[tuple[str, int]]:
    library = Library(articles=posts)
    return [(item.post.name, item.depth) for item in thread(library.posts["t"], Cards(library))]


def test_replies_stand_below_what_they_answer_in_order_of_time() -> None:
    found = shape(post("a", minute=0), post("b", minute=1), post("c", "a", 2), post("d", "c", 3), post("e", "a", 4))
    assert found == [("a", 0), ("c", 1), ("d", 2), ("e", 1), ("b", 0)]


def test_an_answer_to_nobody_starts_a_thread() -> None:
    assert shape(post("a", "gone")) == [("a", 0)]


def test_posts_that_answer_each_other_in_a_circle_are_all_shown_once() -> None:
    assert sorted(shape(post("a", "b", 0), post("b", "a", 1), post("c", "c", 2))) == [("a", 0), ("b", 1), ("c", 0)]


def test_a_long_chain_is_shown_at_the_deepest_level_without_recursion() -> None:
    chain = [post("0")] + [post(str(n), str(n - 1), 0) for n in range(1, 3000)]
    found = shape(*chain)
    assert len(found) == 3000
    assert max(depth for _, depth in found) == DEEPEST


def test_posts_are_numbered_by_time_wherever_they_stand() -> None:
    library = Library(articles=(post("late", minute=9), post("early", minute=1)))
    items = thread(library.posts["t"], Cards(library))
    assert {i.post.name: i.number for i in items} == {"early": 1, "late": 2}


@pytest.mark.parametrize(
    ("opens", "closes", "name", "days"),
    [
        ("2026-11-24", None, "coming", 1),
        ("2026-11-23", None, "open", None),
        ("2026-11-01", "2026-11-23", "open", 0),
        ("2026-11-01", "2026-11-22", "closed", None),
        ("2026-11-01", "2026-12-05", "open", 12),
    ],
)
def test_the_last_day_of_a_theme_is_inclusive(opens: str, closes: str | None, name: str, days: int | None) -> None:
    theme = Theme(
        id="forum/t/index",
        kind="themes",
        path="forum/t/index.md",
        opens=dt.date.fromisoformat(opens),
        closes=dt.date.fromisoformat(closes) if closes else None,
        body=convert("", "forum/t/index"),
    )
    state = state_of(theme, TODAY)
    assert (state.name, state.days) == (name, days)
