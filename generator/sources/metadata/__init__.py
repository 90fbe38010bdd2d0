"""What files say of whoever made them, taken out: cameras, places, authors, companies, comments' names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Protocol

from generator.sources.metadata import drawings, office, pdf, pictures
from generator.sources.metadata.damage import Damaged
from generator.sources.tree import SourceFile, Unreadable, read_bytes

LARGEST = 50_000_000
"""Bytes of a file that is looked at; of a larger one there is no copy without metadata."""


def _as_it_is(data: bytes) -> bytes:
    return data


_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "jpg": pictures.jpeg,
    "jpeg": pictures.jpeg,
    "png": pictures.png,
    "gif": pictures.gif,
    "webp": pictures.webp,
    "svg": drawings.svg,
    "pdf": pdf.pdf,
    **dict.fromkeys(("docx", "xlsx", "pptx"), office.office),
    **dict.fromkeys(("txt", "csv", "tsv"), _as_it_is),
}
CLEANABLE = frozenset(_CLEANERS)
"""Endings of the kinds of files that can be freed from metadata."""


def ending_of(path: str) -> str:
    """The ending of a file's name in small letters, without the point."""
    return PurePosixPath(path).suffix[1:].lower()


class File(Protocol):
    """A file under content/: its path, whose ending tells the kind, and where it lies."""

    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def disk_path(self) -> str: ...  # noqa: D102


def without_metadata(file: File) -> bytes | None:
    """Give a file without what it says of whoever made it. What it shows stays as it is: no picture is encoded anew.

    Returns:
        Its bytes; None where the kind cannot be cleaned, or the file is damaged, locked, too large or packs too much.
    """
    try:
        data = read_bytes(SourceFile(file.path, file.disk_path, 0), LARGEST + 1)
    except Unreadable:
        return None
    return cleaned(data, ending_of(file.path)) if len(data) <= LARGEST else None


def cleaned(data: bytes, ending: str) -> bytes | None:
    """Give the bytes of a file of some kind without metadata, or None where that cannot be."""
    cleaner = _CLEANERS.get(ending)
    try:
        return cleaner(data) if cleaner else None
    except Damaged:
        return None
