"""Links between the files of content/ become addresses, and addresses are understood again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources.html import relinked
from generator.sources.links import meant, published, resolve, rewrite
from generator.sources.markdown import convert

NAMES = st.text("ab中 %?#&'.-", min_size=1, max_size=6).filter(lambda name: name.strip(".") == name)


@given(st.sampled_from(["index", "a", "guide/README", "reports/2026/a"]), st.lists(NAMES, min_size=1, max_size=3))
def test_what_an_address_means_is_the_file_that_was_linked(page: str, names: list[str]) -> None:
    target = "/".join(name.replace("%", "%25").replace("?", "%3F").replace("#", "%23") for name in names)
    found, address = resolve(page, target), rewrite(page, target)
    assert found is not None
    assert address is not None
    path = found[0]
    assert meant(page, address) == (published(path[:-3]).rstrip("/") or "." if path.endswith(".md") else path)


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("[甲](a.pdf)", '<a href="new:reports/2026/a.pdf">甲</a>'),
        ("[甲](../../b%20c.pdf?x=1#y)", '<a href="new:b c.pdf">甲</a>'),
        ("[甲](#x)", '<a href="#x">甲</a>'),
        ("[甲](https://a.org/?b&c)", '<a href="https://a.org/?b&amp;c" rel="noopener noreferrer">甲</a>'),
        ("![甲](a.png)", '<img alt="甲" src="new:reports/2026/a.png" loading="lazy">'),
        ("[甲](gone.pdf)", "<a>甲</a>"),
        ("[甲](mailto:a@b.org)", "<a>甲</a>"),
        ('![甲 &lt; "乙"](gone.png)', "甲 &lt; &quot;乙&quot;"),
        ("[](gone.pdf)", "<a></a>"),
    ],
)
def test_addresses_are_replaced_and_nothing_else(source: str, changed: str) -> None:
    body = convert(source, "reports/2026/x")
    kept = {"reports/2026/a.pdf", "b c.pdf", "reports/2026/a.png"}
    told = relinked(body.html, "reports/2026/x", lambda path, _: f"new:{path}" if path in kept else None)
    assert told.removeprefix("<p>").removesuffix("</p>") == changed


@given(st.text(max_size=60))
def test_the_same_addresses_give_the_same_html(text: str) -> None:
    html = convert(f"[甲](a&b.pdf) ![乙](<c d.png>) {text}", "reports/2026/x").html
    assert relinked(html, "reports/2026/x", lambda _, address: address) == html
