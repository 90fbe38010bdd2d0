"""Entries without their authors: what judges get, and what a site may be made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from generator.competition.entries.blind import blind_copy, blinded
from generator.model.articles import Goal, Plan
from generator.model.library import Asset, Library
from generator.model.people import Author
from generator.sources.history import FileHistory
from generator.sources.markdown import convert
from tests.competition.builders import competition, entry, library

DAY = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
PAST = FileHistory(DAY, DAY, ("欧阳慕白",), 1)
RULES = """
year: 2026
names: {names}
criteria: [{{id: value, name: 应用价值, weight: 1}}]
judges: [j1]
prizes: [{{name: 一等奖, count: 1}}]
timeline: {{submissions_close: 2026-11-10, notice: [2026-12-10, 2026-12-17], announced: 2026-12-20}}
"""
SOURCE = """# 《a》

见[另一篇](b.md#x)、[附表](ouyang.xlsx)、[旧稿](ouyang.doc)、[规章](https://example.org/a?b=1&c=2)、[去信](mailto:o@example.org)、[下文](#下文)。

![欧阳 "拍" <摄>](img/ouyang.jpg)

![旧图](img/ouyang.bmp)

## 下文
"""
ASSETS = ("reports/2026/ouyang.xlsx", "reports/2026/ouyang.doc", "reports/2026/img/ouyang.jpg")


def tree(names: str = "notice", **fields: object) -> Library:
    own = entry("reports/2026/a", authors=["ouyang", {"name": "欧阳慕白", "affiliation": "某大学"}], history=PAST)
    own = replace(own, body=convert(SOURCE, own.id), department="home", **fields)
    known = library(
        [own, entry("reports/2026/b", authors=["li"], competition="")], competition(RULES.format(names=names))
    )
    plan = Plan(
        id="plans/2026/home",
        kind="plans",
        path="plans/2026/home.md",
        body=convert("正文", "plans/2026/home"),
        goals=(Goal("写", evidence=("reports/2026/a", "reports/2026/b")),),
    )
    assets = {path: Asset(path, f"/disk/{path}", 1) for path in (*ASSETS, "reports/2026/img/ouyang.bmp", "guide/x.doc")}
    return replace(known, articles=(*known.articles, plan), assets=assets)


def test_a_copy_for_judges_tells_nothing_of_its_author() -> None:
    known = tree()
    copy = blind_copy(known.by_id["reports/2026/a"], known, "17")
    assert "ouyang" not in repr(replace(copy, assets=()))
    assert "欧阳慕白" not in repr(copy)
    assert [(a.path, a.disk_path, a.nameless) for a in copy.assets] == [
        ("17-1.xlsx", "/disk/reports/2026/ouyang.xlsx", True),
        ("17-2.jpg", "/disk/reports/2026/img/ouyang.jpg", True),
    ]
    assert (copy.code, copy.title, copy.kind) == ("17", "《a》", "reports")
    assert copy.characters == known.by_id["reports/2026/a"].body.characters


def test_the_links_of_a_copy_work_without_the_site() -> None:
    known = tree()
    html = blind_copy(known.by_id["reports/2026/a"], known, "17").html
    assert "<h1" not in html
    assert '另一篇、<a href="17-1.xlsx">附表</a>、旧稿' in html
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">规章</a>、去信、' in html
    assert 'href="#' in html
    assert 'src="17-2.jpg"' in html
    assert "旧图" in html
    assert "bmp" not in html


def test_a_copy_covers_up_its_authors_and_their_department_in_its_text() -> None:
    known = tree()
    own = known.by_id["reports/2026/a"]
    text = '欧阳慕白在某大学写成。\n\n[ouyang](https://example.org/ouyang "欧阳慕白")，souyang 不是。\n\n无关。'
    own = replace(own, body=convert(text, own.id), title="欧阳慕白手记")
    copy = blind_copy(own, known, "17")
    assert "<p>■■在■■写成。</p>" in copy.html
    assert ">■■</a>，souyang 不是。" in copy.html
    assert 'href="https://example.org/ouyang"' in copy.html
    assert (copy.title, copy.masked) == ("■■手记", 2)
    assert blind_copy(known.by_id["reports/2026/b"], known, "3").masked == 0


def test_a_heading_that_is_not_the_title_stays_in_a_copy() -> None:
    known = tree(title="别的题目")
    assert "<h1" in blind_copy(known.by_id["reports/2026/a"], known, "17").html


@pytest.mark.parametrize(
    ("names", "last_blind"), [("always", None), ("notice", dt.date(2026, 12, 9)), ("announced", dt.date(2026, 12, 19))]
)
def test_authors_are_named_from_the_day_that_the_rules_say(names: str, last_blind: dt.date | None) -> None:
    known = tree(names)
    if last_blind is None:
        assert blinded(known, dt.date(2026, 1, 1)) is known
        return
    found = blinded(known, last_blind).by_id["reports/2026/a"]
    assert (found.authors, found.department, found.history) == ((), "", None)
    assert blinded(known, last_blind + dt.timedelta(days=1)) is known


def test_only_entries_are_blind() -> None:
    found = blinded(tree(), dt.date(2026, 12, 1))
    assert found.by_id["reports/2026/b"].authors == (Author("li"),)
    assert found.department_of(found.by_id["reports/2026/a"]) == ""
    plan = found.by_id["plans/2026/home"]
    assert isinstance(plan, Plan)
    assert plan.goals[0].evidence == ("reports/2026/b",)


def test_attachments_of_blind_entries_lose_their_names_and_metadata_or_are_left_out() -> None:
    found = blinded(tree(), dt.date(2026, 12, 1))
    assert {path: (asset.disk_path, asset.nameless) for path, asset in found.assets.items()} == {
        "guide/x.doc": ("/disk/guide/x.doc", False),
        "reports/2026/a-1.xlsx": ("/disk/reports/2026/ouyang.xlsx", True),
        "reports/2026/a-3.jpg": ("/disk/reports/2026/img/ouyang.jpg", True),
    }
    html = found.by_id["reports/2026/a"].body.html
    assert "<a>旧稿</a>" in html
    assert '<a href="../../../reports/2026/a-1.xlsx">附表</a>' in html
    assert 'src="../../../reports/2026/a-3.jpg"' in html
    assert 'href="../../../reports/2026/b/#x"' in html
    assert "mailto:" in html
    assert "ouyang" not in html.replace("去信", "").replace("mailto:o@example.org", "")


def test_other_articles_lead_to_the_attachments_of_blind_entries_by_their_new_names() -> None:
    known = tree()
    body = convert("[表](ouyang.xlsx)、[稿](ouyang.doc)", "reports/2026/b")
    other = replace(known.by_id["reports/2026/b"], body=body)
    known = replace(known, articles=tuple(other if a.id == other.id else a for a in known.articles))
    html = blinded(known, dt.date(2026, 12, 1)).by_id["reports/2026/b"].body.html
    assert '<a href="../../../reports/2026/a-1.xlsx">表</a>、<a>稿</a>' in html


def test_a_new_name_takes_the_place_of_no_other_file() -> None:
    known = tree()
    taken = Asset("reports/2026/a-1.xlsx", "/disk/other.xlsx", 1)
    other = replace(known.by_id["reports/2026/b"], body=convert("[表](a-1.xlsx)", "reports/2026/b"))
    known = replace(
        known,
        articles=tuple(other if a.id == other.id else a for a in known.articles),
        assets={**known.assets, taken.path: taken},
    )
    found = blinded(known, dt.date(2026, 12, 1))
    assert found.assets[taken.path] is taken
    assert found.assets["reports/2026/a-2.xlsx"].disk_path == "/disk/reports/2026/ouyang.xlsx"


def test_what_lies_beside_blind_entries_and_nobody_uses_is_left_out_until_they_are_named() -> None:
    known = tree()
    paths = ("reports/2026/何静怡.xlsx", "reports/2026/z/h.jpg", "reports/2026/draft.jpg", "reports/2025/h.jpg")
    loose = {path: Asset(path, f"/disk/{path}", 1) for path in paths}
    draft = entry("reports/2026/c", draft=True, body=convert("![](draft.jpg)", "reports/2026/c"), competition="")
    known = replace(known, articles=(*known.articles, draft), assets={**known.assets, **loose})
    kept = blinded(known, dt.date(2026, 12, 1)).assets.keys() & loose.keys()
    assert kept == {"reports/2025/h.jpg"}
    assert blinded(known, dt.date(2026, 12, 10)).assets.keys() >= loose.keys()


def test_old_addresses_of_blind_entries_lead_nowhere_until_they_are_named() -> None:
    known = tree(aliases=("reports/2026/ouyang-mubai",))
    assert blinded(known, dt.date(2026, 12, 1)).by_id["reports/2026/a"].aliases == ()
    assert blinded(known, dt.date(2026, 12, 10)).by_id["reports/2026/a"].aliases != ()


def test_rules_with_errors_name_nobody() -> None:
    known = replace(tree("always"), competitions={})
    day, path = dt.date(2027, 1, 1), "competitions/2026/competition.yml"
    assert blinded(known, day).by_id["reports/2026/a"].authors != ()
    assert blinded(known, day, {path}).by_id["reports/2026/a"].authors == ()
