"""The search box that every page has: keys, input methods, options, a phone's sheet."""

from __future__ import annotations

import pytest

from tests.search.browser.conftest import DESKTOP, opened, sync_api

FIELD = "input[name=q]"
OPTION = "[role=option]"


def options(page: sync_api.Page) -> sync_api.Locator:
    return page.locator(OPTION)


def ask(page: sync_api.Page, text: str) -> None:
    """Type into the box and wait for its options."""
    page.locator(FIELD).click()
    page.keyboard.type(text)
    page.locator(".x-option--all").wait_for()


def active(page: sync_api.Page) -> int:
    """Which option the field names as active; -1 for none."""
    name = page.locator(FIELD).get_attribute("aria-activedescendant")
    if name is None:
        return -1
    place = [option.get_attribute("id") for option in options(page).all()].index(name)
    assert page.locator(f"{OPTION}[aria-selected=true]").count() == 1
    assert page.locator(f"#{name}").get_attribute("aria-selected") == "true"
    return place


@pytest.mark.parametrize("keys", ["/", "Control+k", "Meta+k"])
def test_keys_lead_into_the_box(page: sync_api.Page, keys: str) -> None:
    page.keyboard.press(keys)
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.locator(FIELD).input_value() == ""


def test_keys_are_left_to_whoever_writes_elsewhere(page: sync_api.Page) -> None:
    page.evaluate("document.querySelector('main').innerHTML = '<textarea id=note></textarea>'")
    page.locator("#note").click()
    page.keyboard.type("a/b")
    page.keyboard.press("Control+k")
    assert page.locator("#note").input_value().startswith("a/b")
    assert page.evaluate("document.activeElement.id") == "note"


