import assert from "node:assert/strict";
import {test} from "node:test";
import {readAddress} from "../../../themes/search/address.js";
import {
  documentTitle, droppedFilters, facetGroups, filterChips, missingSentence, noteOf, noteSentences, pageNumbers, resultFacts,
} from "../../../themes/search/views.js";
import {WORDS} from "../../../themes/search/words.js";

const FACETS = {
  kind: [{value: "reports", label: "调研报告", count: 14}, {value: "papers", label: "论文", count: 1200}],
  year: [{value: "2024", label: "2024", count: 9}, {value: "2026", label: "2026", count: 1}, {value: "2025", label: "2025", count: 3}],
  department: [{value: "keyan", label: "科研处", count: 3}],
  author: [],
  tag: [{value: "采购", label: "采购", count: 3}],
};

test("the line below a result", () => {
  const result = {kind: "reports", authors: ["邓瑜", "王芳"], department: "科研处", date: "2026-03-01"};
  assert.deepEqual(resultFacts(result, WORDS, true), ["调研报告", "邓瑜、王芳", "科研处", "2026 年 3 月 1 日"]);
  assert.deepEqual(resultFacts({kind: "odd", date: ""}, WORDS, true), ["odd"]);
});

test("words that a result does not hold are said", () => {
  assert.equal(missingSentence({missing: ["甲", "乙"]}, WORDS), "不含：甲、乙");
  assert.equal(missingSentence({}, WORDS), "");
});

test("a pager shows both ends and the neighbours", () => {
  assert.deepEqual(pageNumbers(1, 3), [1, 2, 3]);
  assert.deepEqual(pageNumbers(1, 9), [1, 2, 3, 0, 9]);
  assert.deepEqual(pageNumbers(5, 9), [1, 0, 3, 4, 5, 6, 7, 0, 9]);
  assert.deepEqual(pageNumbers(9, 9), [1, 0, 7, 8, 9]);
});

test("facets offer a choice; years stand in order, the chosen value leads back", () => {
  const groups = facetGroups(FACETS, readAddress("?q=x&tag=采购&page=4"), WORDS);
  assert.deepEqual(groups.map((group) => group.name), ["kind", "year", "tag"]);
  assert.deepEqual(groups[1].values.map((value) => value.label), ["2026", "2025", "2024"]);
  assert.equal(groups[0].values[1].count, "1,200");
  assert.equal(groups[0].values[0].address, "?q=x&kind=reports&tag=%E9%87%87%E8%B4%AD");
  assert.deepEqual(groups[2].values.map((value) => [value.chosen, value.address]), [[true, "?q=x"]]);
});

test("chips name the chosen filters, known to the facets or not", () => {
  const chips = filterChips(readAddress("?q=x&kind=papers&department=gone"), FACETS, WORDS);
  assert.deepEqual(chips.map((chip) => chip.text), ["类别：论文", "部门：gone"]);
  assert.deepEqual(chips.map((chip) => chip.address), ["?q=x&department=gone", "?q=x&kind=papers"]);
  assert.equal(filterChips(readAddress("?q=x&kind=papers"), {}, WORDS)[0].text, "类别：论文");
});

test("every note has its sentence", () => {
  const said = noteSentences([
    {type: "synonyms", words: ["黄耆", "绵芪"]},
    {type: "pinyin", text: "huangqi", count: 1200},
    {type: "name", field: "author", value: "王芳"},
    {type: "name", field: "tag", value: "采购"},
    {type: "partial"},
    {type: "cut"},
    {type: "unchecked", count: 1000},
  ], WORDS);
  assert.equal(said.length, 7);
  assert.equal(said[0], "也搜索了：黄耆、绵芪");
  assert.match(said[1], /1,200 篇.*“huangqi”/);
  assert.match(said[2], /“王芳”.*作者/);
  assert.match(said[3], /“采购”.*标签/);
  assert.match(said[6], /1,000 篇/);
  assert.ok(said.every((sentence) => !/[{}]|undefined/.test(sentence)), said.join());
});

test("notes that are shown at length, or that nobody knows, are no sentences", () => {
  assert.deepEqual(noteSentences([{type: "none", searched: []}, {type: "dropped"}, {type: "of-tomorrow"}, {type: "name", field: "x"}], WORDS), []);
  assert.deepEqual(noteSentences(undefined, WORDS), []);
  assert.equal(noteOf([{type: "none"}], "none").type, "none");
  assert.equal(noteOf([], "none"), null);
});

test("filters that can go are told with what is then found", () => {
  const note = {type: "dropped", totals: [{name: "kind", value: "papers", total: 1200}, {name: "year", value: "1999", total: 2}]};
  const rows = droppedFilters(note, readAddress("?q=x&kind=papers&year=1999"), {}, WORDS);
  assert.deepEqual(rows.map((row) => row.text), ["不限类别“论文”（1,200 篇）", "不限年份“1999”（2 篇）"]);
  assert.deepEqual(rows.map((row) => row.address), ["?q=x&year=1999", "?q=x&kind=papers"]);
  assert.deepEqual(droppedFilters(null, readAddress("?q=x"), {}, WORDS), []);
});

test("the title of the page names the query", () => {
  assert.equal(documentTitle("黄芪", "搜索"), "黄芪 · 搜索");
  assert.equal(documentTitle("", "搜索"), "搜索");
});
