"""Lists in pages of constant size: by kind and year, department, person and tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pypinyin import Style, lazy_pinyin

from generator.messages import Catalogue
from generator.model.articles import Article, Plan, Post
from generator.model.articles import Page as PlainPage
from generator.model.library import Library
from generator.pages import addresses
from generator.pages.cards import Cards, newest_first, person_link
from generator.pages.honours import honours
from generator.pages.page import SECTION_OF_KIND, Link, Page, Pager
from generator.pages.paging import paginate
from generator.schema.fields import DATED_KINDS


def paged(
    address: str,
    title: str,
    articles: Sequence[Article],
    cards: Cards,
    size: int,
    template: str = "list.html",
    **extra: Any,
) -> Iterator[Page]:
    """Cut a list into pages of ``size`` items; an empty list still has one page.

    ``section``, ``description`` and ``feed`` in ``extra`` are the page's; everything else goes to the template.
    """
    section, feed = extra.pop("section", ""), extra.pop("feed", "feed.xml")
    for place, shown, pager in paginate(address, articles, size):
        data = {"cards": [cards(a) for a in shown], **_heading(address, pager, cards.library), **extra}
        yield Page(place, template, title, section, data, feed=feed)


def _heading(address: str, pager: Pager, library: Library) -> dict[str, Any]:
    return {"pager": pager, "intro": introduction(address, library) if pager.number == 1 else ""}


def introduction(address: str, library: Library) -> str:
    """The body of the plain page that somebody wrote for a generated address, such as reports/index.md."""
    for name in ("index", "README"):
        page = library.by_id.get(f"{address}{name}")
        if isinstance(page, PlainPage):
            return page.body.html
    page = library.by_id.get(address.rstrip("/"))
    return page.body.html if isinstance(page, PlainPage) else ""


def kind_pages(cards: Cards, words: Catalogue, size: int) -> Iterator[Page]:
    """The lists of every kind that is filed by year: all of it, and each year."""
    for kind in DATED_KINDS:
        articles = newest_first(cards.library.by_kind.get(kind, ()))
        if not articles:
            continue
        label, address = words.text(f"site.kinds.{kind}"), addresses.kind(kind)
        years = _by(articles, lambda a: [a.id.split("/")[1]])
        links = [Link(year, f"{address}{year}/") for year in sorted(years, reverse=True)]
        common: dict[str, Any] = {
            "section": SECTION_OF_KIND.get(kind, kind),
            "feed": f"{address}feed.xml",
            "years": links,
            "kind": kind,
        }
        yield from paged(address, label, articles, cards, size, **common, year="")
        for year, group in sorted(years.items()):
            title = words.text("site.list.of_year", year=year, name=label)
            yield from paged(f"{address}{year}/", title, group, cards, size, **common, year=year)


def tag_pages(cards: Cards, words: Catalogue, size: int) -> Iterator[Page]:
    """A page for every tag, and the page of all tags with their counts."""
    tags = _by(newest_first(cards.library.articles), lambda a: a.tags)
    links = [(Link(tag, addresses.tag(tag)), len(group)) for tag, group in tags.items()]
    links.sort(key=lambda pair: (-pair[1], _pinyin(pair[0].name)))
    yield from _index("tags/", words.text("site.tags.title"), "tags.html", links, cards.library, size * 20)
    for tag, group in sorted(tags.items()):
        yield from paged(
            addresses.tag(tag), tag, group, cards, size, eyebrow=Link(words.text("site.tags.title"), "tags/")
        )


def people_pages(cards: Cards, words: Catalogue, size: int) -> Iterator[Page]:
    """A page for everybody on the staff list, and the list by pinyin."""
    library = cards.library
    works = _by(newest_first(library.articles), lambda a: [x.person for x in a.authors])
    rows = [
        (person_link(p.id, library), p, len(works.get(p.id, ())))
        for p in sorted(library.people.values(), key=lambda p: (_pinyin(p.name), p.id))
    ]
    title = words.text("site.people.title")
    if rows:
        yield from _index("people/", title, "people.html", rows, library, size * 10, section="departments")
    for person in sorted(library.people.values(), key=lambda p: p.id):
        group = works.get(person.id, [])
        yield from paged(
            addresses.person(person.id),
            person.name,
            group,
            cards,
            size,
            "person.html",
            section="departments",
            person=person,
            counts=_counts(group),
            honours=honours(group, cards),
            departments=[_membership(m, library) for m in reversed(person.memberships)],
        )


def department_pages(cards: Cards, words: Catalogue, size: int) -> Iterator[Page]:
    """A page for every department with its people, plans and works, and the list of departments."""
    library = cards.library
    works = _by(newest_first(library.articles), lambda a: [library.department_of(a)])
    members = _by_department(library)
    plans = _by(library.by_kind.get("plans", ()), lambda a: [a.id.split("/")[2]])
    rows = [
        (Link(d.name, addresses.department(d.id)), d, len(members.get(d.id, ())), len(works.get(d.id, ())))
        for d in library.departments.values()
    ]
    title = words.text("site.departments.title")
    if rows:
        yield from _index("departments/", title, "departments.html", rows, library, size * 10, section="departments")
    for department in library.departments.values():
        group = works.get(department.id, [])
        address = addresses.department(department.id)
        yield from paged(
            address,
            department.name,
            group,
            cards,
            size,
            "department.html",
            section="departments",
            feed=f"{address}feed.xml",
            department=department,
            leader=person_link(department.leader, library) if department.leader else None,
            members=members.get(department.id, []),
            counts=_counts(group),
            honours=honours(group, cards),
            plans=[cards(p) for p in sorted(plans.get(department.id, ()), key=lambda p: p.id, reverse=True)],
        )


def plan_pages(cards: Cards, words: Catalogue, size: int) -> Iterator[Page]:
    """The list of all departments' plans, newest year first."""
    plans = sorted((a for a in cards.library.articles if isinstance(a, Plan)), key=lambda p: p.id)
    plans.sort(key=lambda p: p.year, reverse=True)
    if plans:
        label = words.text("site.kinds.plans")
        yield from paged("plans/", label, plans, cards, size, section="departments", years=[], kind="plans", year="")


