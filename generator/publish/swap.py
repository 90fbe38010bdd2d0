"""Putting a new folder in the place of the old one, whole or not at all: a site, or the packs of judges."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import XinglinError

MARK = ".xinglin"
"""A file in every site that we made: what has none is never replaced."""
PACKS_MARK = ".xinglin-packs"
"""The same for packs, so that neither takes the other's place."""


@contextmanager
def replacing(site: Path, content: Path, mark: str = MARK, private: bool = False) -> Iterator[Path]:
    """Give a new folder beside ``site`` to write to; it takes the place of ``site`` when the block ends without error.

    Args:
        site: The folder that is made anew.
        content: The folder of the content.
        mark: The name of the file that tells that the folder is ours.
        private: Whether nobody else on the machine may enter it.

    Raises:
        XinglinError: ``site`` holds something that is not ours, or lies in content/ or above it, or cannot be written
            (``file-unwritable``).
    """
    with _writing(site):
        _refuse_unsafe(site, content, mark)
        site.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{site.name}.", dir=site.parent))
    try:
        yield fresh
        with _writing(site):
            (fresh / mark).write_text("This folder was made by xinglin, which replaces it whole.\n", encoding="utf-8")
            fresh.chmod(0o700 if private else 0o755)
            _swap(fresh, site)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _writing(site: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise XinglinError("file-unwritable", path=site, reason=error.strerror or error) from None


def _refuse_unsafe(site: Path, content: Path, mark: str) -> None:
    site, content = site.resolve(), content.resolve()
    if site == content or content in site.parents or site in content.parents:
        raise XinglinError("site-in-content", site=site, content=content)
    if site.exists() and not site.is_dir():
        raise XinglinError("site-not-folder", site=site)
    if site.is_dir() and any(site.iterdir()) and not (site / mark).exists():
        raise XinglinError("site-not-ours", site=site, mark=mark)


def _swap(fresh: Path, site: Path) -> None:
    """Two renames: the old site is complete until the first, the new one from the second."""
    old = fresh.with_name(fresh.name + ".old")
    if site.exists():
        site.rename(old)
    try:
        fresh.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)
