"""What the browser loads before its first answer: how text is folded and spelled, names, facts on every document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.messages import LANGUAGES, catalogue
from generator.search.browser.columns import columns
from generator.search.browser.units import Texts
from generator.search.documents import SearchDocument
from generator.search.pinyin import INITIALS, spelled, syllables
from generator.search.text import fold, simplified


@dataclass(frozen=True)
class Destinations:
    """Where suggestions lead: addresses by the name of an author or a tag. Those without one become searches.

    ``authors`` gives the name of the author's department as well, which is said beside the author's.
    """

    authors: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


def start(
    documents: Sequence[SearchDocument],
    texts: Texts,
    groups: Iterable[Iterable[str]],
    destinations: Destinations,
    language: str,
) -> dict[str, Any]:
    """The value of ``start.js``; docs/reference/search.md describes it."""
    known = columns(documents, texts)
    names = [*known["author"]["names"], *known["tag"]["names"]]
    readings = {name[at]: sounds for name in names for at, sounds in spelled(name)}
    departments = {d.department: d.department_name for d in documents}
    return {
        "folding": ["".join(simplified()), "".join(simplified().values())],
        "syllables": " ".join(syllables()),
        "initials": " ".join(INITIALS),
        "readings": ["".join(readings), ",".join(" ".join(sounds) for sounds in readings.values())],
        "groups": [words for group in groups if len(words := _folded(group)) > 1],
        "kinds": {name: _kind(name, language) for name in known["kind"]["names"]},
        "departments": [departments[name] for name in known["department"]["names"]],
        "authors": [destinations.authors.get(name, ()) for name in known["author"]["names"]],
        "tags": [destinations.tags.get(name, "") for name in known["tag"]["names"]],
        "columns": known,
    }


def _folded(group: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for w in group if (word := fold(w).strip())))


def _kind(name: str, language: str) -> list[str]:
    """What a kind is called in every language, that of the site first."""
    key = f"site.kinds.{name}"
    languages = sorted(LANGUAGES, key=lambda one: one != language)
    return [words.text(key) for words in map(catalogue, languages) if words.has(key)]
