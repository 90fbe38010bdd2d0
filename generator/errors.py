"""The one exception that ends a command with a sentence instead of a traceback."""

from __future__ import annotations


class XinglinError(Exception):
    """The program cannot run: a setting, a folder or the environment is not as it must be.

    ``key`` names the words in the catalogue (``errors.<key>``); ``params`` fill their blanks. An author's mistake
    is never this: it is a Problem.
    """

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params
