"""Measure Xinglin on a tree of documents.

  scripts/bench build     `xinglin build`, side by side with stock Material for MkDocs: its theme in Chinese, its search
                          plugin (which uses jieba where that is installed) and its tags plugin, the Markdown extensions
                          of Xinglin, and a navigation of one page (with the usual one, of all pages, it takes far
                          longer)
  scripts/bench search    `xinglin index` for the first time and again with nothing changed, and one `xinglin search`

The tree is made up here, with a history in Git, unless --content or --corpus says otherwise. Everything is written to
a temporary folder, which TMPDIR may name; stock's site of 10,000 documents takes some 0.7 GB. Runs take turns.
Progress goes to standard error, the result to standard output. MB are 1,000,000 bytes.

The JSON is one object:
  command    build or search
  tree       source (synthetic, corpus, content), documents (Markdown files), files, bytes
  machine    cores (that may be used), python
  versions   of xinglin, mkdocs, mkdocs-material, jieba; null for jieba: not installed, so stock searched without
  measured   by name: xinglin, stock, floor; for search: first, again, query. Each has
               runs            a list of wall_seconds, cpu_seconds (all processes), peak_bytes (the largest process)
               wall_seconds, cpu_seconds, peak_bytes      min and median of the runs
               output          files, bytes, pages (HTML files), search_index_bytes (of the browser's index, 0 for
                               none); for search, the index under first, and null elsewhere
               left_out        build: true if files with mistakes are not on the site
               text, found     search, under query: what was asked, how many documents were found
  ratio      of (two of the names: the first divided by the second), then the same figures; null with --only

Exit codes: 0 measured, 2 could not run.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.builds import FLOOR, STOCK, XINGLIN, Build, Builder, load_dictionary, versions, write_project
from tests.bench.measure import CannotRunError, environment
from tests.bench.report import Report, figures, render
from tests.bench.searches import search
from tests.bench.tree import Tree, corpus_tree, given_tree, synthetic_tree

DOCUMENTS, RUNS, QUERY = 1000, 3, "黄芪"
FAILED = 2


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "scripts/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    _number.__name__ = "number from 1"
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--docs", type=_number, metavar="N", help=f"documents to make (default {DOCUMENTS:,})")
    where = common.add_mutually_exclusive_group()
    where.add_argument("--content", type=Path, metavar="DIR", help="measure this tree; nothing is written to it")
    where.add_argument(
        "--corpus", type=Path, metavar="FILE", help="make the tree with this program: python FILE DIR --docs N --git"
    )
    common.add_argument("--runs", type=_number, default=RUNS, metavar="R", help=f"default {RUNS}")
    common.add_argument("--format", choices=("text", "json"), default="text", help="of the result (default text)")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", parents=[common], help="time the building of the site")
    build.add_argument("--only", choices=("xinglin", "stock"), help="leave out the other one")
    build.add_argument("--floor", action="store_true", help="also MkDocs with a theme of one line and no plugins")
    ask = commands.add_parser("search", parents=[common], help="time the search on the command line")
    ask.add_argument("--query", default=QUERY, metavar="TEXT", help=f"what to search (default {QUERY})")
    return parser


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = _parser()
    options = parser.parse_args(words)
    if options.content and options.docs:
        parser.error("--docs makes a tree; it does not go with --content")
    return options


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _tree(options: argparse.Namespace, work: Path, env: Mapping[str, str]) -> Tree:
    if options.content:
        return given_tree(options.content)
    count = options.docs or DOCUMENTS
    _say(f"Making {count:,} documents ...")
    if options.corpus:
        return corpus_tree(options.corpus, count, work, env)
    return synthetic_tree(count, work, env)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _measure_builds(options: argparse.Namespace, tree: Tree, work: Path, env: Mapping[str, str]) -> Report:
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
    return Report("build", tree, used, measured, (STOCK.name, XINGLIN.name))


def _build(builder: Builder, turn: str, work: Path, env: Mapping[str, str]) -> Build:
    build = builder.build(work / builder.name, env)
    _say(f"{turn}: {builder.name} {build.run.wall_seconds:.1f} s")
    return build


def _measure_search(options: argparse.Namespace, tree: Tree, work: Path, env: Mapping[str, str]) -> Report:
    folder = _folder(work / "search")
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
    return Report("search", tree, versions(), measured, ("first", "again"))


def main(words: Sequence[str]) -> int:
    """Measure what the words ask for, and print it."""
    options = _options(words)
    # Temporary folders are removed when the program is ended from outside, too.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    try:
        with tempfile.TemporaryDirectory(prefix="xinglin-bench-") as name:
            work = Path(name).resolve()
            env = environment(_folder(work / "tmp"))
            measure = _measure_builds if options.command == "build" else _measure_search
            report = measure(options, _tree(options, _folder(work / "tree"), env), work, env)
    except (CannotRunError, OSError) as error:
        _say(f"scripts/bench: {error}")
        return FAILED
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    print(render(report, options.format))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
