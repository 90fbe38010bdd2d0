"""Names of files, folders and ids: in their place, different from each other everywhere, good on every system."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from generator.checks.nearest import fold
from generator.checks.references import DEPARTMENTS, PEOPLE
from generator.checks.subject import Subject
from generator.problems import Problem
from generator.schema.fields import DATED_KINDS, KINDS, PAGE
from generator.sources.links import published

_LONG = 200
"""Bytes of one name; many systems take 255, and a build adds endings of its own."""
_BAD_CHARACTERS = re.compile(r'[<>:"|?*\\]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]|CONIN\$|CONOUT\$)(?:\..*)?", re.I | re.S)

_VARIANTS = {kind.place.partition("/")[0]: "" for kind in KINDS.values()}
_VARIANTS |= {folder: folder for folder in ("books", "plans", "forum", "competitions")}
"""The wordings of the rule ``misplaced`` by folder: those not filed by year and name have their own."""


def same_paths(subject: Subject) -> Iterator[Problem]:
    """No two files have names that look alike but are spelt with different characters (Unicode NFC and NFD)."""
    counts = Counter(file.path for file in subject.files)
    for path, count in counts.items():
        if count > 1:
            yield Problem.at(path, 0, "same-path", count=count)


def similar_paths(subject: Subject) -> Iterator[Problem]:
    """No two files or folders differ only in case: Windows and macOS keep one of them."""
    for path, other in _alike(sorted(_with_folders(subject.paths)), caseless):
        yield Problem.at(path, 0, "similar-path", other=other)


def lookalike_paths(subject: Subject) -> Iterator[Problem]:
    """No two files or folders differ only in full-width and half-width letters, or the like."""
    for path, other in _alike(sorted(_with_folders(subject.paths)), fold):
        if caseless(path) != caseless(other):
            yield Problem.at(path, 0, "lookalike-path", other=other)


def caseless(path: str) -> str:
    """A path as systems see it that do not tell capital from small letters."""
    return unicodedata.normalize("NFC", path.casefold())


def _with_folders(paths: Iterable[str]) -> set[tuple[str, str]]:
    """Every file and folder: the folder that it is in, and its name."""
    found: set[tuple[str, str]] = set()
    for path in paths:
        rest = path
        while rest:
            folder, _, name = rest.rpartition("/")
            if (folder, name) in found:
                break
            found.add((folder, name))
            rest = folder
    return found


def _alike(places: Iterable[tuple[str, str]], key: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Paths with the first other path in the same folder that has an equal key."""
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for folder, name in places:
        groups[folder, key(name)].append(f"{folder}/{name}" if folder else name)
    for first, *others in groups.values():
        for path in others:
            yield path, first


def portable_names(subject: Subject) -> Iterator[Problem]:
    """Every name of a file or folder, and every id that becomes one, can be held by Windows."""
    for folder, name in sorted(_with_folders(subject.paths)):
        if variant := _unportable(name):
            path = f"{folder}/{name}" if folder else name
            yield Problem.at(path, 0, "portable-name", variant, name=name, **_culprit(name, variant))
    library = subject.library
    for path, items in ((PEOPLE, library.people), (DEPARTMENTS, library.departments)):
        for identifier, item in items.items():
            if variant := _unportable(identifier):
                culprit = _culprit(identifier, variant)
                yield Problem.at(path, item.line, "portable-name", variant, name=identifier, **culprit)


def _unportable(name: str) -> str:
    if _BAD_CHARACTERS.search(name):
        return "character"
    if name != name.strip() or name.endswith("."):
        return "ending"
    if _RESERVED.fullmatch(name):
        return "reserved"
    return "long" if len(name.encode()) > _LONG else ""


def _culprit(name: str, variant: str) -> dict[str, object]:
    if variant == "character":
        return {"character": "".join(dict.fromkeys(_BAD_CHARACTERS.findall(name)))}
    return {"limit": _LONG // 3} if variant == "long" else {}


def similar_ids(subject: Subject) -> Iterator[Problem]:
    """No two people, and no two departments, have ids that differ only in case or width."""
    library = subject.library
    for path, items in ((PEOPLE, library.people), (DEPARTMENTS, library.departments)):
        for identifier, other in _alike([("", identifier) for identifier in items], fold):
            yield Problem.at(path, items[identifier].line, "similar-id", id=identifier, other=other)


def similar_tags(subject: Subject) -> Iterator[Problem]:
    """A tag is always spelt the same way: not once ``TCM`` and once ``tcm``."""
    uses: Counter[str] = Counter()
    for article in subject.library.articles:
        uses.update(article.tags)
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for tag in sorted(uses, key=lambda t: (-uses[t], t)):
        spellings[fold(tag)].append(tag)
    usual = {other: first for first, *others in spellings.values() for other in others}
    if not usual:
        return
    for article in subject.library.articles:
        for tag in article.tags:
            if tag in usual:
                line = article.line_of("tags")
                yield Problem.at(article.path, line, "similar-tag", tag=tag, usual=usual[tag], count=uses[usual[tag]])


def misplaced(subject: Subject) -> Iterator[Problem]:
    """Markdown in the folder of a kind is where that kind's files go; only index.md and README.md may be elsewhere."""
    for page in subject.library.by_kind.get(PAGE.name, ()):
        folder, _, rest = page.id.partition("/")
        if rest and folder in _VARIANTS and rest.rpartition("/")[2] not in ("index", "README"):
            yield Problem.at(page.path, 0, "misplaced", _VARIANTS[folder], folder=folder)


def year_folders(subject: Subject) -> Iterator[Problem]:
    """What is filed by year lies in the folder of the year of its date."""
    for article in subject.library.articles:
        if article.kind in DATED_KINDS and article.date is not None:
            year = article.id.split("/")[1]
            if int(year) != article.date.year:
                params = {"date": article.date, "year": year, "right": article.date.year}
                yield Problem.at(article.path, article.line_of("date"), "year-folder", "", **params)


def same_addresses(subject: Subject) -> Iterator[Problem]:
    """No two documents have the same address on the site, as ``guide.md`` and ``guide/index.md`` would."""
    first: dict[str, str] = {}
    for article in subject.library.articles:
        address = published(article.id)
        other = first.setdefault(caseless(address), article.path)
        if caseless(other) != caseless(article.path):
            yield Problem.at(article.path, 0, "same-address", other=other, address=address or "/")
