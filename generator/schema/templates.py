"""A new document for somebody to fill in, from the table of fields."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pypinyin import lazy_pinyin

from generator.errors import XinglinError
from generator.messages import LANGUAGES, Catalogue, catalogue
from generator.model.people import Department, Person
from generator.schema.data import load_yaml, read_departments, read_people
from generator.schema.fields import KINDS, Kind, kind_of
from generator.schema.types import MOMENT, Field, Moment, Reading, Unfit
from generator.sources.tree import SourceFile
from generator.sources.yaml_nodes import Mapping as YamlMapping
from generator.sources.yaml_nodes import Node, Scalar, YamlMistake, parse

NAME_LENGTH = 60
_MORNING = dt.time(9)
"""The time of a post for which only a day was given."""


def new_document(
    content: Path,
    kind: str,
    title: str,
    today: dt.date,
    words: Catalogue,
    author: str = "",
    name: str = "",
    theme: str = "",
    date: str = "",
) -> Path:
    """Write a new document into content/; a file that is there already is never touched.

    Args:
        content: The folder of the contributions.
        kind: A kind's name or label, in English or Chinese, or a part that only one of them has.
        title: The title; for a post, which has none, its first words.
        today: The date where none is given.
        words: The language of the hints in the document.
        author: The author's id or name; empty for whoever Git says is writing, where that is known.
        name: The file's name; empty for the title in pinyin, for a post the next number.
        theme: The theme of a post.
        date: The date, with or without a time.

    Raises:
        XinglinError: An argument names nothing that there is, or the file cannot be written.
    """
    if not content.is_dir():
        raise XinglinError("no-content", folder=content)
    chosen, title = _find_kind(kind, words), _one_line(title)
    moment = _moment(date) if date else Moment(today)
    people = read_people(*_data(content, "people"))
    person = _find_person(author, people, words) if author else _writer(content, people)
    values = _values(chosen, title, moment, person, bool(author), bool(date))
    if chosen.name == "plans":
        names: Iterable[str] = [_department(content, name, people.get(person), moment.day)]
    elif chosen.name == "posts":
        theme = _find_theme(content, theme, words)
        names = [name] if name else _numbers(content / "forum" / theme)
    else:
        names = [name] if name else _numbered(_pinyin(title) or chosen.name)
    ids = (_fill_in(chosen, each, theme or each, moment.day.year) for each in names)
    return _write(content, chosen, ids, _document(chosen, values, title, words))


# ---- What is to be written


def _find_kind(word: str, words: Catalogue) -> Kind:
    labels = {kind.name: kind for kind in KINDS.values()}
    for language in LANGUAGES:
        labels |= {catalogue(language).text(f"kinds.{kind.name}.label").lower(): kind for kind in KINDS.values()}
    word = word.strip().lower()
    found = {k.name for label, k in labels.items() if word == label} or {
        k.name for label, k in labels.items() if word and word in label
    }
    if len(found) == 1:
        return KINDS[found.pop()]
    known = ("{} {}".format(words.text(f"kinds.{name}.label"), name) for name in KINDS)
    raise XinglinError("unknown-kind", kind=word, nearest=_nearest(word, labels, words), known="、".join(known))


def _nearest(word: str, known: Iterable[str], words: Catalogue) -> str:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return words.text("errors.nearest", nearest=close[0]) if close else ""


def _one_line(title: str) -> str:
    line = title.strip()
    if not line or not line.isprintable():
        raise XinglinError("bad-title")
    return line


def _moment(text: str) -> Moment:
    try:
        moment: Moment = MOMENT.read(Scalar(text, True, 1), Reading(""))
    except Unfit:
        raise XinglinError("bad-date", date=text) from None
    return moment


def _values(
    kind: Kind, title: str, moment: Moment, person: str, author_given: bool, date_given: bool
) -> dict[str, str]:
    """What is known of the fields, as YAML; of those that may be left out, only what was asked for."""
    day, time = moment.day.isoformat(), f"{moment.time or _MORNING:%H:%M}"
    known = {"title": _yaml_text(title), "opens": day, "date": f"{day} {time}" if kind.name == "posts" else day}
    if moment.time is not None:
        known["date"] = f"{day} {time}"
    if person:
        known |= {"authors": f"[{_yaml_text(person)}]", "host": _yaml_text(person)}
    given = {name for name, asked in (("authors", author_given), ("date", date_given)) if asked}
    return {f.name: known[f.name] for f in kind.fields if f.name in known and (f.required or f.name in given)}


def _yaml_text(text: str) -> str:
    """A text as a YAML value: as it is where YAML reads it so, else quoted."""
    try:
        node = parse(f"[{text}]")
    except YamlMistake:
        node = None
    plain = node is not None and not isinstance(node, (Scalar, YamlMapping)) and node.items == (Scalar(text, False, 1),)
    return text if plain and not Scalar(text, False, 1).empty else json.dumps(text, ensure_ascii=False)


def _document(kind: Kind, values: Mapping[str, str], title: str, words: Catalogue) -> str:
    above = [f for f in kind.fields if f.required or f.name in values]
    below = [f for f in kind.fields if f not in above]
    header = [
        *(f"{f.name}: {values[f.name]}" if f.name in values else _hint(kind, f, words) for f in above),
        f"# {words.text('templates.note')}",
        *(f"# {_hint(kind, f, words)}" for f in below),
    ]
    body = title if kind.name == "posts" else words.text(f"templates.body.{kind.name}")
    return "\n".join(["---", *header, "---", "", body, ""])


def _hint(kind: Kind, field: Field, words: Catalogue) -> str:
    """A field without a value: what it means, and what a value looks like.

    An example is never put in as the value, lest it be published as a fact.
    """
    comment = meaning(kind.name, field, words)
    if field.type.name == "text":
        return f"{field.name}:  # {comment}"
    if field.required:
        return f"{field.name}:  # {comment}{words.text('templates.example', example=field.type.example)}"
    return f"{field.name}: {field.type.example}  # {comment}"


def meaning(record: str, field: Field, words: Catalogue) -> str:
    """The description of a field in the catalogue: the record's own one, else the common one."""
    own = f"fields.{record}.{field.name}"
    return words.text(own if words.has(own) else f"fields.{field.name}")


