"""What a ranking was made from and when, so that anybody can see whether something changed behind the judges' backs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Filed:
    """A file that a ranking was made from.

    Attributes:
        path: As problems name it.
        sha256: Of its bytes, in hexadecimal digits; empty where it could not be read again.
        created: When Git first saw it, by the author's clock; None where Git knows nothing.
        updated: When it was last changed.
        commits: How often it was committed; 0 where Git knows nothing.
    """

    path: str
    sha256: str
    created: dt.datetime | None = None
    updated: dt.datetime | None = None
    commits: int = 0


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What changed rules once judging had opened: ``fields`` are keys of competition.yml, as in the file.

    ``when`` is the later of the commit's two dates, None (and ``author`` empty) for what is not committed yet.
    """

    when: dt.datetime | None
    author: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """All of it: ``text`` is that of the rules, ``late`` the ballots that were changed after judging had closed.

    ``history`` is how much Git knows.
    """

    rules: Filed
    text: str
    ballots: tuple[Filed, ...]
    votes: tuple[Filed, ...]
    changes: tuple[RuleChange, ...]
    history: Literal["full", "shallow", "none"]
    late: int = 0
