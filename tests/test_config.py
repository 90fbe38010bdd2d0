from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.config import Settings, find_config, read_project, read_settings
from generator.errors import XinglinError
from generator.problems import Severity

RULES = ("isbn", "similar-tag", "broken-link")


def read(options: dict[str, Any], **site: Any) -> tuple[Settings, list[str]]:
    return read_settings(options, site, RULES)


def write(folder: Path, text: str) -> Path:
    path = folder / "mkdocs.yml"
    path.write_text(text, encoding="utf-8")
    return path


# ---- Settings


def test_nothing_written_means_the_defaults() -> None:
    assert read({}) == (Settings(), [])


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("timezone", "Asia/Urumqi", "Asia/Urumqi"),
        ("page_size", 50, 50),
        ("feed_size", 1, 1),
        ("text_limit", 1, 1.0),
        ("attachment_limit", 0.5, 0.5),
        ("attachment_types", [".PDF", "docx"], ("pdf", "docx")),
        ("attachment_types", [], ()),
        ("conversion_seconds", 2.5, 2.5),
        ("workers", 0, 0),
        ("workers", 4, 4),
        ("rules", {"isbn": "warning", "similar-tag": False}, {"isbn": Severity.WARNING, "similar-tag": Severity.OFF}),
        ("competition", {"ballots": "../ballots"}, {"ballots": Path("../ballots").resolve()}),
        ("competition", {}, {}),
        ("rules", {"isbn": "off", "broken-link": "error"}, {"isbn": Severity.OFF, "broken-link": Severity.ERROR}),
    ],
)
def test_each_setting_is_read(name: str, written: Any, meant: Any) -> None:
    settings, mistakes = read({name: written})
    assert mistakes == []
    assert getattr(settings, name) == meant


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("competition", {"ballots": ""}),
        ("competition", {"ballots": ["a"]}),
        ("competition", {"votes": "../votes"}),
        ("competition", "../ballots"),
        ("timezone", "Peking"),
        ("timezone", "../../etc/passwd"),
        ("timezone", 8),
        ("page_size", 0),
        ("page_size", "20"),
        ("page_size", True),
        ("page_size", 2.5),
        ("feed_size", None),
        ("text_limit", 0),
        ("text_limit", -1),
        ("text_limit", True),
        ("text_limit", float("nan")),
        ("attachment_types", "pdf"),
        ("attachment_types", [1]),
        ("conversion_seconds", "ten"),
        ("workers", -1),
        ("workers", False),
        ("rules", ["isbn"]),
        ("rules", {"isbn": "fatal"}),
        ("rules", {"isbn": True}),
    ],
)
def test_a_wrong_value_is_one_mistake_that_names_its_setting(name: str, written: Any) -> None:
    settings, mistakes = read({name: written})
    assert len(mistakes) == 1
    assert mistakes[0].startswith(name)
    assert getattr(settings, name) == getattr(Settings(), name)


def test_all_mistakes_are_told_at_once_with_the_nearest_known_word() -> None:
    _, mistakes = read({"pagesize": 20, "timezone": "Peking", "rules": {"ibsn": "off"}}, theme={"language": "fr"})
    assert len(mistakes) == 4
    assert "did you mean 'page_size'" in mistakes[0]
    assert "did you mean 'isbn'" in mistakes[2]
    assert "theme.language" in mistakes[3]


def test_some_settings_are_mkdocs_own() -> None:
    site = {"site_name": "学习园地", "site_url": "https://example.invalid/", "theme": {"language": "en"}}
    settings, mistakes = read({}, **site)
    assert mistakes == []
    assert (settings.site_name, settings.site_url, settings.language) == ("学习园地", "https://example.invalid/", "en")


@pytest.mark.parametrize("theme", ["material", None, {}, []])
def test_without_a_language_the_site_is_chinese(theme: Any) -> None:
    assert read({}, theme=theme)[0].language == "zh"


# ---- mkdocs.yml


def test_folders_are_taken_from_where_the_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "docs_dir: 文稿\nsite_dir: 网站\nplugins:\n  - xinglin: {page_size: 7}\n")
    monkeypatch.chdir("/")
    project = read_project(path, RULES)
    assert (project.content, project.site) == (tmp_path / "文稿", tmp_path / "网站")
    assert project.settings.page_size == 7


