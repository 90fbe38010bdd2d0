"""Who may not judge what: 回避."""

from __future__ import annotations

import datetime as dt

from generator.model.articles import Article
from generator.model.competitions import Judge
from generator.model.library import Library

OWN_ENTRY = "own-entry"
OWN_DEPARTMENT = "own-department"
DECLARED = "declared"


def conflict(judge: Judge, article: Article, library: Library, judged: dt.date | None) -> str:
    """Why a judge may not mark an entry: ``own-entry``, ``own-department``, ``declared``, or empty.

    The departments of an entry are its own and those of all its authors on its date; those of a judge are where the
    judge was on that date, where the judge is when judging closes, and any that the judge leads: somebody who moved in
    between is partial to both. For outsiders the affiliation stands in for the department.

    Args:
        judge: The judge.
        article: The entry.
        library: Knows people and departments.
        judged: The day on which judging closes; None: the judge's latest department counts.
    """
    if judge.id in library.people:
        found = _conflict_of_staff(judge.id, article, library, judged)
    else:
        found = _conflict_of_outsider(judge, article)
    return found or (DECLARED if _declared(judge, article, library) else "")


def _declared(judge: Judge, article: Article, library: Library) -> bool:
    """Whether a judge has declared not to judge an entry, one of its authors, or one of its departments."""
    authors = {author.person for author in article.authors}
    return not {article.id, *authors, *departments_of(article, library)}.isdisjoint(judge.conflicts)


def _conflict_of_staff(judge: str, article: Article, library: Library, judged: dt.date | None) -> str:
    if any(author.person == judge for author in article.authors):
        return OWN_ENTRY
    person = library.people[judge]
    own = {person.department_on(article.date), person.department_on(judged)}
    own |= {d.id for d in library.departments.values() if d.leader == judge}
    return OWN_DEPARTMENT if own & departments_of(article, library) else ""


def departments_of(article: Article, library: Library) -> set[str]:
    """The ids of an entry's departments: its own and those of all its authors on its date."""
    staff = [library.people[a.person] for a in article.authors if a.person in library.people]
    found = {library.department_of(article), *(person.department_on(article.date) for person in staff)}
    return found - {""}


def _conflict_of_outsider(judge: Judge, article: Article) -> str:
    outsiders = [author for author in article.authors if not author.person]
    for author in outsiders:
        same_place = not (author.affiliation and judge.affiliation) or author.affiliation == judge.affiliation
        if judge.name and author.name == judge.name and same_place:
            return OWN_ENTRY
    if judge.affiliation and any(author.affiliation == judge.affiliation for author in outsiders):
        return OWN_DEPARTMENT
    return ""
