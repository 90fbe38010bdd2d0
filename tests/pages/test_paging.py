from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.pages.paging import paginate


@given(st.integers(0, 300), st.integers(1, 40))
def test_every_item_stands_on_exactly_one_page(count: int, size: int) -> None:
    pages = list(paginate("list/", range(count), size))
    assert [i for _, shown, _ in pages for i in shown] == list(range(count))
    assert all(len(shown) <= size for _, shown, _ in pages)


@given(st.integers(0, 2000))
def test_neighbours_lead_to_each_other_and_links_stay_few(count: int) -> None:
    pages = list(paginate("list/", range(count), 3))
    addresses = [address for address, _, _ in pages]
    for number, (_, _, pager) in enumerate(pages):
        assert pager.previous == (addresses[number - 1] if number else None)
        assert pager.following == (addresses[number + 1] if number + 1 < len(pages) else None)
        assert len(pager.shown) <= 7
        assert {link.address for link in pager.shown} <= set(addresses)


def test_the_first_page_has_the_address_of_the_list() -> None:
    assert [address for address, _, _ in paginate("a/", "xyz", 2)] == ["a/", "a/page/2/"]
