"""The browser's search: modules of themes/search/ become one classic script.

A browser does not load ``<script type=module>`` from ``file://``, and an unpacked copy of the site must be searchable.
So every module becomes a function that gives what it exports, and the modules keep to a small part of the language that
can be joined by lines: ``import {a, b} from "./x.js"``, ``export`` before a declaration, and no circles of imports.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import XinglinError

FOLDER = "search"
"""The folder of the theme in which the modules stand."""
ENTRY = "main.js"
WORDS = "words.js"
"""A module that stands in no folder: the words of the interface, in the language of the site."""
TARGET = "assets/xinglin/search.js"
"""Where the script is written in the site."""

_IMPORT = re.compile(r'^import \{([\w$,\s]*)\} from "\./([\w-]+\.js)";?[ \t]*$\n?', re.M)
_EXPORT = re.compile(r"^export (?=(?:async function|function|const|class) ?[\w$*])", re.M)
_EXPORTED = re.compile(r"^export (?:async )?(?:function|const|class) +([\w$]+)", re.M)
_LEFT = re.compile(r"^(?:\s*(?:import|export)\b(?![\w$\s]*[:=(.]).*|.*\bimport(?:\(|\.meta).*)$", re.M)


@dataclass(frozen=True)
class Script:
    """The joined script. ``address`` changes with the text, so that no browser mixes it with an old copy."""

    text: str

    @property
    def address(self) -> str:
        """The address that pages load."""
        return f"{TARGET}?v={hashlib.sha256(self.text.encode()).hexdigest()[:8]}"

    def write(self, site: Path) -> None:
        """Write the script into a site."""
        target = site / TARGET
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(self.text, encoding="utf-8", newline="\n")


def read_script(theme: Path, words: Mapping[str, object]) -> Script:
    """Join the modules of a theme's folder, with the words of the site's language as one more module.

    Raises:
        XinglinError: A module is missing, or uses what cannot be joined.
    """
    modules = {path.name: path.read_text(encoding="utf-8") for path in sorted((theme / FOLDER).glob("*.js"))}
    return Script(bundle({**modules, WORDS: words_module(words)}))


def words_module(words: Mapping[str, object]) -> str:
    """The module that holds the words."""
    return f"export const WORDS = {json.dumps(words, ensure_ascii=False, indent=1)};\n"


def bundle(modules: Mapping[str, str], entry: str = ENTRY) -> str:
    """Join modules, those that are imported first. Modules that nothing leads to are left out.

    Raises:
        XinglinError: A module is missing, or uses what cannot be joined.
    """
    order = _ordered(modules, entry)
    for name in order:
        _refuse_unknown_names(name, modules)
    parts = [_function(name, modules[name]) for name in order]
    return '(function () {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def _ordered(modules: Mapping[str, str], entry: str) -> list[str]:
    """Module names, each after those that it imports."""
    found: list[str] = []
    open_: list[str] = []

    def visit(name: str, wanted_by: str) -> None:
        if name in found:
            return
        if name not in modules:
            raise XinglinError("script-missing", name=name, by=wanted_by)
        if name in open_:
            raise XinglinError("script-circle", names=" → ".join([*open_[open_.index(name) :], name]))
        open_.append(name)
        for _, other in _IMPORT.findall(modules[name]):
            visit(other, name)
        open_.pop()
        found.append(name)

    visit(entry, FOLDER)
    return found


def _refuse_unknown_names(name: str, modules: Mapping[str, str]) -> None:
    for names, other in _IMPORT.findall(modules[name]):
        given = set(_EXPORTED.findall(modules[other]))
        unknown = [n for n in re.findall(r"[\w$]+", names) if n not in given]
        if unknown:
            raise XinglinError("script-import", name=name, other=other, what=", ".join(unknown))


def _function(name: str, text: str) -> str:
    """The module as a function that is called once and gives what the module exports."""
    body = _EXPORT.sub("", _IMPORT.sub("", text)).strip()
    if left := _LEFT.search(body):
        raise XinglinError("script-line", name=name, line=left[0].strip())
    imports = [f"const {{{' '.join(names.split())}}} = {_value(other)};" for names, other in _IMPORT.findall(text)]
    lines = [*imports, body, f"return {{{', '.join(_EXPORTED.findall(text))}}};"]
    return f"const {_value(name)} = (function () {{\n" + "\n".join(lines) + "\n})();\n"


def _value(name: str) -> str:
    """What the exports of a module are called."""
    return "$" + name.removesuffix(".js").replace("-", "_")
