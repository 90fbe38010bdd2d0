"""Articles that no one should write: the index of them is still right, its scripts are sound, and it stays small."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.search.browser import Destinations, write_index
from tests.search.builders import document
from tests.search.index.node import asked, needs_node, pages_of, run_in_node

pytestmark = needs_node

TITLES = (
    "</script><script>alert(1)</script>黄芪",
    "<!-- <script> 黄芪",
    "\"黄芪\" '引号' \\反斜线\\n ` ${1}",
    "行分\u2028段分\u2029黄芪",
    "空\x00黄芪\x01\x1f\x7f\x85",
    "半个\ud800黄芪\udc00半个\ud83d",
    "]]>黄芪&lt;&amp;<mark>",
    "\u202e黄芪\u202c\ufeff\ufffe\uffff",
    "__proto__ constructor 黄芪",
)


def hostile() -> list[Any]:
    return [
        document(
            f"reports/{number}",
            f"前文。{title}。{title[::-1]}",
            title,
            summary=title,
            headings=(title,),
            authors=(title, "__proto__"),
            tags=(title, "constructor"),
            department=f"d{title}",
            department_name=title,
            kind="toString" if number % 2 else "reports",
        )
        for number, title in enumerate(TITLES)
    ]


def files(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.js")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    groups = ((title, "同义") for title in TITLES)
    destinations = Destinations(authors={t: (t, t) for t in TITLES}, tags={t: t for t in TITLES})
    write_index(folder / "search", hostile(), groups, destinations, workers=1)
    return folder


def test_scripts_are_sound_and_hand_over_what_was_written(site: Path) -> None:
    handed = run_in_node("run.mjs", sorted(files(site)), site)
    titles = {id: title for name, value in handed.items() if "cards/" in name for id, title, *_ in value}
    assert titles == {d.id: d.title for d in hostile()}
    [start] = [value for name, value in handed.items() if name.endswith("start")]
    assert set(start["columns"]["author"]["names"]) == {*TITLES, "__proto__"}
    assert set(start["departments"]) == set(TITLES)


def test_scripts_are_one_line_of_valid_utf_8(site: Path) -> None:
    for data in files(site).values():
        text = data.decode("utf-8")
        assert text.endswith(")\n")
        assert text.count("\n") == 1
        assert not re.search("[\u2028\u2029\x00-\x09\x0b-\x1f]", text)


def test_html_holds_no_tags_but_marks(site: Path) -> None:
    texts = ["黄芪", "script", "alert", "引号", "mark", "lt amp", "proto", "半个", "作者:__proto__", "标签:constructor"]
    questions = [{"query": text} for text in texts] + [{"query": text, "suggest": True} for text in texts]
    seen = 0
    for answer in asked(site, questions, pages_of(hostile())):
        found = [(r["title"], r["titleHtml"]) for r in answer.get("results", ())]
        found += [(None, r["excerpt"]) for r in answer.get("results", ())]
        found += [(s["text"], s["html"]) for s in answer.get("suggestions", ())]
        for text, marked in found:
            plain = marked.replace("<mark>", "").replace("</mark>", "")
            assert "<" not in plain
            assert ">" not in plain
            assert not re.search(r"&(?!amp;|lt;|gt;)", plain)
            assert re.sub("<mark>[^<]+</mark>", "", marked).count("mark>") == 0
            if text is not None:
                assert plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text
                seen += 1
    assert seen > 40


def test_facets_count_names_that_objects_have_of_themselves(site: Path) -> None:
    answer, named, tagged = asked(
        site,
        [
            {"query": "黄芪"},
            {"query": "黄芪", "options": {"kind": "toString"}},
            {"query": "黄芪", "options": {"author": "__proto__", "tag": "constructor"}},
        ],
        pages_of(hostile()),
    )
    assert answer["total"] == tagged["total"] == len(TITLES)
    assert {"value": "__proto__", "label": "__proto__", "count": len(TITLES)} in answer["facets"]["author"]
    assert {"value": "toString", "label": "toString", "count": named["total"]} in answer["facets"]["kind"]
    assert named["total"] == len(TITLES) // 2


def test_queries_of_every_kind_are_answered(site: Path) -> None:
    texts = [
        *TITLES,
        "\ud800",
        "\udc00\ud800",
        "\x00",
        "\u2028",
        "-",
        '"',
        "作者:",
        "*" * 300,
        "黄" * 300,
        "a" * 300,
        "'" * 60,
    ]
    texts += ["".join(pair) for pair in itertools.product('"-“:作者 ', repeat=2)] + [
        "zh" * 40,
        "a'" * 40 + "a",
        "i" * 60,
    ]
    options = [{}, {"author": "\ud800"}, {"year": "__proto__"}, {"kind": 7}, {"tag": ["x"]}, {"sort": "whatever"}]
    questions = [{"query": text, "options": chosen} for text in texts for chosen in options]
    for answer in asked(site, questions, pages_of(hostile())):
        assert len(answer["results"]) <= answer["total"]


def test_the_same_character_for_a_whole_book(tmp_path: Path) -> None:
    size = 300_000
    documents = [document("a", "一" * size), document("b", "一二三"), document("c", "二" + "一" * 3000, "一" * 500)]
    write_index(tmp_path / "search", documents, workers=1)
    texts = ["一一", "一" * 5, "二一一一", "一一二", "一一 二一", "一", '"一二三"']
    answers = asked(tmp_path, [{"query": text, "options": {"limit": 9}} for text in texts], pages_of(documents))
    found = [sorted(result["id"] for result in answer["results"]) for answer in answers]
    assert found == [["a", "c"], ["a", "c"], ["c"], [], ["c"], ["a", "b", "c"], ["b"]]
    # Twice as much as the text itself, which takes three bytes for a character.
    assert sum(map(len, files(tmp_path / "search").values())) < 6 * size
    assert all(len(result["excerpt"]) < 1400 for answer in answers for result in answer["results"])


def test_a_book_of_all_characters(tmp_path: Path) -> None:
    every = [chr(code) for code in (*range(0x20, 0xD800), *range(0xE000, 0x10000), *range(0x20000, 0x2B000))]
    text = "".join(every[:100_000])
    assert len(set(text)) == 100_000
    documents = [document("a", text), document("b", "黄芪")]
    write_index(tmp_path / "search", documents, workers=1)
    texts = [text[at : at + 4] for at in range(0x4E00 - 0x20, 0x9F00 - 0x20, 977)] + [text[-5:], "黄芪", "芪黄"]
    answers = asked(tmp_path, [{"query": text} for text in texts], pages_of(documents))
    assert [sorted(r["id"] for r in a["results"]) for a in answers] == [["a"]] * (len(texts) - 2) + [["b"], []]
    assert len(files(tmp_path / "search")) < 200
    assert sum(map(len, files(tmp_path / "search").values())) < 20 * len(text)


def test_very_many_headings_authors_and_tags(tmp_path: Path) -> None:
    names = tuple(f"名{number}" for number in range(5000))
    documents = [document("a", "黄芪", "方", headings=names, authors=names, tags=names), document("b", "黄芪")]
    write_index(tmp_path / "search", documents, workers=1)
    answer, heading, author = asked(
        tmp_path, [{"query": "黄芪"}, {"query": "名4321"}, {"query": "作者:名77"}], pages_of(documents)
    )
    assert answer["total"] == 2
    assert len(answer["facets"]["author"]) == 5000
    assert heading["total"] == author["total"] == 1
