"""Search documents made by hand, and an index that answers with ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.search.documents import SearchDocument
from generator.search.index import IndexUpdate, SearchAnswer, search, update_index

Groups = Iterable[Iterable[str]]

_PLAIN = SearchDocument(
    id="",
    address="",
    kind="reports",
    year="2026",
    date="2026-05-01",
    title="",
    authors=(),
    department="keyan",
    department_name="科研处",
    tags=(),
    summary="",
    headings=(),
    body="",
)


def document(id: str, body: str = "", title: str = "无题", **fields: object) -> SearchDocument:
    return replace(_PLAIN, id=id, address=f"{id}/", title=title, body=body, **fields)  # type: ignore[arg-type]


@dataclass
class Shelf:
    """An index in a folder."""

    folder: Path

    def put(self, *documents: SearchDocument) -> IndexUpdate:
        """Make these the only documents."""
        return update_index(self.folder, documents)

    def ask(self, text: str, groups: Groups = (), limit: int = 10, **filters: str) -> SearchAnswer:
        return search(self.folder, text, filters, groups, limit)

    def ids(self, text: str, groups: Groups = (), limit: int = 10, **filters: str) -> list[str]:
        return [result.id for result in self.ask(text, groups, limit, **filters).results]

    def has(self, text: str, id: str, groups: Groups = ()) -> bool:
        return id in self.ids(text, groups, 1000)
