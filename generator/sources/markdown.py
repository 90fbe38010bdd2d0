"""Markdown → a body: safe HTML, and the facts about it that checks, lists and the index ask for."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType
from typing import Literal

from markdown import Markdown

from generator.sources.chinese import count_characters
from generator.sources.dialect import new_markdown
from generator.sources.html import Heading, Link, clean, headings, left_out, plain_text, relinked
from generator.sources.links import resolve


@dataclass(frozen=True, slots=True)
class Body:
    """What an author wrote below the front matter.

    ``html`` may be published as it is. ``links`` are those to content/, as written; ``remote_pictures`` are addresses
    of pictures that are not shown, ``removed`` names of HTML that was left out. ``text`` holds the words, a block a
    line, and ``characters`` their number (字数). ``first_heading`` is the title where the body begins with a heading of
    the first level.
    """

    html: str
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    remote_pictures: tuple[str, ...]
    removed: tuple[str, ...]
    anchors: frozenset[str]
    text: str
    characters: int
    first_heading: str

    @property
    def html_below_title(self) -> str:
        """The HTML without the heading that is the title, for pages that show the title themselves."""
        return self.html.partition("</h1>")[2] if self.first_heading else self.html

    def paths(self, page: str) -> tuple[str, ...]:
        """What the links of an article lead to: paths under content/, each once, in the order of the text."""
        found = (resolve(page, link.target) for link in self.links)
        return tuple(dict.fromkeys(path for path, _ in filter(None, found)))

    def relinked(self, page: str, target: Callable[[str, str], str | None]) -> Body:
        """The same with other addresses in ``html``; see ``sources.html.relinked``."""
        return replace(self, html=relinked(self.html, page, target))


class ConversionFailed(Exception):  # noqa: N818 - an author's mistake, caught where the file is read
    """Markdown that takes too long, is nested too deep, or brings the converter down."""

    def __init__(self, reason: Literal["time", "depth", "failed"]) -> None:
        super().__init__(reason)
        self.reason = reason


class _OutOfTime(BaseException):
    """Not an Exception, so that no library takes it for one of its own."""


_idle: list[Markdown] = []
"""Converters to use again, as making one takes as long as using it. One that was interrupted does not come back."""


def convert(source: str, page: str, seconds: float = 10) -> Body:
    """Convert the Markdown of an article.

    Args:
        source: Markdown with LF line ends.
        page: The article's id, from which its links count.
        seconds: The most processor time that it may take; not enforced outside the main thread.

    Raises:
        ConversionFailed: Nothing can be made of it.
    """
    try:
        with _time_limit(seconds):
            return _body(_to_html(source), page)
    except _OutOfTime:
        raise ConversionFailed("time") from None
    except RecursionError:
        raise ConversionFailed("depth") from None
    except Exception as error:  # whatever hostile input brings about in a library is the document's fault
        raise ConversionFailed("failed") from error


def _to_html(source: str) -> str:
    converter = _idle.pop() if _idle else new_markdown()
    html: str = converter.reset().convert(source)
    _idle.append(converter)
    return html


_DEEPEST = 5_000
_TAG = re.compile(r"<(/?)(?!(?:area|br|col|embed|hr|img|input|source|track|wbr)\b)[a-z]", re.I)
"""The beginning of a tag, but of elements that are never closed."""
_BOX = re.compile(r"<input [^>]*?type=\"checkbox\"[^>]*>")
_TAB_BUTTON = re.compile(r"<input [^>]*?type=\"radio\"[^>]*>")


def _refuse_deep(html: str) -> None:
    """Refuse what is nested so deeply that the cleaner, which nothing interrupts, would take seconds over it.

    Raises:
        RecursionError: It is.
    """
    depth = 0
    for tag in _TAG.finditer(html) if html.count("<") > _DEEPEST else ():
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST:
            raise RecursionError


def _body(html: str, page: str) -> Body:
    _refuse_deep(html)
    if "<input " in html:
        html = _TAB_BUTTON.sub("", _BOX.sub(lambda box: "☑" if " checked" in box[0] else "☐", html))
    cleaned = clean(html, page)
    found = headings(cleaned.html)
    text = plain_text(cleaned.html)
    starts = bool(found) and found[0].level == 1 and text.startswith(found[0].title)
    return Body(
        html=cleaned.html,
        headings=found,
        links=cleaned.links,
        remote_pictures=cleaned.remote_pictures,
        removed=left_out(html),
        anchors=cleaned.anchors,
        text=text,
        characters=count_characters(text),
        first_heading=found[0].title if starts else "",
    )


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block when it has used so much processor time."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _interrupt)
    # Again and again, as Python swallows what is raised while it collects garbage.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise _OutOfTime
