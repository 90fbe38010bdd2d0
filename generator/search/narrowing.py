"""Filters and facets: searches narrowed to a kind, a year, a department, an author or a tag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from generator.messages import LANGUAGES, catalogue
from generator.search.query import FieldFilter
from generator.search.reading import FILTERED, OpenIndex
from generator.search.text import fold


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many articles have a value; ``label`` is what people call it."""

    value: str
    label: str
    count: int


def asked_filters(values: Mapping[str, str]) -> tuple[FieldFilter, ...]:
    """Filters from options; empty ones are none."""
    folded = ((field, fold(value).strip()) for field, value in values.items())
    return tuple(FieldFilter(field, value) for field, value in folded if value)


class Narrowing:
    """Some filters, applied to an index."""

    def __init__(self, opened: OpenIndex, filters: Iterable[FieldFilter]) -> None:
        """Look up what fits the filters."""
        self._opened = opened
        self._fitting = [(f, _fitting(opened, f)) for f in filters]

    def kept(self, docs: Set[int], besides: str = "") -> set[int]:
        """The documents that fit all filters, but those of a field."""
        found = set(docs)
        for given, fitting in self._fitting:
            if given.field != besides:
                found = found - fitting if given.excluded else found & fitting
        return found

    def facets(self, docs: Set[int]) -> dict[str, tuple[FacetCount, ...]]:
        """For each field how many documents have each value, if only the other fields' filters are applied."""
        return {field: self._counts(field, self.kept(docs, besides=field)) for field in FILTERED}

    def _counts(self, field: str, docs: set[int]) -> tuple[FacetCount, ...]:
        counts = {value: len(holders & docs) for value, holders in self._opened.holders[field].items()}
        labels = self._opened.departments if field == "department" else {}
        order = sorted((-count, value) for value, count in counts.items() if count)
        return tuple(FacetCount(value, labels.get(value, value), -count) for count, value in order)


def _fitting(opened: OpenIndex, given: FieldFilter) -> frozenset[int]:
    """The documents with a value whose name is the one given, or, if there is none, holds it."""
    holders = opened.holders[given.field]
    names = {value: _names(opened, given.field, value) for value in holders}
    exact = [value for value, known in names.items() if given.value in known]
    near = [value for value, known in names.items() if any(given.value in name for name in known)]
    return frozenset().union(*(holders[value] for value in exact or near))


def _names(opened: OpenIndex, field: str, value: str) -> tuple[str, ...]:
    """What people may call a value, folded."""
    names = [value]
    if field == "department":
        names.append(opened.departments.get(value, value))
    elif field == "kind":
        key = f"site.kinds.{value}"
        names += [words.text(key) for words in map(catalogue, LANGUAGES) if words.has(key)]
    return tuple(map(fold, names))
