"""All that the check of entries finds, put together."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from generator.competition.entries.examination import Examination, Examined, Means, examine
from generator.competition.entries.record import json_record
from generator.competition.entries.table import text_table
from generator.messages import catalogue
from generator.model.articles import Notice, Paper, Report
from generator.model.library import Asset
from generator.search.pinyin import spelling
from generator.search.text import fold
from generator.sources.markdown import convert
from tests.competition.builders import competition, entry, library
from tests.competition.entries.test_similarity import PASSAGE, prose

RULES = competition("""
year: 2026
criteria: [{id: value, name: 应用价值, weight: 1}]
judges: [j1]
prizes: [{name: 一等奖, count: 1}]
timeline: {submissions_close: 2026-11-10}
""")
MEANS = Means(ZoneInfo("Asia/Shanghai"), fold, spelling, lambda asset: asset.size > 0)


def made(id: str, text: str, authors: list[Any], **fields: Any) -> Report | Paper:
    body = convert(text, id)
    return replace(entry(id, authors=authors, **fields), body=body, body_source=text, body_line=9)


def examined(*articles: Report | Paper, assets: tuple[Asset, ...] = ()) -> Examination:
    known = library(articles, RULES, {"li": "home", "wu": "home"})
    notice = Notice(
        id="competitions/2026/index", kind="notices", path="x", body=convert("", "x"), body_source=prose(77, 60)
    )
    return examine(replace(known, articles=(*known.articles, notice), assets={a.path: a for a in assets}), RULES, MEANS)


def first(examination: Examination) -> Examined:
    return next(e for e in examination.entries if e.entry.id == "reports/2026/new")


def old(**fields: Any) -> Report | Paper:
    return made(
        "papers/2020/old",
        f"{prose(1, 900)}{PASSAGE}",
        ["wu"],
        **{"competition": "", "date": dt.date(2020, 1, 1)} | fields,
    )


NEW = made("reports/2026/new", f"{prose(5, 160)}{PASSAGE}", ["li"])


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({}, ["similar"]),
        ({"date": NEW.date}, ["similar"]),
        ({"date": dt.date(2026, 5, 2)}, []),
        ({"date": dt.date(2026, 5, 2), "competition": "2026"}, ["similar"]),
        ({"draft": True}, []),
        ({"authors": NEW.authors}, ["similar-own"]),
    ],
)
def test_entries_are_compared_with_each_other_and_with_what_is_earlier(
    fields: dict[str, Any], kinds: list[str]
) -> None:
    source = replace(old(), **fields)
    found = [f for f in first(examined(NEW, source)).findings if f.kind != "no-history"]
    assert [f.kind for f in found] == kinds
    for finding in found:
        assert dict(finding.params)["characters"] == "40"
        assert (finding.line, finding.mend) == (9, finding.kind == "similar")


def test_a_small_overlap_is_a_hint_only() -> None:
    new = made("reports/2026/new", f"{prose(5, 1600)}{PASSAGE}", ["li"])
    examination = examined(new, old())
    assert [(f.kind, f.mend) for f in first(examination).findings] == [("no-history", False), ("similar", False)]
    assert not examination.mends


def test_many_small_overlaps_are_no_trifle() -> None:
    pieces = [prose(500 + n, 60) for n in range(3)]
    sources = [
        made(f"papers/2020/{n}", piece, ["wu"], competition="", date=dt.date(2020, 1, 1))
        for n, piece in enumerate(pieces)
    ]
    assert examined(made("reports/2026/new", prose(5, 1300) + "".join(pieces), ["li"]), *sources).mends


def test_the_notice_may_be_repeated() -> None:
    new = made("reports/2026/new", prose(77, 60), ["li"])
    assert first(examined(new, old(body_source=prose(77, 60)))).similarity.overlaps == ()


def test_attachments_that_judges_will_not_get_are_told() -> None:
    new = made("reports/2026/new", f"{prose(5, 60)}[甲](a.doc)、[乙](b.docx)、[丙](c.docx)、[丁](d.docx)", ["li"])
    assets = [Asset(f"reports/2026/{name}", "", size) for name, size in (("a.doc", 1), ("b.docx", 1), ("c.docx", 0))]
    found = [
        dict(f.params)["file"] for f in first(examined(new, assets=tuple(assets))).findings if f.kind == "attachment"
    ]
    assert found == ["reports/2026/a.doc", "reports/2026/c.docx"]


def test_drafts_are_told_and_other_competitions_are_not() -> None:
    examination = examined(
        NEW,
        made("reports/2026/draft", "字", ["li"], draft=True),
        made("reports/2026/x", "字", ["li"], competition="2025"),
    )
    assert [e.entry.id for e in examination.entries] == ["reports/2026/draft", "reports/2026/new"]
    assert "draft" in [f.kind for f in examination.entries[0].findings]
    assert examination.mends


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_shows_every_entry_and_nothing_that_moves_a_cursor(language: str) -> None:
    wild = replace(NEW, title="题\x1b[2J目")
    shown = text_table(examined(wild, old()), catalogue(language))
    assert "reports/2026/new" in shown
    assert "\x1b" not in shown
    assert "20%" in shown
    assert max(map(len, shown.splitlines())) <= 120


def test_without_entries_that_is_said() -> None:
    assert "没有作品参加这次评比" in text_table(examined(old()), catalogue("zh"))


def test_the_record_holds_both_passages() -> None:
    record = json.loads(json_record(examined(NEW, old()), catalogue("en")))
    (told,) = record["entries"]
    assert (record["needs_action"], told["needs_action"], told["share"]) == (True, True, 0.2)
    (source,) = told["sources"]
    assert (source["id"], source["own"], source["shared"]) == ("papers/2020/old", False, 40)
    assert source["passages"] == [
        {"characters": 40, "text": PASSAGE, "line": 9, "other_text": PASSAGE, "other_line": 9}
    ]
