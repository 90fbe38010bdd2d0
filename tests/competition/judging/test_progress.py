from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.competition.judging.progress import Progress, progress_of
from generator.competition.judging.progress_formats import json_progress, progress_table
from generator.competition.ranking.rank import rank
from generator.model.library import Library
from generator.model.proceedings import Ballot, Panel, Score
from tests.competition.builders import NAME, panel, simple
from tests.competition.judging.contest import CODES, TASKS, WORDS, ballot, contest
from tests.competition.judging.contest import panel as shared_out


def progress(ballots: Iterable[Ballot], handed: Panel | None = None) -> Progress:
    return progress_of(rank(contest(), ballots, NAME), contest(), handed or shared_out())


HALF = (
    ballot("j1", {"1": (5, 50), "3": (6, 60)}),
    ballot("j2", {"1": (5, 50), "3": "利益冲突"}),
)


def test_who_has_marked_how_much() -> None:
    found = {judge.id: judge for judge in progress(HALF).judges}
    counts = {id: (j.assigned, j.marked, j.declined, [e.code for e in j.missing]) for id, j in found.items()}
    assert counts == {"ext": (3, 0, 0, ["2", "4", "12"]), "j1": (4, 2, 0, ["5", "12"]), "j2": (2, 1, 1, ["4"])}


def test_what_an_entry_lacks_and_whom_to_ask() -> None:
    found = {each.entry.code: each for each in progress(HALF).entries}
    assert list(found) == ["1", "2", "3", "4", "5", "12"]
    assert (found["1"].marks, found["1"].wanted, found["1"].awaited, found["1"].ask) == (2, 2, (), ())
    third = found["3"]
    assert (third.marks, third.awaited, third.declined, third.ask) == (1, (), (("j2", "利益冲突"),), ("ext",))
    assert found["4"].awaited == ("ext", "j2")
    assert "j1" not in found["5"].ask  # whose own it is
    assert "ext" not in found["2"].ask  # who has it


def test_a_mark_that_does_not_count_is_missing_still() -> None:
    own = ballot("j1", {"5": (9, 99)})
    found = {judge.id: judge for judge in progress([own]).judges}
    assert found["j1"].marked == 0
    assert "5" in [entry.code for entry in found["j1"].missing]


def test_before_entries_are_shared_out_what_was_handed_in_counts() -> None:
    found = progress_of(rank(contest(), HALF, NAME), contest(), None)
    assert not found.shared_out
    assert {judge.id: judge.assigned for judge in found.judges} == {"ext": 0, "j1": 2, "j2": 1}
    assert "还没有分工" in progress_table(found, WORDS)


# ---- The border


def close_race(missing: Mapping[str, Iterable[str]] = {}) -> tuple[Library, list[Ballot], Panel]:
    """24 entries a point apart, three marks each; ``missing`` are marks that have not come, by judge."""
    library, ballots = simple(panel(0), [("一等奖", 4)], reviews=3)
    tasks = {b.judge: [s.entry for s in b.scores] for b in ballots}
    codes = {entry.id: str(number) for number, entry in enumerate(library.articles, 1)}
    given = {code: id for id, code in codes.items()}
    handed = shared_out({judge: [codes[e] for e in own] for judge, own in tasks.items()}, codes)
    kept = [
        replace(b, scores=tuple(s for s in b.scores if s.entry not in [given[c] for c in missing.get(b.judge, ())]))
        for b in ballots
    ]
    return library, kept, handed


def test_those_near_the_cut_are_on_the_border_and_nobody_else() -> None:
    library, ballots, handed = close_race()
    found = progress_of(rank(library, ballots, NAME), library, handed)
    places = [int(each.entry.code) for each in found.border]
    assert places
    assert all(17 < place < 24 for place in places)
    for each in found.border:
        assert 0.1 < each.chances["一等奖"] < 0.9
    doubts = [each.doubt for each in found.border]
    assert doubts == sorted(doubts, reverse=True)
    assert abs(found.border[0].chances["一等奖"] - 0.5) <= abs(found.border[-1].chances["一等奖"] - 0.5)


