"""The rules of a competition, and what enters it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from generator.checks.nearest import Names
from generator.checks.references import people_of
from generator.checks.subject import Subject
from generator.model.articles import Entry
from generator.model.competitions import TIE_BREAKS, Competition
from generator.problems import Problem
from generator.schema.contests import TIMELINE

_STAGES = {field.name: field.chinese for field in TIMELINE}


def competition_years(subject: Subject) -> Iterator[Problem]:
    """The year in the rules is that of the folder."""
    for competition in subject.library.competitions.values():
        if competition.year and competition.year != int(competition.name):
            params = {"year": competition.year, "folder": competition.name}
            yield Problem.at(competition.path, 0, "competition-year", "", **params)


def competition_criteria(subject: Subject) -> Iterator[Problem]:
    """Every criterion has an id of its own, a weight above 0 and a maximum above 0."""
    for competition in subject.library.competitions.values():
        for identifier in _repeated(c.id for c in competition.criteria):
            yield Problem.at(competition.path, 0, "competition-criteria", "twice", id=identifier)
        for criterion in competition.criteria:
            params = {"id": criterion.id, "weight": f"{criterion.weight:g}", "maximum": f"{criterion.maximum:g}"}
            if criterion.weight <= 0:
                yield Problem.at(competition.path, 0, "competition-criteria", "weight", **params)
            if criterion.maximum <= 0:
                yield Problem.at(competition.path, 0, "competition-criteria", "maximum", **params)


def competition_judges(subject: Subject) -> Iterator[Problem]:
    """Every judge is on the list once, and there are enough of them for every entry."""
    for competition in subject.library.competitions.values():
        seen: set[str] = set()
        for judge in competition.judges:
            if judge.id and judge.id in seen:
                yield Problem.at(competition.path, judge.line, "competition-judges", "twice", id=judge.id)
            seen.add(judge.id)
        if competition.judges and competition.reviews_per_entry > len(seen):
            params = {"reviews": competition.reviews_per_entry, "judges": len(seen)}
            yield Problem.at(competition.path, 0, "competition-judges", "few", **params)


def unknown_judges(subject: Subject) -> Iterator[Problem]:
    """A judge is on the staff list, or has a name."""
    register = people_of(subject.library)
    for competition in subject.library.competitions.values():
        for judge in competition.judges:
            if judge.id and not judge.name and judge.id not in subject.library.people:
                yield register.problem(competition.path, judge.line, "unknown-judge", judge.id, "judges")


def competition_prizes(subject: Subject) -> Iterator[Problem]:
    """Every prize is given at least once, and is listed once in its category."""
    for competition in subject.library.competitions.values():
        problems: dict[Problem, None] = {}
        for category in competition.categories:
            for name in _repeated(prize.name for prize in category.prizes):
                problems[Problem.at(competition.path, 0, "competition-prizes", "twice", name=name)] = None
            for prize in category.prizes:
                if prize.count < 1:
                    problems[Problem.at(competition.path, 0, "competition-prizes", "count", name=prize.name)] = None
        yield from problems


def competition_categories(subject: Subject) -> Iterator[Problem]:
    """No two categories have the same name, and no kind is in two of them."""
    for competition in subject.library.competitions.values():
        for name in _repeated(category.name for category in competition.categories):
            yield Problem.at(competition.path, 0, "competition-categories", "name", name=name)
        holders: defaultdict[str, list[str]] = defaultdict(list)
        for category in competition.categories:
            for kind in dict.fromkeys(category.kinds):
                holders[kind].append(category.name)
        for kind, names in holders.items():
            if len(names) > 1:
                params = {"kind": kind, "names": "、".join(names)}
                yield Problem.at(competition.path, 0, "competition-categories", "kind", **params)


def competition_votes(subject: Subject) -> Iterator[Problem]:
    """The weight of readers' votes is a share, from 0 to 1."""
    for competition in subject.library.competitions.values():
        if not 0 <= competition.voting.weight <= 1:
            yield Problem.at(competition.path, 0, "competition-votes", weight=f"{competition.voting.weight:g}")


def competition_ties(subject: Subject) -> Iterator[Problem]:
    """What decides between equal points is a criterion of the competition, or one of the known words, each once."""
    for competition in subject.library.competitions.values():
        known = (*(criterion.id for criterion in competition.criteria), *TIE_BREAKS)
        for name in _repeated(competition.ties):
            yield Problem.at(competition.path, 0, "competition-ties", "twice", name=name)
        for name in dict.fromkeys(competition.ties):
            if name not in known:
                yield Problem.at(competition.path, 0, "competition-ties", "unknown", name=name, known="、".join(known))


def competition_timelines(subject: Subject) -> Iterator[Problem]:
    """The stages of a competition follow each other."""
    for competition in subject.library.competitions.values():
        for (earlier, day), (later, next_day) in pairwise(_stages(competition)):
            if next_day < day:
                earlier_stage = {"earlier": earlier, "earlier_chinese": _STAGES[earlier], "earlier_day": str(day)}
                later_stage = {"later": later, "later_chinese": _STAGES[later], "later_day": str(next_day)}
                yield Problem.at(competition.path, 0, "competition-timeline", "", **earlier_stage, **later_stage)


def _stages(competition: Competition) -> Iterator[tuple[str, dt.date]]:
    line = competition.timeline
    notice = line.notice or (None, None)
    days = (
        ("submissions_close", line.submissions_close),
        ("judging_opens", line.judging_opens),
        ("judging_closes", line.judging_closes),
        ("notice", notice[0]),
        ("notice", notice[1]),
        ("announced", line.announced),
    )
    return ((name, day) for name, day in days if day is not None)


def unknown_competitions(subject: Subject) -> Iterator[Problem]:
    """The competition that an article enters has its rules here; told once for each competition."""
    library = subject.library
    entering: defaultdict[str, list[Entry]] = defaultdict(list)
    for article in library.articles:
        if isinstance(article, Entry) and article.competition not in library.competitions:
            entering[article.competition].append(article)
    names = Names(library.competitions)
    for name, entries in entering.items():
        path = f"competitions/{name}/competition.yml"
        if name and path not in subject.paths:
            first, count = entries[0], len(entries)
            near = names.nearest(name) if count == 1 else ""
            variant = "near" if near else "many" if count > 1 else ""
            params = {"value": name, "count": count, "nearest": near, "rules": path}
            yield Problem.at(first.path, first.line_of("competition"), "unknown-competition", variant, **params)


def competition_kinds(subject: Subject) -> Iterator[Problem]:
    """An article enters a competition that takes its kind."""
    for article in subject.library.articles:
        if isinstance(article, Entry):
            competition = subject.library.competitions.get(article.competition)
            if competition is not None and article.kind not in competition.kinds:
                params = {"competition": competition.name, "kind": article.kind, "kinds": "、".join(competition.kinds)}
                yield Problem.at(article.path, article.line_of("competition"), "competition-kind", **params)


def competition_files(subject: Subject) -> Iterator[Problem]:
    """What is attached to a competition is public at once, so an article links to it: no table is there by chance."""
    for path in subject.library.unused("competitions"):
        yield Problem.at(path, 0, "competition-file")


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if value and count > 1]
