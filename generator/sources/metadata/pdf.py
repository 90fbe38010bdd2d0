"""PDF without metadata."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from generator.sources.metadata.damage import Damaged
from generator.sources.metadata.pictures import jpeg

if TYPE_CHECKING:
    from pypdf import PdfWriter

_SAID = ("/Metadata", "/PieceInfo", "/LastModified")
_EMBEDDED = ("/EmbeddedFiles", "/AF")
_OF_ANNOTATIONS = ("/T", "/CreationDate", "/M", "/NM")


def pdf(data: bytes) -> bytes:
    """Write a PDF anew without its Info, XMP, older versions, embedded files, and names of who commented.

    Photographs in it lose their metadata as well.

    Raises:
        Damaged: It is none, or is locked.
    """
    try:
        writer = _copy(data)
        for item in writer._objects:  # pypdf offers no other way to all objects
            _strip(item)
        # Only the copy of the copy is without the objects to which nothing leads any more.
        return _written(_copy(_written(writer)))
    except Damaged:
        raise
    except Exception:  # pypdf raises anything at all on a damaged file
        raise Damaged from None


def _copy(data: bytes) -> PdfWriter:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - slow to load, and only where a PDF is handed out

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise Damaged
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    return writer


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _strip(item: Any) -> None:
    if not isinstance(item, dict):
        return
    # A field of a form is an annotation too, and its /T is the name by which it works.
    annotation = "/Rect" in item and item.get("/Subtype") not in (None, "/Widget")
    for key in (*_SAID, *_EMBEDDED, *(_OF_ANNOTATIONS if annotation else ())):
        item.pop(key, None)
    if item.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        stripped: Any = item
        stripped._data = jpeg(stripped._data)
