import assert from "node:assert/strict";
import {test} from "node:test";
import {passageText, passagesOf, segmentsOf} from "../../../themes/search/passages.js";
import {isTextFrame, readArticle, sendArticle} from "../../../themes/search/reader.js";

// As much of a document as the modules ask of one.
function element(tag, ...children) {
  const nodes = children.map((child) => (typeof child === "string" ? {nodeType: 3, data: child} : child));
  return {nodeType: 1, tagName: tag.toUpperCase(), id: "", className: "", childNodes: nodes};
}

function textsOf(root) {
  return passagesOf(root).map(passageText);
}

test("inline elements stay inside a passage, all others end it", () => {
  const root = element("div", element("p", "黄", element("strong", "芪"), "性温", element("br"), "味甘"), "\n", element("p", "另段"));
  assert.deepEqual(textsOf(root), ["黄芪性温", "味甘", "另段"]);
  assert.deepEqual(textsOf(element("p", "图前", element("img"), "图后")), ["图前", "图后"]);
  assert.deepEqual(textsOf(element("tr", element("td", "甲"), element("td", "乙"))), ["甲", "乙"]);
});

test("the marks of footnotes are left out, other small figures are not", () => {
  const mark = Object.assign(element("sup", element("a", "1")), {id: "fnref:1"});
  const back = Object.assign(element("a", "↩"), {className: "footnote-backref"});
  assert.deepEqual(textsOf(element("p", "正文", mark, "继续", back)), ["正文继续"]);
  assert.deepEqual(textsOf(element("p", "m", element("sup", "2"))), ["m2"]);
});

test("empty passages are none", () => {
  assert.deepEqual(textsOf(element("div", "\n", element("p", " "), "\n")), []);
});

test("a match is cut where its text nodes end", () => {
  assert.deepEqual(segmentsOf([2, 3, 4], [[1, 6]]), [
    {part: 0, start: 1, end: 2, match: 0},
    {part: 1, start: 0, end: 3, match: 0},
    {part: 2, start: 0, end: 1, match: 0},
  ]);
  assert.deepEqual(segmentsOf([4], [[0, 1], [2, 4]]), [{part: 0, start: 0, end: 1, match: 0}, {part: 0, start: 2, end: 4, match: 1}]);
  assert.deepEqual(segmentsOf([4], []), []);
});

const NOTHING = {querySelector: () => null, querySelectorAll: () => []};
const EMPTY = {summary: [], headings: [], body: []};

test("the summary is apart from the text, so are the headings, and what is missing is passed over", () => {
  const parts = {".x-summary__text": element("span", "摘要"), ".x-text": element("div", element("p", "甲"), element("p", "乙"))};
  const heading = element("h2", "二、", element("strong", "疗效"));
  const doc = {querySelector: (selector) => parts[selector] || null, querySelectorAll: () => [heading]};
  assert.deepEqual(readArticle(doc), {summary: ["摘要"], headings: ["二、疗效"], body: ["甲", "乙"]});
  assert.deepEqual(readArticle(NOTHING), EMPTY);
});

test("a page tells its text only to a page on the same disk that asked for it", () => {
  const frame = {name: "xinglin-text", location: {protocol: "file:"}, parent: {}};
  assert.ok(isTextFrame(frame));
  assert.ok(!isTextFrame(Object.assign({}, frame, {location: {protocol: "https:"}})));
  assert.ok(!isTextFrame(Object.assign({}, frame, {name: ""})));
  const alone = Object.assign({}, frame);
  alone.parent = alone;
  assert.ok(!isTextFrame(alone));
});

test("what is told has its name", () => {
  const told = [];
  sendArticle({document: NOTHING, parent: {postMessage: (data, target) => told.push([data, target])}});
  assert.deepEqual(told, [[{xinglin: "text", article: EMPTY}, "*"]]);
});
