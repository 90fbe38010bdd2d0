from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from generator import cli
from generator.errors import XinglinError
from generator.messages import catalogue
from generator.search import opensearch
from generator.search.documents import SearchDocument
from generator.search.opensearch import check_index_name, commands, export_files, index_body
from tests.conftest import MINIATURE, REPOSITORY
from tests.search.builders import document

ZH = catalogue("zh")
DOCUMENTS = (
    document("reports/2026/a", "正文\n“引号”\u2028", "题目", tags=("甲",), authors=("王芳",), headings=("一", "二")),
    document("plans/2026/b", date="", department="", department_name="", summary="摘要"),
)


def bulk(documents: tuple[SearchDocument, ...], name: str = "xinglin") -> list[bytes]:
    return [data for file, data in export_files(documents, name) if file != "index.json"]


def rows(data: bytes) -> list[tuple[Any, Any]]:
    """The pairs of lines of a bulk request, each action with its source."""
    assert data.endswith(b"\n")
    lines = data[:-1].split(b"\n")
    assert len(lines) % 2 == 0
    return [(json.loads(lines[at]), json.loads(lines[at + 1])) for at in range(0, len(lines), 2)]


# ---- Bulk requests


def test_every_document_is_an_action_and_a_source() -> None:
    (data,) = bulk(DOCUMENTS, "yuandi")
    (first, source), (second, other) = rows(data)
    assert first == {"index": {"_index": "yuandi", "_id": "reports/2026/a"}}
    assert second == {"index": {"_index": "yuandi", "_id": "plans/2026/b"}}
    assert source == {
        "id": "reports/2026/a",
        "address": "reports/2026/a/",
        "kind": "reports",
        "year": "2026",
        "date": "2026-05-01",
        "title": "题目",
        "authors": ["王芳"],
        "department": "keyan",
        "department_name": "科研处",
        "tags": ["甲"],
        "summary": "",
        "headings": ["一", "二"],
        "body": "正文\n“引号”\u2028",
        "book": "",
    }
    assert "date" not in other  # an empty one is no date


def test_every_key_is_mapped_and_every_mapping_used() -> None:
    properties = index_body()["mappings"]["properties"]
    ((_, source),) = rows(bulk(DOCUMENTS[:1])[0])
    assert source.keys() == properties.keys()


def test_requests_are_cut_into_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opensearch, "PART", 2_000)
    documents = tuple(document(f"d{n:02}", "字" * (n * 37 % 500)) for n in range(40))
    files = list(export_files((*documents, long := document("e", "长" * 3_000)), "xinglin"))
    names = [file for file, _ in files]
    assert names == ["index.json", *(f"bulk-{n:03}.ndjson" for n in range(1, len(files)))]
    found = [row for _, data in files[1:] for row in rows(data)]
    assert [action["index"]["_id"] for action, _ in found] == [d.id for d in (*documents, long)]
    assert all(len(data) <= 2_000 or len(rows(data)) == 1 for _, data in files[1:])
    assert all(len(one) + len(next_) > 2_000 for (_, one), (_, next_) in pairwise(files[1:]))


def test_no_documents_are_no_requests() -> None:
    assert [file for file, _ in export_files((), "xinglin")] == ["index.json"]


def test_odd_text_is_still_utf8_and_an_id_not_too_long() -> None:
    odd, long = document("a", "前\ud800后"), document("长" * 400)
    ((_, source), (action, other)) = rows(bulk((odd, long))[0])
    assert source["body"] == "前?后"
    assert len(action["index"]["_id"].encode()) == 64
    assert other["id"] == "长" * 400


# ---- The index


def test_the_index_is_as_opensearch_documents_it() -> None:
    body = index_body()
    assert body.keys() == {"settings", "mappings"}
    assert body["settings"].keys() == {"index", "analysis"}
    analysis = body["settings"]["analysis"]
    assert analysis.keys() == {"char_filter", "filter", "analyzer"}
    built_in = {"cjk_width", "lowercase", "cjk_bigram"}
    for analyzer in analysis["analyzer"].values():
        assert analyzer.keys() == {"type", "char_filter", "tokenizer", "filter"}
        assert (analyzer["type"], analyzer["tokenizer"]) == ("custom", "standard")
        assert set(analyzer["char_filter"]) <= analysis["char_filter"].keys()
        assert set(analyzer["filter"]) <= analysis["filter"].keys() | built_in
        assert analyzer["filter"][:2] == ["cjk_width", "lowercase"]
    assert analysis["filter"] == {"han_pairs_and_singles": {"type": "cjk_bigram", "output_unigrams": True}}


def test_traditional_characters_are_mapped_to_simplified_ones() -> None:
    simplified = index_body()["settings"]["analysis"]["char_filter"]["simplified"]
    assert simplified.keys() == {"type", "mappings"}
    assert simplified["type"] == "mapping"
    pairs = [mapping.split(" => ") for mapping in simplified["mappings"]]
    assert all(len(old) == len(new) == 1 for old, new in pairs)
    assert len({old for old, _ in pairs}) == len(pairs)
    assert ["醫", "医"] in pairs


