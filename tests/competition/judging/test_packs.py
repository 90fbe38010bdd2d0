from __future__ import annotations

from dataclasses import replace

import pytest

from generator.competition.entries.blind import BlindCopy
from generator.competition.judging.packs import (
    form_data,
    in_order,
    level_lines,
    organisers_list,
    pack_number,
    packs,
    rules_number,
    within_page,
)
from generator.errors import XinglinError
from generator.model.proceedings import Panel
from tests.competition.builders import NAME
from tests.competition.judging.contest import ENTRIES, TASKS, WORDS, contest, pack, panel

RULES = contest().competitions[NAME]


def test_every_judge_with_entries_gets_them_by_number() -> None:
    found = packs(contest(), panel({"j2": ("3", "12", "1"), "ext": ()}), NAME)
    assert [(p.judge, p.name, p.codes) for p in found] == [("j2", "某j2", ("1", "3", "12"))]
    assert found[0].folder == "j2 某j2"
    assert found[0].ballot(WORDS) == "评分-2026-j2.yml"


def test_nothing_that_is_made_of_a_pack_tells_whose_an_entry_is() -> None:
    said = repr(pack("j1")) + repr(form_data(pack("j1"), WORDS)) + organisers_list([pack("j1")], WORDS)
    for secret in ("zuozhe", "赵客", "外地医院", "secretdepartment", "秘密摘要", *ENTRIES):
        assert secret not in said


def test_who_left_the_competition_is_in_no_pack() -> None:
    library = contest()
    articles = tuple(replace(a, draft=a.id == "papers/2026/alpha") for a in library.articles)
    found = packs(replace(library, articles=articles), panel(), NAME)
    assert {p.judge: p.codes for p in found}["j2"] == ("3", "4")


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (None, "not-assigned"),
        (Panel(NAME, "", ()), "not-assigned"),
        (replace(panel(), codes={id: code for id, code in ENTRIES.items() if code != "12"}), "no-codes"),
    ],
)
def test_entries_must_be_shared_out_first(given: Panel | None, key: str) -> None:
    with pytest.raises(XinglinError) as error:
        packs(contest(), given, NAME)
    assert error.value.key == key


@pytest.mark.parametrize("id", ["../../x", "a/b", "a\\b", "a:b", "..", ". ", "con\n", "长" * 200])
def test_a_folder_has_a_name_that_any_file_system_takes(id: str) -> None:
    folder = replace(pack("j1"), judge=id, name=id).folder
    assert folder
    assert not set('/\\:*?"<>|\n') & set(folder)
    assert folder == folder.strip(" .") or folder == "_"
    assert len(folder) <= 60


def test_the_numbers_change_with_what_they_are_of() -> None:
    criteria = RULES.criteria
    before = rules_number(criteria)
    for changed in (
        replace(criteria[0], weight=41.0),
        replace(criteria[0], maximum=20.0),
        replace(criteria[0], about="别的"),
        replace(criteria[0], levels=criteria[0].levels[:1]),
    ):
        assert rules_number((changed, *criteria[1:])) != before
    assert rules_number(criteria[::-1]) != before
    number = pack_number(RULES, "j1", {"1": "a", "2": "b"})
    assert number == pack_number(RULES, "j1", {"2": "b", "1": "a"})
    assert number != pack_number(RULES, "j1", {"1": "b", "2": "a"})
    assert number != pack_number(RULES, "j2", {"1": "a", "2": "b"})
    assert number != pack_number(replace(RULES, name="2025"), "j1", {"1": "a", "2": "b"})


def test_a_judge_who_gets_one_more_keeps_the_codes_but_has_another_pack() -> None:
    more = packs(contest(), panel({**TASKS, "j2": (*TASKS["j2"], "12")}), NAME)
    found = next(p for p in more if p.judge == "j2")
    assert set(pack("j2").codes) < set(found.codes)
    assert found.number != pack("j2").number


def test_codes_are_sorted_as_numbers() -> None:
    assert sorted(["12", "2", "1", "3"], key=in_order) == ["1", "2", "3", "12"]


def test_marks_are_explained_from_the_highest_down() -> None:
    assert list(level_lines(RULES.criteria[0], WORDS)) == ["8 分起：可以复查", "0 分起：没有出处"]


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<h2 id="yi">一</h2>', '<h2 id="17-yi">一</h2>'),
        ('<a class="x" href="#yi">见</a>', '<a class="x" href="#17-yi">见</a>'),
        ('<p>写作 id="yi" 和 href="#yi"</p>', '<p>写作 id="yi" 和 href="#yi"</p>'),
        ('<a href="https://a.example/#b">外</a>', '<a href="https://a.example/#b">外</a>'),
        ('<img alt=" id=&quot;1" src="17-1.png">', '<img alt=" id=&quot;1" src="17-1.png">'),
    ],
)
def test_places_within_a_text_carry_its_code(html: str, shown: str) -> None:
    assert within_page(BlindCopy("17", "", "papers", html, (), 0)) == shown


def test_the_script_gets_all_words_with_their_blanks() -> None:
    said = form_data(pack("j1"), WORDS)["words"]
    assert said["range"] == WORDS.entries["judging.form.script.range"]
    assert "{maximum}" in said["range"]
