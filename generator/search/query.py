"""What people type into a search: words, "exact phrases", -words to leave out, and filters such as 作者:姓名.

themes/search/query.js reads queries in the browser; tests/search/queries.json holds the two together.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.search.text import beginning, bounded, fold, pattern, runs

LONGEST = 200
"""Characters of a query that are read."""
PARTS = 16
"""Runs of characters of a query that are read."""
MOST = 64
"""The most alternatives of one clause, so that no query becomes slow."""
FIELDS = {
    "作者": "author",
    "author": "author",
    "标签": "tag",
    "tag": "tag",
    "部门": "department",
    "department": "department",
    "年份": "year",
    "年": "year",
    "year": "year",
    "类型": "kind",
    "栏目": "kind",
    "kind": "kind",
}
"""What may stand before a colon, folded."""
_QUOTED = r'["“”「」『』]([^"“”「」『』]*)["“”「」『』]'

Phrase = tuple[str, ...]
"""Runs that follow each other with nothing but punctuation and spaces between them."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What must (or, ``excluded``, must not) be found: any one of the alternatives, each with all its phrases.

    ``words`` are what was typed and what means the same.
    """

    alternatives: tuple[tuple[Phrase, ...], ...]
    words: tuple[str, ...]
    excluded: bool = False

    @property
    def patterns(self) -> tuple[str, ...]:
        """Regular expressions for where the phrases stand in a folded text."""
        return tuple(dict.fromkeys(pattern(phrase) for phrases in self.alternatives for phrase in phrases))


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """A value that a field (``author``, ``tag`` …) must have, or, ``excluded``, must not; the value is folded."""

    field: str
    value: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read. ``cut`` says that it was too long and its end was not read."""

    clauses: tuple[Clause, ...]
    filters: tuple[FieldFilter, ...] = ()
    cut: bool = False

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses of what must be found."""
        return tuple(c for c in self.clauses if not c.excluded)

    @property
    def typed(self) -> str:
        """What must be found, as it was typed, folded."""
        return " ".join(clause.words[0].strip() for clause in self.wanted)

    @property
    def also(self) -> tuple[str, ...]:
        """Words that are searched besides those typed."""
        return tuple(dict.fromkeys(word for clause in self.wanted for word in clause.words[1:]))


def parse(text: str, synonyms: Mapping[str, tuple[str, ...]]) -> Query:
    """Read a query. Whatever is typed has a meaning; nothing is an error.

    Args:
        text: The query; beyond LONGEST characters or PARTS runs it is cut.
        synonyms: Folded words with all words that mean the same (see text.synonyms).
    """
    folded = fold(text[:LONGEST])
    read = beginning(folded, PARTS)
    known = _one_of(synonyms)
    clauses: dict[Clause, None] = {}
    filters: dict[FieldFilter, None] = {}
    for part in _parts(read, synonyms):
        if part.field:
            if value := part.text.strip():
                filters[FieldFilter(part.field, value, part.excluded)] = None
        elif (clause := _clause(part, known, synonyms)).alternatives:
            clauses[clause] = None
    return Query(tuple(clauses), tuple(filters), len(text.rstrip()) > len(read.rstrip()))


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands between spaces or in quotes."""

    text: str
    quoted: bool
    excluded: bool
    field: str


def _parts(text: str, synonyms: Iterable[str]) -> Iterator[_Part]:
    # A known word that holds spaces is one part even without quotes.
    spaced = "|".join(bounded(s) for s in sorted(synonyms, key=lambda s: (-len(s), s)) if " " in s)
    fields = "|".join(sorted(FIELDS, key=lambda f: (-len(f), f)))
    part = re.compile(rf'(-?)(?:({fields}):\s*)?(?:{_QUOTED}|({spaced or "(?!)"})|([^\s"“”「」『』]+))')
    for match in part.finditer(text):
        quoted = match[3] is not None
        yield _Part(match[3] or match[4] or match[5] or "", quoted, bool(match[1]), FIELDS.get(match[2] or "", ""))


def _clause(part: _Part, known: re.Pattern[str], synonyms: Mapping[str, tuple[str, ...]]) -> Clause:
    words = tuple(dict.fromkeys(itertools.islice(_equals(part.text.strip(), known, synonyms), MOST)))
    alternatives: dict[tuple[Phrase, ...], None] = {}
    for word in words:
        found = runs(word)
        together = part.quoted or word in synonyms
        phrases = (found,) if together else tuple(dict.fromkeys((run,) for run in found))
        if found:
            alternatives[phrases] = None
    return Clause(tuple(alternatives), words, part.excluded)


def _one_of(synonyms: Iterable[str]) -> re.Pattern[str]:
    # A single character stands in too many words that have nothing to do with it.
    longer = sorted((s for s in synonyms if len(s) > 1), key=lambda s: (-len(s), s))
    return re.compile("|".join(map(bounded, longer)) or "(?!)")


def _equals(word: str, known: re.Pattern[str], synonyms: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The word, and what it becomes when known words in it are replaced by those that mean the same, few before many.

    Of known words that overlap, the first and then the longest counts.
    """
    if word in synonyms:
        yield from synonyms[word]
        return
    texts, found, at = [], [], 0
    for match in known.finditer(word):
        texts.append(word[at : match.start()])
        found.append(match[0])
        at = match.end()
    for count in range(len(found) + 1):
        for places in itertools.combinations(range(len(found)), count):
            options = [synonyms[w][1:] if i in places else (w,) for i, w in enumerate(found)]
            for chosen in itertools.product(*options):
                yield "".join(itertools.chain(*zip(texts, chosen, strict=True), [word[at:]]))
