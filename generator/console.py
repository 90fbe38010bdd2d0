"""What a command says while it works: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.status import Status

from generator.messages import Catalogue


class Reporter:
    """Shows the steps of long work on standard error, so that standard output stays the command's answer."""

    def __init__(self, words: Catalogue, quiet: bool = False) -> None:
        self._words = words
        self._quiet = quiet
        self._console = Console(stderr=True, highlight=False)
        self._status: Status | None = None
        self._started = time.monotonic()

    def __enter__(self) -> Reporter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def __call__(self, step: str, count: int) -> None:
        """Begin a step: a key under ``progress`` in the catalogue, with the number of items it has."""
        if self._quiet:
            return
        text = self._words.text(f"progress.{step}", count=count)
        if not sys.stderr.isatty():
            print(text, file=sys.stderr)  # noqa: T201
            return
        self._stop()
        self._status = self._console.status(text)
        self._status.start()

    @property
    def seconds(self) -> float:
        """Seconds since the work began."""
        return time.monotonic() - self._started

    def _stop(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None
