"""Documents to be searched, and what is in them by the plain text."""

from __future__ import annotations

import datetime as dt
import random
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from generator.config import Settings
from generator.pipeline import prepare
from generator.search.documents import SearchDocument, search_documents
from generator.search.text import fold, runs, simplified
from tests.search.builders import document
from tests.search.sounds import is_read, names_of

REPOSITORY = Path(__file__).parents[3]
TODAY = dt.date(2026, 11, 23)
CONTENTS = ("content", "tests/search/office/content")

LETTERS = "一一一丁黄黃芪耆药藥ＡaB1２u𠀀𪚥É"
"""Few characters, so that the same strings come again and again."""
BREAKS = ("，", "。", " ", "\n", "_", "-", "\u0301", "\u3000", "「", "😀", "\u200b", "<b>", "&")


@cache
def real_documents(content: str) -> tuple[Sequence[SearchDocument], Sequence[Sequence[str]]]:
    """The documents of a tree of contributions, and its words that mean the same."""
    library = prepare(REPOSITORY / content, Settings(), TODAY, lambda *_: None).library
    return tuple(search_documents(library)), tuple(library.terms)


def random_documents(count: int, seed: int, beyond: bool = True) -> list[SearchDocument]:
    """Documents over a tiny alphabet, among them empty ones, long runs, and runs of one character.

    Args:
        count: How many.
        seed: Which of all such documents.
        beyond: Whether there are characters beyond the basic plane.
    """
    chance = random.Random(seed)
    letters = LETTERS if beyond else LETTERS.replace("𠀀𪚥", "乙丙")
    breaks = [mark for mark in BREAKS if beyond or mark != "😀"]

    def run(longest: int) -> str:
        if chance.random() < 0.1:
            return chance.choice("一黃A") * chance.randrange(1, longest)
        return "".join(chance.choices(letters, k=1 + int(longest * chance.random() ** 3)))

    def text(most: int, longest: int) -> str:
        pieces = (run(longest) + chance.choice(breaks) for _ in range(chance.randrange(most)))
        return "".join(pieces).strip()

    def made(number: int) -> SearchDocument:
        return document(
            f"reports/{number:04}",
            body=text(*chance.choice([(1, 1), (12, 9), (12, 9), (40, 40), (6, 400)])),
            title=text(4, 8),
            summary=text(3, 12),
            headings=tuple(text(3, 8) for _ in range(chance.randrange(3))),
            date=f"20{chance.randrange(20, 27)}-0{chance.randrange(1, 10)}-11" if chance.random() < 0.8 else "",
        )

    return [made(number) for number in range(count)]


DEPARTMENTS = {"a": "医政处", "b": "科研处", "c": "C-处", "": ""}
AUTHORS = ("黃芪", "黄芪", "王芳", "张三", "Ａ丁", "李 四", "一丁")
TAGS = ("丁一", "医保", "药藥", "药药", "Abc", "中-医", "重庆")
BOOKS = ("", "黄芪的药", "《重庆》", "乙丙")
GROUPS = (("黄芪", "一丁", "ab1"), ("药", "耆丁"), ("丁一", "ａ一"), ("单独",), ("芪a", "芪-a"))


def described(documents: Iterable[SearchDocument], seed: int) -> list[SearchDocument]:
    """The documents with kinds, departments, authors, tags, years and books."""
    chance = random.Random(seed)
    found = []
    for one in documents:
        department, book = chance.choice(list(DEPARTMENTS)), chance.choice(BOOKS)
        fields = {
            "kind": chance.choice(["papers", "reports", "books", "unheard-of"]),
            "year": one.date[:4] or chance.choice(["", "2021", "1999"]),
            "department": department,
            "department_name": DEPARTMENTS[department],
            "authors": tuple(chance.sample(AUTHORS, chance.randrange(4))),
            "tags": tuple(chance.sample(TAGS, chance.randrange(3))),
            "book": book,
            "headings": (*([book] if book else []), *one.headings),
        }
        found.append(replace(one, **fields))
    return found


class PlainText:
    """The truth: folded fields, in which a string is looked for, and names."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        """Fold all."""
        self._documents = tuple(documents)
        fields = {d.id: (d.title, d.summary, *d.headings, d.body) for d in self._documents}
        self.fields = {id: tuple(map(fold, texts)) for id, texts in fields.items()}

    def found(self, text: str) -> set[str]:
        """The documents that a string finds: by their text, their author, their pinyin; else those with that tag."""
        folded = fold(text).strip()
        found = self.holding(text) | self._called(folded, "authors")
        letters = sum(map(str.isalpha, folded))
        if letters > 2:
            found |= self._read(text)
        return found or self._called(folded, "tags") or (self._read(text) if letters > 1 else set())

    def _called(self, folded: str, field: str) -> set[str]:
        return {d.id for d in self._documents if folded in [fold(name).strip() for name in getattr(d, field)]}

    def _read(self, text: str) -> set[str]:
        return {d.id for d in self._documents if is_read(text, names_of(d))}

    def holding(self, text: str) -> set[str]:
        """The documents that hold a string, or an equal one."""
        wanted = fold(text)
        return {id for id, texts in self.fields.items() if any(wanted in field for field in texts)}

    def runs(self) -> list[str]:
        """All runs of all fields, as often as they come."""
        return [run for texts in self.fields.values() for field in texts for run in runs(field)]


def equal_ones(text: str) -> list[str]:
    """The text as others may type it: capital, full width, traditional."""
    return [text.upper(), "".join(map(_wide, text)), "".join(_traditional().get(c, c) for c in text)]


def _wide(character: str) -> str:
    wide = chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character
    return wide if unicodedata.normalize("NFKC", wide) == character else character


@cache
def _traditional() -> dict[str, str]:
    return {simple: traditional for traditional, simple in simplified().items() if fold(traditional) == simple}
