from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.site.conftest import REPOSITORY, TODAY


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return str(response.read().decode("utf-8"))
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def wait_for(condition: Callable[[], bool], seconds: float = 40) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def test_the_preview_follows_changes_and_survives_mistakes(content: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--content", str(content), "--address", f"127.0.0.1:{port}"],
        cwd=REPOSITORY,
        env=os.environ | {"SOURCE_DATE_EPOCH": TODAY},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    page = f"http://127.0.0.1:{port}/papers/2026/lunwen/"
    try:
        assert wait_for(lambda: "国家中医药管理局" in fetch(page))
        source = content / "papers/2026/lunwen.md"
        source.write_text(source.read_text(encoding="utf-8") + "\n新添的一段话。\n", encoding="utf-8")
        assert wait_for(lambda: "新添的一段话" in fetch(page))
        (content / "papers/2026/huai.md").write_text("---\ntitle: 坏\n---\n\n没有作者\n", encoding="utf-8")
        source.write_text(source.read_text(encoding="utf-8") + "\n再添一段。\n", encoding="utf-8")
        assert wait_for(lambda: "再添一段" in fetch(page))
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_an_address_in_use_is_said_without_a_traceback(content: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "-m", "generator", "serve", "--content", str(content), "--address", f"127.0.0.1:{port}"],
            cwd=REPOSITORY,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
