"""The words of ``--help``, in the language of the terminal."""

from __future__ import annotations

import os
from dataclasses import dataclass

from generator.messages import Catalogue, catalogue


@dataclass(frozen=True)
class Help:
    """Looks up help texts: called with a command's name, or with ``command.option``."""

    words: Catalogue

    @property
    def language(self) -> str:
        """The language of the texts."""
        return self.words.language

    def __call__(self, key: str) -> str:
        """Give the text of a command or an option."""
        return self.words.text(f"help.{key}.text")


def help_words() -> Help:
    """Help in English where the environment's language is English, else in Chinese."""
    names = (os.environ.get(v, "") for v in ("XINGLIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    asked = next((n for n in names if n and not n.startswith(("C", "POSIX"))), "zh")
    return Help(catalogue("en" if asked.startswith("en") else "zh"))
