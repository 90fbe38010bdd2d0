"""An unpacked copy of the site, opened from a disk without any server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.browser.conftest import opened, sync_api


@pytest.fixture
def copy(chromium: sync_api.Browser, site: Path) -> Iterator[tuple[sync_api.Page, str]]:
    home = site.as_uri() + "/"
    with opened(chromium, home) as page:
        page.goto(home + "index.html")
        yield page, home


def test_the_box_finds_and_leads_to_the_article(copy: tuple[sync_api.Page, str]) -> None:
    page, home = copy
    page.keyboard.press("/")
    page.keyboard.type("收购商")
    result = page.locator(".x-option--result").first
    result.wait_for()
    assert result.locator(".x-option__excerpt mark").all_inner_texts() == ["收购商"]
    result.click()
    page.wait_for_url(f"{home}reports/2026/huangqi/index.html?h=*")
    page.locator("mark.x-mark--now").wait_for()


def test_the_page_keeps_its_states(copy: tuple[sync_api.Page, str]) -> None:
    page, home = copy
    page.keyboard.press("/")
    page.keyboard.type("针灸科")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}search/index.html?q=*")
    page.locator("[data-total='23']").wait_for()
    page.get_by_role("link", name="下一页").click()
    page.wait_for_url("**page=2")
    page.locator(".x-pager [aria-current=page]", has_text="2").wait_for()
    page.locator(".x-result mark").first.wait_for()
    page.go_back()
    page.locator(".x-pager [aria-current=page]", has_text="1").wait_for()


def test_links_to_folders_open_their_pages(copy: tuple[sync_api.Page, str]) -> None:
    page, home = copy
    page.locator("header nav a", has_text="调研报告").click()
    page.wait_for_url(f"{home}reports/index.html")


def test_a_page_that_is_only_read_starts_nothing(copy: tuple[sync_api.Page, str]) -> None:
    page, home = copy
    told = page.evaluate(
        """(address) => new Promise((resolve) => {
          const frame = document.createElement("iframe");
          frame.name = "xinglin-text";
          window.addEventListener("message", (event) => resolve(event.data));
          frame.src = address;
          document.body.append(frame);
        })""",
        f"{home}reports/2026/huangqi/index.html?h=%E9%BB%84%E8%8A%AA",
    )
    assert told["xinglin"] == "text"
    assert told["article"]["summary"][0] == "五县黄芪种植户的收入和顾虑。"
    assert "黄芪每公斤 38 元" in told["article"]["body"]
    inside = next(frame for frame in page.frames if frame.name == "xinglin-text")
    assert inside.evaluate("typeof window.xinglinSearch") == "undefined"
    assert inside.locator("[role=combobox], mark, .x-marks").count() == 0
    assert inside.locator(".x-colours").get_attribute("hidden") is not None


def test_over_a_network_no_page_tells_its_text(page: sync_api.Page, address: str) -> None:
    told = page.evaluate(
        """(address) => new Promise((resolve) => {
          const frame = document.createElement("iframe");
          frame.name = "xinglin-text";
          window.addEventListener("message", (event) => resolve(event.data));
          frame.onload = () => setTimeout(() => resolve(null), 300);
          frame.src = address;
          document.body.append(frame);
        })""",
        f"{address}reports/2026/huangqi/",
    )
    assert told is None
