"""YAML as a tree of text with line numbers, with nothing guessed and nothing run.

YAML's own typing turns ``reply_to: 003`` into 3 and ``国家: NO`` into False, and its aliases let ten lines
become gigabytes. Here a scalar stays the text that was typed; what it means is decided by the field that it fills
(see schema/). Tags, aliases, several documents, duplicate keys and deep nesting are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

MAX_DEPTH = 12
MAX_NODES = 200_000


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as typed. ``quoted`` tells ``"null"`` from ``null``."""

    text: str
    quoted: bool
    line: int

    @property
    def empty(self) -> bool:
        """Whether the author left the value out."""
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the author's order."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int


Node = Scalar | Sequence | Mapping


class YamlMistake(Exception):  # noqa: N818 - it is an author's mistake, caught where the file is read
    """Text that is not the YAML accepted here. ``variant`` names the wording in the catalogue."""

    def __init__(self, variant: str, line: int, detail: str = "") -> None:
        super().__init__(variant)
        self.variant = variant
        self.line = line
        self.detail = detail


def parse(text: str, first_line: int = 1) -> Node | None:
    """Read one YAML document; None when it holds nothing.

    Args:
        text: The YAML source.
        first_line: The line of the file on which ``text`` starts, for the line numbers of the result.

    Raises:
        YamlMistake: With the place and the kind of mistake.
    """
    try:
        return _Builder(yaml.parse(text, Loader=yaml.CSafeLoader), first_line).document()
    except yaml.MarkedYAMLError as error:
        raise _mistake(error, first_line) from None
    except yaml.YAMLError:
        raise YamlMistake("characters", first_line) from None


_MISTAKES = (
    ("mapping values are not allowed", "colon"),
    ("could not find expected ':'", "no-colon"),
    ("did not find expected ',' or", "bracket"),
    ("found unexpected end of stream", "quote"),
    ("found character that cannot start any token", "character"),
    ("did not find expected alphabetic or numeric character", "alias"),
)
"""What libyaml says of the mistakes that people make, and the wording for each."""


def _mistake(error: yaml.MarkedYAMLError, first_line: int) -> YamlMistake:
    problem = error.problem or ""
    variant = next((variant for words, variant in _MISTAKES if words in problem), "syntax")
    # What was opened and not closed is to be mended where it was opened.
    opened = variant in ("no-colon", "bracket", "quote")
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    return YamlMistake(variant, first_line + (mark.line if mark else 0), problem)


class _Builder:
    """Turns the parser's events into nodes, counting as it goes."""

    def __init__(self, events: Iterator[yaml.Event], first_line: int) -> None:
        self._events = events
        self._first_line = first_line
        self._nodes = 0

    def document(self) -> Node | None:
        root: Node | None = None
        seen = False
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    raise YamlMistake("documents", self._line(event))
                seen = True
                root = self._node(next(self._events), 0)
        return None if isinstance(root, Scalar) and root.empty else root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = self._line(event)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise YamlMistake("size", line)
        if depth > MAX_DEPTH:
            raise YamlMistake("depth", line)
        if getattr(event, "anchor", None):
            raise YamlMistake("alias", line)
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            raise YamlMistake("tag", line, str(tag))
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, bool(event.style), line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth)), line)
        return Mapping(tuple(self._pairs(depth)), line)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: set[str] = set()
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise YamlMistake("key", key.line)
            if key.text in seen:
                raise YamlMistake("duplicate", key.line, key.text)
            seen.add(key.text)
            yield key, self._node(next(self._events), depth + 1)

    def _line(self, event: yaml.Event) -> int:
        return self._first_line + (event.start_mark.line if event.start_mark else 0)
