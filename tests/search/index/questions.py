"""Queries as people type them, made from documents."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.search.documents import SearchDocument
from generator.search.pinyin import spelled
from generator.search.text import runs

HEADS = {
    "author": ("作者:", "author:", "-作者："),
    "tag": ("标签:", "tag:", "-tag:"),
    "department": ("部门:",),
    "year": ("年份:", "年:"),
    "kind": ("栏目:", "kind:", "类型:"),
}


@dataclass(frozen=True)
class Asked:
    """A query and its options."""

    query: str
    options: Mapping[str, Any] = field(default_factory=dict)


class Asker:
    """Asks about documents, and about words that mean the same; the same questions for the same seed."""

    def __init__(self, documents: Sequence[SearchDocument], groups: Iterable[Iterable[str]], seed: int) -> None:
        """Take what is asked about."""
        self._chance = random.Random(seed)
        self._documents = documents
        self._words = [word for group in groups for word in group]
        self._names = [name for d in documents for name in (d.title, *d.authors, *d.tags)]
        self._runs = [run for d in documents for text in _texts(d) for run in runs(text)]

    def questions(self, count: int) -> list[Asked]:
        """Queries of all forms."""
        forms: list[Callable[[], str]] = [
            lambda: self.piece(1, 6),
            lambda: self.pieces(2),
            lambda: self.pieces(self._chance.randint(2, 5)),
            lambda: " ".join(self.piece(2, 6) for _ in range(self._chance.randint(2, 3))),
            lambda: f"{self.piece(1, 1)} {self.piece(2, 4)}",
            lambda: f"{self.piece(2, 4)} -{self.piece(1, 3)}",
            lambda: f"-{self.piece(1, 3)}",
            lambda: f"{self.filter()} {self._chance.choice(['', self.piece(1, 3)])}",
            lambda: self._chance.choice(self._words),
            lambda: self._chance.choice(self._words) + self._chance.choice(["", " "]) + self.piece(1, 3),
            lambda: self._chance.choice(self._names),
            lambda: f"{self.piece(2, 4)}，{self.piece(2, 4)}",
            lambda: f"“{self.piece(2, 6)}”",
            self.pinyin,
            self.pinyin,
            self.phrase,
            lambda: f"{self.phrase()} {self.piece(2, 4)}",
        ]
        return [Asked(forms[number % len(forms)](), self._options()) for number in range(count)]

    def piece(self, least: int, most: int) -> str:
        """A part of a run."""
        return self._part(self._chance.choice(self._runs), least, most)

    def pieces(self, count: int) -> str:
        """Parts of one document."""
        document = self._chance.choice(self._documents)
        own = [run for text in _texts(document) for run in runs(text)] or ["一丁"]
        return " ".join(self._part(self._chance.choice(own), 2, 4) for _ in range(count))

    def _part(self, run: str, least: int, most: int) -> str:
        size = min(len(run), self._chance.randint(least, most))
        begin = self._chance.randrange(len(run) - size + 1)
        return run[begin : begin + size]

    def phrase(self) -> str:
        """Runs that follow each other in some text, the first and the last one cut, in quotes."""
        texts = [text for d in self._documents for text in _texts(d) if len(runs(text)) > 1]
        own = runs(self._chance.choice(texts))
        count = min(len(own), self._chance.randint(2, 3))
        at = self._chance.randrange(len(own) - count + 1)
        first, *others, last = own[at : at + count]
        parts = [first[-self._chance.randint(1, 4) :], *others, last[: self._chance.randint(1, 4)]]
        return f'"{self._chance.choice("，。 -").join(parts)}"'

    def filter(self) -> str:
        """A filter as it is typed."""
        name, value = self._value()
        return self._chance.choice(HEADS[name]) + (f'"{value}"' if " " in value else value)

    def pinyin(self) -> str:
        """Some characters of a name by syllables or initials."""
        spelt = [sounds for _, sounds in spelled(self._chance.choice(self._names)) if sounds] or [("huang",), ("qi",)]
        begin = self._chance.randrange(len(spelt))
        chosen = [self._chance.choice(sounds) for sounds in spelt[begin : begin + self._chance.randint(1, 4)]]
        short = [sound if self._chance.random() < 0.5 else sound[0] for sound in chosen]
        return "".join(short) if self._chance.random() < 0.6 else self._chance.choice(["", "'", " "]).join(chosen)

    def _value(self) -> tuple[str, str]:
        one = self._chance.choice(self._documents)
        values = {
            "kind": one.kind,
            "year": one.year or "2026",
            "department": self._chance.choice([one.department, one.department_name]) or "无",
            "author": self._chance.choice(one.authors or ("无",)),
            "tag": self._chance.choice(one.tags or ("无",)),
        }
        return self._chance.choice(list(values.items()))

    def _options(self) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        if self._chance.random() < 0.3:
            name, value = self._value()
            found[name] = value if self._chance.random() < 0.8 else value[:2]
        if self._chance.random() < 0.25:
            found["sort"] = self._chance.choice(["newest", "oldest"])
        if self._chance.random() < 0.3:
            found["offset"] = self._chance.randrange(12)
            found["limit"] = self._chance.randrange(8)
        return found


def _texts(document: SearchDocument) -> tuple[str, ...]:
    return document.title, document.summary, *document.headings, document.body
