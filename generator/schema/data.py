"""The lists of _data: departments, people who may have moved, words that mean the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

from generator.model.people import Department, Membership, Person
from generator.schema.types import (
    DAY,
    LABEL,
    TEXT,
    Field,
    FieldType,
    Reading,
    Record,
    Unfit,
    list_of,
    read_record,
    record_of,
)
from generator.sources.tree import SourceFile, Unreadable, read_text
from generator.sources.yaml_nodes import Mapping, Node, Scalar, Sequence, YamlMistake, parse

DATA_LIMIT = 5_000_000
"""Bytes of a data file that are read."""

DEPARTMENT = (
    Field("id", "编号", LABEL, required=True),
    Field("name", "名称", TEXT, required=True),
    Field("leader", "负责人", TEXT),
)

MEMBERSHIP = (
    Field("department", "部门", TEXT, required=True),
    Field("from", "起", DAY),
    Field("until", "止", DAY),
)


def _membership(record: Record) -> Membership:
    values = record.values
    return Membership(values["department"], values["from"], values["until"])


_read_memberships = list_of(record_of(MEMBERSHIP, _membership), "memberships")


def _memberships(node: Node, reading: Reading) -> tuple[Membership, ...]:
    if isinstance(node, Scalar):
        return (Membership(str(TEXT.read(node, reading))),)
    found: tuple[Membership, ...] = _read_memberships(node, reading)
    if not found:
        raise Unfit("memberships", node.line)
    return tuple(sorted(found, key=lambda m: (m.start is not None, m.start)))


PERSON = (
    Field("id", "编号", LABEL, required=True),
    Field("name", "姓名", TEXT, required=True),
    Field(
        "department",
        "部门",
        FieldType("memberships", _memberships, (), "renjiaochu"),
        required=True,
    ),
    Field("title", "职务", TEXT),
)


def read_departments(node: Node | None, reading: Reading) -> dict[str, Department]:
    """Read _data/departments.yml."""

    def make(record: Record, line: int) -> Department:
        return Department(record.values["id"], record.values["name"], record.values["leader"], line)

    return _by_id(_records(node, DEPARTMENT, make, reading), reading)


def read_people(node: Node | None, reading: Reading) -> dict[str, Person]:
    """Read _data/people.yml. Somebody whose department cannot be read is left out, with a problem."""

    def make(record: Record, line: int) -> Person | None:
        values = record.values
        if not values["department"]:
            return None
        return Person(values["id"], values["name"], values["department"], values["title"], line)

    return _by_id(_records(node, PERSON, make, reading), reading)


def read_terms(node: Node | None, reading: Reading) -> tuple[tuple[str, ...], ...]:
    """Read _data/terms.yml: groups of words that mean the same."""
    read = list_of(list_of(TEXT.read, "list"), "list")
    if node is None:
        return ()
    try:
        groups: tuple[tuple[str, ...], ...] = read(node, reading)
    except Unfit as unfit:
        reading.problem(unfit.line, "data-shape", "terms")
        return ()
    return tuple(group for group in groups if len(group) > 1)


def load_yaml(file: SourceFile, reading: Reading) -> Node | None:
    """Read a YAML file; None, with a problem noted, where it cannot be read, and None where it is empty."""
    try:
        return parse(read_text(file, DATA_LIMIT))
    except Unreadable as bad:
        reading.problem(bad.line, bad.rule, **bad.params)
    except YamlMistake as mistake:
        reading.problem(mistake.line, "yaml", mistake.variant, detail=mistake.detail[:200])
    return None


class _Identified(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def line(self) -> int: ...


_T = TypeVar("_T", bound=_Identified)


def _records(
    node: Node | None,
    fields: tuple[Field, ...],
    make: Callable[[Record, int], _T | None],
    reading: Reading,
) -> Iterator[_T]:
    if node is None:
        return
    if not isinstance(node, Sequence):
        reading.problem(node.line, "data-shape", "records")
        return
    for item in node.items:
        if not isinstance(item, Mapping):
            reading.problem(item.line, "data-shape", "record", known="、".join(f.name for f in fields))
            continue
        made: Any = make(read_record(item, fields, reading), item.line)
        if made is not None and made.id:
            yield made


def _by_id(items: Iterable[_T], reading: Reading) -> dict[str, _T]:
    found: dict[str, _T] = {}
    for item in items:
        if item.id in found:
            reading.problem(item.line, "duplicate-id", id=item.id, first=found[item.id].line)
        else:
            found[item.id] = item
    return found
