"""The words that the browser's search shows, for its script: no module of themes/search/ holds any."""

from __future__ import annotations

from collections.abc import Mapping

from generator.messages import Catalogue

_BLANKS = ("count", "query", "words", "text", "name", "value", "number", "label", "year", "month", "day")


def script_words(words: Catalogue) -> Mapping[str, object]:
    """The words by their names, those of kinds apart. Blanks stay blank, as the script fills them."""
    kept = {blank: f"{{{blank}}}" for blank in _BLANKS}
    shown: dict[str, object] = {
        name: words.text(f"site.search.script.{name}", **kept) for name in _names(words, "site.search.script.")
    }
    return shown | {"kinds": {kind: words.text(f"site.kinds.{kind}") for kind in _names(words, "site.kinds.")}}


def _names(words: Catalogue, group: str) -> list[str]:
    return [key.removeprefix(group) for key in words.entries if key.startswith(group)]
