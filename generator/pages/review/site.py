"""All pages of the judges' site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.competition.dossier import Dossier
from generator.messages import Catalogue
from generator.pages.page import Link, Page
from generator.pages.review.entries import entry_list, entry_pages
from generator.pages.review.judges import judges_page
from generator.pages.review.methods import methods_page
from generator.pages.review.ranking import ranking_page
from generator.pages.review.record import record_page


def review_pages(dossiers: Sequence[Dossier], words: Catalogue) -> Iterator[Page]:
    """The competitions, the latest first, and for each its list, entries, judges, methods and record."""
    listed = sorted(dossiers, key=lambda d: d.standings.competition, reverse=True)
    contests = [
        (Link(d.title, f"{d.standings.competition}/index.html"), len(d.standings.entries), len(d.standings.judges))
        for d in listed
    ]
    yield Page("index.html", "review/contests.html", words.text("review.title"), data={"contests": contests})
    for dossier in listed:
        yield ranking_page(dossier, words)
        yield entry_list(dossier, words)
        yield from entry_pages(dossier, words)
        yield judges_page(dossier, words)
        yield methods_page(dossier, words)
        yield record_page(dossier, words)
