"""What is asked of a search: pieces of the text, whose places are known, and articles that somebody looks for."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import rjieba

from generator.checks.rules import RULES
from generator.config import read_project
from generator.errors import XinglinError
from generator.pipeline import prepare, today_in
from generator.search.documents import SearchDocument, search_documents
from generator.search.pinyin import spelled
from generator.search.text import fold
from generator.sources.chinese import HAN
from tests.bench.measure import CannotRunError
from tests.search.sounds import is_read, names_of

TRUTH, PINYIN, SUGGESTED = "truth", "pinyin", "suggested"
ITEMS = ("title", "half", "words", "phrase")
"""The ways to ask for a known item."""
_SHORTEST, _LONGEST = 2, 8
_PHRASE = (8, 12)
_TRIES = 20
_SEED = 20261124
_RUN = re.compile(rf"(?:[{HAN}]|[^\W_])+")
_WORD = re.compile(rf"(?:[{HAN}]|[^\W_]){{2,}}")


@dataclass(frozen=True)
class Question:
    """A query, and the addresses of the articles that answer it.

    ``beside`` are articles that hold it among their authors, department and tags only, or have a name that is read so
    in pinyin: a search may find them or not.
    ``fitting`` is how many different titles may be meant by it; with more than one, no order can put all of them first.
    """

    kind: str
    text: str
    wanted: frozenset[str]
    beside: frozenset[str] = frozenset()
    fitting: int = 1


class Articles:
    """The published articles, and where a piece of text stands in them."""

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        self.documents = documents
        self.addresses = frozenset(d.address for d in documents)
        self._texts = [fold("\n".join((d.title, d.summary, *d.headings, d.body))) for d in documents]
        self._titles = {fold(d.title) for d in documents}
        self._names = [names_of(d) for d in documents]
        self._beside = [fold("\n".join((*d.authors, d.department_name, *d.tags))) for d in documents]

    def holding(self, text: str) -> frozenset[str]:
        """The articles with this text in title, summary, headings or body."""
        return self._where(self._texts, text)

    def beside(self, text: str) -> frozenset[str]:
        """The articles with this text in what else is known of them, or with a name that is read so in pinyin."""
        read = frozenset(
            d.address for d, names in zip(self.documents, self._names, strict=True) if is_read(text, names)
        )
        return self._where(self._beside, text) | read

    def titled(self, title: str) -> frozenset[str]:
        """The articles with exactly this title."""
        return frozenset(d.address for d in self.documents if d.title == title)

    def titles_with(self, parts: Sequence[str]) -> int:
        """How many different titles hold all of some pieces of text."""
        return sum(all(part in title for part in map(fold, parts)) for title in self._titles)

    def titles_of(self, addresses: frozenset[str]) -> int:
        """How many different titles articles have."""
        return len({d.title for d in self.documents if d.address in addresses})

    def nowhere(self) -> str:
        """A text that stands in no article."""
        for first in range(0x9F00, 0x9FA5):
            text = chr(first) * 2
            if not self.holding(text) and not self.beside(text):
                return text
        raise CannotRunError("every text stands somewhere in the articles")

    def _where(self, texts: Sequence[str], text: str) -> frozenset[str]:
        sought = fold(text)
        return frozenset(d.address for d, held in zip(self.documents, texts, strict=True) if sought in held)


def read_articles(config_file: Path) -> Articles:
    """The articles that ``xinglin build`` publishes with these settings.

    Raises:
        CannotRunError: The project cannot be read, or publishes nothing.
    """
    try:
        project = read_project(config_file, (rule.name for rule in RULES))
        settings = project.settings
        prepared = prepare(project.content, settings, today_in(settings.timezone), lambda step, count: None)
    except XinglinError as error:
        raise CannotRunError(str(error)) from None
    documents = tuple(search_documents(prepared.library))
    if not documents:
        raise CannotRunError(f"{project.content} has no article that may be published")
    return Articles(documents)


def truth_questions(articles: Articles, count: int) -> list[Question]:
    """Pieces of 2 to 8 characters out of articles taken by chance, each with all the articles that hold it."""
    chance = random.Random(_SEED)
    found: list[Question] = []
    for _ in range(count * _TRIES):
        if len(found) == count:
            break
        text = _substring(_field(chance.choice(articles.documents), chance), _SHORTEST, _LONGEST, chance)
        if text:
            wanted = articles.holding(text)
            found.append(Question(TRUTH, text, wanted, articles.beside(text) - wanted))
    return found


def _field(document: SearchDocument, chance: random.Random) -> str:
    fields = (document.title, document.summary, "\n".join(document.headings), document.body)
    return chance.choice([field for field in fields if field] or [""])


def _substring(text: str, least: int, most: int, chance: random.Random) -> str:
    """Some characters that follow each other in one run of letters; a long run is taken as often as its length says."""
    parts: list[str] = [part for part in _RUN.findall(text) if len(part) >= least]
    if not parts:
        return ""
    part = chance.choices(parts, [len(part) for part in parts])[0]
    size = chance.randint(least, min(most, len(part)))
    at = chance.randint(0, len(part) - size)
    return part[at : at + size]


def item_questions(articles: Articles, count: int) -> list[Question]:
    """For a sample of articles, every way to ask for each. Any article with exactly the same title counts as it."""
    chance = random.Random(_SEED + 1)
    sample = chance.sample(articles.documents, min(count, len(articles.documents)))
    return [question for document in sample for question in _asked(document, articles, chance)]


def _asked(document: SearchDocument, articles: Articles, chance: random.Random) -> Iterator[Question]:
    wanted = articles.titled(document.title)
    title, middle = document.title, (len(document.title) + 1) // 2
    known = [word for word in rjieba.cut(title) if _WORD.fullmatch(word)]
    texts = {
        "title": title,
        "half": chance.choice((title[:middle], title[middle:])).strip() if len(title) >= 4 else "",
        "words": " ".join(chance.sample(known, 2)) if len(known) >= 2 else "",
        "phrase": _rarest(document.body, articles, chance),
    }
    for kind, text in texts.items():
        if text:
            yield Question(kind, text, wanted, fitting=_fitting(kind, text, articles))


def _fitting(kind: str, text: str, articles: Articles) -> int:
    if kind == "title":
        return 1
    if kind == "phrase":
        return articles.titles_of(articles.holding(text))
    return articles.titles_with(text.split() if kind == "words" else [text])


def _rarest(body: str, articles: Articles, chance: random.Random) -> str:
    """Of some phrases of the body, one that stands in as few articles as can be."""
    best, least = "", len(articles.documents) + 1
    for _ in range(_TRIES):
        text = _substring(body, *_PHRASE, chance)
        if not text:
            break
        places = len(articles.holding(text))
        if places < least:
            best, least = text, places
        if least == 1:
            break
    return best


def pinyin_questions(articles: Articles, count: int) -> list[Question]:
    """Some characters of titles as they are typed in pinyin: by syllables, and by initials of three and more."""
    chance = random.Random(_SEED + 3)
    found: dict[str, Question] = {}
    for document in chance.choices(articles.documents, k=count * _TRIES):
        if len(found) == count:
            break
        text = _spelled(document.title, chance, initials=len(found) % 2 == 1)
        if text:
            found[text] = Question(PINYIN, text, frozenset({document.address}))
    return list(found.values())


def _spelled(title: str, chance: random.Random, *, initials: bool) -> str:
    sounds = [readings for _, readings in spelled(title) if readings]
    least = 3 if initials else 2
    if len(sounds) < least:
        return ""
    size = chance.randint(least, min(4, len(sounds)))
    at = chance.randint(0, len(sounds) - size)
    return "".join(readings[0][: 1 if initials else None] for readings in sounds[at : at + size])


def suggestion_questions(articles: Articles, count: int) -> list[Question]:
    """What somebody has typed of titles so far: their first two characters."""
    chance = random.Random(_SEED + 4)
    begun = [title[:2] for title in sorted({d.title for d in articles.documents}) if len(title) > 2]
    return [Question(SUGGESTED, text, frozenset()) for text in chance.sample(begun, min(count, len(begun)))]


def mixed(questions: Sequence[Question], count: int) -> list[Question]:
    """A sample of questions of all kinds."""
    return random.Random(_SEED + 2).sample(questions, min(count, len(questions)))
