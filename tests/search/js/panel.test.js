import assert from "node:assert/strict";
import {test} from "node:test";
import {panelSentence, suggestionFacts} from "../../../themes/search/panel.js";
import {WORDS} from "../../../themes/search/words.js";

test("what a screen reader is told of the options", () => {
  const suggestions = [{}, {}];
  assert.equal(panelSentence("黄芪", {suggestions: suggestions, found: {total: 1234}}, WORDS), "找到 1,234 篇，另有 2 条建议");
  assert.equal(panelSentence("黄芪", {suggestions: suggestions, found: {total: 0}}, WORDS), "没有找到“黄芪”。");
  assert.equal(panelSentence("黄芪", {suggestions: suggestions, found: null}, WORDS), "2 条建议");
});

test("what stands beside a suggestion", () => {
  const facts = (item) => suggestionFacts(item, WORDS).join(" · ");
  assert.equal(facts({type: "title", kind: "papers"}), "论文");
  assert.equal(facts({type: "title", kind: ""}), "文章");
  assert.equal(facts({type: "person", department: "科研处"}), "职工 · 科研处");
  assert.equal(facts({type: "person", department: ""}), "职工");
  assert.equal(facts({type: "book", kind: "books"}), "书目");
  assert.equal(facts({type: "tag", count: 1234}), "标签 · 1,234 篇");
});
