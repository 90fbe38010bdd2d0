"""Which rules must not change once judging has opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.model.competitions import Competition

FROZEN: Mapping[str, Callable[[Competition], object]] = {
    "kinds": lambda c: c.kinds,
    "categories": lambda c: [(category.name, category.kinds) for category in c.categories],
    "reviews_per_entry": lambda c: c.reviews_per_entry,
    "method": lambda c: c.method,
    "criteria": lambda c: c.criteria,
    "prizes": lambda c: [category.prizes for category in c.categories],
    "votes": lambda c: c.voting,
    "ties": lambda c: c.ties,
    "names": lambda c: c.names,
    "limits": lambda c: c.limits,
    "timeline": lambda c: (c.timeline.submissions_close, c.timeline.judging, c.timeline.judging_closes),
}
"""By keys of competition.yml. Judges are not among them: one may step back, and declares conflicts as they are seen."""


def changed_rules(before: Competition, after: Competition) -> tuple[str, ...]:
    """The keys of competition.yml by which two versions of the rules differ."""
    return tuple(key for key, value_of in FROZEN.items() if value_of(before) != value_of(after))
