"""The whole flow, from what people wrote to what people read."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.checks import Subject, check
from generator.competition.outcome.results import Results, public_results
from generator.config import Settings
from generator.errors import XinglinError
from generator.model.articles import Post
from generator.model.library import Library
from generator.parallel import forked_map
from generator.problems import Problem, Severity
from generator.schema.library import Contributions, read_library
from generator.sources.history import History, read_history
from generator.sources.tree import walk

Progress = Callable[[str, int], None]
"""Told the step that begins (a key under ``progress`` in the catalogue) and how many items it has."""


@dataclass(frozen=True)
class Checked:
    """Contributions with everything that was found wrong with them, sorted."""

    contributions: Contributions
    problems: tuple[Problem, ...]
    history: History

    @property
    def errors(self) -> int:
        """How many problems stop a build."""
        return sum(p.severity is Severity.ERROR for p in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems do not stop a build."""
        return len(self.problems) - self.errors


def read_and_check(content: Path, settings: Settings, progress: Progress) -> Checked:
    """Read content/ and its Git history, and check it all.

    Raises:
        XinglinError: There is no such folder.
    """
    if not content.is_dir():
        raise XinglinError("no-content", folder=content)
    files, unreadable = walk(content)
    progress("history", 0)
    history = read_history(content)
    progress("reading", len(files))
    mapper = forked_map(settings.workers)
    contributions = read_library(files, settings, history, mapper)
    progress("checking", len(contributions.library.articles))
    subject = Subject(contributions, tuple(files), tuple(unreadable), history, settings)
    return Checked(contributions, check(subject), history)


@dataclass(frozen=True)
class Prepared:
    """All that a site is made from: what may be published on the day, and nothing else."""

    checked: Checked
    library: Library
    results: Mapping[str, Results]
    today: dt.date


def prepare(content: Path, settings: Settings, today: dt.date, progress: Progress) -> Prepared:
    """Read and check content/, and keep what may be published.

    Whatever has an error is left out, so that a forced build and the live preview show what is sound.
    """
    checked = read_and_check(content, settings, progress)
    unsound = {p.path for p in checked.problems if p.severity is Severity.ERROR}
    library = _sound(checked.contributions.library, unsound).published()
    return Prepared(checked, library, _public(checked.contributions, library, unsound, today), today)


def _public(contributions: Contributions, published: Library, unsound: set[str], today: dt.date) -> dict[str, Results]:
    """The results that are public on the day: ranked from all that was handed in, as ``xinglin rank`` does.

    Where the decisions have an error, or cannot be read, there is no result rather than one with wrong prizes.
    """
    from generator.competition.ranking.rank import rank

    proceedings = contributions.proceedings
    found: dict[str, Results] = {}
    for name, competition in published.competitions.items():
        if not competition.noticed_on(today) or f"competitions/{name}/decisions.yml" in unsound:
            continue
        decisions, objections = proceedings.decisions.get(name), proceedings.objections.get(name)
        if objections and objections.path in unsound:
            objections = None
        standings = rank(contributions.library, proceedings.ballots, name)
        results = public_results(standings, published, competition, today, decisions, objections)
        if results is not None:
            found[name] = results
    return found


def _sound(library: Library, unsound: set[str]) -> Library:
    # Posts stand on the page of their theme; without it they could not be read in their place.
    closed = {name for name, theme in library.themes.items() if theme.path in unsound}
    return replace(
        library,
        articles=tuple(
            a for a in library.articles if a.path not in unsound and not (isinstance(a, Post) and a.theme in closed)
        ),
        competitions={name: c for name, c in library.competitions.items() if c.path not in unsound},
        assets={path: asset for path, asset in library.assets.items() if path not in unsound},
    )


def today_in(timezone: str) -> dt.date:
    """The date where the organisation is; SOURCE_DATE_EPOCH (seconds), where set, takes the clock's place.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    zone = ZoneInfo(timezone)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (dt.datetime.fromtimestamp(int(epoch), zone) if epoch.isdigit() else dt.datetime.now(zone)).date()
