"""Chinese text as terms, the same for the index and for queries.

Han text becomes overlapping pairs of characters (bigrams) with their positions, so that every string of two or more
characters inside a text can be found as a phrase, however a dictionary would cut it; the words that rjieba finds are
used only where relevance is judged, and by Material's search box, never where our matches are decided.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rjieba

from generator.sources.chinese import HAN

_TOKEN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_PIECE = re.compile(rf"(?:[{HAN}]|[^\W_])+")
_HAN = re.compile(rf"[{HAN}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Bytes of a command line that are no UTF-8 become these; rjieba takes none."""
_SHORT = 3
"""Characters; longer words of the dictionary, as the names of offices, are made of words that people look for."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term at a position (counted in terms), standing at ``start:end`` of the text."""

    text: str
    position: int
    start: int
    end: int


def fold(text: str) -> str:
    """Full width to half width and capitals to small letters, character by character, so that offsets stay true."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_character(c) for c in text)


def _fold_character(character: str) -> str:
    if "\u4e00" <= character <= "\u9fff":
        return character
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


def terms(text: str) -> Iterator[Term]:
    """Cut a text into its terms.

    A run of Han characters gives its bigrams and then its last character; each run of other letters and digits is one
    term. Between runs a position is left out, so that no phrase spans a comma.
    """
    position = 0
    for match in _TOKEN.finditer(fold(text)):
        run, start = match[0], match.start()
        if not _HAN.match(run) or len(run) == 1:
            yield Term(run, position, start, match.end())
            position += 2
            continue
        for i in range(len(run) - 1):
            yield Term(run[i : i + 2], position, start + i, start + i + 2)
            position += 1
        yield Term(run[-1], position, match.end() - 1, match.end())
        position += 2


def runs(text: str) -> tuple[tuple[str, ...], ...]:
    """What must be found for ``text`` to be found: for every run of letters, the terms that follow each other there.

    A single Han character, which in a longer text is the beginning of a bigram, is a run of its own length.
    """
    found: list[tuple[str, ...]] = []
    for match in _TOKEN.finditer(fold(text)):
        run = match[0]
        pairs = tuple(run[i : i + 2] for i in range(len(run) - 1))
        found.append(pairs if pairs and _HAN.match(run) else (run,))
    return tuple(found)


def pieces(text: str) -> tuple[str, ...]:
    """The parts of a text between its punctuation and spaces, folded."""
    return tuple(_PIECE.findall(fold(text)))


def step(run: tuple[str, ...]) -> int:
    """How many positions after the last term of a run the next run begins."""
    return 3 if len(run) > 1 or (len(run[0]) == 2 and _HAN.match(run[0])) else 2


def pattern(text: str) -> str:
    """A regular expression for the places in a folded text where the terms of ``text`` stand, empty for none."""
    found = _TOKEN.findall(fold(text))
    return r"[\W_]*".join(bounded(run) for run in found)


def bounded(word: str) -> str:
    """A regular expression for a folded word that is no mere part of a longer one; in Han text there is no telling."""
    before = "" if _HAN.match(word) else rf"(?<![^\W_{HAN}])"
    after = "" if _HAN.match(word[-1:]) else rf"(?![^\W_{HAN}])"
    return before + re.escape(word) + after


def is_han(term: str) -> bool:
    """Whether a term is one Han character."""
    return len(term) == 1 and _HAN.match(term) is not None


def beginning(text: str, count: int) -> str:
    """A text up to where another run of letters begins after the first ``count``."""
    more = next(itertools.islice(_TOKEN.finditer(text), count, None), None)
    return text[: more.start()] if more else text


def words(text: str) -> list[str]:
    """Cut text into words with rjieba, for judging relevance."""
    return [w for w in _dictionary(fold(text)) if _TOKEN.fullmatch(w)]


def short_words(text: str) -> Iterator[str]:
    """Cut text into rjieba's words, a word of four characters or more into the words inside it.

    Joined, they are the text again.
    """
    for word in _dictionary(text):
        if len(word) <= _SHORT:
            yield word
            continue
        known = _SURROGATE.sub("\ufffd", word)
        inside = {part for part in rjieba.cut_for_search(known) if len(part) <= _SHORT}
        at = 0
        while at < len(word):
            size = next((n for n in range(_SHORT, 1, -1) if word[at : at + n] in inside), 1)
            yield word[at : at + size]
            at += size


def _dictionary(text: str) -> Iterator[str]:
    at = 0
    for word in rjieba.cut(_SURROGATE.sub("\ufffd", text)):
        yield text[at : at + len(word)]
        at += len(word)


def synonyms(groups: Iterable[Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Every word of the groups (folded) with all words that mean the same, itself first."""
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        members = dict.fromkeys(word for w in group if (word := fold(w).strip()))
        for word in members if len(members) > 1 else ():
            found[word] = tuple(dict.fromkeys([*found.get(word, (word,)), *members]))
    return found