def folder_pages(library: Library, words: Catalogue, size: int) -> Iterator[Page]:
    """The plain pages by folder: a list for every folder, and ``pages/`` for the top."""
    folders: defaultdict[str, dict[str, Link]] = defaultdict(dict)
    for page in library.by_kind.get("pages", ()):
        address = addresses.article(page.id)
        parent = _parent(address)
        if address:
            folders[parent][address] = Link(page.title, address)
        while parent:
            folders[_parent(parent)].setdefault(parent, Link(parent.rstrip("/").rpartition("/")[2], parent))
            parent = _parent(parent)
    taken = {addresses.article(a.id) for a in library.articles}
    for folder, links in sorted(folders.items()):
        rows = sorted(links.values(), key=lambda link: (_pinyin(link.name), link.address or ""))
        title = folder.rstrip("/").rpartition("/")[2] or words.text("site.pages.title")
        address = folder or "pages/"
        if address not in taken:
            yield from _index(address, title, "folder.html", rows, library, size * 5, section="pages")


def _parent(address: str) -> str:
    head = address.rstrip("/").rpartition("/")[0]
    return f"{head}/" if head else ""


def _index(
    address: str, title: str, template: str, rows: Sequence[Any], library: Library, size: int, section: str = ""
) -> Iterator[Page]:
    for place, shown, pager in paginate(address, rows, size):
        yield Page(place, template, title, section, {"rows": shown, **_heading(address, pager, library)})


def _membership(membership: Any, library: Library) -> tuple[Link, Any]:
    department = library.departments.get(membership.department)
    if department is None:
        return Link(membership.department), membership
    return Link(department.name, addresses.department(department.id)), membership


def _by_department(library: Library) -> dict[str, list[Link]]:
    """People by the department they are in now, by pinyin."""
    groups: defaultdict[str, list[Link]] = defaultdict(list)
    for person in sorted(library.people.values(), key=lambda p: (_pinyin(p.name), p.id)):
        groups[person.department_on(None)].append(person_link(person.id, library))
    return groups


def _by(articles: Iterable[Article], keys: Any) -> dict[str, list[Article]]:
    """Group articles by each of their keys, keeping their order; empty keys count for nothing."""
    groups: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        for key in dict.fromkeys(keys(article)):
            if key:
                groups[key].append(article)
    return groups


def _counts(articles: Iterable[Article]) -> Mapping[str, int]:
    """How many articles of each kind, in the order of the kinds."""
    counts: defaultdict[str, int] = defaultdict(int)
    for article in articles:
        counts["posts" if isinstance(article, Post) else article.kind] += 1
    return dict(counts)


def _pinyin(text: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))
