"""What the committee gets to know of a competition when it reviews the list."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.competition.contenders import entries_of
from generator.competition.entries.blind import BlindCopy, blind_copy
from generator.competition.judging.sharing import numbered
from generator.competition.ranking.coded import coded, cover
from generator.competition.ranking.influence import Influence, influence
from generator.competition.ranking.standings import FinalAward, Standings
from generator.model.competitions import Competition
from generator.model.library import Library
from generator.model.proceedings import Ballot, Panel, Proceedings

_PLAIN = re.compile("[0-9A-Za-z]{1,12}")
"""Numbers of entries that may stand in the name of a file."""


@dataclass(frozen=True)
class Dossier:
    """A competition for those who review its list.

    Everything is by the ids of ``standings``. While the authors are not ``named`` these are the numbers of the entries,
    and nothing here tells whose entries they are.

    Attributes:
        title: What the competition is called.
        named: Whether the authors may be named.
        named_from: From which day they may be; None: never, or always.
        standings: The ranking.
        codes: The numbers of the entries, which are fit for names of files.
        texts: What was judged, by entry.
        comments: Judges' comments, by file and line of the score.
        influence: What hangs on the method and on each judge.
    """

    title: str
    named: bool
    named_from: dt.date | None
    standings: Standings
    codes: Mapping[str, str]
    texts: Mapping[str, BlindCopy]
    comments: Mapping[tuple[str, int], str]
    influence: Influence

    @cached_property
    def decided(self) -> Mapping[str, FinalAward]:
        """The awards of those entries on which the committee decided."""
        made = self.standings.decisions
        entries = {decision.entry for decision in made.decisions} if made else set()
        return {s.contender.id: s.final for s in self.standings.entries if s.final and s.contender.id in entries}


def dossier(standings: Standings, library: Library, proceedings: Proceedings, today: dt.date) -> Dossier:
    """Put together what the committee may know of a competition on a day.

    Args:
        standings: Its ranking, with the committee's decisions.
        library: Articles, people and rules.
        proceedings: Everything that was handed in.
        today: Decides whether authors may be named.
    """
    name = standings.competition
    competition = library.competitions[name]
    codes = entry_codes((s.contender.id for s in standings.entries), proceedings.panels.get(name))
    copies = {entry.id: blind_copy(entry, library, codes[entry.id]) for entry in entries_of(library, competition)}
    comments = _comments(proceedings.ballots, name)
    if named := competition.named_on(today):
        texts = copies
    else:
        covering = cover(copies, library)
        standings = coded(standings, covering)
        comments = {place: covering.text(comment) for place, comment in comments.items()}
        texts, codes = {copy.code: copy for copy in copies.values()}, {code: code for code in codes.values()}
    notice = library.by_id.get(f"competitions/{name}/index")
    return Dossier(
        title=notice.title if notice else name,
        named=named,
        named_from=None if named else _named_from(competition),
        standings=standings,
        codes=codes,
        texts=texts,
        comments=comments,
        influence=influence(standings),
    )


def entry_codes(entries: Iterable[str], panel: Panel | None) -> dict[str, str]:
    """The numbers of entries as they were assigned; those that have none, or none of their own, get a new one."""
    codes = panel.codes if panel else {}
    times = Counter(codes.values())
    known = {entry: code for entry, code in codes.items() if _PLAIN.fullmatch(code) and times[code] == 1}
    wanted = set(entries)
    return {entry: code for entry, code in numbered(wanted, known).items() if entry in wanted}


def _comments(ballots: Iterable[Ballot], name: str) -> dict[tuple[str, int], str]:
    return {
        (ballot.path, score.line): score.comment
        for ballot in ballots
        if ballot.competition == name
        for score in ballot.scores
        if score.comment
    }


def _named_from(competition: Competition) -> dt.date | None:
    notice = competition.timeline.notice
    return notice[0] if competition.names == "notice" and notice else competition.timeline.announcement
