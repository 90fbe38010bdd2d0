"""What is in a text is found, what is not is not, and nothing that anybody types breaks or stops the search."""

from __future__ import annotations

import dataclasses
import json
import random
import time

import pytest

from generator.config import Settings
from generator.pipeline import read_and_check
from generator.search.documents import SearchDocument, search_documents
from generator.search.material import material_index
from generator.search.text import fold
from tests.conftest import REPOSITORY
from tests.search.builders import Shelf, document

SECONDS = 10
"""Of processor time, far more than any of these takes; a hang is what the bound is for."""


@pytest.fixture(scope="module")
def own() -> list[SearchDocument]:
    """The documents of the project's own content."""
    checked = read_and_check(REPOSITORY / "content", Settings(), lambda step, count: None)
    return list(search_documents(checked.contributions.library.published()))


@pytest.fixture(scope="module")
def library(own: list[SearchDocument], tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("index"))
    shelf.put(*own)
    return shelf


def texts(d: SearchDocument) -> list[str]:
    return [fold(t) for t in (d.title, d.summary, d.body, *d.headings, *d.authors, *d.tags)]


def test_every_string_of_han_characters_is_found_exactly_where_it_stands(
    own: list[SearchDocument], library: Shelf
) -> None:
    draw = random.Random(20261124)
    missed, wrong = [], []
    for _ in range(300):
        body = draw.choice(own).body
        size = draw.randint(2, 6)
        at = draw.randrange(max(1, len(body) - size))
        wanted = body[at : at + size]
        if len(wanted) < 2 or not all("\u4e00" <= c <= "\u9fff" for c in wanted):
            continue
        truth = {d.id for d in own if any(fold(wanted) in t for t in texts(d))}
        found = set(library.ids(wanted, limit=1000))
        missed += [(wanted, i) for i in truth - found]
        wrong += [(wanted, i) for i in found - truth]
    assert (missed, wrong) == ([], [])


def test_every_article_is_found_by_its_title(own: list[SearchDocument], library: Shelf) -> None:
    assert [d.id for d in own if d.id not in library.ids(f'"{d.title}"', limit=1000)] == []


def test_an_article_comes_first_for_its_own_title(own: list[SearchDocument], library: Shelf) -> None:
    reports = [d for d in own if d.kind in ("reports", "papers")]
    assert len(reports) >= 12
    assert [d.title for d in reports if library.ids(d.title)[0] != d.id] == []


def test_drafts_are_never_documents() -> None:
    checked = read_and_check(REPOSITORY / "content", Settings(), lambda step, count: None)
    library = checked.contributions.library
    first, *others = library.articles
    drafts = dataclasses.replace(library, articles=(dataclasses.replace(first, draft=True), *others))
    assert first.id not in {d.id for d in search_documents(drafts)}
    assert first.id in {d.id for d in search_documents(library)}


@pytest.mark.parametrize(
    "text",
    [
        "一" * 10_000,
        '"' * 10_000,
        "“”" * 5_000,
        "-" * 10_000,
        "-一 " * 100,
        "title:* OR ( [ TO ]",
        "* " * 200,
        "\0" * 500,
        r"(.*)+[a-z]{1,99}\d$^|?",
        "NOT AND OR " * 50,
        "！@#￥%……&*（）" * 30,
        "一 a " * 50,
        "e\u0301" * 100,
        "\ud800",
        "\ue000😀👨‍👩‍👧" * 50,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_whatever_is_typed_is_answered_in_time(library: Shelf, text: str) -> None:
    started = time.process_time()
    answer = library.ask(text, [["桂枝", "桂枝木"]])
    assert answer.total >= len(answer.results)
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("word", ["黄芪", "黄耆", "绵黄芪"])
def test_words_of_the_same_meaning_find_each_other(shelf: Shelf, word: str) -> None:
    shelf.put(
        document("a", "方用黄芪三钱"), document("b", "本作黄耆"), document("c", "处方写绵黄芪者"), document("d", "甘草")
    )
    groups = [["黄芪", "黄耆", "绵黄芪"]]
    assert set(shelf.ids(word, groups)) == {"a", "b", "c"}
    assert set(shelf.ids(f"{word}三钱", groups)) == {"a"}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "papers"}, {"b"}),
        ({"year": "2025"}, {"b"}),
        ({"department": "yizheng"}, {"c"}),
        ({"author": "余青"}, {"a"}),
        ({"tag": "医案"}, {"a", "c"}),
        ({"tag": "医案", "author": "余青"}, {"a"}),
        ({"kind": "books"}, set()),
    ],
)
def test_filters(shelf: Shelf, filters: dict[str, str], found: set[str]) -> None:
    shelf.put(
        document("a", "带教", authors=("余青",), tags=("医案",)),
        document("b", "带教", kind="papers", year="2025"),
        document("c", "带教", department="yizheng", tags=("医案", "基层")),
    )
    assert set(shelf.ids("带教", **filters)) == found


def test_an_index_that_was_harmed_is_made_anew(shelf: Shelf) -> None:
    shelf.put(document("a", "带教"), document("b", "留人"))
    for path in (shelf.folder / "index").iterdir():
        if path.suffix == ".seg":
            path.write_bytes(path.read_bytes()[:-7])
    update = shelf.put(document("a", "带教"), document("b", "留人"))
    assert (update.added, update.unchanged) == (2, 0)
    assert shelf.ids("留人") == ["b"]


def test_what_is_gone_or_changed_is_no_longer_found(shelf: Shelf) -> None:
    shelf.put(document("a", "带教"), document("b", "留人"))
    update = shelf.put(document("a", "轮岗"))
    assert (update.added, update.changed, update.removed) == (0, 1, 1)
    assert (shelf.ids("带教"), shelf.ids("留人"), shelf.ids("轮岗")) == ([], [], ["a"])


def test_the_index_of_the_search_box_holds_the_very_text(own: list[SearchDocument]) -> None:
    record = json.loads(material_index(own, "zh"))
    assert set(record["config"]["fields"]) == {"title", "text", "tags"}
    shown = {d["location"]: d for d in record["docs"]}
    for d in own:
        text = shown[d.address]["text"].replace("\u200b", "")
        assert text.endswith(d.body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
