"""Writes the site's files, on all cores."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from generator.model.library import Asset
from generator.pages.page import Page
from generator.parallel import forked_map
from generator.sources.metadata import without_metadata


def write_pages(pages: Sequence[Page], render: Callable[[Page], bytes], site: Path, workers: int) -> int:
    """Render and write all pages; the number of bytes written."""
    for folder in sorted({(site / page.file).parent for page in pages}):
        folder.mkdir(parents=True, exist_ok=True)

    def write(page: Page) -> int:
        data = render(page)
        (site / page.file).write_bytes(data)
        return len(data)

    return sum(forked_map(workers)(write, pages))


def copy_assets(assets: Iterable[Asset], site: Path) -> None:
    """Copy pictures and attachments to their addresses. What the theme or a page has put there stays.

    Nameless ones are written without metadata; one that turns out to be damaged is left out.
    """
    for asset in assets:
        target = site / asset.path
        if target.exists() or any(folder.is_file() for folder in target.parents):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if not asset.nameless:
            shutil.copyfile(asset.disk_path, target, follow_symlinks=False)
        elif (data := without_metadata(asset)) is not None:
            target.write_bytes(data)
