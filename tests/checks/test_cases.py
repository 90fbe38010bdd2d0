"""Every rule by its cases. After a change that is meant: ``python -m tests.checks.bless``, and read the diff."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.checks import CHECKS
from generator.checks.rules import RULES
from generator.messages import LANGUAGES, catalogue
from tests.checks.cases import BASE, SECRET, case_names, checked, expected_of, problems_of, text_of

RULE_NAMES = [rule.name for rule in RULES]
CODE = Path(__file__).parents[2] / "generator"
ANYWHERE = {"message", "hint", "title", "about"}


@pytest.mark.parametrize("rule", RULE_NAMES)
def test_bad(rule: str, tmp_path: Path) -> None:
    problems = problems_of(rule, "bad", tmp_path)
    assert rule in {problem.rule for problem in problems}
    assert text_of(problems) == expected_of(rule).read_text(encoding="utf-8")
    assert SECRET not in repr(problems)


@pytest.mark.parametrize("rule", RULE_NAMES)
def test_good(rule: str, tmp_path: Path) -> None:
    assert [problem for problem in problems_of(rule, "good", tmp_path) if problem.rule == rule] == []


def test_base_is_sound() -> None:
    assert checked(BASE) == ()


def test_every_rule_has_cases() -> None:
    assert case_names() == sorted(RULE_NAMES)


def test_rules_and_checks_are_listed_once() -> None:
    assert len(set(RULE_NAMES)) == len(RULE_NAMES)
    assert len(set(CHECKS)) == len(CHECKS)
    assert all(check.__doc__ for check in CHECKS)


def test_every_check_of_the_package_is_listed() -> None:
    listed = {(check.__module__, check.__name__) for check in CHECKS}
    written = {
        (f"generator.checks.{path.stem}", node.name)
        for path in (CODE / "checks").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and [a.arg for a in node.args.args] == ["subject"]
        and node.name != "check"
    }
    assert written == listed


# ---- Words


def wordings(language: str) -> dict[tuple[str, str], dict[str, str]]:
    """The words of every wording by rule and variant."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for key, text in catalogue(language).entries.items():
        if key.startswith("problems."):
            _, rule, *variant, part = key.split(".")
            if part not in ("title", "about"):
                found.setdefault((rule, ".".join(variant)), {})[part] = text
    return found


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], set[str]]:
    """The wordings that the cases bring about, with the blanks that they fill."""
    found: dict[tuple[str, str], set[str]] = {}
    for rule in RULE_NAMES:
        for problem in problems_of(rule, "bad", tmp_path_factory.mktemp(rule)):
            names = {name for name, _ in problem.params}
            found[problem.rule, problem.variant] = found.get((problem.rule, problem.variant), names) & names
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_is_brought_about_by_a_case(language: str, said: dict[tuple[str, str], set[str]]) -> None:
    assert sorted(wordings(language).keys() ^ said.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_is_whole_and_its_blanks_are_filled(language: str, said: dict[tuple[str, str], set[str]]) -> None:
    for place, parts in wordings(language).items():
        assert parts.keys() == {"message", "hint"}, place
        for text in parts.values():
            blanks = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
            assert blanks <= said[place], (place, blanks - said[place])
            assert text.strip() == text and "\n" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_plain(language: str) -> None:
    jargon = re.compile(r"YAML|front matter|front-matter|schema|regex|traceback|exception|parse", re.I)
    entries = {k: v for k, v in catalogue(language).entries.items() if k.startswith("problems.")}
    assert [key for key, text in entries.items() if jargon.search(text)] == []
    shouting = [key for key, text in entries.items() if re.search(r"！|[A-Za-z]!", text)]
    assert shouting == []


def mentioned() -> Iterator[tuple[str, str]]:
    """Every rule and variant that stands in the code as words."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _mentioned_in(node)


def _mentioned_in(call: ast.Call) -> Iterator[tuple[str, str]]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    words = [a.value if isinstance(a, ast.Constant) else None for a in call.args]
    match name:
        case "at" | "problem" if len(words) >= 2:
            words = [w for w in words if w is None or isinstance(w, str)]
            rule = next((w for w in words if w in RULE_NAMES), None)
            if rule:
                rest = words[words.index(rule) + 1 :]
                variant = rest[0] if rest else ""
                if isinstance(variant, str):
                    yield rule, variant
        case "Unfit" if words and isinstance(words[0], str):
            yield "field-type", words[0]
        case "YamlMistake" if words and isinstance(words[0], str):
            yield "yaml", words[0]
        case "Unreadable" if words and isinstance(words[0], str):
            yield words[0], ""
        case "ConversionFailed" if words and isinstance(words[0], str):
            yield "markdown", words[0]
        case "Fault" if words and isinstance(words[0], str):
            if len(words) == 1 or isinstance(words[1], str):
                yield words[0], str(words[1]) if len(words) > 1 else ""


def test_everything_that_the_code_says_has_words() -> None:
    found = set(mentioned())
    assert len(found) > 60
    assert sorted(found - wordings("zh").keys()) == []
