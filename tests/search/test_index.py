from __future__ import annotations

import datetime as dt
import fcntl
import itertools
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.writing import SegmentWriter

from generator.config import Settings
from generator.errors import XinglinError
from generator.pipeline import prepare
from generator.search import index
from generator.search.documents import SearchDocument, search_documents
from generator.search.index import IndexUpdate, SearchResult, update_index
from generator.search.text import fold, is_han, words
from generator.sources.chinese import HAN as HAN_CLASS
from tests.conftest import MINIATURE
from tests.search.builders import Shelf, document

GUIZHI, MAHUANG, SIJUN = document("a", "桂枝汤"), document("b", "麻黄汤"), document("c", "四君子汤")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of documents as they are written."""
    ids: list[str] = []
    add = SegmentWriter.add_document

    def note(self: SegmentWriter, **given: Any) -> None:
        ids.append(given["id"])
        add(self, **given)

    monkeypatch.setattr(SegmentWriter, "add_document", note)
    return ids


def content(folder: Path) -> Mapping[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# ---- Brought up to date


@pytest.mark.parametrize(
    ("after", "update", "fresh"),
    [
        ((GUIZHI, MAHUANG), IndexUpdate(0, 0, 0, 2), []),
        ((MAHUANG, GUIZHI), IndexUpdate(0, 0, 0, 2), []),
        ((GUIZHI, MAHUANG, SIJUN), IndexUpdate(1, 0, 0, 2), ["c"]),
        ((GUIZHI, replace(MAHUANG, body="麻杏石甘汤")), IndexUpdate(0, 1, 0, 1), ["b"]),
        ((GUIZHI, replace(MAHUANG, tags=("方剂",))), IndexUpdate(0, 1, 0, 1), ["b"]),
        ((GUIZHI,), IndexUpdate(0, 0, 1, 1), []),
        ((replace(GUIZHI, body="桂皮"), SIJUN), IndexUpdate(1, 1, 1, 0), ["a", "c"]),
        ((replace(GUIZHI, id="d"), MAHUANG), IndexUpdate(1, 0, 1, 1), ["d"]),
        ((), IndexUpdate(0, 0, 2, 0), []),
    ],
)
def test_only_what_changed_is_written(
    shelf: Shelf, written: list[str], after: tuple[SearchDocument, ...], update: IndexUpdate, fresh: list[str]
) -> None:
    assert shelf.put(GUIZHI, MAHUANG) == IndexUpdate(2, 0, 0, 0)
    assert written == ["a", "b"]
    written.clear()
    assert shelf.put(*after) == update
    assert sorted(written) == fresh
    for d in (GUIZHI, MAHUANG, SIJUN, *after):
        assert shelf.ids(d.body) == [other.id for other in after if other.body == d.body]


def test_an_unchanged_tree_touches_nothing(shelf: Shelf) -> None:
    documents = [document(f"d{n}", f"第{n}篇") for n in range(30)]
    shelf.put(*documents)
    before = content(shelf.folder)
    with mock.patch.object(index, "_write", side_effect=AssertionError):
        assert shelf.put(*documents) == IndexUpdate(0, 0, 0, 30)
    assert content(shelf.folder) == before


def test_many_updates_lose_and_double_nothing(shelf: Shelf) -> None:
    for count in (*range(1, 15), *range(14, 5, -1)):
        shelf.put(*(document(f"d{n:02}", f"中医 改{count // 5}") for n in range(count)))
        assert shelf.ids("中医", limit=99) == [f"d{n:02}" for n in range(count)]


def test_an_index_of_nothing_answers(shelf: Shelf) -> None:
    assert shelf.put() == IndexUpdate(0, 0, 0, 0)
    assert shelf.ask("桂枝").total == 0


# ---- Damaged, outdated, interrupted


def each(change: Callable[[Path], object], ending: str) -> Callable[[Shelf], object]:
    def damage(shelf: Shelf) -> None:
        found = [p for p in (shelf.folder / "index").iterdir() if p.suffix == ending]
        assert found
        for path in found:
            change(path)

    return damage


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def seal(**values: object) -> Callable[[Shelf], object]:
    def change(shelf: Shelf) -> None:
        path = shelf.folder / "seal.json"
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), encoding="utf-8")

    return change


def sealed(data: bytes) -> Callable[[Shelf], object]:
    return lambda shelf: (shelf.folder / "seal.json").write_bytes(data)


DAMAGE: Mapping[str, Callable[[Shelf], object]] = {
    "toc truncated": each(lambda p: p.write_bytes(p.read_bytes()[:-9]), ".toc"),
    "toc emptied": each(lambda p: p.write_bytes(b""), ".toc"),
    "toc garbled": each(flip, ".toc"),
    "toc gone": each(Path.unlink, ".toc"),
    "segment truncated": each(lambda p: p.write_bytes(p.read_bytes()[: p.stat().st_size // 2]), ".seg"),
    "segment emptied": each(lambda p: p.write_bytes(b""), ".seg"),
    "segment garbled": each(flip, ".seg"),
    "segment gone": each(Path.unlink, ".seg"),
    "segment too many": lambda shelf: (shelf.folder / "index" / "MAIN_abc.seg").write_bytes(b"x"),
    "all gone": lambda shelf: shutil.rmtree(shelf.folder / "index"),
    "seal gone": lambda shelf: (shelf.folder / "seal.json").unlink(),
    "seal emptied": sealed(b""),
    "seal truncated": lambda shelf: sealed((shelf.folder / "seal.json").read_bytes()[:-5])(shelf),
    "seal no text": sealed(b"\xff\xfe\x00"),
    "seal a list": sealed(b"[1]"),
    "seal null": sealed(b"null"),
    "seal without digests": sealed(b'{"format": 2}'),
    "digests a list": seal(digests=["a"]),
    "older format": seal(format=index.FORMAT - 1),
    "newer format": seal(format=index.FORMAT + 1),
    "other version": seal(version="0.0.1"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_or_outdated_index_is_made_anew(
    shelf: Shelf, written: list[str], damage: Callable[[Shelf], object]
) -> None:
    shelf.put(GUIZHI, MAHUANG)
    damage(shelf)
    written.clear()
    assert shelf.put(GUIZHI, MAHUANG) == IndexUpdate(2, 0, 0, 0)
    assert written == ["a", "b"]
    assert shelf.ids("桂枝") == ["a"]
    assert shelf.put(GUIZHI, MAHUANG) == IndexUpdate(0, 0, 0, 2)


@pytest.mark.parametrize(
    ("target", "name", "after"),
    [
        (SegmentWriter, "add_document", True),
        (SegmentWriter, "commit", False),
        (SegmentWriter, "commit", True),
        (index, "_seal", False),
    ],
    ids=["writing", "before committing", "after committing", "before sealing"],
)
def test_what_a_killed_process_leaves_is_made_whole(shelf: Shelf, target: object, name: str, after: bool) -> None:
    shelf.put(GUIZHI)
    tidy = {p.suffix for p in (shelf.folder / "index").iterdir()}
    original = getattr(target, name)

    def killed(*args: object, **kwargs: object) -> None:
        if after:
            original(*args, **kwargs)
        os._exit(9)

    if not (child := os.fork()):
        try:
            with mock.patch.object(target, name, killed):
                shelf.put(GUIZHI, MAHUANG)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    shelf.put(GUIZHI, MAHUANG)
    assert shelf.ids("汤") == ["a", "b"]
    assert {p.suffix for p in (shelf.folder / "index").iterdir()} == tidy
    assert shelf.put(GUIZHI, MAHUANG).unchanged == 2


def test_foreign_files_are_left_alone(shelf: Shelf) -> None:
    foreign = ["notes.txt", "seg.seg", "MAIN", "MAIN_x", "toc.bak", "图 一.png", "sub/MAIN_abc.seg"]
    paths = [folder / name for folder in (shelf.folder, shelf.folder / "index") for name in foreign]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name, encoding="utf-8")
    shelf.put(GUIZHI)
    shelf.put(GUIZHI, MAHUANG)
    (shelf.folder / "seal.json").unlink()
    assert shelf.put(GUIZHI, MAHUANG).added == 2
    assert shelf.put(GUIZHI, MAHUANG).unchanged == 2
    assert [path.read_text("utf-8") for path in paths] == [path.name for path in paths]
    assert shelf.ids("汤") == ["a", "b"]


@pytest.mark.parametrize("taken", ["", "index", "lock", "seal.json"])
def test_a_folder_that_cannot_be_written_is_said(shelf: Shelf, taken: str) -> None:
    path = shelf.folder / taken
    path.parent.mkdir(parents=True, exist_ok=True)
    if taken in ("lock", "seal.json"):
        path.mkdir()
    else:
        path.write_text("", encoding="utf-8")
    with pytest.raises(XinglinError) as error:
        shelf.put(GUIZHI)
    assert (error.value.key, error.value.params["folder"]) == ("index-unwritable", shelf.folder)


@pytest.mark.parametrize("work", [lambda s: s.put(GUIZHI, MAHUANG), lambda s: s.ask("桂枝")], ids=["put", "ask"])
def test_two_processes_take_turns(shelf: Shelf, work: Callable[[Shelf], object]) -> None:
    shelf.put(GUIZHI)
    other = threading.Thread(target=work, args=[shelf])
    with (shelf.folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        other.start()
        other.join(0.2)
        assert other.is_alive()
    other.join(10)
    assert not other.is_alive()


# ---- Found


@pytest.mark.parametrize("field", ["title", "authors", "tags", "headings", "summary", "body"])
def test_every_field_is_searched(shelf: Shelf, field: str) -> None:
    value: object = ("甲", "桂枝汤") if field in ("authors", "tags", "headings") else "说桂枝汤"
    shelf.put(document("a", **{field: value}), document("b"))  # type: ignore[arg-type]
    assert shelf.ids("枝汤") == ["a"]


def test_a_result_tells_what_is_shown(shelf: Shelf) -> None:
    shelf.put(document("reports/a", "正文说桂枝汤。", "题目", authors=("王芳", "Zhang San"), summary="摘要。"))
    (result,) = shelf.ask("桂枝汤").results
    assert replace(result, score=0.0) == SearchResult(
        id="reports/a",
        address="reports/a/",
        title="题目",
        kind="reports",
        date="2026-05-01",
        authors=("王芳", "Zhang San"),
        department="科研处",
        score=0.0,
        excerpt=result.excerpt,
    )
    assert result.score > 0
    assert result.excerpt.marked("[", "]") == "摘要。 正文说[桂枝汤]。"


def test_what_is_empty_is_shown_empty(shelf: Shelf) -> None:
    shelf.put(document("a", "桂枝", "", date="", department="", department_name=""))
    (result,) = shelf.ask("桂枝").results
    assert (result.title, result.date, result.authors, result.department) == ("", "", (), "")


@pytest.mark.parametrize(("limit", "shown"), [(1, 1), (10, 10), (12, 12), (1000, 12)])
def test_all_are_counted_and_some_shown(shelf: Shelf, limit: int, shown: int) -> None:
    shelf.put(*(document(f"d{n:02}", "中医") for n in range(12)), document("z", "西医"))
    answer = shelf.ask("中医", limit=limit)
    assert (answer.total, len(answer.results)) == (12, shown)


HAN = st.text("中医药桂枝汤之〇㐀豈𠀀", min_size=2, max_size=7)
MIXED = st.lists(
    st.one_of(HAN, st.sampled_from(["，", "\n", " ", "　", "。“", "5G", "Ａ", "-", "\u200b", "汤"])), max_size=5
)


@given(texts=st.lists(MIXED.map("".join), min_size=1, max_size=3))
@settings(max_examples=15, deadline=None)
def test_every_piece_of_a_text_is_found_and_nothing_else(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.put(*(document(f"d{n}", text) for n, text in enumerate(texts)))
        found = [run for text in texts for run in re.findall(f"[{HAN_CLASS}]+", text)]
        pieces = {run[i:j] for run in found for i, j in itertools.combinations(range(len(run) + 1), 2) if j - i > 1}
        for piece in pieces:
            holders = [f"d{n}" for n, text in enumerate(texts) if fold(piece) in fold(text)]
            assert sorted(shelf.ids(piece)) == holders
            assert sorted(shelf.ids(f"“{piece}”")) == holders


@pytest.fixture(scope="module")
def miniature() -> list[SearchDocument]:
    """The documents of the small tree."""
    today = dt.date(2026, 11, 23)
    return list(search_documents(prepare(MINIATURE, Settings(workers=1), today, lambda step, count: None).library))


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory, miniature: list[SearchDocument]) -> Shelf:
    """The index of the small tree."""
    shelf = Shelf(tmp_path_factory.mktemp("小园地"))
    shelf.put(*miniature)
    return shelf


def test_every_title_is_found_by_its_own_words(stocked: Shelf, miniature: list[SearchDocument]) -> None:
    assert len(miniature) >= 17
    for d in miniature:
        assert words(d.title)
        for query in (d.title, f'"{d.title}"', " ".join(words(d.title)), *words(d.title)):
            assert stocked.has(query, d.id), query
        titles = [r.title for r in stocked.ask(d.title, limit=99).results]
        assert all(d.title in title for title in titles[: titles.index(d.title)])


def test_every_text_is_found_by_every_pair_in_it(stocked: Shelf, miniature: list[SearchDocument]) -> None:
    for d in miniature:
        pairs = {a + b for a, b in itertools.pairwise(d.body) if is_han(a) and is_han(b)}
        assert [pair for pair in sorted(pairs) if not stocked.has(pair, d.id)] == []


# ---- Narrowed


SHELF = (
    document("a", "中医", kind="papers"),
    document("b", "中医", year="2025"),
    document("c", "中医", department="yizheng", department_name="医政处"),
    document("d", "中医", authors=("王芳", "Zhang San")),
    document("e", "中医", tags=("基层 服务", "AI")),
    document("f", "西医", kind="papers", year="2025", department="yizheng", authors=("王芳",), tags=("AI",)),
)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "papers"}, "a"),
        ({"year": "2025"}, "b"),
        ({"department": "yizheng"}, "c"),
        ({"author": "王芳"}, "d"),
        ({"author": "Zhang San"}, "d"),
        ({"tag": "基层 服务"}, "e"),
        ({"tag": "AI"}, "e"),
        ({"kind": "reports", "year": "2026", "author": "王芳"}, "d"),
        ({"kind": "papers", "year": "2025"}, ""),
        ({"kind": "", "year": "", "department": "", "author": "", "tag": ""}, "abcde"),
        ({"kind": "paper"}, ""),
        ({"year": "202"}, ""),
        ({"department": "医政处"}, ""),
        ({"author": "王"}, ""),
        ({"author": "Zhang"}, ""),
        ({"tag": "基层"}, ""),
        ({"tag": "A*"}, ""),
        ({"kind": "papers OR reports"}, ""),
        ({"author": "\udcff"}, ""),
        ({"tag": "\0" + "长" * 100_000}, ""),
    ],
)
def test_a_search_is_narrowed(shelf: Shelf, filters: dict[str, str], found: str) -> None:
    shelf.put(*SHELF)
    answer = shelf.ask("中医", **filters)  # type: ignore[arg-type]
    assert [r.id for r in answer.results] == list(found)
    assert answer.total == len(found)


# ---- In order


FIELDS = ["title", "authors", "tags", "headings", "summary", "body"]


@pytest.mark.parametrize(("higher", "lower"), list(itertools.combinations(FIELDS, 2)))
def test_fields_count_in_this_order(shelf: Shelf, higher: str, lower: str) -> None:
    def holding(id: str, field: str) -> SearchDocument:
        plain = {f: "其他" if f in ("title", "summary", "body") else ("其他",) for f in FIELDS}
        value = "桂枝" if isinstance(plain[field], str) else ("桂枝",)
        return document(id, **(plain | {field: value}))  # type: ignore[arg-type]

    shelf.put(holding("a", lower), holding("b", higher))
    assert shelf.ids("桂枝") == ["b", "a"]


def test_a_title_comes_before_a_body_that_says_it_often(shelf: Shelf) -> None:
    shelf.put(document("a", "桂枝。" * 50), document("b", "别的。" * 50, "试论桂枝的用法"))
    assert shelf.ids("桂枝") == ["b", "a"]


def test_a_word_comes_before_the_same_characters_of_two_words(shelf: Shelf) -> None:
    shelf.put(document("a", "集中医疗资源"), document("b", "办好中医事业"))
    assert "中医" in words("办好中医事业")
    assert "中医" not in words("集中医疗资源")
    assert shelf.ids("中医") == ["b", "a"]


@pytest.mark.parametrize("query", ["经络 研究", "经络研究 进展"])
def test_what_stands_together_comes_first(shelf: Shelf, query: str) -> None:
    shelf.put(document("a", "进展，研究经络，经络，研究"), document("b", "其中，经络研究进展，研究"))
    assert shelf.ids(query)[0] == "b"


def test_what_is_equally_good_comes_in_order_of_id(shelf: Shelf) -> None:
    names = ["m", "c", "x", "a", "t", "b", "z", "k"]
    others = [document(f"o{n}", f"四君子汤 {n}") for n in range(20)]
    for count in range(1, len(names) + 1):
        shelf.put(*(document(name, "名老中医经验，基层服务") for name in names[:count]), *others[count:])
        for query in ("中医", "医", "基层 经验", "“服务”"):
            assert shelf.ids(query) == sorted(names[:count])


def test_the_same_documents_in_another_order_give_the_same_answer(tmp_path: Path) -> None:
    texts = ["桂枝汤方", "桂枝，桂枝", "麻黄汤 桂枝", "中医桂枝", "论桂枝"]
    documents = [document(f"d{n}", texts[n % 5] * (n % 3 + 1)) for n in range(15)]
    one, other = Shelf(tmp_path / "1"), Shelf(tmp_path / "2")
    one.put(*documents)
    other.put(*reversed(documents))
    for query in ("桂枝", "桂枝 汤", "桂"):
        assert one.ask(query, limit=99) == one.ask(query, limit=99) == other.ask(query, limit=99)
        assert one.ids(query, limit=4) == one.ids(query, limit=99)[:4]


# ---- Words that mean the same need no new index


def test_a_changed_list_of_synonyms_needs_no_new_index(shelf: Shelf, written: list[str]) -> None:
    shelf.put(document("a", "黄耆建中汤"))
    written.clear()
    assert shelf.ids("黄芪") == []
    assert shelf.ids("黄芪", [["黄芪", "黄耆"]]) == ["a"]
    assert update_index(shelf.folder, [document("a", "黄耆建中汤")]).unchanged == 1
    assert written == []
