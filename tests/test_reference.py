"""The reference pages are those that the program's own tables give."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click
import pytest

from generator.checks.rules import RULES
from generator.cli import xinglin
from generator.config import Settings
from generator.help import help_words
from generator.messages import LANGUAGES, catalogue
from generator.schema.fields import KINDS, PAGE
from generator.schema.reference import (
    commands_text,
    fields_text,
    option_help,
    reference_pages,
    rules_text,
    settings_text,
)

PAGES = reference_pages(xinglin, RULES)


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_up_to_date(repository: Path, name: str) -> None:
    path = repository / name
    written = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert written == PAGES[name], f"{name} is not what the program's tables give; run scripts/reference"


@pytest.mark.parametrize("folder", ["docs/reference", "content/guide/reference"])
def test_no_page_of_something_gone_stays_behind(repository: Path, folder: str) -> None:
    by_hand = {"docs/reference/formats.md", "docs/reference/search.md"}
    there = {str(path.relative_to(repository)) for path in (repository / folder).glob("*.md")}
    assert there - by_hand == {name for name in PAGES if name.startswith(folder)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_on_the_page(language: str) -> None:
    text = fields_text(catalogue(language))
    for kind in (*KINDS.values(), PAGE):
        assert f" {kind.name}\n" in text
        for field in kind.fields:
            assert f"| `{field.name}` | `{field.chinese}` |" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_on_the_page(language: str) -> None:
    text = rules_text(RULES, catalogue(language))
    assert [rule.name for rule in RULES if f"| `{rule.name}` |" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_on_the_page(language: str) -> None:
    text = settings_text(catalogue(language))
    assert [f.name for f in dataclasses.fields(Settings) if f"| `{f.name}` |" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", xinglin.commands)
def test_every_command_is_on_the_page_with_all_it_takes(name: str, language: str) -> None:
    text = commands_text(xinglin, catalogue(language))
    assert f"## xinglin {name}\n" in text
    for parameter in xinglin.commands[name].params:
        assert (parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar()) in text


@pytest.mark.parametrize("name", xinglin.commands)
def test_the_page_says_of_an_option_what_help_says(name: str) -> None:
    words = help_words().words
    for option in xinglin.commands[name].params:
        if isinstance(option, click.Option):
            assert option_help(name.replace(" ", "-"), option, words) == option.help


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("content/")])
def test_pages_of_the_site_have_a_title_in_their_head(name: str) -> None:
    assert PAGES[name].startswith("---\ntitle: ")


def test_tables_are_whole() -> None:
    for text in PAGES.values():
        tables = [block for block in text.split("\n\n") if block.startswith("|")]
        assert all(len({_cells(line) for line in table.splitlines()}) == 1 for table in tables)


def _cells(line: str) -> int:
    return line.replace(r"\|", "").count("|")
