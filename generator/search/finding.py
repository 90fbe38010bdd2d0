"""Which articles a query finds, before any filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from generator.search.names import LETTERS_ALONE, LETTERS_BESIDE, NOBODY, Named, called, names
from generator.search.query import Clause, Query
from generator.search.ranking import holding
from generator.search.reading import Lookup, OpenIndex


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader should know of an answer; docs/reference/formats.md names the types and their details."""

    type: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """The documents in which a clause is found: those whose text holds it, and those that it names."""

    texts: set[int]
    named: Named

    @property
    def docs(self) -> set[int]:
        """All of them."""
        return {*self.texts, *self.named.tiers}


@dataclass(frozen=True, slots=True)
class Found:
    """Documents that were found.

    Attributes:
        docs: All of them.
        held: Those of every wanted clause; empty where a tag was found instead.
        whole: Those that are named by all that was typed as one.
        notes: How they were found.
    """

    docs: Set[int]
    held: tuple[Held, ...] = ()
    whole: Named = NOBODY
    notes: tuple[Note, ...] = ()


def find(opened: OpenIndex, lookup: Lookup, query: Query) -> Found:
    """Find what holds or is named by all that is wanted.

    If there is nothing, what has that tag, then what short words name as well, else what holds most of it.
    """
    excluded = set().union(*(_left_out(opened, lookup, clause) for clause in query.clauses if clause.excluded))
    if not query.wanted:
        return Found(opened.cards.keys() - excluded)
    texts = [holding(lookup, clause) for clause in query.wanted]
    beside = _all(opened, query, texts, LETTERS_BESIDE)
    if beside.docs:
        return replace(beside, docs=beside.docs - excluded)
    if tag := called(opened, "tag", query.typed):
        return Found(tag[1] - excluded, notes=(Note("name", {"field": "tag", "value": tag[0]}),))
    alone = _all(opened, query, texts, LETTERS_ALONE)
    return replace(alone, docs=alone.docs - excluded) if alone.docs else _most(alone.held, excluded)


def _left_out(opened: OpenIndex, lookup: Lookup, clause: Clause) -> Set[int]:
    """Who would be found by a word is left out by it, but for what is only read so."""
    author = called(opened, "author", clause.words[0].strip())
    return holding(lookup, clause) | (author[1] if author else set())


def _all(opened: OpenIndex, query: Query, texts: Sequence[set[int]], least: int) -> Found:
    """What holds or is named by each clause, or is named by all that was typed as one."""
    words = [clause.words[0].strip() for clause in query.wanted]
    held = tuple(Held(docs, names(opened, word, least)) for docs, word in zip(texts, words, strict=True))
    whole = names(opened, query.typed, least) if len(held) > 1 else NOBODY
    return Found(set.intersection(*(one.docs for one in held)) | whole.tiers.keys(), held, whole)


def name_notes(query: Query, found: Found, docs: Set[int]) -> Iterator[Note]:
    """Notes on those of some documents that were found by a name: whose, how many, and how many are only read so."""
    texts = set.intersection(*(one.texts for one in found.held)) if found.held else set()
    for one in (*found.held, Held(texts, found.whole)):
        yield from _author_notes(one, docs)
    yield from _pinyin_notes(query, found, docs, texts)


def _author_notes(held: Held, docs: Set[int]) -> Iterator[Note]:
    count = len(held.named.written & docs)
    if count and held.texts.isdisjoint(docs):
        yield Note("name", {"field": "author", "value": held.named.author})
    elif count:
        yield Note("author", {"value": held.named.author, "count": count})


def _pinyin_notes(query: Query, found: Found, docs: Set[int], texts: Set[int]) -> Iterator[Note]:
    whole = found.whole.read - texts
    parts = [one.named.read - one.texts - found.whole.written - found.whole.read for one in found.held]
    if count := len(docs & whole.union(*parts)):
        every = [docs & (one.named.read - one.texts) for one in found.held]
        words = [clause.words[0].strip() for clause, own in zip(query.wanted, every, strict=True) if own]
        yield Note("pinyin", {"text": " ".join(words) or query.typed, "count": count})


def _most(held: Sequence[Held], excluded: Set[int]) -> Found:
    counts = Counter(doc for one in held for doc in one.docs if doc not in excluded)
    most = max(counts.values(), default=0)
    docs = {doc for doc, count in counts.items() if count == most}
    return Found(docs, tuple(held), notes=(Note("partial"),) if docs else ())
