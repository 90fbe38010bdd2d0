"""Measures what the words on the command line ask for; ``options`` says what there is."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.builds import FLOOR, STOCK, XINGLIN, Build, Builder, load_dictionary, versions, write_project
from tests.bench.comparison import Amounts, Bench
from tests.bench.comparison_report import render_comparison
from tests.bench.judging import compare, read_panels, render_judging
from tests.bench.measure import CannotRunError, environment
from tests.bench.options import DOCUMENTS, read_options
from tests.bench.report import Report, figures, render
from tests.bench.searches import search
from tests.bench.tree import Tree, corpus_tree, given_tree, synthetic_tree

FAILED = 2


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _tree(options: argparse.Namespace, work: Path, env: Mapping[str, str]) -> Tree:
    if options.content:
        return given_tree(options.content)
    return _made_tree(options, options.docs or DOCUMENTS, work, env)


def _prepared(options: argparse.Namespace, work: Path) -> tuple[Mapping[str, str], Tree]:
    """The environment of commands, and the tree that is measured."""
    env = environment(_folder(work / "tmp"))
    return env, _tree(options, _folder(work / "tree"), env)


def _made_tree(options: argparse.Namespace, count: int, work: Path, env: Mapping[str, str]) -> Tree:
    _say(f"Making {count:,} documents ...")
    if options.corpus:
        return corpus_tree(options.corpus, count, work, env)
    return synthetic_tree(count, work, env)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _measure_builds(options: argparse.Namespace, work: Path) -> str:
    env, tree = _prepared(options, work)
    used = versions()
    builders = [b for b in (XINGLIN, STOCK) if options.only in (None, b.name)] + [FLOOR] * options.floor
    if STOCK in builders and used["jieba"]:
        load_dictionary(work, env)
    for builder in builders:
        builder.prepare(tree.folder, _folder(work / builder.name))
    made: dict[str, list[Build]] = {builder.name: [] for builder in builders}
    for number in range(options.runs):
        for builder in builders:
            made[builder.name].append(_build(builder, f"Run {number + 1} of {options.runs}", work, env))
    measured = {
        name: figures([b.run for b in builds], builds[-1].output, left_out=builds[-1].left_out)
        for name, builds in made.items()
    }
    return render(Report("build", tree, used, measured, (STOCK.name, XINGLIN.name)), options.format)


def _build(builder: Builder, turn: str, work: Path, env: Mapping[str, str]) -> Build:
    build = builder.build(work / builder.name, env)
    _say(f"{turn}: {builder.name} {build.run.wall_seconds:.1f} s")
    return build


def _measure_index(options: argparse.Namespace, work: Path) -> str:
    env, tree = _prepared(options, work)
    folder = _folder(work / "index")
    write_project(tree.folder, folder)
    rounds = []
    for number in range(options.runs):
        rounds.append(done := search(folder, env, options.query))
        seconds = ", ".join(f"{run.wall_seconds:.1f} s" for run in (done.first, done.again, done.query))
        _say(f"Run {number + 1} of {options.runs}: {seconds}")
    measured = {
        "first": figures([r.first for r in rounds], rounds[-1].index),
        "again": figures([r.again for r in rounds]),
        "query": figures([r.query for r in rounds], text=options.query, found=rounds[-1].found),
    }
    return render(Report("index", tree, versions(), measured, ("first", "again")), options.format)


def _measure_search(options: argparse.Namespace, work: Path) -> str:
    env, tree = _prepared(options, work)
    amounts = Amounts(options.queries, options.items, options.visits, options.runs)
    bench = Bench(_folder(work / "search"), env, amounts, _say)
    found = bench.compare(tree, options.only, options.growth, lambda n, to: _made_tree(options, n, to, env))
    return render_comparison(found, options.format)


def _measure_judging(options: argparse.Namespace, _: Path) -> str:
    panels = read_panels(options.panels) if options.panels else []
    return render_judging(compare(panels, options.repeats, _say), versions("numpy", "scipy"), options.format)


_MEASURES = {
    "build": _measure_builds,
    "index": _measure_index,
    "search": _measure_search,
    "judging": _measure_judging,
}


def main(words: Sequence[str]) -> int:
    """Measure what the words ask for, and print it."""
    options = read_options(words)
    # Temporary folders are removed when the program is ended from outside, too.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    try:
        with tempfile.TemporaryDirectory(prefix="xinglin-bench-") as name:
            report = _MEASURES[options.command](options, Path(name).resolve())
    except (CannotRunError, OSError) as error:
        _say(f"scripts/bench: {error}")
        return FAILED
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
