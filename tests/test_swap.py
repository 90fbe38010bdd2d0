from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import XinglinError
from generator.publish.swap import MARK, replacing


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


def publish(site: Path, content: Path, text: str) -> None:
    with replacing(site, content) as fresh:
        (fresh / "index.html").write_text(text, encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_first_site_appears_whole(tmp_path: Path, content: Path) -> None:
    site = tmp_path / "网 站" / "site"
    publish(site, content, "one")
    assert (site / "index.html").read_text(encoding="utf-8") == "one"
    assert names(site) == [MARK, "index.html"]
    assert names(site.parent) == ["site"]


def test_readers_of_a_web_server_may_enter(tmp_path: Path, content: Path) -> None:
    publish(tmp_path / "site", content, "one")
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o755


def test_a_new_site_takes_the_place_of_the_old_one(tmp_path: Path, content: Path) -> None:
    site = tmp_path / "site"
    publish(site, content, "one")
    (site / "stale.html").write_text("stale", encoding="utf-8")
    publish(site, content, "two")
    assert (site / "index.html").read_text(encoding="utf-8") == "two"
    assert names(site) == [MARK, "index.html"]
    assert names(tmp_path) == ["content", "site"]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_the_old_site_and_nothing_else(
    tmp_path: Path, content: Path, failure: type[BaseException]
) -> None:
    site = tmp_path / "site"
    publish(site, content, "one")
    with pytest.raises(failure), replacing(site, content) as fresh:
        (fresh / "index.html").write_text("half", encoding="utf-8")
        raise failure
    assert (site / "index.html").read_text(encoding="utf-8") == "one"
    assert names(tmp_path) == ["content", "site"]


def test_the_old_site_stands_until_the_new_one_is_whole(tmp_path: Path, content: Path) -> None:
    site = tmp_path / "site"
    publish(site, content, "one")
    with replacing(site, content) as fresh:
        (fresh / "index.html").write_text("two", encoding="utf-8")
        assert (site / "index.html").read_text(encoding="utf-8") == "one"


def test_a_failing_swap_puts_the_old_site_back(tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    publish(site, content, "one")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if target == site and not self.name.endswith(".old"):
            raise OSError("full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(XinglinError) as error:
        publish(site, content, "two")
    assert (error.value.key, str(error.value.params["reason"])) == ("file-unwritable", "full")
    assert (site / "index.html").read_text(encoding="utf-8") == "one"
    assert names(tmp_path) == ["content", "site"]


def test_nobody_else_may_enter_a_private_folder(tmp_path: Path, content: Path) -> None:
    with replacing(tmp_path / "judges", content, private=True) as fresh:
        (fresh / "index.html").write_text("marks", encoding="utf-8")
    assert (tmp_path / "judges").stat().st_mode & 0o777 == 0o700


def test_what_cannot_be_written_is_said(tmp_path: Path, content: Path) -> None:
    (tmp_path / "letter").write_text("a letter", encoding="utf-8")
    for place in (tmp_path / "letter" / "site", tmp_path / "letter" / "deep" / "site", Path("/proc/none/site")):
        with pytest.raises(XinglinError) as error:
            publish(place, content, "one")
        assert error.value.key == "file-unwritable"


def foreign_folder(site: Path, content: Path) -> Path:
    site.mkdir()
    (site / "thesis.doc").write_text("ten years of work", encoding="utf-8")
    return site


def a_file(site: Path, content: Path) -> Path:
    site.write_text("a letter", encoding="utf-8")
    return site


def the_content(site: Path, content: Path) -> Path:
    return content


def inside_content(site: Path, content: Path) -> Path:
    return content / "site"


def above_content(site: Path, content: Path) -> Path:
    return content.parent


def link_to_content(site: Path, content: Path) -> Path:
    site.symlink_to(content)
    return site


@pytest.mark.parametrize(
    ("place", "key"),
    [
        (foreign_folder, "site-not-ours"),
        (a_file, "site-not-folder"),
        (the_content, "site-in-content"),
        (inside_content, "site-in-content"),
        (above_content, "site-in-content"),
        (link_to_content, "site-in-content"),
    ],
)
def test_what_is_not_ours_is_never_replaced(
    tmp_path: Path, content: Path, place: Callable[[Path, Path], Path], key: str
) -> None:
    (content / "index.md").write_text("# 首页", encoding="utf-8")
    site = place(tmp_path / "site", content)
    before = sorted(map(str, tmp_path.rglob("*")))
    with pytest.raises(XinglinError) as error:
        publish(site, content, "one")
    assert error.value.key == key
    assert sorted(map(str, tmp_path.rglob("*"))) == before


def test_an_empty_folder_may_be_used(tmp_path: Path, content: Path) -> None:
    (tmp_path / "site").mkdir()
    publish(tmp_path / "site", content, "one")
    assert (tmp_path / "site" / "index.html").is_file()


def test_a_relative_site_is_taken_from_the_current_folder(
    tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    publish(Path("site"), content, "one")
    assert (tmp_path / "site" / "index.html").is_file()
