from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.pages import addresses
from generator.pages.redirects import alias_address


@given(st.text(min_size=1))
def test_no_name_leads_out_of_its_folder(name: str) -> None:
    segments = addresses.tag(name).rstrip("/").split("/")
    assert segments[0] == "tags"
    assert len(segments) == 2
    assert segments[1] not in ("", ".", "..")


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("reports/2025/jiu", "reports/2025/jiu/"),
        ("/reports/2025/jiu/", "reports/2025/jiu/"),
        ("reports/2025/jiu.md", "reports/2025/jiu/"),
        ("old/page.html", "old/page.html"),
        ("old/index.html", "old/"),
        ("%E6%97%A7", "旧/"),
        ("../escape", None),
        ("a/../../b", None),
        ("http://elsewhere/x", None),
        ("a\\b", None),
        ("", None),
        ("/", None),
    ],
)
def test_aliases_are_addresses_of_this_site(alias: str, address: str | None) -> None:
    assert alias_address(alias) == address
