"""A competition's rules: competition.yml."""

from __future__ import annotations

from dataclasses import replace

from generator.model.competitions import (
    METHODS,
    Category,
    Competition,
    Criterion,
    Judge,
    Level,
    Limits,
    Prize,
    Timeline,
    Voting,
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
    list_of,
    one_of,
    read_record,
    record_of,
)
from generator.sources.yaml_nodes import Mapping, Node

ENTRY_KINDS = ("reports", "papers")
_KIND_WORDS = {"reports": "reports", "papers": "papers", "调研报告": "reports", "论文": "papers"}
_KINDS = FieldType("kinds", list_of(one_of(_KIND_WORDS, "kinds"), "list"), (), "[reports, papers]")

LEVEL = (
    Field("from", "起", NUMBER, required=True),
    Field("meaning", "含义", TEXT, required=True),
)
_LEVELS = FieldType(
    "levels",
    list_of(record_of(LEVEL, lambda r: Level(r.values["from"], r.values["meaning"])), "list"),
    (),
    "[{from: 90, meaning: 国内少见}]",
)

CRITERION = (
    Field("id", "编号", TEXT, required=True),
    Field("name", "名称", TEXT, required=True),
    Field("weight", "权重", NUMBER, required=True),
    Field("max", "满分", NUMBER),
    Field("about", "说明", TEXT),
    Field("levels", "分档", _LEVELS),
)


def _criterion(record: Record) -> Criterion:
    values = record.values
    maximum = values["max"] if "max" in record.lines else 100.0
    return Criterion(values["id"], values["name"], values["weight"], maximum, values["about"], values["levels"])


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


VOTES = (
    Field("weight", "权重", NUMBER),
    Field("choices", "每人选几篇", WHOLE_NUMBER),
    Field("days", "投票", DAYS),
)


def _voting(record: Record) -> Voting:
    return Voting(record.values["weight"], record.values["choices"] or Voting().choices, record.values["days"])


LIMITS = (
    Field("least", "最少字数", WHOLE_NUMBER),
    Field("most", "最多字数", WHOLE_NUMBER),
    Field("per_author", "每人篇数", WHOLE_NUMBER),
)
_NAMES = {"always": "always", "notice": "notice", "announced": "announced", "一直": "always", "公示": "notice"}
_NAMES["公布"] = "announced"

TIMELINE = (
    Field("submissions_close", "征集截止", DAY),
    Field("judging_opens", "评审开始", DAY),
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
        FieldType("votes", record_of(VOTES, _voting), Voting(), "{weight: 0.1, choices: 3}"),
    ),
    Field("ties", "并列", TEXTS),
    Field("names", "署名", FieldType("names", one_of(_NAMES, "names"), "always", "always")),
    Field(
        "limits",
        "要求",
        FieldType(
            "limits",
            record_of(LIMITS, lambda r: Limits(**r.values)),
            Limits(),
            "{least: 2000, per_author: 2}",
        ),
    ),
    Field("objections", "异议", TEXT),
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
        names=values["names"],
        ties=values["ties"],
        limits=values["limits"],
        voting=values["votes"],
        objections=values["objections"],
        timeline=values["timeline"],
    )
