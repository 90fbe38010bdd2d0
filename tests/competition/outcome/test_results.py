from __future__ import annotations

import datetime as dt
import gc
import types
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import pytest

import generator
from generator.competition.contenders import contender
from generator.competition.outcome.results import PublicEntry, Results, public_results
from generator.competition.ranking.audit import Audit
from generator.competition.ranking.coded import Cover, telling
from generator.competition.ranking.mark import Mark
from generator.competition.ranking.marks import Assessment
from generator.competition.ranking.rank import rank
from generator.competition.ranking.standings import JudgeRecord, Result, Standing, Standings
from generator.competition.ranking.votes import Discarded, Tally
from generator.model.competitions import Competition, Judge, Timeline, Voting
from generator.model.library import Library
from generator.model.people import Author
from generator.model.proceedings import Ballot, Decision, Decisions, Objection, Objections, Score, Vote
from tests.competition.builders import CASES, NAME, case_inputs, case_standings, case_votes, read_case, simple

DAY = dt.date(2026, 12, 28)
MARKS = {
    "甲": {"评委一": 71.25, "评委二": 73.5},
    "乙": {"评委一": 81.25, "评委二": 63.75},
    "丙": {"评委一": 61.25, "评委二": 63.5},
    "丁": {},
}


def announced(library: Library, on: dt.date | None = DAY) -> tuple[Library, Competition]:
    rules = replace(library.competitions[NAME], timeline=Timeline(announced=on))
    return replace(library, competitions={NAME: rules}), rules


def results(today: dt.date, on: dt.date | None = DAY) -> Results | None:
    library, ballots = simple(MARKS, [("一等奖", 1), ("二等奖", 1)])
    library, rules = announced(library, on)
    return public_results(rank(library, ballots, NAME), library, rules, today)


@pytest.mark.parametrize(
    ("today", "on", "public"),
    [
        (DAY - dt.timedelta(days=1), DAY, False),
        (DAY, DAY, True),
        (DAY + dt.timedelta(days=400), DAY, True),
        (dt.date(2099, 1, 1), None, False),
    ],
)
def test_the_result_is_public_from_its_day_on(today: dt.date, on: dt.date | None, public: bool) -> None:
    assert (results(today, on) is not None) is public


NOTICE = (dt.date(2026, 12, 20), dt.date(2026, 12, 27))


def on_notice(today: dt.date, **handed_in: Any) -> Results | None:
    """A result of which the rules name the days of the notice, and none of the announcement."""
    library, ballots = simple(MARKS, [("一等奖", 1), ("二等奖", 1)])
    rules = replace(library.competitions[NAME], timeline=Timeline(notice=NOTICE))
    return public_results(rank(library, ballots, NAME), library, rules, today, **handed_in)


@pytest.mark.parametrize(
    ("today", "state"), [("2026-12-19", None), ("2026-12-20", False), ("2026-12-27", False), ("2026-12-28", True)]
)
def test_a_notice_makes_it_public_and_its_end_announces_it(today: str, state: bool | None) -> None:
    found = on_notice(dt.date.fromisoformat(today))
    assert (found.announced if found else None) is state


def decisions(decided: dt.date | None) -> Decisions:
    chosen = (Decision("reports/2026/甲", "", "退出"), Decision("reports/2026/丁", "二等奖", "补评"))
    return Decisions(NAME, f"competitions/{NAME}/decisions.yml", decided, "评审组", chosen)


def test_the_committee_decides_with_reasons_from_the_day_of_its_decision_on() -> None:
    later = decisions(dt.date(2026, 12, 22))
    before, after = (on_notice(dt.date(2026, 12, day), decisions=later) for day in (21, 22))
    assert before is not None and after is not None
    assert before.categories == on_notice(NOTICE[0]).categories  # type: ignore[union-attr]
    assert (before.decided, before.decided_by) == (None, "")
    assert (after.decided, after.decided_by) == (dt.date(2026, 12, 22), "评审组")
    assert [(e.title, e.place, e.prize, e.reason) for e in after.categories[0].entries] == [
        ("《乙》", 1, "一等奖", ""),
        ("《甲》", 2, "", "退出"),
        ("《丙》", 3, "", ""),
        ("《丁》", None, "二等奖", "补评"),
    ]


def test_what_the_committee_and_others_write_names_no_author_before_the_day() -> None:
    chosen = (Decision("reports/2026/甲", "", "某author退出"),)
    told = {
        "decisions": Decisions(NAME, "decisions.yml", NOTICE[0], "home部评审组", chosen),
        "objections": Objections(
            NAME, "objections.yml", (Objection(NOTICE[0], "某author抄的", "", "", NOTICE[0], "问过某author"),)
        ),
    }
    library, _ = simple(MARKS)
    found = on_notice(NOTICE[0], **told, covering=Cover({}, telling(library.articles, library)))
    assert found is not None
    assert [e.reason for e in found.categories[0].entries if e.reason] == ["■■退出"]
    assert found.decided_by == "■■评审组"
    assert [(o.text, o.answer) for o in found.objections] == [("■■抄的", "问过■■")]


def test_authors_from_elsewhere_are_shown_with_where_they_are_from() -> None:
    library, _ = simple(MARKS)
    guest, other = Author(name="严冬梅", affiliation="江源大学"), Author(name="白若水", affiliation="望江大学")
    mixed = replace(library.articles[0], authors=(Author("author"), guest))
    alone = replace(mixed, authors=(guest, other))
    rules = library.competitions[NAME]
    shown = [contender(article, library, rules) for article in (mixed, alone)]
    assert [(one.authors, one.department) for one in shown] == [
        (("某author", "严冬梅（江源大学）"), "home部"),
        (("严冬梅", "白若水（望江大学）"), "江源大学"),
    ]


