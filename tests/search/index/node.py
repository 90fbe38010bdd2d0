"""Programs in Node, which read an index as the browser does."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.search.documents import SearchDocument

HERE = Path(__file__).parent
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="Node.js is not installed")

Pages = Mapping[str, Mapping[str, Sequence[str]]]
"""Articles by the addresses of their pages, as themes/search/reader.js reads them."""


def run_in_node(name: str, given: object, *arguments: object) -> Any:
    """What a program in this folder answers to something that is handed over as JSON."""
    done = subprocess.run(
        ["node", str(HERE / name), *map(str, arguments)],
        input=json.dumps(given),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def asked(site: Path, questions: Iterable[Mapping[str, Any]], pages: Pages | None = None) -> list[Any]:
    """What the engine answers from the index in ``site/search`` (see ask.mjs)."""
    answers = run_in_node("ask.mjs", {"questions": list(questions), "pages": pages or {}}, site)
    assert [answer["error"] for answer in answers if "error" in answer] == []
    return list(answers)


def pages_of(documents: Iterable[SearchDocument]) -> Pages:
    """The pages of documents as the engine reads them: passages of the summary and the body, and the headings."""
    return {d.address: _article(d) for d in documents}


def _article(document: SearchDocument) -> Mapping[str, Sequence[str]]:
    body = [line for line in document.body.split("\n") if line.strip()]
    return {"summary": [document.summary][: bool(document.summary)], "headings": document.headings, "body": body}
