from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.search.query import LONGEST, MOST, PARTS, Clause, FieldFilter, Query, parse
from generator.search.text import fold, synonyms
from tests.search.builders import Shelf, document

SECONDS = 10
"""Of processor time, far more than any of these takes; a hang is what the bound is for."""
HUANGQI = [["黄芪", "绵芪", "北芪"]]
CASES = json.loads(Path(__file__).with_name("queries.json").read_text(encoding="utf-8"))


def read(text: str, groups: Iterable[Iterable[str]] = ()) -> Query:
    return parse(text, synonyms(groups))


# ---- Parts of a query


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["text"])[:40])
def test_a_query_is_read_so(case: dict[str, Any]) -> None:
    clauses = tuple(
        Clause(
            tuple(tuple(tuple(phrase) for phrase in phrases) for phrases in clause["alternatives"]),
            tuple(clause["words"]),
            clause["excluded"],
        )
        for clause in case["clauses"]
    )
    filters = tuple(FieldFilter(**given) for given in case["filters"])
    assert read(case["text"], case["groups"]) == Query(clauses, filters, case["cut"])


def test_the_cases_give_groups_as_an_index_keeps_them() -> None:
    for group in (group for case in CASES for group in case["groups"]):
        assert len(set(group)) == len(group) > 1
        assert [fold(word).strip() for word in group] == group


@pytest.mark.parametrize("length", [LONGEST, LONGEST + 1, 100_000])
def test_a_query_is_read_up_to_its_longest(length: int) -> None:
    query = read("桂" * length)
    assert (len(query.clauses[0].words[0]), query.cut) == (LONGEST, length > LONGEST)


def test_a_query_is_read_up_to_so_many_parts() -> None:
    words = [f"w{n}" for n in range(PARTS + 5)]
    assert [c.words[0] for c in read(" ".join(words)).clauses] == words[:PARTS]
    assert [len(c.alternatives[0]) for c in read(",".join(words)).clauses] == [PARTS]
    quoted = read(f'"{" ".join(words[:PARTS])}"')
    assert ([len(c.alternatives[0][0]) for c in quoted.clauses], quoted.cut) == ([PARTS], False)


@given(st.text(st.one_of(st.characters(), st.sampled_from('"“”-－ 　：:作者年桂枝黄芪ab*()')), max_size=80))
def test_whatever_is_typed_means_something(text: str) -> None:
    query = read(text, [*HUANGQI, ["a b", "ab"], ["桂", "桂"]])
    for clause in query.clauses:
        assert clause.alternatives
        assert all(run for phrases in clause.alternatives for phrase in phrases for run in phrase)
        assert len(clause.words) <= MOST
        assert all(map(re.compile, clause.patterns))
    assert all(given.value == fold(given.value).strip() != "" for given in query.filters)


# ---- Words that mean the same


@pytest.mark.parametrize(
    ("text", "groups", "expected"),
    [
        ("ＥＭＲ", [["电子病历", "EMR"]], {"emr", "电子病历"}),
        ("黃芪", [["黃芪", "绵芪"]], {"黄芪", "绵芪"}),
        ("黄芪", [["黄芪", "黄芪"], ["黄芪"], [""], []], {"黄芪"}),
        ("黄芪和白术", [*HUANGQI, ["白术", "苍术"]], {f"{h}和{b}" for h in HUANGQI[0] for b in ("白术", "苍术")}),
    ],
)
def test_words_of_the_same_meaning_are_looked_for(text: str, groups: list[list[str]], expected: set[str]) -> None:
    (clause,) = read(text, groups).clauses
    assert set(clause.words) == expected


def test_what_was_typed_comes_first() -> None:
    query = read("北芪方 绵芪", HUANGQI)
    assert [clause.words[0] for clause in query.clauses] == ["北芪方", "绵芪"]
    assert query.also == ("黄芪方", "绵芪方", "黄芪", "北芪")
    assert query.typed == "北芪方 绵芪"


def test_alternatives_are_bounded() -> None:
    (clause,) = read("黄芪" * 20, HUANGQI).clauses
    assert len(clause.words) == MOST


