"""The search over HTTP for other applications: ``GET /search`` answers as ``xinglin search --json`` does.

The index is read only. When ``xinglin index`` has renewed it, the next request is answered from the new one.
"""

from __future__ import annotations

import json
import logging
import queue
import re
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from waitress.server import create_server

from generator.errors import XinglinError
from generator.messages import Catalogue
from generator.search import SORTS
from generator.search.answer import Question, answer
from generator.search.index import open_index, state
from generator.search.query import LONGEST
from generator.search.reading import FILTERED, OpenIndex
from generator.search.report import record

MOST_LIMIT, MOST_OFFSET = 100, 10_000
"""The most results of one answer, and how many may be left out before them."""
_PATIENCE = 0.5
"""Seconds for which a request waits when as many as may be are searching."""
_METHODS = "GET, HEAD, OPTIONS"
_PARAMETERS = ("q", *FILTERED, "sort", "limit", "offset")
_ORIGIN = re.compile(r"https?://[^\s/?#@\\]+")
_ALWAYS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_log = logging.getLogger(__name__)


class Refusal(Exception):  # noqa: N818 - an answer to somebody, not a failure
    """A request that is not answered, with the key of its words under ``search.refused``."""

    def __init__(self, status: HTTPStatus, code: str, headers: dict[str, str] | None = None, **params: object) -> None:
        """Note why."""
        super().__init__(code)
        self.status, self.code, self.headers, self.params = status, code, headers or {}, params


class Service:
    """The WSGI application (PEP 3333). It may be called by any number of threads."""

    def __init__(
        self, folder: Path, words: Catalogue, searches: int, seconds: float, origins: Collection[str] = ()
    ) -> None:
        """Begin to serve.

        Args:
            folder: The index.
            words: The language of the errors and of the labels.
            searches: How many searches may run at once.
            seconds: How long one may take.
            origins: Sites whose pages may read the answers.

        Raises:
            XinglinError: An origin is none.
        """
        for origin in origins:
            if not _ORIGIN.fullmatch(origin):
                raise XinglinError("bad-origin", origin=origin)
        self._words, self._seconds, self._origins = words, seconds, frozenset(origins)
        self._readers: queue.LifoQueue[_Reader] = queue.LifoQueue()
        for _ in range(searches):
            self._readers.put(_Reader(folder))
        # As many may wait as search. One thread more (see serve) is left for refusals and for the health, which has a
        # reader of its own.
        self._places = threading.BoundedSemaphore(2 * searches)
        self._watched, self._watching = _Reader(folder), threading.Lock()

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """Answer one request."""
        status, headers, value = self._answered(environ)
        sent, data = _ALWAYS | self._allowed(environ) | headers, b""
        if value is not None:
            data = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
            sent |= {"Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(data))}
        start_response(f"{status.value} {status.phrase}", list(sent.items()))
        return [] if value is None or environ["REQUEST_METHOD"] == "HEAD" else [data]

    def _answered(self, environ: Mapping[str, Any]) -> tuple[HTTPStatus, dict[str, str], Any]:
        try:
            page = {"/search": self._search, "/health": self._health}.get(environ.get("PATH_INFO", ""))
            if page is None:
                raise Refusal(HTTPStatus.NOT_FOUND, "not-found")
            if environ["REQUEST_METHOD"] == "OPTIONS":
                return HTTPStatus.NO_CONTENT, {"Allow": _METHODS}, None
            if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
                raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "bad-method", {"Allow": _METHODS})
            return HTTPStatus.OK, {}, page(environ.get("QUERY_STRING", ""))
        except Refusal as refusal:
            return refusal.status, refusal.headers, self._error(refusal)
        except Exception:
            _log.exception("A search failed.")
            failed = Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "unavailable")
            return failed.status, {}, self._error(failed)

    def _error(self, refusal: Refusal) -> Mapping[str, object]:
        message = self._words.text(f"search.refused.{refusal.code}", **refusal.params)
        return {"error": {"code": refusal.code, "message": message}}

    def _allowed(self, environ: Mapping[str, Any]) -> dict[str, str]:
        """What lets pages of other sites read the answer (https://fetch.spec.whatwg.org/#http-cors-protocol)."""
        if not self._origins:
            return {}
        origin = environ.get("HTTP_ORIGIN", "")
        if origin not in self._origins:
            return {"Vary": "Origin"}
        allowed = {"Vary": "Origin", "Access-Control-Allow-Origin": origin}
        if environ["REQUEST_METHOD"] == "OPTIONS":
            allowed |= {"Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Max-Age": "600"}
        return allowed

    def _search(self, text: str) -> Mapping[str, Any]:
        question = asked(text)
        ends = time.monotonic() + self._seconds

        def tick() -> None:
            if time.monotonic() > ends:
                raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "timeout")

        with self._opened() as opened:
            tick()
            return record(answer(opened, question, tick), self._words)

    def _health(self, text: str) -> Mapping[str, Any]:
        with self._watching:
            opened = self._watched.current()
            return {"status": "ok", "documents": len(opened.cards), "release": opened.release}

    @contextmanager
    def _opened(self) -> Iterator[OpenIndex]:
        busy = Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "busy", {"Retry-After": "1"})
        if not self._places.acquire(blocking=False):
            raise busy
        try:
            reader = self._readers.get(timeout=_PATIENCE)
        except queue.Empty:
            self._places.release()
            raise busy from None
        try:
            yield reader.current()
        finally:
            self._readers.put(reader)
            self._places.release()


