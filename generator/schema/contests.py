"""A competition's rules (competition.yml) and the judges' ballots."""

from __future__ import annotations

from dataclasses import replace

from generator.model.competitions import (
    METHODS,
    Ballot,
    Category,
    Competition,
    Criterion,
    Judge,
    Panel,
    Prize,
    Score,
    Task,
    Timeline,
)
from generator.schema.types import (
    DAY,
    DAYS,
    NUMBER,
    TEXT,
    TEXTS,
    WHOLE_NUMBER,
    Field,
    FieldType,
    Reading,
    Record,
    Unfit,
    list_of,
    one_of,
    read_record,
    record_of,
)
from generator.sources.yaml_nodes import Mapping, Node, Scalar

ENTRY_KINDS = ("reports", "papers")
_KIND_WORDS = {"reports": "reports", "papers": "papers", "调研报告": "reports", "论文": "papers"}
_KINDS = FieldType("kinds", list_of(one_of(_KIND_WORDS, "kinds"), "list"), (), "[reports, papers]")

CRITERION = (
    Field("id", "编号", TEXT, required=True),
    Field("name", "名称", TEXT, required=True),
    Field("weight", "权重", NUMBER, required=True),
    Field("max", "满分", NUMBER),
)


def _criterion(record: Record) -> Criterion:
    values = record.values
    maximum = values["max"] if "max" in record.lines else 100.0
    return Criterion(values["id"], values["name"], values["weight"], maximum)


JUDGE = (
    Field("id", "编号", TEXT, required=True),
    Field("name", "姓名", TEXT),
    Field("affiliation", "单位", TEXT),
    Field("conflicts", "回避", TEXTS),
)
_read_judge = record_of(JUDGE, lambda r: Judge(**r.values))


def _judge(node: Node, reading: Reading) -> Judge:
    if isinstance(node, Mapping):
        judge: Judge = _read_judge(node, reading)
        return replace(judge, line=node.line)
    return Judge(str(TEXT.read(node, reading)), line=node.line)


PRIZE = (
    Field("name", "名称", TEXT, required=True),
    Field("count", "名额", WHOLE_NUMBER, required=True),
)
_PRIZES = FieldType(
    "prizes",
    list_of(record_of(PRIZE, lambda r: Prize(r.values["name"], r.values["count"])), "list"),
    (),
    "[{name: 一等奖, count: 3}]",
)

CATEGORY = (
    Field("name", "名称", TEXT, required=True),
    Field("kinds", "类别", _KINDS, required=True),
    Field("prizes", "奖项", _PRIZES),
)


def _category(record: Record) -> Category:
    return Category(record.values["name"], record.values["kinds"], record.values["prizes"])


VOTES = (Field("weight", "权重", NUMBER),)
TIMELINE = (
    Field("submissions_close", "征集截止", DAY),
    Field("judging_closes", "评审截止", DAY),
    Field("notice", "公示", DAYS),
    Field("announced", "公布", DAY),
)

COMPETITION = (
    Field("year", "年度", WHOLE_NUMBER, required=True),
    Field("kinds", "类别", _KINDS),
    Field(
        "categories",
        "分组",
        FieldType(
            "categories",
            list_of(record_of(CATEGORY, _category), "list"),
            (),
            "[{name: 论文组, kinds: [papers]}]",
        ),
    ),
    Field("reviews_per_entry", "每篇评委数", WHOLE_NUMBER),
    Field("method", "方法", FieldType("method", one_of({m: m for m in METHODS}, "method"), "mean", "mean")),
    Field(
        "criteria",
        "标准",
        FieldType(
            "criteria",
            list_of(record_of(CRITERION, _criterion), "list"),
            (),
            "[{id: value, name: 应用价值, weight: 30, max: 100}]",
        ),
        required=True,
    ),
    Field(
        "judges",
        "评委",
        FieldType("judges", list_of(_judge, "list"), (), "[p0077, {id: ext1, name: 外请专家, affiliation: 某大学}]"),
        required=True,
    ),
    Field("prizes", "奖项", _PRIZES),
    Field(
        "votes",
        "网上评选",
        FieldType("votes", record_of(VOTES, lambda r: r.values["weight"]), 0.0, "{weight: 0}"),
    ),
    Field(
        "timeline",
        "日程",
        FieldType(
            "timeline",
            record_of(TIMELINE, lambda r: Timeline(**r.values)),
            Timeline(),
            "{submissions_close: 2026-11-30}",
        ),
    ),
)


