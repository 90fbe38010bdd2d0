"""What Markdown becomes. After a change that is meant: XINGLIN_BLESS=1, and read the diff."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources import markdown
from generator.sources.chinese import count_characters, reading_minutes
from generator.sources.dialect import RESERVED_IDS, slug
from generator.sources.markdown import ConversionFailed, convert

CASES = sorted((Path(__file__).parent / "markdown").glob("*.md"))
SECONDS = 2.0


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    html = convert(path.read_text(encoding="utf-8"), "reports/2026/a").html + "\n"
    expected = path.with_suffix(".html")
    if os.environ.get("XINGLIN_BLESS"):
        expected.write_text(html, encoding="utf-8")
    assert html == expected.read_text(encoding="utf-8")


PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…～·％"


@pytest.mark.parametrize("mark", PUNCTUATION)
def test_bold_and_emphasis_beside_punctuation(mark: str) -> None:
    for stars, tag in (("**", "strong"), ("*", "em")):
        for inner in (f"{mark}重点", f"重点{mark}", mark):
            html = convert(f"前文{stars}{inner}{stars}后文", "a").html
            assert html == f"<p>前文<{tag}>{inner}</{tag}>后文</p>"


def test_the_table_of_punctuation_is_whole() -> None:
    assert len(set(PUNCTUATION)) >= 26


# ---- Line breaks


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("中医\n药", "中医药"),
        ("中医，\n药", "中医，药"),
        ("中医\n“药”", "中医“药”"),
        ("中医  \n药", "中医<br>\n药"),
        ("中医 \n 药", "中医药"),
        ("**中医**\n*药*", "<strong>中医</strong><em>药</em>"),
        ("中医\nGit", "中医\nGit"),
        ("Git\n中医", "Git\n中医"),
        ("2026\n年", "2026\n年"),
        ("plain\ntext", "plain\ntext"),
        ("中医\n`药`", "中医<code>药</code>"),
        ("한국\n어", "한국\n어"),
        ("𠀀\n𠀁", "𠀀𠀁"),
    ],
)
def test_soft_line_break(source: str, html: str) -> None:
    assert convert(source, "a").html == f"<p>{html}</p>"


def test_code_keeps_its_lines() -> None:
    html = convert("```\n中\n医\n```\n\n    药\n    方\n\n<pre>甲\n乙</pre>", "a").html
    assert "中\n医" in html and "药\n方" in html and "甲\n乙" in html


@given(st.text(alphabet="中医药，。”\n ab*`", max_size=60))
def test_no_character_is_lost_at_line_breaks(text: str) -> None:
    source = text.replace("*", "").replace("`", "")
    kept = "".join(convert(source, "a").text.split())
    assert kept == "".join(source.split())


# ---- Headings


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("四、建议", "四建议"),
        ("（一）基本情况", "一基本情况"),
        ("Getting Started", "getting-started"),
        ("1.2 说明", "12-说明"),
        ("？！", "section"),
        ("__search", "section-__search"),
        ("md-top", "section-md-top"),
        ("e\u0301cole", "\u00e9cole"),
    ],
)
def test_anchor(title: str, anchor: str) -> None:
    assert slug(title) == anchor


def test_anchors_of_equal_headings_differ_and_are_stable() -> None:
    ids = [h.id for h in convert("## 建议\n\n## 建议\n\n## 问题", "a").headings]
    assert ids == ["建议", "建议_1", "问题"]
    assert [h.id for h in convert("## 前言\n\n## 建议\n\n## 建议\n\n## 问题", "a").headings][1:] == ids


@given(st.text(max_size=30))
def test_no_anchor_is_one_of_the_theme(title: str) -> None:
    assert slug(title) and not slug(title).startswith(RESERVED_IDS)


@pytest.mark.parametrize(
    ("source", "title"),
    [("# 甲\n\n乙", "甲"), ("甲\n\n# 乙", ""), ("## 甲", ""), ("甲", ""), ("甲\n===\n\n乙", "甲")],
)
def test_first_heading(source: str, title: str) -> None:
    assert convert(source, "a").first_heading == title


# ---- Counting


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("中医药", 3),
        ("中医，药。", 3),
        ("2026 年", 2),
        ("XML 和 HTML5", 3),
        ("〇𠀀", 2),
        ("", 0),
        ("——……“”", 0),
        ("naïve Straße", 2),
    ],
)
def test_characters(text: str, characters: int) -> None:
    assert count_characters(text) == characters


def test_characters_of_a_body_are_those_that_show() -> None:
    assert convert("# 标题\n\n**重点**[^1]。[链接](https://a.example/x)\n\n[^1]: 注", "a").characters == 7


@pytest.mark.parametrize(("characters", "minutes"), [(0, 1), (480, 1), (960, 2), (3600, 8)])
def test_minutes(characters: int, minutes: int) -> None:
    assert reading_minutes(characters) == minutes


# ---- Hostile input

HOSTILE = {
    "quotes": ">" * 20_000 + "甲",
    "lists": "\n".join("    " * n + "- 甲" for n in range(300)),
    "brackets": "[" * 20_000,
    "stars": "*" * 20_000 + "甲",
    "mixed stars": "*甲_" * 10_000,
    "links": "[甲](" * 10_000,
    "backticks": "`" * 20_001 + "甲" + "`" * 20_000,
    "divs": "<div>" * 20_000,
    "inline tags": "<b>" * 20_000,
    "formatting": "<a><b><i><u>" * 5_000,
    "tables": "<table>" * 5_000,
    "attributes": "<p " + "a=1 " * 20_000 + ">",
    "open tags": "<a" * 30_000,
    "handlers": "<a onx" * 20_000,
    "comments": "<!--" * 20_000,
    "entities": "&#x41;" * 30_000,
    "footnotes": "".join(f"[^{n}]" for n in range(3_000)) + "\n\n" + "\n".join(f"[^{n}]: 注" for n in range(3_000)),
    "wide table": "|" + "a|" * 3_000 + "\n|" + "-|" * 3_000 + "\n|" + "b|" * 3_000,
    "headings": "# 甲\n" * 5_000,
    "line breaks": "中\n" * 30_000,
    "pictures": "![甲](https://a.example/b.png)\n" * 3_000,
    "fences": "```\n" * 10_001,
    "tags at a line's end": "中" + "<b></b>" * 20_000 + "\n" + "<b></b>" * 20_000 + "中",
    "full-width spaces": "　" * 100_000 + "\n" + "　甲\n" * 10_000,
    "one line": "中医药" * 100_000,
    "placeholders": "\x02wzxhzdk:0\x03" * 1_000,
    "references": "\n".join(f"[{n}]: a.md" for n in range(5_000)) + "[甲][1]" * 2_000,
    "abbreviations": "\n".join(f"*[{n}甲]: 乙" for n in range(500)) + "\n\n" + "甲" * 20_000,
    "nested divs with markdown": '<div markdown="1">\n' * 500 + "甲",
    "admonitions": "\n".join("    " * n + "!!! note" for n in range(300)),
    "tabs": '=== "甲"\n    乙\n' * 2_000,
    "definitions": "甲\n:   乙\n" * 3_000,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_ends_in_time(source: str) -> None:
    started = time.process_time()
    try:
        convert(source, "a", seconds=0.3)
    except ConversionFailed as failed:
        assert failed.reason in ("time", "depth")
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("end", ["", "</div>" * 20_000])
def test_what_is_nested_too_deeply_is_refused_before_it_is_cleaned(end: str) -> None:
    with pytest.raises(ConversionFailed, match="depth"):
        convert("<div>" * 20_000 + end, "a")


def test_many_tags_side_by_side_are_not_deep() -> None:
    assert convert("<div>甲</div>\n" * 6_000, "a").characters == 6_000
    assert convert("甲<br>\n" * 6_000, "a").characters == 6_000


def test_what_takes_too_long_is_interrupted_and_the_next_document_is_none_the_worse() -> None:
    with pytest.raises(ConversionFailed, match="time"):
        convert("- 甲 *[x](y) \n" * 50_000, "a", seconds=0.05)
    assert convert("[甲](b.md)", "a").html == '<p><a href="../b/">甲</a></p>'
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_other_threads_go_without_the_limit() -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(convert("甲", "a").html))
    thread.start()
    thread.join()
    assert found == ["<p>甲</p>"]


def test_a_failing_converter_is_the_documents_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "clean", lambda html, page: 1 / 0)
    with pytest.raises(ConversionFailed, match="failed"):
        convert("甲", "a")


def test_documents_do_not_see_each_other() -> None:
    first = convert("[甲][x]\n\n[x]: b.md\n\n*[HTML]: 网页\n\n# 甲\n\n注[^1]\n\n[^1]: 注", "a")
    assert convert("[甲][x] HTML\n\n# 甲\n\n注[^1]", "a").html.startswith("<p>[甲][x] HTML</p>")
    assert convert("[甲][x]\n\n[x]: b.md\n\n*[HTML]: 网页\n\n# 甲\n\n注[^1]\n\n[^1]: 注", "a") == first
