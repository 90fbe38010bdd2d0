"""Pictures and attachments: what may be published beside the articles."""

from __future__ import annotations

import re

from generator.sources.tree import SourceFile, read_bytes

SVG_LIMIT = 5_000_000
"""Bytes of a drawing that are looked at; a larger one is not published."""

_ACTIVE = re.compile(
    rb"<\s*+(?:[^\s<>/:]{1,100}:)?(?:script|foreignobject|iframe|object|embed|meta|form)\b"
    rb"|<!entity|<\?xml-stylesheet|\son[a-z]+\s*=|javascript\s*:|@import"
    rb"""|(?:href|src)\s*+=\s*+["']?+\s*+(?!#|data:image/(?:png|jpeg|gif|webp))[^\s"'>]"""
    rb"""|url\(\s*+(?:["']|&quot;|&apos;)?+\s*+(?!#|data:image/(?:png|jpeg|gif|webp))[^\s"')]""",
    re.I,
)

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DISGUISES = (b"\0", b"\x1b", b"&#")


def is_active_svg(file: SourceFile) -> bool:
    """Whether a drawing holds anything that runs or loads: scripts, handlers, entities, references out of itself.

    Character references and other encodings could hide those from a search, so a drawing with either counts as active.
    """
    if file.size > SVG_LIMIT:
        return True
    data = read_bytes(file, SVG_LIMIT)
    return data.startswith(_UTF_16) or any(mark in data for mark in _DISGUISES) or bool(_ACTIVE.search(data))