def test_what_narrows_a_search_is_a_keyword_and_texts_are_analysed() -> None:
    mappings = index_body()["mappings"]
    assert mappings.keys() == {"dynamic", "properties"}
    assert mappings["dynamic"] == "strict"
    properties = mappings["properties"]
    types = {name: mapping["type"] for name, mapping in properties.items()}
    assert {name for name, type in types.items() if type == "text"} == {"title", "headings", "summary", "body"}
    assert types["date"] == "date"
    assert properties["date"]["format"] == "strict_date"
    assert all(types[name] == "keyword" for name in ("id", "kind", "year", "department", "authors", "tags"))
    analyzers = index_body()["settings"]["analysis"]["analyzer"].keys()
    texts = [m for p in properties.values() for m in (p, *p.get("fields", {}).values()) if m["type"] == "text"]
    assert all({m["analyzer"], m["search_analyzer"]} <= analyzers for m in texts)


@pytest.mark.parametrize("name", ["xinglin", "a", "2026", "forum-2026_v1.2", "a" * 200])
def test_good_names_of_an_index(name: str) -> None:
    check_index_name(name)


BAD = ["", "A", "_a", "-a", ".a", "a b", "a,b", "a/b", "园地", "a#", "a\n", "a" * 201, "a?", "*"]


@pytest.mark.parametrize("name", BAD)
def test_bad_names_of_an_index(name: str) -> None:
    with pytest.raises(XinglinError) as error:
        check_index_name(name)
    assert (error.value.key, error.value.params) == ("bad-index-name", {"name": name})


# ---- The commands that load it


CURL = """#!/bin/sh
for word; do case "$word" in @*) cat "${word#@}" > /dev/null || exit 1;; esac; done
printf '%s\\n' "$*" >> "$LOG"
"""


def test_the_commands_load_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "导出 'a' $b"
    folder.mkdir()
    for file in ("index.json", "bulk-001.ndjson", "bulk-002.ndjson"):
        (folder / file).touch()
    (tmp_path / "curl").write_text(CURL)
    (tmp_path / "curl").chmod(0o755)
    path = f"{tmp_path}:/usr/bin:/bin"
    script = "\n".join(commands(folder, "yuandi"))
    environ = {"PATH": path, "LOG": str(tmp_path / "log"), "OPENSEARCH": "https://search:9200"}
    subprocess.run(["/bin/sh", "-euc", script], env=environ, check=True)
    called = (tmp_path / "log").read_text().splitlines()
    assert [line.split(" --data-binary @")[1] for line in called] == [
        f"{folder}/{file}" for file in ("index.json", "bulk-001.ndjson", "bulk-002.ndjson")
    ]
    assert "-X PUT https://search:9200/yuandi -H Content-Type: application/json" in called[0]
    assert "-X POST https://search:9200/_bulk -H Content-Type: application/x-ndjson" in called[1]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(MINIATURE, tmp_path / "content")
    shutil.copy(REPOSITORY / "mkdocs.yml", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["xinglin", *words])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


def test_the_command_writes_what_is_published(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = project / "导出"
    out.mkdir()
    (out / "bulk-009.ndjson").write_text("old")
    (out / "notes.txt").write_text("mine")
    assert run(monkeypatch, "export", "opensearch", "--out", "导出", "--quiet") == 0
    told = capsys.readouterr().out.splitlines()
    assert sorted(path.name for path in out.iterdir()) == ["bulk-001.ndjson", "index.json", "notes.txt"]
    assert json.loads((out / "index.json").read_bytes()) == index_body()
    found = rows((out / "bulk-001.ndjson").read_bytes())
    assert told[0] == ZH.text("search.exported", documents=len(found), files=2, index="xinglin")
    assert told[1:] == list(commands(Path("导出"), "xinglin"))
    assert all(shlex.split(line) for line in told[1:])
    everything = b"".join(path.read_bytes() for path in out.glob("*json")).decode()
    assert "选票" not in everything
    assert "秘密" not in everything
    assert "中医" in everything


@pytest.mark.parametrize(
    "words",
    [
        ["export"],
        ["export", "opensearch"],
        ["export", "solr", "--out", "x"],
        ["export", "opensearch", "--out", "x", "--index", "A"],
    ],
)
def test_what_cannot_be_exported_is_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run(monkeypatch, *words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err
    assert "Traceback" not in captured.err
    assert not (project / "x").exists()


def test_a_folder_that_cannot_be_written_is_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "taken").write_text("")
    assert run(monkeypatch, "export", "opensearch", "--out", "taken", "--quiet") == 2
    assert "taken" in capsys.readouterr().err
