"""Pages in a real browser: they load nothing from elsewhere, fit a phone, can be read, and can be searched."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.sources.markdown import convert
from tests.site.conftest import MINIATURE, Run
from tests.sources.test_html import ATTACKS

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]

PAGES = [
    "",
    "404.html",
    "books/",
    "books/neijing/",
    "competitions/",
    "competitions/2026/",
    "competitions/2026/entries/",
    "departments/",
    "departments/keyan/",
    "forum/",
    "forum/liuren/",
    "forum/liuren/002/",
    "guide/",
    "lectures/2026/jiangzuo/",
    "papers/",
    "people/",
    "people/li/",
    "plans/2026/keyan/",
    "reports/2026/diaoyan/",
    "reports/2026/wide/",
    "tags/",
]
CONTEST = Path(__file__).parent / "contest"
CONTEST_PAGES = {
    "1783051200": ["", "competitions/", "competitions/2026/", "competitions/2026/notice/"],  # 2026-07-03, on notice
    "1783483200": [  # 2026-07-08, announced
        *("", "competitions/", "competitions/2026/", "competitions/2026/notice/", "competitions/2026/results/"),
        *("competitions/2026/entries/", "people/a1/", "departments/d1/", "reports/2026/a/"),
    ],
}
"""Pages of a competition, by the day (SOURCE_DATE_EPOCH) on which they are looked at."""
DESKTOP, PHONE = (1280, 860), (360, 740)
HEAD = "---\ntitle: {}\nauthors: [wang]\ndate: 2026-05-05\n---\n\n"

CONTRAST = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const luminance = (c) => {
    const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0.99) return c.slice(0, 3);
      if (getComputedStyle(e).backgroundImage !== "none") return null;
      if (c[3] > 0) return null;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const e of document.querySelectorAll("main *, footer *")) {
    const text = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join("");
    if (!text || !e.getClientRects().length) continue;
    const back = background(e), front = parse(getComputedStyle(e).color).slice(0, 3);
    if (!back) continue;
    const [a, b] = [luminance(front), luminance(back)].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(`${text.slice(0, 20)} ${front} on ${back}`);
  }
  return faint;
}"""


@dataclass
class Seen:
    """What a browser met on its way."""

    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, xinglin_module: Run) -> Iterator[str]:
    content = tmp_path_factory.mktemp("content") / "content"
    shutil.copytree(MINIATURE, content)
    wide = (
        "| " + " | ".join(f"第{n}列的名称" for n in range(20)) + " |\n|" + " --- |" * 20 + "\n" + "| 数 " * 20 + "|\n"
    )
    wide += "\n```\n" + "一行很长的代码" * 60 + "\n```\n\n" + "a" * 400 + "\n\nhttps://example.org/" + "b" * 300 + "\n"
    (content / "reports/2026/wide.md").write_text(HEAD.format("宽表") + wide, encoding="utf-8")
    site = tmp_path_factory.mktemp("site") / "site"
    result = xinglin_module("build", "--content", content, "--out", site)
    assert result.returncode == 0, result.stderr
    # Each by itself, as one that opens a comment would hide those that follow.
    bodies = "\n".join(f"<div>{convert(attack, 'index').html}</div>" for attack in ATTACKS)
    (site / "attacks.html").write_text(f"<!doctype html><meta charset=utf-8><body>{bodies}", encoding="utf-8")
    with serving(site) as found:
        yield found


@pytest.fixture(scope="module", params=sorted(CONTEST_PAGES))
def contest(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, xinglin_module: Run
) -> Iterator[tuple[str, list[str]]]:
    """The address of a site whose competition is as far as it is on a day, with the pages to look at."""
    site = tmp_path_factory.mktemp("contest") / "site"
    result = xinglin_module("build", "--content", CONTEST, "--out", site, SOURCE_DATE_EPOCH=request.param)
    assert result.returncode == 0, result.stderr
    with serving(site) as found:
        yield found, CONTEST_PAGES[request.param]


