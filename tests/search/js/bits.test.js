import assert from "node:assert/strict";
import {test} from "node:test";
import {BitReader, bitLength} from "../../../themes/search/bits.js";

// A reader of bits that are written as zeros and ones, filled up to whole words of 16.
function readerOf(text) {
  const bits = text.replace(/ /g, "");
  const bytes = bits.padEnd(Math.ceil(bits.length / 16) * 16, "0").match(/.{8}/g) || [];
  return new BitReader(Buffer.from(bytes.map((byte) => parseInt(byte, 2))).toString("base64").replace(/=+$/, ""));
}

test("plain numbers", () => {
  const reader = readerOf("1 011 00000001 1");
  assert.deepEqual([1, 3, 8, 0, 1].map((width) => reader.fixed(width)), [1, 3, 1, 0, 1]);
});

test("plain numbers of many bits, wherever they begin", () => {
  for (const width of [16, 23, 24, 25, 31, 32, 33, 46, 48]) {
    const number = (BigInt(0x9e3779b97f4a) * 3n) & ((1n << BigInt(width)) - 1n);
    for (let before = 0; before < 17; before += 1) {
      const reader = readerOf("1".repeat(before) + number.toString(2).padStart(width, "0") + "101");
      reader.fixed(before);
      assert.equal(reader.fixed(width), Number(number), width + " bits behind " + before);
      assert.equal(reader.fixed(3), 5);
    }
  }
});

test("exponential Golomb code", () => {
  const reader = readerOf("0 100 101 11000 11011 1110000");
  assert.deepEqual([0, 0, 0, 0, 0, 0].map((parameter) => reader.golomb(parameter)), [0, 1, 2, 3, 6, 7]);
  const other = readerOf("000 011 10000 10111 1100000");
  assert.deepEqual([2, 2, 2, 2, 2].map((parameter) => other.golomb(parameter)), [0, 3, 4, 11, 12]);
});

test("a code may begin with more ones than are looked at together", () => {
  for (const more of [22, 23, 24, 25, 26]) {
    const digits = "1".padStart(more, "0");
    assert.equal(readerOf("1".repeat(more) + "0" + digits).golomb(0), Math.pow(2, more));
    assert.equal(readerOf("1".repeat(more) + "0" + "0".repeat(more)).golomb(0), Math.pow(2, more) - 1);
  }
});

test("truncated binary code", () => {
  const five = readerOf("00 01 10 110 111");
  assert.deepEqual([5, 5, 5, 5, 5].map((size) => five.truncated(size)), [0, 1, 2, 3, 4]);
  const four = readerOf("00 11");
  assert.deepEqual([4, 4].map((size) => four.truncated(size)), [0, 3]);
  const one = readerOf("1");
  assert.equal(one.truncated(1), 0);
  assert.equal(one.fixed(1), 1);
});

test("a text has ended when nothing is left but what fills its last word", () => {
  const reader = readerOf("0000000000000000 1");
  assert.equal(reader.ended, false);
  reader.fixed(16);
  assert.equal(reader.ended, false);
  reader.fixed(1);
  assert.equal(reader.ended, true);
  assert.equal(readerOf("").ended, true);
});

test("how many bits a number takes", () => {
  const cases = [[0, 0], [1, 1], [2, 2], [3, 2], [4, 3], [127, 7], [128, 8], [4294967295, 32]];
  for (const [number, length] of cases) assert.equal(bitLength(number), length);
});
