"""Drawings without metadata."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from generator.sources.attachments import SVG_LIMIT
from generator.sources.metadata.damage import Damaged

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*>", re.I)
"""A document type that declares nothing itself."""
_KNOWN = {"", _SVG, _XLINK, _XML}


def svg(data: bytes) -> bytes:
    """Keep the elements of a drawing that draw it: no descriptions of the file, no notes of programs, no comments.

    Entities could unfold to any size, so a drawing that declares some is refused.

    Raises:
        Damaged: It is no drawing.
    """
    data = _DOCTYPE.sub(b"", data, 1)
    if b"<!DOCTYPE" in data.upper() or len(data) > SVG_LIMIT:
        raise Damaged
    try:
        root = ET.fromstring(data)  # noqa: S314 - without a document type there are no entities
    except (ET.ParseError, ValueError):
        raise Damaged from None
    _prune(root)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    drawn: bytes = ET.tostring(root, encoding="utf-8")
    return drawn


def _prune(root: ET.Element) -> None:
    for element in list(root.iter()):
        for name in [n for n in element.attrib if _namespace(n) not in _KNOWN or n == "data-name"]:
            del element.attrib[name]
        for child in list(element):
            if _namespace(child.tag) not in _KNOWN or child.tag == f"{{{_SVG}}}metadata":
                element.remove(child)


def _namespace(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""
