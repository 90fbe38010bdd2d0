"""The form that a judge fills in, in a real browser, from the disk."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.competition.judging.forms import read_form_file
from generator.competition.judging.packs import FORM
from tests.site.conftest import Run
from tests.site.offices import Office, filed
from tests.site.test_browser import CONTRAST

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM)
        yield found
        found.close()


@pytest.fixture
def page(chromium: Any, office: Office) -> Iterator[Any]:
    """The form as a judge opens it, in a browser that has never seen it; it fails on any error of the script."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    found = context.new_page()
    errors: list[str] = []
    found.on("pageerror", lambda error: errors.append(str(error)))
    found.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    found.on(
        "request",
        lambda request: (
            errors.append(request.url)
            if "://" in request.url.replace("file://", "") and not request.url.startswith("blob:")
            else None
        ),
    )
    found.goto(address(office))
    yield found
    context.close()
    assert errors == []


def address(office: Office, part: str = "") -> str:
    return (office.pack() / FORM).as_uri() + part


SMALL = """[...document.querySelectorAll("button, .button, .list a, input, textarea")]
    .filter((e) => e.offsetParent && e.type !== "checkbox" && e.getBoundingClientRect().height < 36)
    .map((e) => e.outerHTML)"""
"""What is too low for a finger."""


def marks(page: Any, code: str) -> list[str]:
    return [page.input_value(f"#mark-{code}-{number}") for number in (0, 1)]


def export(page: Any, path: Path) -> str:
    with page.expect_download() as download:
        page.click("#export")
    download.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    exported = dt.datetime.fromisoformat(yaml.safe_load(text)["exported"])
    assert abs(dt.datetime.now(dt.UTC) - exported) < dt.timedelta(minutes=1)
    assert download.value.suggested_filename == f"评分-2026-ext1-{exported:%Y%m%d-%H%M}.yml"
    return text


def test_a_judge_marks_by_keyboard_and_the_organiser_files_it(
    page: Any, own: Office, tmp_path: Path, xinglin: Run
) -> None:
    first, second = sorted((own.code, own.other), key=int)
    assert "还有 2 篇没有评完" in page.text_content("#missing")
    page.keyboard.press("Tab")
    assert page.text_content("#continue") == f"开始评 {first} 号"
    page.click("#continue")
    foot = f"#form-{first} [data-next]"
    assert page.eval_on_selector(foot, "e => e.getBoundingClientRect().bottom <= window.innerHeight")
    page.focus(f"#mark-{first}-0")
    page.keyboard.type("8.5")
    assert page.text_content(f"#mark-{first}-0-level") == "马上能用"
    page.keyboard.press("Enter")
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    page.keyboard.type('有出处："逐件登记"#1 🀄\n第二行')
    page.keyboard.press("Control+Enter")
    assert page.evaluate("location.hash") == f"#entry-{second}"
    assert page.evaluate("document.activeElement.id") == f"title-{second}"
    assert page.text_content("#count") == "已评 1 / 2"
    page.reload()
    assert marks(page, first) == ["8.5", "77"]
    assert page.text_content("#count") == "已评 1 / 2"
    page.focus(f"#declined-{second}")
    page.keyboard.press("Space")
    assert page.is_disabled(f"#mark-{second}-0")
    assert "请写明回避的原因" in page.text_content(f"#form-{second}")
    assert page.text_content(f".list [data-code='{second}'] .list__state") == "缺原因"
    page.keyboard.press("Enter")
    page.keyboard.type("利益冲突")
    page.goto(address(own, "#home"))
    assert "全部评完了" in page.text_content("#missing")
    export(page, tmp_path / "评分-2026-ext1.yml")
    assert "全部作品都有了评分" in page.text_content("#notice")
    found = xinglin("competition", "receive", tmp_path / "评分-2026-ext1.yml", "--content", own.content)
    assert found.returncode == 0, found.stdout
    scores = {s["entry"]: s for s in filed(own)["scores"]}
    ids = {own.code: "reports/2026/diaoyan", own.other: "papers/2026/lunwen"}
    assert scores[ids[first]]["criteria"] == {"value": 8.5, "writing": 77}
    assert scores[ids[first]]["comment"] == '有出处："逐件登记"#1 🀄 第二行'
    assert scores[ids[second]] == {"entry": ids[second], "declined": "利益冲突"}
    assert "xinglin competition assign 2026" in found.stdout


@pytest.mark.parametrize(
    ("value", "writing", "shown"),
    [
        ("7", "83", "75.20"),
        ("0", "0", "0.00"),
        ("8.33", "66.7", "76.66"),
        ("10", "100", "100.00"),
        ("8.0075", "0", "48.05"),
    ],
)
def test_the_weighted_mark_is_that_of_the_ranking(
    page: Any, office: Office, value: str, writing: str, shown: str
) -> None:
    page.goto(address(office, f"#{office.code}"))
    page.fill(f"#mark-{office.code}-0", value)
    page.fill(f"#mark-{office.code}-1", writing)
    assert page.text_content(f"#form-{office.code} [data-weighted]") == shown


@pytest.mark.parametrize("mark", ["10.5", "-1", "1e9"])
def test_a_mark_out_of_range_is_told_and_is_no_mark(page: Any, office: Office, tmp_path: Path, mark: str) -> None:
    page.goto(address(office, f"#{office.code}"))
    page.fill(f"#mark-{office.code}-0", mark)
    page.fill(f"#mark-{office.code}-1", "50")
    assert page.text_content(f"#mark-{office.code}-0-level") == "请填 0 到 10 之间的数"
    assert page.get_attribute(f"#mark-{office.code}-0", "aria-invalid") == "true"
    assert page.text_content("#count") == "已评 0 / 2"
    found = yaml.safe_load(export(page, tmp_path / "a.yml"))
    assert found["scores"] == []
    assert [s["criteria"] for s in found["unfinished"]] == [{"writing": 50}]


