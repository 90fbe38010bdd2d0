"""The modules of themes/search/ in Node.js: the tests in js/, each a file of node's own test runner."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.messages import catalogue
from generator.search import tiers
from generator.search.text import simplified
from generator.site.scripts import WORDS, words_module
from generator.site.words import script_words

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "themes/search"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node.js is not installed")


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules and their tests as they lie in the repository, marked as modules, with what a build adds to them."""
    root = tmp_path_factory.mktemp("node")
    shutil.copytree(MODULES, root / "themes/search")
    shutil.copytree(HERE / "js", root / "tests/search/js")
    for cases in HERE.glob("*.json"):
        shutil.copy(cases, root / "tests/search")
    (root / "package.json").write_text('{"type": "module"}')
    (root / "themes/search" / WORDS).write_text(words_module(script_words(catalogue("zh"))), encoding="utf-8")
    table = {"traditional": "".join(simplified()), "simplified": "".join(simplified().values())}
    (root / "tests/search/simplified.json").write_text(json.dumps(table), encoding="utf-8")
    return root


def test_the_browser_has_the_same_tiers() -> None:
    script = (MODULES / "tiers.js").read_text(encoding="utf-8")
    known = {name: int(number) for name, number in re.findall(r"^export const (\w+) = (-?\d+);$", script, re.M)}
    assert known == {name: getattr(tiers, name) for name in dir(tiers) if name.isupper() and name != "ZONE_TIERS"}
    assert "export const ZONE_TIERS = [TITLE, LEAD, BODY];" in script
    assert tiers.ZONE_TIERS == (tiers.TITLE, tiers.LEAD, tiers.BODY)


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("js/*.test.js")))
def test_in_node(laid_out: Path, name: str) -> None:
    result = subprocess.run(
        ["node", "--test", f"tests/search/js/{name}"],
        cwd=laid_out,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
