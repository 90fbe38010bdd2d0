"""Each entry: its marks and comments, what each method says, what hangs on each judge, and its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.competition.dossier import Dossier
from generator.competition.ranking.marks import Assessment
from generator.competition.ranking.methods import rounded
from generator.competition.ranking.standings import Certainty, Standing
from generator.competition.ranking.wording import method_name, prize_words, status_words, tie_broken_words
from generator.messages import Catalogue
from generator.pages.page import Page
from generator.pages.review.parts import ChangeRow, award_words, change_row, named, page_below, range_text, review_page
from generator.pages.review.ranking import byline


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a judge gave an entry.

    Attributes:
        judge: The judge's name; empty where it would tell whose entry it is.
        marks: By criterion, in the order of the rules; None where there is none.
        mark: All together, in points; None where it does not count.
        status: What became of it, in words.
        comment: As the judge wrote it.
    """

    judge: str
    marks: tuple[float | None, ...]
    mark: Decimal | None
    status: str
    comment: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a method says of an entry. ``changed``: the prize is not the one of the method that counts."""

    method: str
    points: Decimal
    place: int
    prize: str
    counts: bool
    changed: bool


def entry_list(dossier: Dossier, words: Catalogue) -> Page:
    """All entries in order of their numbers."""
    standings = sorted(dossier.standings.entries, key=lambda s: _number(dossier.codes[s.contender.id]))
    rows = [
        (named(dossier, s.contender.id), byline(s, words), dossier.texts[s.contender.id], len(s.marks))
        for s in standings
    ]
    return review_page(dossier, "entries", words.text("review.entries.title"), {"rows": rows}, words)


def _number(code: str) -> tuple[int, str]:
    return len(code), code


def entry_pages(dossier: Dossier, words: Catalogue) -> Iterator[Page]:
    """A page for each entry, in the order of the list."""
    standings = dossier.standings.entries
    assessments = _by_entry(dossier.standings.assessments)
    names = {judge.id: judge.name for judge in dossier.standings.judges}
    links = [named(dossier, standing.contender.id).link for standing in standings]
    for number, standing in enumerate(standings):
        entry, copy = standing.contender.id, dossier.texts[standing.contender.id]
        own = assessments.get(entry, ())
        data: dict[str, Any] = {
            "standing": standing,
            "code": dossier.codes[entry],
            "copy": copy,
            "by": byline(standing, words),
            "figures": _figures(standing, dossier.standings.tally.used),
            "tie": tie_broken_words(standing, dossier.standings, words),
            "sure": standing.certainty,
            "prize": prize_words(standing, words),
            "decided": dossier.decided.get(entry),
            "opinions": [_opinion(a, dossier, names, words) for a in own],
            "verdicts": list(_verdicts(dossier, standing, words)),
            "without": list(_without(dossier, standing, names, words)),
            "span": dossier.influence.span(entry) if standing.results else None,
            "neighbours": (links[number - 1] if number else None, next(iter(links[number + 1 :]), None)),
        }
        file = f"entries/{dossier.codes[entry]}.html"
        yield page_below(dossier, "entries", file, "review/entry.html", standing.contender.title, data, words)


def _by_entry(assessments: Sequence[Assessment]) -> Mapping[str, list[Assessment]]:
    found: defaultdict[str, list[Assessment]] = defaultdict(list)
    for assessment in assessments:
        found[assessment.entry].append(assessment)
    return found


def _figures(standing: Standing, votes: bool) -> list[tuple[str, Any]]:
    """What stands above an entry's marks: a name under ``review.entry`` and what is said."""
    sure: Certainty | None = standing.certainty
    found: list[tuple[str, Any]] = [("place", standing.place)]
    if sure:
        found.append(("range", range_text(sure)))
        found.append(("interval", f"{sure.low:.1f}–{sure.high:.1f}"))
    if standing.span:
        found.append(("span", "–".join(f"{rounded(value)}" for value in standing.span)))
    if votes:
        found.append(("votes", standing.votes))
    return found


def _opinion(assessment: Assessment, dossier: Dossier, names: Mapping[str, str], words: Catalogue) -> Opinion:
    marks = dict(assessment.criteria)
    return Opinion(
        judge=names.get(assessment.judge, assessment.judge),
        marks=tuple(marks.get(criterion.id) for criterion in dossier.standings.criteria),
        mark=rounded(assessment.value) if assessment.value is not None else None,
        status=status_words(assessment, words) if assessment.judge else words.text("review.entry.partial"),
        comment=dossier.comments.get((assessment.path, assessment.line), ""),
    )


def _verdicts(dossier: Dossier, standing: Standing, words: Catalogue) -> Iterator[Verdict]:
    for method, result in standing.results.items():
        change = dossier.influence.methods[method].changes[standing.contender.id]
        yield Verdict(
            method_name(method, words),
            rounded(result.value),
            result.place,
            award_words(change.award_after, words),
            method == dossier.standings.method,
            change.wins_or_loses,
        )


def _without(
    dossier: Dossier, standing: Standing, names: Mapping[str, str], words: Catalogue
) -> Iterator[tuple[str, ChangeRow]]:
    """Judges without whom the entry would have another place or prize, with what it would have."""
    changes = dossier.influence.without(standing.contender.id) if standing.results else {}
    for judge, change in changes.items():
        if change.after != change.before or change.wins_or_loses:
            yield names.get(judge, judge), change_row(dossier, change, words)
