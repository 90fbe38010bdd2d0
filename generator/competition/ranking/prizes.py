"""Who gets which prize, by quota."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model.competitions import Prize


@dataclass(frozen=True, slots=True)
class Award:
    """The prize of an entry, or empty. ``contested`` names the prizes (empty: none) between which a tie must decide."""

    prize: str = ""
    contested: tuple[str, ...] = ()


def awards(places: Mapping[str, int], prizes: Iterable[Prize]) -> dict[str, Award]:
    """Fill the quotas from the top.

    The prizes laid end to end are as many seats as their quotas add up to, and entries that share a place take as many
    seats together as they are. If all those seats are of one prize, all get it. If an edge runs through them, the
    program cuts nobody: the group is left to the committee, between the prizes of its seats. Its seats stay taken, so
    that whatever is given further down stays within the quotas however the committee seats the group.

    Args:
        places: Places from 1 by entry, as ``methods.places`` makes them.
        prizes: Highest first. A quota above the number of entries is as good as that number.

    Returns:
        An award for every entry.
    """
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for entry, place in places.items():
        groups[place].append(entry)
    seats = [prize.name for prize in prizes for _ in range(min(prize.count, len(places)))]
    seats += [""] * len(places)
    found: dict[str, Award] = {}
    for place, group in groups.items():
        names = tuple(dict.fromkeys(seats[place - 1 : place - 1 + len(group)]))
        award = Award(names[0]) if len(names) == 1 else Award(contested=names)
        found.update(dict.fromkeys(group, award))
    return found
