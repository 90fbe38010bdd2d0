"""Documents of Office (ECMA-376: zip files of XML) without metadata."""

from __future__ import annotations

import io
import re
import zipfile

from generator.sources.metadata import pictures
from generator.sources.metadata.damage import Damaged

MOST_PARTS = 5_000
MOST_BYTES = 200_000_000
"""Unpacked, of all parts together."""
_DEEPEST = 2
"""Documents within documents that are looked into."""

_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/"
_EMPTY = {
    "docprops/core.xml": _XML + b'<cp:coreProperties xmlns:cp="' + _PACKAGE + b'"/>',
    "docprops/app.xml": _XML + b'<Properties xmlns="' + _OFFICE + b'extended-properties"/>',
    "docprops/custom.xml": _XML + b'<Properties xmlns="' + _OFFICE + b'custom-properties"/>',
}
_LEFT_OUT = re.compile(r"docprops/thumbnail\.")
_THUMBNAIL = re.compile(rb"<Relationship\b[^>]*metadata/thumbnail[^>]*/>")
_VALUE = rb"""\s*=\s*(?:"[^"]*"|'[^']*')"""
_WHO = re.compile(rb"(\s(?:\w+:)?(?:author|initials|userName|userId|providerId|lastModifiedBy|lastUser))" + _VALUE)
"""Attributes that name somebody: of comments, tracked changes, people, shared workbooks."""
_WHERE = re.compile(rb"(\s(?:Target|url|r:href|path))\s*=\s*(?:\"(?:file:|[A-Za-z]:\\|\\\\)[^\"]*\")")
"""Attributes with a folder of somebody's machine: of templates, workbooks."""
_NAMES = re.compile(rb"(\s(?:name|displayName))" + _VALUE)
_LISTS_OF_PEOPLE = re.compile(r"xl/persons/|ppt/commentauthors\.xml|ppt/authors\.xml|word/people\.xml")
_AUTHORS = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</)")
"""Of the comments of a workbook."""
_PICTURES = {"jpg": pictures.jpeg, "jpeg": pictures.jpeg, "png": pictures.png, "gif": pictures.gif}
_DOCUMENTS = {"docx", "xlsx", "pptx"}


def office(data: bytes, depth: int = 0) -> bytes:
    """Write a document of Word, Excel or PowerPoint anew without properties, names in comments and tracked changes.

    Pictures and documents in it are cleaned as well.

    Raises:
        Damaged: It is none, is locked, packs too much, or holds a document of a kind that cannot be cleaned.
    """
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
            parts = [part for part in packed.infolist() if not part.is_dir()]
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
                raise Damaged
            if "[Content_Types].xml" not in packed.namelist():
                raise Damaged
            for part in parts:
                if not _LEFT_OUT.match(part.filename.lower()):
                    # Without a date, so that a copy has the same bytes whenever it is made.
                    fresh.writestr(_undated(part), _part(part.filename.lower(), packed.read(part), depth))
    except Damaged:
        raise
    except Exception:  # a damaged or locked file raises errors of zipfile, zlib and lzma, which have no class in common
        raise Damaged from None
    return out.getvalue()


def _undated(part: zipfile.ZipInfo) -> zipfile.ZipInfo:
    fresh = zipfile.ZipInfo(part.filename)
    fresh.compress_type = zipfile.ZIP_DEFLATED
    return fresh


def _part(name: str, data: bytes, depth: int) -> bytes:
    ending = name.rpartition(".")[2]
    if name in _EMPTY:
        return _EMPTY[name]
    if ending in _PICTURES:
        return _PICTURES[ending](data)
    if "/embeddings/" in name:
        if ending not in _DOCUMENTS or depth >= _DEEPEST:
            raise Damaged
        return office(data, depth + 1)
    return _xml(name, data) if ending in ("xml", "rels", "vml") else data


def _xml(name: str, data: bytes) -> bytes:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Damaged
    data = _WHO.sub(rb'\1=""', _THUMBNAIL.sub(b"", data))
    data = _AUTHORS.sub(rb"\1\2", _WHERE.sub(rb'\1=""', data))
    return _NAMES.sub(rb'\1=""', data) if _LISTS_OF_PEOPLE.match(name) else data
