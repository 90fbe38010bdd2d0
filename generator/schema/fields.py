"""The one table of what may stand in front matter: every field, every kind.

The reader, the checks, ``xinglin new`` and the reference page all come from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from generator.model import articles as model
from generator.schema.types import (
    ABSENCES,
    AUTHORS,
    DAY,
    LABELS,
    MOMENT,
    MOMENT_WITH_TIME,
    NUMBER,
    PEOPLE,
    TEXT,
    TEXTS,
    YES_NO,
    Field,
    FieldType,
    Record,
    list_of,
    one_of,
    record_of,
)

ACTIVITIES = ("motivation", "vision", "theory", "training", "reading", "research", "grassroots", "forum")
_ACTIVITY_NAMES = (
    "激发学习动力",
    "形成共同愿景",
    "加强理论学习",
    "促进业务培训",
    "开展读书活动",
    "倡导调查研究",
    "深入基层学习",
    "开辟网上论坛",
)
_ACTIVITY_WORDS = {
    word: activity
    for number, (activity, name) in enumerate(zip(ACTIVITIES, _ACTIVITY_NAMES, strict=True), start=1)
    for word in (activity, name, str(number))
}
ACTIVITY = FieldType("activity", one_of(_ACTIVITY_WORDS, "activity"), "", "research")

_GOAL = (
    Field("text", "目标", TEXT, required=True),
    Field("done", "完成", YES_NO),
    Field("evidence", "依据", TEXTS),
)


def _goal(record: Record) -> model.Goal:
    values = record.values
    return model.Goal(values["text"], values["done"], values["evidence"], record.lines.get("text", 0))


GOALS = FieldType("goals", list_of(record_of(_GOAL, _goal), "list"), (), "[{text: 全年集体学习 12 次, done: false}]")

TITLE = Field("title", "标题", TEXT)
SPEAKER = Field("speaker", "主讲人", TEXT, required=True)
BOOK = Field("book", "书目", TEXT, required=True)
AUTHORSHIP = Field("authors", "作者", AUTHORS)
DATE = Field("date", "日期", MOMENT)
COMPETITION = Field("competition", "参评", TEXT)
ATTENDEES = Field("attendees", "参加人", PEOPLE, required=True)
ABSENT = Field("absent", "缺席", ABSENCES)

_OPTIONAL = (
    Field("summary", "摘要", TEXT),
    Field("tags", "标签", LABELS),
    Field("department", "部门", TEXT),
    Field("draft", "草稿", YES_NO),
    Field("aliases", "旧地址", TEXTS),
    Field("activity", "活动", ACTIVITY),
)


def _required(field: Field) -> Field:
    return Field(field.name, field.chinese, field.type, required=True)


@dataclass(frozen=True)
class Kind:
    """A kind of document.

    ``place`` is the pattern of its path with ``<year>``, ``<name>``, ``<theme>`` or ``<department>`` standing for one
    segment; ``activity`` is the programme's activity that it counts for when the author names none.
    """

    name: str
    place: str
    model: type[model.Article]
    fields: tuple[Field, ...]
    activity: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the ids of this kind."""
        parts = {"<year>": r"\d{4}"}
        segments = [parts.get(s, r"(?!index$|README$)[^/]+" if s[0] == "<" else s) for s in self.place.split("/")]
        return re.compile("/".join(segments))

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((f for f in self.fields if f.name == name), None)


def _written(*fields: Field) -> tuple[Field, ...]:
    """Works with title, authors and date, all required."""
    return (_required(TITLE), _required(AUTHORSHIP), _required(DATE), *fields, *_OPTIONAL)


def _held(*fields: Field) -> tuple[Field, ...]:
    """Meetings and lectures: what counts is that they took place; who wrote them up may be told."""
    return (_required(TITLE), _required(DATE), *fields, AUTHORSHIP, *_OPTIONAL)


_KINDS = (
    Kind("reports", "reports/<year>/<name>", model.Report, _written(COMPETITION), "research"),
    Kind("papers", "papers/<year>/<name>", model.Paper, _written(COMPETITION), "research"),
    Kind("reflections", "reflections/<year>/<name>", model.Reflection, _written(BOOK), "reading"),
    Kind(
        "lectures",
        "lectures/<year>/<name>",
        model.Lecture,
        _held(SPEAKER, Field("series", "系列", TEXT)),
        "training",
    ),
    Kind("seminars", "seminars/<year>/<name>", model.Seminar, _held(BOOK, ATTENDEES, ABSENT), "reading"),
    Kind("studies", "studies/<year>/<name>", model.Study, _held(ATTENDEES, ABSENT), "theory"),
    Kind(
        "trainings",
        "trainings/<year>/<name>",
        model.Training,
        _held(ATTENDEES, Field("hours", "学时", NUMBER, required=True), ABSENT),
        "training",
    ),
    Kind(
        "plans",
        "plans/<year>/<department>",
        model.Plan,
        (_required(TITLE), Field("goals", "目标", GOALS), DATE, AUTHORSHIP, *_OPTIONAL),
        "vision",
    ),
    Kind(
        "books",
        "books/<name>",
        model.Book,
        (
            _required(TITLE),
            Field("author", "著者", TEXT, required=True),
            Field("publisher", "出版社", TEXT),
            Field("published", "出版时间", TEXT),
            Field("isbn", "书号", TEXT),
            Field("recommended_by", "推荐人", TEXT),
            Field("reason", "推荐理由", TEXT),
            Field("batch", "批次", TEXT),
            DATE,
            AUTHORSHIP,
            *_OPTIONAL,
        ),
        "reading",
    ),
    Kind(
        "themes",
        "forum/<theme>/index",
        model.Theme,
        (
            _required(TITLE),
            Field("host", "主持人", TEXT, required=True),
            Field("opens", "开始", DAY, required=True),
            Field("closes", "结束", DAY),
            DATE,
            AUTHORSHIP,
            *_OPTIONAL,
        ),
        "forum",
    ),
    Kind(
        "posts",
        "forum/<theme>/<name>",
        model.Post,
        (
            _required(AUTHORSHIP),
            Field("date", "日期", MOMENT_WITH_TIME, required=True),
            Field("reply_to", "回复", TEXT),
            *_OPTIONAL,
        ),
        "forum",
    ),
    Kind(
        "notices",
        "competitions/<year>/index",
        model.Notice,
        (_required(TITLE), DATE, AUTHORSHIP, *_OPTIONAL),
        "forum",
    ),
)
KINDS = {kind.name: kind for kind in _KINDS}
PAGE = Kind("pages", "<anything>", model.Page, (TITLE, DATE, AUTHORSHIP, *_OPTIONAL))
"""Plain pages: any Markdown that no kind claims. ``hide`` and the like of other set-ups are only warned of."""

DATED_KINDS = ("reports", "papers", "reflections", "lectures", "seminars", "studies", "trainings")
"""Kinds that are filed by year and listed by date."""


def kind_of(article_id: str) -> Kind:
    """The kind that an id's place makes it: nobody types the kind."""
    return next((kind for kind in _KINDS if kind.pattern.fullmatch(article_id)), PAGE)