@contextmanager
def serving(site: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


@pytest.fixture(scope="module")
def chromium() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(
    chromium: sync_api.Browser, address: str, size: tuple[int, int] = DESKTOP, scheme: str = "light"
) -> Iterator[tuple[sync_api.Page, Seen]]:
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page, seen = context.new_page(), Seen()
    page.on("request", lambda r: None if r.url.startswith((address, "blob:")) else seen.outside.append(r.url))
    page.on("response", lambda r: seen.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.on("pageerror", lambda e: seen.errors.append(str(e)))
    page.on("console", lambda m: seen.errors.append(m.text) if m.type == "error" else None)
    page.on("dialog", lambda d: (seen.errors.append(f"dialog {d.message}"), d.dismiss()))
    try:
        yield page, seen
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_load_alone_and_can_be_read(chromium: sync_api.Browser, address: str, scheme: str) -> None:
    faint: dict[str, list[str]] = {}
    with opened(chromium, address, scheme=scheme) as (page, seen):
        for path in PAGES:
            page.goto(address + path, wait_until="load")
            assert page.locator("h1").count() >= 1 or path in ("", "404.html"), path
            if found := page.evaluate(CONTRAST):
                faint[path] = found
    assert seen == Seen()
    assert faint == {}


def test_the_contrast_would_show_faint_words(chromium: sync_api.Browser, address: str) -> None:
    with opened(chromium, address) as (page, _):
        page.goto(address)
        page.add_style_tag(content="main a { color: #cfd8d3 !important; }")
        assert page.evaluate(CONTRAST)


def test_pages_fit_a_phone(chromium: sync_api.Browser, address: str) -> None:
    too_wide = []
    with opened(chromium, address, PHONE) as (page, seen):
        for path in PAGES:
            page.goto(address + path, wait_until="load")
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE[0]:
                too_wide.append(f"{path} {width}")
    assert too_wide == []
    assert seen == Seen()


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")])
def test_pages_of_a_competition_can_be_read_on_every_screen(
    chromium: sync_api.Browser, contest: tuple[str, list[str]], size: tuple[int, int], scheme: str
) -> None:
    address, pages = contest
    with opened(chromium, address, size, scheme) as (page, seen):
        for path in pages:
            page.goto(address + path, wait_until="load")
            assert page.evaluate(CONTRAST) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
            low = "a => a.filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44).length"
            assert page.locator("main .x-button").evaluate_all(low) == 0, path
    assert seen == Seen()


def test_the_stage_that_is_on_is_marked_with_the_seal(chromium: sync_api.Browser, address: str) -> None:
    with opened(chromium, address) as (page, _):
        page.goto(address + "competitions/2026/")
        current = page.locator("[aria-current=step]")
        assert "评审" in current.inner_text()
        assert current.evaluate("e => getComputedStyle(e).color") == "rgb(179, 64, 46)"
        assert page.get_by_text("正在评审 · 还有 12 天").first.is_visible()


def test_no_attack_comes_to_life(chromium: sync_api.Browser, address: str) -> None:
    with opened(chromium, address) as (page, seen):
        page.goto(address + "attacks.html", wait_until="networkidle")
        assert page.locator("div").count() >= len(ATTACKS)
        for element in page.locator("div > p, a, img, summary").all()[:300]:
            element.dispatch_event("mouseover")
            element.dispatch_event("focus")
    # Pictures of these pages are not there; nothing else may have happened.
    assert (seen.outside, [e for e in seen.errors if "404" not in e]) == ([], [])


def test_the_menu_opens_on_a_phone(chromium: sync_api.Browser, address: str) -> None:
    with opened(chromium, address, PHONE) as (page, seen):
        page.goto(address)
        link = page.locator("header nav a", has_text="论坛").first
        assert not link.is_visible()
        page.locator("header label").click()
        link.wait_for(state="visible")
        page.keyboard.press("Escape")
        link.wait_for(state="hidden")
        page.get_by_role("checkbox", name="全部栏目").press("Space")
        link.click()
        page.wait_for_url("**/forum/**")
    assert seen == Seen()


def test_the_colours_that_a_reader_chose_stay(chromium: sync_api.Browser, address: str) -> None:
    colours = "document.body.dataset.mdColorScheme"
    with opened(chromium, address, scheme="dark") as (page, seen):
        page.goto(address)
        assert page.evaluate(colours) == "slate"
        page.get_by_role("button", name="浅色").click()
        assert page.evaluate(colours) == "default"
        page.goto(address + "reports/2026/diaoyan/")
        assert page.evaluate(colours) == "default"
        page.get_by_role("button", name="深色").click()
        assert page.evaluate(colours) == "slate"
    assert seen == Seen()


def test_what_is_folded_away_is_printed(chromium: sync_api.Browser, address: str) -> None:
    with opened(chromium, address) as (page, seen):
        page.goto(address + "reports/2026/diaoyan/")
        page.evaluate("document.querySelector('.x-text').innerHTML += '<details>x</details>'")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate("document.querySelector('.x-text details:last-child').open")
    assert seen == Seen()


def test_pages_can_be_read_without_scripts(chromium: sync_api.Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "reports/2026/diaoyan/")
    assert page.locator(".x-text p").first.is_visible()
    assert page.locator("header nav a", has_text="论坛").first.is_visible()
    context.close()