@pytest.mark.parametrize("word", HUANGQI[0])
@pytest.mark.parametrize(
    ("query", "found"), [("{}", "abc"), ("{}方", "abc"), ("炙{}方", "b"), ("“用{}方”", "a"), ("-{} 方", "d")]
)
def test_each_word_finds_what_says_another(shelf: Shelf, word: str, query: str, found: str) -> None:
    shelf.put(document("a", "用黄芪方"), document("b", "炙绵芪方"), document("c", "北芪方"), document("d", "桂枝方"))
    answer = shelf.ask(query.format(word), HUANGQI)
    assert sorted(r.id for r in answer.results) == list(found)
    if "-" not in query:
        (note,) = answer.notes
        others = [query.format(w).strip("“”") for w in HUANGQI[0] if w != word]
        assert (note.type, note.details) == ("synonyms", {"words": others})
        assert all(r.excerpt.marks for r in answer.results)


@pytest.mark.parametrize("query", ["electronic medical record", "EMR", "电子病历", "Electronic Medical Record 系统"])
def test_words_with_spaces_are_found_both_ways(shelf: Shelf, query: str) -> None:
    shelf.put(
        document("a", "建 EMR 系统"),
        document("b", "an electronic medical record 系统"),
        document("c", "电子病历系统"),
        document("d", "a medical record, electronic 系统"),
    )
    assert sorted(shelf.ids(query, [["EMR", "electronic medical record", "电子病历"]])) == ["a", "b", "c"]


def test_a_replaced_word_leaves_its_neighbours_where_they_stand(shelf: Shelf) -> None:
    shelf.put(document("a", "绵芪，汤"), document("b", "汤绵芪"), document("c", "绵芪汤"))
    assert shelf.ids("黄芪汤", HUANGQI) == ["c"]


# ---- Phrases, exclusion, folding


SHELF = (
    document("a", "桂枝汤方，中医药 COVID-19"),
    document("b", "桂枝，汤方；中医；ＣＯＶＩＤ１９"),
    document("c", "汤方桂枝。五個 the quick fox", "麻黄汤"),
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("桂枝", "abc"),
        ("桂枝汤方", "a"),
        ("桂枝 汤方", "abc"),
        ("桂枝，汤方", "abc"),
        ("“桂枝汤方”", "a"),
        ("“桂枝，汤方”", "b"),
        ("“桂枝 汤方”", "b"),
        ('"汤方 桂枝"', ""),
        ('"枝 汤"', "b"),
        ("“quick fox”", "c"),
        ("“fox quick”", ""),
        ("“qui”", "c"),
        ("qui", "c"),
        ("ick", "c"),
        ("quik", ""),
        ("桂枝 -中医药", "bc"),
        ("桂枝 -中医", "c"),
        ("桂枝 -“汤方 中医”", "c"),
        ("桂枝 -“方 中医药”", "bc"),
        ("桂枝 -中医 -fox", ""),
        ("桂枝 没有 -fox", "ab"),
        ("-中医 桂枝", "c"),
        ("桂枝 -桂枝", ""),
        ("-桂枝", ""),
        ("桂枝 -没有", "abc"),
        ("桂枝 麻黄", "c"),
        ("covid", "ab"),
        ("ＣＯＶＩＤ－１９", "ab"),
        ("“covid 19”", "a"),
        ("covid19", "b"),
        ("ＣＯＶＩＤ１９", "b"),
        ("Ｑuick", "c"),
        ("個", "c"),
        ("桂", "abc"),
        ("方", "abc"),
        ("枝方", ""),
        ("个", "c"),
        ("五个", "c"),
    ],
)
def test_what_a_query_finds(shelf: Shelf, query: str, found: str) -> None:
    shelf.put(*SHELF)
    assert sorted(shelf.ids(query)) == list(found)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("ＨＩＳ系统", "his系统"),
        ("HIS系统", "ｈｉｓ系统"),
        ("（２０２６）年度", "2026"),
        ("Ⅲ期临床", "Ⅲ期"),
        ("豈\uf900", "豈豈"),
        ("桂枝湯", "桂枝汤"),
        ("桂枝汤", "桂枝湯"),
        ("臺灣中醫藥", "台湾中医药"),
        ("ｶﾀｶﾅ", "カタカナ"),
        ("𠀀𪚥字", "𪚥字"),
        ("二〇二六年", "〇二六"),
    ],
)
def test_one_form_finds_the_other(shelf: Shelf, text: str, query: str) -> None:
    shelf.put(document("a", text), document("b", "别的"))
    assert shelf.ids(query) == ["a"]


