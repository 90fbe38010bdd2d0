"""The index that Material's own search box reads in the browser.

The format is lunr's as Material 9 loads it: ``{config, docs: [{location, title, text}]}``. Its worker cuts text at
``separator``, so Han text is given as words with U+200B between them, which the separator matches; a query it cuts by
the words that it finds in the index. What it shows is this same text, so no word may stand in it twice.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable

from generator.search.documents import SearchDocument
from generator.search.text import short_words
from generator.sources.chinese import HAN

_HAN_RUN = re.compile(rf"[{HAN}]{{2,}}")
_FIELDS = {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}}
"""Material's own weights; a field that is not listed is not indexed."""
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
    config = {"lang": languages, "separator": _SEPARATOR, "pipeline": ["stemmer"], "fields": _FIELDS}
    return json.dumps({"config": config, "docs": docs}, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def _text(document: SearchDocument) -> str:
    return "\n".join(filter(None, (document.summary, "、".join(document.authors), document.body)))


def _cut(text: str) -> str:
    return _HAN_RUN.sub(lambda m: "\u200b".join(short_words(m[0])) + "\u200b", text)
