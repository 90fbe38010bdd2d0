"""What a ranking is made from, and when Git says that it was changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from generator.checks.frozen import rule_changes
from generator.competition.ranking.audit import Audit, Filed
from generator.model.competitions import Competition
from generator.model.proceedings import Proceedings
from generator.schema.data import DATA_LIMIT
from generator.sources.history import History
from generator.sources.tree import SourceFile, Unreadable, read_bytes


def audit(
    competition: Competition,
    proceedings: Proceedings,
    files: Mapping[str, SourceFile],
    history: History,
    zone: ZoneInfo,
) -> Audit:
    """The files of a competition with their hashes and their times from Git, and what was changed in the rules.

    Args:
        competition: The rules.
        proceedings: Everything that was handed in, on any competition.
        files: All files by path.
        history: What Git knows; without it there are hashes and no times.
        zone: In which times are told.
    """

    def filed(path: str) -> Filed:
        data, past = _bytes(files, path), history.of(path)
        digest = hashlib.sha256(data).hexdigest() if data is not None else ""
        if past is None:
            return Filed(path, digest)
        return Filed(path, digest, past.created.astimezone(zone), past.updated.astimezone(zone), past.commits)

    name, closes = competition.name, competition.timeline.judging_closes
    ballots = tuple(filed(path) for path in sorted(b.path for b in proceedings.ballots if b.competition == name))
    versions = history.versions.get(competition.path, ())
    return Audit(
        rules=filed(competition.path),
        text=(_bytes(files, competition.path) or b"").decode("utf-8", "replace"),
        ballots=ballots,
        votes=tuple(filed(path) for path in sorted(v.path for v in proceedings.votes if v.competition == name)),
        changes=tuple(rule_changes(competition, versions, zone, bool(ballots))),
        history=history.state,
        late=sum(closes is not None and file.updated is not None and file.updated.date() > closes for file in ballots),
    )


def _bytes(files: Mapping[str, SourceFile], path: str) -> bytes | None:
    """A file's bytes; None where it has gone or is larger than what was read of it."""
    file = files.get(path)
    if file is None or file.size > DATA_LIMIT:
        return None
    try:
        return read_bytes(file, DATA_LIMIT)
    except Unreadable:
        return None
