"""What each judge gets to work with: blind copies of the entries, the criteria, and numbers that tie a ballot to both.

A ballot names entries by their codes. Whoever shares the entries out anew may give a code to another entry, and whoever
changes the criteria changes what a mark means; the numbers of pack and criteria tell both when the ballot comes back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from generator.competition.contenders import entries_of, judge_name
from generator.competition.entries.blind import BlindCopy, blind_copy
from generator.competition.ranking.rank import find_competition
from generator.competition.ranking.wording import printable
from generator.errors import XinglinError
from generator.messages import Catalogue
from generator.model.competitions import Competition, Criterion, Judge
from generator.model.library import Library
from generator.model.proceedings import Panel

FORM = "index.html"
WORKBOOK = "评分表.xlsx"
_NO_NAME = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]+')
_NAME_LENGTH = 60


@dataclass(frozen=True)
class Pack:
    """What one judge gets.

    Attributes:
        competition: Name of the competition.
        year: Its year.
        closes: The last day of judging, where there is one.
        judge: The judge's id.
        name: The judge's name.
        criteria: What to mark.
        entries: Blind copies, in order of their codes.
        number: Of the pack: see ``pack_number``.
        rules: Of the criteria: see ``rules_number``.
    """

    competition: str
    year: int
    closes: dt.date | None
    judge: str
    name: str
    criteria: tuple[Criterion, ...]
    entries: tuple[BlindCopy, ...]
    number: str
    rules: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the entries."""
        return tuple(entry.code for entry in self.entries)

    @property
    def folder(self) -> str:
        """The name of the judge's folder, fit for any file system."""
        return _file_name(f"{self.judge} {self.name}" if self.name != self.judge else self.judge)

    def ballot(self, words: Catalogue) -> str:
        """The name of the file that the form gives."""
        return _file_name(words.text("judging.pack.ballot", name=self.competition, judge=self.judge)) + ".yml"


def _file_name(text: str) -> str:
    return _NO_NAME.sub("_", text)[:_NAME_LENGTH].strip(" .") or "_"


def packs(library: Library, panel: Panel | None, name: str) -> tuple[Pack, ...]:
    """The packs of all judges of a competition who have entries, in order of their ids.

    Raises:
        XinglinError: There is no such competition, or its entries have not been shared out (``not-assigned``), or some
            of them have no code yet (``no-codes``).
    """
    competition = find_competition(library, name)
    if panel is None or not panel.tasks:
        raise XinglinError("not-assigned", name=name)
    entered = {entry.id: entry for entry in entries_of(library, competition)}
    if strangers := sorted({e for e, _ in panel.judgements if e in entered and e not in panel.codes}):
        raise XinglinError("no-codes", entries="、".join(strangers), name=name)
    copies = {id: blind_copy(entry, library, panel.codes[id]) for id, entry in entered.items() if id in panel.codes}
    judges = sorted(competition.judges, key=lambda judge: judge.id)
    found = (_pack(judge, competition, copies, library, panel) for judge in judges)
    return tuple(pack for pack in found if pack.entries)


def _pack(
    judge: Judge, competition: Competition, copies: Mapping[str, BlindCopy], library: Library, panel: Panel
) -> Pack:
    own = {panel.codes[id]: id for id in entries_of_judge(panel, judge.id) if id in copies}
    return Pack(
        competition=competition.name,
        year=competition.year,
        closes=competition.timeline.judging_closes,
        judge=judge.id,
        name=judge_name(judge, library),
        criteria=competition.criteria,
        entries=tuple(copies[own[code]] for code in sorted(own, key=in_order)),
        number=pack_number(competition, judge.id, own),
        rules=rules_number(competition.criteria),
    )


def entries_of_judge(panel: Panel, judge: str) -> list[str]:
    """The ids of the entries that a judge has, each once."""
    return list(dict.fromkeys(entry for entry, whose in panel.judgements if whose == judge))


def in_order(code: str) -> tuple[int, str]:
    """What sorts codes as numbers: 2 before 17."""
    return len(code), code


def rules_number(criteria: Iterable[Criterion]) -> str:
    """A number that changes whenever criteria do, the words about them included: 12 hexadecimal digits of SHA-256."""
    return _number([asdict(criterion) for criterion in criteria])


def pack_number(competition: Competition, judge: str, entries: Mapping[str, str]) -> str:
    """A number of who marks what by which code: 12 hexadecimal digits of SHA-256.

    Args:
        competition: The competition.
        judge: The judge's id.
        entries: Ids of entries by code.
    """
    return _number([competition.name, judge, sorted(entries.items())])


def _number(value: object) -> str:
    text = json.dumps(value, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def level_lines(criterion: Criterion, words: Catalogue) -> Iterator[str]:
    """What marks of a criterion mean, the highest first, a level a line."""
    for level in sorted(criterion.levels, key=lambda each: -each.least):
        yield words.text("judging.level", least=f"{level.least:g}", meaning=printable(level.meaning))


def form_data(pack: Pack, words: Catalogue) -> dict[str, Any]:
    """What the script of the form knows: names, numbers, criteria, codes with titles, and the words that it says."""
    return {
        "competition": pack.competition,
        "judge": pack.judge,
        "pack": pack.number,
        "rules": pack.rules,
        "file": pack.ballot(words),
        "criteria": [
            {
                "id": c.id,
                "name": c.name or c.id,
                "weight": c.weight,
                "maximum": c.maximum,
                "levels": [[level.least, level.meaning] for level in c.levels],
            }
            for c in pack.criteria
        ],
        "entries": [{"code": entry.code, "title": entry.title} for entry in pack.entries],
        "words": _script_words(words),
    }


_BLANKS = ("all", "code", "codes", "count", "done", "file", "maximum", "names", "time")


def _script_words(words: Catalogue) -> dict[str, str]:
    """The words that the script of the form says, by their names; it fills their blanks."""
    group, kept = "judging.form.script.", {blank: f"{{{blank}}}" for blank in _BLANKS}
    names = [key.removeprefix(group) for key in words.entries if key.startswith(group)]
    return {name: words.text(f"judging.form.script.{name}", **kept) for name in names}


_TAG = re.compile(r'<[a-z][a-z0-9]*(?:\s+[\w:-]+(?:="[^"]*")?)*\s*/?>', re.I)
_OWN_PLACE = re.compile(r'(\s(?:id|name)="|\shref="#)')


def within_page(entry: BlindCopy) -> str:
    """The text of an entry for a page that holds several: its places and the links to them carry the code."""
    return _TAG.sub(lambda tag: _OWN_PLACE.sub(rf"\g<1>{entry.code}-", tag[0]), entry.html)


def organisers_list(found: Iterable[Pack], words: Catalogue) -> str:
    """Which folder goes to whom, as text for the organiser."""
    lines = [words.text("judging.pack.list_head")]
    for pack in found:
        codes = words.text("judging.comma").join(pack.codes)
        lines.append(
            words.text("judging.pack.list_line", folder=pack.folder, name=pack.name, count=len(pack.codes), codes=codes)
        )
    return "\n".join(lines) + "\n"
