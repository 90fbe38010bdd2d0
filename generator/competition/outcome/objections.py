"""What the public may know of objections: what was said, and what was answered. Never who objected."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from generator.competition.ranking.coded import NOTHING, Cover
from generator.model.library import Library
from generator.model.proceedings import Objection, Objections


@dataclass(frozen=True, slots=True)
class PublicObjection:
    """An objection without its objector. ``entry`` and ``title`` are empty where it is about no entry.

    ``answered`` is None and ``answer`` empty while it is looked into.
    """

    received: dt.date | None
    text: str
    entry: str = ""
    title: str = ""
    answered: dt.date | None = None
    answer: str = ""


def public_objections(
    objections: Objections | None, library: Library, today: dt.date, covering: Cover = NOTHING
) -> tuple[PublicObjection, ...]:
    """The objections that have come in and the answers that have been given by a day, in the order of coming in.

    One that names its objector is left out altogether.

    Args:
        objections: All of a competition.
        library: What is published.
        today: The day for which the site is built.
        covering: Covers up authors who may not be named yet.
    """
    handed_in = objections.objections if objections else ()
    shown = [o for o in handed_in if not names_objector(o, library) and _by(o.received, today)]
    return tuple(sorted((_public(o, library, today, covering) for o in shown), key=lambda o: o.received or dt.date.min))


def _public(objection: Objection, library: Library, today: dt.date, covering: Cover) -> PublicObjection:
    answered = objection.answered is not None and _by(objection.answered, today)
    about = library.by_id.get(objection.entry)
    return PublicObjection(
        received=objection.received,
        text=covering.text(objection.text),
        entry=about.id if about else "",
        title=about.title if about else "",
        answered=objection.answered if answered else None,
        answer=covering.text(objection.answer) if answered else "",
    )


def _by(day: dt.date | None, today: dt.date) -> bool:
    return day is None or day <= today


def names_objector(objection: Objection, library: Library) -> bool:
    """Whether what would be public of an objection holds the objector's id or name, with or without spaces."""
    person = library.people.get(objection.objector)
    names = {objection.objector, person.name if person else ""}
    public = _close(objection.text + objection.answer)
    return any(_close(name) in public for name in names if _close(name))


def _close(text: str) -> str:
    return "".join(text.split())
