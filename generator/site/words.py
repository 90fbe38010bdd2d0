"""The words that the browser's search shows, for its script: no module of themes/search/ holds any."""

from __future__ import annotations

from collections.abc import Mapping

from generator.messages import Catalogue

_BLANKS = ("count", "query", "words", "text", "name", "value", "number", "label", "year", "month", "day")
_GROUPS = ("frame", "page")


def script_words(words: Catalogue) -> Mapping[str, Mapping[str, object]]:
    """The words by group: ``frame`` stands in every page, ``page`` in the search page only. Blanks stay blank."""
    kept = {blank: f"{{{blank}}}" for blank in _BLANKS}
    groups: dict[str, dict[str, object]] = {}
    for group in _GROUPS:
        names = [key.rpartition(".")[2] for key in words.entries if key.startswith(f"site.search.{group}.")]
        groups[group] = {name: words.text(f"site.search.{group}.{name}", **kept) for name in names}
    kinds = [key.rpartition(".")[2] for key in words.entries if key.startswith("site.kinds.")]
    groups["frame"]["kinds"] = {kind: words.text(f"site.kinds.{kind}") for kind in kinds}
    return groups
