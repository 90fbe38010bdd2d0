"""Numbers that must not be published: those of identity cards and mobile telephones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from generator.checks.subject import Subject
from generator.model.articles import Goal
from generator.model.library import Library
from generator.model.people import Absence, Author
from generator.problems import Problem

_RUN = re.compile(r"[0-9０-９](?:[-－–— \u3000]?[0-9０-９]){10,}(?:[-－–— \u3000]?[XxＸｘ](?![A-Za-z_]))?")
"""Digits that could hold a number of either kind, however grouped; everything else is left alone quickly."""
_TO_ASCII = str.maketrans("０１２３４５６７８９－–—\u3000Ｘｘx", "0123456789---" + " " + "XXX")
# Looking ahead, so that a number is found even where an earlier group could begin a longer one.
_RESIDENT = re.compile(r"(?<!\d)(?=([1-9]\d{5}(?:[- ]?\d){11}[- ]?[\dX])(?!\d))", re.ASCII)
_MOBILE = re.compile(r"(?<!\d)(?:86[- ]?|0086[- ]?)?(1[3-9]\d)([- ]?)(\d{4})\2(\d{4})(?!\d)", re.ASCII)
_WORD = re.compile(r"[A-Za-z_]")
_ADDRESS = re.compile(r"://[!-~]*\Z")
_LOOK_BACK = 200
"""Characters before a number in which the beginning of a web address is looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a text: the rule that it breaks, where it begins, and as much of it as may be shown."""

    rule: str
    start: int
    masked: str


def personal_numbers(subject: Subject) -> Iterator[Problem]:
    """No document holds the number of an identity card or of a mobile telephone, in its head or in its body."""
    for article in subject.library.articles:
        for line, found in _by_line(article.body_source):
            yield Problem.at(article.path, article.body_line + line, found.rule, number=found.masked)
        for field, line in article.lines.items():
            for found in numbers_in("\n".join(_words(getattr(article, field)))):
                yield Problem.at(article.path, line, found.rule, number=found.masked)
    for path, line, text in _data_texts(subject.library):
        for found in numbers_in(text):
            yield Problem.at(path, line, found.rule, number=found.masked)


def _by_line(text: str) -> Iterator[tuple[int, Found]]:
    """The numbers in a text with their lines, the first line being 0."""
    line, counted = 0, 0
    for found in numbers_in(text):
        line += text.count("\n", counted, found.start)
        counted = found.start
        yield line, found


def numbers_in(text: str) -> Iterator[Found]:
    """Find the numbers in a text, in order of their place."""
    for run in _RUN.finditer(text):
        if not _is_part_of_a_word(text, run.start(), run.end()):
            yield from sorted(_numbers(run[0].translate(_TO_ASCII), run.start()), key=lambda found: found.start)


def _is_part_of_a_word(text: str, start: int, end: int) -> bool:
    """Whether digits belong to something else: a fraction, a file's name, a web address."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if _WORD.match(before[-1:]) or _WORD.match(after) or re.match(r"\.\d", after):
        return True
    if re.match(r"\d\.", before):
        return True
    return bool(_ADDRESS.search(text[max(0, start - _LOOK_BACK) : start]))


def _numbers(run: str, offset: int) -> Iterator[Found]:
    rest = list(run)
    for match in _RESIDENT.finditer(run):
        number = re.sub(r"[- ]", "", match[1])
        if _is_resident(number):
            start, end = match.span(1)
            rest[start:end] = "/" * (end - start)
            yield Found("resident-id", offset + start, f"{number[:3]}{'*' * 13}{number[-2:]}")
    for match in _MOBILE.finditer("".join(rest)):
        yield Found("mobile-number", offset + match.start(), f"{match[1]}****{match[4]}")


def _is_resident(number: str) -> bool:
    """Whether a number has a day of birth and the check digit of GB 11643; codes of regions change too often to ask."""
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        return False
    return 1850 <= born.year <= 2100 and ric.calc_check_digit(number) == number[-1]


def _words(value: object) -> Iterator[str]:
    """The words in the value of a field."""
    match value:
        case str():
            yield value
        case tuple():
            for item in value:
                yield from _words(item)
        case Author():
            yield from (value.person, value.name, value.affiliation)
        case Absence():
            yield from (value.person, value.reason)
        case Goal():
            yield value.text


def _data_texts(library: Library) -> Iterable[tuple[str, int, str]]:
    """The words of the lists that are published, by path and line."""
    for person in library.people.values():
        yield "_data/people.yml", person.line, "\n".join((person.id, person.name, person.title))
    for department in library.departments.values():
        yield "_data/departments.yml", department.line, "\n".join((department.id, department.name))
    for competition in library.competitions.values():
        for judge in competition.judges:
            yield competition.path, judge.line, "\n".join((judge.id, judge.name, judge.affiliation))
