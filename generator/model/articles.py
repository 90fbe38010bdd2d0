"""What people write. One class a kind; the names of the fields are those of the front matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.people import Absence, Author
from generator.sources.history import FileHistory
from generator.sources.markdown import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What every kind has.

    ``id`` is the path under content/ without ``.md``; ``kind`` is a key of ``schema.KINDS``. ``lines`` tells the line
    of each field that the author wrote, ``body_line`` that of the body's first line, ``body_source`` its Markdown.
    ``department`` holds what was written in the front matter; ``Library.department_of`` knows the default. ``time`` is
    given where the author wrote one with the date.
    """

    id: str
    kind: str
    path: str
    title: str = ""
    authors: tuple[Author, ...] = ()
    date: dt.date | None = None
    time: dt.time | None = None
    summary: str = ""
    tags: tuple[str, ...] = ()
    department: str = ""
    draft: bool = False
    aliases: tuple[str, ...] = ()
    activity: str = ""
    body: Body
    body_source: str = ""
    body_line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict)
    history: FileHistory | None = None

    def line_of(self, name: str) -> int:
        """The line on which a field was written; 1 when it was not."""
        return self.lines.get(name, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Article):
    """A plain page: any Markdown that is of no other kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Article):
    """A work that may enter a competition; ``competition`` is the year's name, or empty."""

    competition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Entry):
    """调研报告."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Entry):
    """论文."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection(Article):
    """读书心得; ``book`` is the name of a file in books/."""

    book: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecture(Article):
    """讲座笔记; ``speaker`` is a person's id or the name of a guest."""

    speaker: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Article):
    """Something people attended; ``attendees`` are ids of people."""

    attendees: tuple[str, ...] = ()
    absent: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seminar(Session):
    """读书研讨会 on a book."""

    book: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study(Session):
    """集体学习."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Session):
    """培训; ``hours`` is its length."""

    hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of a plan; ``evidence`` holds ids of articles."""

    text: str
    done: bool = False
    evidence: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Article):
    """年度计划 of the department that the file is named after."""

    goals: tuple[Goal, ...] = ()

    @property
    def year(self) -> str:
        """The year of its folder."""
        return self.id.split("/")[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book(Article):
    """推荐书目. ``recommended_by`` is a person's id, a department's id or a name; ``batch`` is such as ``2026-1``."""

    author: str = ""
    publisher: str = ""
    published: str = ""
    isbn: str = ""
    recommended_by: str = ""
    reason: str = ""
    batch: str = ""

    @property
    def name(self) -> str:
        """What ``book:`` refers to."""
        return self.id.removeprefix("books/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Article):
    """论坛专题, open from ``opens`` to ``closes`` (inclusive; None: not closed yet).

    ``host`` is a person's id or a name.
    """

    host: str = ""
    opens: dt.date | None = None
    closes: dt.date | None = None

    @property
    def name(self) -> str:
        """The folder of the theme."""
        return self.id.split("/")[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Article):
    """发言. ``reply_to`` names another post of the theme."""

    reply_to: str = ""

    @property
    def written(self) -> dt.datetime:
        """When it was written; a post without a date counts as the oldest."""
        return dt.datetime.combine(self.date or dt.date.min, self.time or dt.time.min)

    @property
    def theme(self) -> str:
        """The name of the theme it belongs to."""
        return self.id.split("/")[1]

    @property
    def name(self) -> str:
        """What ``reply_to`` refers to."""
        return self.id.split("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Article):
    """评比办法: the words that go with a competition's rules."""

    @property
    def competition(self) -> str:
        """The competition's name, which is its folder."""
        return self.id.split("/")[1]
