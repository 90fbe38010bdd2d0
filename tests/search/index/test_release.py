"""Releases of the index: what names them, what they hold, and that no answer is made of two."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.config import Settings
from generator.pipeline import prepare
from generator.search.browser import FORMAT, Destinations, write_index, writing
from generator.search.documents import SearchDocument, search_documents
from tests.search.builders import document
from tests.search.index.corpus import GROUPS, TODAY, described, random_documents
from tests.search.index.node import asked, needs_node, pages_of, run_in_node

DOCUMENTS = tuple(described(random_documents(60, 30), 31))
DESTINATIONS = Destinations(authors={"王芳": ("people/wang/", "医政处")}, tags={"医保": "tags/yibao/"})


def files(folder: Path) -> dict[str, bytes]:
    """All files, by their names."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def released(folder: Path) -> dict[str, Any]:
    """What release.js says."""
    found = re.fullmatch(r'xinglinData\("","release",(.*)\)\n', (folder / "release.js").read_text())
    assert found
    record = json.loads(found[1])
    assert isinstance(record, dict)
    return record


# ---- Files


def test_the_same_documents_give_the_same_files_in_any_order_and_with_any_number_of_processes(tmp_path: Path) -> None:
    chance = random.Random(1)
    for name, workers in (("one", 1), ("two", 2), ("again", 2)):
        mixed = chance.sample(DOCUMENTS, len(DOCUMENTS))
        write_index(tmp_path / name, iter(mixed), GROUPS, DESTINATIONS, workers=workers)
    assert files(tmp_path / "one") == files(tmp_path / "two") == files(tmp_path / "again")


@pytest.mark.parametrize(
    ("name", "value"), [("CARDS", 8), ("_SLICE", 1 << 8), ("_ENTRIES", dict.fromkeys(writing._ENTRIES, 99))]
)
def test_another_layout_is_another_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    write_index(tmp_path / "before", DOCUMENTS, workers=1)
    monkeypatch.setattr(writing, name, value)
    write_index(tmp_path / "after", DOCUMENTS, workers=1)
    assert released(tmp_path / "before")["release"] != released(tmp_path / "after")["release"]


def changed() -> Mapping[str, tuple[Sequence[SearchDocument], Any, Destinations]]:
    """What makes another release."""

    def one(**fields: object) -> Sequence[SearchDocument]:
        at = next(n for n, d in enumerate(DOCUMENTS) if d.date and d.department and d.summary and d.headings)
        return (*DOCUMENTS[:at], replace(DOCUMENTS[at], **fields), *DOCUMENTS[at + 1 :])  # type: ignore[arg-type]

    fields: dict[str, object] = {
        "id": "reports/9999",
        "address": "elsewhere/",
        "kind": "lectures",
        "date": "1999-09-09",
        "title": "黄芪，",
        "authors": ("甲",),
        "department": "zzz",
        "tags": ("新",),
        "summary": "一",
        "headings": ("丁",),
        "body": "一丁",
    }
    found: dict[str, tuple[Sequence[SearchDocument], Any, Destinations]] = {
        name: (one(**{name: value}), GROUPS, DESTINATIONS) for name, value in fields.items()
    }
    renamed = [replace(d, department_name=f"新{d.department_name}") for d in DOCUMENTS]
    found["the name of a department"] = (renamed, GROUPS, DESTINATIONS)
    found["fewer documents"] = (DOCUMENTS[1:], GROUPS, DESTINATIONS)
    found["a synonym"] = (DOCUMENTS, (*GROUPS, ("甲", "乙")), DESTINATIONS)
    found["an address"] = (DOCUMENTS, GROUPS, replace(DESTINATIONS, tags={}))
    return found


@pytest.mark.parametrize("name", changed())
def test_every_change_makes_another_release(name: str, tmp_path: Path) -> None:
    documents, groups, destinations = changed()[name]
    write_index(tmp_path / "before", DOCUMENTS, GROUPS, DESTINATIONS, workers=1)
    write_index(tmp_path / "after", documents, groups, destinations, workers=1)
    assert released(tmp_path / "before")["release"] != released(tmp_path / "after")["release"]


