"""What readers of an office type, and what must come first: on the command line and in the browser.

content/ is the site of an imagined bureau whose articles are easily taken for one another. queries.json says why each
expected article comes first; change it only where a librarian would.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.config import Settings
from generator.pipeline import prepare
from generator.search.answer import Question, search
from generator.search.documents import search_documents
from generator.search.index import update_index

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
CONTENT = HERE / "content"
ENGINE = REPOSITORY / "themes" / "search" / "engine.js"
TODAY = datetime.date(2026, 11, 23)
EPOCH = "1795392000"  # the same day

CASES: list[dict[str, Any]] = json.loads((HERE / "queries.json").read_text(encoding="utf-8"))
ORDERED = [case for case in CASES if "first" in case]
NAMES = [" ".join([case["query"], *(f"{k}={v}" for k, v in case.get("options", {}).items())]) for case in CASES]

Answer = Mapping[str, Any]
"""What a test looks at: ``total``, ``ids`` and ``notes``, each note with its ``type``."""


def must_be_right(case: Mapping[str, Any], answer: Answer) -> None:
    """Hold an answer against what is expected of it."""
    ids, types = answer["ids"], [note["type"] for note in answer["notes"]]
    if case.get("none"):
        assert (answer["total"], ids) == (0, []), case["why"]
    else:
        assert ids[:1] == [case["first"]], case["why"]
        assert ("partial" in types) == ("partial" in case.get("notes", ())), types
    if "total" in case:
        assert answer["total"] == case["total"], ids
    assert not set(case.get("absent", ())) & set(ids)
    if "also" in case:
        said = [word.lower() for note in answer["notes"] if note["type"] == "synonyms" for word in note["words"]]
        assert sorted(said) == sorted(case["also"])


def test_there_are_enough_queries_and_their_articles_exist() -> None:
    assert len(ORDERED) >= 40
    assert len(CASES) - len(ORDERED) >= 10
    assert len(set(NAMES)) == len(NAMES)
    assert all(case["why"] and (("first" in case) != case.get("none", False)) for case in CASES)
    named = {id for case in ORDERED for id in (case["first"], *case.get("absent", ()))}
    assert [id for id in sorted(named) if not (CONTENT / f"{id}.md").is_file()] == []


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "index"
    library = prepare(CONTENT, Settings(), TODAY, lambda *_: None).library
    update_index(folder, search_documents(library), library.terms)
    return folder


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_command_line_puts_it_first(case: dict[str, Any], index: Path) -> None:
    filters = dict(case.get("options", {}))
    sort = filters.pop("sort", "relevance")
    answer = search(index, Question(case["query"], filters, sort, limit=100))
    notes = [{"type": note.type, **note.details} for note in answer.notes]
    ids = [result.id for result in answer.results]
    must_be_right(case, {"total": answer.total, "ids": ids, "notes": notes})


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """What the browser's engine answers to all queries, asked in Node of a site that was built."""
    if not ENGINE.is_file():
        pytest.skip(f"{ENGINE.relative_to(REPOSITORY)} is not there")
    if not (node := shutil.which("node")):
        pytest.skip("needs node")
    site = tmp_path_factory.mktemp("office") / "site"
    build = [sys.executable, "-m", "generator", "build", "--content", str(CONTENT), "--out", str(site)]
    run(*build)
    asked = run(node, str(HERE / "ask.mjs"), str(site), input=json.dumps(CASES))
    return dict(zip(NAMES, json.loads(asked), strict=True))


def run(*command: str, input: str = "") -> str:
    """What a program writes, on the day of the tests."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env=environment,
        input=input,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("name", "case"), [*zip(NAMES, CASES, strict=True)], ids=NAMES)
def test_the_browser_puts_it_first(name: str, case: dict[str, Any], answers: dict[str, Answer]) -> None:
    answer = answers[name]
    assert "error" not in answer, answer["error"]
    must_be_right(case, {**answer, "ids": [result["id"] for result in answer["results"]]})


def test_an_excerpt_of_the_browser_shows_the_words(answers: dict[str, Answer]) -> None:
    found = answers["看得到方子看不到想法"]["results"][0]
    assert "看得到方子看不到想法" in found["excerpt"].replace("<mark>", "").replace("</mark>", "")
    assert found["url"] and found["title"] == "名老中医工作室建设情况调查"
