"""The rules: how each counts, and where it is only a warning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.problems import Problem, Severity
from generator.schema.fields import KINDS, PAGE, kind_of

ERROR, WARNING, OFF = Severity.ERROR, Severity.WARNING, Severity.OFF


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its stable name, which settings refer to.

    Its title and a sentence about it are in the catalogue, under ``problems.<name>``. A ``lenient`` rule only warns
    about plain pages and what lies beside them: those may come from another site, written for other rules.
    """

    name: str
    severity: Severity = ERROR
    lenient: bool = False


RULES: tuple[Rule, ...] = (
    # Files
    Rule("symbolic-link", WARNING),
    Rule("symbolic-link-out"),
    Rule("special-file"),
    Rule("unreadable"),
    Rule("file-name", lenient=True),
    Rule("same-path"),
    Rule("similar-path", lenient=True),
    Rule("lookalike-path", WARNING),
    Rule("portable-name", WARNING),
    Rule("misplaced"),
    Rule("unknown-file", WARNING),
    Rule("text-size", lenient=True),
    Rule("encoding", lenient=True),
    Rule("control-characters", lenient=True),
    Rule("attachment-type", lenient=True),
    Rule("attachment-active", lenient=True),
    Rule("attachment-size", lenient=True),
    # The head of a document, and data
    Rule("front-matter", lenient=True),
    Rule("yaml", lenient=True),
    Rule("unknown-key", lenient=True),
    Rule("duplicate-key", lenient=True),
    Rule("missing-field", lenient=True),
    Rule("field-type", lenient=True),
    Rule("data-shape"),
    Rule("duplicate-id"),
    Rule("similar-id", WARNING),
    Rule("membership"),
    # Who, where, what
    Rule("unknown-person", lenient=True),
    Rule("unknown-department", lenient=True),
    Rule("unknown-name", WARNING),
    Rule("unknown-book"),
    Rule("unknown-evidence"),
    Rule("refers-to-draft", WARNING),
    Rule("year-folder"),
    Rule("similar-tag", WARNING),
    Rule("isbn"),
    # Addresses
    Rule("same-address", lenient=True),
    Rule("alias-address", lenient=True),
    Rule("alias-taken", lenient=True),
    # Bodies
    Rule("markdown", lenient=True),
    Rule("empty-body"),
    Rule("broken-link", lenient=True),
    Rule("broken-picture", lenient=True),
    Rule("broken-anchor", lenient=True),
    Rule("unpublished-link", lenient=True),
    Rule("private-link"),
    Rule("link-outside", lenient=True),
    Rule("remote-picture", WARNING),
    Rule("removed-html", WARNING),
    Rule("resident-id"),
    Rule("mobile-number", lenient=True),
    # The forum
    Rule("missing-theme"),
    Rule("theme-period"),
    Rule("outside-period"),
    Rule("unknown-reply"),
    Rule("reply-cycle"),
    Rule("reply-order", WARNING),
    # The competition
    Rule("unknown-competition", WARNING),
    Rule("competition-kind"),
    Rule("entry-length", WARNING),
    Rule("entry-limit", WARNING),
    Rule("blind-text", WARNING),
    Rule("competition-year"),
    Rule("competition-criteria"),
    Rule("competition-judges"),
    Rule("unknown-judge"),
    Rule("competition-prizes"),
    Rule("competition-categories"),
    Rule("competition-votes"),
    Rule("competition-ties"),
    Rule("competition-timeline"),
    Rule("rules-changed", WARNING),
    Rule("ballots-missing", WARNING),
    Rule("ballots-twice"),
    Rule("assignment"),
    Rule("ballot-file"),
    Rule("competition-file"),
    Rule("ballot-judge"),
    Rule("ballot-entry"),
    Rule("ballot-marks"),
    Rule("conflict-of-interest"),
    Rule("vote", WARNING),
    Rule("decisions"),
    Rule("decisions-quota", WARNING),
    Rule("objections"),
    Rule("objections-period", WARNING),
    # The repository
    Rule("history-shallow", WARNING),
)

_RULES = {rule.name: rule for rule in RULES}
_KIND_FOLDERS = {kind.place.partition("/")[0] for kind in KINDS.values()}
_DATA_FOLDERS = {"_data", "competitions"}


def graded(problems: Iterable[Problem], settings: Mapping[str, Severity]) -> Iterator[Problem]:
    """Give every problem its severity, leaving out those of rules that are off.

    Args:
        problems: What was found.
        settings: The severities that the organisation chose, by rule; they go before everything else.
    """
    for problem in problems:
        severity = settings.get(problem.rule) or _severity(problem)
        if severity is not OFF:
            yield replace(problem, severity=severity)


def _severity(problem: Problem) -> Severity:
    rule = _RULES[problem.rule]
    if rule.lenient and rule.severity is ERROR and is_plain(problem.path):
        return WARNING
    return rule.severity


def is_plain(path: str) -> bool:
    """Whether a file is a plain page, or an attachment outside the folders of the known kinds.

    What lies beside content/ holds ballots and is not plain.
    """
    folder = path.partition("/")[0]
    if folder in _DATA_FOLDERS or folder == "..":
        return False
    if path.endswith(".md"):
        return kind_of(path.removesuffix(".md")) is PAGE
    return folder not in _KIND_FOLDERS
