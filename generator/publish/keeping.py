"""A file with its earlier versions: a new one takes the place of the old, which is kept."""

from __future__ import annotations

import itertools
import os
import tempfile
from pathlib import Path

from generator.errors import XinglinError

EARLIER = "earlier"
"""The folder beside a file in which its earlier versions are kept, numbered from 1."""


def keep_and_write(path: Path, text: str) -> Path | None:
    """Write a file whole, keeping the one that stood there; where that is now, or None.

    At no moment is either of them missing.

    Raises:
        XinglinError: Something cannot be written (``file-unwritable``).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = _kept(path) if path.exists() else None
        _write_whole(path, text.encode())
    except OSError as error:
        raise XinglinError("file-unwritable", path=path, reason=error.strerror or error) from None
    return kept


def _kept(path: Path) -> Path:
    folder = path.parent / EARLIER
    folder.mkdir(exist_ok=True)
    taken = (folder / f"{path.stem}.{number}{path.suffix}" for number in itertools.count(1))
    target = next(place for place in taken if not place.exists())
    _write_whole(target, path.read_bytes())
    return target


def _write_whole(path: Path, data: bytes) -> None:
    descriptor, fresh = tempfile.mkstemp(prefix=f".{path.stem}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(fresh).chmod(0o644)
        Path(fresh).replace(path)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise
