"""Parts of a ranking in words, as every list shows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from generator.competition.ranking.adjusted import DRAWS, SEED
from generator.competition.ranking.audit import Filed
from generator.competition.ranking.marks import Assessment
from generator.competition.ranking.methods import METHODS, TRIM_FROM
from generator.competition.ranking.standings import SURE, Standing, Standings
from generator.messages import Catalogue
from generator.model.competitions import Category

# Cc, Cf, Cs, Co, Cn: what moves a cursor, turns text round, or is no character at all.
_UNPRINTABLE = "C"


def printable(text: str) -> str:
    """Text that a contributor wrote, fit for a terminal and a workbook: control and direction characters become �."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(c)[0] == _UNPRINTABLE else c for c in text)


def prize_words(standing: Standing, words: Catalogue) -> str:
    """The prize of an entry; for one that is undecided, the prizes between which it stands; else empty."""
    if not standing.contested:
        return printable(standing.prize)
    names = [printable(name) or words.text("competition.no_prize") for name in standing.contested]
    return words.text("competition.undecided", prizes=" / ".join(names))


def range_words(standing: Standing, words: Catalogue) -> str:
    """Between which places an entry lies, or empty."""
    sure = standing.certainty
    if not sure:
        return ""
    if sure.first == sure.last:
        return words.text("competition.columns.place_of", place=sure.first)
    return words.text("competition.range_of", first=sure.first, last=sure.last)


def chance_words(standing: Standing) -> str:
    """The chance of any prize in percent, or empty."""
    sure = standing.certainty
    return f"{sum(sure.prizes.values()):.0%}" if sure and sure.prizes else ""


def final_prize(standing: Standing, words: Catalogue) -> str:
    """The prize of an entry in the end, without the reason."""
    if standing.final is None or standing.final.undecided:
        return prize_words(standing, words)
    if standing.final.reason and not standing.final.prize:
        return words.text("competition.no_prize")
    return printable(standing.final.prize)


def final_words(standing: Standing, words: Catalogue) -> str:
    """The prize of an entry in the end, and why where the committee decided on it."""
    prize = final_prize(standing, words)
    if standing.final is None or not standing.final.reason:
        return prize
    return words.text("competition.decided", prize=prize, reason=printable(standing.final.reason))


def flag_words(standing: Standing, standings: Standings, words: Catalogue) -> str:
    """What needs a look about an entry, or empty."""
    flags = [words.text(f"competition.flags.{flag}") for flag in standing.flags]
    return " · ".join(filter(None, (*flags, tie_broken_words(standing, standings, words))))


def tie_broken_words(standing: Standing, standings: Standings, words: Catalogue) -> str:
    """What told an entry from others of equal points, or empty."""
    if not standing.decided_by:
        return ""
    return words.text("competition.decided_by", ties=_ties(standing.decided_by, standings, words))


def tie_words(standings: Standings, words: Catalogue) -> str:
    """How entries of equal points are placed."""
    if not standings.ties:
        return words.text("competition.tie_rule")
    return words.text("competition.tie_rule_declared", ties=_ties(standings.ties, standings, words))


def tie_name(tie: str, standings: Standings, words: Catalogue) -> str:
    """What decides between equal points: a criterion by its name, else one of TIE_BREAKS."""
    for criterion in standings.criteria:
        if criterion.id == tie:
            return words.text("competition.tie_breaks.criterion", name=printable(criterion.name or criterion.id))
    return words.text(f"competition.tie_breaks.{tie}")


def _ties(ties: Iterable[str], standings: Standings, words: Catalogue) -> str:
    return "、".join(tie_name(tie, standings, words) for tie in ties)


def status_words(assessment: Assessment, words: Catalogue) -> str:
    """What became of a score, with the reason."""
    reason = assessment.reason.text(words) if assessment.reason else assessment.declined
    return words.text(f"competition.status.{assessment.status}", reason=printable(reason))


def title_words(standings: Standings, words: Catalogue) -> str:
    """The heading of a ranking."""
    return words.text("competition.title", year=standings.year)


def method_name(method: str, words: Catalogue) -> str:
    """The name of a method of ranking."""
    return words.text(f"competition.methods.{method}")


def quota_words(category: Category, words: Catalogue) -> str:
    """The prizes of a category with their quotas."""
    return " · ".join(
        words.text("competition.prize_quota", name=printable(prize.name), count=prize.count)
        for prize in category.prizes
    )


def note_lines(standings: Standings, words: Catalogue) -> list[str]:
    """What must be known before the list is used, the gravest first."""
    return [printable(note.text(words)) for note in standings.notes]


def rule_lines(standings: Standings, words: Catalogue) -> list[str]:
    """The rules that the list follows: how marks and points are made, how prizes are given; not the tie rule."""
    blanks = {"trim_from": TRIM_FROM, "sure": round(100 * SURE), "seed": SEED, "draws": DRAWS}
    methods = [words.text(f"competition.rules.{method}", **blanks) for method in METHODS]
    votes = [_vote_rule(standings, words)] if standings.tally.weight else []
    return [words.text("competition.rules.marks"), *methods, *votes, words.text("competition.rules.prizes")]


def _vote_rule(standings: Standings, words: Catalogue) -> str:
    tally = standings.tally
    blanks = {"weight": f"{float(100 * tally.weight):g}", "choices": tally.choices, "ballots": tally.ballots}
    return words.text("competition.rules.votes", **blanks)


def audit_lines(standings: Standings, words: Catalogue) -> list[str]:
    """When rules and ballots were committed; one line where Git knows none, nothing where nobody asked it."""
    if not standings.audit:
        return []
    files = (standings.audit.rules, *standings.audit.ballots)
    if not any(filed.commits for filed in files):
        return [words.text("competition.audit.none", count=len(files))]
    return [_filed(filed, words) for filed in files]


def _filed(filed: Filed, words: Catalogue) -> str:
    if filed.created is None or filed.updated is None:
        return words.text("competition.audit.unknown", path=printable(filed.path))
    times = {"created": f"{filed.created:%Y-%m-%d %H:%M}", "updated": f"{filed.updated:%Y-%m-%d %H:%M}"}
    return words.text("competition.audit.filed", path=printable(filed.path), commits=filed.commits, **times)