class _Reader:
    """An opened index, which is opened again when it was renewed. For one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: OpenIndex | None = None
        self._state: object = None

    def current(self) -> OpenIndex:
        found = state(self._folder)
        if self._opened is None or found != self._state:
            try:
                fresh = open_index(self._folder)
            except XinglinError:
                raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", {"Retry-After": "60"}) from None
            if self._opened is not None:
                self._opened.close()
            self._opened, self._state = fresh, found
        return self._opened


def asked(text: str) -> Question:
    """Read the part of an address after the question mark.

    Raises:
        Refusal: It is not what /search takes.
    """
    given = _parameters(text)
    if any(len(value) > LONGEST for value in given.values()):
        raise Refusal(HTTPStatus.REQUEST_URI_TOO_LONG, "long-query", most=LONGEST)
    sort = given.get("sort") or SORTS[0]
    if sort not in SORTS:
        raise Refusal(HTTPStatus.BAD_REQUEST, "bad-sort", known=", ".join(SORTS))
    limit = _number(given.get("limit") or "10", 1, MOST_LIMIT)
    if limit is None:
        raise Refusal(HTTPStatus.BAD_REQUEST, "bad-limit", most=MOST_LIMIT)
    offset = _number(given.get("offset") or "0", 0, MOST_OFFSET)
    if offset is None:
        raise Refusal(HTTPStatus.BAD_REQUEST, "bad-offset", most=MOST_OFFSET)
    return Question(given.get("q", ""), {name: given.get(name, "") for name in FILTERED}, sort, limit, offset)


def _parameters(text: str) -> Mapping[str, str]:
    try:
        # WSGI hands bytes over as if they were Latin-1.
        pairs = parse_qsl(text.encode("latin-1").decode(), keep_blank_values=True, errors="strict")
    except UnicodeError:
        raise Refusal(HTTPStatus.BAD_REQUEST, "bad-text") from None
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in _PARAMETERS:
            raise Refusal(HTTPStatus.BAD_REQUEST, "unknown", name=name[:40])
        if name in given:
            raise Refusal(HTTPStatus.BAD_REQUEST, "repeated", name=name)
        given[name] = value
    return given


def _number(text: str, least: int, most: int) -> int | None:
    """A whole number within bounds."""
    number = int(text) if re.fullmatch("[0-9]{1,9}", text) else -1
    return number if least <= number <= most else None


def serve(service: Service, host: str, port: int, searches: int, announce: Callable[[str], object]) -> None:
    """Serve until the process is told to stop (SIGTERM, Ctrl+C); what has begun is finished, within five seconds.

    Args:
        service: The application.
        host: Name or address to listen at.
        port: Port, 0 for a free one.
        searches: As many as the service lets run at once; there are threads for as many that wait, and one more.
        announce: Is given the address once it is listened at.

    Raises:
        XinglinError: It cannot be listened at that address.
    """
    name = f"[{host}]" if ":" in host else host
    try:
        server = create_server(
            service,
            host=host,
            port=port,
            threads=2 * searches + 1,
            ident="xinglin",
            max_request_header_size=16_384,
            max_request_body_size=1_024,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise XinglinError("address-unusable", address=f"{name}:{port}", reason=reason) from None
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        announce(f"http://{name}:{getattr(server, 'effective_port', port)}")
        server.run()
    finally:
        server.close()
        signal.signal(signal.SIGTERM, before)


def _stop(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt
