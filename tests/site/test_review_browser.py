"""The judges' site in a real browser, from a disk: sorting, filters, addresses, a phone, paper."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.site.conftest import Run
from tests.site.test_browser import CONTRAST
from tests.site.test_review import COMMITTEE, EVE, NOTICE, built

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]

DESKTOP, PHONE = (1280, 860), (390, 844)
PAGES = [
    "index.html",
    *(f"2026/{name}.html" for name in ("index", "entries", "judges", "methods", "record", "entries/31", "entries/4")),
]
SHOWN = "Array.from(document.querySelectorAll('.r-list tbody tr:not([hidden]) .r-title')).map((e) => e.textContent)"
REPORTS = [
    "中药材市场抽检调查",
    "乡镇中医馆夜间接诊调查",
    "饮片价格三年变化",
    "师承带教情况调查",
    "科普短片谁在看",
    "中医药文化角使用调查",
]
PAPERS = ["方剂配伍的统计方法", "地方药市小史", "经验记录的一种格式"]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, xinglin_module: Run) -> dict[str, str]:
    """Addresses of the site before and after authors are named."""
    content = tmp_path_factory.mktemp("content") / "content"
    shutil.copytree(COMMITTEE, content)
    folder = tmp_path_factory.mktemp("评 审")
    return {name: built(xinglin_module, content, folder / name, day).as_uri() + "/" for name, day in DAYS.items()}


DAYS = {"blind": EVE, "named": NOTICE}


@pytest.fixture(scope="module")
def chromium() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(
    chromium: sync_api.Browser, address: str, size: tuple[int, int] = DESKTOP, **options: Any
) -> Iterator[sync_api.Page]:
    """A page that may load what lies beside it only, and meets no mistake."""
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    page, wrong = context.new_page(), list[str]()
    folder = re.sub(r"(/(?:blind|named)/).*", r"\1", address)
    page.on("request", lambda r: None if r.url.startswith(folder) else wrong.append(r.url))
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    try:
        page.goto(address)
        yield page
    finally:
        context.close()
    assert wrong == []


def listed(page: sync_api.Page) -> list[str]:
    found: list[str] = page.evaluate(SHOWN)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_can_be_read(chromium: sync_api.Browser, sites: dict[str, str], scheme: str) -> None:
    faint: dict[str, list[str]] = {}
    with opened(chromium, sites["blind"] + "index.html", color_scheme=scheme) as page:
        for path in PAGES:
            page.goto(sites["blind"] + path)
            expected = {"light": "default", "dark": "slate"}[scheme]
            assert page.evaluate("document.body.dataset.mdColorScheme") == expected
            if found := page.evaluate(CONTRAST):
                faint[path] = found
    assert faint == {}


@pytest.mark.parametrize("name", DAYS)
def test_pages_fit_a_phone(chromium: sync_api.Browser, sites: dict[str, str], name: str) -> None:
    wide = {}
    with opened(chromium, sites[name] + "index.html", PHONE) as page:
        for path in PAGES:
            page.goto(sites[name] + path)
            width = page.evaluate(
                "Math.max(document.documentElement.scrollWidth, ...Array.from(document.querySelectorAll('main *'))"
                ".map((e) => e.getBoundingClientRect().right).map(Math.floor))"
            )
            if width > PHONE[0]:
                wide[path] = width
    assert wide == {}


def test_what_is_tapped_is_large_enough(chromium: sync_api.Browser, sites: dict[str, str]) -> None:
    with opened(chromium, sites["blind"] + "2026/index.html", PHONE, has_touch=True) as page:
        for element in page.locator("main button:visible, main select:visible, main input:visible, .r-nav a").all():
            box = element.bounding_box()
            assert box
            assert box["height"] >= 44, element.text_content()


def test_the_list_is_sorted_by_keyboard_and_says_so(chromium: sync_api.Browser, sites: dict[str, str]) -> None:
    with opened(chromium, sites["blind"] + "2026/index.html") as page:
        assert listed(page) == REPORTS + PAPERS
        head = page.get_by_role("columnheader", name="平均分").first
        head.get_by_role("button").focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        assert listed(page)[:4] == [REPORTS[0], REPORTS[1], REPORTS[3], REPORTS[2]]
        assert page.locator("[aria-sort]").count() == 2  # one in each table
        assert page.url.endswith("#sort=other&down=1")
        page.keyboard.press("Space")
        assert head.get_attribute("aria-sort") == "ascending"
        assert listed(page)[:6] == [REPORTS[5], REPORTS[4], REPORTS[2], REPORTS[3], REPORTS[1], REPORTS[0]]
        page.get_by_role("columnheader", name="名次", exact=True).first.get_by_role("button").click()
        assert listed(page) == REPORTS + PAPERS
        assert "#" not in page.url


def test_the_edges_of_quotas_are_drawn_in_the_order_of_places_only(
    chromium: sync_api.Browser, sites: dict[str, str]
) -> None:
    style = "getComputedStyle(document.querySelector('.r-cut > td')).borderBottomStyle"
    with opened(chromium, sites["blind"] + "2026/index.html") as page:
        assert page.locator(".r-cut .r-title").all_text_contents() == [REPORTS[0], REPORTS[2], PAPERS[0]]
        assert page.evaluate(style) == "dashed"
        page.get_by_role("button", name="平均分").first.click()
        assert page.evaluate(style) == "solid"


def test_filters_leave_what_fits(chromium: sync_api.Browser, sites: dict[str, str]) -> None:
    with opened(chromium, sites["named"] + "2026/index.html") as page:
        page.get_by_label("看哪些").select_option("边界组")
        assert listed(page) == [REPORTS[2], REPORTS[3], *PAPERS[:2]]
        assert page.get_by_role("status").text_content() == "共 9 篇，列出 4 篇"
        page.get_by_label("组别").select_option("论文组")
        assert [title for title in listed(page) if page.get_by_text(title).first.is_visible()] == PAPERS[:2]
        page.get_by_label("查找").fill("白若水")
        assert page.get_by_role("status").text_content() == "共 9 篇，列出 1 篇"
        page.get_by_label("查找").fill("没有的词")
        assert page.get_by_text("没有符合条件的作品。").is_visible()
        page.get_by_role("button", name="恢复原样").click()
        assert listed(page) == REPORTS + PAPERS
        page.get_by_label("看哪些").select_option("评审组有决定")
        assert listed(page) == REPORTS[2:4]


def test_every_state_has_an_address(chromium: sync_api.Browser, sites: dict[str, str]) -> None:
    with opened(chromium, sites["blind"] + "2026/index.html") as page:
        page.get_by_label("看哪些").select_option("获奖的")
        page.get_by_label("组别").select_option("调研报告组")
        page.get_by_label("查找").fill("调查 作品")
        page.get_by_role("button", name="名次范围").first.click()
        address, found = page.url, listed(page)
        assert found == [REPORTS[3], REPORTS[0], REPORTS[1]]
    with opened(chromium, address) as page:
        assert listed(page) == found
        assert page.get_by_label("看哪些").input_value() == "prize"
        assert page.get_by_label("组别").input_value() == "调研报告组"
        assert page.get_by_label("查找").input_value() == "调查 作品"
        page.evaluate("location.hash = '#find=药市'")
        page.wait_for_function("document.querySelector('[role=status]').textContent.includes('列出 1 篇')")
        page.locator(".r-title:visible").click()
        page.go_back()
        assert listed(page) == [PAPERS[1]]


@pytest.mark.parametrize("odd", ["#sort=nothing&down=1", "#show=%3Cb%3E", "#category=x", "#%", "#sort=__proto__"])
def test_an_odd_address_does_no_harm(chromium: sync_api.Browser, sites: dict[str, str], odd: str) -> None:
    with opened(chromium, sites["blind"] + "2026/index.html" + odd) as page:
        page.get_by_role("button", name="恢复原样").click()
        assert listed(page) == REPORTS + PAPERS


def test_without_scripts_everything_is_there(chromium: sync_api.Browser, sites: dict[str, str]) -> None:
    with opened(chromium, sites["blind"] + "2026/index.html", java_script_enabled=False) as page:
        assert page.locator(".r-list .r-title").all_text_contents() == REPORTS + PAPERS
        assert not page.locator(".r-filters").is_visible()
        assert page.locator(".r-list button").count() == 0
        page.locator(".r-title").first.click()
        assert page.locator("h1").text_content() == REPORTS[0]


def test_the_chart_has_a_name_words_and_its_numbers(chromium: sync_api.Browser, sites: dict[str, str]) -> None:
    with opened(chromium, sites["blind"] + "2026/judges.html") as page:
        chart = page.get_by_role("img", name="各位评委的宽严")
        assert "最宽的在上" in (chart.locator("desc").text_content() or "")
        drawn = dict(
            zip(
                chart.locator(".r-name").all_text_contents(),
                [float(v.replace("−", "-")) for v in chart.locator(".r-value").all_text_contents()],
                strict=True,
            )
        )
        table = page.locator("table").first
        column = table.locator("thead th").all_text_contents().index("宽严")
        told = {
            row.locator("th").text_content(): float(
                (row.locator("td").nth(column - 1).text_content() or "").strip().replace("−", "-")
            )
            for row in table.locator("tbody tr").all()
        }
        assert {name: round(value, 1) for name, value in told.items()} == pytest.approx(drawn, abs=0.1)
        dots = [circle.bounding_box() for circle in chart.locator("circle").all()]
        assert [d["x"] for d in dots if d] == sorted((d["x"] for d in dots if d), reverse=True)
        frame = chart.bounding_box()
        assert frame
        for text in chart.locator("text").all():
            box = text.bounding_box()
            assert box
            assert frame["x"] - 1 <= box["x"] <= box["x"] + box["width"] <= frame["x"] + frame["width"] + 20


def test_pages_print_on_a4(chromium: sync_api.Browser, sites: dict[str, str], tmp_path: Path) -> None:
    from pypdf import PdfReader

    with opened(chromium, sites["blind"] + "2026/index.html", color_scheme="dark") as page:
        page.pdf(path=tmp_path / "list.pdf", prefer_css_page_size=True)
        page.emulate_media(media="print")
        assert not page.locator(".r-filters").is_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('.r-title')).color") == "rgb(0, 0, 0)"
        assert page.evaluate(CONTRAST) == []
    sheets = PdfReader(tmp_path / "list.pdf").pages
    assert len(sheets) <= 2
    assert [round(float(side)) for side in sheets[0].mediabox[2:]] == [595, 842]
