"""What judges, voters and the committee hand in: ballots, assignments, votes, decisions, objections."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from generator.model.proceedings import (
    Ballot,
    BallotForm,
    Decision,
    Decisions,
    Objection,
    Objections,
    Panel,
    Score,
    Task,
    Vote,
)
from generator.schema.types import (
    DAY,
    NUMBER,
    TEXT,
    TEXTS,
    Field,
    FieldType,
    Reading,
    Record,
    Unfit,
    list_of,
    read_record,
    record_of,
)
from generator.sources.yaml_nodes import Mapping, Node, Scalar


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
    Field("exported", "导出", TEXT),
)


def _exported(text: str) -> dt.datetime | None:
    """The moment with its offset that the form wrote; anything else tells no moment that others compare with."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None else None


def read_ballot(node: Node | None, competition: str, reading: Reading) -> Ballot | None:
    """Read one judge's ballot; None, with a problem noted, where it is no mapping."""
    record = _record(node, BALLOT, "ballot", reading)
    if record is None:
        return None
    return Ballot(
        competition,
        reading.path,
        record.values["judge"],
        record.values["scores"],
        record.lines.get("judge", 1),
        _exported(record.values["exported"]),
    )


FORM = (
    Field("competition", "评比", TEXT, required=True),
    Field("judge", "评委", TEXT, required=True),
    Field("pack", "评分包", TEXT, required=True),
    Field("rules", "标准", TEXT, required=True),
    Field("entries", "作品", TEXTS, required=True),
    Field("scores", "评分", BALLOT[1].type),
    Field("unfinished", "未完", BALLOT[1].type),
    BALLOT[2],
)


def read_form(node: Node | None, reading: Reading) -> BallotForm | None:
    """Read a ballot as a judge sends it in; None where it is no mapping."""
    if not isinstance(node, Mapping):
        return None
    values = read_record(node, FORM, reading).values
    return BallotForm(codes=values.pop("entries"), exported=_exported(values.pop("exported")), **values)


TASK = (
    Field("judge", "评委", TEXT, required=True),
    Field("entries", "作品", TEXTS, required=True),
)
_read_task = record_of(TASK, lambda r: Task(**r.values))


def _task(node: Node, reading: Reading) -> Task:
    task: Task = _read_task(node, reading)
    return replace(task, line=node.line)


def _codes(node: Node, reading: Reading) -> tuple[tuple[str, str], ...]:
    if not isinstance(node, Mapping):
        raise Unfit("codes", node.line)
    return tuple((key.text, str(TEXT.read(value, reading))) for key, value in node.pairs)


PANEL = (
    Field(
        "tasks",
        "分工",
        FieldType("tasks", list_of(_task, "list"), (), "[{judge: p0077, entries: [reports/2026/diaoyan]}]"),
        required=True,
    ),
    Field("codes", "编号", FieldType("codes", _codes, (), "{reports/2026/diaoyan: '17'}")),
)


def read_panel(node: Node | None, competition: str, reading: Reading) -> Panel | None:
    """Read an assignment.yml; None, with a problem noted, where it is no mapping."""
    record = _record(node, PANEL, "panel", reading)
    if record is None:
        return None
    values = record.values
    return Panel(competition, reading.path, values["tasks"], dict(values["codes"]))


VOTE = (
    Field("voter", "投票人", TEXT, required=True),
    Field("entries", "作品", TEXTS, required=True),
)


def read_vote(node: Node | None, competition: str, reading: Reading) -> Vote | None:
    """Read one reader's vote; None, with a problem noted, where it is no mapping."""
    record = _record(node, VOTE, "vote", reading)
    if record is None:
        return None
    line = record.lines.get("voter", 1)
    return Vote(competition, reading.path, record.values["voter"], record.values["entries"], line)


DECISION = (
    Field("entry", "作品", TEXT, required=True),
    Field("prize", "奖项", TEXT),
    Field("reason", "理由", TEXT, required=True),
)
_read_decision = record_of(DECISION, lambda r: Decision(**r.values))


def _decision(node: Node, reading: Reading) -> Decision:
    decision: Decision = _read_decision(node, reading)
    return replace(decision, line=node.line)


_A_DECISION = "[{entry: reports/2026/diaoyan, prize: 二等奖, reason: 现场答辩}]"
DECISIONS = (
    Field("decided", "日期", DAY, required=True),
    Field("by", "决定人", TEXT),
    Field("decisions", "决定", FieldType("decisions", list_of(_decision, "list"), (), _A_DECISION), required=True),
)


def read_decisions(node: Node | None, competition: str, reading: Reading) -> Decisions | None:
    """Read a decisions.yml; None, with a problem noted, where it is no mapping."""
    record = _record(node, DECISIONS, "decisions", reading)
    return Decisions(competition, reading.path, **record.values) if record else None


OBJECTION = (
    Field("received", "收到", DAY, required=True),
    Field("text", "内容", TEXT, required=True),
    Field("entry", "作品", TEXT),
    Field("objector", "提出人", TEXT),
    Field("answered", "答复日期", DAY),
    Field("answer", "答复", TEXT),
)
_read_objection = record_of(OBJECTION, lambda r: Objection(**r.values))


def _objection(node: Node, reading: Reading) -> Objection:
    objection: Objection = _read_objection(node, reading)
    return replace(objection, line=node.line)


_AN_OBJECTION = "[{received: 2026-12-12, text: 请核对评分份数}]"
OBJECTIONS = (
    Field("objections", "异议", FieldType("objections", list_of(_objection, "list"), (), _AN_OBJECTION), required=True),
)


def read_objections(node: Node | None, competition: str, reading: Reading) -> Objections | None:
    """Read an objections.yml; None, with a problem noted, where it is no mapping."""
    record = _record(node, OBJECTIONS, "objections", reading)
    return Objections(competition, reading.path, record.values["objections"]) if record else None


def _record(node: Node | None, fields: tuple[Field, ...], name: str, reading: Reading) -> Record | None:
    if not isinstance(node, Mapping):
        if node is not None or not reading.problems:
            reading.problem(1, "data-shape", name)
        return None
    return read_record(node, fields, reading)
