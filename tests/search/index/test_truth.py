"""Every string that stands in an article finds it, and nothing else does: the engine against the plain text."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from generator.search.browser import write_index, writing
from generator.search.documents import SearchDocument
from generator.search.text import fold
from tests.search.builders import document
from tests.search.index.corpus import CONTENTS, PlainText, equal_ones, random_documents, real_documents
from tests.search.index.node import asked, needs_node, pages_of

pytestmark = needs_node

EVERY = {"limit": 100_000}
ASKED = {"content": 1500, "tests/search/office/content": 800, "random": 1400}
LONGEST = 9


def wrong(
    site: Path, documents: Sequence[SearchDocument], texts: Sequence[str], workers: int = 1
) -> list[tuple[str, set[str], set[str]]]:
    """The strings that find anything but what holds them or is called so: (string, not found, found wrongly)."""
    write_index(site / "search", documents, workers=workers)
    truth = PlainText(documents)
    answers = asked(site, [{"query": text, "options": EVERY} for text in texts])
    found = []
    for text, answer in zip(texts, answers, strict=True):
        ids = [result["id"] for result in answer["results"]]
        assert len(ids) == len(set(ids)) == answer["total"]
        expected, got = truth.found(text), set(ids)
        if expected != got:
            found.append((text, expected - got, got - expected))
    return found


def substrings(documents: Iterable[SearchDocument], count: int, seed: int) -> Iterator[str]:
    """Strings that stand in documents, and others that are equal to them."""
    chance = random.Random(seed)
    for run in chance.choices(PlainText(documents).runs(), k=count):
        size = min(len(run), chance.randint(1, LONGEST))
        begin = chance.randrange(len(run) - size + 1)
        text = run[begin : begin + size]
        yield chance.choice([text, text, *equal_ones(text)])


def glued(documents: Iterable[SearchDocument], count: int, seed: int) -> Iterator[str]:
    """Ends of runs and beginnings of the next ones, in one field or in two, of one document or of two."""
    chance = random.Random(seed)
    runs = PlainText(documents).runs()
    for at in chance.choices(range(len(runs) - 1), k=count):
        yield runs[at][-chance.randint(1, 4) :] + runs[at + 1][: chance.randint(1, 4)]


@pytest.mark.parametrize("content", CONTENTS)
def test_real_articles(content: str, tmp_path: Path) -> None:
    documents, _ = real_documents(content)
    texts = [*substrings(documents, ASKED[content], 1), *glued(documents, ASKED[content] // 4, 2)]
    assert wrong(tmp_path, documents, texts) == []


def test_random_documents(tmp_path: Path) -> None:
    documents = random_documents(260, 3)
    texts = [*substrings(documents, ASKED["random"], 4), *glued(documents, ASKED["random"] // 4, 5)]
    truth = PlainText(documents)
    sizes = [len(truth.holding(text)) for text in texts]
    assert min(sizes) == 0
    assert max(sizes) > 200
    assert wrong(tmp_path, documents, texts) == []


def test_equal_strings_are_asked_about() -> None:
    documents, _ = real_documents("content")
    texts = list(substrings(documents, ASKED["content"], 1))
    assert sum(fold(text) != text for text in texts) > 100
    assert {len(text) for text in texts} == set(range(1, LONGEST + 1))


@pytest.mark.parametrize("length", [*range(1, 6), *range(125, 132), *range(253, 260), 1023, 1025])
def test_the_same_character_again_and_again(length: int, tmp_path: Path) -> None:
    documents = [
        document("a", "一" * length),
        document("b", f"黄{'一' * length}芪", title=f"黄{'一' * length}"),
        document("c", f"{'一' * length}，" * 3, title="一" * (length + 1)),
    ]
    texts = [
        f"{before}{'一' * n}{after}"
        for n in (1, 2, 3, 127, 128, 129, 190)
        for before in ("", "黄")
        for after in ("", "芪")
    ]
    texts += [f"{before}{'一' * min(length, 190)}{after}" for before in ("", "黄", "芪") for after in ("", "芪", "黄")]
    assert wrong(tmp_path, documents, [text for text in texts if text]) == []


@pytest.mark.parametrize("filler", range(116, 142))
def test_strings_over_the_end_of_a_segment(filler: int, tmp_path: Path) -> None:
    """Around the 128th place, with the units of the string in the segments before and behind it as well."""
    around = "".join(chr(0x4E00 + at) for at in range(filler))
    documents = [
        document("a", f"{around}黄芪黄芪黄{around}"),
        document("b", f"{around}，黄芪，黄芪黄，芪黄{around}"),
        document("c", f"黄黄芪芪{around}黄芪{around}黄"),
    ]
    texts = ["黄", "芪", "黄芪", "芪黄", "黄芪黄", "芪黄芪", "黄芪黄芪", "黄芪黄芪黄", "芪黄芪黄", "黄黄", "芪芪"]
    texts += [around[-2:] + "黄芪", around[-1] + "黄芪黄芪黄" + around[0], "黄" + around[:3], around[-3:]]
    assert wrong(tmp_path, documents, texts) == []


def test_every_part_of_a_run_with_characters_beyond_the_basic_plane(tmp_path: Path) -> None:
    documents = [document("a", "𠀀一𪚥𠀀𠀀😀一"), document("b", "𪚥一𠀀"), document("c", "a𠀁b", title="𠀀")]
    whole = "𠀀一𪚥𠀀𠀀😀一"
    texts = {whole[at:end] for at in range(len(whole)) for end in range(at + 1, len(whole) + 1)} | {"a𠀁", "𠀁b", "𠀁"}
    assert wrong(tmp_path, documents, sorted(texts)) == []


def test_what_nobody_wrote_finds_nothing(tmp_path: Path) -> None:
    documents, _ = real_documents("tests/search/office/content")
    write_index(tmp_path / "search", documents, workers=1)
    runs = PlainText(documents).runs()
    texts = [run[:3] + "龘" for run in runs[::40]] + ["龘" + run[-3:] for run in runs[::40]] + ["龘", "龘龘", "\ue000"]
    answers = asked(tmp_path, [{"query": text} for text in texts])
    assert [text for text, answer in zip(texts, answers, strict=True) if answer["total"] or answer["results"]] == []


def test_excerpts_show_what_was_searched(tmp_path: Path) -> None:
    """The pages are read as the site has them: every excerpt or title of a result holds the string, marked."""
    documents, _ = real_documents("content")
    write_index(tmp_path / "search", documents, workers=1)
    texts = list(substrings(documents, 200, 6))
    headings = {d.id: fold("\n".join(d.headings)) for d in documents}
    truth = PlainText(documents)
    for text, answer in zip(texts, asked(tmp_path, [{"query": t} for t in texts], pages_of(documents)), strict=True):
        for result in (one for one in answer["results"] if one["id"] in truth.holding(text)):
            shown = fold(result["titleHtml"] + result["excerpt"])
            # A heading that is the title of another article, as that of the book, may not stand on the page.
            assert f"<mark>{fold(text)}</mark>" in shown or fold(text) in headings[result["id"]], text


@pytest.mark.parametrize("workers", [1, 2])
def test_many_parts_and_slices_by_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """What a large site is cut into, with a small one."""
    for name, value in (
        ("_PART", 1 << 10),
        ("_SLICE", 1 << 7),
        ("_ENTRIES", {"pairs": 40, "units": 50, "letters": 9, "syllables": 9}),
    ):
        monkeypatch.setattr(writing, name, value)
    documents = random_documents(260, 6)
    texts = [*substrings(documents, 500, 7), *glued(documents, 100, 8)]
    assert wrong(tmp_path, documents, texts, workers) == []
    release = next(path for path in (tmp_path / "search").iterdir() if path.is_dir())
    assert len(list((release / "pairs").iterdir())) > 300


def test_documents_far_from_each_other(tmp_path: Path) -> None:
    """From some sixty thousand documents on, a gap takes a larger parameter than can be written down."""
    held = {0, 1, 69_999}
    documents = [
        document(f"reports/{number:05}", "龍龜之談" if number in held else "无事", "", date="2026-01-01")
        for number in range(70_000)
    ]
    write_index(tmp_path / "search", documents, workers=1)
    expected = {"龍龜": held, "龟之谈": held, "龜": held, "无事": set(range(len(documents))) - held}
    answers = asked(tmp_path, [{"query": text, "options": {"limit": 5}} for text in expected])
    for (text, numbers), answer in zip(expected.items(), answers, strict=True):
        assert answer["total"] == len(numbers), text
        assert {result["id"] for result in answer["results"]} <= {documents[number].id for number in numbers}
