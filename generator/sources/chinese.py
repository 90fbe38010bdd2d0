"""Facts about Chinese text."""

from __future__ import annotations

import re

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, for a character class: the CJK ideograph blocks of Unicode, and 〇."""

CJK = HAN + "\u3000-\u3006\u3008-\u303f\u3040-\u30ff\uff00-\uffef\u2018\u2019\u201c\u201d\u2014\u2026\u00b7"
"""Characters that are written without spaces between them: Han, kana, full-width forms and their punctuation."""

_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile("[0-9A-Za-z\u00c0-\u024f]+")


def count_characters(text: str) -> int:
    """字数 of a text: each Han character and each run of Latin letters or digits counts one, punctuation nothing."""
    return sum(map(len, _HAN_RUN.findall(text))) + len(_WORD.findall(text))


def reading_minutes(characters: int) -> int:
    """Minutes that a text takes to read, at least one.

    480 characters a minute: the middle of the 300 to 700 that Chinese readers manage silently.
    """
    return max(1, round(characters / 480))
