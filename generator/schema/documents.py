"""One Markdown file → one article, or Problems. Pure, so that files can be read side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from generator.model.articles import Article
from generator.problems import Problem
from generator.schema.fields import PAGE, Kind, kind_of
from generator.schema.types import Moment, Reading, Record, read_record
from generator.sources import front_matter
from generator.sources.history import FileHistory
from generator.sources.markdown import Body, ConversionFailed, convert
from generator.sources.tree import SourceFile, Unreadable, read_text
from generator.sources.yaml_nodes import Mapping, YamlMistake, parse

HEADER_LIMIT = 64_000
"""Characters of front matter that are read."""

_FULL_WIDTH_COLON = re.compile(r"^[ \t]*([^\s:：]{1,20})：", re.M)


@dataclass(frozen=True, slots=True)
class Document:
    """What came of a file: an article unless it could not be read, and the problems found in reading it."""

    article: Article | None
    problems: tuple[Problem, ...]


def read_document(file: SourceFile, text_limit: int, seconds: float, history: FileHistory | None) -> Document:
    """Read one Markdown file.

    Args:
        file: A file whose path ends in ``.md``.
        text_limit: The most bytes that are read.
        seconds: The most processor time that its Markdown may take.
        history: What Git knows of the file.
    """
    reading = Reading(file.path)
    article = _read(file, text_limit, seconds, history, reading)
    return Document(article, tuple(reading.problems))


def _read(
    file: SourceFile, limit: int, seconds: float, history: FileHistory | None, reading: Reading
) -> Article | None:
    article_id = file.path.removesuffix(".md")
    kind = kind_of(article_id)
    try:
        text = read_text(file, limit)
    except Unreadable as bad:
        reading.problem(bad.line, bad.rule, **bad.params)
        return None
    try:
        parts = front_matter.split(text)
    except front_matter.Unclosed:
        reading.problem(1, "front-matter", "unclosed")
        if kind is not PAGE:
            return None
        parts = front_matter.Parts(None, 1, text, 1)
    record = _read_header(parts, kind, reading)
    if record is None:
        return None
    try:
        body = convert(parts.body, article_id, seconds)
    except ConversionFailed as failed:
        reading.problem(parts.body_line, "markdown", failed.reason)
        return None
    return _article(article_id, file.path, kind, record, body, parts, history)


def _read_header(parts: front_matter.Parts, kind: Kind, reading: Reading) -> Record | None:
    """The front matter's values; None when nothing can be made of it (a plain page then goes without)."""
    try:
        if len(parts.header or "") > HEADER_LIMIT:
            raise YamlMistake("size", parts.header_line)
        node = parse(parts.header or "", parts.header_line)
    except YamlMistake as mistake:
        if not _note_full_width_colon(parts, kind, reading):
            reading.problem(mistake.line, "yaml", mistake.variant, detail=mistake.detail[:200])
        return _empty(kind, reading, parts) if kind is PAGE else None
    if node is None and kind is not PAGE:
        reading.problem(1, "front-matter", "missing")
        return None
    if node is not None and not isinstance(node, Mapping):
        if not _note_full_width_colon(parts, kind, reading):
            reading.problem(node.line, "front-matter", "shape")
        return _empty(kind, reading, parts) if kind is PAGE else None
    return read_record(node or Mapping((), 1), kind.fields, reading)


def _note_full_width_colon(parts: front_matter.Parts, kind: Kind, reading: Reading) -> bool:
    """Whether ``标题：`` stands where ``标题:`` should: the most common mistake, which YAML reports as another one."""
    names = {name for field in kind.fields for name in (field.name, field.chinese)}
    header = (parts.header or "")[:HEADER_LIMIT]
    match = next((m for m in _FULL_WIDTH_COLON.finditer(header) if m[1] in names), None)
    if match is None:
        return False
    line = parts.header_line + header.count("\n", 0, match.start(1))
    reading.problem(line, "front-matter", "colon", name=match[1])
    return True


def _empty(kind: Kind, reading: Reading, parts: front_matter.Parts) -> Record:
    return read_record(Mapping((), parts.header_line), kind.fields, reading)


def _article(
    article_id: str,
    path: str,
    kind: Kind,
    record: Record,
    body: Body,
    parts: front_matter.Parts,
    history: FileHistory | None,
) -> Article:
    values: dict[str, Any] = dict(record.values)
    moment: Moment | None = values.pop("date", None)
    values["title"] = values.get("title") or _default_title(article_id, kind, body)
    return kind.model(
        id=article_id,
        kind=kind.name,
        path=path,
        date=moment.day if moment else None,
        time=moment.time if moment else None,
        body=body,
        body_source=parts.body,
        body_line=parts.body_line,
        lines=record.lines,
        history=history,
        **values,
    )


def _default_title(article_id: str, kind: Kind, body: Body) -> str:
    """A plain page may go by its first heading, or its file's name; a post has no title."""
    if kind is not PAGE:
        return ""
    segments = article_id.split("/")
    named = segments[-2] if segments[-1] in ("index", "README") and len(segments) > 1 else segments[-1]
    return body.first_heading or (body.headings[0].title if body.headings else "") or named
