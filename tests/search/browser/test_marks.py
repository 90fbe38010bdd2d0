"""An article that was opened from a result: its words are marked, and the first one is in sight."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.search.browser.conftest import opened, sync_api

ARTICLE = "reports/2026/huangqi/"
IN_SIGHT = """() => {
  const box = document.querySelector(".x-mark--now").getBoundingClientRect();
  return box.top > 60 && box.bottom < innerHeight;
}"""
WATCH_SCROLLING = """
window.scrolled = [];
const scroll = Element.prototype.scrollIntoView;
Element.prototype.scrollIntoView = function (how) {
  window.scrolled.push(how.behavior);
  scroll.call(this, how);
};
"""


def open_marked(page: sync_api.Page, address: str, article: str, *words: str) -> list[str]:
    """Open an article; its marked texts, those that tags cut joined."""
    page.goto(f"{address}{article}?{urlencode([('h', word) for word in words])}")
    page.locator(".x-marks").wait_for()
    return page.locator("mark.x-mark").all_text_contents()


def test_a_result_leads_to_its_first_match(page: sync_api.Page, address: str) -> None:
    page.goto(f"{address}search/?q=%E6%94%B6%E8%B4%AD%E5%95%86")
    page.locator("[data-id] a").first.click()
    page.locator("mark.x-mark--now").wait_for()
    assert page.locator("mark.x-mark").all_text_contents() == ["收购商"]
    page.wait_for_function(IN_SIGHT)
    assert page.evaluate("window.scrollY") > 1000


def test_variants_and_synonyms_are_marked_across_tags(page: sync_api.Page, address: str) -> None:
    marked = open_marked(page, address, ARTICLE, "黄芪")
    # Title, summary, synonym, traditional form, a cell, and what is folded away; 黄耆 is no word of the list here.
    assert marked == ["黄芪", "黄芪", "北芪", "黃芪", "黄芪", "绵芪"]
    marked = open_marked(page, address, ARTICLE, "黄耆")
    assert "".join(marked) == "黄耆"
    assert marked == ["黄", "耆"]
    assert open_marked(page, address, "reports/2025/huibian/", "wto", "传统医药") == ["ＷＴＯ", "傳統醫藥"]


def test_the_bar_leads_from_one_to_the_next(page: sync_api.Page, address: str) -> None:
    open_marked(page, address, ARTICLE, "黄芪")
    said = page.locator(".x-marks [role=status]")
    assert said.inner_text() == "第 1 处，共 6 处"
    page.get_by_role("button", name="上一处").click()
    assert said.inner_text() == "第 6 处，共 6 处"
    assert page.evaluate("document.querySelector('.x-text details').open")
    page.wait_for_function(IN_SIGHT)
    page.get_by_role("button", name="下一处").click()
    assert said.inner_text() == "第 1 处，共 6 处"


def test_marks_can_be_cleared(page: sync_api.Page, address: str) -> None:
    before = page.request.get(f"{address}{ARTICLE}").text().count("黄芪")
    open_marked(page, address, ARTICLE, "黄芪")
    page.get_by_role("button", name="清除").click()
    assert page.locator("mark, .x-marks").count() == 0
    assert page.url == f"{address}{ARTICLE}"
    assert page.content().count("黄芪") == before


def test_an_address_with_a_place_stays_there(page: sync_api.Page, address: str) -> None:
    page.goto(f"{address}{ARTICLE}?h=%E9%BB%84%E8%8A%AA#一种植")
    page.locator(".x-marks", has_text="共 6 处").wait_for()
    assert page.locator(".x-mark--now").count() == 0


@pytest.mark.parametrize("words", [["没有的词"], [""], [" "], ["<b>"]])
def test_words_that_are_not_there_mark_nothing(page: sync_api.Page, address: str, words: list[str]) -> None:
    page.goto(f"{address}{ARTICLE}?{urlencode([('h', word) for word in words])}")
    page.evaluate("window.xinglinSearch('黄芪')")
    page.wait_for_timeout(200)
    assert page.locator("mark, .x-marks").count() == 0


@pytest.mark.parametrize(("motion", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_scrolling_is_quiet_for_whoever_wants_it_so(
    chromium: sync_api.Browser, address: str, motion: str, behaviour: str
) -> None:
    with opened(chromium, address, motion=motion) as page:
        page.add_init_script(WATCH_SCROLLING)
        open_marked(page, address, ARTICLE, "收购商")
        assert page.evaluate("window.scrolled") == [behaviour]
        page.wait_for_function(IN_SIGHT)
