from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
import yaml

from generator.competition.judging.sharing import Shared, lines, panel_yaml, share_out
from generator.errors import XinglinError
from generator.model.library import Library
from generator.model.proceedings import Ballot, Panel, Score, Task
from generator.schema.proceedings import read_panel
from generator.schema.types import Reading
from generator.sources.yaml_nodes import parse
from tests.competition.builders import NAME, competition, entry, library, words

WORDS = words()
RULES = """
year: 2026
reviews_per_entry: 3
criteria: [{id: v, name: 价值, weight: 1}]
judges: [j1, j2, j3, j4, j5, {id: ext, name: 外请专家, affiliation: 某大学, conflicts: [d1, reports/2026/05]}]
"""


def contest(count: int = 12) -> Library:
    entries = [entry(f"reports/2026/{n:02}", authors=[f"a{n % 3}"], department="") for n in range(count)]
    people = {f"a{n}": f"d{n}" for n in range(3)} | {f"j{n}": f"d{n % 5}" for n in range(1, 6)}
    return library(entries, competition(RULES), people)


def ballot(judge: str, scores: Iterable[Score]) -> Ballot:
    return Ballot(NAME, f"competitions/{NAME}/ballots/{judge}.yml", judge, tuple(scores))


def read_again(shared: Shared) -> Panel:
    reading = Reading("competitions/2026/assignment.yml")
    found = read_panel(parse(panel_yaml(shared, WORDS)), NAME, reading)
    assert found is not None
    assert not reading.problems
    return found


def test_the_file_says_who_judges_what_and_is_read_as_it_was_written() -> None:
    shared = share_out(contest(), [], NAME)
    assert shared.sound
    assert set(read_again(shared).judgements) == shared.judgements
    text = panel_yaml(shared, WORDS)
    assert text.startswith("# 由 xinglin competition assign 写成")
    tasks = yaml.safe_load(text)["tasks"]
    assert tasks == sorted(tasks, key=lambda task: task["judge"])
    assert all(task["entries"] == sorted(task["entries"]) for task in tasks)


def test_nobody_judges_what_is_the_own_or_was_declared() -> None:
    library = contest()
    shared = share_out(library, [ballot("j2", [Score("reports/2026/00", declined="导师")])], NAME)
    assert ("reports/2026/00", "j2") not in shared.judgements
    for entry_id, judge in shared.judgements:
        number = int(entry_id[-2:]) % 3
        assert judge != "ext" or (number != 1 and not entry_id.endswith("05"))
        assert judge == "ext" or int(judge[1]) % 5 != number


def test_what_is_marked_stays_with_the_judge_and_the_rest_is_passed_on() -> None:
    library = contest()
    first = share_out(library, [], NAME)
    gone = "j3"
    own = first.assignment.entries_of(gone)
    done = ballot(gone, [Score(own[0], (("v", 80.0),))])
    again = share_out(library, [done], NAME, read_again(first), gone=[gone])
    assert again.assignment.entries_of(gone) == own[:1]
    assert first.judgements - again.judgements == {(e, gone) for e in own[1:]}
    assert again.sound
    said = "\n".join(lines(again, "assignment.yml", WORDS))
    assert f"沿用原有分工 {36 - len(own) + 1} 份，新派 {len(own) - 1} 份，撤销 {len(own) - 1} 份。" in said


def test_run_again_nothing_changes() -> None:
    library = contest()
    first = share_out(library, [], NAME)
    assert panel_yaml(share_out(library, [], NAME, read_again(first)), WORDS) == panel_yaml(first, WORDS)


def test_every_entry_has_a_number_that_it_keeps() -> None:
    first = read_again(share_out(contest(10), [], NAME))
    assert sorted(first.codes.values(), key=int) == [str(number) for number in range(1, 11)]
    assert [first.codes[entry] for entry in sorted(first.codes)] != [str(number) for number in range(1, 11)]
    more = share_out(contest(12), [], NAME, first).codes
    assert {entry: more[entry] for entry in first.codes} == first.codes
    assert {more[entry] for entry in more.keys() - first.codes.keys()} == {"11", "12"}


def test_what_is_wrong_is_said() -> None:
    library = contest()
    rules = replace(library.competitions[NAME], reviews_per_entry=6)
    shared = share_out(replace(library, competitions={NAME: rules}), [], NAME)
    assert not shared.sound
    assert "“reports/2026/00”缺 1 位评委：可以评它的评委不够。" in lines(shared, "assignment.yml", WORDS)


@pytest.mark.parametrize(
    ("name", "gone", "key"),
    [
        ("2062", [], "no-competition"),
        (NAME, ["j1", "j2", "j3", "j4", "j5", "ext"], "too-few-judges"),
        (NAME, ["j9"], "unknown-judges"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(name: str, gone: list[str], key: str) -> None:
    with pytest.raises(XinglinError) as error:
        share_out(contest(), [], name, gone=gone)
    assert error.value.key == key


def test_a_competition_without_entries_cannot_be_shared_out() -> None:
    with pytest.raises(XinglinError) as error:
        share_out(contest(0), [], NAME)
    assert error.value.key == "no-entries-to-assign"


def test_tasks_give_all_judgements() -> None:
    panel = Panel(NAME, "", (Task("j1", ("a", "b")), Task("j2", ("a",))))
    assert panel.judgements == [("a", "j1"), ("b", "j1"), ("a", "j2")]
