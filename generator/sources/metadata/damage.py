"""What stops the cleaning of a file."""

from __future__ import annotations


class Damaged(Exception):  # noqa: N818 - never seen outside this room
    """A file is not what its ending says, is cut off, locked, or holds more than is looked at."""
