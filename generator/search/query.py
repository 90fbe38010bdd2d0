"""What people type into a search: words, "exact phrases" and -words to leave out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.search.text import beginning, bounded, fold, is_han, pattern, pieces, runs

LONGEST = 200
"""Characters of a query that are read."""
PARTS = 16
"""Runs of letters of a query that are read."""
MOST = 64
"""The most alternatives of one clause, so that no query becomes slow."""

Sequence = tuple[tuple[str, ...], ...]
"""Runs that follow each other with nothing but punctuation between them; a run is terms that follow each other."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What must (or, ``excluded``, must not) be found: any one of the alternatives, each with all its sequences.

    ``words`` are what was typed and what means the same; ``patterns`` are regular expressions for where they stand.
    """

    alternatives: tuple[tuple[Sequence, ...], ...]
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    excluded: bool = False


def parse(text: str, synonyms: Mapping[str, tuple[str, ...]]) -> list[Clause]:
    """Read a query. Whatever is typed has a meaning; nothing is an error.

    Args:
        text: The query; beyond LONGEST characters or PARTS runs it is cut.
        synonyms: Folded words with all words that mean the same (see text.synonyms).
    """
    known = _one_of(synonyms)
    found = (_clause(*part, known, synonyms) for part in _parts(text, synonyms))
    return list(dict.fromkeys(clause for clause in found if clause.alternatives))


def _parts(text: str, synonyms: Iterable[str]) -> Iterator[tuple[str, bool, bool]]:
    """What stands between spaces or in quotes: its text, whether in quotes, whether to leave out.

    A known word that holds spaces is one part even without quotes.
    """
    spaced = "|".join(bounded(s) for s in sorted(synonyms, key=len, reverse=True) if " " in s)
    part = re.compile(rf'(-?)(?:["“”]([^"“”]*)["“”]|({spaced or "(?!)"})|([^\s"“”]+))')
    for match in part.finditer(beginning(fold(text[:LONGEST]), PARTS)):
        yield match[2] or match[3] or match[4] or "", match[2] is not None, bool(match[1])


def _clause(
    word: str, quoted: bool, excluded: bool, known: re.Pattern[str], synonyms: Mapping[str, tuple[str, ...]]
) -> Clause:
    words = tuple(dict.fromkeys(itertools.islice(_equals(word.strip(), known, synonyms), MOST)))
    found = [((w,) if quoted or w in synonyms else pieces(w)) for w in words]
    alternatives = dict.fromkeys(tuple(s for s in map(runs, parts) if s) for parts in found)
    patterns = dict.fromkeys(p for parts in found for p in map(pattern, parts) if p)
    return Clause(tuple(a for a in alternatives if a), words, tuple(patterns), excluded)


def _one_of(synonyms: Iterable[str]) -> re.Pattern[str]:
    # A single character stands in too many words that have nothing to do with it.
    longer = sorted((s for s in synonyms if not is_han(s)), key=len, reverse=True)
    return re.compile("|".join(bounded(s) for s in longer) or "(?!)")


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
