"""Search documents made by hand, and an index that answers with ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.search.answer import Question, SearchAnswer, search
from generator.search.documents import SearchDocument
from generator.search.index import IndexUpdate, open_index, update_index
from generator.search.reading import OpenIndex

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


SPOKEN = (
    document("text", "见 www.zyy.example/huangqi。", date="2026-12-12", year="2026"),
    document("title", "别的", "中医院评审", date="2026-01-01", year="2026"),
    document("whole", "别的", "黄芪", date="2020-01-01", year="2020"),
    document("part", "别的", "黄芪考"),
    document("letters", "别的", "Huangqi 一词的来历", date="2019-01-01", year="2019"),
    document("author", "别的", authors=("黄琦",)),
    document("heading", "别的", headings=("Huangqi",)),
    document("none", "别的"),
)
"""Articles that hold huangqi or zyy, and others that have names which are read so."""


@dataclass
class Shelf:
    """An index in a folder."""

    folder: Path

    def put(self, *documents: SearchDocument, groups: Groups = ()) -> IndexUpdate:
        """Make these the only documents."""
        return update_index(self.folder, documents, groups)

    def opened(self) -> OpenIndex:
        return open_index(self.folder)

    def ask(self, text: str, groups: Groups | None = None, limit: int = 10, **asked: Any) -> SearchAnswer:
        paging = {name: asked.pop(name) for name in ("sort", "offset") if name in asked}
        return search(self.folder, Question(text, asked, limit=limit, **paging), groups)

    def ids(self, text: str, groups: Groups | None = None, limit: int = 10, **asked: Any) -> list[str]:
        return [result.id for result in self.ask(text, groups, limit, **asked).results]

    def has(self, text: str, id: str) -> bool:
        return id in self.ids(text, limit=1000)
