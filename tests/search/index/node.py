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

Pages = Mapping[str, Sequence[str]]
"""The passages of pages by address."""


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
    """The pages of documents as the engine reads them: a passage for the summary and for each block of the body."""
    return {d.address: [line for line in (d.summary, *d.body.split("\n")) if line.strip()] for d in documents}
