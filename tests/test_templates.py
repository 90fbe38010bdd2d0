from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path

import pytest

from generator.checks.rules import RULES
from generator.config import Settings
from generator.errors import XinglinError
from generator.messages import LANGUAGES, catalogue
from generator.pipeline import read_and_check
from generator.problems import Problem
from generator.schema.fields import KINDS
from generator.schema.templates import NAME_LENGTH, new_document
from generator.sources import front_matter
from generator.sources.yaml_nodes import Mapping, Scalar, Sequence, parse

TODAY = dt.date(2026, 11, 23)
ZH = catalogue("zh")

TO_BE_FILLED_IN = {"missing-field"}
"""Rules that a document which nobody has filled in yet may break."""


@pytest.fixture(autouse=True)
def nobody_in_git(monkeypatch: pytest.MonkeyPatch) -> None:
    ident_is(monkeypatch, "Somebody Else", "somebody@example.invalid")


def ident_is(monkeypatch: pytest.MonkeyPatch, name: str, email: str) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", name)
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", email)


def new(content: Path, kind: str, title: str, language: str = "zh", **options: str) -> Path:
    return new_document(content, kind, title, TODAY, catalogue(language), **options)


def header(path: Path) -> dict[str, str]:
    """The fields that the new document has, lists as text with commas."""
    node = parse(front_matter.split(path.read_text(encoding="utf-8")).header or "")
    assert isinstance(node, Mapping)
    return {key.text: _said(value) for key, value in node.pairs}


def _said(node: object) -> str:
    if isinstance(node, Sequence):
        return ",".join(_said(item) for item in node.items)
    return node.text if isinstance(node, Scalar) else "{}"


def problems(content: Path) -> list[Problem]:
    return list(read_and_check(content, Settings(), lambda step, count: None).problems)


def options_for(kind: str) -> dict[str, str]:
    return {"posts": {"theme": "liuren"}, "plans": {"name": "yizheng"}, "notices": {"date": "2025-03-01"}}.get(kind, {})


# ---- What is written


def test_the_checks_begin_clean(miniature: Path) -> None:
    """Otherwise the tests below would say nothing."""
    assert problems(miniature) == []
    assert {rule.name for rule in RULES} > TO_BE_FILLED_IN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_document_lacks_nothing_but_what_must_be_filled_in(miniature: Path, kind: str, language: str) -> None:
    path = new(miniature, kind, "三省十二县调查", language, author="zhang", **options_for(kind))
    place = str(path.relative_to(miniature))
    found = problems(miniature)
    assert {p.rule for p in found} <= TO_BE_FILLED_IN
    assert {p.path for p in found} <= {place}
    empty = [key for key, value in header(path).items() if not value]
    assert len(found) == len(empty)


@pytest.mark.parametrize("kind", ["reports", "papers", "posts", "plans", "themes", "notices"])
def test_some_documents_are_complete_at_once(miniature: Path, kind: str) -> None:
    new(miniature, kind, "三省十二县调查", author="zhang", **options_for(kind))
    assert problems(miniature) == []


def test_a_report_has_its_fields_and_headings(miniature: Path) -> None:
    path = new(miniature, "reports", "三省十二县调查", author="li", date="2025-04-05")
    assert path == miniature / "reports" / "2025" / "san-sheng-shi-er-xian-diao-cha.md"
    assert header(path) == {"title": "三省十二县调查", "authors": "li", "date": "2025-04-05"}
    text = path.read_text(encoding="utf-8")
    assert re.findall("^## .*", text, re.M) == ["## 一、基本情况", "## 二、主要问题", "## 三、对策建议"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_there_and_the_optional_ones_can_be_uncommented(miniature: Path, kind: str) -> None:
    path = new(miniature, kind, "题目", author="zhang", **options_for(kind))
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^# (\w+:)", r"\1", text, flags=re.M), encoding="utf-8")
    assert set(header(path)) == {f.name for f in KINDS[kind].fields}


@pytest.mark.parametrize(
    "title",
    [
        "中医: 调研 #1",
        "- 不是列表",
        "“引号”和'撇号'",
        "true",
        "2026",
        "null",
        "{花括号}",
        "[方括号]",
        "a: b",
        "&锚 *星",
        "@问",
        "! 叹",
        "%",
    ],
)
def test_any_title_is_read_back_as_it_was(miniature: Path, title: str) -> None:
    assert header(new(miniature, "reports", title, author="zhang"))["title"] == title


def test_hints_are_in_the_language_asked_for(miniature: Path) -> None:
    text = new(miniature, "reports", "题目", "en").read_text(encoding="utf-8")
    assert catalogue("en").text("templates.note") in text
    assert ZH.text("templates.note") not in text


def test_a_post_says_its_title_and_has_a_time(miniature: Path) -> None:
    path = new(miniature, "posts", "赞成第二条建议。", theme="liuren", author="li")
    assert path == miniature / "forum" / "liuren" / "004.md"
    assert header(path) == {"authors": "li", "date": "2026-11-23 09:00"}
    assert path.read_text(encoding="utf-8").endswith("\n赞成第二条建议。\n")
    later = new(miniature, "posts", "补充一点。", theme="liuren", author="li", date="2026-11-24 14:05")
    assert later.name == "005.md"
    assert header(later)["date"] == "2026-11-24 14:05"


def test_a_time_is_kept_where_one_was_given(miniature: Path) -> None:
    assert header(new(miniature, "lectures", "讲座", date="2026-03-01 14:30"))["date"] == "2026-03-01 14:30"


# ---- Kinds


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("reports", "reports"),
        ("Reports", "reports"),
        ("report", "reports"),
        ("调研报告", "reports"),
        ("报告", "reports"),
        ("论文", "papers"),
        ("心得", "reflections"),
        ("讲座", "lectures"),
        ("研讨会", "seminars"),
        ("集体学习", "studies"),
        ("培训", "trainings"),
        ("计划", "plans"),
        ("书目", "books"),
        ("专题", "themes"),
        ("发言", "posts"),
        ("办法", "notices"),
        ("Research report", "reports"),
    ],
)
def test_a_kind_goes_by_several_names(miniature: Path, word: str, kind: str) -> None:
    path = new(miniature, word, "题目", **options_for(kind))
    assert path.relative_to(miniature).parts[0] == KINDS[kind].place.split("/")[0]


