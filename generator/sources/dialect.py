"""What Markdown means here: Python-Markdown with a fixed choice of extensions, none of which reads a file."""

from __future__ import annotations

import re
import unicodedata
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.preprocessors import Preprocessor

from generator.sources.chinese import HAN

RESERVED_IDS = ("__", "md-", "x-")
"""How the ids of the theme's own elements begin; no heading and no author's element may have such a one."""

_NOT_SLUG = re.compile(r"[^\w\s-]")
_GAP = re.compile(r"[-\s]+")


def slug(title: str, separator: str = "-") -> str:
    """The anchor of a heading: its letters, Han characters and digits, as ``四建议`` for 四、建议."""
    text = unicodedata.normalize("NFC", title)
    name = _GAP.sub(separator, _NOT_SLUG.sub("", text).strip().lower())
    return f"section{separator}{name}" if name.startswith(RESERVED_IDS) else name or "section"


def new_markdown() -> Markdown:
    """A converter; it keeps state while it converts, so one that was interrupted is not to be used again."""
    extensions: list[str | Extension] = [
        "abbr",
        "attr_list",
        "def_list",
        "footnotes",
        "md_in_html",
        "sane_lists",
        "tables",
        "toc",
        "pymdownx.details",
        "pymdownx.highlight",
        "pymdownx.mark",
        "pymdownx.superfences",
        "pymdownx.tabbed",
        "pymdownx.tasklist",
        "pymdownx.tilde",
        _Dialect(),
    ]
    configs: dict[str, dict[str, object]] = {
        "footnotes": {"BACKLINK_TITLE": "↩ {}", "USE_DEFINITION_ORDER": False},
        "toc": {"slugify": slug},
        "pymdownx.highlight": {"use_pygments": False},
    }
    return Markdown(extensions=extensions, extension_configs=configs, tab_length=4)


class _Dialect(Extension):
    """What people who write in Word, or for other Markdown programs, expect."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        # After code and HTML were put aside (fences have 25, HTML blocks 20), before anything else.
        md.preprocessors.register(_BlockStarts(md), "block-starts", 15)
        md.parser.blockprocessors.register(_Admonition(md.parser), "admonition", 105)


_INDENTED = re.compile("\n\u3000+")
_LIST = re.compile(r"(?m)^(?!\s|[-*+] |\d+\. |[:>|])(.+)\n(?=(?:[-*+]|1\.)[ ]+\S)")
_TABLE = re.compile(r"(?m)^(?![|\s])(.+)\n(?=\|.+\|[ \t]*+\n\|?[ \t]*+:?-+:?[ \t]*+\|)")


class _BlockStarts(Preprocessor):
    """Lets a paragraph begin with full-width spaces, as pasted from Word, and a list or table follow a line of text.

    Python-Markdown itself wants an empty line before each of them and would run them into the paragraph above.
    """

    def run(self, lines: list[str]) -> list[str]:
        text = "\n" + "\n".join(lines)
        text = _INDENTED.sub("\n\n", text)
        text = _LIST.sub(r"\1\n\n", text)
        text = _TABLE.sub(r"\1\n\n", text)
        return text[1:].split("\n")


_TITLES = {
    "note": "说明",
    "abstract": "摘要",
    "summary": "摘要",
    "info": "提示",
    "tip": "提示",
    "hint": "提示",
    "important": "重要",
    "success": "完成",
    "question": "问题",
    "warning": "注意",
    "caution": "注意",
    "attention": "注意",
    "failure": "不成功",
    "danger": "警告",
    "error": "错误",
    "bug": "缺陷",
    "example": "示例",
    "quote": "引文",
}
_HAN = re.compile(f"[{HAN}]")


class _Admonition(AdmonitionProcessor):
    """Gives an admonition of Chinese text a Chinese title where its author gave none."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self._chinese = False

    def run(self, parent: Element, blocks: list[str]) -> None:
        self._chinese = bool(_HAN.search(blocks[0]))
        super().run(parent, blocks)

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        kind, title = super().get_class_and_title(match)
        if match[2] is None and self._chinese:
            title = _TITLES.get(kind.partition(" ")[0], title)
        return kind, title
