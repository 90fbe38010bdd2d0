from __future__ import annotations

import datetime as dt

import pytest

from generator.competition.outcome.objections import PublicObjection, names_objector, public_objections
from generator.model.proceedings import Objection, Objections
from tests.competition.builders import NAME, entry, library

CAME, TOLD = dt.date(2026, 12, 21), dt.date(2026, 12, 24)
LIBRARY = library([entry("reports/2026/甲", authors=["p1"])], None, {"p1": "d1", "p2": "d2"})


def public(*objections: Objection, today: dt.date = TOLD) -> list[PublicObjection]:
    return list(public_objections(Objections(NAME, "objections.yml", objections), LIBRARY, today))


OBJECTION = Objection(CAME, "请核对", "reports/2026/甲", "p2", TOLD, "没有错")


def test_an_objection_is_public_from_its_day_and_its_answer_from_its_own() -> None:
    open_still = PublicObjection(CAME, "请核对", "reports/2026/甲", "《甲》")
    answered = PublicObjection(CAME, "请核对", "reports/2026/甲", "《甲》", TOLD, "没有错")
    days = [CAME - dt.timedelta(days=1), CAME, TOLD - dt.timedelta(days=1), TOLD]
    assert [public(OBJECTION, today=day) for day in days] == [[], [open_still], [open_still], [answered]]


def test_an_answer_without_its_day_is_none_yet() -> None:
    (found,) = public(Objection(CAME, "请核对", answer="没有错"))
    assert (found.answered, found.answer) == (None, "")


def test_objections_come_in_order_of_their_days() -> None:
    assert [o.text for o in public(Objection(TOLD, "二"), Objection(CAME, "一"), Objection(TOLD, "三"))] == [*"一二三"]


def test_without_any_there_are_none() -> None:
    assert public_objections(None, LIBRARY, TOLD) == ()


def test_what_is_no_longer_published_is_not_named() -> None:
    (found,) = public(Objection(CAME, "请核对", "reports/2026/乙"))
    assert (found.entry, found.title) == ("", "")


@pytest.mark.parametrize(
    ("objector", "text", "answer", "named"),
    [
        ("p2", "请核对", "没有错", False),
        ("p2", "我是某p2", "没有错", True),
        ("p2", "请核对", "已向 某 p2 说明", True),
        ("外人", "外人请核对", "", True),
        ("外人", "内人请核对", "", False),
        ("", "请核对", "", False),
        (" ", "请 核对", "", False),
    ],
)
def test_who_objected_is_never_said(objector: str, text: str, answer: str, named: bool) -> None:
    objection = Objection(CAME, text, objector=objector, answered=TOLD, answer=answer)
    assert names_objector(objection, LIBRARY) is named
    assert len(public(objection)) == (0 if named else 1)
    assert all(not objector.strip() or objector not in repr(found) for found in public(objection))
