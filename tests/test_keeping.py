from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import XinglinError
from generator.publish.keeping import keep_and_write


def files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_the_first_is_written_and_nothing_else(tmp_path: Path) -> None:
    assert keep_and_write(tmp_path / "ballots" / "j.yml", "一") is None
    assert files(tmp_path) == {"ballots/j.yml": "一"}


def test_every_earlier_version_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "j.yml"
    for text in "一二三":
        keep_and_write(path, text)
    assert files(tmp_path) == {"j.yml": "三", "earlier/j.1.yml": "一", "earlier/j.2.yml": "二"}


@pytest.mark.parametrize("fails", [1, 2])
def test_a_failure_loses_neither(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int) -> None:
    path = tmp_path / "j.yml"
    keep_and_write(path, "一")
    replace, calls = Path.replace, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == fails:
            raise OSError("full")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(XinglinError):
        keep_and_write(path, "二")
    assert files(tmp_path)["j.yml"] == "一"
    assert not [name for name in files(tmp_path) if name.startswith(".") or "/." in name]


def test_others_may_read_it(tmp_path: Path) -> None:
    keep_and_write(tmp_path / "j.yml", "一")
    assert (tmp_path / "j.yml").stat().st_mode & 0o777 == 0o644
