"""The searches that run in the browser, each on a site of its own with the same content: ours, Pagefind's, stock's."""

from __future__ import annotations

import gzip
import importlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.search.documents import SearchDocument
from tests.bench import drivers
from tests.bench.builds import STOCK, STOCK_WITHOUT_SEARCH, XINGLIN, Builder
from tests.bench.measure import CannotRunError, run

NAMES = ("xinglin", "pagefind", "stock")
_LEVEL = 6
# One selector: of a list, Pagefind takes the last only. It is what holds an article or a post; lists of articles have
# none, so Pagefind leaves them out. Who wrote an article and when, and what leads elsewhere, is no text of it.
_ARTICLE = "article.md-typeset"
_NO_TEXT = (".x-trail", ".x-byline", ".x-list", ".x-button")


@dataclass(frozen=True)
class Engine:
    """A search in the browser.

    ``driver`` is a script that defines ``benchAsk(query, limit)``, a promise of ``{urls, total}``. ``own_page``: it
    runs on the front page of the site, else on an empty one. ``all_at_start``: after a first search nothing is loaded.
    ``suggests``: something is offered while somebody types.
    """

    name: str
    site: Path
    driver: str
    own_page: bool = False
    all_at_start: bool = False
    suggests: bool = False


@dataclass(frozen=True)
class Index:
    """What the index of a search takes: seconds of several runs, measured in the way that ``of`` names, and room."""

    seconds: Sequence[float]
    of: str
    files: int
    bytes: int
    gzip_bytes: int


@dataclass(frozen=True)
class Made:
    """A search on its site, ready to be asked."""

    engine: Engine
    index: Index


def build_xinglin(content: Path, folder: Path, env: Mapping[str, str]) -> float:
    """Build our site in ``folder``, where its settings are written as well; gives the seconds."""
    XINGLIN.prepare(content, folder)
    return XINGLIN.build(folder, env, keep=True).run.wall_seconds


def make_xinglin(folder: Path, documents: Sequence[SearchDocument], build_seconds: float, runs: int) -> Made:
    """Our own search, on the site that was built in ``folder``."""
    taken = [index_seconds(folder / f"index-{number}", documents) for number in range(runs)]
    seconds = [each for each in taken if each is not None]
    engine = Engine("xinglin", folder / "site", drivers.XINGLIN, own_page=True, suggests=True)
    room = _room(folder / "site" / "search")
    return Made(engine, Index(seconds or [build_seconds], "index" if seconds else "build", *room))


def index_seconds(folder: Path, documents: Sequence[SearchDocument]) -> float | None:
    """How long our own index for the browser takes in a new folder; None where it cannot be made apart from the site.

    Nothing is deleted before: a file system may be slower at making files soon after many were deleted.
    """
    try:
        write = importlib.import_module("generator.search.browser").write_index
    except (ModuleNotFoundError, AttributeError):
        return None
    folder.mkdir()
    begun = time.perf_counter()
    write(folder, documents)
    return time.perf_counter() - begun


def make_pagefind(site: Path, work: Path, env: Mapping[str, str], runs: int) -> Made:
    """Pagefind on our site, into which it writes its folder.

    Raises:
        CannotRunError: Pagefind is not installed, or fails.
    """
    seconds = []
    excluded = [word for selector in _NO_TEXT for word in ("--exclude-selectors", selector)]
    command = [sys.executable, "-P", "-m", "pagefind", "--site", str(site), "--root-selector", _ARTICLE, *excluded]
    for number in range(runs):
        if number:
            (site / "pagefind").rename(work / f"pagefind-{number}")
        seconds.append(run(command, work, env).run.wall_seconds)
    return Made(Engine("pagefind", site, drivers.PAGEFIND), Index(seconds, "run", *_room(site / "pagefind")))


def make_stock(content: Path, work: Path, env: Mapping[str, str], runs: int, say: Callable[[str], None]) -> Made:
    """Stock Material with its search plugin. The index's seconds are those by which a build without it is shorter."""
    folder = {builder.name: work / builder.name for builder in (STOCK, STOCK_WITHOUT_SEARCH)}
    for builder in (STOCK, STOCK_WITHOUT_SEARCH):
        folder[builder.name].mkdir()
        builder.prepare(content, folder[builder.name])
    seconds = []
    for _ in range(runs):
        shutil.rmtree(folder[STOCK.name] / "site", ignore_errors=True)
        with_search, without = (
            _told(builder, folder[builder.name], env, say) for builder in (STOCK, STOCK_WITHOUT_SEARCH)
        )
        seconds.append(with_search - without)
    site = folder[STOCK.name] / "site"
    workers = sorted(site.glob("assets/javascripts/workers/search.*.min.js"))
    if not workers:
        raise CannotRunError("stock built a site without a worker for its search")
    script = drivers.STOCK.replace("WORKER", workers[0].relative_to(site).as_posix())
    index = Index(seconds, "difference", *_room(site / "search" / "search_index.json"))
    return Made(Engine("stock", site, script, all_at_start=True), index)


def _told(builder: Builder, folder: Path, env: Mapping[str, str], say: Callable[[str], None]) -> float:
    seconds = builder.build(folder, env, keep=builder is STOCK).run.wall_seconds
    say(f"{builder.name}: built in {seconds:.1f} s")
    return seconds


def _room(path: Path) -> tuple[int, int, int]:
    """How many files there are, their bytes, and the sum of their bytes when each is compressed."""
    files = [Path(parent, name) for parent, _, names in os.walk(path) for name in names]
    if path.is_file():
        files = [path]
    size = sum(file.stat().st_size for file in files)
    return len(files), size, sum(len(gzip.compress(file.read_bytes(), _LEVEL, mtime=0)) for file in files)


def index_figures(index: Index) -> dict[str, object]:
    """The index as it is written in JSON."""
    seconds = sorted(index.seconds)
    middle = len(seconds) // 2
    median = seconds[middle] if len(seconds) % 2 else (seconds[middle - 1] + seconds[middle]) / 2
    return asdict(index) | {"seconds": {"min": seconds[0], "median": median}}
