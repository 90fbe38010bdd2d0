"""The record: what the list was made from, by which rules, and how to make it anew."""

from __future__ import annotations

from generator import __version__
from generator.competition.dossier import Dossier
from generator.competition.ranking.adjusted import DRAWS, SEED
from generator.competition.ranking.marks import Status
from generator.competition.ranking.remarks import RELIABLE
from generator.competition.ranking.wording import (
    audit_lines,
    method_name,
    note_lines,
    quota_words,
    rule_lines,
    status_words,
    tie_words,
)
from generator.messages import Catalogue
from generator.pages.page import Page
from generator.pages.review.parts import review_page


def record_page(dossier: Dossier, words: Catalogue) -> Page:
    """The record of a competition."""
    standings = dossier.standings
    names = {judge.id: judge.name for judge in standings.judges}
    data = {
        "method": method_name(standings.method, words),
        "quotas": [(category.name, quota_words(category, words)) for category in standings.categories],
        "reliability": standings.reliability,
        "reliable": bool(standings.reliability and standings.reliability.share >= RELIABLE),
        "seed": SEED,
        "draws": DRAWS,
        "version": __version__,
        "notes": note_lines(standings, words),
        "rules": [tie_words(standings, words), *rule_lines(standings, words)],
        "files": audit_lines(standings, words),
        "left_out": [
            (names.get(a.judge, a.judge), dossier.codes.get(a.entry, a.entry), status_words(a, words))
            for a in standings.assessments
            if a.status is Status.LEFT_OUT
        ],
        "record": f"{standings.competition}/ranking.json",
    }
    return review_page(dossier, "record", words.text("review.record.title"), data, words)
