import assert from "node:assert/strict";
import {test} from "node:test";
import {askedState, changedState, chosenFilters, readAddress, searchOptions, writeAddress} from "../../../themes/search/address.js";

const WHOLE = "?q=%E9%BB%84%E8%8A%AA&kind=papers&year=2026&department=keyan&author=%E7%8E%8B%E8%8A%B3&tag=a%26b&sort=newest&page=3";

test("every state has an address and every address a state", () => {
  const state = readAddress(WHOLE);
  assert.deepEqual(state, {q: "黄芪", kind: "papers", year: "2026", department: "keyan", author: "王芳", tag: "a&b", sort: "newest", page: 3});
  assert.equal(writeAddress(state), WHOLE);
});

test("what is left out or makes no sense has its usual value", () => {
  const usual = {q: "", kind: "", year: "", department: "", author: "", tag: "", sort: "relevance", page: 1};
  for (const search of ["", "?", "?sort=up&page=-1", "?page=0", "?page=1e9", "?page=99999999", "?q=%20", "?sort=constructor"]) {
    assert.deepEqual(readAddress(search), usual, search);
  }
  assert.equal(writeAddress(usual), "?");
});

test("text that has a meaning in addresses survives", () => {
  for (const q of ["a+b", "50%", "a&page=2#x", "-推拿 \"名老中医\"", "作者:王芳", "😀"]) {
    assert.equal(readAddress(writeAddress(askedState({sort: "relevance"}, q))).q, q);
  }
});

test("a change leads to the first page, and another query drops the filters but keeps the order", () => {
  const state = readAddress(WHOLE);
  assert.equal(changedState(state, {year: ""}).page, 1);
  assert.equal(changedState(state, {page: 2}).page, 2);
  assert.deepEqual(chosenFilters(changedState(state, {year: ""})), ["kind", "department", "author", "tag"]);
  assert.equal(writeAddress(askedState(state, " 针灸 ")), "?q=%E9%92%88%E7%81%B8&sort=newest");
});

test("options of a search are those of the state", () => {
  assert.deepEqual(searchOptions(readAddress("?q=x&year=2026&page=3"), 10), {sort: "relevance", limit: 10, offset: 20, year: "2026"});
});
