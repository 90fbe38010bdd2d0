"""What tests of several rooms need."""

from __future__ import annotations

import shutil
from pathlib import Path

import hypothesis
import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
MINIATURE = REPOSITORY / "tests" / "site" / "miniature"
"""A small whole tree of content with at least one document of every kind, without mistakes."""


hypothesis.settings.register_profile("any-machine", deadline=None)
hypothesis.settings.load_profile("any-machine")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the whole project."""
    return REPOSITORY


@pytest.fixture
def miniature(tmp_path: Path) -> Path:
    """A copy of the miniature content that a test may change, in a folder whose name is a hard one."""
    folder = tmp_path / "文稿 一"
    shutil.copytree(MINIATURE, folder)
    return folder
