"""Numbers as bits: what is packed comes out again, by the codes as docs/reference/search.md describes them."""

from __future__ import annotations

import base64
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.search.browser.coding import (
    BITS,
    WIDEST,
    Codes,
    before,
    bit_length,
    changes,
    fitting,
    fixed,
    golomb,
    packed,
    payload,
    stream,
    total_widths,
    truncated,
)
from tests.search.index.node import needs_node, run_in_node

Code = tuple[str, int]
"""A kind of code and its parameter: of a fixed one the width, of a truncated one the size."""


@dataclass
class Bits:
    """Reads codes from a text of zeros and ones, one after the other."""

    text: str
    at: int = 0

    @classmethod
    def of(cls, data: str) -> Bits:
        raw = base64.b64decode(data + "=" * (-len(data) % 4), validate=True)
        return cls("".join(f"{byte:08b}" for byte in raw))

    def fixed(self, width: int) -> int:
        self.at += width
        return int(self.text[self.at - width : self.at] or "0", 2)

    def golomb(self, parameter: int) -> int:
        more = self.text.index("0", self.at) - self.at
        self.at += more + 1
        return (1 << parameter + more) + self.fixed(parameter + more) - (1 << parameter)

    def truncated(self, size: int) -> int:
        width = size.bit_length() - 1
        short = (2 << width) - size
        value = self.fixed(width)
        return value if value < short else 2 * value + self.fixed(1) - short

    def read(self, code: Code) -> int:
        kind, parameter = code
        found = getattr(self, kind)(parameter)
        assert isinstance(found, int)
        return found


def coded(column: Sequence[tuple[Code, int]]) -> Codes:
    """A column of codes of one kind."""
    kind = column[0][0][0]
    values, parameters = (
        np.array(numbers, np.int64) for numbers in zip(*((v, p) for (_, p), v in column), strict=True)
    )
    return {"fixed": fixed, "golomb": golomb, "truncated": truncated}[kind](values, parameters)


def numbers_of(kind: str) -> st.SearchStrategy[tuple[Code, int]]:
    """Codes of a kind that are at most WIDEST bits wide, each with its number."""
    if kind == "fixed":
        return st.integers(0, WIDEST).flatmap(lambda width: pair(kind, width, (1 << width) - 1))
    if kind == "golomb":
        return st.integers(0, 22).flatmap(lambda parameter: pair(kind, parameter, (1 << 22) - 1))
    return st.integers(1, 1 << 20).flatmap(lambda size: pair(kind, size, size - 1))


def pair(kind: str, parameter: int, highest: int) -> st.SearchStrategy[tuple[Code, int]]:
    return st.integers(0, highest).map(lambda value: ((kind, parameter), value))


KINDS = ("fixed", "golomb", "truncated")
TABLES = st.tuples(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5), st.integers(1, 8)).flatmap(
    lambda shape: st.tuples(*(st.lists(numbers_of(kind), min_size=shape[1], max_size=shape[1]) for kind in shape[0]))
)
"""Columns of codes, each of one kind, all of so many rows."""


