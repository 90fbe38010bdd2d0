"""The check of all entries of a competition before they are judged."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from generator.competition.entries.findings import Finding, gathered
from generator.competition.entries.requirements import deadline, requirements, too_many
from generator.competition.entries.shingles import Fold
from generator.competition.entries.similarity import Overlap, Similarities, Similarity, Text, similarities
from generator.competition.entries.traces import Known, Spell, own_traces
from generator.model.articles import Article, Entry, Notice
from generator.model.competitions import Competition
from generator.model.library import Asset, Library
from generator.model.people import Author

NOTABLE_SHARE, NOTABLE_CHARACTERS = 0.05, 150
"""From what is in one other source on, an author is asked to explain or to mark it: a share, or letters."""
NOTABLE_TOGETHER = 0.10
"""The same for all other sources together."""


@dataclass(frozen=True, slots=True)
class Examined:
    """An entry and what was found: against the rules, as traces of its authors, as similar to other texts.

    ``own`` are ids of sources by one of its own authors.
    """

    entry: Entry
    requirements: tuple[Finding, ...]
    traces: tuple[Finding, ...]
    similarity: Similarity
    own: frozenset[str]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that there is to say, as sentences."""
        return (*self.requirements, *self.traces, *self._similar)

    @property
    def _similar(self) -> tuple[Finding, ...]:
        overlaps = self.similarity.overlaps
        others = [overlap for overlap in overlaps if overlap.source not in self.own]
        notable = sum(overlap.share for overlap in others) >= NOTABLE_TOGETHER or any(map(_is_notable, others))
        found = [_similar("similar", others[0], mend=notable, count=len(others))] if others else []
        return (*found, *(_similar("similar-own", own, mend=False) for own in overlaps if own.source in self.own))

    @property
    def mends(self) -> bool:
        """Whether something must be done."""
        return any(finding.mend for finding in self.findings)


def _is_notable(overlap: Overlap) -> bool:
    return overlap.share >= NOTABLE_SHARE or overlap.characters >= NOTABLE_CHARACTERS


def _similar(kind: str, overlap: Overlap, *, mend: bool, **params: object) -> Finding:
    percent = f"{100 * overlap.share:.0f}"
    blanks = {"source": overlap.source, "characters": str(overlap.characters), "percent": percent, **params}
    line = overlap.passages[0].line
    return Finding.of(kind, line, mend=mend, **blanks)


@dataclass(frozen=True)
class Examination:
    """All entries of a competition, checked, in order of id. ``work`` is that of the comparison of texts."""

    competition: Competition
    library: Library
    entries: tuple[Examined, ...]
    work: int

    @property
    def mends(self) -> bool:
        """Whether something must be done about any entry."""
        return any(examined.mends for examined in self.entries)


@dataclass(frozen=True, slots=True)
class Means:
    """What the check takes from other rooms.

    Attributes:
        zone: Where the organisation is, for the end of the last day of entries.
        fold: Makes equal what counts as equal in a text, one character for one.
        spell: Gives the pinyin of a name.
        hands_out: Whether there can be a copy of an attachment without metadata.
    """

    zone: ZoneInfo
    fold: Fold
    spell: Spell
    hands_out: Callable[[Asset], bool]


def examine(library: Library, competition: Competition, means: Means) -> Examination:
    """Check all articles that name a competition and are of its kinds, drafts too.

    Their texts are compared with each other and with every published article that is not later. What the notice of the
    competition says may be repeated.
    """
    entries = [a for a in library.articles if isinstance(a, Entry) and a.competition == competition.name]
    entries = [entry for entry in entries if entry.kind in competition.kinds]
    similar = _similarities(entries, library, competition, means.fold)
    crowded, known, works = too_many(library, competition), Known(library), _works(library)
    examined = []
    for entry in entries:
        formal = [*requirements(entry, competition, library), *deadline(entry, competition, means.zone)]
        formal += [crowded[entry.id]] if entry.id in crowded else []
        traces = [*own_traces(entry, library, means.spell), *known.hints(entry), *_attachments(entry, library, means)]
        own = frozenset(work for author in entry.authors for work in works[_key(author)])
        examined.append(Examined(entry, tuple(formal), gathered(traces), similar.by_entry[entry.id], own))
    return Examination(competition, library, tuple(examined), similar.work)


def _similarities(entries: Sequence[Entry], library: Library, competition: Competition, fold: Fold) -> Similarities:
    competing = {entry.id for entry in entries}
    sources = [a for a in library.published().articles if not isinstance(a, Notice)]
    days = {a.id: _day(a) for a in [*entries, *sources]}
    notices = [a for a in library.by_kind.get("notices", ()) if a.id == f"competitions/{competition.name}/index"]

    def counts(entry: str, source: str) -> bool:
        return source in competing or days[source] <= days[entry]

    return similarities([*map(_text, entries)], [*map(_text, sources)], counts, fold, [*map(_text, notices)])


def _text(article: Article) -> Text:
    return Text(article.id, article.body_source, article.body_line)


def _day(article: Article) -> dt.date:
    """The day of an article; what has none, such as a plain page, counts as older than all."""
    if article.date is None and article.history is not None:
        return article.history.created.date()
    return article.date or dt.date.min


def _works(library: Library) -> Mapping[str, list[str]]:
    """The ids of everybody's works."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for article in library.articles:
        for author in article.authors:
            found[_key(author)].append(article.id)
    return found


def _key(author: Author) -> str:
    return author.person or f"{author.name} {author.affiliation}"


def _attachments(entry: Entry, library: Library, means: Means) -> Iterator[Finding]:
    """Pictures and attachments that judges will not get."""
    for asset in library.assets_of(entry):
        if not (asset.can_be_nameless and means.hands_out(asset)):
            yield Finding.of("attachment", mend=False, file=asset.path)
