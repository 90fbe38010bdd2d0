"""Books: numbers that somebody can look up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from stdnum import isbn

from generator.checks.subject import Subject
from generator.model.articles import Book
from generator.problems import Problem

_UNIFIED_NUMBER = re.compile(r"(?:统一书号:?)?\d{4,5}[·.・•‧∙]\d{1,5}")
"""统一书号, in use until 1986: the class and the publisher's number, then a serial number."""
_NOISE = re.compile(r"[\s‐‑‒–—―−-]")


def isbns(subject: Subject) -> Iterator[Problem]:
    """A book's number is an ISBN with the right check digit, or the 统一书号 of a book from before 1987."""
    for book in subject.library.articles:
        if isinstance(book, Book) and book.isbn and (variant := _mistake(book.isbn)):
            yield Problem.at(book.path, book.line_of("isbn"), "isbn", variant, value=book.isbn)


def _mistake(value: str) -> str:
    text = _NOISE.sub("", unicodedata.normalize("NFKC", value))
    if _UNIFIED_NUMBER.fullmatch(text):
        return ""
    number = text.upper().removeprefix("ISBN").lstrip(":").removeprefix("13:").removeprefix("10:")
    if re.fullmatch(r"(?:97[89]\d{10}|\d{9}[\dX])", number, re.ASCII):
        return "" if isbn.is_valid(number) else "digit"
    return "form"
