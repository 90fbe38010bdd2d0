"""The reference pages, from the tables that the program itself works by. scripts/reference writes them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import click

from generator.config import Settings
from generator.messages import Catalogue, catalogue
from generator.problems import Severity
from generator.schema import contests, data, fields, proceedings, types
from generator.schema.fields import KINDS, PAGE, Kind
from generator.schema.templates import meaning
from generator.schema.types import Field

_EXIT_CODES = ("clean", "mistakes", "failed")


class Rule(Protocol):
    """What the page of rules tells of a rule of the checks."""

    @property
    def name(self) -> str:
        """The name that settings refer to."""

    @property
    def severity(self) -> Severity:
        """How it counts."""

    @property
    def lenient(self) -> bool:
        """Whether it only warns about plain pages."""


def reference_pages(group: click.Group, rules: Iterable[Rule]) -> dict[str, str]:
    """All pages by their path in the repository: in English for developers, in Chinese on the site itself.

    Args:
        group: The command line.
        rules: The rules of the checks.
    """
    en, zh, rules = catalogue("en"), catalogue("zh"), tuple(rules)
    pages = {
        "docs/reference/fields.md": ("fields", en, fields_text(en)),
        "docs/reference/rules.md": ("rules", en, rules_text(rules, en)),
        "docs/reference/settings.md": ("settings", en, settings_text(en)),
        "docs/reference/commands.md": ("commands", en, commands_text(group, en)),
        "content/guide/reference/fields.md": ("fields", zh, fields_text(zh)),
        "content/guide/reference/rules.md": ("rules", zh, rules_text(rules, zh)),
        "content/guide/reference/commands.md": ("commands", zh, commands_text(group, zh)),
    }
    return {path: _page(path, *page) for path, page in pages.items()}


def _page(path: str, name: str, words: Catalogue, text: str) -> str:
    title = words.text(f"reference.{name}.title")
    head = f"---\ntitle: {title}\n---" if path.startswith("content/") else f"# {title}"
    return "\n\n".join([head, words.text(f"reference.{name}.about"), text, words.text("reference.generated")]) + "\n"


# ---- Fields


def fields_text(words: Catalogue) -> str:
    """Every field of every kind of document, of the lists in _data, of competitions and of ballots."""
    kinds = (*KINDS.values(), PAGE)
    common = [f for f in PAGE.fields if all(f in kind.fields for kind in kinds)]
    front_matter = [
        _heading(words, "common"),
        _fields_table("", common, words),
        *(block for kind in kinds for block in _kind(kind, common, words)),
        *_records({"outsider": types._OUTSIDER, "absence": types._ABSENT, "goal": fields._GOAL}, words),
    ]
    lists = {"departments": data.DEPARTMENT, "people": data.PERSON}
    rules = {
        "criterion": contests.CRITERION,
        "level": contests.LEVEL,
        "judge": contests.JUDGE,
        "prize": contests.PRIZE,
        "category": contests.CATEGORY,
        "votes": contests.VOTES,
        "limits": contests.LIMITS,
        "timeline": contests.TIMELINE,
    }
    return "\n\n".join(
        [
            *front_matter,
            *_records(lists, words, "##"),
            *_records({"membership": data.MEMBERSHIP}, words),
            _heading(words, "terms"),
            words.text("reference.fields.terms_about"),
            *_records({"rules": contests.COMPETITION}, words, "##"),
            *_records(rules, words),
            *_records({"ballot": proceedings.BALLOT}, words, "##"),
            *_records({"score": proceedings.SCORE}, words),
            *_records({"panel": proceedings.PANEL}, words, "##"),
            *_records({"task": proceedings.TASK}, words),
            *_records({"vote": proceedings.VOTE}, words, "##"),
            *_records({"decisions": proceedings.DECISIONS}, words, "##"),
            *_records({"decision": proceedings.DECISION}, words),
            *_records({"objections": proceedings.OBJECTIONS}, words, "##"),
            *_records({"objection": proceedings.OBJECTION}, words),
        ]
    )


def _kind(kind: Kind, common: list[Field], words: Catalogue) -> Iterable[str]:
    own = [f for f in kind.fields if f not in common]
    activity = words.text("reference.fields.activity", activity=kind.activity) if kind.activity else ""
    yield f"## {words.text(f'kinds.{kind.name}.label')} {kind.name}"
    yield words.text(f"kinds.{kind.name}.about")
    yield words.text("reference.fields.place", place=kind.place + ".md") + activity
    if own:
        yield _fields_table(kind.name, own, words)


def _records(records: Mapping[str, tuple[Field, ...]], words: Catalogue, level: str = "###") -> Iterable[str]:
    for name, record in records.items():
        yield _heading(words, name, level)
        yield _fields_table(name, record, words)


def _heading(words: Catalogue, name: str, level: str = "##") -> str:
    return f"{level} {words.text(f'reference.fields.{name}')}"


def _fields_table(record: str, shown: Iterable[Field], words: Catalogue) -> str:
    columns = ("field", "chinese", "type", "required", "meaning", "example")
    return _table(columns, (_field_row(record, f, words) for f in shown), words)


def _field_row(record: str, field: Field, words: Catalogue) -> list[str]:
    # A field of plain text has no example of its own.
    example = "" if field.type.name == "text" else _code(field.type.example)
    required = words.text("reference.required") if field.required else ""
    described = meaning(record, field, words)
    return [
        _code(field.name),
        _code(field.chinese),
        words.text(f"types.{field.type.name}"),
        required,
        described,
        example,
    ]


# ---- Rules and settings


def rules_text(rules: Iterable[Rule], words: Catalogue) -> str:
    """Every rule of the checks: its name, how it counts, what it says."""
    rows = (
        [
            _code(rule.name),
            words.text(f"reference.severities.{_grade(rule)}"),
            words.text(f"problems.{rule.name}.title"),
            words.text(f"problems.{rule.name}.about"),
        ]
        for rule in rules
    )
    return _table(("rule", "severity", "title", "about"), rows, words)


def _grade(rule: Rule) -> str:
    return "lenient" if rule.lenient and rule.severity is Severity.ERROR else str(rule.severity)


def settings_text(words: Catalogue) -> str:
    """Every setting, with its default."""
    rows = (
        [_code(f.name), _default(getattr(Settings(), f.name), words), words.text(f"settings.{f.name}")]
        for f in dataclasses.fields(Settings)
    )
    return _table(("setting", "default", "about"), rows, words)


def _default(value: Any, words: Catalogue) -> str:
    if isinstance(value, tuple):
        value = f"[{', '.join(value)}]"
    text = f"{value:g}" if isinstance(value, float) else str(value or ("0" if value == 0 else ""))
    return _code(text) if text else words.text("reference.none")


# ---- Commands


def commands_text(group: click.Group, words: Catalogue) -> str:
    """Every command with its arguments, options and examples, and the exit codes."""
    common = set.intersection(*({p.name for p in c.params} for c in group.commands.values()))
    blocks = [block for command in group.commands.values() for block in _command(command, common, words)]
    shared = [p for p in next(iter(group.commands.values())).params if p.name in common]
    codes = [[str(code), words.text(f"reference.commands.exit_{name}")] for code, name in enumerate(_EXIT_CODES)]
    return "\n\n".join(
        [
            *blocks,
            f"## {words.text('reference.commands.common')}",
            _options_table("", shared, words),
            f"## {words.text('reference.commands.exit')}",
            _table(("code", "meaning"), codes, words),
        ]
    )


def _command(command: click.Command, common: set[str | None], words: Catalogue) -> Iterable[str]:
    name = str(command.name)
    key = name.replace(" ", "-")
    arguments = " ".join(p.make_metavar() for p in command.params if isinstance(p, click.Argument))
    own = [p for p in command.params if isinstance(p, click.Option) and p.name not in common]
    yield f"## xinglin {name}"
    yield _fenced(f"xinglin {name} {arguments} [{words.text('reference.commands.options')}]".replace("  ", " "))
    yield words.text(f"help.{key}.text")
    if own:
        yield _options_table(key, own, words)
    _, _, examples = words.text(f"help.examples.{key}.text").removeprefix("\b\n").partition("\n")
    yield _fenced("\n".join(line.strip() for line in examples.splitlines()))


def _options_table(command: str, options: Iterable[click.Parameter], words: Catalogue) -> str:
    rows = ([_code(_usage(o)), option_help(command, o, words)] for o in options)
    return _table(("option", "meaning"), rows, words)


def _usage(option: click.Parameter) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    if isinstance(option.type, click.Choice):
        return f"{names} {'|'.join(option.type.choices)}"
    return names if getattr(option, "is_flag", False) else f"{names} {option.metavar or 'N'}"


def option_help(command: str, option: click.Parameter, words: Catalogue) -> str:
    """The text of an option in the catalogue: the command's own, else that of the option everywhere."""
    name = max(option.opts, key=len).lstrip("-")
    own = f"help.{command}.{name}.text"
    return words.text(own if words.has(own) else f"help.{name}.text")


# ---- Markdown


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]], words: Catalogue) -> str:
    """A table without the columns that are empty in every row."""
    heads, cells = [words.text(f"reference.columns.{c}") for c in columns], [list(row) for row in rows]
    used = [n for n in range(len(heads)) if any(row[n] for row in cells)]
    lines = [[heads[n] for n in used], ["---"] * len(used), *([row[n] for n in used] for row in cells)]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)


def _code(text: str) -> str:
    return f"`{text.replace('|', chr(92) + '|')}`"


def _fenced(text: str) -> str:
    return f"```text\n{text}\n```"
