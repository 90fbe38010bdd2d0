"""The reading programme: recommended books by batch."""

from __future__ import annotations

import colorsys
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.messages import Catalogue
from generator.model.articles import Book, Reflection
from generator.model.library import Library
from generator.pages import addresses
from generator.pages.listings import introduction
from generator.pages.page import Page
from generator.pages.paging import paginate


@dataclass(frozen=True, slots=True)
class Cover:
    """A book with its drawn cover. ``colour`` is a CSS colour taken from the title."""

    title: str
    author: str
    publisher: str
    address: str
    colour: str
    reflections: int


def cover(book: Book, reflections: int) -> Cover:
    """Draw a book's cover: the same title always gets the same dark, quiet colour, on which white text reads well."""
    number = int.from_bytes(hashlib.sha256(book.title.encode()).digest()[:4], "big")
    red, green, blue = colorsys.hls_to_rgb((number % 360) / 360, 0.30, 0.32)
    colour = f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
    address = addresses.article(book.id)
    return Cover(book.title, book.author, book.publisher, address, colour, reflections)


def batches(library: Library) -> list[tuple[str, list[Cover]]]:
    """Books by batch, the latest first; books of no batch last under an empty name."""
    written = Counter(a.book for a in library.articles if isinstance(a, Reflection))
    groups: dict[str, list[Cover]] = {}
    for book in sorted(library.books.values(), key=lambda b: (b.batch, b.id)):
        groups.setdefault(book.batch, []).append(cover(book, written[book.name]))
    return [(name, groups[name]) for name in sorted(groups, reverse=True)]


def reading_pages(library: Library, words: Catalogue, size: int) -> Iterator[Page]:
    """The shelf of recommended books."""
    shelf = [(name, c) for name, covers in batches(library) for c in covers]
    for address, shown, pager in paginate("books/", shelf, size * 2) if shelf else ():
        groups: dict[str, list[Cover]] = {}
        for name, drawn in shown:
            groups.setdefault(name, []).append(drawn)
        data = {"batches": list(groups.items()), "pager": pager, "intro": introduction("books/", library)}
        title = words.text("site.books.title")
        yield Page(address, "books.html", title, "books", data, feed="books/feed.xml")
