"""What a search on the command line takes: the index made, the index looked through, one query."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import CannotRunError, Output, Run, measure_folder, run

_COMMON = ("--quiet", "--config", "mkdocs.yml")


@dataclass(frozen=True)
class Search:
    """One round: ``index`` is what the made index holds, ``found`` how many documents the query finds."""

    first: Run
    again: Run
    query: Run
    index: Output
    found: int


def search(folder: Path, env: Mapping[str, str], text: str) -> Search:
    """Index what the settings in ``folder`` name, once more with nothing changed, and ask.

    Raises:
        CannotRunError: A command fails.
    """
    index = folder / ".cache" / "index"
    shutil.rmtree(index, ignore_errors=True)
    program = (sys.executable, "-P", "-m", "generator")
    first, again = (run([*program, "index", *_COMMON], folder, env) for _ in range(2))
    asked = run([*program, "search", *_COMMON, "--json", "--", text], folder, env)
    try:
        found = int(json.loads(asked.stdout)["total"])
    except (ValueError, LookupError, TypeError):
        raise CannotRunError("xinglin search gave an answer without a total") from None
    return Search(first.run, again.run, asked.run, measure_folder(index), found)
