"""Measure Xinglin on a tree of documents.

  scripts/bench build     `xinglin build`, side by side with stock Material for MkDocs: its theme in Chinese, its search
                          plugin (which uses jieba where that is installed) and its tags plugin, the Markdown extensions
                          of Xinglin, and a navigation of one page (with the usual one, of all pages, it takes far
                          longer)
  scripts/bench search    the search in the browser, side by side with Pagefind's extended build, run on the site that
                          Xinglin built, and with stock's search: the index, the answers, and in Chromium what they cost
  scripts/bench judging   the methods of ranking: how near each comes to the truth in contests by chance and, with
                          --panels, in real panels of which most marks are hidden
  scripts/bench index     `xinglin index` for the first time and again with nothing changed, and one `xinglin search`

The tree is made up here, with a history in Git, unless --content or --corpus says otherwise. Everything is written to
a temporary folder, which TMPDIR may name; stock's site of 10,000 documents takes some 0.7 GB. Runs take turns.
Progress goes to standard error, the result to standard output. MB are 1,000,000 bytes.

The JSON is one object:
  command    build, search, judging or index
  tree       source (synthetic, corpus, content), documents (Markdown files), files, bytes
  machine    cores (that may be used), python
  versions   of xinglin, mkdocs, mkdocs-material, jieba; null for jieba: not installed, so stock searched without;
             for search, of pagefind and playwright too

For build and index, further:
  measured   by name: xinglin, stock, floor; for index: first, again, query. Each has
               runs            a list of wall_seconds, cpu_seconds (all processes), peak_bytes (the largest process)
               wall_seconds, cpu_seconds, peak_bytes      min and median of the runs
               output          files, bytes, pages (HTML files), search_index_bytes (of the browser's index, 0 for
                               none); for index, the index under first, and null elsewhere
               left_out        build: true if files with mistakes are not on the site
               text, found     index, under query: what was asked, how many documents were found
  ratio      of (two of the names: the first divided by the second), then the same figures; null with --only

For search, further:
  asked      articles (that are published), visits (questions with an empty cache)
  measured   by name: xinglin, pagefind, stock. Each has
               index           seconds (min and median of the runs) of what `of` says: index (made from articles that
                               were read), build (of the site), run (of Pagefind), difference (of two builds); files,
                               bytes, gzip_bytes (each file compressed by gzip -6) of search/, of pagefind/ with its
                               programs (0.6 MB), and of stock's search_index.json
               answers         asked: how many questions, as many as were answered in ten minutes. truth: queries
                               (pieces of 2 to 8 letters of title, summary, headings or body), and the means of recall,
                               precision and precision_first_10, by where the piece stands in all articles (one with it
                               among authors, department and tags only counts neither way; precision is of queries
                               with an answer), unanswered; han, other: the same for the queries of Han characters
                               only, and the rest. items: all, title, half (of the title), words (two of the title),
                               phrase (of the body): queries, and reciprocal_rank, the mean within the first ten; an
                               article with exactly the same title counts as the item; by_chance, what it would be if
                               all titles that fit came first in any order; and clear_queries, clear_reciprocal_rank
                               of the questions that one title only fits
               cost            visits; page: bytes and requests until the page is loaded (an empty page but for
                               xinglin); then median and p95 (95th percentile) of bytes (bodies, as sent: gzip where it
                               is smaller), requests, seconds (from the call to the first ten results), working (those
                               in which no request is under way, null where a worker makes them) of first (a search
                               that finds nothing, so what every search needs), query (the next), again (the same once
                               more, from the page's memory), cached (the same on a page opened anew, from the
                               browser's cache). After its first search stock loads nothing; so few of its visits have
                               a page of their own
               typed           pinyin: queries (pieces of titles by syllables or initials), and bytes, requests,
                               seconds, working of each, put by a new reader who has searched before; suggestions: the
                               same of what is offered for these, and for the first two characters of titles; null but
                               for xinglin
               cannot          why there are no answers or no cost; else null
  growth     for every size of --growth, of xinglin: documents, index, cost, cannot, and factor: documents, index_bytes,
             first_bytes, query_bytes (medians), divided by those of the first size

For judging there is no tree, and measured is a list of kinds of contests:
  contest    its name
  contests   how many of it were measured
  methods    by name: mean, trimmed_mean, z_score, adjusted. Each has the means of tau (Kendall's tau-b with the truth),
             first (part of the first ten that are among them in truth), coverage (part of the 90 % intervals that hold
             the truth; null without intervals), seconds

Exit codes: 0 measured, 2 could not run.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tests.bench.engines import NAMES

DOCUMENTS, RUNS, QUERY = 1000, 3, "黄芪"
QUERIES, ITEMS, VISITS = 300, 50, 50
REPEATS = 40


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


_number.__name__ = "number from 1"


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--docs", type=_number, metavar="N", help=f"documents to make (default {DOCUMENTS:,})")
    where = common.add_mutually_exclusive_group()
    where.add_argument("--content", type=Path, metavar="DIR", help="measure this tree; nothing is written to it")
    where.add_argument(
        "--corpus", type=Path, metavar="FILE", help="make the tree with this program: python FILE DIR --docs N --git"
    )
    common.add_argument("--runs", type=_number, default=RUNS, metavar="R", help=f"default {RUNS}")
    common.add_argument("--format", choices=("text", "json"), default="text", help="of the result (default text)")
    return common


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "scripts/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    common = _common()
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", parents=[common], help="time the building of the site")
    build.add_argument("--only", choices=("xinglin", "stock"), help="leave out the other one")
    build.add_argument("--floor", action="store_true", help="also MkDocs with a theme of one line and no plugins")
    _add_search(commands.add_parser("search", parents=[common], help="measure the search in the browser"))
    judging = commands.add_parser("judging", help="compare the methods of ranking")
    judging.add_argument("--panels", type=Path, metavar="DIR", help="a folder with panels, such as ../shared/judging")
    judging.add_argument(
        "--repeats", type=_number, default=REPEATS, metavar="N", help=f"contests of each kind (default {REPEATS})"
    )
    judging.add_argument("--format", choices=("text", "json"), default="text", help="of the result (default text)")
    ask = commands.add_parser("index", parents=[common], help="time the search on the command line")
    ask.add_argument("--query", default=QUERY, metavar="TEXT", help=f"what to search (default {QUERY})")
    return parser


def _add_search(search: argparse.ArgumentParser) -> None:
    search.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="leave out the others")
    search.add_argument(
        "--queries", type=_number, default=QUERIES, metavar="N", help=f"pieces of text to search (default {QUERIES})"
    )
    search.add_argument(
        "--items", type=_number, default=ITEMS, metavar="N", help=f"articles to look for (default {ITEMS})"
    )
    search.add_argument(
        "--visits", type=_number, default=VISITS, metavar="N", help=f"questions with an empty cache (default {VISITS})"
    )
    search.add_argument(
        "--growth", type=_number, nargs="+", default=[], metavar="N", help="also xinglin with N documents each"
    )


def read_options(words: Sequence[str]) -> argparse.Namespace:
    """What is to be measured. Ends the program where the words are wrong, or ask for help."""
    parser = _parser()
    options = parser.parse_args(words)
    if options.command == "judging":
        return options
    if options.content and options.docs:
        parser.error("--docs makes a tree; it does not go with --content")
    if options.content and options.command == "search" and options.growth:
        parser.error("--growth makes trees; it does not go with --content")
    return options
