"""Rules that were changed once judging had opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo

from generator.checks.subject import Subject
from generator.competition.frozen import changed_rules
from generator.competition.ranking.audit import RuleChange
from generator.model.competitions import Competition
from generator.problems import Problem
from generator.schema.contests import COMPETITION, read_competition
from generator.schema.types import Reading
from generator.sources.history import Version
from generator.sources.yaml_nodes import YamlMistake, parse

_CHINESE = {field.name: field.chinese for field in COMPETITION}


def rules_changed(subject: Subject) -> Iterator[Problem]:
    """The rules by which entries are judged stay as they are from the day on which judging opens."""
    for competition in subject.library.competitions.values():
        versions = subject.history.versions.get(competition.path, ())
        for change in rule_changes(competition.name, versions, ZoneInfo(subject.settings.timezone)):
            params = {
                "when": f"{change.when:%Y-%m-%d %H:%M}",
                "author": change.author,
                "fields": "、".join(change.fields),
                "chinese": "、".join(f"{_CHINESE[name]}（{name}）" for name in change.fields),
            }
            yield Problem.at(competition.path, 0, "rules-changed", "", **params)


def rule_changes(name: str, versions: Iterable[Version], zone: ZoneInfo) -> Iterator[RuleChange]:
    """The commits that changed rules once judging had opened, by the rules before or after them, oldest first.

    Each version is compared with the one before it. Versions that cannot be read are passed over: what they changed
    shows in the next one.

    Args:
        name: The competition's.
        versions: Of its competition.yml, oldest first.
        zone: Where days begin.
    """
    known = [(version, rules) for version in versions if (rules := _rules(version, name))]
    for (_, before), (version, after) in pairwise(known):
        day = version.date.astimezone(zone).date()
        fields = changed_rules(before, after)
        if fields and any(_open(rules, day) for rules in (before, after)):
            yield RuleChange(version.date.astimezone(zone), version.author, fields)


def _open(rules: Competition, day: dt.date) -> bool:
    return rules.timeline.judging is not None and day >= rules.timeline.judging


def _rules(version: Version, name: str) -> Competition | None:
    if version.text is None:
        return None
    try:
        return read_competition(parse(version.text), name, Reading(f"competitions/{name}/competition.yml"))
    except YamlMistake:
        return None
