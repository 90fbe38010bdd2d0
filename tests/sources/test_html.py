"""What contributors write can neither run, nor load from elsewhere, nor pass for a part of the theme."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources.html import clean, headings, left_out, plain_text
from generator.sources.markdown import Body, convert

ATTACKS = (Path(__file__).parent / "attacks.txt").read_text(encoding="utf-8").split("\n%%\n")[1:]

ELEMENTS = set(
    "a abbr address article aside audio b blockquote br caption center cite code col colgroup dd del details dfn div dl"
    " dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd label li mark ol p pre q s samp section small source"
    " span strong sub summary sup table tbody td tfoot th thead tr u ul var video".split()
)
ATTRIBUTES = set(
    "align alt class colspan controls height href id loading name open preload rel reversed rowspan span src start"
    " style title type value width".split()
)


class Findings(HTMLParser):
    """Everything in some HTML that is not plainly harmless."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}={value}" for name, value in attrs if not self.harmless(tag, name, value or "")]

    def harmless(self, tag: str, name: str, value: str) -> bool:
        if name == "href":
            return bool(re.match(r"(https?|mailto):|[^:]*$|[^:]*[/#?]", value)) and not value.startswith(("//", "\\"))
        if name == "src":
            return not re.match(r"\s*([a-z]+:|[/\\]{2}|[/\\])", value, re.I)
        if name == "style":
            return re.fullmatch(r"text-align: (left|right|center);?", value) is not None
        if name in ("id", "class"):
            return not re.search(r"(^|\s)(md-|x-|__)", value)
        return name in ATTRIBUTES

    def handle_comment(self, data: str) -> None:
        self.found.append("<!--")

    def handle_decl(self, decl: str) -> None:
        self.found.append("<!")

    def handle_pi(self, data: str) -> None:
        self.found.append("<?")


def test_there_are_enough_attacks() -> None:
    assert len(set(ATTACKS)) >= 100


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack(attack: str) -> None:
    html = convert(attack, "reports/2026/a").html
    assert Findings(html).found == []
    assert "root:" not in html and "49" not in html


@pytest.mark.parametrize(
    "html",
    ["<script>", "<p onclick=x>", '<a href="javascript:x">', '<img src="//x">', '<p style="color:red">', "<!-- -->"],
)
def test_the_findings_would_show_an_attack(html: str) -> None:
    assert Findings(html).found != []


@given(st.lists(st.sampled_from(ATTACKS), min_size=2, max_size=4).map(" ".join))
def test_attacks_do_not_help_each_other(attack: str) -> None:
    assert Findings(convert(attack, "reports/2026/a").html).found == []


@given(st.text(alphabet="<>\"'=/!-&;:()[]`\\\n aimgsrconerrhfjvptl", max_size=120))
def test_no_soup_of_signs_gets_through(soup: str) -> None:
    assert Findings(clean(f"<p>{soup}</p>", "a").html).found == []


@given(st.lists(st.sampled_from(ATTACKS), max_size=3).map("".join))
def test_what_is_clean_stays_as_it_is(attack: str) -> None:
    once = plain_text(clean(attack, "index").html)
    assert plain_text(clean(clean(attack, "index").html, "index").html) == once


# ---- What is kept


@pytest.mark.parametrize(
    "html",
    [
        '<p align="center">甲</p>',
        '<table><tbody><tr><td colspan="2" style="text-align: right;">1</td></tr></tbody></table>',
        '<details open=""><summary>甲</summary><p>乙</p></details>',
        "H<sub>2</sub>O <mark>甲</mark> <kbd>Ctrl</kbd> <del>乙</del>",
        '<ol start="3"><li>三</li></ol>',
        '<p class="admonition note">甲</p>',
    ],
)
def test_kept(html: str) -> None:
    assert clean(html, "a").html == html


def test_recordings_load_nothing_before_they_are_asked_for() -> None:
    html = clean('<video src="录像.mp4" autoplay></video>', "lectures/2026/a").html
    assert re.search(r'src="../../../lectures/2026/%E5%BD%95%E5%83%8F.mp4"', html)
    assert 'preload="none"' in html and "controls" in html and "autoplay" not in html


def test_links_are_rewritten_and_told() -> None:
    body = convert(
        "[甲](../b.md#四、建议) ![乙](图.png) [丙](https://a.example/) [丁](../../../x.md)", "reports/2026/a"
    )
    assert 'href="../../../reports/b/#%E5%9B%9B%E3%80%81%E5%BB%BA%E8%AE%AE"' in body.html
    assert 'href="https://a.example/" rel="noopener noreferrer"' in body.html
    assert "<a>丁</a>" in body.html
    assert [(link.target, link.picture) for link in body.links] == [
        ("../b.md#四、建议", False),
        ("图.png", True),
        ("../../../x.md", False),
    ]


def test_a_remote_picture_becomes_a_link() -> None:
    body = convert("![看<这里>](https://a.example/p.png?a=1&b=2)", "a")
    assert body.remote_pictures == ("https://a.example/p.png?a=1&b=2",)
    assert "<img" not in body.html
    assert '<a class="remote-picture" href="https://a.example/p.png?a=1&amp;b=2"' in body.html
    assert "看&lt;这里&gt;</a>" in body.html


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<script>x</script><IFRAME src='a'>", ("<iframe>", "<script>")),
        ('<p onClick="x">a</p>', ("onclick",)),
        ('<a href="file:///C:/x.doc">x</a>', ("file:",)),
        ('<p>1 &lt;script&gt; <code>&lt;b onclick=""&gt;</code></p><!-- <script> -->', ()),
        ('<a href="mailto:a@b.example">x</a>', ()),
    ],
)
def test_the_author_is_told_what_was_left_out(html: str, names: tuple[str, ...]) -> None:
    assert left_out(html) == names


# ---- Facts


def body_of(source: str) -> Body:
    return convert(source, "a")


def test_headings_are_told_with_their_anchors() -> None:
    html = body_of("## 一、*基本*情况[^1]\n\n### 　\n\n<h2>无</h2>\n\n[^1]: 注").html
    first, *_ = headings(html)
    assert (first.level, first.id, first.title) == (2, "一基本情况", "一、基本情况")
    assert headings("<h2>无</h2>")[0].id == ""


def test_text_is_one_line_a_block_without_marks() -> None:
    body = body_of("甲[^1]乙\n丙\n\n- 丁\n- 戊\n\n| 己 | 庚 |\n| --- | --- |\n| 1 | <b>2</b> |\n\n[^1]: 注文")
    assert body.text == "甲乙丙\n丁\n戊\n己\n庚\n1\n2\n注文"


def test_text_of_neighbouring_blocks_never_runs_together() -> None:
    assert plain_text("<div>甲</div><div>乙</div>丙<br>丁") == "甲\n乙\n丙\n丁"
