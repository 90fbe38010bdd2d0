"""HTML that may be published: cleaned, its links turned to addresses, and the facts that others ask of it."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable
from dataclasses import dataclass

import nh3

from generator.sources.chinese import CJK
from generator.sources.dialect import RESERVED_IDS
from generator.sources.links import is_outside, meant, rewrite

_INLINE = "a|abbr|b|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var"
_BLOCK = (
    "address|article|aside|blockquote|br|caption|center|col|colgroup|dd|details|div|dl|dt|figcaption|figure|h1|h2|h3|h4"
    "|h5|h6|hr|label|li|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_TAGS = {*_INLINE.split("|"), *_BLOCK.split("|"), "audio", "img", "source", "video"}
_DROPPED_WHOLE = set(
    "applet embed frame frameset iframe math noembed noframes noscript object plaintext script select style svg"
    " template textarea title xmp".split()
)
"""Elements of which not even the text is kept."""

_ATTRIBUTES = {
    "*": {"class", "id", "title", "align"},
    "a": {"href", "name"},
    "audio": {"src"},
    "col": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "source": {"src"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "style"},
    "video": {"height", "src", "width"},
}
_SET = {
    "audio": {"controls": "", "preload": "none"},
    "img": {"loading": "lazy"},
    "video": {"controls": "", "preload": "none"},
}
_SCHEMES = {"http", "https", "mailto"}

_ALIGNED = re.compile(r"text-align: (?:left|right|center);?")
_OWN_CLASSES = ("md-", "x-", "js-")
_REMOTE = "remote:"
"""Stands for the address of a picture on another host until the picture has become a link: loads nothing itself."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it was written, to a page or a file of content/, or to a picture that is shown."""

    target: str
    picture: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``level`` 1 to 6, its anchor (empty when it has none) and its words."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """HTML that may be published, and what was met on the way; all in the order of the text."""

    html: str
    links: tuple[Link, ...]
    anchors: frozenset[str]
    remote_pictures: tuple[str, ...]


def clean(html: str, page: str) -> Cleaned:
    """Keep of some HTML what can neither run, nor load from elsewhere, nor pass for a part of the theme.

    Links are rewritten from files of content/ to addresses of the site. A picture on another host becomes a link to
    it. See https://owasp.org/www-community/attacks/xss/ for what is kept out, and nh3 for how.

    Args:
        html: What Markdown made, with the author's own HTML in it.
        page: The id of the article, from which links count.
    """
    filter_ = _AttributeFilter(page)
    text: str = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_DROPPED_WHOLE,
        attributes=_ATTRIBUTES,
        attribute_filter=filter_,
        set_tag_attribute_values=_SET,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    if "<img" in text:
        text = _IMAGE.sub(lambda image: _shown(image, filter_.remote), text)
    text = _OUTSIDE.sub(r'\1 rel="noopener noreferrer"', text)
    return Cleaned(_join_lines(text), tuple(filter_.links), frozenset(filter_.anchors), tuple(filter_.remote))


class _AttributeFilter:
    """Decides on every attribute whose name is allowed; nh3 has looked at the scheme of links before."""

    def __init__(self, page: str) -> None:
        self.links: list[Link] = []
        self.anchors: set[str] = set()
        self.remote: list[str] = []
        self._page = page

    def __call__(self, tag: str, attribute: str, value: str) -> str | None:
        match attribute:
            case "href":
                return _with_scheme(value) if is_outside(value) else self._inside(value, picture=False)
            case "src":
                return self._source(tag, value)
            case "id" | "name":
                return self._anchor(value)
            case "class":
                return " ".join(name for name in value.split() if not name.startswith(_OWN_CLASSES)) or None
            case "style":
                return value if _ALIGNED.fullmatch(value) else None
            case _:
                return value

    def _inside(self, target: str, *, picture: bool) -> str | None:
        self.links.append(Link(target, picture))
        return rewrite(self._page, target)

    def _source(self, tag: str, target: str) -> str | None:
        if not is_outside(target):
            return self._inside(target, picture=tag == "img")
        self.remote.append(target.strip())
        return f"{_REMOTE}{len(self.remote) - 1}" if tag == "img" else None

    def _anchor(self, name: str) -> str | None:
        if name.startswith(RESERVED_IDS):
            return None
        self.anchors.add(name)
        return name


def _with_scheme(target: str) -> str:
    target = target.strip()
    return f"https:{target}" if target.startswith("//") else target


# nh3 writes every attribute in double quotes, and leaves < and > in them as they are.
_ATTRIBUTE = r'\s[a-z]+="[^"]*"'
_TAG = re.compile(rf"</?[a-z][a-z0-9]*(?:{_ATTRIBUTE})*>")
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:{_ATTRIBUTE})*>")
_FOOTNOTE_MARK = re.compile(
    rf'<sup id="fnref[^"]*">.*?</sup>|<a(?=[^>]*class="footnote-backref")(?:{_ATTRIBUTE})*>.*?</a>'
)
_IMAGE = re.compile(rf"<img((?:{_ATTRIBUTE})*)>")
_VALUE = re.compile(r'\s([a-z]+)="([^"]*)"')
_OUTSIDE = re.compile(rf'(<a(?:{_ATTRIBUTE})*?\shref="https?:[^"]*")')


def _shown(image: re.Match[str], remote: list[str]) -> str:
    """A picture; in place of one that may not be loaded a link to it, and of one without an address its words."""
    values: dict[str, str] = dict(_VALUE.findall(image[1]))
    source = values.get("src", "")
    if source and not source.startswith(_REMOTE):
        return image[0]
    words = values.get("alt", "").replace("<", "&lt;").replace(">", "&gt;")
    if not source:
        return words
    address = entities.escape(_with_scheme(remote[int(source.removeprefix(_REMOTE))]))
    return f'<a class="remote-picture" href="{address}">{words or address}</a>'


def _join_lines(html: str) -> str:
    """Take out the line breaks between characters that are written without spaces: browsers show a break as a space.

    See CSS Text 3, section 4.1.3, which leaves this to browsers; few do it.
    """
    first, *rest = html.split("\n")
    parts = [first]
    code = _opens_code(first)
    previous = first
    for line in rest:
        joined = not code and _is_cjk(_last_visible(previous)) and _is_cjk(_first_visible(line))
        if joined:
            parts[-1] = parts[-1].rstrip(" \t")
        parts.append(line.lstrip(" \t") if joined else f"\n{line}")
        code = (code and "</pre>" not in line) or _opens_code(line)
        previous = line
    return "".join(parts)


def _opens_code(line: str) -> bool:
    return line.rfind("<pre") > line.rfind("</pre>")


_is_cjk = re.compile(f"[{CJK}]").match


def _last_visible(line: str) -> str:
    """The last character that shows, if only inline elements end after it."""
    end = len(line.rstrip(" \t"))
    while line.endswith(">", 0, end):
        start = line.rfind("<", 0, end)
        if start < 0 or not _INLINE_TAG.fullmatch(line, start, end):
            return ""
        end = start
    return line[end - 1 : end] if end else ""


def _first_visible(line: str) -> str:
    """The first character that shows, if only inline elements begin before it."""
    start = len(line) - len(line.lstrip(" \t"))
    while line.startswith("<", start):
        tag = _INLINE_TAG.match(line, start)
        if tag is None:
            return ""
        start = tag.end()
    return line[start : start + 1]


_LOADING = re.compile(rf"<(a|audio|img|source|video)((?:{_ATTRIBUTE})+)>")


def relinked(html: str, page: str, target: Callable[[str, str], str | None]) -> str:
    """Give the links and pictures of clean HTML other addresses. Anchors on the page and links to hosts stay.

    Args:
        html: What ``clean`` gave.
        page: The id of the article that it was cleaned for.
        target: Gets the path under content/ that an address means (an address of e-mail as it stands), and the address;
            gives the new address, or None: then a link keeps only its words, and a picture those that describe it.
    """

    def changed(tag: re.Match[str]) -> str:
        values: dict[str, str] = dict(_VALUE.findall(tag[2]))
        name = "href" if tag[1] == "a" else "src"
        address = entities.unescape(values.get(name, ""))
        if not address or address.startswith(("#", "http:", "https:")):
            return tag[0]
        new = target(address if is_outside(address) else meant(page, address), address)
        if new is None and tag[1] == "img":
            return values.get("alt", "").replace("<", "&lt;").replace(">", "&gt;")
        attribute = f' {name}="{entities.escape(new)}"' if new is not None else ""
        return tag[0].replace(f' {name}="{values[name]}"', attribute, 1)

    return _LOADING.sub(changed, html)


# ---- Facts about clean HTML

_HEADING = re.compile(rf"<h([1-6])((?:{_ATTRIBUTE})*)>(.*?)</h\1>", re.S)
_LINES = re.compile(r"\s*\n\s*")


def headings(html: str) -> tuple[Heading, ...]:
    """The headings of clean HTML."""
    return tuple(
        Heading(int(level), dict(_VALUE.findall(attributes)).get("id", ""), _inline_text(inner))
        for level, attributes, inner in _HEADING.findall(html)
    )


def _inline_text(html: str) -> str:
    return " ".join(entities.unescape(_TAG.sub("", _FOOTNOTE_MARK.sub("", html))).split())


def plain_text(html: str) -> str:
    """The words of clean HTML, one block a line, without the marks of footnotes."""
    text = _INLINE_TAG.sub("", _FOOTNOTE_MARK.sub("", html))
    return _LINES.sub("\n", entities.unescape(_TAG.sub("\n", text))).strip()


_COMMENT = re.compile(r"<!--.*?-->", re.S)
_TAG_NAME = re.compile(r"<([a-z][^\s/>]*)", re.I)
_HANDLER = re.compile(r"<[a-z][^<>]*?\s(on[a-z]+)\s*=", re.I)
_SCHEME = re.compile(r"""\s(?:href|src)\s*=\s*["']?\s*([a-z][a-z0-9+.-]*:)""", re.I)
_MADE_HERE = {"input"}
"""Markdown itself makes these, for tasks and tabs."""


def left_out(html: str) -> tuple[str, ...]:
    """Names of what ``clean`` takes out of some HTML, to tell its author: ``<script>``, ``onclick``, ``file:``.

    A courtesy and no defence: an author who hides something is not told of it.
    """
    text = _COMMENT.sub("", html) if "<!--" in html else html
    tags = {name.lower() for name in _TAG_NAME.findall(text)} - _TAGS - _MADE_HERE
    handlers = {name.lower() for name in _HANDLER.findall(text)}
    schemes = {name.lower() for name in _SCHEME.findall(text)} - {f"{scheme}:" for scheme in _SCHEMES}
    return (*sorted(f"<{name[:40]}>" for name in tags), *sorted(handlers), *sorted(schemes))
