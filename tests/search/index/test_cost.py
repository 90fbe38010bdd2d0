"""What a search asks for, counted and not timed: files, characters, pages; and how that grows with the documents."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from generator.search.browser import write_index
from generator.search.documents import SearchDocument
from generator.search.text import runs
from tests.search.builders import document
from tests.search.index.node import Pages, asked, needs_node, pages_of

pytestmark = needs_node

FEW, MANY = 300, 3000
LENGTH = 260
"""Characters of a body."""
SHOWN = 10


def written(count: int) -> list[SearchDocument]:
    """Articles of words of which few are common and most are rare, as in a language."""
    chance = random.Random(77)
    characters = [chr(0x4E00 + 7 * at) for at in range(900)]
    words = ["".join(chance.choices(characters, k=chance.choice([1, 2, 2, 2, 3, 4]))) for _ in range(9000)]
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))

    def text(size: int) -> str:
        found, total = [], 0
        while total < size:
            run = "".join(chance.choices(words, cum_weights=weights, k=chance.randint(2, 7)))
            found.append(run)
            total += len(run) + 1
        return "，".join(found)

    return [
        document(
            f"reports/{number:05}",
            text(LENGTH),
            text(9),
            date=f"20{10 + number % 17}-{1 + number % 12:02}-{1 + number % 28:02}",
            tags=(f"标签{number % 40}",),
            authors=(f"作者{number % 90}",),
        )
        for number in range(count)
    ]


@dataclass(frozen=True)
class Site:
    """An index of so many articles."""

    folder: Path
    documents: Sequence[SearchDocument]

    @cached_property
    def pages(self) -> Pages:
        return pages_of(self.documents)

    def ask(self, questions: Sequence[Mapping[str, Any]]) -> list[Any]:
        return asked(self.folder, questions, self.pages)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Site]:
    found = {}
    for count in (FEW, MANY):
        folder = tmp_path_factory.mktemp(str(count))
        found[count] = Site(folder, written(count))
        write_index(folder / "search", found[count].documents, workers=1)
    return found


def queries(count: int) -> list[str]:
    """Strings of two to six characters, two words, and single characters, that stand in the first articles."""
    chance = random.Random(5)
    every = [run for d in written(FEW)[:60] for run in runs(d.body) if len(run) > 7]

    def piece(size: int) -> str:
        run = chance.choice(every)
        begin = chance.randrange(len(run) - size + 1)
        return run[begin : begin + size]

    forms = (lambda: piece(2), lambda: piece(3), lambda: piece(4), lambda: piece(6), lambda: f"{piece(2)} {piece(3)}")
    return [forms[number % len(forms)]() for number in range(count)]


def characters(answer: Mapping[str, Any]) -> int:
    return sum(size for _, size in answer["files"])


def pairs_of(query: str) -> set[str]:
    """The pairs that are looked up: of each word, and of all words joined."""
    return {run[at : at + 2] for run in (*query.split(), "".join(query.split())) for at in range(len(run) - 1)}


def test_a_first_search_needs_little(sites: dict[int, Site]) -> None:
    for count, site in sites.items():
        [query] = queries(1)
        [answer] = site.ask([{"query": query}])
        names = [name for name, _ in answer["files"]]
        assert names[0] == "search/release.js"
        assert len(names) == len(set(names)) <= 2 + 1 + SHOWN
        assert sum(name.endswith("/start.js") for name in names) == 1
        # Folding and pinyin are 23,000 characters whatever there is; then a few for each article.
        assert characters(answer) < 52_000 + 8 * count


def test_what_a_query_asks_for_grows_far_slower_than_the_articles(sites: dict[int, Site]) -> None:
    sums = {}
    for count, site in sites.items():
        answers = site.ask([{"query": query, "fresh": True} for query in queries(60)])
        # Without what every page has loaded before.
        sums[count] = sum(size for a in answers for name, size in a["files"] if "/start" not in name) / len(answers)
    assert sums[MANY] < sums[FEW] * 1.5
    assert sums[MANY] < 45_000


def test_a_query_asks_for_a_file_for_each_pair_and_one_for_each_result(sites: dict[int, Site]) -> None:
    for site in sites.values():
        texts = queries(60)
        answers = site.ask([{"query": query, "fresh": True} for query in texts])
        for query, answer in zip(texts, answers, strict=True):
            names = [name for name, _ in answer["files"]]
            assert len(names) == len(set(names))
            shards = [name for name in names if "/pairs/" in name and name.count("-") == 0]
            assert len(shards) <= len(pairs_of(query))
            assert sum("/cards/" in name for name in names) <= len(answer["results"])
            # Places of common pairs lie apart: a block of each holds many articles.
            blocks = [name for name in names if "/pairs/" in name and name.count("-") == 2]
            assert len(blocks) <= 4 * len(pairs_of(query))
            assert len(names) == 2 + len(shards) + len(blocks) + sum("/cards/" in name for name in names)


def test_what_was_loaded_is_not_loaded_again(sites: dict[int, Site]) -> None:
    texts = queries(20)
    answers = sites[MANY].ask([{"query": query} for query in [*texts, *texts]])
    names = [name for answer in answers for name, _ in answer["files"]]
    assert len(names) == len(set(names))
    assert all(not answer["files"] and not answer["pages"] for answer in answers[len(texts) :])
    pages = [url for answer in answers for url in answer["pages"]]
    assert len(pages) == len(set(pages))


def test_the_pages_of_the_results_that_are_shown_are_read_and_no_others(sites: dict[int, Site]) -> None:
    texts = queries(40)
    for answer in sites[MANY].ask([{"query": query, "fresh": True} for query in texts]):
        assert len(answer["results"]) == min(SHOWN, answer["total"])
        assert sorted(answer["pages"]) == sorted(result["url"] for result in answer["results"])


def test_beyond_the_last_result_nothing_is_read(sites: dict[int, Site]) -> None:
    [text] = queries(1)
    every, beyond, none = sites[MANY].ask(
        [
            {"query": text, "options": {"limit": 7, "offset": 3}, "fresh": True},
            {"query": text, "options": {"offset": 100_000}, "fresh": True},
            {"query": text, "options": {"limit": 0}, "fresh": True},
        ]
    )
    assert len(every["pages"]) == len(every["results"])
    for answer in (beyond, none):
        assert answer["total"] == every["total"]
        assert answer["results"] == answer["pages"] == []
        assert not [name for name, _ in answer["files"] if "/cards/" in name]


def test_of_many_results_the_first_have_excerpts(sites: dict[int, Site]) -> None:
    [answer] = sites[MANY].ask([{"query": "标签:标签1", "options": {"limit": 70}}])
    assert answer["total"] > 70
    assert [bool(result["excerpt"]) for result in answer["results"]] == [True] * 50 + [False] * 20
    assert len(answer["pages"]) == 50


def test_suggestions_read_no_pages(sites: dict[int, Site]) -> None:
    texts = [queries(1)[0], "标签1", "zuozhe", "bq", "没有这样的"]
    for answer in sites[MANY].ask([{"query": query, "suggest": True} for query in texts]):
        assert answer["pages"] == []


def test_the_index_takes_little_more_than_the_text(sites: dict[int, Site]) -> None:
    shares = {}
    for count, site in sites.items():
        index = sum(path.stat().st_size for path in (site.folder / "search").rglob("*.js"))
        shares[count] = index / sum(len(d.title) + len(d.body) for d in site.documents)
    # UTF-8 takes three bytes for a character.
    assert shares[MANY] < 4.2
    assert shares[MANY] < shares[FEW]


def test_files_are_neither_many_nor_large(sites: dict[int, Site]) -> None:
    for count, site in sites.items():
        sizes = {path: path.stat().st_size for path in (site.folder / "search").rglob("*.js")}
        shards = [size for path, size in sizes.items() if path.parent.name == "pairs"]
        assert max(shards) < 24_000
        assert len(sizes) < 80 + count / 4


def test_pinyin_asks_for_little_however_it_is_cut(tmp_path: Path) -> None:
    """Titles of real characters: letters that may be read in many ways ask for no large files."""
    chance = random.Random(8)
    characters = [chr(0x4E00 + at) for at in range(3000)]
    titles = ["".join(chance.choices(characters, k=6)) for _ in range(4000)]
    write_index(tmp_path / "search", [document(f"d{at:04}", "无", title) for at, title in enumerate(titles)], workers=1)
    texts = ["z", "zh", "zy", "zyy", "drg", "qi", "huangqi", "zhongyiyao", "shanghanlun", "change"]
    questions = [{"query": text, "fresh": True, "options": {"limit": 0}} for text in texts]
    for suggest in (False, True):
        answers = asked(tmp_path, [{**question, "suggest": suggest} for question in questions])
        for text, answer in zip(texts, answers, strict=True):
            spoken = [size for name, size in answer["files"] if "/letters/" in name or "/syllables/" in name]
            assert spoken or text == "z", text
            assert len(spoken) <= 3 * len(text), text
            assert sum(spoken) < 100_000, (text, suggest, sum(spoken))