@settings(max_examples=300)
@given(TABLES, st.integers(0, 70), st.lists(st.integers(0, 40), min_size=8, max_size=8))
@example(([(("fixed", 46), (1 << 46) - 1)], [(("fixed", 46), 1)], [(("fixed", 46), (1 << 46) - 1)]), 15, [0] * 8)
def test_rows_of_codes_come_out_again(table: tuple[list[tuple[Code, int]], ...], start: int, spaces: list[int]) -> None:
    columns = [coded(column) for column in table]
    assert max(codes.widest for codes in columns) <= WIDEST
    widths = total_widths(columns)
    starts = start + before(widths) + np.cumsum(spaces[: len(widths)])
    end = int((starts + widths).max())
    words = packed(columns, starts, -(-end // BITS))
    bits = Bits.of(payload(words))
    for row, at in enumerate(starts.tolist()):
        bits.at = at
        assert [bits.read(column[row][0]) for column in table] == [column[row][1] for column in table]
    used = {
        at for begin, width in zip(starts.tolist(), widths.tolist(), strict=True) for at in range(begin, begin + width)
    }
    assert all(bit == "0" for at, bit in enumerate(bits.text) if at not in used)


@given(st.lists(st.one_of(*map(numbers_of, KINDS)), max_size=12))
def test_a_stream_holds_codes_of_every_kind_one_after_the_other(codes: list[tuple[Code, int]]) -> None:
    each = [coded([one]) for one in codes]
    joined = Codes(*(np.array([int(getattr(c, n)[0]) for c in each], np.int64) for n in ("values", "widths")))
    bits = Bits.of(stream(joined))
    assert [bits.read(code) for code, _ in codes] == [value for _, value in codes]
    assert len(bits.text) - bits.at < BITS
    assert not bits.text[bits.at :].strip("0")
    assert "=" not in stream(joined)


@given(st.lists(numbers_of("golomb"), min_size=1, max_size=20), st.integers(0, 1 << 20))
def test_codes_that_follow_each_other_are_one_code(left: list[tuple[Code, int]], value: int) -> None:
    chosen = [one for one in left if int(coded([one]).widths[0]) <= WIDEST - 20]
    if chosen:
        right = fixed(np.full(len(chosen), value & 0xFFFFF), 20)
        both = coded(chosen).then(right)
        assert both.widths.tolist() == (coded(chosen).widths + 20).tolist()
        data = stream(both)
        bits = Bits.of(data)
        assert [(bits.read(code), bits.fixed(20)) for code, _ in chosen] == [(v, value & 0xFFFFF) for _, v in chosen]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 9, 100, 128, 129])
def test_a_truncated_code_takes_no_more_bits_than_it_needs(size: int) -> None:
    codes = truncated(np.arange(size), np.full(size, size))
    assert sum(2.0 ** -float(width) for width in codes.widths) == 1.0
    assert int(codes.widths.max()) - int(codes.widths.min()) <= 1


@pytest.mark.parametrize("parameter", range(17))
def test_a_golomb_code_is_as_long_as_documented(parameter: int) -> None:
    at = 1 << parameter
    widths = golomb(np.array([0, at - 1, at, 3 * at - 1, 3 * at]), parameter).widths
    assert widths.tolist() == [parameter + 1, parameter + 1, parameter + 3, parameter + 3, parameter + 5]


@given(st.lists(st.integers(0, (1 << 53) - 1), max_size=20))
def test_the_bits_of_numbers_are_counted(values: list[int]) -> None:
    assert bit_length(np.array(values, np.int64)).tolist() == [v.bit_length() if v < 1 << 52 else 53 for v in values]


def test_numbers_that_differ_from_the_one_before() -> None:
    assert changes(np.array([3, 3, 4, 4, 3])).tolist() == [True, False, True, False, True]
    assert changes(np.array([], np.int64)).tolist() == []
    assert changes(np.array([7])).tolist() == [True]


def test_a_parameter_fits_the_mean_of_the_gaps() -> None:
    totals, counts = np.array([0, 1, 7, 8, 1000, 0]), np.array([0, 1, 1, 1, 10, 5])
    assert fitting(totals, counts).tolist() == [0, 0, 2, 3, 6, 0]


@needs_node
def test_the_browser_reads_the_same_numbers() -> None:
    chance = random.Random(20)
    cases: list[dict[str, Any]] = []
    expected = []
    for _ in range(400):
        rows = [_chosen(chance) for _ in range(chance.randrange(40))]
        each = [coded([one]) for one in rows]
        joined = Codes(*(np.array([int(getattr(c, n)[0]) for c in each], np.int64) for n in ("values", "widths")))
        cases.append({"data": stream(joined), "codes": [code for code, _ in rows]})
        expected.append({"values": [value for _, value in rows], "ended": True})
    assert run_in_node("read.mjs", cases) == expected


def _chosen(chance: random.Random) -> tuple[Code, int]:
    """A code whose number may have any number of digits."""
    kind = chance.choice(KINDS)
    if kind == "fixed":
        width = chance.randrange(WIDEST + 1)
        return (kind, width), chance.getrandbits(width)
    if kind == "golomb":
        return (kind, chance.randrange(17)), chance.getrandbits(chance.randrange(23))
    size = 1 + chance.getrandbits(chance.randrange(1, 21))
    return (kind, size), chance.randrange(size)
