from __future__ import annotations

import datetime as dt
import fcntl
import itertools
import json
import os
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
from generator.search.answer import Question, answer
from generator.search.documents import SearchDocument, search_documents
from generator.search.index import IndexUpdate, open_index, state
from generator.search.reading import Lookup
from generator.search.text import fold, runs
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
    "seal without digests": sealed(json.dumps({"format": index.FORMAT}).encode()),
    "groups a number": seal(groups=5),
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


# ---- Opened


@pytest.mark.parametrize("damage", ["toc gone", "toc emptied", "all gone", "seal gone", "seal null", "older format"])
def test_a_damaged_index_is_not_opened(shelf: Shelf, damage: str) -> None:
    shelf.put(GUIZHI)
    DAMAGE[damage](shelf)
    with pytest.raises(XinglinError) as error:
        open_index(shelf.folder)
    assert (error.value.key, error.value.params["folder"]) == ("index-unreadable", shelf.folder)


def test_there_is_no_index_yet(shelf: Shelf) -> None:
    with pytest.raises(XinglinError):
        open_index(shelf.folder)
    assert state(shelf.folder) is None


def test_an_opened_index_stays_as_it_was(shelf: Shelf) -> None:
    shelf.put(GUIZHI, MAHUANG)
    opened = shelf.opened()
    shelf.put(SIJUN)
    assert [answered.id for answered in answer(opened, Question("桂枝")).results] == ["a"]
    opened.close()
    assert shelf.ids("桂枝") == []


def test_the_state_and_the_release_tell_of_updates(shelf: Shelf) -> None:
    states, releases = [], []
    for documents, groups in (
        ([GUIZHI], []),
        ([GUIZHI, MAHUANG], []),
        ([GUIZHI, MAHUANG], [["黄芪", "北芪"]]),
        ([], []),
    ):
        for _ in range(2):
            shelf.put(*documents, groups=groups)
            states.append(state(shelf.folder))
            releases.append(shelf.opened().release)
    assert states[::2] == states[1::2]
    assert releases[::2] == releases[1::2]
    assert len(set(states)) == len(set(releases)) == 4
    shelf.put(GUIZHI)
    assert shelf.opened().release == releases[0]


def test_words_that_mean_the_same_are_kept_with_the_index(shelf: Shelf, written: list[str]) -> None:
    shelf.put(document("a", "北芪建中汤"))
    written.clear()
    assert shelf.ids("黄芪") == []
    assert shelf.ids("黄芪", [["黄芪", "北芪"]]) == ["a"]
    assert shelf.put(document("a", "北芪建中汤"), groups=[["黄芪", "北芪"]]).unchanged == 1
    assert shelf.opened().groups == (("黄芪", "北芪"),)
    assert shelf.ids("黄芪") == ["a"]
    assert written == []


# ---- Found


@pytest.mark.parametrize("field", ["title", "headings", "summary", "body"])
def test_every_zone_is_searched(shelf: Shelf, field: str) -> None:
    value: object = ("甲", "桂枝汤") if field == "headings" else "说桂枝汤"
    shelf.put(document("a", **{field: value}), document("b"))  # type: ignore[arg-type]
    assert shelf.ids("枝汤") == ["a"]


def test_no_phrase_goes_from_one_zone_or_heading_into_the_next(shelf: Shelf) -> None:
    shelf.put(document("a", "丁", "甲", headings=("乙", "丙"), summary="戊"))
    assert [pair for pair in ("甲乙", "乙丙", "丙戊", "戊丁", "甲丁") if shelf.ids(pair)] == []
    assert [phrase for phrase in ("“乙 丙”", "“丙 戊”", "“甲 乙”", "“戊 丁”") if shelf.ids(phrase)] == []
    assert "partial" not in [note.type for note in shelf.ask("甲 丁 戊").notes]


@pytest.mark.parametrize(("limit", "shown"), [(1, 1), (10, 10), (12, 12), (1000, 12)])
def test_all_are_counted_and_some_shown(shelf: Shelf, limit: int, shown: int) -> None:
    shelf.put(*(document(f"d{n:02}", "中医") for n in range(12)), document("z", "西医"))
    answer = shelf.ask("中医", limit=limit)
    assert (answer.total, len(answer.results)) == (12, shown)


WORDS = st.text("中医药桂枝汤湯之〇㐀豈𠀀aＡ1", min_size=1, max_size=7)
MIXED = st.lists(st.one_of(WORDS, st.sampled_from(["，", "\n", " ", "　", "。“", "5G", "-", "\u200b"])), max_size=6)


@given(texts=st.lists(MIXED.map("".join), min_size=1, max_size=3))
@settings(max_examples=25)
def test_every_piece_of_a_run_is_found_and_nothing_else(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.put(*(document(f"d{n}", text, "题") for n, text in enumerate(texts)))
        pieces = {
            run[i:j] for text in texts for run in runs(text) for i, j in itertools.combinations(range(len(run) + 1), 2)
        }
        for piece in sorted(pieces)[:60]:
            holders = [f"d{n}" for n, text in enumerate(texts) if piece in fold(text)]
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


def test_every_title_is_found_first_by_itself(stocked: Shelf, miniature: list[SearchDocument]) -> None:
    assert len(miniature) >= 17
    for d in miniature:
        titles = [result.title for result in stocked.ask(d.title, limit=99).results]
        alike = [title for title in titles if title == d.title]
        assert titles[: len(alike)] == alike != []


def test_every_text_is_found_by_every_pair_in_it(stocked: Shelf, miniature: list[SearchDocument]) -> None:
    opened = stocked.opened()
    lookup = Lookup(opened)
    numbers = {card.id: doc for doc, card in opened.cards.items()}
    for d in miniature:
        pairs = {run[at : at + 2] for text in d.zones for run in runs(text) for at in range(len(run) - 1)}
        for pair in sorted(pairs):
            truth = {numbers[o.id] for o in miniature if any(pair in run for text in o.zones for run in runs(text))}
            assert lookup.standing((pair,)) == truth, pair


@pytest.mark.parametrize(
    ("phrase", "counts", "begins"),
    [
        (("桂枝",), {"title": 1, "lead": 2, "body": 3}, {0, 4, 8}),
        (("桂",), {"title": 1, "lead": 2, "body": 3}, {0, 4, 8}),
        (("汤", "桂枝"), {"body": 1}, {2}),
        (("桂枝汤", "桂枝", "桂枝方"), {"body": 0}, set()),
        (("枝汤", "桂枝方", "桂"), {"body": 1}, {1}),
    ],
)
def test_a_phrase_is_counted_where_it_stands(
    shelf: Shelf, phrase: tuple[str, ...], counts: Mapping[str, int], begins: set[int]
) -> None:
    shelf.put(document("a", "桂枝汤，桂枝方。桂枝", "桂枝", headings=("桂枝汤",), summary="桂枝"), document("b", "汤"))
    lookup = Lookup(shelf.opened())
    found = {zone: lookup.counts(zone, phrase).get(0, 0) for zone in ("title", "lead", "body")}
    assert found == {"title": 0, "lead": 0, "body": 0} | dict(counts)
    assert lookup.begins(phrase, [0, 1]).get(0, set()) == begins


def test_a_search_can_be_ended(shelf: Shelf) -> None:
    shelf.put(*(document(f"d{n:02}", "中医药") for n in range(20)))

    class Ended(Exception):
        pass

    def tick() -> None:
        raise Ended

    with pytest.raises(Ended):
        answer(shelf.opened(), Question("中医"), tick)
