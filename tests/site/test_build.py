from __future__ import annotations

import hashlib
import html.parser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.site.conftest import MINIATURE, REPOSITORY, TODAY, Run

EXPECTED = Path(__file__).parent / "expected.txt"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature content outside of any repository, so that this project's own history plays no part."""
    folder = tmp_path_factory.mktemp("内 容") / "content"
    shutil.copytree(MINIATURE, folder)
    return folder


@pytest.fixture(scope="module")
def site(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("网 站") / "site"
    build(source, folder)
    return folder


def build(content: Path, out: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", "build", "--content", str(content), "--out", str(out), *options],
        cwd=REPOSITORY,
        env=os.environ | {"SOURCE_DATE_EPOCH": TODAY, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Reader(html.parser.HTMLParser):
    """Collects what a page shows in <main>, where its links lead, and what it loads."""

    LOADS = frozenset({"src", "srcset", "poster", "data", "background", "action", "formaction"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self._main = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self._main += tag == "main"
        if "id" in values:
            self.ids.add(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag == "link" and values.get("rel") not in ("canonical", "alternate", "prev", "next"):
            self.loads.append(values["href"])
        self.loads += [value for name, value in values.items() if name in self.LOADS]

    def handle_endtag(self, tag: str) -> None:
        self._main -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self._main and data.strip():
            self.words.append(" ".join(data.split()))


def pages(site: Path) -> dict[str, Reader]:
    return {
        str(path.relative_to(site)): Reader(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))
    }


def snapshot(site: Path) -> str:
    """What is where, and what every page says: independent of how it looks."""
    files = [p for p in sorted(str(p.relative_to(site)) for p in site.rglob("*") if p.is_file()) if "assets/" not in p]
    said = [f"== {name}\n{' | '.join(reader.words)}" for name, reader in pages(site).items()]
    return "\n".join(files) + "\n\n" + "\n".join(said) + "\n"


def test_the_miniature_site_is_as_it_was(site: Path) -> None:
    """A wanted change is accepted by XINGLIN_BLESS=1 scripts/test tests/site; look at the difference before."""
    found = snapshot(site)
    if os.environ.get("XINGLIN_BLESS"):
        EXPECTED.write_text(found, encoding="utf-8")
    assert found == EXPECTED.read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes(source: Path, site: Path, tmp_path: Path) -> None:
    build(source, tmp_path / "again")
    assert digests(tmp_path / "again") == digests(site)


def test_plain_mkdocs_builds_the_same_site(source: Path, site: Path, tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    original = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    config.write_text(
        original.replace("docs_dir: content", f"docs_dir: {source}").replace("themes", str(REPOSITORY / "themes"), 1),
        encoding="utf-8",
    )
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config), "-d", str(tmp_path / "plain")],
        env=os.environ | {"SOURCE_DATE_EPOCH": TODAY},
        check=True,
        timeout=120,
    )
    expected = digests(site)
    del expected[".xinglin"]
    assert digests(tmp_path / "plain") == expected


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    read = pages(site)
    for name, reader in read.items():
        for link in reader.links:
            parts = urlsplit(urljoin(f"http://site/{name}", link))
            if parts.netloc != "site" or parts.scheme != "http" or name == "404.html":
                continue
            path = unquote(parts.path).lstrip("/")
            target = path + "index.html" if path == "" or path.endswith("/") else path
            assert (site / target).is_file(), f"{name} links to {link}"
            if parts.fragment and target in read:
                assert unquote(parts.fragment) in read[target].ids, f"{name} links to {link}"


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    for name, reader in pages(site).items():
        for address in reader.loads:
            assert not re.match(r"\s*(?:[a-z]+:)?//", address, re.I), f"{name} loads {address}"
    for path in [*site.rglob("*.css"), *site.rglob("*.svg")]:
        loaded = re.findall(r"""(?:url\(|@import|href=|src=)\s*["']?([^"')\s]+)""", path.read_text(encoding="utf-8"))
        assert not [a for a in loaded if re.match(r"(?:https?:)?//", a)], path


def test_ballots_and_drafts_are_in_no_file(site: Path) -> None:
    everything = b"\n".join(p.read_bytes() for p in site.rglob("*") if p.is_file())
    for secret in ("选票里的秘密评语", "草稿里的秘密", "未完成的草稿", "ext1"):
        assert secret.encode() not in everything, secret
    assert not [p for p in site.rglob("*") if "ballot" in p.name or p.suffix in (".yml", ".yaml", ".md")]


def test_titles_are_text(site: Path) -> None:
    page = (site / "reports/2026/diaoyan/index.html").read_text(encoding="utf-8")
    assert "<调查>" not in page
    assert "基层中医馆&lt;调查&gt; &amp; 建议" in page


def test_chinese_text_is_set_without_stray_spaces(site: Path) -> None:
    page = (site / "reports/2026/diaoyan/index.html").read_text(encoding="utf-8")
    assert "十二个县，<strong>四十七家</strong>中医馆" in page


def test_old_addresses_lead_to_the_article(site: Path) -> None:
    for address in ("reports/2025/jiu-dizhi/index.html", "old/page.html"):
        page = (site / address).read_text(encoding="utf-8")
        target = re.search(r'http-equiv="refresh" content="0; ?url=([^"]+)"', page)
        assert target
        assert urljoin(f"http://site/{address}", target[1]) == "http://site/reports/2026/diaoyan/"


def test_an_error_leaves_the_last_good_site_alone(content: Path, tmp_path: Path, xinglin: Run) -> None:
    out = tmp_path / "site"
    build(content, out)
    before = digests(out)
    (content / "papers/2026/huai.md").write_text("---\ntitle: 坏\nauthors: [nobody]\ndate: 2026-01-02\n---\n\n正文\n")
    result = xinglin("build", "--content", content, "--out", out)
    assert result.returncode == 1
    assert "papers/2026/huai.md:3" in result.stderr
    assert digests(out) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site", "内容 目录"]


def test_force_builds_what_is_sound(content: Path, tmp_path: Path, xinglin: Run) -> None:
    (content / "papers/2026/huai.md").write_text("---\ntitle: 坏\nauthors: [nobody]\ndate: 2026-01-02\n---\n\n正文\n")
    result = xinglin("build", "--force", "--content", content, "--out", tmp_path / "site")
    assert result.returncode == 1
    assert (tmp_path / "site/papers/2026/lunwen/index.html").is_file()
    assert not (tmp_path / "site/papers/2026/huai").exists()


def test_a_theme_that_is_left_out_takes_its_posts_along(content: Path, tmp_path: Path, xinglin: Run) -> None:
    theme = content / "forum/liuren/index.md"
    theme.write_text(theme.read_text(encoding="utf-8").replace("host:", "hots:"), encoding="utf-8")
    assert xinglin("build", "--force", "--content", content, "--out", tmp_path / "site").returncode == 1
    assert not (tmp_path / "site/forum").exists()
    assert "编制是第一位的" not in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_strict_counts_warnings(content: Path, tmp_path: Path, xinglin: Run) -> None:
    (content / "guide/odd.md").write_text("---\nunknown_key: 1\n---\n\n正文\n", encoding="utf-8")
    assert xinglin("build", "--content", content, "--out", tmp_path / "lenient").returncode == 0
    assert xinglin("build", "--strict", "--content", content, "--out", tmp_path / "strict").returncode == 1
    assert not (tmp_path / "strict").exists()


def test_a_folder_that_is_no_site_is_never_replaced(content: Path, tmp_path: Path, xinglin: Run) -> None:
    precious = tmp_path / "home"
    precious.mkdir()
    (precious / "letter.txt").write_text("keep")
    result = xinglin("build", "--content", content, "--out", precious)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert (precious / "letter.txt").read_text() == "keep"
    for unsafe in (content, content / "site", content.parent):
        assert xinglin("build", "--content", content, "--out", unsafe).returncode == 2


def test_no_content_is_said_without_a_traceback(tmp_path: Path, xinglin: Run) -> None:
    result = xinglin("build", "--content", tmp_path / "nowhere", "--out", tmp_path / "site")
    assert result.returncode == 2
    assert "nowhere" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_empty_folder_makes_an_empty_site(tmp_path: Path, xinglin: Run) -> None:
    (tmp_path / "content").mkdir()
    result = xinglin("build", "--content", tmp_path / "content", "--out", tmp_path / "site")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "site/index.html").is_file()


def test_the_result_appears_on_the_day_of_its_announcement(content: Path, tmp_path: Path) -> None:
    days = {"2026-12-19": "1797638400", "2026-12-20": "1797724800"}
    for day, epoch in days.items():
        out = tmp_path / day
        build(content, out, SOURCE_DATE_EPOCH=epoch)
        shown = (out / "competitions/2026/results/index.html").exists()
        assert shown == (day == "2026-12-20")
        everything = b"".join(p.read_bytes() for p in out.rglob("*") if p.is_file())
        assert "选票里的秘密评语".encode() not in everything
        assert b"88.6" not in everything  # the entry's weighted mark


def test_pages_of_foreign_wikis_build(content: Path, tmp_path: Path, xinglin: Run) -> None:
    odd = content / "wiki"
    odd.mkdir()
    (odd / "README.md").write_text(
        '---\nhide: [toc]\nicon: material/home\n---\n# Wiki\n\n--8<-- "x.md"\n\n{{ macro }}\n'
    )
    (odd / "a b#c?.md").write_text(
        '=== "Tab"\n\n    text\n\n??? note\n    x\n\n$$x$$ :material-x:\n\n[gone](gone.md)\n'
    )
    (odd / "broken.md").write_text("---\ntitle: [unclosed\n---\n\nbody\n")
    (odd / "rule.md").write_text("---\n\n# A page that begins with a rule\n")
    (odd / "extra.js").write_text("alert(1)")
    (odd / "deep/er").mkdir(parents=True)
    (odd / "deep/er/中文 页.md").write_text("\ufeff# 标题\r\n\r\n正文\r\n", encoding="utf-8")
    result = xinglin("build", "--content", content, "--out", tmp_path / "site")
    assert result.returncode == 0, result.stderr
    for page in ("wiki", "wiki/a b#c?", "wiki/broken", "wiki/rule", "wiki/deep/er/中文 页"):
        assert (tmp_path / "site" / page / "index.html").is_file(), page
    assert not (tmp_path / "site/wiki/extra.js").exists()


def test_files_that_would_stand_in_each_others_way_do_not_stop_a_build(
    content: Path, tmp_path: Path, xinglin: Run
) -> None:
    for name in ("feed.xml/index.md", "sitemap.xml/x.md", "tags/index.md", "assets/javascripts/x.md", "404.html/a.md"):
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# 页\n\n正文\n", encoding="utf-8")
    for name in ("assets/xinglin.svg", "404.html/a.svg", "feed.xml/a.svg"):
        shutil.copy(MINIATURE / "reports/2026/img/tu.svg", content / name)
    result = xinglin("build", "--content", content, "--out", tmp_path / "site")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "site/feed.xml").exists()
    assert (tmp_path / "site/404.html").is_file()