@pytest.mark.parametrize(
    ("word", "nearest"), [("reprots", "reports"), ("调查报告", "调研报告"), ("", ""), ("读书", ""), ("xyz", "")]
)
def test_an_unknown_kind_is_an_error_with_the_nearest_known_one(miniature: Path, word: str, nearest: str) -> None:
    with pytest.raises(XinglinError) as error:
        new(miniature, word, "题目")
    assert error.value.key == "unknown-kind"
    if nearest:
        assert f"“{nearest}”" in str(error.value.params["nearest"])
    assert all(kind in str(error.value.params["known"]) for kind in KINDS)


# ---- Names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("三省十二县", "san-sheng-shi-er-xian"),
        ("读《黄帝内经》有感", "du-huang-di-nei-jing-you-gan"),
        ("2026 年 AI 与中医", "2026-nian-ai-yu-zhong-yi"),
        ("  绿水青山  ", "lv-shui-qing-shan"),
        ("。。。", "reports"),
        ("한국", "reports"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_the_name_is_the_title_in_pinyin(miniature: Path, title: str, name: str) -> None:
    assert new(miniature, "reports", title).stem == name


def test_a_long_title_gives_a_short_name_of_whole_syllables(miniature: Path) -> None:
    name = new(miniature, "reports", "中医药传承创新发展" * 20).stem
    assert len(name) <= NAME_LENGTH
    assert re.fullmatch("(zhong-yi-yao-chuan-cheng-chuang-xin-fa-zhan-)+zhong(-yi)?(-yao)?", name)
    assert len(new(miniature, "reports", "a" * 500).stem) == NAME_LENGTH


def test_a_name_that_is_taken_gets_a_number(miniature: Path) -> None:
    names = [new(miniature, "reports", "题目").name for _ in range(3)]
    assert names == ["ti-mu.md", "ti-mu-2.md", "ti-mu-3.md"]
    folders = [new(miniature, "themes", "题目").parent.name for _ in range(2)]
    assert folders == ["ti-mu", "ti-mu-2"]


@pytest.mark.parametrize(
    ("kind", "options"), [("papers", {"name": "lunwen"}), ("plans", {"name": "keyan"}), ("notices", {})]
)
def test_a_file_that_is_there_is_never_touched(miniature: Path, kind: str, options: dict[str, str]) -> None:
    before = {path: path.read_bytes() for path in miniature.rglob("*") if path.is_file()}
    with pytest.raises(XinglinError) as error:
        new(miniature, kind, "题目", **options)
    assert error.value.key == "file-exists"
    assert {path: path.read_bytes() for path in miniature.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["../x", "a/b", "/etc/x", ".hidden", "..", "a\nb", "index", "README", "a\x1b[2J"])
def test_a_name_that_leads_elsewhere_is_refused(miniature: Path, name: str) -> None:
    with pytest.raises(XinglinError) as error:
        new(miniature, "reports", "题目", name=name)
    assert error.value.key == "bad-name"


@pytest.mark.parametrize("theme", ["", "none", "..", "../forum/liuren", "liuren/"])
def test_a_post_needs_a_theme_that_there_is(miniature: Path, theme: str) -> None:
    with pytest.raises(XinglinError) as error:
        new(miniature, "posts", "同意。", theme=theme)
    assert error.value.key == "no-theme"
    assert error.value.params["known"] == "liuren"


@pytest.mark.parametrize("title", ["", "   ", "两行\n标题", "\x1b[2J", "\udcff"])
def test_a_title_must_be_a_line_of_text(miniature: Path, title: str) -> None:
    with pytest.raises(XinglinError) as error:
        new(miniature, "reports", title)
    assert error.value.key == "bad-title"


@pytest.mark.parametrize("date", ["昨天", "2026-02-30", "2026/3/1", "2026-13-01"])
def test_a_date_must_be_one(miniature: Path, date: str) -> None:
    with pytest.raises(XinglinError) as error:
        new(miniature, "reports", "题目", date=date)
    assert error.value.key == "bad-date"


def test_content_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(XinglinError) as error:
        new(tmp_path / "none", "reports", "题目")
    assert error.value.key == "no-content"


def test_a_place_that_cannot_be_written_is_an_error(miniature: Path) -> None:
    (miniature / "reports" / "2024").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(XinglinError) as error:
        new(miniature, "reports", "题目", date="2024-01-01")
    assert error.value.key == "file-unwritable"


# ---- People


@pytest.mark.parametrize(
    ("name", "email", "author"),
    [
        ("李华", "x@example.invalid", "li"),
        ("li", "x@example.invalid", "li"),
        ("Hua Li", "li@example.invalid", "li"),
        ("Nobody", "nobody@example.invalid", ""),
    ],
)
def test_git_tells_who_writes(
    miniature: Path, monkeypatch: pytest.MonkeyPatch, name: str, email: str, author: str
) -> None:
    ident_is(monkeypatch, name, email)
    assert header(new(miniature, "reports", "题目"))["authors"] == author


def test_git_of_the_repository_tells_who_writes(miniature: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_AUTHOR_NAME")
    monkeypatch.delenv("GIT_AUTHOR_EMAIL")
    subprocess.run(["git", "init", "-q", miniature], check=True)
    subprocess.run(["git", "-C", miniature, "config", "user.name", "王芳"], check=True)
    subprocess.run(["git", "-C", miniature, "config", "user.email", "x@example.invalid"], check=True)
    assert header(new(miniature, "reports", "题目"))["authors"] == "wang"


def test_namesakes_are_not_guessed_between(miniature: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (miniature / "_data" / "people.yml").open("a", encoding="utf-8") as stream:
        stream.write("- {id: li2, name: 李华, department: keyan}\n")
    ident_is(monkeypatch, "李华", "x@example.invalid")
    assert header(new(miniature, "reports", "题目"))["authors"] == ""
    with pytest.raises(XinglinError):
        new(miniature, "reports", "题目", author="李华")


@pytest.mark.parametrize("breakage", ["missing", "broken", "no-git"])
def test_finding_the_writer_never_fails(miniature: Path, monkeypatch: pytest.MonkeyPatch, breakage: str) -> None:
    people = miniature / "_data" / "people.yml"
    if breakage == "missing":
        people.unlink()
    elif breakage == "broken":
        people.write_text("- [", encoding="utf-8")
    else:
        monkeypatch.setenv("PATH", "")
    assert header(new(miniature, "reports", "题目"))["authors"] == ""


@pytest.mark.parametrize(("asked", "author"), [("li", "li"), ("李华", "li")])
def test_an_author_may_be_named(miniature: Path, asked: str, author: str) -> None:
    assert header(new(miniature, "reports", "题目", author=asked))["authors"] == author
    assert header(new(miniature, "lectures", "题目", author=asked))["authors"] == author


def test_an_unknown_author_is_an_error_with_the_nearest_known_one(miniature: Path) -> None:
    with pytest.raises(XinglinError) as error:
        new(miniature, "reports", "题目", author="zhnag")
    assert error.value.key == "unknown-author"
    assert "“zhang”" in str(error.value.params["nearest"])


def test_a_plan_is_named_after_the_writers_department_on_the_day(miniature: Path) -> None:
    assert new(miniature, "plans", "计划", author="li", date="2025-01-05").name == "yizheng.md"
    assert new(miniature, "plans", "计划", author="li", date="2027-01-05").name == "keyan.md"


@pytest.mark.parametrize("name", ["", "nobody"])
def test_a_plan_needs_a_department_that_there_is(miniature: Path, name: str) -> None:
    with pytest.raises(XinglinError) as error:
        new(miniature, "plans", "计划", name=name)
    assert error.value.key == "plan-department"
    assert "科研处 keyan" in str(error.value.params["known"])