def test_another_language_makes_another_release(tmp_path: Path) -> None:
    for language in ("zh", "en"):
        write_index(tmp_path / language, DOCUMENTS, GROUPS, language=language, workers=1)
    assert released(tmp_path / "zh")["release"] != released(tmp_path / "en")["release"]


def test_a_character_that_moves_from_one_field_to_the_next_makes_another_release(tmp_path: Path) -> None:
    texts = [("黄芪", "", "方"), ("黄", "芪", "方"), ("黄", "", "芪方"), ("黄", "芪方", "")]
    for number, (title, summary, body) in enumerate(texts):
        write_index(tmp_path / str(number), [document("a", body, title, summary=summary)], workers=1)
    assert len({released(tmp_path / str(number))["release"] for number in range(len(texts))}) == len(texts)


@pytest.mark.parametrize("count", [0, 1, 2, 60])
def test_all_files_of_a_release_are_there_and_say_where_they_belong(count: int, tmp_path: Path) -> None:
    write_index(tmp_path, DOCUMENTS[:count], GROUPS, workers=1)
    record = released(tmp_path)
    name = record["release"]
    assert set(record) == {"format", "release", "documents", "cards", "shards"}
    assert (record["format"], record["documents"]) == (FORMAT, count)
    expected = {"start", *(f"cards/{number}" for number in range(-(-count // record["cards"])))}
    expected |= {f"{family}/{number}" for family, shards in record["shards"].items() for number in range(shards)}
    found = files(tmp_path)
    assert {path.removeprefix(f"{name}/").removesuffix(".js") for path in found} >= expected | {"release"}
    for path, data in found.items():
        if path != "release.js":
            assert data.decode().startswith(f'xinglinData("{name}","{path.removeprefix(f"{name}/")[:-3]}",')
            stem = path.removeprefix(f"{name}/").removesuffix(".js")
            assert stem in expected or re.fullmatch(r"(pairs|letters)/\d+-\d+-\d+", stem)


def test_one_file_is_outside_the_folder_of_the_release(tmp_path: Path) -> None:
    write_index(tmp_path, DOCUMENTS, workers=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["release.js", released(tmp_path)["release"]])


def test_a_draft_leaves_no_trace(miniature: Path, tmp_path: Path) -> None:
    """With a draft and without it the files are the same."""
    [draft] = [path for path in miniature.rglob("*.md") if re.search("^draft: true$", path.read_text(), re.MULTILINE)]
    for name in ("with", "without"):
        library = prepare(miniature, Settings(), TODAY, lambda *_: None).library
        write_index(tmp_path / name, search_documents(library), library.terms, workers=1)
        draft.unlink(missing_ok=True)
    assert released(tmp_path / "with")["documents"] > 5
    assert files(tmp_path / "with") == files(tmp_path / "without")


@needs_node
def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    write_index(tmp_path / "search", (), workers=1)
    for answer in asked(tmp_path, [{"query": query} for query in ("黄芪", "hq", "-黄芪", "作者:王芳", "")]):
        assert (answer["total"], answer["results"]) == (0, [])


# ---- Two releases


def old(number: int) -> SearchDocument:
    return document(
        f"reports/{number:02}",
        f"从前说到黄芪的第{number}个方子。" + "别的话" * 90 * (number % 3),
        f"旧文{number}说黄芪",
        date=f"2025-01-{number + 1:02}",
        tags=("旧的",) if number % 2 else ("都有",),
        authors=("张三",),
    )


def new(number: int) -> SearchDocument:
    return document(
        f"reports/{number:02}",
        f"如今再说黄芪与桂枝的第{number}个方子。" + "别的话" * 90 * (number % 4),
        f"新文{number}说黄芪",
        date=f"2026-03-{30 - number:02}",
        tags=("新的",) if number % 3 else ("都有",),
        kind="papers",
        authors=("李四",),
    )


QUERIES = ("黄芪", "说到黄芪的", "再说黄芪", "黄芪 方子", "方子 别的话", "标签:都有 黄芪", "lisi", "旧的", "黄芪和桂枝")


@needs_node
def test_no_answer_is_made_of_two_releases(tmp_path: Path) -> None:
    """The index is replaced at every moment of several searches that run at once."""
    both = [[old(n) for n in range(24)], [new(n) for n in range(20)]]
    for name, documents in zip(("before", "after"), both, strict=True):
        write_index(tmp_path / name, documents, workers=1)
    chance = random.Random(8)
    never = [{"at": at, "seed": 1, "rounds": [[query] for query in QUERIES]} for at in (10**9, -1)]
    runs = [
        {"at": at, "seed": seed, "rounds": [chance.sample(QUERIES, chance.randint(1, 4)) for _ in range(3)] + [QUERIES]}
        for at, seed in itertools.product(range(45), range(2))
    ]
    given = {"pages": [pages_of(documents) for documents in both], "runs": [*never, *runs]}
    given |= {name: str(tmp_path / name) for name in ("before", "after")}
    first, second, *answers = run_in_node("replacing.mjs", given)
    expected = {q: (plain(a), plain(b)) for q, [a], [b] in zip(QUERIES, first, second, strict=True)}
    assert all(one != other for one, other in expected.values())
    seen, wrong = set(), []
    for run, rounds in zip(runs, answers, strict=True):
        for queries, own in zip(run["rounds"], rounds, strict=True):
            for query, answer in zip(queries, own, strict=True):
                got = answer if "error" in answer else plain(answer)
                if got in expected[query]:
                    seen.add(expected[query].index(got))
                else:
                    wrong.append((run["at"], run["seed"], query, answer.get("error", "of both")))
    assert wrong == []
    assert seen == {0, 1}


def plain(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """An answer without excerpts: a page that is newer than the index may show another piece of text."""
    keys = ("id", "url", "title", "titleHtml", "kind", "date", "authors", "department", "words", "missing")
    results = [{key: result[key] for key in keys} for result in answer["results"]]
    return {"total": answer["total"], "results": results, "facets": answer["facets"], "notes": answer["notes"]}


@needs_node
def test_a_page_that_does_not_hold_what_was_found_is_of_a_newer_release(tmp_path: Path) -> None:
    """All files of the index are known already when it is replaced; the pages alone tell that it is old."""
    both = [[document(f"a{n}", "从前说到黄芪。", f"旧文{n}") for n in range(14)]]
    both.append([document(f"a{n}", "如今说到黄芪。" if n % 2 else "不再说到。", f"新文{n}") for n in range(14)])
    for name, documents in zip(("before", "after"), both, strict=True):
        write_index(tmp_path / name, documents, workers=1)
    # release, start, the pair, the cards; all else are pages.
    runs = [{"at": at, "seed": 5, "rounds": [["黄芪"], ["黄芪"]]} for at in (-1, 4, 5, 10)]
    given = {"pages": [pages_of(documents) for documents in both], "runs": runs}
    given |= {name: str(tmp_path / name) for name in ("before", "after")}
    answers = run_in_node("replacing.mjs", given)
    for rounds in answers:
        for [answer] in rounds:
            assert {result["title"][0] for result in answer["results"]} == {"新"}
            assert all("如今说到<mark>黄芪</mark>" in result["excerpt"] for result in answer["results"])


@needs_node
def test_an_index_of_another_format_asks_for_the_page_anew(tmp_path: Path) -> None:
    write_index(tmp_path / "search", DOCUMENTS[:3], workers=1)
    path = tmp_path / "search" / "release.js"
    path.write_text(path.read_text().replace(f'"format":{FORMAT},', f'"format":{FORMAT + 1},'))
    for answer in run_in_node("ask.mjs", {"questions": [{"query": "一"}, {"query": "一"}], "pages": {}}, tmp_path):
        assert answer["outdated"] is True


@needs_node
def test_the_texts_of_a_document_are_joined_by_the_document_alone(tmp_path: Path) -> None:
    class Joined(SearchDocument):
        @property
        def zones(self) -> tuple[str, str, str]:
            return "黄芪", "桂枝", "麻黄"

    known = {name: getattr(document("a"), name) for name in SearchDocument.__dataclass_fields__}
    write_index(tmp_path / "search", [Joined(**known)], workers=1)
    answers = asked(tmp_path, [{"query": query} for query in ("黄芪", "桂枝", "麻黄", "无题")])
    assert [answer["total"] for answer in answers] == [1, 1, 1, 0]