# ---- Who writes it


def _data(content: Path, name: str) -> tuple[Node | None, Reading]:
    path = content / "_data" / f"{name}.yml"
    reading = Reading(path.name)
    if not path.is_file():
        return None, reading
    return load_yaml(SourceFile(path.name, str(path), path.stat().st_size), reading), reading


def _find_person(asked: str, people: Mapping[str, Person], words: Catalogue) -> str:
    """The id of a person given by id or name; as given where there is no list of people."""
    found = [p.id for p in people.values() if asked in (p.id, p.name)]
    if len(found) == 1 or not people:
        return found[0] if found else asked
    known = [word for p in people.values() for word in (p.id, p.name)]
    raise XinglinError("unknown-author", author=asked, nearest=_nearest(asked, known, words))


def _writer(content: Path, people: Mapping[str, Person]) -> str:
    """The id of the person whom Git would name as author, if the list of people has exactly one such."""
    program = shutil.which("git")
    if program is None:
        return ""
    answer = subprocess.run(  # noqa: S603 - fixed words only
        [program, "var", "GIT_AUTHOR_IDENT"], cwd=content, capture_output=True, check=False
    )
    identity = re.match(r"(.*) <([^@>]*)", answer.stdout.decode("utf-8", "replace"))
    if answer.returncode or identity is None:
        return ""
    found = [p.id for p in people.values() if p.name == identity[1] or p.id in identity.groups()]
    return found[0] if len(found) == 1 else ""


def _department(content: Path, asked: str, person: Person | None, day: dt.date) -> str:
    departments: Mapping[str, Department] = read_departments(*_data(content, "departments"))
    found = asked or (person.department_on(day) if person else "")
    if not found or (departments and found not in departments):
        raise XinglinError("plan-department", known="、".join(f"{d.name} {d.id}" for d in departments.values()))
    return found


# ---- Where it goes


def _find_theme(content: Path, theme: str, words: Catalogue) -> str:
    themes = sorted(p.parent.name for p in (content / "forum").glob("*/index.md"))
    if theme not in themes:
        raise XinglinError("no-theme", known="、".join(themes) or words.text("reference.none"))
    return theme


def _pinyin(title: str) -> str:
    """The title in pinyin: lower case, hyphens, and whole syllables only."""
    syllables = re.findall(r"[a-z0-9]+", "-".join(lazy_pinyin(title)).lower())
    name = ""
    for syllable in syllables:
        longer = f"{name}-{syllable}" if name else syllable[:NAME_LENGTH]
        if len(longer) > NAME_LENGTH:
            break
        name = longer
    return name


def _numbered(name: str) -> Iterator[str]:
    return itertools.chain([name], (f"{name}-{n}" for n in itertools.count(2)))


def _numbers(folder: Path) -> Iterator[str]:
    """The numbers after the highest one among a theme's posts."""
    taken = [int(p.stem) for p in folder.glob("*.md") if p.stem.isascii() and p.stem.isdigit()]
    return (f"{n:03d}" for n in itertools.count(max(taken, default=0) + 1))


def _fill_in(kind: Kind, name: str, theme: str, year: int) -> str:
    """The id of a document."""
    filled = {"<year>": f"{year:04d}", "<theme>": theme, "<name>": name, "<department>": name}
    return "/".join(filled.get(segment, segment) for segment in kind.place.split("/"))


def _write(content: Path, kind: Kind, ids: Iterator[str], text: str) -> Path:
    """Write to the first of the ids that is free."""
    tried = ""
    for article_id in ids:
        if article_id == tried:
            break
        if kind_of(article_id) is not kind or not article_id.isprintable() or "/." in article_id:
            raise XinglinError("bad-name", name=article_id.rpartition("/")[2])
        tried, path = article_id, content / f"{article_id}.md"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                # Not overwriting even what appears in this moment.
                with path.open("x", encoding="utf-8", newline="\n") as stream:
                    stream.write(text)
                return path
        except OSError as error:
            raise XinglinError("file-unwritable", path=path, reason=error.strerror) from None
    raise XinglinError("file-exists", path=content / f"{tried}.md")