def test_a_slash_inside_the_box_is_a_slash(page: sync_api.Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("1/2")
    assert page.locator(FIELD).input_value() == "1/2"


def test_results_come_while_somebody_types(page: sync_api.Page) -> None:
    ask(page, "黄芪")
    first = page.locator(".x-option--result").first
    assert first.locator(".x-option__title").inner_text() == "黄芪种植与收购价格调查"
    assert first.locator(".x-option__title mark").inner_text() == "黄芪"
    assert first.locator(".x-option__excerpt mark").count() > 0
    page.keyboard.type("不存在的词")
    page.locator(".x-search__message", has_text="没有找到").wait_for()
    for _ in range(5):
        page.keyboard.press("Backspace")
    page.locator(".x-option--all").wait_for()
    page.locator(FIELD).fill("")
    page.locator(".x-search__panel").wait_for(state="hidden")


@pytest.mark.parametrize(
    ("typed", "kind", "name", "leads_to"),
    [
        ("本草", "书目", "本草纲目", "/books/bencao/"),
        ("邓瑜", "职工", "邓瑜", "/people/dengyu/"),
        ("dengyu", "职工", "邓瑜", "/people/dengyu/"),
        ("采购", "标签", "采购", "/tags/"),
        ("收购价格", "调研报告", "黄芪种植与收购价格调查", "/reports/2026/huangqi/"),
    ],
)
def test_titles_people_books_and_tags_are_suggested(
    page: sync_api.Page, typed: str, kind: str, name: str, leads_to: str
) -> None:
    page.locator(FIELD).click()
    page.keyboard.type(typed)
    option = page.locator(".x-option--suggestion").filter(has_text=kind).filter(has_text=name).first
    option.wait_for()
    option.click()
    page.wait_for_url(f"**{leads_to}**")


def test_arrows_go_round_and_enter_follows(page: sync_api.Page) -> None:
    ask(page, "黄芪")
    count = options(page).count()
    assert active(page) == -1
    for expected in [*range(count), -1, 0]:
        page.keyboard.press("ArrowDown")
        assert active(page) == expected
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert active(page) == count - 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator(FIELD).input_value() == "黄芪"


def test_enter_on_a_result_opens_the_article(page: sync_api.Page) -> None:
    ask(page, "黄芪")
    while "x-option--result" not in (options(page).nth(active(page)).get_attribute("class") or "") or active(page) < 0:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/2026/huangqi/?h=*")


def test_enter_without_a_choice_searches(page: sync_api.Page) -> None:
    ask(page, "针灸")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.locator(".x-results__list[data-total='23']").wait_for()


def test_escape_closes_then_empties_then_leaves(page: sync_api.Page) -> None:
    ask(page, "黄芪")
    page.keyboard.press("Escape")
    page.locator(".x-search__panel").wait_for(state="hidden")
    assert page.locator(FIELD).input_value() == "黄芪"
    page.keyboard.press("ArrowDown")
    page.locator(".x-search__panel").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator(FIELD).input_value() == ""
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.body")


def test_a_click_elsewhere_closes_the_options(page: sync_api.Page) -> None:
    ask(page, "黄芪")
    page.mouse.click(5, 400)
    page.locator(".x-search__panel").wait_for(state="hidden")


def test_the_box_tells_what_it_is(page: sync_api.Page) -> None:
    field = page.get_by_role("combobox", name="搜索全部文章")
    assert field.get_attribute("aria-expanded") == "false"
    assert page.get_by_role("search").count() == 1
    ask(page, "黄芪")
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-autocomplete") == "list"
    listed = page.locator(f"#{field.get_attribute('aria-controls')}")
    assert listed.get_attribute("role") == "listbox"
    assert listed.get_attribute("aria-label")
    assert listed.locator("> [role=group][aria-label] > [role=option]").count() == options(page).count()
    told = page.locator(".x-search [role=status]")
    assert told.inner_text().startswith("找到 1 篇")
    # The options are reached by arrows: Tab leaves the box.
    assert options(page).evaluate_all("all => all.every((one) => one.tabIndex === -1)")
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.get_attribute("aria-activedescendant") is None


# ---- Input methods


class Composer:
    """An input method, as Chromium knows one: text that is being composed, then put in."""

    def __init__(self, page: sync_api.Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def compose(self, text: str) -> None:
        self._session.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )

    def put_in(self, text: str) -> None:
        self._session.send("Input.insertText", {"text": text})

    def key(self, name: str, code: int) -> None:
        """A key that the input method takes for itself: browsers send it with the code 229."""
        for kind in ("rawKeyDown", "keyUp"):
            number = 229 if kind == "rawKeyDown" else code
            self._session.send("Input.dispatchKeyEvent", {"type": kind, "key": name, "windowsVirtualKeyCode": number})


@pytest.fixture
def composer(page: sync_api.Page) -> Composer:
    page.evaluate(
        """() => {
          window.asked = [];
          const watch = new MutationObserver(() => window.asked.push(document.querySelector("input[name=q]").value));
          watch.observe(document.querySelector(".x-search [role=listbox]"), {childList: true});
          watch.observe(document.querySelector(".x-search [role=status]"), {childList: true});
        }"""
    )
    page.locator(FIELD).click()
    return Composer(page)


def test_an_unfinished_composition_searches_nothing(page: sync_api.Page, composer: Composer) -> None:
    for text in ("h", "hu", "hua", "huang", "huang'q", "huang'qi"):
        composer.compose(text)
    page.wait_for_timeout(500)
    assert page.locator(FIELD).input_value() == "huang'qi"
    assert page.evaluate("window.asked") == []
    assert not page.locator(".x-search__panel").is_visible()
    composer.put_in("黄芪")
    page.locator(".x-option--all").wait_for()
    assert page.locator(FIELD).input_value() == "黄芪"
    assert set(page.evaluate("window.asked")) == {"黄芪"}


def test_keys_of_a_composition_do_nothing_here(page: sync_api.Page, composer: Composer) -> None:
    composer.put_in("黄芪")
    page.locator(".x-option--all").wait_for()
    before = page.url
    composer.compose("jia")
    for name, code in (("Enter", 13), ("ArrowDown", 40), ("ArrowUp", 38), ("Escape", 27)):
        composer.key(name, code)
        assert active(page) == -1
        assert page.locator(FIELD).input_value() == "黄芪jia"
    page.wait_for_timeout(300)
    assert page.url == before
    composer.put_in("价格")
    page.wait_for_function("document.querySelector('.x-search [role=status]').textContent !== ''")
    assert page.locator(FIELD).input_value() == "黄芪价格"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_a_composition_that_is_given_up_leaves_the_box_as_it_was(page: sync_api.Page, composer: Composer) -> None:
    composer.put_in("黄芪")
    page.locator(".x-option--all").wait_for()
    composer.compose("jia")
    composer.compose("")
    page.locator(".x-option--all").wait_for()
    assert page.locator(FIELD).input_value() == "黄芪"
    page.keyboard.press("ArrowDown")
    assert active(page) == 0


# ---- A phone


def test_on_a_phone_the_box_is_a_sheet(phone: sync_api.Page) -> None:
    assert not phone.locator(FIELD).is_visible()
    opener = phone.get_by_role("link", name="搜索")
    opener.click()
    assert phone.evaluate("document.activeElement.name") == "q"
    phone.keyboard.type("黄芪")
    phone.locator(".x-option--all").wait_for()
    panel = phone.locator(".x-search__panel").bounding_box()
    assert panel is not None
    assert (panel["x"], panel["width"]) == (0, 360)
    assert panel["y"] + panel["height"] == 740
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    heights = options(phone).evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert min(heights) >= 44
    phone.get_by_role("button", name="关闭").click()
    assert not phone.locator(FIELD).is_visible()
    assert opener.evaluate("opener => opener === document.activeElement")


def test_the_sheet_opens_by_key_and_closes_by_key(phone: sync_api.Page) -> None:
    phone.keyboard.press("/")
    assert phone.locator(FIELD).is_visible()
    phone.keyboard.press("Escape")
    assert not phone.locator(FIELD).is_visible()


# ---- Where things go wrong


def test_a_failure_is_told_and_can_be_tried_again(chromium: sync_api.Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    page = context.new_page()
    page.goto(address)
    page.route("**/search/**", lambda route: route.abort())
    page.locator(FIELD).click()
    page.keyboard.type("黄芪")
    message = page.get_by_role("alert")
    message.wait_for()
    assert "没有读到" in message.inner_text()
    page.unroute("**/search/**")
    page.get_by_role("button", name="再试一次").click()
    page.locator(".x-option--all").wait_for()
    assert page.evaluate("document.activeElement.name") == "q"
    context.close()


def test_without_scripts_the_box_leads_to_a_page_that_says_so(chromium: sync_api.Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator(FIELD).fill("黄芪")
    page.locator(FIELD).press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator("noscript").inner_text().startswith("搜索要用到浏览器的脚本功能")
    context.close()


def test_the_box_works_on_every_kind_of_page(chromium: sync_api.Browser, address: str) -> None:
    with opened(chromium, address) as page:
        for path in ("404.html", "books/", "people/dengyu/", "reports/2026/huangqi/", "tags/"):
            page.goto(address + path)
            ask(page, "黄芪")
