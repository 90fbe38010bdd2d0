"""Competitions made by hand, from the YAML that organisers and judges write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.competition.ranking.rank import rank
from generator.competition.ranking.standings import Standings
from generator.messages import Catalogue, _flatten
from generator.model.articles import Paper, Report
from generator.model.competitions import Competition
from generator.model.library import Library
from generator.model.people import Author, Department, Membership, Person
from generator.model.proceedings import Ballot, Score, Vote
from generator.schema.contests import read_competition
from generator.schema.proceedings import read_ballot, read_vote
from generator.schema.types import Reading
from generator.sources.markdown import convert
from generator.sources.yaml_nodes import parse

CASES = sorted((Path(__file__).parent / "ranking" / "cases").glob("*.yml"))
LOCALE = Path(__file__).parents[2] / "generator" / "locale"
BODY = convert("正文", "reports/2026/a")
NAME = "2026"


@cache
def words(language: str = "zh", parts: tuple[str, ...] = ("competition", "rank", "packs")) -> Catalogue:
    """The words of this room alone, so that its tests need no other room's."""
    entries: dict[str, str] = {}
    for part in parts:
        tree = yaml.safe_load((LOCALE / f"{language}.{part}.yml").read_text(encoding="utf-8"))
        entries.update(_flatten(tree, ""))
    return Catalogue(language, entries)


def competition(text: str, name: str = NAME) -> Competition:
    reading = Reading(f"competitions/{name}/competition.yml")
    found = read_competition(parse(text), name, reading)
    assert found is not None
    assert not reading.problems, reading.problems
    return found


def ballot(text: str, name: str = NAME, file: str = "") -> Ballot:
    judge = str(yaml.safe_load(text)["judge"])
    found = read_ballot(parse(text), name, Reading(f"competitions/{name}/ballots/{file or judge}.yml"))
    assert found is not None
    return found


def vote(text: str, file: str, name: str = NAME) -> Vote:
    found = read_vote(parse(text), name, Reading(f"competitions/{name}/votes/{file}.yml"))
    assert found is not None
    return found


def entry(id: str, **fields: Any) -> Report | Paper:
    kind = id.split("/")[0]
    authors = [Author(**a) if isinstance(a, Mapping) else Author(person=a) for a in fields.pop("authors", [])]
    defaults = {"title": f"《{id.rpartition('/')[2]}》", "competition": NAME, "date": dt.date(2026, 5, 1), "body": BODY}
    model = Report if kind == "reports" else Paper
    return model(id=id, kind=kind, path=f"{id}.md", authors=tuple(authors), **defaults | fields)


def library(
    entries: Iterable[Report | Paper],
    rules: Competition | None,
    people: Mapping[str, str | tuple[Membership, ...]] = {},
    departments: Iterable[Department] = (),
) -> Library:
    """A library; ``people`` maps ids to a department or to memberships, and everybody is called 某 and the id."""
    staff = {
        id: Person(id, f"某{id}", (Membership(where),) if isinstance(where, str) else where)
        for id, where in people.items()
    }
    known = {d.id: d for d in departments}
    named = [m.department for person in staff.values() for m in person.memberships]
    return Library(
        articles=tuple(sorted(entries, key=lambda a: a.id)),
        people=staff,
        departments={id: Department(id, f"{id}部") for id in named} | known,
        competitions={rules.name: rules} if rules else {},
    )


RULES = """
year: 2026
reviews_per_entry: {reviews}
method: {method}
criteria: [{{id: value, name: 应用价值, weight: 1, max: {maximum}}}]
judges: [{judges}]
prizes: {prizes}
"""


def simple(
    marks: Mapping[str, Mapping[str, float]],
    prizes: Iterable[tuple[str, int]] = (),
    *,
    method: str = "mean",
    reviews: int = 1,
    maximum: float = 100,
) -> tuple[Library, list[Ballot]]:
    """A competition with one criterion.

    Args:
        marks: Marks by judge by name of report.
        prizes: Names with quotas.
        method: As in the rules.
        reviews: Marks that an entry should have.
        maximum: The highest mark.
    """
    judges = sorted({judge for by_judge in marks.values() for judge in by_judge}) or ["j1"]
    quotas = "[" + ", ".join(f"{{name: {name}, count: {count}}}" for name, count in prizes) + "]"
    text = RULES.format(judges=", ".join(judges), prizes=quotas, method=method, reviews=reviews, maximum=maximum)
    ballots = []
    for judge in judges:
        scores = [
            {"entry": f"reports/2026/{name}", "criteria": {"value": by_judge[judge]}}
            for name, by_judge in marks.items()
            if judge in by_judge
        ]
        ballots.append(ballot(yaml.safe_dump({"judge": judge, "scores": scores})))
    entries = [entry(f"reports/2026/{name}", authors=["author"]) for name in marks]
    people = {"author": "home"} | dict.fromkeys(judges, "abroad")
    return library(entries, competition(text), people), ballots


def panel(strict: float, entries: int = 24) -> dict[str, dict[str, float]]:
    """Marks of six judges, three for each entry, whose merits are a point apart; j1 is strict."""
    marks: dict[str, dict[str, float]] = {}
    for number in range(entries):
        chosen = [(number + step) % 6 + 1 for step in (0, 1 + number % 2, 3)]
        own = {f"j{judge}": 60 + number + (7 * number + 3 * judge) % 5 - 2 for judge in sorted(chosen)}
        marks[f"{number:02}"] = {judge: mark - strict * (judge == "j1") for judge, mark in own.items()}
    return marks


def raised(score: Score, mark: float) -> Score:
    """A score with this mark for every criterion."""
    return replace(score, marks=tuple((criterion, mark) for criterion, _ in score.marks))


def partial(
    marks: Mapping[str, Mapping[str, float]], judge: str, name: str, mark: float = 100
) -> tuple[Library, list[Ballot]]:
    """The competition of ``simple`` in which one judge gives one entry, of the judge's own department, this mark."""
    known, ballots = simple(marks)
    people = dict(known.people) | {judge: replace(known.people[judge], memberships=(Membership("own"),))}
    entry = f"reports/2026/{name}"
    articles = tuple(replace(a, department="own") if a.id == entry else a for a in known.articles)
    changed = [
        replace(b, scores=tuple(raised(s, mark) if (b.judge, s.entry) == (judge, entry) else s for s in b.scores))
        for b in ballots
    ]
    return replace(known, people=people, articles=articles), changed


def case_inputs(case: Mapping[str, Any]) -> tuple[Library, list[Ballot]]:
    """The library and the ballots of a case file."""
    made = [entry(**dict(fields)) for fields in case["entries"]]
    ballots = [ballot(text, file=name) for name, text in case.get("ballots", {}).items()]
    return library(made, competition(case["rules"]), case.get("people", {})), ballots


def case_votes(case: Mapping[str, Any]) -> list[Vote]:
    """The readers' votes of a case file, by the names of their files."""
    return [vote(text, name) for name, text in case.get("votes", {}).items()]


@cache
def case_standings(path: Path) -> Standings:
    case = read_case(path)
    return rank(*case_inputs(case), NAME, case_votes(case))


def read_case(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read
