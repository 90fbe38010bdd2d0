from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site.offices import Office, shared_out

REPOSITORY = Path(__file__).resolve().parents[2]
MINIATURE = Path(__file__).parent / "miniature"
TODAY = "1795392000"  # 2026-11-23 in Asia/Shanghai, for SOURCE_DATE_EPOCH

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def xinglin() -> Run:
    """Run a command of the program in a process of its own, on a fixed day."""
    return _runner()


@pytest.fixture(scope="module")
def xinglin_module() -> Run:
    """The same for fixtures that a whole module shares."""
    return _runner()


def _runner() -> Run:

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "generator", *map(str, arguments)],
            cwd=REPOSITORY,
            check=False,
            env=os.environ | {"SOURCE_DATE_EPOCH": TODAY, "LANG": "zh_CN.UTF-8", "LC_ALL": "", **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the miniature content that a test may change."""
    folder = tmp_path / "内容 目录"
    shutil.copytree(MINIATURE, folder)
    return folder


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, xinglin_module: Run) -> Office:
    """Shared by tests that only look."""
    return shared_out(tmp_path_factory.mktemp("评审"), xinglin_module)


@pytest.fixture
def own(tmp_path: Path, office: Office) -> Office:
    """One to change."""
    shutil.copytree(office.content, tmp_path / "文稿")
    return Office(tmp_path / "文稿", office.packs, office.code, office.other)
