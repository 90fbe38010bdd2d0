"""Where everything is on the site. Addresses are relative to its root and not percent-encoded."""

from __future__ import annotations

from generator.sources.links import published as article

__all__ = ["article", "competition", "department", "entries", "kind", "notice", "person", "results", "tag"]


def person(person_id: str) -> str:
    """Somebody's page."""
    return f"people/{_segment(person_id)}/"


def department(department_id: str) -> str:
    """A department's page."""
    return f"departments/{_segment(department_id)}/"


def tag(name: str) -> str:
    """The list of what carries a tag."""
    return f"tags/{_segment(name)}/"


def kind(name: str) -> str:
    """The list of a kind; themes are listed at forum/, notices at competitions/."""
    return {"themes": "forum/", "posts": "forum/", "notices": "competitions/"}.get(name, f"{name}/")


def competition(name: str) -> str:
    """The page of a competition: its rules and where it stands."""
    return f"competitions/{name}/"


def entries(name: str) -> str:
    """The list of all that entered a competition."""
    return f"{competition(name)}entries/"


def notice(name: str) -> str:
    """The public notice of a competition's result."""
    return f"{competition(name)}notice/"


def results(name: str) -> str:
    """The announced result of a competition."""
    return f"{competition(name)}results/"


def _segment(name: str) -> str:
    """A name as one segment of a path: what would start another segment, or mean this or the upper one, is replaced."""
    cleaned = name.replace("/", "／").replace("\\", "＼").strip()
    return cleaned if cleaned.strip(".") else cleaned.replace(".", "．") or "_"
