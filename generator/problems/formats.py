"""Problems as text for people, and as the reports that Git servers and editors read."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.messages import Catalogue
from generator.problems.problem import Problem, Severity

MAX_PARAM = 200
"""Characters of an author's words that a message repeats."""

_UNSHOWABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in words, with nothing in them that could move a cursor, start a line or turn the reading direction."""

    problem: Problem
    message: str
    hint: str


def render(problems: Iterable[Problem], form: str, words: Catalogue, content: Path | None = None) -> str:
    """Write problems in one of FORMATS, in the order given.

    Args:
        problems: What was found.
        form: ``text``; ``json``: a list of ``{path, line, rule, severity, message, hint}`` whose ``path`` is relative
            to content/ and whose ``line`` is 0 for a file as a whole; ``gitlab``: GitLab's Code Quality report;
            ``sarif``: SARIF 2.1.0. Paths in the last two are relative to the repository.
        words: The language of the messages.
        content: The folder that was checked, to find its place in the repository.
    """
    findings = [_finding(problem, words) for problem in problems]
    return _WRITERS[form](findings, words, _prefix(content))


def _finding(problem: Problem, words: Catalogue) -> Finding:
    shown = replace(problem, params=tuple((name, _one_line(value, MAX_PARAM)) for name, value in problem.params))
    return Finding(problem, shown.message(words), shown.hint(words))


def _one_line(text: str, limit: int) -> str:
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return _UNSHOWABLE.sub(lambda match: rf"\u{ord(match[0]):04x}", cut)


def _prefix(content: Path | None) -> str:
    """The path of content/ in its repository, ending with a slash; empty outside of one."""
    if content is None:
        return ""
    folder = content.resolve()
    root = next((f for f in (folder, *folder.parents) if (f / ".git").exists()), folder)
    inner = folder.relative_to(root).as_posix()
    return "" if inner == "." else f"{inner}/"


def _text(findings: list[Finding], words: Catalogue, prefix: str) -> str:
    lines = [line for finding in findings for line in _text_lines(finding, words)]
    return "\n".join([*lines, _summary(findings, words)]) + "\n"


def _text_lines(finding: Finding, words: Catalogue) -> Iterator[str]:
    problem = finding.problem
    path, line = _one_line(problem.path, 1000), max(problem.line, 1)
    severity = words.text(f"findings.severity.{problem.severity}")
    yield f"{path}:{line}: {severity} [{problem.rule}] {finding.message}"
    yield f"    {finding.hint}"


def _summary(findings: list[Finding], words: Catalogue) -> str:
    if not findings:
        return words.text("findings.clean")
    counts = Counter(finding.problem.severity for finding in findings)
    errors, warnings = (
        words.text(f"findings.{severity}s.{'one' if counts[severity] == 1 else 'many'}", count=counts[severity])
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    return words.text("findings.summary", errors=errors, warnings=warnings)


def _json(findings: list[Finding], words: Catalogue, prefix: str) -> str:
    return _dump(
        [
            {
                "path": f.problem.path,
                "line": f.problem.line,
                "rule": f.problem.rule,
                "severity": str(f.problem.severity),
                "message": f.message,
                "hint": f.hint,
            }
            for f in findings
        ]
    )


_GITLAB_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def _gitlab(findings: list[Finding], words: Catalogue, prefix: str) -> str:
    """See https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""
    return _dump(
        [
            {
                "description": f"{f.message} {f.hint}",
                "check_name": f.problem.rule,
                "fingerprint": fingerprint,
                "severity": _GITLAB_SEVERITY[f.problem.severity],
                "location": {"path": _place(f.problem, prefix), "lines": {"begin": max(f.problem.line, 1)}},
            }
            for f, fingerprint in zip(findings, _fingerprints(findings), strict=True)
        ]
    )


_SARIF_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def _sarif(findings: list[Finding], words: Catalogue, prefix: str) -> str:
    """See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""
    rules = sorted({f.problem.rule for f in findings})
    index = {rule: number for number, rule in enumerate(rules)}
    driver = {
        "name": "xinglin",
        "version": __version__,
        "rules": [
            {
                "id": rule,
                "shortDescription": {"text": words.text(f"problems.{rule}.title")},
                "fullDescription": {"text": words.text(f"problems.{rule}.about")},
            }
            for rule in rules
        ],
    }
    results = [
        {
            "ruleId": f.problem.rule,
            "ruleIndex": index[f.problem.rule],
            "level": _SARIF_LEVEL[f.problem.severity],
            "message": {"text": f"{f.message} {f.hint}"},
            "locations": [{"physicalLocation": _physical_location(f.problem, prefix)}],
            "partialFingerprints": {"xinglin/v1": fingerprint},
        }
        for f, fingerprint in zip(findings, _fingerprints(findings), strict=True)
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _physical_location(problem: Problem, prefix: str) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(_place(problem, prefix), safe="/")}}
    if problem.line > 0:
        location["region"] = {"startLine": problem.line}
    return location


def _place(problem: Problem, prefix: str) -> str:
    """A problem's path in the repository; that of content/ itself for what is wrong with everything."""
    if problem.path == ".":
        return prefix.rstrip("/") or "."
    return posixpath.normpath(prefix + problem.path)


def _fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """Names for findings that stay the same when lines move, and are different even for equal mistakes in one file."""
    seen: Counter[Problem] = Counter()
    for finding in findings:
        kind = replace(finding.problem, line=0, severity=Severity.ERROR)
        seen[kind] += 1
        words = (kind.path, kind.rule, kind.variant, kind.params, seen[kind])
        yield hashlib.sha256(json.dumps(words).encode()).hexdigest()


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_WRITERS: dict[str, Callable[[list[Finding], Catalogue, str], str]] = {
    "text": _text,
    "json": _json,
    "gitlab": _gitlab,
    "sarif": _sarif,
}
FORMATS = tuple(_WRITERS)
