from __future__ import annotations

import http.client
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import quote, urlencode
from wsgiref.validate import validator

import pytest

from generator.errors import XinglinError
from generator.messages import catalogue
from generator.search import service as module
from generator.search.report import record
from generator.search.service import Service, serve
from tests.conftest import MINIATURE, REPOSITORY
from tests.search.builders import Shelf, document

ZH = catalogue("zh")
SITE = "https://wiki.example.cn"


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        error = self.json["error"]
        assert error.keys() == {"code", "message"}
        return str(error["code"])


def call(service: Service, target: str, method: str = "GET", **environ: str) -> Reply:
    """Send a request to the application, past a check that both sides keep to WSGI."""
    path, _, query = target.partition("?")
    given: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **environ,
    }
    sent: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], problem: Any = None) -> Any:
        sent.extend([status, headers])
        return lambda data: None

    answer = validator(service)(given, start)
    body = b"".join(answer)
    answer.close()  # type: ignore[attr-defined]
    assert len(dict(sent[1])) == len(sent[1])
    return Reply(int(sent[0][:3]), dict(sent[1]), body)


def asking(**parameters: object) -> str:
    return "/search?" + urlencode(parameters)


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(
        document("a", "桂枝汤与黄芪", "桂枝 <汤>", kind="papers", authors=("王芳",), tags=("方剂",)),
        document("b", "桂枝", year="2025", date="2025-01-01"),
        document("c", "麻黄", department="yizheng", department_name="医政处"),
        groups=[["黄芪", "北芪"]],
    )
    return shelf


@pytest.fixture
def service(stocked: Shelf) -> Service:
    return Service(stocked.folder, ZH, 2, 5, [SITE])


# ---- Answers


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("桂枝", {}),
        ("北芪", {}),
        ("桂枝 -黄芪", {"year": "2025"}),
        ("桂枝", {"kind": "论文", "author": "王芳", "tag": "方剂"}),
        ("桂枝", {"sort": "oldest", "limit": 1, "offset": 1}),
        ("没有的话", {}),
        ("桂枝", {"kind": "lectures", "department": "医政处"}),
        ("wangfang", {}),
        ("", {"kind": "papers"}),
        ("", {}),
    ],
)
def test_an_answer_is_that_of_the_command_line(
    service: Service, stocked: Shelf, query: str, asked: dict[str, Any]
) -> None:
    reply = call(service, asking(q=query, **asked))
    assert reply.status == 200
    assert reply.json == record(stocked.ask(query, **asked), ZH)
    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"


def test_nothing_asked_finds_nothing(service: Service) -> None:
    for target in ("/search", "/search?", "/search?q=", "/search?q=&kind=&sort=&limit=&offset="):
        assert call(service, target).json["total"] == 0


def test_unescaped_utf8_is_understood(service: Service) -> None:
    assert call(service, "/search?q=" + "桂枝".encode().decode("latin-1")).json["total"] == 2


def test_the_health_is_told(service: Service, stocked: Shelf) -> None:
    reply = call(service, "/health")
    assert (reply.status, reply.json) == (
        200,
        {"status": "ok", "documents": 3, "release": stocked.opened().release},
    )


def test_a_renewed_index_is_opened_again(service: Service, stocked: Shelf) -> None:
    assert call(service, asking(q="桂枝")).json["total"] == 2
    before = call(service, "/health").json["release"]
    with mock.patch.object(module, "open_index", side_effect=AssertionError):
        assert call(service, asking(q="桂枝")).json["total"] == 2
    stocked.put(document("d", "桂枝"))
    assert [r["id"] for r in call(service, asking(q="桂枝")).json["results"]] == ["d"]
    assert call(service, "/health").json["release"] != before


def test_an_index_that_cannot_be_read_is_said_until_it_can(service: Service, stocked: Shelf) -> None:
    seal = (stocked.folder / "seal.json").read_bytes()
    (stocked.folder / "seal.json").unlink()
    for target in (asking(q="桂枝"), "/health"):
        reply = call(service, target)
        assert (reply.status, reply.code, reply.headers["Retry-After"]) == (503, "unavailable", "60")
    (stocked.folder / "seal.json").write_bytes(seal)
    assert call(service, asking(q="桂枝")).status == call(service, "/health").status == 200


# ---- Refused


@pytest.mark.parametrize(
    ("target", "status", "code"),
    [
        ("/", 404, "not-found"),
        ("/search/", 404, "not-found"),
        ("/Search?q=a", 404, "not-found"),
        ("/../health", 404, "not-found"),
        (asking(q="桂" * 201), 414, "long-query"),
        (asking(q="桂", tag="桂" * 201), 414, "long-query"),
        (asking(sort="best"), 400, "bad-sort"),
        (asking(limit=0), 400, "bad-limit"),
        (asking(limit=101), 400, "bad-limit"),
        (asking(limit="1e1"), 400, "bad-limit"),
        (asking(limit="１"), 400, "bad-limit"),
        (asking(limit="9" * 100), 400, "bad-limit"),
        (asking(offset=-1), 400, "bad-offset"),
        (asking(offset=10_001), 400, "bad-offset"),
        (asking(callback="x"), 400, "unknown"),
        ("/search?q=a&q=b", 400, "repeated"),
        ("/search?q=%ff", 400, "bad-text"),
        ("/search?q=%ed%a0%80", 400, "bad-text"),
        ("/search?q=\xff", 400, "bad-text"),
    ],
)
def test_what_is_not_understood_is_refused(service: Service, target: str, status: int, code: str) -> None:
    reply = call(service, target)
    assert (reply.status, reply.code) == (status, code)
    assert reply.json["error"]["message"].startswith(ZH.entries[f"search.refused.{code}"].split("{")[0])


