"""The whole flow, from what people wrote to what people read."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from generator.audit import audit
from generator.checks import Subject, check
from generator.competition.contenders import entries_of
from generator.competition.entries.blind import blinded
from generator.competition.outcome.results import Results, public_results
from generator.competition.ranking.coded import NOTHING, Cover, telling
from generator.competition.ranking.standings import Standings
from generator.config import Settings
from generator.errors import XinglinError
from generator.model.articles import Post
from generator.model.competitions import Competition
from generator.model.library import Library
from generator.parallel import forked_map
from generator.problems import Problem, Severity
from generator.schema.library import Contributions, is_casework, is_rules, read_library
from generator.sources.history import History, read_history
from generator.sources.tree import Apart, SourceFile, walk, walk_apart

if TYPE_CHECKING:
    from generator.competition.dossier import Dossier  # SciPy is loaded by those only who rank

Progress = Callable[[str, int], None]
"""Told the step that begins (a key under ``progress`` in the catalogue) and how many items it has."""


@dataclass(frozen=True)
class Checked:
    """Contributions with everything that was found wrong with them, sorted; the files that they came from."""

    contributions: Contributions
    problems: tuple[Problem, ...]
    history: History
    files: tuple[SourceFile, ...] = ()

    @property
    def errors(self) -> int:
        """How many problems stop a build."""
        return sum(p.severity is Severity.ERROR for p in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems do not stop a build."""
        return len(self.problems) - self.errors

    def about(self, competition: str) -> tuple[Problem, ...]:
        """What is wrong in the files of a competition, in content/ or in the folder of the ballots."""
        return tuple(p for p in self.problems if _is_about(p, competition))

    def unsound_casework(self, competition: str) -> bool:
        """Whether an error may have changed who wins: one in anything that was handed in, objections aside."""
        errors = (p.path for p in self.about(competition) if p.severity is Severity.ERROR)
        return any(
            path.startswith("../") or is_casework(path) for path in errors if not path.endswith("/objections.yml")
        )


def _is_about(problem: Problem, competition: str) -> bool:
    folder, *inner = PurePosixPath(problem.path).parts
    # A folder that cannot be listed hides what lies in it.
    above = problem.rule == "unreadable" and not any(name.isdecimal() for name in inner)
    return folder in ("competitions", "..") and (competition in inner or above)


def read_and_check(content: Path, settings: Settings, progress: Progress) -> Checked:
    """Read content/ and its Git history, and check it all.

    Raises:
        XinglinError: There is no such folder.
    """
    if not content.is_dir():
        raise XinglinError("no-content", folder=content)
    files, unreadable = walk(content)
    apart = walk_apart(settings.ballots, content) if settings.ballots else Apart()
    progress("history", 0)
    history = read_history(content, is_rules)
    if settings.ballots and apart.files:
        history = history.with_folder(read_history(settings.ballots), apart.place)
    progress("reading", len(files))
    mapper = forked_map(settings.workers)
    contributions = read_library(files, settings, history, mapper, apart)
    progress("checking", len(contributions.library.articles))
    subject = Subject(contributions, tuple(files), (*unreadable, *apart.problems), history, settings)
    return Checked(contributions, check(subject), history, (*files, *apart.files))


def ranked(checked: Checked, name: str, settings: Settings) -> Standings:
    """The ranking of a competition from all that was handed in, with its audit and the committee's decisions.

    Raises:
        XinglinError: There is no such competition, its criteria cannot make a mark, or the folder of its ballots is
            missing (``no-casework``).
    """
    from generator.competition.outcome.awards import with_decisions
    from generator.competition.ranking.rank import find_competition, rank

    if settings.ballots and not settings.ballots.is_dir():
        raise XinglinError("no-casework", folder=settings.ballots)
    library, proceedings = checked.contributions.library, checked.contributions.proceedings
    files = {file.path: file for file in checked.files}
    rules = find_competition(library, name)
    record = audit(rules, proceedings, files, checked.history, ZoneInfo(settings.timezone))
    standings = rank(library, proceedings.ballots, name, proceedings.votes, record)
    return with_decisions(standings, proceedings.decisions.get(name))


