"""A site with its index, in Chromium: over http and from a disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.search.browser.bureau import write_bureau
from tests.site.conftest import Run, xinglin_module
from tests.site.test_browser import CHROMIUM, chromium, serving

sync_api = pytest.importorskip("playwright.sync_api")
DESKTOP, PHONE = (1280, 860), (360, 740)
__all__ = ["chromium", "xinglin_module"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder need a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, xinglin_module: Run) -> Path:
    """The folder of a built site; its name needs quoting in addresses."""
    folder = tmp_path_factory.mktemp("bureau")
    write_bureau(folder / "content")
    result = xinglin_module("build", "--content", folder / "content", "--out", folder / "网 站")
    assert result.returncode == 0, result.stderr
    return folder / "网 站"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving(site) as found:
        yield found


@dataclass
class Window:
    """A page with what went wrong in it; a test may expect some of that."""

    page: sync_api.Page
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, home: str) -> None:
        self.page.on("request", lambda r: None if r.url.startswith((home, "data:")) else self.outside.append(r.url))
        self.page.on("response", lambda r: self.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)


@contextmanager
def opened(
    chromium: sync_api.Browser, home: str, size: tuple[int, int] = DESKTOP, motion: str = "reduce"
) -> Iterator[sync_api.Page]:
    """A window in which nothing may fail and nothing may come from elsewhere."""
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion=motion)
    context.set_default_timeout(10_000)
    window = Window(context.new_page())
    window.watch(home)
    try:
        yield window.page
        assert (window.outside, window.failed, window.errors) == ([], [], [])
    finally:
        context.close()


@pytest.fixture
def page(chromium: sync_api.Browser, address: str) -> Iterator[sync_api.Page]:
    """A window on the front page."""
    with opened(chromium, address) as page:
        page.goto(address)
        yield page


@pytest.fixture
def phone(chromium: sync_api.Browser, address: str) -> Iterator[sync_api.Page]:
    """The same on a phone."""
    with opened(chromium, address, PHONE) as page:
        page.goto(address)
        yield page
