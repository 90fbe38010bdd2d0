"""Runs a command and says what it took: seconds, processor time, memory; and what a folder holds."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


class CannotRunError(Exception):
    """There is nothing to measure, for a reason that one line tells."""


@dataclass(frozen=True)
class Run:
    """What one run of a command took, with all its processes.

    ``peak_bytes`` is the most memory that the largest of its processes held, and not their sum: forked processes share
    most of theirs.
    """

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


@dataclass(frozen=True)
class Outcome:
    """How a command ended: what it took, its exit code, what it wrote to standard output."""

    run: Run
    code: int
    stdout: str


@dataclass(frozen=True)
class Output:
    """What a folder holds. ``pages`` are its HTML files."""

    files: int
    bytes: int
    pages: int
    search_index_bytes: int


def environment(temporary: Path) -> dict[str, str]:
    """The same clean environment for everything that is started; only ``temporary`` is written to."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON"))}
    return inherited | {"PYTHONPATH": str(REPOSITORY), "TMPDIR": str(temporary)}


def run(
    command: Sequence[str | Path], folder: Path, env: Mapping[str, str], accepted: Collection[int] = (0,)
) -> Outcome:
    """Run a command to its end, in ``folder``, where it also leaves what it said.

    Raises:
        CannotRunError: It cannot be started, or ends with a code that is not ``accepted``.
    """
    said, answered = folder / "stderr.txt", folder / "stdout.txt"
    with said.open("wb") as stderr, answered.open("wb") as stdout:
        begun = time.perf_counter()
        try:
            process = subprocess.Popen(
                command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, process_group=0
            )
        except OSError as error:
            raise CannotRunError(f"{command[0]} cannot be started: {error.strerror}") from None
        try:
            # Only this call gives what one process and its own children took. It comes before Popen's own waiting.
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            _stop(process)
            raise
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accepted:
        raise CannotRunError(f"{_name(command)} ended with {process.returncode}: {_last_line(said, answered)}")
    took = Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)
    return Outcome(took, process.returncode, answered.read_text(encoding="utf-8", errors="replace"))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a command and the processes that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _name(command: Sequence[str | Path]) -> str:
    """What a person calls a command: ``mkdocs build``, not the path of a Python."""
    words = [str(word) for word in command]
    return (
        " ".join(words[words.index("-m") + 1 :][:2])
        if "-m" in words
        else " ".join(Path(word).name for word in words[:2])
    )


def _last_line(*files: Path) -> str:
    for file in files:
        if said := file.read_text(encoding="utf-8", errors="replace").strip():
            return said.splitlines()[-1].strip()
    return "it said nothing"


def measure_folder(folder: Path) -> Output:
    """Count what stands in a folder, without following links."""
    sizes: dict[Path, int] = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            sizes[path] = path.lstat().st_size
    pages = sum(path.suffix == ".html" for path in sizes)
    index = sum(size for path, size in sizes.items() if folder / "search" in path.parents and path.suffix != ".html")
    return Output(len(sizes), sum(sizes.values()), pages, index)