def test_what_it_was_ranked_from_and_by_can_be_compared() -> None:
    library, ballots = simple(MARKS, [("一等奖", 1), ("二等奖", 1)])
    found = on_notice(NOTICE[0])
    assert found is not None
    assert found.input_hash == rank(library, ballots, NAME).input_hash
    assert found.version == generator.__version__


def test_what_is_public() -> None:
    found = results(DAY)
    assert found is not None
    (category,) = found.categories
    tied = {"authors": ("某author",), "department": "home部", "place": 1, "undecided": False}
    assert category.entries == (
        PublicEntry(id="reports/2026/乙", title="《乙》", prize="一等奖", **tied | {"place": 1}),
        PublicEntry(id="reports/2026/甲", title="《甲》", prize="二等奖", **tied | {"place": 2}),
        PublicEntry(id="reports/2026/丙", title="《丙》", prize="", **tied | {"place": 3}),
    )
    assert category.prizes == ("一等奖", "二等奖")
    assert [e.id for e in category.winners("二等奖")] == ["reports/2026/甲"]


def test_a_tie_at_the_cut_is_undecided_in_public_too() -> None:
    library, ballots = simple({"甲": {"j1": 50}, "乙": {"j1": 50}}, [("一等奖", 1)])
    library, rules = announced(library)
    found = public_results(rank(library, ballots, NAME), library, rules, DAY)
    assert found is not None
    assert [(e.place, e.prize, e.undecided) for e in found.categories[0].entries] == [(1, "", True), (1, "", True)]


def test_categories_are_public_apart() -> None:
    path = next(p for p in CASES if p.stem == "categories")
    library, rules = announced(case_inputs(read_case(path))[0])
    found = public_results(case_standings(path), library, rules, DAY)
    assert found is not None
    assert [(c.name, c.prizes, [e.title for e in c.entries]) for c in found.categories] == [
        ("论文组", ("优秀论文",), ["《丁》", "《丙》"]),
        ("调研组", ("一等奖", "二等奖"), ["《乙》", "《甲》"]),
    ]


def test_what_departs_from_the_declared_rules_is_public() -> None:
    library, ballots = simple(MARKS, [("一等奖", 1)], method="adjusted", reviews=5)
    library, rules = announced(library)
    rules = replace(rules, voting=Voting(0.1))
    library = replace(library, competitions={NAME: rules})
    found = public_results(rank(library, ballots, NAME), library, rules, DAY)
    assert found is not None
    assert [note.key for note in found.notes] == ["notes.no-votes"]


def test_an_entry_that_is_no_longer_published_is_not_in_the_result() -> None:
    library, ballots = simple(MARKS)
    library, rules = announced(library)
    standings = rank(library, ballots, NAME)
    hidden = tuple(replace(a, draft=True) if a.id.endswith("甲") else a for a in library.articles)
    for later in (replace(library, articles=hidden), replace(library, articles=hidden).published()):
        found = public_results(standings, later, rules, DAY)
        assert found is not None
        assert [e.id for e in found.categories[0].entries] == ["reports/2026/乙", "reports/2026/丙"]


SECRET = (Ballot, Score, Mark, Assessment, Standing, Standings, JudgeRecord, Result, Judge, Competition, Library)
SECRET += (Decisions, Decision, Objections, Objection, Vote, Tally, Discarded, Audit)


def reachable(root: object) -> list[object]:
    """Everything that can be got from an object, but for classes and modules."""
    found: dict[int, object] = {}
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if id(item) in found or isinstance(item, (type, types.ModuleType, types.FunctionType)):
            continue
        found[id(item)] = item
        waiting += gc.get_referents(item)
        if hasattr(item, "__dataclass_fields__"):
            waiting += [getattr(item, f.name) for f in fields(item)]  # type: ignore[arg-type]
    return list(found.values())


def test_no_ballot_no_judge_and_no_mark_can_be_reached_from_a_public_result() -> None:
    objection = Objection(NOTICE[0], "请核对", "reports/2026/甲", "评委三", NOTICE[1], "没有错")
    found = on_notice(DAY, decisions=decisions(NOTICE[0]), objections=Objections(NAME, "o.yml", (objection,)))
    everything = reachable(found)
    assert any(isinstance(item, PublicEntry) for item in everything)
    for item in everything:
        assert not isinstance(item, (*SECRET, Fraction, float)), item
        if isinstance(item, str):
            assert "评委" not in item
        if isinstance(item, int):
            assert item in (0, 1, 2, 3, 2026)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cases_have_public_results_without_secrets(path: Any) -> None:
    case = read_case(path)
    library, ballots = case_inputs(case)
    library, rules = announced(library)
    found = public_results(rank(library, ballots, NAME, case_votes(case)), library, rules, DAY)
    assert not [item for item in reachable(found) if isinstance(item, (*SECRET, Fraction, float))]


def test_the_walk_would_find_a_secret() -> None:
    library, ballots = simple(MARKS)
    assert any(isinstance(item, Mark) for item in reachable(rank(library, ballots, NAME)))
    assert any(isinstance(item, float) for item in reachable(ballots))