# ---- Hostile queries


HAN = [chr(0x4E00 + n) for n in range(LONGEST)]
HOSTILE = {
    "long": "一" * 100_000,
    "long latin": "a" * 100_000,
    "long number": "9" * 100_000,
    "spaces": " " * 100_000,
    "quotes": '"' * 10_000,
    "chinese quotes": "“”" * 5_000,
    "odd quotes": '"' * 9_999 + "一",
    "minus": "-" * 10_000,
    "minus words": "-一 " * 100,
    "punctuation": "！@#￥%……&*（）。，、；：？《》" * 10,
    "syntax": "title:* OR ( [ TO ]",
    "fields": "body:一 id:a kind:reports",
    "operators": "AND OR NOT ANDNOT ANDMAYBE REQUIRE",
    "range": "[一 TO 丁} date:[20250101 TO]",
    "fuzzy": "一~2/3 丁^999 ?一* *",
    "brackets": "((((" * 50,
    "stars": "* " * 100,
    "regex": r"(.*)+[a-z]{1,99}\d$^|?(?P<x>(?=\b",
    "regex matched": "(a+)+$ [[:alpha:]] \\1 \\",
    "sql": "'; DROP TABLE x; --",
    "html": "<script>alert(1)</script>&amp;<mark>",
    "nul": "\0",
    "nul between": "一\0丁",
    "control": "".join(map(chr, range(32))),
    "surrogate": "一\ud800\udcff",
    "direction": "\u202e一\u2066",
    "private": "\ue000\U000f0000\uffff\U0010ffff",
    "emoji": "😀👨‍👩‍👧" * 30,
    "combining": "e" + "\u0301" * 1000,
    "accents": "e\u0301" * 100,
    "single han": " ".join(HAN),
    "quoted han": f'"{" ".join(HAN[:99])}"',
    "commas": ",".join(HAN),
    "pairs": " ".join(a + b for a, b in itertools.pairwise(HAN)),
    "one word often": "一 " * 100,
    "phrases": '"一 丁" ' * 40,
    "mixed": '"' + "一 a " * 49 + '"',
    "synonyms": "黄芪" * 100,
    "synonyms apart": "黄芪," * 60,
    "no synonyms": "桂枝" * 100,
    "percent": "%s %d {} {0} $x `x`",
    "path": "../../etc/passwd\n",
}
GROUPS = [["黄芪", "绵芪", "北芪"], ["桂枝", "桂枝"], ["a b", "c d"], ["(", ")"], ["一", "丁"]]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Documents with many different pairs of characters."""
    shelf = Shelf(tmp_path_factory.mktemp("index"))
    texts = ["".join(HAN[n * m % LONGEST] for n in range(1, 400)) + " a b, e 绵芪" for m in range(1, 60)]
    shelf.put(*(document(f"d{n}", text, text[:10]) for n, text in enumerate(texts)))
    return shelf


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_queries_are_answered_in_time(library: Shelf, text: str) -> None:
    started = time.process_time()
    answer = library.ask(text, GROUPS, limit=1000)
    assert time.process_time() - started < SECONDS
    assert answer.total == len(answer.results) <= 59
    assert answer.query == text


@pytest.mark.parametrize("text", ["title:* OR ( [ TO ]", "*", "body:一", "id:d1", "d*", "[a TO b]", "一~2"])
def test_there_is_no_other_syntax(library: Shelf, text: str) -> None:
    plain = "".join(c if c.isalnum() or c == " " else "、" for c in text)
    assert library.ids(text, limit=99) == library.ids(plain, limit=99)


@given(st.text(st.one_of(st.characters(), st.sampled_from('一丁七万 "“-黄芪桂枝ab*,\0')), max_size=40))
@settings(max_examples=150)
def test_no_query_fails(library: Shelf, text: str) -> None:
    assert library.ask(text, GROUPS).total <= 59
