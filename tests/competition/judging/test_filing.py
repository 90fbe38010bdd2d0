from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.competition.judging.filing import ballot_yaml, changed, receipt_lines
from generator.competition.judging.receiving import Receipt
from generator.model.proceedings import Ballot, Score
from generator.schema.proceedings import read_ballot
from generator.schema.types import Reading
from generator.sources.yaml_nodes import parse
from tests.competition.builders import NAME
from tests.competition.judging.contest import CODES, ENTRIES, WORDS, ballot, contest, form_file, head, received

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60).map(lambda text: " ".join(text.split()))
marks = st.decimals(0, 100, allow_nan=False, places=9).map(float)


def read_again(text: str) -> Ballot:
    reading = Reading("competitions/2026/ballots/j2.yml")
    found = read_ballot(parse(text), NAME, reading)
    assert found is not None
    assert not reading.problems, reading.problems
    return replace(found, judge_line=1, scores=tuple(replace(s, line=0) for s in found.scores))


@given(comment=texts, reason=texts, mark=marks)
def test_whatever_a_judge_writes_is_read_as_it_was_written(comment: str, reason: str, mark: float) -> None:
    scores = (
        Score("papers/2026/alpha", (("evidence", mark), ("value", 80.0)), comment),
        Score("papers/2026/gamma", (), comment, reason or "利益冲突"),
    )
    made = Ballot(NAME, "competitions/2026/ballots/j2.yml", "j2", scores)
    assert read_again(ballot_yaml(made)) == made


def test_a_ballot_looks_as_judges_have_always_written_it() -> None:
    assert ballot_yaml(ballot("j2", {"1": (7.5, 80), "3": "利益冲突"})) == (
        "judge: j2\n"
        "scores:\n"
        "  - entry: papers/2026/alpha\n"
        "    criteria: {evidence: 7.5, value: 80}\n"
        "  - entry: papers/2026/gamma\n"
        "    declined: 利益冲突\n"
    )


def said(after: Ballot, before: Ballot | None) -> list[str]:
    receipt = Receipt("评分.yml", ballot=after, before=before, codes=ENTRIES)
    return list(receipt_lines(receipt, contest(), WORDS))


def test_the_first_ballot_is_new() -> None:
    after = ballot("j2", {"1": (5, 50), "3": "利益冲突"})
    assert said(after, None) == [
        "“评分.yml”已收下：某j2，评分 1 篇，回避 1 篇，写入 competitions/2026/ballots/j2.yml。",
        "  评委新回避了 1 篇。请运行 xinglin competition assign 2026，补派别的评委。",
    ]


def test_what_changed_is_told_entry_by_entry() -> None:
    before = ballot("j2", {"1": (5, 50), "3": (6, 60), "4": "利益冲突", "12": (1, 10)})
    after = ballot("j2", {"1": (5, 55), "3": "本部门", "4": (7, 70), "2": (1, 1)})
    first, *rest = after.scores
    after = replace(after, scores=(replace(first, comment="新的评语"), *rest))
    assert said(after, before)[1:] == [
        "  1 号《《alpha》》：应用价值 50 改为 55、评语有改动",
        "  2 号《《declared》》：新增",
        "  3 号《《gamma》》：改为回避（本部门）",
        "  4 号《《epsilon》》：依据 – 改为 7、应用价值 – 改为 70、不再回避",
        "  12 号《《delta》》：撤回",
        "  评委新回避了 1 篇。请运行 xinglin competition assign 2026，补派别的评委。",
    ]


def test_the_same_again_changes_nothing() -> None:
    same = ballot("j2", {"1": (5, 50), "3": "利益冲突"})
    other_order = replace(same, scores=same.scores[::-1])
    assert not changed(Receipt("a", ballot=same, before=other_order))
    assert said(same, other_order) == [
        "“评分.yml”与已有的 competitions/2026/ballots/j2.yml 相同，没有改动（某j2，评分 1 篇，回避 1 篇）。"
    ]


def test_a_refused_file_says_all_its_mistakes(tmp_path: Path) -> None:
    receipt = received(form_file(tmp_path, head("j2") + 'scores:\n  - entry: "99"\n    declined: "x"\n'))
    assert list(receipt_lines(receipt, contest(), WORDS)) == [
        "“评分.yml”没有收下，有 1 处不对：",
        "  第 7 行，99 号：评分包里没有这个编号。请与评委核对是哪一篇。",
    ]
    assert not changed(receipt)
    assert CODES["1"] not in "".join(receipt_lines(receipt, contest(), WORDS))
