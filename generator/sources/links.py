"""Addresses of pages, and links between the files of content/."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, unquote

_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)


def published(page: str) -> str:
    """The address of an article from its id: a folder, or the empty string for the front page."""
    folder, _, name = page.rpartition("/")
    if name in ("index", "README"):
        return f"{folder}/" if folder else ""
    return f"{page}/"


def is_outside(target: str) -> bool:
    """Whether a link names a host or a scheme, and so leaves content/ (``https:``, ``mailto:``, ``//host``)."""
    return bool(_ABSOLUTE.match(target.strip()))


def resolve(page: str, target: str) -> tuple[str, str] | None:
    """The file that a link means, and the anchor in it.

    Args:
        page: The id of the article that holds the link.
        target: The link as written, percent-encoded or not; a leading slash stands for content/ itself.

    Returns:
        A path under content/ (empty for content/ itself) and the anchor without ``#``; None where the link leads out
        of content/.
    """
    path, _, anchor = target.partition("#")
    path = unquote(path.partition("?")[0])
    if not path:
        return f"{page}.md", unquote(anchor)
    base = "" if path.startswith("/") else posixpath.dirname(page)
    found = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
    if found == ".." or found.startswith("../"):
        return None
    return ("" if found == "." else found), unquote(anchor)


def rewrite(page: str, target: str) -> str | None:
    """The link as it stands on the page: relative to the page's address, percent-encoded.

    Returns None where the link leads out of content/.
    """
    if target.startswith("#"):
        return target
    found = resolve(page, target)
    if found is None:
        return None
    path, anchor = found
    written = target.partition("#")[0]
    query = written.partition("?")[2]
    if path.endswith(".md"):
        path = published(path[:-3])
    elif path and written.partition("?")[0].endswith("/"):
        path += "/"
    up = "../" * published(page).count("/")
    return (
        (up + quote(path, safe="/") or "./")
        + (f"?{quote(query, safe='=&%+')}" if query else "")
        + (f"#{quote(anchor)}" if anchor else "")
    )


def meant(page: str, address: str) -> str:
    """The path under content/ that an address on an article's page means: what ``rewrite`` made it from.

    A page of content/ has no ending then.
    """
    path = unquote(address.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(published(page), path))
