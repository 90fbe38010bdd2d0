"""Settings: the ``xinglin`` entry of mkdocs.yml's plugins, validated whole."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import yaml

from generator.errors import XinglinError
from generator.messages import LANGUAGES
from generator.problems import Severity

ATTACHMENT_TYPES = tuple(
    "png jpg jpeg gif webp avif bmp ico svg "
    "pdf doc docx xls xlsx ppt pptx wps et dps ofd odt ods odp rtf txt csv tsv epub "
    "zip 7z rar gz tar mp3 m4a ogg wav mp4 webm".split()
)


@dataclass(frozen=True)
class Settings:
    """What an organisation may set. Sizes are in megabytes (10⁶ bytes); lists are counted in items."""

    language: str = "zh"
    site_name: str = "杏林"
    site_url: str = ""
    timezone: str = "Asia/Shanghai"
    page_size: int = 20
    feed_size: int = 30
    text_limit: float = 2.0
    attachment_limit: float = 20.0
    attachment_types: tuple[str, ...] = ATTACHMENT_TYPES
    conversion_seconds: float = 10.0
    workers: int = 0
    rules: Mapping[str, Severity] = field(default_factory=dict)
    competition: Mapping[str, Path] = field(default_factory=dict)

    @property
    def ballots(self) -> Path | None:
        """The folder beside content/ that holds what is handed in on competitions; None: it lies in content/."""
        return self.competition.get("ballots")


@dataclass(frozen=True)
class Project:
    """Where a site is configured: the file, and the folders that it names, absolute."""

    config_file: Path
    content: Path
    site: Path
    settings: Settings

    @property
    def index(self) -> Path:
        """Where the search index of this content is kept."""
        name = hashlib.sha256(str(self.content.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return self.config_file.parent / ".cache" / "index" / name

    def casework(self, year: str) -> Path:
        """The folder of what is handed in on a competition: ballots, votes, assignment, decisions, objections."""
        return self.settings.ballots / year if self.settings.ballots else self.content / "competitions" / year

    def with_content(self, content: Path) -> Project:
        """The same settings for another folder of content."""
        return replace(self, content=content)


def find_config(start: Path) -> Path:
    """The mkdocs.yml of this folder or of the nearest one above it; else the one that comes with the program."""
    for folder in (start, *start.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder / "mkdocs.yml"
    return Path(__file__).resolve().parent.parent / "mkdocs.yml"


def read_project(config_file: Path, rule_names: Iterable[str]) -> Project:
    """Read mkdocs.yml without MkDocs: its folders, and the settings of the plugin.

    Raises:
        XinglinError: The file is missing or no YAML, or settings are wrong (all of them named at once).
    """
    raw = _load(config_file)
    root = config_file.resolve().parent
    settings, mistakes = read_settings(_plugin_options(raw), raw, rule_names, root)
    if mistakes:
        raise XinglinError("settings", file=config_file, mistakes="\n".join(f"  {m}" for m in mistakes))
    content, site = raw.get("docs_dir", "content"), raw.get("site_dir", "site")
    return Project(config_file.resolve(), root / str(content), root / str(site), settings)


def read_settings(
    options: Mapping[str, Any], site: Mapping[str, Any], rule_names: Iterable[str], root: Path = Path()
) -> tuple[Settings, list[str]]:
    """Settings from the plugin's options and MkDocs's own keys, with every mistake in words.

    Args:
        options: What stands under ``xinglin:`` in mkdocs.yml.
        site: The whole of mkdocs.yml, for ``site_name``, ``site_url``, ``theme.language`` and the two folders.
        rule_names: The names that ``rules:`` may use.
        root: The folder of mkdocs.yml, from which other folders are named.
    """
    mistakes: list[str] = []
    values: dict[str, Any] = {}
    names = sorted(set(_READERS))
    for key, value in options.items():
        if key not in _READERS:
            mistakes.append(f"{key}: unknown setting{_nearest(str(key), names)}")
            continue
        try:
            values[key] = _READERS[key](value)
        except ValueError as error:
            mistakes.append(f"{key}: {error}")
    folders = {key: (root / path).resolve() for key, path in values.get("competition", {}).items()}
    mistakes += _misplaced(folders, root, site)
    known = set(rule_names)
    for rule in values.get("rules", {}):
        if rule not in known:
            mistakes.append(f"rules.{rule}: unknown rule{_nearest(rule, known)}")
    theme = site.get("theme")
    language = theme.get("language", "zh") if isinstance(theme, Mapping) else "zh"
    if language not in LANGUAGES:
        mistakes.append(f"theme.language: {language!r} is not one of {', '.join(LANGUAGES)}")
        language = "zh"
    values |= {
        "competition": folders,
        "language": language,
        "site_name": str(site.get("site_name") or "杏林"),
        "site_url": str(site.get("site_url") or ""),
    }
    return Settings(**values), mistakes


def _misplaced(folders: Mapping[str, Path], root: Path, site: Mapping[str, Any]) -> Iterator[str]:
    """Folders of the competition that would be published, or would hold what is."""
    for key, folder in folders.items():
        for other, usual in (("docs_dir", "content"), ("site_dir", "site")):
            published = (root / str(site.get(other, usual))).resolve()
            if folder.is_relative_to(published) or published.is_relative_to(folder):
                yield f"competition.{key}: {folder} must lie apart from {other}, {published}"


def _nearest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(sorted(known))}"


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"expected a whole number from 1, not {value!r}")
    return value


def _workers(value: Any) -> int:
    return 0 if value == 0 and value is not False else _count(value)


def _positive(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
        raise ValueError(f"expected a number above 0, not {value!r}")
    return float(value)


def _timezone(value: Any) -> str:
    if value not in available_timezones():
        raise ValueError(f"{value!r} is no time zone such as 'Asia/Shanghai'")
    return ZoneInfo(str(value)).key


def _endings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ValueError("expected a list of file endings such as [pdf, docx]")
    return tuple(v.lower().lstrip(".") for v in value)


def _rules(value: Any) -> dict[str, Severity]:
    # YAML 1.1 reads a bare `off` as False.
    words = {"error": Severity.ERROR, "warning": Severity.WARNING, "off": Severity.OFF, False: Severity.OFF}
    if not isinstance(value, Mapping):
        raise ValueError("expected rule names with error, warning or off")
    wrong = [f"{rule}: {word!r}" for rule, word in value.items() if word not in words]
    if wrong:
        raise ValueError(f"expected error, warning or off, not {'; '.join(wrong)}")
    return {str(rule): words[word] for rule, word in value.items()}


def _competition(value: Any) -> dict[str, Path]:
    if not isinstance(value, Mapping) or not set(value) <= {"ballots"}:
        raise ValueError(f"expected {{ballots: folder}}, not {value!r}")
    wrong = [folder for folder in value.values() if not isinstance(folder, str) or not folder.strip()]
    if wrong:
        raise ValueError(f"ballots: expected a folder such as ../ballots, not {wrong[0]!r}")
    return {key: Path(folder) for key, folder in value.items()}


_READERS: dict[str, Callable[[Any], Any]] = {
    "timezone": _timezone,
    "page_size": _count,
    "feed_size": _count,
    "text_limit": _positive,
    "attachment_limit": _positive,
    "attachment_types": _endings,
    "conversion_seconds": _positive,
    "workers": _workers,
    "rules": _rules,
    "competition": _competition,
}
_FROM_MKDOCS = {"language", "site_name", "site_url"}
assert {f.name for f in fields(Settings)} == set(_READERS) | _FROM_MKDOCS


class _Loader(yaml.CSafeLoader):
    """Reads past the tags that mkdocs.yml may hold for MkDocs (``!ENV``, ``!!python/name``), which are not ours."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def _load(config_file: Path) -> Mapping[str, Any]:
    try:
        raw = yaml.load(config_file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except OSError as error:
        raise XinglinError("no-config", file=config_file, reason=error.strerror) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise XinglinError("bad-config", file=config_file, reason=error) from None
    if not isinstance(raw, Mapping):
        raise XinglinError("bad-config", file=config_file, reason="")
    return raw


def _plugin_options(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    plugins = raw.get("plugins") or []
    items = (
        plugins.items()
        if isinstance(plugins, Mapping)
        else [pair for p in plugins for pair in (p.items() if isinstance(p, Mapping) else [(p, {})])]
    )
    options = dict(items).get("xinglin")
    return options if isinstance(options, Mapping) else {}
