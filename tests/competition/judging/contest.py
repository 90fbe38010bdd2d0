"""A small competition with its assignment, and forms filled in by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from generator.competition.judging.forms import FormFile, read_form_file
from generator.competition.judging.packs import Pack, packs
from generator.competition.judging.receiving import Receipt, Terms, receive
from generator.model.library import Library
from generator.model.proceedings import Ballot, Panel, Proceedings, Score, Task
from tests.competition.builders import NAME, competition, entry, library, words

WORDS = words()
RULES = """
year: 2026
reviews_per_entry: 2
criteria:
  - id: evidence
    name: 依据
    weight: 40
    max: 10
    about: 数字有没有出处。
    levels: [{from: 0, meaning: 没有出处}, {from: 8, meaning: 可以复查}]
  - {id: value, name: 应用价值, weight: 60}
judges: [j1, j2, {id: ext, name: 外请专家, affiliation: 某大学, conflicts: [papers/2026/declared]}]
prizes: [{name: 一等奖, count: 1}]
timeline: {judging_closes: 2026-12-05}
"""
ENTRIES = {
    "papers/2026/alpha": "1",
    "papers/2026/declared": "2",
    "papers/2026/gamma": "3",
    "reports/2026/delta": "12",
    "reports/2026/epsilon": "4",
    "reports/2026/own": "5",
}
CODES = {code: id for id, code in ENTRIES.items()}
TASKS = {"j1": ("1", "3", "12", "5"), "j2": ("1", "3", "4"), "ext": ("12", "4", "2")}
"""Two of these are mistakes of whoever shared out: j1 wrote 5, and ext has declared not to judge 2."""

ANY_DAY = Terms()


@cache
def contest() -> Library:
    authors = {"reports/2026/own": ["j1"], "papers/2026/alpha": [{"name": "赵客", "affiliation": "外地医院"}]}
    entries = [entry(id, authors=authors.get(id, ["zuozhe"]), summary="秘密摘要") for id in ENTRIES]
    people = {"zuozhe": "secretdepartment", "j1": "d1", "j2": "d2"}
    return library(entries, competition(RULES), people)


def panel(tasks: Mapping[str, Iterable[str]] = TASKS, codes: Mapping[str, str] = ENTRIES) -> Panel:
    given = {code: id for id, code in codes.items()}
    found = (Task(judge, tuple(given[code] for code in own)) for judge, own in tasks.items())
    return Panel(NAME, f"competitions/{NAME}/assignment.yml", tuple(found), dict(codes))


@cache
def pack(judge: str) -> Pack:
    return next(p for p in packs(contest(), panel(), NAME) if p.judge == judge)


def ballot(judge: str, scores: Mapping[str, tuple[float, float] | str]) -> Ballot:
    """A filed ballot: marks, or the reason for stepping back, by code."""
    made = [
        Score(CODES[code], declined=given)
        if isinstance(given, str)
        else Score(CODES[code], (("evidence", float(given[0])), ("value", float(given[1]))))
        for code, given in scores.items()
    ]
    return Ballot(NAME, f"competitions/{NAME}/ballots/{judge}.yml", judge, tuple(made))


def head(judge: str) -> str:
    """How an exported ballot begins."""
    own = pack(judge)
    codes = ", ".join(f'"{code}"' for code in own.codes)
    return f'competition: "2026"\njudge: "{judge}"\npack: "{own.number}"\nrules: "{own.rules}"\nentries: [{codes}]\n'


def form_file(folder: Path, text: str, name: str = "评分.yml") -> FormFile:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_form_file(path)


def received(
    file: FormFile, before: Iterable[Ballot] = (), handed: Panel | None = None, terms: Terms = ANY_DAY
) -> Receipt:
    proceedings = Proceedings(ballots=tuple(before), panels={NAME: handed or panel()})
    return receive(file, contest(), proceedings, terms)


def reasons(receipt: Receipt) -> list[str]:
    return [refusal.text(WORDS) for refusal in receipt.refusals]