@dataclass(frozen=True)
class Prepared:
    """All that a site is made from: what may be published on the day, and nothing else."""

    checked: Checked
    library: Library
    results: Mapping[str, Results]
    today: dt.date
    withheld: Mapping[str, str] = field(default_factory=dict)
    """Competitions whose result should be public by now and is not: by name, why (a key under ``withheld``)."""


def prepare(content: Path, settings: Settings, today: dt.date, progress: Progress) -> Prepared:
    """Read and check content/, and keep what may be published.

    Whatever has an error is left out, so that a forced build and the live preview show what is sound. Who wrote an
    entry that is still judged blind is not in what is kept.
    """
    checked = read_and_check(content, settings, progress)
    unsound = {p.path for p in checked.problems if p.severity is Severity.ERROR}
    library = _linked(blinded(_sound(checked.contributions.library, unsound), today, unsound).published())
    results, withheld = _public(checked, library, settings, unsound, today)
    return Prepared(checked, library, results, today, withheld)


@dataclass(frozen=True)
class Reviewed:
    """All that the judges' site is made from: what the committee may know of each competition on the day."""

    checked: Checked
    dossiers: tuple[Dossier, ...]


def prepare_review(content: Path, settings: Settings, today: dt.date, progress: Progress) -> Reviewed:
    """Read and check content/, and rank every competition whose rules are sound, as ``xinglin rank`` does."""
    from generator.competition.dossier import dossier

    checked = read_and_check(content, settings, progress)
    library, proceedings = checked.contributions.library, checked.contributions.proceedings
    unsound = {p.path for p in checked.problems if p.severity is Severity.ERROR}
    names = sorted(name for name, competition in library.competitions.items() if competition.path not in unsound)
    progress("ranking", len(names))
    standings = (ranked(checked, name, settings) for name in names)
    return Reviewed(checked, tuple(dossier(each, library, proceedings, today) for each in standings))


def _public(
    checked: Checked, published: Library, settings: Settings, unsound: set[str], today: dt.date
) -> tuple[dict[str, Results], dict[str, str]]:
    """The results that are public on the day, ranked as ``xinglin rank`` does; and which are not, and why.

    Without the folder of the ballots, as where only articles are previewed, there are none. Where anything that was
    handed in has an error, or there is no mark, there is no result rather than one with wrong prizes.
    """
    if settings.ballots and not settings.ballots.is_dir():
        return {}, {}
    proceedings = checked.contributions.proceedings
    found: dict[str, Results] = {}
    withheld: dict[str, str] = {}
    for name, competition in published.competitions.items():
        if not competition.noticed_on(today):
            continue
        if checked.unsound_casework(name):
            withheld[name] = "errors"
            continue
        standings = ranked(checked, name, settings)
        if all(standing.place is None for standing in standings.entries):
            withheld[name] = "unmarked"
            continue
        decisions, objections = proceedings.decisions.get(name), proceedings.objections.get(name)
        if objections and objections.path in unsound:
            objections = None
        covering = NOTHING if competition.named_on(today) else _covering(checked.contributions.library, competition)
        results = public_results(standings, published, competition, today, decisions, objections, covering)
        if results is not None:
            found[name] = results
    return found, withheld


def _covering(library: Library, competition: Competition) -> Cover:
    return Cover({}, telling(entries_of(library, competition), library))


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


def _linked(library: Library) -> Library:
    # A rule can be turned off, and judges' tables put into the wrong folder must not be public then either.
    loose = library.unused("competitions")
    return replace(library, assets={path: asset for path, asset in library.assets.items() if path not in loose})


def today_in(timezone: str) -> dt.date:
    """The date where the organisation is; SOURCE_DATE_EPOCH (seconds), where set, takes the clock's place.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    zone = ZoneInfo(timezone)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (dt.datetime.fromtimestamp(int(epoch), zone) if epoch.isdigit() else dt.datetime.now(zone)).date()