def test_errors_are_in_the_language_asked_for(stocked: Shelf) -> None:
    words = catalogue("en")
    reply = call(Service(stocked.folder, words, 1, 5), asking(limit=0))
    assert reply.json["error"]["message"] == words.text("search.refused.bad-limit", most=100)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(service: Service, method: str) -> None:
    reply = call(service, asking(q="桂枝"), method, CONTENT_LENGTH="0", CONTENT_TYPE="text/plain")
    assert (reply.status, reply.code, reply.headers["Allow"]) == (405, "bad-method", "GET, HEAD, OPTIONS")


def test_a_long_query_just_fits(service: Service) -> None:
    assert call(service, asking(q="桂" * 200)).status == 200


def test_head_has_no_body(service: Service) -> None:
    for target in (asking(q="桂枝"), "/health", "/gone", asking(limit=0)):
        got, head = call(service, target), call(service, target, "HEAD")
        assert (head.status, head.headers, head.body) == (got.status, got.headers, b"")


def test_a_search_that_takes_too_long_is_ended(stocked: Shelf) -> None:
    reply = call(Service(stocked.folder, ZH, 1, -1), asking(q="桂枝"))
    assert (reply.status, reply.code) == (503, "timeout")


def test_after_a_search_was_ended_the_next_one_is_answered(stocked: Shelf) -> None:
    slow = Service(stocked.folder, ZH, 1, 3)
    moments = iter([0.0, 1.0, 2.0, *[9.0] * 1000])
    with mock.patch.object(module.time, "monotonic", lambda: next(moments)):
        assert call(slow, asking(q="桂枝 黄芪")).code == "timeout"
    assert call(slow, asking(q="桂枝 黄芪")).status == 200


@contextmanager
def searching(service: Service, count: int) -> Iterator[list[Reply]]:
    """So many searches that run until the end of the block; their replies are there after it."""
    entered, leave = threading.Semaphore(0), threading.Event()
    answered = module.answer
    replies: list[Reply] = []

    def slow(*given: Any) -> Any:
        entered.release()
        leave.wait(10)
        return answered(*given)

    with mock.patch.object(module, "answer", slow):
        threads = [
            threading.Thread(target=lambda: replies.append(call(service, asking(q="桂枝")))) for _ in range(count)
        ]
        for thread in threads:
            thread.start()
        assert all(entered.acquire(timeout=10) for _ in threads)
        yield replies
        leave.set()
        for thread in threads:
            thread.join(10)


def test_too_many_at_once_are_refused(stocked: Shelf) -> None:
    one = Service(stocked.folder, ZH, 1, 5)
    with searching(one, 1) as replies, mock.patch.object(module, "_PATIENCE", 0.05):
        reply = call(one, asking(q="桂枝"))
    assert (reply.status, reply.code, reply.headers["Retry-After"]) == (503, "busy", "1")
    assert replies[0].status == 200
    assert call(one, asking(q="桂枝")).status == 200


def test_the_health_is_told_while_all_searches_are_busy(service: Service) -> None:
    with searching(service, 2) as replies, mock.patch.object(module, "_PATIENCE", 10):
        begun = time.monotonic()
        assert call(service, "/health").json["documents"] == 3
        assert time.monotonic() - begun < 5
    assert [reply.status for reply in replies] == [200, 200]


def test_no_more_wait_than_may_search_so_that_a_thread_is_left(service: Service) -> None:
    waiting = [threading.Thread(target=call, args=[service, asking(q="桂枝")]) for _ in range(2)]
    with searching(service, 2), mock.patch.object(module, "_PATIENCE", 20):
        for thread in waiting:
            thread.start()
        while service._places._value:
            time.sleep(0.01)
        begun = time.monotonic()
        assert call(service, asking(q="桂枝")).code == "busy"
        assert time.monotonic() - begun < 5
    for thread in waiting:
        thread.join(10)
    assert call(service, asking(q="桂枝")).status == 200


