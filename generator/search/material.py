"""The index that Material's own search box reads in the browser.

The format is lunr's as Material 9 loads it: ``{config, docs: [{location, title, text}]}``. Its worker cuts text at
``separator`` and matches prefixes only, so Han text is given as words with U+200B between them, long words followed by
the shorter words inside them; the separator must then match U+200B.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable

import rjieba

from generator.search.documents import SearchDocument
from generator.sources.chinese import HAN

_HAN_RUN = re.compile(rf"[{HAN}]{{2,}}")
_SEPARATOR = r"[\s\u200b\-，。、；：？！“”（）《》·,.;:?!()\[\]]+"


def material_index(documents: Iterable[SearchDocument], language: str) -> bytes:
    """Make search_index.json, one entry an article."""
    docs = [
        {
            "location": d.address,
            "title": _cut(html.escape(d.title, quote=False)),
            "text": _cut(html.escape(_text(d), quote=False)),
        }
        for d in documents
    ]
    languages = ["zh" if language == "zh" else "en"]
    config = {"lang": languages, "separator": _SEPARATOR, "pipeline": ["stemmer"], "fields": {}}
    return json.dumps({"config": config, "docs": docs}, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def _text(document: SearchDocument) -> str:
    return "\n".join(filter(None, (document.summary, "、".join(document.authors), document.body)))


def _cut(text: str) -> str:
    return _HAN_RUN.sub(lambda m: "\u200b".join(rjieba.cut_for_search(m[0])) + "\u200b", text)