def test_one_more_mark_is_asked_of_judges_who_have_not_the_entry_and_little_to_do() -> None:
    library, ballots, handed = close_race()
    found = progress_of(rank(library, ballots, NAME), library, handed)
    assert [each.entry for each in found.advice] == [each.entry for each in found.border][:10]
    loads = {judge.id: judge.assigned for judge in found.judges}
    for each in found.advice:
        assert not each.awaited
        assert (each.entry.id, each.judge) not in handed.judgements
        assert loads[each.judge] <= min(loads.values()) + 2


def test_a_mark_that_is_owed_comes_before_one_that_nobody_has_asked_for() -> None:
    library, ballots, handed = close_race()
    first = progress_of(rank(library, ballots, NAME), library, handed).border[0].entry
    owing = next(judge for entry, judge in handed.judgements if entry == first.id)
    library, ballots, handed = close_race({owing: [first.code]})
    advice = [a for a in progress_of(rank(library, ballots, NAME), library, handed).advice if a.entry == first]
    assert [(a.judge, a.awaited) for a in advice] == [(owing, True)]


def test_nobody_is_asked_who_is_partial_or_has_stepped_back() -> None:
    library, ballots, handed = close_race()
    first = progress_of(rank(library, ballots, NAME), library, handed).border[0].entry
    free = sorted({b.judge for b in ballots} - {j for e, j in handed.judgements if e == first.id})
    back = [
        replace(b, scores=(*b.scores, Score(first.id, declined="导师"))) if b.judge in free[:-1] else b for b in ballots
    ]
    advice = [a.judge for a in progress_of(rank(library, back, NAME), library, handed).advice if a.entry == first]
    assert set(advice) <= set(free[-1:])


# ---- How it is said


def test_as_json() -> None:
    record = json.loads(json_progress(progress(HALF)))
    assert list(record) == ["competition", "year", "closes", "shared_out", "judges", "entries", "border", "advice"]
    assert record["closes"] == "2026-12-05"
    assert record["judges"][2] == {
        "id": "j2",
        "name": "某j2",
        "assigned": 2,
        "marked": 1,
        "declined": 1,
        "missing": [{"code": "4", "id": CODES["4"], "title": "《epsilon》"}],
    }
    assert record["entries"][2]["declined"] == [{"judge": "j2", "reason": "利益冲突"}]
    assert set(record["entries"][2]) == {"code", "id", "title", "wanted", "marks", "awaited", "declined", "ask"}


def test_as_a_table() -> None:
    table = progress_table(progress(HALF), WORDS)
    assert "应有 9 份评分，已有 3 份" in table
    assert "某j2 回避：利益冲突" in table
    assert "xinglin competition assign 2026" in table
    assert "还没有交评分的：外请专家" in table


def test_all_are_in_when_whoever_stepped_back_was_replaced() -> None:
    whole = (
        ballot("j1", {"1": (5, 50), "3": (5, 50)}),
        ballot("j2", {"1": (5, 50), "3": "利益冲突", "4": (5, 50)}),
        ballot("ext", {"3": (5, 50), "4": (5, 50)}),
    )
    tasks = {"j1": ("1", "3"), "j2": ("1", "3", "4"), "ext": ("3", "4")}
    library = contest()
    kept = tuple(a for a in library.articles if a.id in {CODES[code] for code in ("1", "3", "4")})
    library = replace(library, articles=kept)
    found = progress_of(rank(library, whole, NAME), library, shared_out(tasks, {CODES[c]: c for c in ("1", "3", "4")}))
    table = progress_table(found, WORDS)
    assert "应有 6 份评分，已有 6 份，已收齐" in table
    assert "已回避" in table
    assert "未评" not in table


def test_no_mark_stands_in_either() -> None:
    odd = (ballot("j1", dict.fromkeys(TASKS["j1"], (7.125, 61.375))),)
    for text in (json_progress(progress(odd)), progress_table(progress(odd), WORDS)):
        assert "7.125" not in text
        assert "61.375" not in text


def test_what_judges_wrote_cannot_move_the_cursor() -> None:
    bad = ballot("j2", {"3": "\x1b[2J利益"})
    assert "\x1b" not in progress_table(progress([bad]), WORDS)
