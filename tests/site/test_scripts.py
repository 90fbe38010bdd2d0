"""How the modules of themes/search/ become one script, and what that script may hold."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.errors import XinglinError
from generator.messages import catalogue
from generator.site.scripts import Script, bundle, read_script
from generator.site.words import script_words
from tests.site.conftest import REPOSITORY

NODE = shutil.which("node")
MAIN = 'import {one} from "./a.js";\n'


@pytest.fixture(scope="module")
def script() -> str:
    return read_script(REPOSITORY / "themes", script_words(catalogue("zh"))).text


@pytest.fixture(scope="module")
def code(script: str) -> str:
    """The script without its comments."""
    return re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", script, flags=re.S)


def key_of(modules: Mapping[str, str]) -> str:
    with pytest.raises(XinglinError) as caught:
        bundle(modules)
    return caught.value.key


def test_modules_stand_before_those_that_import_them_and_only_once() -> None:
    text = bundle(
        {
            "main.js": 'import {one} from "./a.js";\nimport {two} from "./b.js";\none(two);\n',
            "a.js": 'import {two} from "./b.js";\nexport function one() { return two; }\n',
            "b.js": "export const two = 2;\n",
            "unused.js": "export const three = 3;\n",
        }
    )
    assert re.findall(r"^const (\$\w+) = ", text, re.M) == ["$b", "$a", "$main"]
    assert text.startswith('(function () {\n"use strict";\n')
    assert "three" not in text


@pytest.mark.parametrize(
    "line",
    [
        'import {\n  one,\n  two,\n} from "./a.js";\n',
        'import {one} from "./a.js"\n',
        'import { one, two } from "./a.js";\n',
    ],
)
def test_imports_are_written_in_several_ways(line: str) -> None:
    text = bundle({"main.js": line + "one();\n", "a.js": "export function one() {}\nexport class two {}\n"})
    assert "import" not in text


@pytest.mark.parametrize(
    ("modules", "key"),
    [
        ({"main.js": MAIN}, "script-missing"),
        ({"main.js": MAIN, "a.js": 'import {x} from "./main.js";\nexport const one = 1;\n'}, "script-circle"),
        ({"main.js": 'import {x} from "./main.js";\nexport const x = 1;\n'}, "script-circle"),
        ({"main.js": MAIN, "a.js": "const one = 1;\n"}, "script-import"),
        ({"main.js": 'import one from "./a.js";\n', "a.js": ""}, "script-line"),
        ({"main.js": 'import * as all from "./a.js";\n', "a.js": ""}, "script-line"),
        ({"main.js": 'import {one as two} from "./a.js";\n', "a.js": "export const one = 1;\n"}, "script-import"),
        ({"main.js": 'import {one} from "https://example.org/a.js";\n'}, "script-line"),
        ({"main.js": 'const later = () => import("./a.js");\n'}, "script-line"),
        ({"main.js": "const here = import.meta.url;\n"}, "script-line"),
        ({"main.js": "export default 1;\n"}, "script-line"),
        ({"main.js": "const one = 1;\nexport {one};\n"}, "script-line"),
    ],
)
def test_what_cannot_be_joined_is_refused(modules: Mapping[str, str], key: str) -> None:
    assert key_of(modules) == key


@pytest.mark.skipif(NODE is None, reason="Node.js is not installed")
def test_a_name_means_in_each_module_what_it_means_there() -> None:
    main = 'import {\n  one,\n  Two,\n} from "./a-b.js";\nconst secret = 3;\nconsole.log(one(), new Two().x, secret);\n'
    other = "const secret = 1;\nexport function one() { return secret; }\nexport class Two { get x() { return 2; } }\n"
    text = bundle({"main.js": main, "a-b.js": other})
    assert subprocess.run(["node", "-e", text], capture_output=True, text=True, check=True).stdout == "1 2 3\n"


def test_words_that_look_like_imports_are_none() -> None:
    text = "const imported = {import: 1, export: 2};\nfunction run(x) {\n  return x.import;\n}\n"
    assert text.strip() in bundle({"main.js": text})


def test_the_address_changes_with_the_text() -> None:
    assert Script("a").address != Script("b").address
    assert Script("a").address == Script("a").address
    assert re.fullmatch(r"assets/xinglin/search\.js\?v=[0-9a-f]{8}", Script("a").address)


@pytest.mark.skipif(NODE is None, reason="Node.js is not installed")
def test_the_script_is_one_classic_script(script: str, tmp_path: Path) -> None:
    path = tmp_path / "search.cjs"
    path.write_text(script, encoding="utf-8")
    subprocess.run(["node", "--check", str(path)], check=True, timeout=60)


def test_the_script_needs_nothing_newer_than_es2019(code: str) -> None:
    """See https://262.ecma-international.org/11.0/ and later: what they brought."""
    syntax = r"\?\.(?!\d)|\?\?|\|\|=|&&=|\b\d[\d_]*n\b|\d_\d|[.\s]#\w|\bstatic\b|\bawait (?=import)|import\("
    names = (
        r"\.(?:matchAll|replaceAll|at|findLast|findLastIndex|toSorted|toReversed|toSpliced|with|isWellFormed)\("
        r"|\b(?:globalThis|BigInt|WeakRef|structuredClone|queueMicrotask|AggregateError)\b"
        r"|Promise\.(?:allSettled|any|withResolvers)|Object\.(?:hasOwn|groupBy)|Array\.fromAsync"
    )
    assert re.findall(syntax, code) == []
    assert re.findall(names, code) == []


def test_the_script_needs_nothing_that_old_browsers_or_disks_lack(code: str) -> None:
    wanted = r"Intl\.Segmenter|WebAssembly|SharedArrayBuffer|DecompressionStream|\bWorker\(|serviceWorker|\(\?<[=!]"
    assert re.findall(wanted, code) == []


def test_the_script_names_no_other_host(code: str) -> None:
    assert re.findall(r"""["'`](?:[a-z]+:)?//[^"'`]*""", code) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_catalogues_have_the_words_that_the_modules_show(language: str) -> None:
    shown = "\n".join(p.read_text(encoding="utf-8") for p in sorted((REPOSITORY / "themes/search").glob("*.js")))
    words = script_words(catalogue(language))
    assert [name for name in words if not re.search(rf"\b{name.removesuffix('_named')}\b", shown)] == []
    asked = {name for name in re.findall(r"(?<![./])\bwords\.([a-z]+)\b(?!\()", shown) if name != "length"}
    assert asked - set(words) == set()
