from __future__ import annotations

import datetime as dt
import string
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from generator.competition.outcome.awards import with_decisions
from generator.competition.ranking.audit import Audit, Filed, RuleChange
from generator.competition.ranking.formats import FORMATS, check_destination, render
from generator.competition.ranking.rank import rank
from generator.competition.ranking.standings import Standings
from generator.errors import XinglinError
from generator.messages import Catalogue
from generator.model.competitions import TIE_BREAKS, Voting
from generator.model.proceedings import Decision, Decisions
from tests.competition.builders import CASES, NAME, case_standings, panel, partial, simple, words

ERRORS: Mapping[str, dict[str, object]] = {
    "no-competition": {"name": "2062", "known": "2026"},
    "no-competitions": {"name": "2062"},
    "bad-criteria": {"file": "competition.yml"},
    "verify-no-record": {"file": "rank.json", "reason": "JSON"},
    "no-entries-to-assign": {"name": "2026"},
    "unknown-judges": {"names": "j9", "known": "j1"},
    "too-few-judges": {"name": "2026"},
    "awards-undecided": {"entries": "甲", "file": "decisions.yml"},
    "no-casework": {"folder": "ballots"},
    "rank-out-public": {"file": "site/rank.xlsx", "folder": "site"},
}
SENTENCES: Mapping[str, dict[str, object]] = {
    "verify.differs": {"where": "seed", "kept": "1", "anew": "2"},
    "verify.different": {"count": 1, "hash": "0"},
    "verify.equal": {"hash": "0"},
    "verify.list_separator": {},
    "verify.mark": {"judge": "j", "entry": "a", "kept": "1", "anew": "2"},
    "verify.marks": {"count": 1, "marks": "a"},
    "verify.outcome": {"places": 1, "prizes": 1},
    "verify.more": {"count": 1},
    "assigned.head": {},
    "assigned.written": {"path": "assignment.yml", "entries": 1, "judges": 1, "judgements": 1},
    "assigned.kept": {"kept": 1, "added": 1, "removed": 1},
    "assigned.loads": {"least": 1, "most": 1},
    "assigned.links": {"pairs": 1, "met": 1, "least": 1, "most": 1},
    "assigned.partial": {"count": 1},
    "assigned.short": {"entry": "a", "count": 1},
    "assigned.anchor": {"entry": "a", "judge": "j"},
    "assigned.apart": {"groups": 2},
    "reasons.declared": {},
    **{f"awards.{key}": {} for key in ("number", "prize_column", "category", "none", "sheet", "refused")},
    "awards.title": {"title": "评比"},
    "awards.plain": {"year": 2026},
    "awards.prize": {"prize": "奖", "count": 1},
    "awards.written": {"files": "名单"},
    "vote_faults.again": {"voter": "v"},
    "vote_faults.days": {"cast": "1", "first": "2", "last": "3"},
    "verify.beside": {"where": "record", "kept": "1", "anew": "2"},
    "reasons.partial": {},
}


class Heard(dict[str, str]):
    """Entries of a catalogue that remember which were asked for."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        super().__init__(entries)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)


def everything() -> list[object]:
    """Rankings that between them say everything that can be said."""
    marks = {"甲": {"j1": 90.0, "j2": 90.0}, "乙": {"j1": 90.0}, "丙": {"j2": 900.0}, "丁": {}}
    nobody = rank(*simple({}), NAME)
    library, (one,) = simple({"甲": {"j1": 90.0}})
    twice = replace(one, scores=(replace(one.scores[0], marks=one.scores[0].marks * 2),))
    return [
        rank(library, [twice], NAME),
        rank(*simple({"甲": {"j1": 50.0}, "乙": {"j2": 60.0}}), NAME),
        rank(*simple({name: {"j1": 70.0 + n, "j2": 77.0 - n} for n, name in enumerate("甲乙丙丁戊己庚辛")}), NAME),
        rank(*partial(panel(0), "j1", "00"), NAME),
        rank(*simple({**panel(0), "12": {"j1": 72, "j2": 72, "j5": 5}}), NAME),
        *(case_standings(path) for path in CASES),
        rank(*simple(marks, [("奖", 1)], reviews=2), NAME),
        decided(),
        *(audited(state, commits) for state in ("shallow", "none") for commits in (1, 0)),
        nobody,
    ]


def decided() -> Standings:
    """A ranking with decisions, and with readers' votes and ties of every sort."""
    library, ballots = simple({"甲": {"j1": 50.0}, "乙": {"j1": 60.0}}, [("奖", 1)])
    rules = replace(library.competitions[NAME], ties=TIE_BREAKS, voting=Voting(0.5))
    made = (Decision("reports/2026/甲", "奖", "现场答辩"), Decision("reports/2026/乙", "奖", "并列"))
    found = rank(replace(library, competitions={NAME: rules}), ballots, NAME)
    return with_decisions(found, Decisions(NAME, "decisions.yml", None, "", made))


def audited(state: Literal["shallow", "none"], commits: int) -> Standings:
    """A ranking with times, if there are commits, and a change of the rules."""
    time = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    changes = (RuleChange(time, "王芳", ("method",)), RuleChange(None, "", ("method",)))
    known = (time, time, commits) if commits else ()
    filed = Filed("competitions/2026/competition.yml", "0" * 64, *known)
    audit = Audit(filed, "year: 2026", (Filed("ballots/j1.yml", "1" * 64),), (), changes, state, late=2)
    return rank(*simple({"甲": {"j1": 50.0}}), NAME, audit=audit)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_can_be_said_and_none_is_idle(language: str) -> None:
    entries = Heard(words(language, ("competition", "rank")).entries)
    catalogue = Catalogue(language, entries)
    for standings in everything():
        for form in FORMATS:
            render(standings, form, catalogue)  # type: ignore[arg-type]
    for key, params in SENTENCES.items():
        catalogue.text(f"competition.{key}", **params)
    for key, params in ERRORS.items():
        catalogue.text(f"errors.{key}", **params)
    assert sorted(set(entries) - entries.asked) == []


def test_the_languages_say_the_same_things() -> None:
    chinese, english = (words(language).entries for language in ("zh", "en"))
    assert list(chinese) == list(english)
    for key in chinese:
        assert blanks(chinese[key]) == blanks(english[key]), key


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("form", FORMATS)
def test_a_ranking_in_every_format_is_bytes_and_stable(form: str) -> None:
    standings = case_standings(CASES[0])
    assert render(standings, form, words()) == render(standings, form, words())
    with pytest.raises(KeyError):
        render(standings, "docx", words())


def test_marks_are_not_written_where_they_would_be_published(tmp_path: Path) -> None:
    content, site = tmp_path / "content", tmp_path / "site"
    content.mkdir()
    (tmp_path / "short-cut").symlink_to(content)
    for out in (
        content / "a" / "rank.xlsx",
        site / "rank.json",
        tmp_path / "x" / ".." / "site" / "r",
        tmp_path / "short-cut" / "r",
    ):
        with pytest.raises(XinglinError) as caught:
            check_destination(out, [content, site])
        assert caught.value.key == "rank-out-public"
    check_destination(tmp_path / "site-ranking.xlsx", [content, site])