def test_a_failure_of_the_program_is_no_traceback(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    with mock.patch.object(module, "answer", side_effect=ZeroDivisionError("secret")):
        reply = call(service, asking(q="桂枝"))
    assert (reply.status, reply.code) == (500, "unavailable")
    assert b"secret" not in reply.body
    assert "ZeroDivisionError" in caplog.text
    assert call(service, asking(q="桂枝")).status == 200


def test_every_refusal_is_described() -> None:
    page = (REPOSITORY / "docs" / "reference" / "formats.md").read_text("utf-8")
    section = page.split("## `xinglin search-server`")[1].split("\n## ")[0]
    described = {code for _, code in re.findall(r"^\| (\d+) \| `([\w-]+)`", section, re.M)}
    assert described == {key.removeprefix("search.refused.") for key in ZH.entries if ".refused." in key}


# ---- Other sites, and what browsers must not do


def test_answers_are_kept_from_other_sites(service: Service, stocked: Shelf) -> None:
    for origin in ("https://evil.example", SITE + ".evil.example", SITE.upper(), "null", ""):
        reply = call(service, asking(q="桂枝"), HTTP_ORIGIN=origin)
        assert reply.headers["Vary"] == "Origin"
        assert not [name for name in reply.headers if name.startswith("Access-Control")]
    reply = call(Service(stocked.folder, ZH, 1, 5), asking(q="桂枝"), HTTP_ORIGIN=SITE)
    assert not [name for name in reply.headers if name.startswith("Access-Control")]


def test_a_site_that_is_allowed_may_read_answers_and_errors(service: Service) -> None:
    for target in (asking(q="桂枝"), asking(limit=0), "/gone"):
        reply = call(service, target, HTTP_ORIGIN=SITE)
        assert (reply.headers["Access-Control-Allow-Origin"], reply.headers["Vary"]) == (SITE, "Origin")
        assert "Access-Control-Allow-Credentials" not in reply.headers


def test_a_browser_may_ask_beforehand(service: Service) -> None:
    reply = call(service, "/search", "OPTIONS", HTTP_ORIGIN=SITE, HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET")
    assert (reply.status, reply.body, reply.headers["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")
    assert reply.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Content-Length" not in reply.headers
    assert "Access-Control-Allow-Methods" not in call(service, "/search", "OPTIONS", HTTP_ORIGIN="http://x").headers


@pytest.mark.parametrize("target", ["/health", "/gone", asking(q="<script>"), asking(limit=0)])
def test_every_reply_is_guarded(service: Service, target: str) -> None:
    headers = call(service, target).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "origin",
    [
        "wiki.example.cn",
        "https://wiki.example.cn/",
        "https://a/b",
        "*",
        "null",
        "",
        "https://",
        "ftp://a",
        "https://a b",
    ],
)
def test_what_is_no_origin_is_said(stocked: Shelf, origin: str) -> None:
    with pytest.raises(XinglinError) as error:
        Service(stocked.folder, ZH, 1, 5, [origin])
    assert (error.value.key, error.value.params) == ("bad-origin", {"origin": origin})


# ---- A real server


def test_an_address_that_is_taken_is_said(service: Service) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(XinglinError) as error:
            serve(service, "127.0.0.1", port, 1, print)
        assert (error.value.key, error.value.params["address"]) == ("address-unusable", f"127.0.0.1:{port}")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("项目 二")
    shutil.copytree(MINIATURE, root / "content")
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    return root


@pytest.fixture
def running(project: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The command, and the port at which it listens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "search-server", "--port", "0", "--quiet", "--origin", SITE],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY), "SOURCE_DATE_EPOCH": "1795392000"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert found, process.communicate(timeout=10)
        yield process, int(found[1])
    finally:
        process.kill()
        process.wait(10)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_command_serves_until_it_is_told_to_stop(
    running: tuple[subprocess.Popen[str], int], stop: signal.Signals
) -> None:
    process, port = running

    def get(target: str, method: str = "GET", **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, target, headers=headers)
        reply = connection.getresponse()
        found = Reply(reply.status, dict(reply.getheaders()), reply.read())
        connection.close()
        return found

    assert get("/health").json["status"] == "ok"
    found = get(asking(q="中医", limit=3), Origin=SITE)
    assert found.json["total"] > 0
    assert found.headers["Access-Control-Allow-Origin"] == SITE
    assert "草稿" not in get(asking(q="秘密")).body.decode()
    assert get(asking(q="中医"), "HEAD").body == b""
    assert get("/health", "OPTIONS").status == 204
    assert get("/health", "POST").status == 405
    assert get("/search?q=" + quote("一" * 201)).status == 414
    assert get("/search?q=" + "a" * 20_000).status == 431
    process.send_signal(stop)
    assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == 0


def test_what_has_begun_is_finished(service: Service) -> None:
    """A search that runs when the server is told to stop is still answered."""
    if not (child := os.fork()):
        status = 1
        try:
            status = _stopped_amid_a_search(service)
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _stopped_amid_a_search(service: Service) -> int:
    answered, replies = module.answer, []

    def slow(*given: Any) -> Any:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.5)
        return answered(*given)

    def ask(address: str) -> None:
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
        connection.request("GET", asking(q="桂枝"))
        replies.append(connection.getresponse().status)

    asking_thread: list[threading.Thread] = []

    def announce(address: str) -> None:
        asking_thread.append(threading.Thread(target=ask, args=[address]))
        asking_thread[0].start()

    with mock.patch.object(module, "answer", slow):
        serve(service, "127.0.0.1", 0, 1, announce)
    asking_thread[0].join(5)
    return 0 if replies == [200] else 3
