"""The catalogues and the code keep to each other."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.messages import LANGUAGES, Catalogue, catalogue

ROOT = Path(__file__).resolve().parents[1]
CODE = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "generator").rglob("*.py"))}
TEMPLATES = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "themes").rglob("*.html"))}
ZH, EN = (catalogue(language) for language in ("zh", "en"))

SPEAKERS = {"text", "has", "_h", "Note", "Reason"}
"""Functions whose arguments are keys, or the ends of keys."""


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


# ---- The catalogues among themselves


@pytest.mark.parametrize("path", sorted((ROOT / "generator" / "locale").glob("zh*.yml")), ids=lambda p: p.name)
def test_both_languages_have_the_same_files(path: Path) -> None:
    assert path.with_name(path.name.replace("zh", "en", 1)).is_file()


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(ZH.entries.keys() ^ EN.entries.keys()) == []


def test_both_languages_have_the_same_blanks() -> None:
    # A problem names a field, and a date a month, by the word that the language has for it.
    own_words = re.compile(r"(problems|site\.date)\.")
    different = [k for k in ZH.entries if blanks_of(ZH, k) != blanks_of(EN, k) and not own_words.match(k)]
    assert different == []


def blanks_of(words: Catalogue, key: str) -> set[str]:
    return blanks(words.entries[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_empty_and_no_key_was_taken_for_another_type(language: str) -> None:
    entries = catalogue(language).entries
    assert [key for key, text in entries.items() if not text.strip() or text == "None"] == []
    # YAML 1.1 reads the keys `yes`, `no`, `on` and `off` as true and false.
    assert [key for key in entries if re.search(r"(^|\.)(True|False|None)(\.|$)", key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_stands_in_one_file_only(language: str) -> None:
    folder = ROOT / "generator" / "locale"
    keys = [
        key
        for path in sorted(folder.glob(f"{language}*.yml"))
        for key in re.findall(r"^(\w[\w-]*):", path.read_text(encoding="utf-8"), re.M)
    ]
    shared = {"errors", "competition"}
    assert [key for key in set(keys) - shared if keys.count(key) > 1] == []


def test_english_texts_hold_no_chinese_but_names_and_examples() -> None:
    punctuation = re.compile("[，。；：！？、]")
    free = re.compile(r"^(help\.examples|templates|problems|fields|reference|site|types)\.")
    assert [key for key, text in EN.entries.items() if punctuation.search(text) and not free.match(key)] == []


# ---- Errors


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Every ``raise XinglinError("key", name=...)``: where, the key, the names."""
    for path, tree in CODE.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "XinglinError":
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                assert isinstance(node.args[0], ast.Constant), f"{place}: the key must stand there in words"
                yield place, str(node.args[0].value), {k.arg for k in node.keywords if k.arg}


RAISED = list(raised())


@pytest.mark.parametrize(("place", "key", "given"), RAISED, ids=[f"{key}@{place}" for place, key, _ in RAISED])
def test_every_error_has_words_whose_blanks_it_fills(place: str, key: str, given: set[str]) -> None:
    for words in (ZH, EN):
        assert words.has(f"errors.{key}")
        assert blanks_of(words, f"errors.{key}") <= given


# ---- What the code asks for


def patterns() -> Iterator[tuple[str, str]]:
    """Every key that the code asks for, as a regular expression, with the place where it does."""
    for path, tree in CODE.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in SPEAKERS and node.args:
                for key in _keys(node.args[0]):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", _whole(_name(node.func), key)
    for path, text in TEMPLATES.items():
        for match in re.finditer(r"""\bt\(\s*(["'])([\w.-]+)\1\s*(~?)""", text):
            line = text[: match.start()].count("\n") + 1
            yield f"{path.relative_to(ROOT)}:{line}", re.escape(match[2]) + (".*" if match[3] else "")


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _whole(speaker: str, key: str) -> str:
    return f"help\\.{key}\\.text" if speaker == "_h" else key


def _keys(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _keys(node.body)
        yield from _keys(node.orelse)


ASKED = list(patterns())
DOTTED = [(place, pattern) for place, pattern in ASKED if r"\." in pattern and not pattern.startswith(".+")]


@pytest.mark.parametrize(("place", "pattern"), DOTTED, ids=[f"{pattern}@{place}" for place, pattern in DOTTED])
def test_every_key_that_is_asked_for_is_there(place: str, pattern: str) -> None:
    for words in (ZH, EN):
        assert any(re.fullmatch(pattern, key) for key in words.entries)


def test_every_entry_is_used() -> None:
    texts = {node.value for tree in CODE.values() for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    known = [re.compile(pattern) for _, pattern in DOTTED]
    known += [re.compile(rf"errors\.{re.escape(key)}") for _, key, _ in RAISED]
    # A rule's words are asked for by its name, a note's by its key, a field's by the tables.
    by_part = re.compile(r"(problems|competition|fields|types|help|settings)\.")
    unused = [
        key
        for key in ZH.entries
        if not by_part.match(key) and key not in texts and not any(p.fullmatch(key) for p in known)
    ]
    assert unused == []


def test_every_rule_has_words_and_every_word_a_rule() -> None:
    from generator.checks.rules import RULES

    names = {rule.name for rule in RULES}
    assert {key.split(".")[1] for key in ZH.entries if key.startswith("problems.")} == names
    for words in (ZH, EN):
        missing = [f"{n}.{part}" for n in names for part in ("title", "about") if not words.has(f"problems.{n}.{part}")]
        assert missing == []


def test_a_text_fills_its_blanks() -> None:
    assert catalogue("en").text("commands.new", path="a.md") == "New: a.md"
    with pytest.raises(KeyError):
        catalogue("en").text("commands.new")
    with pytest.raises(KeyError):
        catalogue("en").text("commands.none")


def test_files_of_one_language_are_one_catalogue(tmp_path: Path) -> None:
    (tmp_path / "zh.yml").write_text("a: {b: 一, c: {d: '{n} 个'}}", encoding="utf-8")
    (tmp_path / "zh.more.yml").write_text("e: 二", encoding="utf-8")
    (tmp_path / "en.yml").write_text("a: {b: one}", encoding="utf-8")
    words = catalogue("zh", tmp_path)
    assert words.entries == {"a.b": "一", "a.c.d": "{n} 个", "e": "二"}
    assert words.text("a.c.d", n=3) == "3 个"
