from __future__ import annotations

from pathlib import Path

import pytest

from tests.search.builders import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An index that has not been made yet."""
    return Shelf(tmp_path / "索引 一")
