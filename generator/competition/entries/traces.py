"""What in the text of an entry tells who wrote it: names, departments, ways to reach somebody, the file's own name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from generator.competition.entries.findings import Finding
from generator.model.articles import Entry
from generator.model.library import Library

Spell = Callable[[str], tuple[str, ...]]
"""The pinyin of a name: a syllable for each character, without tones; empty where it cannot be told."""

_CONTACT = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|(?<![\d.-])(?:0\d{2,3}[-－— ]?\d{7,8}|1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![\d.-])"
)
_OWN_PLACE = re.compile(
    r"(?:我|本人所在的?|笔者所在的?)(?:们)?(?:局|委|院|省局|市局)?(?:处室|科室|部门|办公室|中心|处|司|科|室)(?![长员理])"
)
_SIGNATURE = re.compile(r"作者简介|作者单位|作者信息|通讯作者|通信作者|第一作者|课题组成员|执笔人|基金项目|致\s*谢")
_LINK = re.compile(r"\]\([^)\s]*")
"""The target of a link in Markdown, which readers do not see."""
_LETTERS = re.compile(r"[^a-z]+")
_SHORTEST = 5
"""Letters of an id or of a name in pinyin that are looked for anywhere in a file's name; shorter ones only alone."""


def own_traces(entry: Entry, library: Library, spell: Spell = lambda _: ()) -> Iterator[Finding]:
    """What names an entry's own authors and department, in title, summary, tags, body, and the file's name.

    Args:
        entry: The entry.
        library: Knows people and departments.
        spell: Gives names in pinyin, which are looked for too.
    """
    names = _names(entry, library)
    spelt = [way for name in names if (way := spell(name))]
    wanted = {"author": [*map(_spaced, names), *map(_romanised, spelt)], "department": _own_units(entry, library)}
    patterns = {kind: re.compile("|".join(forms), re.I) for kind, forms in wanted.items() if forms}
    ids = list(dict.fromkeys(author.person for author in entry.authors if author.person))
    for line, text in texts(entry):
        shown = _LINK.sub("](", text)
        for kind, pattern in (*patterns.items(), ("contact", _CONTACT)):
            for found in dict.fromkeys(match[0] for match in pattern.finditer(text if kind == "contact" else shown)):
                yield Finding.of(kind, line, mend=kind != "department", words=found)
        for form in ids:
            if any(form in target for target in _LINK.findall(text)):
                yield Finding.of("link", line, mend=False, words=form)
    yield from _names_of_files(entry, library, names, ["".join(way) for way in spelt])


def texts(entry: Entry) -> Iterator[tuple[int, str]]:
    """The lines that an author wrote, with their numbers: title, summary and tags, and the body's Markdown."""
    yield entry.line_of("title"), entry.title
    yield entry.line_of("summary"), entry.summary
    yield entry.line_of("tags"), "、".join(entry.tags)
    yield from enumerate(entry.body_source.split("\n"), entry.body_line)


def _names(entry: Entry, library: Library) -> list[str]:
    names = (library.author_name(author) for author in entry.authors)
    return list(dict.fromkeys(name for name in names if len(name) > 1))


def _own_units(entry: Entry, library: Library) -> list[str]:
    """Patterns for the departments and affiliations of an entry and its authors on its day."""
    staff = [library.people[author.person] for author in entry.authors if author.person in library.people]
    keys = [library.department_of(entry), *(person.department_on(entry.date) for person in staff)]
    names = [library.departments[key].name for key in keys if key in library.departments]
    names += [author.affiliation for author in entry.authors]
    return [re.escape(name) for name in dict.fromkeys(names) if len(name) > 1]


def _spaced(name: str) -> str:
    """A pattern for a name, also as it stands in a list with a space between its characters."""
    return r"[ \u3000]?".join(map(re.escape, name)) if len(name) < 5 else re.escape(name)


def _romanised(syllables: tuple[str, ...]) -> str:
    """A pattern for a name in pinyin, whichever of surname and given name comes first."""
    family, given = syllables[0], r"['’ -]?".join(syllables[1:])
    return rf"\b(?:{family}[\s,]{{0,2}}{given}|{given}[\s,]{{1,2}}{family})\b"


def _names_of_files(entry: Entry, library: Library, names: list[str], spelt: list[str]) -> Iterator[Finding]:
    """Names of the file, of its former addresses and of its attachments tell who wrote it: by name, id or pinyin."""
    ids = [author.person for author in entry.authors if author.person]
    aliases = ((entry.line_of("aliases"), alias) for alias in entry.aliases)
    attachments = ((0, asset.path) for asset in library.assets_of(entry))
    for line, path in ((0, entry.id), *aliases, *attachments):
        own = path.partition("/")[2].lower()
        parts, run = set(re.split(r"[^\w]+|_", own)), _LETTERS.sub("", own)
        for form in dict.fromkeys((*names, *ids, *spelt)):
            small = form.lower()
            if small in parts or (_is_han(small) and small in own) or (len(small) >= _SHORTEST and small in run):
                yield Finding.of("file-name", line, words=form, file=path)
                break


def _is_han(text: str) -> bool:
    return not text.isascii()


class Known:
    """Everybody on the staff list and all departments, to be looked for in many texts."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._people = _any_of(person.name for person in library.people.values())
        self._departments = _any_of(department.name for department in library.departments.values())

    def hints(self, entry: Entry) -> Iterator[Finding]:
        """What may tell who wrote an entry: names of others, other departments, words such as 我处 and 作者简介."""
        own = {*_names(entry, self._library)}
        units = set(_own_units(entry, self._library))
        for line, text in texts(entry):
            for kind, pattern in (("staff", self._people), ("other-department", self._departments)):
                for found in dict.fromkeys(pattern.findall(text)):
                    if found not in own and re.escape(found) not in units:
                        yield Finding.of(kind, line, mend=False, words=found)
            for kind, phrase in (("own-place", _OWN_PLACE), ("signature", _SIGNATURE)):
                for found in dict.fromkeys(match[0] for match in phrase.finditer(text)):
                    yield Finding.of(kind, line, mend=False, words=found)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of many names, grouped by their first characters, so that few are tried at each place."""
    groups: dict[str, list[str]] = {}
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        if len(name) > 1:
            groups.setdefault(name[0], []).append(re.escape(name[1:]))
    forms = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(groups.items()))
    return re.compile("|".join(forms) or r"(?!)")
