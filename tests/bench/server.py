"""A server for one folder, on this machine only, that counts what it sends."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

EMPTY_PAGE = "bench-empty-page.html"
"""An address of every server: a page on which nothing is loaded."""
_EMPTY = b'<!doctype html><html lang="zh"><meta charset="utf-8"><link rel="icon" href="data:,"><title>bench</title>'
_LEVEL = 6


@dataclass(frozen=True)
class Sent:
    """What was sent: bytes of bodies, as they went over the line, and the answers that carried them."""

    bytes: int
    requests: int


@dataclass
class Counter:
    """Adds up what is sent, from many threads."""

    _bytes: int = 0
    _requests: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, size: int) -> None:
        """Count one answer."""
        with self._lock:
            self._bytes += size
            self._requests += 1

    def take(self) -> Sent:
        """What was sent since this was last asked."""
        with self._lock:
            sent = Sent(self._bytes, self._requests)
            self._bytes = self._requests = 0
        return sent


class _Files:
    """The files of a folder, compressed where that makes them smaller, each compressed only once."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._packed: dict[Path, bytes | None] = {}

    def find(self, address: str) -> Path | None:
        path = (self._root / unquote(urlsplit(address).path).lstrip("/")).resolve()
        if path.is_dir():
            path /= "index.html"
        return path if path.is_relative_to(self._root) and path.is_file() else None

    def packed(self, path: Path) -> bytes | None:
        if path not in self._packed:
            whole = path.read_bytes()
            packed = gzip.compress(whole, _LEVEL, mtime=0)
            self._packed[path] = packed if len(packed) < len(whole) else None
        return self._packed[path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are sent one after the other; the second would wait until the first one is acknowledged.
    disable_nagle_algorithm = True

    def __init__(self, files: _Files, counter: Counter, *connection: object) -> None:
        self._files, self._counter = files, counter
        super().__init__(*connection)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if urlsplit(self.path).path == f"/{EMPTY_PAGE}":
            self._send(HTTPStatus.OK, _EMPTY, "text/html")
        elif path := self._files.find(self.path):
            self._send_file(path)
        else:
            self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")

    def _send_file(self, path: Path) -> None:
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        packed = self._files.packed(path) if "gzip" in self.headers.get("Accept-Encoding", "") else None
        if packed is None:
            self._send(HTTPStatus.OK, path.read_bytes(), kind)
        else:
            self._send(HTTPStatus.OK, packed, kind, "gzip")

    def _send(self, status: HTTPStatus, body: bytes, kind: str, encoding: str = "") -> None:
        # Counted first: the browser may have its answer before this thread goes on.
        self._counter.add(len(body))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=3600")
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that is closed drops its connections."""


@contextmanager
def serving(root: Path) -> Iterator[tuple[str, Counter]]:
    """Serve a folder; gives the address, with a slash at its end, and the counter."""
    counter = Counter()
    server = _Server(("127.0.0.1", 0), partial(_Handler, _Files(root), counter))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", counter
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
