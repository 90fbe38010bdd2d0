"""``python -m tests.checks.bless [rule ...]``: write down what the cases say now, to be read in the diff."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.checks.cases import case_names, expected_of, problems_of, text_of


def main(rules: list[str]) -> None:
    """Write ``expected.txt`` of some cases, or of all."""
    for rule in rules or case_names():
        with tempfile.TemporaryDirectory() as folder:
            expected_of(rule).write_text(text_of(problems_of(rule, "bad", Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
