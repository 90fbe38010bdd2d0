import assert from "node:assert/strict";
import {test} from "node:test";
import {dayWords, fillWords, groupedNumber, listWords} from "../../../themes/search/wording.js";

test("blanks are filled, and only those that have a value", () => {
  assert.equal(fillWords("共 {count} 篇", {count: 0}), "共 0 篇");
  assert.equal(fillWords("{a} {b} {toString}", {a: "{b}"}), "{b} {b} {toString}");
});

test("days, lists and numbers read as the language writes them", () => {
  assert.equal(dayWords("2026-03-01", {day: "{year} 年 {month} 月 {day} 日"}), "2026 年 3 月 1 日");
  assert.equal(dayWords("", {day: "{year}"}), "");
  assert.equal(dayWords("2026", {day: "{year}-"}), "2026");
  assert.equal(listWords(["甲", "乙"], {comma: "、"}), "甲、乙");
  assert.deepEqual([0, 999, 1000, 1234567].map(groupedNumber), ["0", "999", "1,000", "1,234,567"]);
});
