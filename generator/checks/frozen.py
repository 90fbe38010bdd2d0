"""Rules that were changed once judging had opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from generator.checks.subject import Subject
from generator.competition.frozen import FROZEN, changed_rules
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
    judged = {ballot.competition for ballot in subject.contributions.proceedings.ballots}
    for competition in subject.library.competitions.values():
        versions = subject.history.versions.get(competition.path, ())
        zone = ZoneInfo(subject.settings.timezone)
        for change in rule_changes(competition, versions, zone, competition.name in judged):
            params = {
                "fields": "、".join(change.fields),
                "chinese": "、".join(f"{_CHINESE[name]}（{name}）" for name in change.fields),
            }
            if change.when is None:
                yield Problem.at(competition.path, 0, "rules-changed", "uncommitted", **params)
            else:
                params |= {"when": f"{change.when:%Y-%m-%d %H:%M}", "author": change.author}
                yield Problem.at(competition.path, 0, "rules-changed", "", **params)


def rule_changes(
    competition: Competition, versions: Iterable[Version], zone: ZoneInfo, judged: bool
) -> Iterator[RuleChange]:
    """What changed rules once judging had opened, by the rules before or after it, oldest first.

    Each version is compared with the one before it, that of a merge with those that it joined: what it has from one of
    them is no change of its own. A version that is no YAML is passed over: what it changed shows in the next one. One
    that cannot be read at all may have changed everything.

    Args:
        competition: The rules as they are on disk, which may not be committed yet.
        versions: Of its competition.yml, oldest first.
        zone: Where days begin.
        judged: Whether there are ballots: then what is not committed comes after the opening, whatever the day.
    """
    known: Competition | None = None
    first = True
    for version in versions:
        when = version.date.astimezone(zone)
        rules = _rules(version.text, competition.name)
        joined = [r for text in version.parents if (r := _rules(text, competition.name))]
        before = joined or ([known] if known else [])
        open_now = any(_open(r, when.date()) for r in (*before, rules or competition))
        fields = _between(before, rules) if rules else tuple(FROZEN) if version.text is None and not first else ()
        if fields and open_now:
            yield RuleChange(when, version.author, fields)
        known, first = rules or known, False
    if judged and known and (fields := changed_rules(known, competition)):
        yield RuleChange(None, "", fields)


def _between(before: Sequence[Competition], after: Competition) -> tuple[str, ...]:
    """The keys by which rules differ from all that were before."""
    changed = [changed_rules(rules, after) for rules in before]
    return tuple(key for key in FROZEN if changed and all(key in fields for fields in changed))


def _open(rules: Competition, day: dt.date) -> bool:
    return rules.timeline.judging is not None and day >= rules.timeline.judging


def _rules(text: str | None, name: str) -> Competition | None:
    if text is None:
        return None
    try:
        return read_competition(parse(text), name, Reading(f"competitions/{name}/competition.yml"))
    except YamlMistake:
        return None
