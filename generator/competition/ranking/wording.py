"""Parts of a ranking in words, as every list shows them."""

from __future__ import annotations

import unicodedata

from generator.competition.ranking.adjusted import DRAWS, SEED
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
    return words.text("competition.range_of", first=sure.first, last=sure.last) if sure else ""


def flag_words(standing: Standing, words: Catalogue) -> str:
    """What needs a look about an entry, or empty."""
    return " · ".join(words.text(f"competition.flags.{flag}") for flag in standing.flags)


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


def rule_lines(words: Catalogue) -> list[str]:
    """The rules that every list follows: how marks and points are made, how prizes are given; not the tie rule."""
    blanks = {"trim_from": TRIM_FROM, "sure": round(100 * SURE), "seed": SEED, "draws": DRAWS}
    methods = [words.text(f"competition.rules.{method}", **blanks) for method in METHODS]
    return [words.text("competition.rules.marks"), *methods, words.text("competition.rules.prizes")]