def read_competition(node: Node | None, name: str, reading: Reading) -> Competition | None:
    """Read a competition.yml; None, with a problem noted, where it is no mapping."""
    if not isinstance(node, Mapping):
        if node is not None or not reading.problems:
            reading.problem(1, "data-shape", "competition")
        return None
    values = read_record(node, COMPETITION, reading).values
    kinds = values["kinds"] or ENTRY_KINDS
    categories = values["categories"] or (Category("", kinds, values["prizes"]),)
    return Competition(
        name=name,
        path=reading.path,
        year=values["year"],
        kinds=tuple(dict.fromkeys(k for c in categories for k in c.kinds)),
        criteria=values["criteria"],
        judges=values["judges"],
        categories=tuple(Category(c.name, c.kinds, c.prizes or values["prizes"]) for c in categories),
        reviews_per_entry=values["reviews_per_entry"] or 5,
        method=values["method"],
        votes_weight=values["votes"],
        timeline=values["timeline"],
    )


def _marks(node: Node, reading: Reading) -> tuple[tuple[str, float], ...]:
    if not isinstance(node, Mapping):
        raise Unfit("marks", node.line)
    return tuple((key.text, float(NUMBER.read(value, reading))) for key, value in node.pairs if not _blank(value))


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty


SCORE = (
    Field("entry", "作品", TEXT, required=True),
    Field("criteria", "评分", FieldType("marks", _marks, (), "{innovation: 85, value: 78}")),
    Field("comment", "评语", TEXT),
    Field("declined", "回避", TEXT),
)


def _scores(node: Node, reading: Reading) -> tuple[Score, ...]:
    read: tuple[Score, ...] = list_of(_score, "list")(node, reading)
    return read


def _score(node: Node, reading: Reading) -> Score:
    if not isinstance(node, Mapping):
        raise Unfit("record", node.line, known="entry、criteria、comment、declined")
    values = read_record(node, SCORE, reading).values
    return Score(values["entry"], values["criteria"], values["comment"], values["declined"], node.line)


BALLOT = (
    Field("judge", "评委", TEXT, required=True),
    Field(
        "scores",
        "评分",
        FieldType("scores", _scores, (), "[{entry: reports/2026/diaoyan, criteria: {value: 80}}]"),
        required=True,
    ),
)


def read_ballot(node: Node | None, competition: str, reading: Reading) -> Ballot | None:
    """Read one judge's ballot; None, with a problem noted, where it is no mapping."""
    if not isinstance(node, Mapping):
        if node is not None or not reading.problems:
            reading.problem(1, "data-shape", "ballot")
        return None
    record = read_record(node, BALLOT, reading)
    return Ballot(
        competition,
        reading.path,
        record.values["judge"],
        record.values["scores"],
        record.lines.get("judge", 1),
    )


TASK = (
    Field("judge", "评委", TEXT, required=True),
    Field("entries", "作品", TEXTS, required=True),
)
_read_task = record_of(TASK, lambda r: Task(**r.values))


def _task(node: Node, reading: Reading) -> Task:
    task: Task = _read_task(node, reading)
    return replace(task, line=node.line)


PANEL = (
    Field(
        "tasks",
        "分工",
        FieldType("tasks", list_of(_task, "list"), (), "[{judge: p0077, entries: [reports/2026/diaoyan]}]"),
        required=True,
    ),
)


def read_panel(node: Node | None, competition: str, reading: Reading) -> Panel | None:
    """Read an assignment.yml; None, with a problem noted, where it is no mapping."""
    if not isinstance(node, Mapping):
        if node is not None or not reading.problems:
            reading.problem(1, "data-shape", "panel")
        return None
    return Panel(competition, reading.path, read_record(node, PANEL, reading).values["tasks"])
