"""An organiser's folders: the miniature content shared out among judges, with their packs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MINIATURE = Path(__file__).parent / "miniature"
RULES = """
year: 2026
reviews_per_entry: 1
method: mean
criteria:
  - id: value
    name: 应用价值
    weight: 60
    max: 10
    about: 用得上吗
    levels: [{from: 0, meaning: 用不上}, {from: 8, meaning: 马上能用}]
  - {id: writing, name: 文字</script>表达, weight: 40}
judges: [wang, {id: ext1, name: 外请评委, affiliation: 外地大学}]
prizes: [{name: 一等奖, count: 1}]
timeline: {submissions_close: 2026-11-10, judging_closes: 2026-12-05}
"""


@dataclass(frozen=True)
class Office:
    """An organiser's folders: ``code`` of the report, which has a picture."""

    content: Path
    packs: Path
    code: str
    other: str

    def pack(self, judge: str = "ext1") -> Path:
        return next(self.packs.glob(f"{judge}*"))


def shared_out(folder: Path, run: Callable[..., subprocess.CompletedProcess[str]]) -> Office:
    """The miniature content, whose two entries ext1 judges both, with the packs of that."""
    content = folder / "文稿"
    shutil.copytree(MINIATURE, content)
    ballots = content / "competitions" / "2026" / "ballots"
    shutil.rmtree(ballots)
    (ballots.parent / "competition.yml").write_text(RULES, encoding="utf-8")
    assert run("competition", "assign", "2026", "--content", content, "--without", "wang").returncode == 0
    codes = yaml.safe_load((ballots.parent / "assignment.yml").read_text(encoding="utf-8"))["codes"]
    made = run("competition", "packs", "2026", "--content", content, "--out", folder / "评分包")
    assert made.returncode == 0, made.stderr
    return Office(content, folder / "评分包", codes["reports/2026/diaoyan"], codes["papers/2026/lunwen"])


def filed(office: Office) -> Any:
    path = office.content / "competitions/2026/ballots/ext1.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))
