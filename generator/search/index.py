"""The Whoosh index of all published articles: kept up to date by content hash, asked by ``xinglin search``."""

from __future__ import annotations

import fcntl
import itertools
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh import fields, index, query, scoring, sorting
from whoosh.analysis import Token, Tokenizer

from generator import __version__
from generator.errors import XinglinError
from generator.search.documents import SearchDocument
from generator.search.excerpts import Excerpt, excerpt
from generator.search.query import Clause, Sequence, parse
from generator.search.text import is_han, runs, step, synonyms, terms, words

FORMAT = 2
"""Raised when what is stored changes: an older index is then made anew."""
_WEIGHTS = {"title": 8.0, "authors": 6.0, "tags": 5.0, "headings": 3.0, "summary": 2.5, "body": 1.0}
_SEARCHED = tuple(_WEIGHTS)
_TOGETHER = 2.0
"""How much it counts that all that was typed stands together, in the same order."""
_FEW = 8
"""The most parts of a query for which that is looked up."""
_OURS = re.compile(r"_?MAIN_\w+\.[a-z]+")
"""The names of Whoosh's files, but for its lock."""


class BigramTokenizer(Tokenizer):  # type: ignore[misc]
    """Gives Whoosh our terms."""

    def __call__(self, value: str, positions: bool = False, mode: str = "", **options: Any) -> Iterator[Token]:
        """Yield one token object again and again, as Whoosh's own tokenizers do."""
        token = Token(positions, removestops=False, mode=mode, **options)
        token.boost, token.stopped = 1.0, False
        for term in terms(value):
            token.text, token.pos = term.text, term.position
            yield token


class WordTokenizer(Tokenizer):  # type: ignore[misc]
    """Gives Whoosh the words of the dictionary."""

    def __call__(self, value: str, positions: bool = False, mode: str = "", **options: Any) -> Iterator[Token]:
        """Yield one token object again and again, as Whoosh's own tokenizers do."""
        token = Token(positions, removestops=False, mode=mode, **options)
        token.boost, token.stopped = 1.0, False
        for position, word in enumerate(words(value)):
            token.text, token.pos = word, position
            yield token


class _Following(query.SpanNear):  # type: ignore[misc]
    """Two queries whose places follow each other; Whoosh's own cannot stand inside And."""

    def estimate_size(self, reader: Any) -> int:
        """At most as many as the first."""
        return int(self.a.estimate_size(reader))


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """How many documents an update touched."""

    added: int
    changed: int
    removed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One found article."""

    id: str
    address: str
    title: str
    kind: str
    date: str
    authors: tuple[str, ...]
    department: str
    score: float
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The best ``results`` of ``total`` found. ``also`` are words that were searched besides those typed."""

    query: str
    total: int
    results: tuple[SearchResult, ...]
    also: tuple[str, ...]


def update_index(folder: Path, documents: Iterable[SearchDocument]) -> IndexUpdate:
    """Bring the index in ``folder`` up to date; a missing, damaged or outdated one is made anew.

    Two processes take turns. A process that is interrupted leaves an index that the next one makes anew.

    Raises:
        XinglinError: The folder cannot be written to.
    """
    current = {d.id: d for d in documents}
    with _locked(folder):
        known = _digests(folder)
        digests = known or {}
        stale = [i for i in digests if i not in current]
        changed = [i for i, d in current.items() if i in digests and digests[i] != d.digest]
        added = [i for i in current if i not in digests]
        if known is None or stale or changed or added:
            target = _create(folder) if known is None else index.open_dir(str(folder / "index"))
            _write(target, [*stale, *changed], [current[i] for i in [*changed, *added]])
            target.close()
            _seal(folder, {i: d.digest for i, d in current.items()})
    return IndexUpdate(len(added), len(changed), len(stale), len(current) - len(added) - len(changed))


def search(
    folder: Path, text: str, filters: Mapping[str, str], groups: Iterable[Iterable[str]] = (), limit: int = 10
) -> SearchAnswer:
    """Answer a query from an index that is up to date.

    Args:
        folder: The index.
        text: What was typed.
        filters: Values that kind, year, department, author or tag must have; empty ones are ignored.
        groups: Words that mean the same.
        limit: The most results.
    """
    clauses = parse(text, synonyms(groups))
    wanted = [c for c in clauses if not c.excluded]
    also = tuple(dict.fromkeys(w for c in wanted for w in c.words[1:]))
    if not wanted:
        return SearchAnswer(text, 0, (), also)
    with _reading(folder) as searcher:
        order = sorting.MultiFacet([sorting.ScoreFacet(), sorting.FieldFacet("id")])
        found = searcher.search(_whoosh_query(clauses), filter=_filter(filters), limit=limit, sortedby=order)
        patterns = [p for c in wanted for p in c.patterns]
        results = tuple(_result(hit, patterns) for hit in found)
        return SearchAnswer(text, len(found), results, also)


def _schema() -> fields.Schema:
    analyzer = BigramTokenizer()
    text = {name: fields.TEXT(analyzer=analyzer, phrase=True, stored=name != "headings") for name in _SEARCHED}
    exact = {
        name: fields.ID(stored=True) for name in ("kind", "year", "date", "department", "address", "department_name")
    }
    return fields.Schema(
        id=fields.ID(unique=True, stored=True, sortable=True),
        author=fields.KEYWORD(),
        tag=fields.KEYWORD(),
        words=fields.TEXT(analyzer=WordTokenizer(), phrase=False),
        **text,
        **exact,
    )


