"""The searches in the browser, asked the same questions about the same content, one after the other."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.browser import CannotAnswerError, answers, chromium, typed, visits
from tests.bench.builds import load_dictionary, versions
from tests.bench.comparison_report import Comparison
from tests.bench.engines import (
    NAMES,
    Engine,
    Made,
    build_xinglin,
    index_figures,
    make_pagefind,
    make_stock,
    make_xinglin,
)
from tests.bench.quality import cost, quality, steps
from tests.bench.questions import (
    ITEMS,
    Articles,
    Question,
    item_questions,
    mixed,
    pinyin_questions,
    read_articles,
    suggestion_questions,
    truth_questions,
)
from tests.bench.tree import Tree

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_PATIENCE = 600
"""Seconds for which one search is asked questions; those that are left are not asked."""

Say = Callable[[str], None]
MakeTree = Callable[[int, Path], Tree]


@dataclass(frozen=True)
class Amounts:
    """How much is asked: pieces of text, articles that are looked for, questions to new readers, and index runs."""

    queries: int
    items: int
    visits: int
    runs: int


@dataclass(frozen=True)
class _Asked:
    """The questions about one tree."""

    articles: Articles
    questions: Sequence[Question]
    sample: Sequence[Question]


@dataclass(frozen=True)
class Bench:
    """Where and how searches are measured: a folder to work in, the environment of commands, whom to tell."""

    work: Path
    env: Mapping[str, str]
    amounts: Amounts
    say: Say

    def compare(self, tree: Tree, names: Sequence[str], sizes: Sequence[int], make_tree: MakeTree) -> Comparison:
        """Measure the searches with these names on the tree, and ours on trees of these sizes.

        Raises:
            CannotRunError: Something is not installed, or a site cannot be built.
        """
        used = versions("pagefind", "playwright")
        with chromium() as browser:
            asked, made = self._make(tree, names, bool(used["jieba"]))
            measured = {name: self._measure(browser, one, asked) for name, one in made.items()}
            growth = [self._grown(browser, size, make_tree) for size in sizes]
        counts = {"articles": len(asked.articles.documents), "visits": len(asked.sample)}
        return Comparison(tree, used, counts, measured, growth)

    def _make(self, tree: Tree, names: Sequence[str], with_jieba: bool) -> tuple[_Asked, dict[str, Made]]:
        folder = _folder(self.work / "xinglin")
        seconds = build_xinglin(tree.folder, folder, self.env)
        self.say(f"xinglin: built in {seconds:.1f} s")
        asked = self._questions(folder, self.amounts.queries, self.amounts.items)
        runs, made = self.amounts.runs, {}
        for name in (name for name in NAMES if name in names):
            if name == "xinglin":
                made[name] = make_xinglin(folder, asked.articles.documents, seconds, runs)
            elif name == "pagefind":
                made[name] = make_pagefind(folder / "site", _folder(self.work / "pagefind"), self.env, runs)
            else:
                if with_jieba:
                    load_dictionary(self.work, self.env)
                made[name] = make_stock(tree.folder, self.work, self.env, runs, self.say)
            self.say(f"{name}: index of {made[name].index.bytes / 1e6:.1f} MB")
        return asked, made

    def _questions(self, folder: Path, queries: int, items: int) -> _Asked:
        articles = read_articles(folder / "mkdocs.yml")
        questions = truth_questions(articles, queries) + item_questions(articles, items)
        return _Asked(articles, questions, mixed(questions, self.amounts.visits))

    def _measure(self, browser: Browser, made: Made, asked: _Asked) -> dict[str, Any]:
        """The figures of one search; where it gives no answer, those of its index and the reason."""
        found: dict[str, Any] = {"index": index_figures(made.index), "answers": None, "cost": None}
        found |= {"typed": None, "cannot": None}
        name = made.engine.name
        try:
            self.say(f"{name}: {len(asked.questions):,} questions ...")
            # In no order, so that those which are asked in time are a sample of all.
            shuffled = mixed(asked.questions, len(asked.questions))
            found["answers"] = quality(answers(browser, made.engine, shuffled, _PATIENCE), asked.articles.addresses)
            self.say(f"{name}: {len(asked.sample):,} questions with an empty cache ...")
            found["cost"] = cost(visits(browser, made.engine, asked.sample, asked.articles.nowhere()))
            if made.engine.suggests:
                found["typed"] = self._typed(browser, made.engine, asked)
        except CannotAnswerError as error:
            found["cannot"] = str(error)
            self.say(f"{name}: {error}")
        return found

    def _typed(self, browser: Browser, engine: Engine, asked: _Asked) -> dict[str, Any]:
        """What pinyin costs, and what is offered while somebody types it or the first characters of a title."""
        articles, nowhere = asked.articles, asked.articles.nowhere()
        pinyin = pinyin_questions(articles, max(2, self.amounts.visits // 2))
        begun = [*pinyin, *suggestion_questions(articles, len(pinyin))]
        self.say(f"{engine.name}: {len(pinyin):,} questions in pinyin, {len(begun):,} suggestions ...")
        found = typed(browser, engine, pinyin, nowhere, suggested=False)
        offered = typed(browser, engine, begun, nowhere, suggested=True)
        return {
            "pinyin": {"queries": len(found), **steps(found)} if found else None,
            "suggestions": {"queries": len(offered), **steps(offered)} if offered else None,
        }

    def _fewer(self) -> tuple[int, int]:
        """Pieces of text and articles for just the visits, in the same proportion: each costs a look at all texts."""
        queries, items, visits = self.amounts.queries, self.amounts.items, self.amounts.visits
        part = min(1, visits / (queries + items * len(ITEMS)))
        return math.ceil(queries * part), math.ceil(items * part)

    def _grown(self, browser: Browser, size: int, make_tree: MakeTree) -> dict[str, Any]:
        """Our own search on a tree of another size, which is removed at the end."""
        folder = _folder(self.work / f"grown-{size}")
        tree = make_tree(size, _folder(folder / "tree"))
        seconds = build_xinglin(tree.folder, _folder(folder / "xinglin"), self.env)
        self.say(f"xinglin, {tree.documents:,} documents: built in {seconds:.1f} s")
        asked = self._questions(folder / "xinglin", *self._fewer())
        made = make_xinglin(folder / "xinglin", asked.articles.documents, seconds, self.amounts.runs)
        found: dict[str, Any] = {"documents": tree.documents, "index": index_figures(made.index)}
        found |= {"cost": None, "cannot": None}
        try:
            found["cost"] = cost(visits(browser, made.engine, asked.sample, asked.articles.nowhere()))
        except CannotAnswerError as error:
            found["cannot"] = str(error)
        shutil.rmtree(folder)
        return found


def _folder(path: Path) -> Path:
    path.mkdir()
    return path
