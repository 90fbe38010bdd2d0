"""The text that results cut their excerpts from is the text that the index was made of, run for run."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.config import Settings
from generator.messages import catalogue
from generator.pipeline import prepare
from generator.search.documents import search_documents
from generator.search.text import runs
from generator.site.scripts import WORDS, words_module
from generator.site.words import script_words
from tests.search.browser.conftest import opened, sync_api
from tests.site.conftest import MINIATURE, REPOSITORY, Run
from tests.site.test_browser import serving
from tests.sources.test_html import ATTACKS

TODAY = datetime.date(2026, 11, 23)  # as tests.site.conftest.TODAY
HEAD = "---\ntitle: {}\nauthors: [wang]\ndate: 2026-05-05\nsummary: 摘要里的<b>话</b> & 符号。\n---\n\n"
BODIES = {
    "title": "# 题目\n\n## 小题\n\n正文第一段[^1]，<br>换行后，x<sup>2</sup>。\n\n[^1]: 注释。\n",
    "title-in-a-box": '<div class="a"><h1>题目</h1>\n\n<p>框里的话。</p></div>\n\n框外的话。\n',
    "entities": "A&amp;B &lt;C&gt; D&nbsp;E F&#8203;G 𠮷野家 é é ﬁ Å\n\n`<code>` 与 `a&b`\n",
    "broken": "<b>没有关上\n\n<p>一段<p>又一段</b>\n\n<table><tr><td>格<td>子</table>后面\n\n<li>散的\n",
    "empty": "",
    "media": '<video src="a.mp4" title="片"></video>文<audio src="a.mp3"></audio>字 ![图说](img/tu.svg "题") 完\n',
    "attacks": "\n\n".join(f"<div>甲{attack}乙</div>" for attack in ATTACKS),
}

READ = """async (files) => {
  const {readArticle} = await import("/modules/reader.js");
  const read = {};
  for (const file of files) {
    const text = await (await fetch("/site/" + file.split("/").map(encodeURIComponent).join("/"))).text();
    const doc = new DOMParser().parseFromString(text, "text/html");
    read[file] = {
      article: readArticle(doc),
      texts: doc.querySelectorAll(".x-text").length,
      summaries: doc.querySelectorAll(".x-summary__text").length,
    };
  }
  return read;
}"""


def write_odd_articles(content: Path) -> None:
    bodies = dict(BODIES)
    for path in sorted((REPOSITORY / "tests/sources/markdown").glob("*.md")):
        bodies[path.stem] = path.read_text(encoding="utf-8")
    for name, body in bodies.items():
        (content / f"reports/2026/odd-{name}.md").write_text(HEAD.format("题目") + body, encoding="utf-8")
    (content / "guide/titled.md").write_text("---\nsummary: 说明\n---\n\n# 题目\n\n正文。\n", encoding="utf-8")


@pytest.fixture(scope="module", params=["miniature", "content"])
def content(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "content":
        return REPOSITORY / "content"
    folder = tmp_path_factory.mktemp("content") / "content"
    shutil.copytree(MINIATURE, folder)
    write_odd_articles(folder)
    return folder


@pytest.fixture(scope="module")
def home(content: Path, tmp_path_factory: pytest.TempPathFactory, xinglin_module: Run) -> Iterator[str]:
    """The site, and beside it the modules as such."""
    root = tmp_path_factory.mktemp("served")
    shutil.copytree(REPOSITORY / "themes/search", root / "modules")
    (root / "modules" / WORDS).write_text(words_module(script_words(catalogue("zh"))), encoding="utf-8")
    built = xinglin_module("build", "--force", "--content", content, "--out", root / "site")
    assert (root / "site/index.html").is_file(), built.stderr
    with serving(root) as found:
        yield found


def test_every_article_reads_as_it_was_indexed(chromium: sync_api.Browser, content: Path, home: str) -> None:
    library = prepare(content, Settings(), TODAY, lambda step, count: None).library
    documents = {f"{d.address}index.html": d for d in search_documents(library)}
    assert len(documents) > 20
    with opened(chromium, home) as page:
        page.goto(f"{home}site/")
        read = page.evaluate(READ, list(documents))
    wrong = []
    for file, document in documents.items():
        # A page that introduces a list shows no summary.
        summary = [document.summary] if read[file]["summaries"] else []
        expected = [run for text in [*summary, document.body] for run in runs(text)]
        article = read[file]["article"]
        found = [run for text in (*article["summary"], *article["body"]) for run in runs(text)]
        headings = [runs(text) for text in article["headings"]] == [runs(text) for text in document.headings]
        if found != expected or not headings or read[file]["texts"] != 1:
            wrong.append(
                (file, read[file]["texts"], [r for r in zip(found, expected, strict=False) if r[0] != r[1]][:3])
            )
    assert json.dumps(wrong, ensure_ascii=False, indent=1) == "[]"
    shown = {document.kind for file, document in documents.items() if document.summary and read[file]["summaries"]}
    assert "reports" in shown