def _write(target: index.Index, gone: Iterable[str], fresh: Iterable[SearchDocument]) -> None:
    writer = target.writer(limitmb=256)
    for article_id in gone:
        writer.delete_by_term("id", article_id)
    for document in fresh:
        writer.add_document(
            id=document.id,
            title=document.title,
            authors="\n".join(document.authors),
            tags="\n".join(document.tags),
            headings="\n".join(document.headings),
            summary=document.summary,
            body=document.body,
            author=document.authors,
            tag=document.tags,
            words="\n".join((document.title, document.summary, *document.headings, document.body)),
            kind=document.kind,
            year=document.year,
            date=document.date,
            department=document.department,
            department_name=document.department_name,
            address=document.address,
        )
    writer.commit()


def _whoosh_query(clauses: Iterable[Clause]) -> query.Query:
    wanted = [c for c in clauses if not c.excluded]
    forbidden = [_clause(c) for c in clauses if c.excluded]
    found: query.Query = query.AndMaybe(
        query.And([_clause(c) for c in wanted]), query.Or(_better([c.words[0] for c in wanted]))
    )
    return query.AndNot(found, query.Or(forbidden)) if forbidden else found


def _better(typed: list[str]) -> list[query.Query]:
    """What need not be found, but brings an article to the front."""
    whole = {runs(" ".join(typed)), runs("".join(typed))} if 1 < len(typed) <= _FEW else set()
    return [
        *(query.Term("words", word) for word in words(" ".join(typed))),
        *(_sequence(sequence, _TOGETHER) for sequence in sorted(whole)),
    ]


def _clause(clause: Clause) -> query.Query:
    return query.Or([query.And([_sequence(s) for s in alternative]) for alternative in clause.alternatives])


def _sequence(sequence: Sequence, boost: float = 1.0) -> query.Query:
    return query.Or([_in_field(field, sequence, boost * weight) for field, weight in _WEIGHTS.items()])


def _in_field(field: str, sequence: Sequence, boost: float) -> query.Query:
    found = _run(field, sequence[0], boost)
    for last, run in itertools.pairwise(sequence):
        found = _Following(found, _run(field, run, boost), slop=step(last), mindist=step(last))
    return found


def _run(field: str, run: tuple[str, ...], boost: float) -> query.Query:
    if len(run) > 1:
        return query.Phrase(field, list(run), boost=boost)
    if is_han(run[0]):
        return query.Prefix(field, run[0], boost=boost)
    return query.Term(field, run[0], boost=boost)


def _filter(filters: Mapping[str, str]) -> query.Query | None:
    given = [query.Term(field, value) for field, value in filters.items() if value]
    return query.And(given) if given else None


def _result(hit: Any, patterns: list[str]) -> SearchResult:
    text = hit.get("body", "")
    return SearchResult(
        id=hit["id"],
        address=hit.get("address", ""),
        title=hit.get("title", ""),
        kind=hit.get("kind", ""),
        date=hit.get("date", ""),
        authors=tuple(hit.get("authors", "").split("\n")) if hit.get("authors") else (),
        department=hit.get("department_name", ""),
        score=round(-hit.score[0], 4),
        excerpt=excerpt(f"{hit['summary']}\n{text}" if hit.get("summary") else text, patterns),
    )


@contextmanager
def _reading(folder: Path) -> Iterator[Any]:
    with _locked(folder):
        target = index.open_dir(str(folder / "index"))
        try:
            with target.searcher(weighting=scoring.BM25F()) as searcher:
                yield searcher
        finally:
            target.close()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise XinglinError("index-unwritable", folder=folder, reason=error.strerror or error) from None


def _create(folder: Path) -> index.Index:
    """Begin an empty index. Whatever Whoosh did not make is left alone."""
    place = folder / "index"
    place.mkdir(exist_ok=True)
    for name in _files(place):
        (place / name).unlink()
    return index.create_in(str(place), _schema())


def _files(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir() if _OURS.fullmatch(path.name)) if place.is_dir() else []


def _contents(place: Path) -> dict[str, list[int]]:
    """Size and checksum of every file of an index, by which damage is noticed."""
    found = {}
    for name in _files(place):
        data = (place / name).read_bytes()
        found[name] = [len(data), zlib.crc32(data)]
    return found


def _seal(folder: Path, digests: Mapping[str, str]) -> None:
    """Note what is in the index, once it is written whole."""
    record = {"format": FORMAT, "version": __version__, "files": _contents(folder / "index"), "digests": digests}
    fresh = folder / "seal.json.new"
    fresh.write_text(json.dumps(record), encoding="utf-8")
    fresh.replace(folder / "seal.json")


def _digests(folder: Path) -> dict[str, str] | None:
    """The digest of every article in the index by id; None where it is missing, damaged or not of this format."""
    try:
        record = json.loads((folder / "seal.json").read_bytes())
        sound = record["format"] == FORMAT and record["version"] == __version__
        if not sound or record["files"] != _contents(folder / "index"):
            return None
        return {str(key): str(value) for key, value in record["digests"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
