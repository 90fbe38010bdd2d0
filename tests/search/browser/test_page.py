"""The full page: every state has its address, and is told, counted and led out of."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.search.browser.bureau import VISITS
from tests.search.browser.conftest import PHONE, opened, sync_api

ANSWER = """([query, options]) => window.xinglinSearch(query, options)"""


def show(on: sync_api.Page, address: str, **state: str) -> None:
    on.goto(f"{address}search/?{urlencode(state)}")
    settled(on)


def settled(page: sync_api.Page) -> None:
    page.wait_for_function("!document.querySelector('.x-results').hasAttribute('aria-busy')")


def follow(page: sync_api.Page, link: sync_api.Locator) -> None:
    link.click()
    settled(page)


def state_of(page: sync_api.Page) -> Mapping[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def total(page: sync_api.Page) -> int:
    return int(page.locator(".x-results__list").get_attribute("data-total") or "-1")


def ids(page: sync_api.Page) -> list[str]:
    return [str(item.get_attribute("data-id")) for item in page.locator(".x-results__list > [data-id]").all()]


def facet(page: sync_api.Page, name: str) -> dict[str, int]:
    """Values of a facet with their counts."""
    rows = page.locator(f"[data-facet={name}] .x-facet__value").all()
    return {row.locator("span").first.inner_text(): int(row.locator(".x-facet__count").inner_text()) for row in rows}


def test_the_list_carries_total_and_ids(page: sync_api.Page, address: str) -> None:
    show(page, address, q="针灸科")
    assert total(page) == VISITS
    assert len(ids(page)) == 10
    asked = page.evaluate(ANSWER, ["针灸科", {"limit": 10}])
    assert (asked["total"], [result["id"] for result in asked["results"]]) == (VISITS, ids(page))
    assert page.title().startswith("针灸科")
    assert page.locator(".x-results [role=status]").inner_text() == f"共 {VISITS} 篇"


def test_pages_follow_each_other_and_hold_every_result_once(page: sync_api.Page, address: str) -> None:
    show(page, address, q="针灸科")
    seen = ids(page)
    for number in (2, 3):
        follow(page, page.get_by_role("link", name="下一页"))
        assert state_of(page) == {"q": "针灸科", "page": str(number)}
        assert page.locator(".x-pager [aria-current=page]").inner_text() == str(number)
        assert page.evaluate("window.scrollY") == 0
        seen += ids(page)
    assert len(seen) == len(set(seen)) == VISITS
    assert page.get_by_role("link", name="下一页").count() == 0


def test_back_and_forward_walk_through_the_states(page: sync_api.Page, address: str) -> None:
    show(page, address, q="针灸科")
    first = ids(page)
    follow(page, page.get_by_role("link", name="下一页"))
    second = ids(page)
    follow(page, page.get_by_role("link", name="最新"))
    assert state_of(page) == {"q": "针灸科", "sort": "newest"}
    for go, expected in ((page.go_back, second), (page.go_back, first), (page.go_forward, second)):
        go()
        page.wait_for_function(
            "expected => document.querySelector('[data-id]').dataset.id === expected", arg=expected[0]
        )
        settled(page)
        assert ids(page) == expected
    page.reload()
    settled(page)
    assert ids(page) == second


def test_whoever_comes_back_from_an_article_stands_where_he_was(page: sync_api.Page, address: str) -> None:
    show(page, address, q="针灸科")
    page.evaluate("window.scrollTo(0, 300)")
    page.locator(".x-result a").last.click()
    page.wait_for_url("**/v*/**")
    page.go_back()
    settled(page)
    page.wait_for_function("window.scrollY >= 290")


def test_facets_are_right_for_the_query(page: sync_api.Page, address: str) -> None:
    show(page, address, q="推拿室")
    held = [n for n in range(VISITS) if n % 4 == 0]
    papers = len([n for n in held if n % 3 == 0])
    assert total(page) == len(held)
    assert facet(page, "kind") == {"论文": papers, "调研报告": len(held) - papers}
    assert facet(page, "year") == {str(2024 + r): len([n for n in held if n % 3 == r]) for r in (2, 1, 0)}
    # Everybody who wrote of it belongs to one department, so there is nothing to choose.
    assert facet(page, "department") == {}


def test_a_facet_narrows_and_its_chip_widens_again(page: sync_api.Page, address: str) -> None:
    show(page, address, q="针灸科", page="2")
    follow(page, page.locator("[data-facet=kind] a", has_text="论文"))
    assert state_of(page) == {"q": "针灸科", "kind": "papers"}
    papers = [n for n in range(VISITS) if n % 3 == 0]
    assert total(page) == len(papers)
    assert all(name.startswith("papers/") for name in ids(page))
    assert page.locator("[data-facet=kind] [aria-current=true]").count() == 1
    follow(page, page.locator("[data-facet=author] a", has_text="邓瑜"))
    assert total(page) == len([n for n in papers if n % 2])
    chips = page.locator(".x-chip")
    assert chips.all_inner_texts() == ["类别：论文", "作者：邓瑜"]
    assert chips.first.get_attribute("aria-label") == "去掉筛选条件 类别：论文"
    follow(page, chips.first)
    assert state_of(page)["author"]
    assert "kind" not in state_of(page)
    assert total(page) == len([n for n in range(VISITS) if n % 2])


def test_the_order_is_kept_for_the_next_query(page: sync_api.Page, address: str) -> None:
    show(page, address, q="针灸科", sort="oldest", kind="papers")
    dates = page.locator(".x-result .x-item__meta").all_inner_texts()
    assert "2024" in dates[0]
    page.locator("input[name=q]").fill("走访记录")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes(encodeURIComponent('走访'))")
    settled(page)
    assert state_of(page) == {"q": "走访记录", "sort": "oldest"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"针灸科，也有推拿室"', 6),
        ("针灸科 -推拿室", VISITS - 6),
        ("作者:邓瑜", 12),
        ("author:王芳 推拿室", 6),
        ("标签:药材", 1),
        ("ｗｔｏ", 1),
        ("国家中医药管理局", 1),
        ("huangqi", 1),
        ("價格", 1),
    ],
)
def test_the_language_of_queries(page: sync_api.Page, address: str, query: str, found: int) -> None:
    show(page, address, q=query)
    assert total(page) == found


def test_notes_are_told(page: sync_api.Page, address: str) -> None:
    notes = page.locator(".x-results__notes p")
    show(page, address, q="黄芪")
    assert notes.all_inner_texts() == ["也搜索了：北芪、绵芪"]
    show(page, address, q="huangqi")
    assert notes.all_inner_texts() == ["其中 1 篇是按拼音“huangqi”，从标题、书名、作者和标签里找到的。"]
    show(page, address, q="推拿室 绵芪")
    assert "没有一篇文章含有全部词语，下面的文章含有其中最多的几个。" in notes.all_inner_texts()
    assert page.locator(".x-result .x-badge", has_text="不含").count() > 0
    show(page, address, q="针灸 " * 150)
    assert "输入的内容太长，只搜索了前面的一部分。" in notes.all_inner_texts()


def test_nothing_found_says_what_was_searched_and_leads_on(page: sync_api.Page, address: str) -> None:
    show(page, address, q="针灸科室主任")
    assert total(page) == 0
    assert page.locator(".x-results [role=status]").inner_text() == "没有找到“针灸科室主任”。"
    advice = page.locator(".x-results__advice")
    assert "搜索了：针灸科室主任" in advice.inner_text()
    near = advice.locator("a", has_text="针灸科")
    assert str(VISITS) in near.first.inner_text()
    follow(page, near.first)
    assert total(page) == VISITS


def test_filters_that_stand_in_the_way_can_be_dropped(page: sync_api.Page, address: str) -> None:
    show(page, address, q="黄芪", kind="papers", year="2026")
    assert total(page) == 0
    drop = page.locator(".x-advice a", has_text="论文")
    assert drop.inner_text() == "不限类别“论文”（1 篇）"
    follow(page, drop)
    assert ids(page) == ["reports/2026/huangqi"]


def test_filters_alone_are_a_search(page: sync_api.Page, address: str) -> None:
    show(page, address, kind="reports")
    assert total(page) >= len(ids(page)) > 1
    assert all(id.startswith("reports/") for id in ids(page))
    assert not page.locator(".x-search-help").is_visible()


def test_an_empty_query_shows_what_can_be_typed(page: sync_api.Page, address: str) -> None:
    page.goto(f"{address}search/")
    examples = page.locator(".x-search-help a")
    assert examples.count() >= 5
    assert not page.locator(".x-results").is_visible()
    examples.filter(has_text="作者").click()
    settled(page)
    assert total(page) > 0
    page.go_back()
    page.locator(".x-search-help").wait_for()
    assert not page.locator(".x-results").is_visible()


def test_odd_addresses_do_no_harm(page: sync_api.Page, address: str) -> None:
    for query in ("q=%E9%BB%84%E8%8A%AA&page=999", "q=%E9%BB%84%E8%8A%AA&page=-1&sort=up", "q=%E9%BB%84%E8%8A%AA&x=1"):
        page.goto(f"{address}search/?{query}")
        settled(page)
        assert ids(page) == ["reports/2026/huangqi"], query
    show(page, address, q="<img src=x onerror=alert(1)>", kind="<b>", author='"><script>')
    assert page.locator("main script, main b, main img").count() == 0


def test_whoever_follows_a_link_is_told_what_came(page: sync_api.Page, address: str) -> None:
    show(page, address, q="针灸科")
    follow(page, page.get_by_role("link", name="下一页"))
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"


def test_the_page_says_what_its_parts_are(page: sync_api.Page, address: str) -> None:
    show(page, address, q="针灸科", kind="papers")
    assert page.get_by_role("region", name="搜索结果").count() == 1
    assert page.get_by_role("navigation", name="排序").locator("[aria-current=true]").inner_text() == "最相关"
    assert page.get_by_role("list", name="已选的筛选条件").get_by_role("link").count() == 1
    show(page, address, q="针灸科")
    assert page.get_by_role("navigation", name="分页").count() == 1
    headings = "[...document.querySelectorAll('main h1, main h2, main h3')].filter((h) => h.getClientRects().length)"
    levels = page.evaluate(f"{headings}.map((h) => h.tagName)")
    assert levels[0] == "H1"
    nameless = page.evaluate(
        "[...document.querySelectorAll('a, button, input')].filter((e) => e.getClientRects().length)"
        ".filter((e) => !(e.innerText.trim() || e.getAttribute('aria-label') || e.title)).map((e) => e.outerHTML)"
    )
    assert nameless == []
    doubled = page.evaluate(
        "(() => { const all = [...document.querySelectorAll('[id]')].map((e) => e.id);"
        " return all.filter((id, n) => all.indexOf(id) !== n); })()"
    )
    assert doubled == []


def test_the_page_fits_a_phone(chromium: sync_api.Browser, address: str) -> None:
    with opened(chromium, address, PHONE) as page:
        show(page, address, q="针灸科", kind="papers")
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
        facets = page.locator("details.x-results__facets")
        assert facets.get_attribute("open") is None
        facets.locator("> summary").click()
        small = page.evaluate(
            "[...document.querySelectorAll('main a, main button, main summary')]"
            ".filter((e) => e.getClientRects().length)"
            ".filter((e) => !e.matches('.x-item__title')).map((e) => [e.innerText, e.getBoundingClientRect().height])"
            ".filter((pair) => pair[1] < 40)"
        )
        assert small == []
        follow(page, page.locator("[data-facet=author] a").first)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_a_failure_can_be_tried_again(chromium: sync_api.Browser, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/search/*.js*", lambda route: route.abort())
    page.route("**/search/*/*.js*", lambda route: route.abort())
    page.goto(f"{address}search/?q=%E9%BB%84%E8%8A%AA")
    retry = page.get_by_role("button", name="再试一次")
    retry.wait_for()
    assert "没有读到" in page.locator(".x-results [role=status]").inner_text()
    page.unroute_all()
    retry.click()
    page.locator("[data-id]").wait_for()
    assert ids(page) == ["reports/2026/huangqi"]
    context.close()


def test_an_index_of_a_newer_form_asks_for_the_page_anew(chromium: sync_api.Browser, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    newer = 'xinglinData("", "release", {"format": 999, "release": "x"})'
    page.route("**/search/release.js*", lambda route: route.fulfill(body=newer, content_type="text/javascript"))
    page.goto(f"{address}search/?q=%E9%BB%84%E8%8A%AA")
    again = page.get_by_role("button", name="重新载入")
    again.wait_for()
    page.unroute_all()
    again.click()
    page.locator("[data-id]").wait_for()
    context.close()
