"""The search documents as files that an OpenSearch cluster loads: the index's settings, and bulk requests.

Formats: https://docs.opensearch.org/latest/api-reference/index-apis/create-index/ and
https://docs.opensearch.org/latest/api-reference/document-apis/bulk/ (each line ends with a line feed, the last too).
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from generator.errors import XinglinError
from generator.search.documents import SearchDocument
from generator.search.text import simplified

PART = 10_000_000
"""The most bytes of one bulk request, unless a single document is longer."""
PARTS = "bulk-*.ndjson"
"""The names of all bulk requests."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,199}")
_LONGEST_ID = 512
"""Bytes that the id of a document may have."""
_FILTERS = ["cjk_width", "lowercase"]


def check_index_name(name: str) -> None:
    """Make sure that a name fits OpenSearch's naming restrictions and needs no escaping in an address.

    Raises:
        XinglinError: It does not.
    """
    if not _NAME.fullmatch(name):
        raise XinglinError("bad-index-name", name=name)


def export_files(documents: Iterable[SearchDocument], name: str) -> Iterator[tuple[str, bytes]]:
    """All files, each with its name: ``index.json`` and, in order, ``bulk-001.ndjson`` and so on."""
    yield "index.json", _line(index_body())
    for number, part in enumerate(_parts(documents, name), 1):
        yield PARTS.replace("*", f"{number:03}"), part


def index_body() -> dict[str, Any]:
    """What creates the index.

    Texts are cut into pairs of Han characters; single ones are indexed as well, and searched where a query is one.
    """
    text = {"type": "text", "analyzer": "han", "search_analyzer": "han_search"}
    name = {"type": "keyword", "fields": {"text": text}}
    keywords = {key: {"type": "keyword"} for key in ("id", "kind", "year", "department")}
    names = dict.fromkeys(("department_name", "authors", "tags", "book"), name)
    texts = dict.fromkeys(("title", "headings", "summary", "body"), text)
    others = {"address": {"type": "keyword", "index": False}, "date": {"type": "date", "format": "strict_date"}}
    analysis = {
        "char_filter": {"simplified": {"type": "mapping", "mappings": [f"{a} => {b}" for a, b in _pairs()]}},
        "filter": {"han_pairs_and_singles": {"type": "cjk_bigram", "output_unigrams": True}},
        "analyzer": {"han": _analyzer("han_pairs_and_singles"), "han_search": _analyzer("cjk_bigram")},
    }
    return {
        "settings": {"index": {"number_of_shards": 1}, "analysis": analysis},
        "mappings": {"dynamic": "strict", "properties": keywords | names | texts | others},
    }


def commands(folder: Path, name: str) -> tuple[str, str]:
    """What loads the files that are in a folder: two lines for a shell."""
    server = '"${OPENSEARCH:-http://localhost:9200}'
    files = shlex.quote(str(folder))
    create = f"curl --fail-with-body -X PUT {server}/{name}\" -H 'Content-Type: application/json'"
    load = f"curl --fail-with-body -X POST {server}/_bulk\" -H 'Content-Type: application/x-ndjson'"
    return (
        f"{create} --data-binary @{files}/index.json",
        f'for part in {files}/{PARTS}; do {load} --data-binary "@$part"; done',
    )


def _pairs() -> list[tuple[str, str]]:
    return sorted(simplified().items())


def _analyzer(pairs: str) -> dict[str, Any]:
    return {"type": "custom", "char_filter": ["simplified"], "tokenizer": "standard", "filter": [*_FILTERS, pairs]}


def _parts(documents: Iterable[SearchDocument], name: str) -> Iterator[bytes]:
    part = bytearray()
    for document in documents:
        lines = _line({"index": {"_index": name, "_id": _id(document.id)}}) + _line(_source(document))
        if part and len(part) + len(lines) > PART:
            yield bytes(part)
            part.clear()
        part += lines
    if part:
        yield bytes(part)


def _id(name: str) -> str:
    data = name.encode("utf-8", "replace")
    return name if len(data) <= _LONGEST_ID else hashlib.sha256(data).hexdigest()


def _source(document: SearchDocument) -> dict[str, Any]:
    """A document as it is mapped; an empty date is none."""
    return {key: value for key, value in asdict(document).items() if value or key != "date"}


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
