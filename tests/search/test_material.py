from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.documents import SearchDocument
from generator.search.material import material_index
from generator.sources.chinese import HAN
from tests.search.builders import document

NODE = shutil.which("node")
JOINT = "\u200b"
TEXTS = st.text(
    st.one_of(st.characters(exclude_characters=JOINT), st.sampled_from("国家中医药管理局的老桂枝<>&，。 \n")),
    max_size=60,
)


def made(*documents: SearchDocument, language: str = "zh") -> Any:
    return json.loads(material_index(documents, language))


def entry(**fields: Any) -> Any:
    (found,) = made(document("reports/a", **fields))["docs"]
    return found


def pieces(text: str) -> list[str]:
    """What Material's worker makes of a text."""
    return [p for p in re.split(made()["config"]["separator"], text) if p]


# ---- The format


def test_an_entry_has_what_material_reads() -> None:
    assert entry(body="正文", title="题") == {
        "location": "reports/a/",
        "title": "题",
        "text": f"正文{JOINT}",
    }


@pytest.mark.parametrize(("language", "languages"), [("zh", ["zh"]), ("en", ["en"])])
def test_the_settings_are_those_of_material(language: str, languages: list[str]) -> None:
    config = made(language=language)["config"]
    assert set(config) == {"lang", "separator", "pipeline", "fields"}
    assert config["lang"] == languages
    assert config["pipeline"] == ["stemmer"]
    assert all(set(field) == {"boost"} for field in config["fields"].values())


def test_every_field_of_an_entry_is_searched() -> None:
    record = made(document("a", "正文", "题目", tags=("方剂",), authors=("王芳",), summary="摘要"))
    assert {"title", "text"} <= set(record["config"]["fields"])
    for found in record["docs"]:
        assert set(found) - {"location"} <= set(record["config"]["fields"])
        assert found.get("tags", ["方剂"]) == ["方剂"]


def test_a_title_counts_more_than_a_text() -> None:
    fields = made()["config"]["fields"]
    assert fields["title"]["boost"] > fields["text"]["boost"] > 0


def test_there_is_one_entry_an_article() -> None:
    documents = [document(f"d{n}", f"第{n}篇", headings=("一", "二")) for n in range(5)]
    assert [d["location"] for d in made(*documents)["docs"]] == [d.address for d in documents]
    assert made()["docs"] == []


def test_summary_and_authors_come_before_the_text() -> None:
    found = entry(summary="摘要", authors=("王芳", "赵客"), body="正文")["text"].replace(JOINT, "")
    assert found == "摘要\n王芳、赵客\n正文"


def test_no_word_stands_twice() -> None:
    found = entry(title="题目", summary="摘要", headings=("方法",), tags=("标签",), body="方法\n正文")
    text = found["text"].replace(JOINT, "")
    assert [text.count(word) for word in ("题目", "摘要", "方法", "标签", "正文")] == [0, 1, 1, 0, 1]


def test_the_index_is_the_same_bytes_for_the_same_documents() -> None:
    documents = [document(f"d{n}", "国家中医药管理局") for n in range(3)]
    assert material_index(iter(documents), "zh") == material_index(documents, "zh")


def test_what_is_no_unicode_is_replaced() -> None:
    assert material_index([document("a", "桂枝\ud800", "题\udcff目")], "zh").decode().count("?") >= 2


# ---- Words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("国家中医药管理局", ["国家", "中医药", "管理局"]),
        ("中医医院的服务", ["中医", "医院", "的", "服务"]),
        ("用 HIS 系统，建设", ["用", "HIS", "系统", "建设"]),
        ("“桂枝”（汤）", ["桂枝", "汤"]),
        ("医", ["医"]),
        ("covid-19 now", ["covid", "19", "now"]),
    ],
)
def test_text_is_cut_into_words(text: str, words: list[str]) -> None:
    assert pieces(entry(body=text)["text"]) == words
    assert pieces(entry(title=text)["title"]) == words


@given(title=TEXTS, body=TEXTS)
def test_joined_words_are_the_text(title: str, body: str) -> None:
    found = entry(title=title, body=body)
    for given_, shown in ((title, found["title"]), (body, found["text"])):
        assert shown.replace(JOINT, "") == html.escape(given_, quote=False).encode("utf-8", "replace").decode()


@given(TEXTS)
def test_words_are_joined_only_in_han(text: str) -> None:
    for before, after in re.findall(rf"(.){JOINT}(.?)", entry(body=text)["text"], re.S):
        assert re.match(f"[{HAN}]", before)
        assert after != JOINT


@pytest.mark.parametrize(
    ("text", "shown"),
    [("<b>x</b> & y", "&lt;b&gt;x&lt;/b&gt; &amp; y"), ("&lt;", "&amp;lt;"), ("\"'", "\"'")],
)
def test_text_is_escaped(text: str, shown: str) -> None:
    assert (entry(title=text)["title"], entry(body=text)["text"]) == (shown, shown)


# ---- The separator in a browser


@pytest.mark.skipif(NODE is None, reason="Node.js is not installed")
def test_javascript_parts_words_as_we_do() -> None:
    text = "".join(
        entry(body=t)["text"] for t in ("国家中医药管理局，", "中医（馆）。a-b c\n", "《素问》：“上古”、[1]？！")
    )
    code = """
        const {separator, text} = JSON.parse(require("fs").readFileSync(0, "utf8"));
        console.log(JSON.stringify(text.split(new RegExp(separator, "img")).filter(Boolean)));
    """
    given_ = json.dumps({"separator": made()["config"]["separator"], "text": text})
    done = subprocess.run([NODE or "", "-e", code], input=given_, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found == pieces(text)
    assert found[:3] == ["国家", "中医药", "管理局"]


@pytest.mark.parametrize("character", [*"\u200b \n\t-，。、；：？！“”（）《》·,.;:?!()[]\u3000\u00a0"])
def test_the_separator_parts_words(character: str) -> None:
    assert re.fullmatch(made()["config"]["separator"], character)
    assert pieces(f"甲{character}{character}乙") == ["甲", "乙"]


@pytest.mark.parametrize("character", [*"桂aＡ1_<&é+#"])
def test_the_separator_parts_no_word(character: str) -> None:
    assert pieces(f"甲{character}乙") == [f"甲{character}乙"]
