"""Words for people, by language: one catalogue file a language, in locale/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Catalogue:
    """The words of one language, by dotted key such as ``problems.unknown-key.message``."""

    language: str
    entries: Mapping[str, str]

    def text(self, key: str, /, **params: object) -> str:
        """Fill the blanks ``{name}`` of an entry.

        Raises:
            KeyError: The catalogue has no such entry, or a blank has no value; a test keeps both from happening.
        """
        return self.entries[key].format_map(params)

    def has(self, key: str) -> bool:
        """Tell whether there is an entry of that key."""
        return key in self.entries


@cache
def catalogue(language: str, folder: Path = _FOLDER) -> Catalogue:
    """Load every ``<language>.yml`` and ``<language>.*.yml`` of a folder as one catalogue."""
    entries: dict[str, str] = {}
    for path in sorted([folder / f"{language}.yml", *folder.glob(f"{language}.*.yml")]):
        tree = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        entries.update(_flatten(tree, ""))
    return Catalogue(language, entries)


def _flatten(tree: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
