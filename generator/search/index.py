"""The Whoosh index of all published articles: written, kept up to date by content hash, opened."""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.analysis import Token, Tokenizer

from generator import __version__
from generator.errors import XinglinError
from generator.search.documents import SearchDocument
from generator.search.reading import ZONES, Card, OpenIndex
from generator.search.text import terms

FORMAT = 6
"""Raised when what is stored changes: an older index is then made anew."""
Groups = tuple[tuple[str, ...], ...]
_OURS = re.compile(r"_?MAIN_\w+\.[a-z]+")
"""The names of Whoosh's files, but for its lock."""


class BigramTokenizer(Tokenizer):  # type: ignore[misc]
    """Gives Whoosh our terms. No phrase spans what ``apart`` stands between."""

    def __init__(self, apart: str = "") -> None:
        """Take what keeps phrases apart."""
        self._apart = apart

    def __call__(self, value: str, positions: bool = False, mode: str = "", **options: Any) -> Iterator[Token]:
        """Yield one token object again and again, as Whoosh's own tokenizers do."""
        token = Token(positions, removestops=False, mode=mode, **options)
        token.boost, token.stopped = 1.0, False
        for term in terms(value, self._apart):
            token.text, token.pos = term.text, term.position
            yield token


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """How many documents an update touched."""

    added: int
    changed: int
    removed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Seal:
    """What was noted of an index that was written whole: the digest of every article by id, and the synonyms."""

    digests: Mapping[str, str]
    groups: Groups

    @property
    def release(self) -> str:
        """The same for the same content."""
        text = json.dumps([sorted(self.digests.items()), self.groups])
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def update_index(
    folder: Path, documents: Iterable[SearchDocument], groups: Iterable[Iterable[str]] = ()
) -> IndexUpdate:
    """Bring the index in ``folder`` up to date; a missing, damaged or outdated one is made anew.

    Two processes take turns. A process that is interrupted leaves an index that the next one makes anew.

    Args:
        folder: Where the index is kept.
        documents: All that is searched.
        groups: Words that mean the same; they are kept beside the index, so that a changed list needs no new one.

    Raises:
        XinglinError: The folder cannot be written to.
    """
    current = {d.id: d for d in documents}
    wanted = _Seal({i: d.digest for i, d in current.items()}, tuple(map(tuple, groups)))
    with _locked(folder, fcntl.LOCK_EX):
        known = _sound_seal(folder)
        digests = known.digests if known else {}
        stale = [i for i in digests if i not in current]
        changed = [i for i, d in current.items() if i in digests and digests[i] != d.digest]
        added = [i for i in current if i not in digests]
        if known is None or stale or changed or added:
            target = _create(folder) if known is None else index.open_dir(str(folder / "index"))
            _write(target, [*stale, *changed], [current[i] for i in [*changed, *added]])
            target.close()
            known = None
        if known is None or known.groups != wanted.groups:
            _seal(folder, wanted)
    return IndexUpdate(len(added), len(changed), len(stale), len(current) - len(added) - len(changed))


def open_index(folder: Path) -> OpenIndex:
    """Open an index that is up to date. No lock is held while it is read: its files stay though it is renewed.

    Raises:
        XinglinError: There is none, or it is damaged.
    """
    with _locked(folder, fcntl.LOCK_SH):
        try:
            seal = _read_seal(folder)
            reader = index.open_dir(str(folder / "index")).reader()
            return OpenIndex(reader, _cards(reader), seal.groups, seal.release)
        except Exception as error:  # Whoosh raises anything at all on a damaged index.
            raise XinglinError("index-unreadable", folder=folder, reason=error) from None


def _cards(reader: Any) -> Mapping[int, Card]:
    # An index without documents has no columns.
    column = reader.column_reader("card", translate=False) if reader.doc_count() else {}
    return {doc: Card.read(bytes(column[doc])) for doc in reader.all_doc_ids()}


def state(folder: Path) -> object:
    """Something that is another after every update."""
    try:
        found = (folder / "seal.json").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _schema() -> fields.Schema:
    # Headings and summary are lines of one zone, but neither goes on in the other.
    breaks = {"title": "", "lead": "\n", "body": ""}
    zones = {zone: fields.TEXT(analyzer=BigramTokenizer(breaks[zone]), phrase=True) for zone in ZONES}
    return fields.Schema(id=fields.ID(unique=True), card=fields.COLUMN(), shown=fields.STORED(), **zones)


def _write(target: index.Index, gone: Iterable[str], fresh: Iterable[SearchDocument]) -> None:
    writer = target.writer(limitmb=256)
    for article_id in gone:
        writer.delete_by_term("id", article_id)
    for document in fresh:
        writer.add_document(
            id=document.id,
            card=Card.of(document).written(),
            shown="\n".join(filter(None, (document.summary, document.body))),
            **dict(zip(ZONES, document.zones, strict=True)),
        )
    writer.commit()


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("a") as lock:
            fcntl.flock(lock, how)
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


def _seal(folder: Path, seal: _Seal) -> None:
    """Note what is in the index, once it is written whole."""
    record = {"format": FORMAT, "version": __version__, "files": _contents(folder / "index")} | asdict(seal)
    fresh = folder / "seal.json.new"
    fresh.write_text(json.dumps(record), encoding="utf-8")
    fresh.replace(folder / "seal.json")


def _read_seal(folder: Path, files: Mapping[str, list[int]] | None = None) -> _Seal:
    """What was noted of an index of this format; with ``files``, of these very files."""
    record = json.loads((folder / "seal.json").read_bytes())
    if record["format"] != FORMAT or record["version"] != __version__ or files not in (None, record["files"]):
        raise ValueError(folder)
    digests = {str(key): str(value) for key, value in record["digests"].items()}
    return _Seal(digests, tuple(tuple(map(str, group)) for group in record["groups"]))


def _sound_seal(folder: Path) -> _Seal | None:
    """The seal of an index that is there, whole and of this format."""
    try:
        return _read_seal(folder, _contents(folder / "index"))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