@pytest.mark.parametrize(
    "plugins",
    [
        "plugins: [search, {xinglin: {page_size: 7}}]",
        "plugins: {search: {}, xinglin: {page_size: 7}}",
        "plugins:\n  - xinglin:\n      page_size: 7",
    ],
)
def test_plugins_may_be_a_list_or_a_mapping(tmp_path: Path, plugins: str) -> None:
    assert read_project(write(tmp_path, plugins), RULES).settings.page_size == 7


@pytest.mark.parametrize("plugins", ["plugins: [xinglin]", "plugins:", "site_name: x", "plugins: {xinglin: }"])
def test_without_options_there_are_the_defaults(tmp_path: Path, plugins: str) -> None:
    assert read_project(write(tmp_path, plugins), RULES).settings.page_size == Settings().page_size


def test_tags_for_mkdocs_are_read_past_and_nothing_is_run(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    text = f"""
        site_url: !ENV [SITE_URL, 'https://example.invalid/']
        markdown_extensions: [{{x: {{slugify: !!python/object/apply:os.mkdir ['{marker}']}}}}]
        plugins: [xinglin]
    """
    assert read_project(write(tmp_path, text), RULES).settings.site_url == ""
    assert not marker.exists()


@pytest.mark.parametrize("text", ["a: [", "- a\n- b", "", "a: b: c", "\x00"])
def test_what_is_no_configuration_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(XinglinError) as error:
        read_project(write(tmp_path, text), RULES)
    assert error.value.key == "bad-config"


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(XinglinError) as error:
        read_project(tmp_path / "none.yml", RULES)
    assert error.value.key == "no-config"


def test_wrong_settings_are_an_error_with_all_of_them(tmp_path: Path) -> None:
    with pytest.raises(XinglinError) as error:
        read_project(write(tmp_path, "plugins: {xinglin: {page_size: 0, workers: x}}"), RULES)
    assert error.value.key == "settings"
    assert len(str(error.value.params["mistakes"]).splitlines()) == 2


def test_the_nearest_configuration_above_is_used(tmp_path: Path, repository: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_config(deep) == repository / "mkdocs.yml"
    path = write(tmp_path, "plugins: [xinglin]")
    assert find_config(deep) == path
    nearer = write(tmp_path / "a", "plugins: [xinglin]")
    assert find_config(deep) == nearer


def test_every_content_folder_has_an_index_of_its_own(tmp_path: Path) -> None:
    project = read_project(write(tmp_path, "plugins: [xinglin]"), RULES)
    other = project.with_content(tmp_path / "other")
    assert other.content == tmp_path / "other"
    assert project.index != other.index
    assert other.index == project.with_content(tmp_path / "x" / ".." / "other").index
    assert project.index.is_relative_to(tmp_path / ".cache")


# ---- Ballots in a folder of their own


def with_ballots(root: Path, ballots: str) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    return write(root, f"plugins:\n  - xinglin:\n      competition: {{ballots: {ballots}}}\n")


def test_the_folder_of_the_ballots_counts_from_the_file(tmp_path: Path) -> None:
    project = read_project(with_ballots(tmp_path / "site-project", "../ballots"), RULES)
    assert project.settings.ballots == tmp_path / "ballots"
    assert project.casework("2026") == tmp_path / "ballots" / "2026"


def test_without_such_a_folder_they_lie_in_the_content(tmp_path: Path) -> None:
    project = read_project(write(tmp_path, "docs_dir: content\n"), RULES)
    assert project.settings.ballots is None
    assert project.casework("2026") == tmp_path / "content" / "competitions" / "2026"


@pytest.mark.parametrize("ballots", ["content/secret", "site/ballots", "content", ".", "..", "link/x"])
def test_ballots_never_lie_where_files_are_published(tmp_path: Path, ballots: str) -> None:
    root = tmp_path / "project"
    (root / "site").mkdir(parents=True)
    (root / "link").symlink_to(root / "site")
    with pytest.raises(XinglinError) as error:
        read_project(with_ballots(root, ballots), RULES)
    assert "must lie apart" in str(error.value.params["mistakes"])
