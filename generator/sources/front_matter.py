"""The head of a Markdown file: YAML between two lines of three hyphens."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"-{3,}[ \t]*$")
_CLOSING = re.compile(r"^(?:-{3}|\.{3})[ \t]*$", re.M)


@dataclass(frozen=True, slots=True)
class Parts:
    """A file in two parts. ``header`` is None where the file has no front matter; lines count from 1."""

    header: str | None
    header_line: int
    body: str
    body_line: int


class Unclosed(Exception):  # noqa: N818 - an author's mistake, caught where the file is read
    """Front matter that starts on the first line and never ends."""


def split(text: str) -> Parts:
    """Part a file's text (line ends already LF) into front matter and body.

    Raises:
        Unclosed: The first line opens front matter and no line closes it.
    """
    text = text.removeprefix("\ufeff")
    opening, _, rest = text.partition("\n")
    if not _FENCE.match(opening):
        return Parts(None, 1, text, 1)
    closing = _CLOSING.search(rest)
    if closing is None:
        raise Unclosed
    header = rest[: closing.start()]
    body = rest[closing.end() :].removeprefix("\n")
    return Parts(header, 2, body, 3 + header.count("\n"))