def test_what_was_exported_goes_on_at_another_computer(
    chromium: Any, page: Any, office: Office, tmp_path: Path
) -> None:
    page.goto(address(office, f"#{office.code}"))
    page.fill(f"#mark-{office.code}-0", "7")
    page.fill(f"#comment-{office.code}", '半句 "引号" \\ 反斜线')
    export(page, tmp_path / "a.yml")
    assert "还有 2 篇没有评完" in page.text_content("#notice")
    other = chromium.new_context().new_page()
    other.goto(address(office))
    other.set_input_files("#file", tmp_path / "a.yml")
    other.wait_for_selector("#notice:not([hidden])")
    assert other.text_content("#notice") == "已导入 1 篇的评分。"
    assert marks(other, office.code) == ["7", ""]
    assert other.input_value(f"#comment-{office.code}") == '半句 "引号" \\ 反斜线'
    text = (tmp_path / "a.yml").read_text(encoding="utf-8")
    for old, new, said in (
        ('judge: "ext1"', 'judge: "wang"', "别的评委"),
        ('rules: "', 'rules: "0', "另一套标准"),
        ("scores:", "scores{", "不是评分表导出的文件"),
        (f'entry: "{office.code}"', 'entry: "77"', "77 号不在这个评分包里"),
    ):
        (tmp_path / "b.yml").write_text(text.replace(old, new), encoding="utf-8")
        other.set_input_files("#file", tmp_path / "b.yml")
        sync_api.expect(other.locator("#notice")).to_contain_text(said)
    other.context.close()


TYPE = """([id, text, broken]) => {
    const field = document.getElementById(id);
    field.value = text + (broken ? String.fromCharCode(0xd800) : "");
    field.dispatchEvent(new Event("input", {bubbles: true}));
}"""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("null", "null"),
        ("- a: [b # c", "- a: [b # c"),
        ("'{}' \\n \"", "'{}' \\n \""),
        ("一\n\n二\t三\u2028四\x07五\ufeff六\x85七", "一 二 三 四 五 六 七"),
        ("🀄 =1+1 ---", "🀄 =1+1 ---"),
        ("x" * 2000, "x" * 2000),
        ("半个字\ud800", "半个字\ufffd"),
    ],
)
def test_whatever_is_typed_is_read_as_it_was_typed(
    page: Any, office: Office, tmp_path: Path, typed: str, kept: str
) -> None:
    page.goto(address(office, f"#{office.code}"))
    page.evaluate(TYPE, [f"comment-{office.code}", typed.rstrip("\ud800"), typed.endswith("\ud800")])
    export(page, tmp_path / "a.yml")
    file = read_form_file(tmp_path / "a.yml")
    assert file.refusals == ()
    assert file.form is not None
    assert [score.comment for score in file.form.unfinished] == [kept]


def test_leaving_with_marks_that_were_not_exported_asks_first(page: Any, office: Office, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == []
    page.goto(address(office, f"#{office.code}"))
    page.fill(f"#mark-{office.code}-0", "7")
    page.reload()
    assert asked == ["beforeunload"]
    page.click(f"#form-{office.code} [data-comment]")
    export(page, tmp_path / "a.yml")
    page.reload()
    assert asked == ["beforeunload"]


def test_where_nothing_can_be_kept_that_is_said(chromium: Any, office: Office) -> None:
    context = chromium.new_context()
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page = context.new_page()
    page.goto(address(office))
    assert page.is_visible("#no-storage")
    page.goto(address(office, f"#{office.code}"))
    page.fill(f"#mark-{office.code}-0", "7")
    assert marks(page, office.code) == ["7", ""]
    context.close()


def test_the_form_can_be_read_and_used_by_everybody(page: Any, office: Office) -> None:
    for part in ("#home", f"#{office.code}"):
        page.goto(address(office, part))
        assert page.evaluate(CONTRAST) == []
    unnamed = """[...document.querySelectorAll("input, textarea, button")].filter((e) =>
        !(e.labels && e.labels.length) && !e.getAttribute("aria-label") && !e.textContent.trim()).map((e) => e.id)"""
    assert page.evaluate(unnamed) == []
    assert page.evaluate("[...document.images].map((i) => i.naturalWidth > 0)") == [True]
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("width", [360, 390, 820, 1280])
def test_nothing_stands_out_at_the_side(page: Any, office: Office, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for part in ("#home", f"#{office.code}", f"#{office.other}"):
        page.goto(address(office, part))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL) == []


def test_on_paper_there_is_ink_and_nothing_to_press(page: Any, office: Office) -> None:
    page.goto(address(office, f"#{office.code}"))
    page.emulate_media(media="print")
    assert not page.is_visible(".bar")
    assert not page.is_visible(".list")
    assert page.is_visible(f"#entry-{office.code} .text")
    assert not page.is_visible(f"#entry-{office.other} .text")
    page.evaluate("document.body.classList.add('print-all')")
    assert page.is_visible(f"#entry-{office.other} .text")


def test_without_its_script_everything_can_still_be_read(chromium: Any, office: Office) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(office))
    for code in (office.code, office.other):
        assert page.is_visible(f"#entry-{code} .text")
    assert page.is_visible("noscript .notice")
    context.close()
