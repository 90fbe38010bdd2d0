"""Asks the search of a site in Chromium, and says what came back, what was sent for it, and how long it took."""

from __future__ import annotations

import math
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from tests.bench.engines import Engine
from tests.bench.measure import CannotRunError
from tests.bench.questions import Question
from tests.bench.server import EMPTY_PAGE, Counter, Sent, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SHOWN = 10
"""The results that a reader sees at first."""
_ALL = 1_000_000_000
_PATIENCE = 600_000
"""Milliseconds that a page may take; a large index is a long wait, and no mistake of the bench."""
_FEW = 3
_ASK = """async ([query, limit, name]) => {
  performance.clearResourceTimings();
  performance.setResourceTimingBufferSize(100_000);
  const begun = performance.now();
  const answer = await globalThis[name](query, limit);
  const took = performance.now() - begun;
  const requests = performance.getEntriesByType("resource").filter((entry) => entry.startTime >= begun);
  let waited = 0, end = begun;
  for (const {startTime, responseEnd} of requests.sort((one, other) => one.startTime - other.startTime)) {
    waited += Math.max(0, responseEnd - Math.max(startTime, end));
    end = Math.max(end, responseEnd);
  }
  return {...answer, seconds: took / 1000, working: (took - waited) / 1000, requests: requests.length};
}"""


class CannotAnswerError(Exception):
    """A search gave no answer in the browser, for a reason that one line tells."""


@dataclass(frozen=True)
class Answer:
    """The addresses that were found, best first, and how many there are in all.

    ``seconds`` is what this took, ``working`` the part of it in which none of ``requests`` was under way. These are the
    page's own: it does not see those of a worker.
    """

    addresses: tuple[str, ...]
    total: int
    seconds: float
    working: float
    requests: int


@dataclass(frozen=True)
class Step:
    """One answer's price; ``working`` is None where the page did not see what was loaded."""

    sent: Sent
    seconds: float
    working: float | None


@dataclass(frozen=True)
class Visit:
    """What a reader with an empty cache sets off: the page, a first search, a question, the same question again.

    ``cached`` is the same question on a page opened anew, for which all that is loaded lies in the browser's cache.
    """

    page: Sent
    first: Step
    query: Step
    again: Step
    cached: Step


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that runs to the end of the block.

    Raises:
        CannotRunError: Playwright or Chromium is missing, or does not start.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise CannotRunError("playwright is not installed; run scripts/install --dev") from None
    path = shutil.which("chromium")
    if path is None:
        raise CannotRunError("there is no chromium; run scripts/debian chromium")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as error:
            raise CannotRunError(f"chromium does not start: {_line(error)}") from None
        yield browser
        browser.close()


def answers(
    browser: Browser, engine: Engine, questions: Sequence[Question], patience: float = math.inf
) -> list[tuple[Question, Answer]]:
    """The whole answers to questions, all asked on one page, until ``patience`` (seconds) is over.

    Raises:
        CannotAnswerError: There is no search, or it fails.
    """
    found = []
    with _sound(), serving(engine.site) as (address, _), _reader(browser) as context:
        page = _opened(context, engine, address)
        begun = time.monotonic()
        for question in questions:
            if time.monotonic() - begun > patience:
                break
            found.append((question, _ask(page, question.text, _ALL)))
    return found


def visits(browser: Browser, engine: Engine, questions: Sequence[Question], nowhere: str) -> list[Visit]:
    """What the questions cost, each put by a new reader, who has asked for ``nowhere`` before.

    A search that loads all it has at the start is asked all of them by a few readers, as nothing is loaded afterwards.

    Raises:
        CannotAnswerError: There is no search, or it fails.
    """
    size = max(1, len(questions) // _FEW) if engine.all_at_start else 1
    found: list[Visit] = []
    with _sound(), serving(engine.site) as (address, counter):
        for at in range(0, len(questions), size):
            found += _visit(browser, engine, address, counter, questions[at : at + size], nowhere)
    return found


def _visit(
    browser: Browser, engine: Engine, address: str, counter: Counter, questions: Sequence[Question], nowhere: str
) -> Iterator[Visit]:
    with _reader(browser) as context:
        counter.take()
        page = _opened(context, engine, address)
        loaded = counter.take()
        first = _step(page, nowhere, counter)
        asked = [(_step(page, q.text, counter), _step(page, q.text, counter)) for q in questions]
        page = _opened(context, engine, address)
        _ask(page, nowhere, SHOWN)
        counter.take()
        for (query, again), question in zip(asked, questions, strict=True):
            yield Visit(loaded, first, query, again, cached=_step(page, question.text, counter))


def typed(
    browser: Browser, engine: Engine, questions: Sequence[Question], nowhere: str, *, suggested: bool
) -> list[Step]:
    """What questions cost, or, ``suggested``, what is offered for them, each for a new reader, who has asked before.

    Raises:
        CannotAnswerError: There is no search, or it fails.
    """
    steps = []
    with _sound(), serving(engine.site) as (address, counter):
        for question in questions:
            with _reader(browser) as context:
                page = _opened(context, engine, address)
                _ask(page, nowhere, SHOWN)
                counter.take()
                steps.append(_step(page, question.text, counter, "benchSuggest" if suggested else "benchAsk"))
    return steps


def _step(page: Page, text: str, counter: Counter, name: str = "benchAsk") -> Step:
    answer = _ask(page, text, SHOWN, name)
    sent = counter.take()
    return Step(sent, answer.seconds, answer.working if answer.requests or not sent.requests else None)


def _ask(page: Page, text: str, limit: int, name: str = "benchAsk") -> Answer:
    found: dict[str, Any] = page.evaluate(_ASK, [text, limit, name])
    addresses = dict.fromkeys(unquote(urlsplit(url).path).lstrip("/") for url in found["urls"])
    return Answer(tuple(addresses), found["total"], found["seconds"], found["working"], found["requests"])


@contextmanager
def _reader(browser: Browser) -> Iterator[BrowserContext]:
    """A reader with an empty cache."""
    context = browser.new_context()
    context.set_default_timeout(_PATIENCE)
    try:
        yield context
    finally:
        context.close()


def _opened(context: BrowserContext, engine: Engine, address: str) -> Page:
    """A page, fully loaded, on which the search can be asked."""
    page = context.new_page()
    page.goto(address + ("" if engine.own_page else EMPTY_PAGE), wait_until="networkidle")
    page.evaluate(engine.driver)
    return page


@contextmanager
def _sound() -> Iterator[None]:
    from playwright.sync_api import Error

    try:
        yield
    except Error as error:
        raise CannotAnswerError(_line(error)) from None


def _line(error: Exception) -> str:
    """What happened, without the name of the call that it happened in."""
    return re.sub(r"^\w+\.\w+: (Error: )?", "", str(error).strip()).splitlines()[0]
