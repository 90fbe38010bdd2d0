import assert from "node:assert/strict";
import {test} from "node:test";
import {excerptOf, markedHtml, phrasePlaces, phrasesOf, placesOfRuns} from "../../../themes/search/excerpts.js";

const fold = (text) => text.toLowerCase();
const filler = (length) => "文".repeat(length);

function plain(html) {
  return html.replace(/<\/?mark>/g, "");
}

test("phrases come once, longer ones first", () => {
  const clauses = [
    {alternatives: [[["桂枝"]], [["桂枝汤", "方"]]]},
    {alternatives: [[["桂枝"], ["麻黄汤"]]]},
  ];
  assert.deepEqual(phrasesOf(clauses), [["桂枝汤", "方"], ["麻黄汤"], ["桂枝"]]);
  assert.deepEqual(phrasesOf([]), []);
});

test("of places that overlap, the first and then the longer phrase counts", () => {
  assert.deepEqual(phrasePlaces("桂枝汤桂枝", [["桂枝汤"], ["桂枝"], ["汤桂"]]), [[0, 3, 0], [3, 5, 1]]);
  assert.deepEqual(phrasePlaces("一一一一一", [["一一一"], ["一一"]]), [[0, 3, 0], [3, 5, 1]]);
  assert.deepEqual(phrasePlaces("一一一一一一", [["一一一一"], ["一一"]]), [[0, 4, 0], [4, 6, 1]]);
  assert.deepEqual(phrasePlaces("无", []), []);
});

test("what begins behind a place that another one covers is found", () => {
  assert.deepEqual(phrasePlaces("甲一一一一一", [["甲一"], ["一一一"]]), [[0, 2, 0], [2, 5, 1]]);
});

test("runs that follow each other: whole ones between, the ends of others around", () => {
  assert.deepEqual(placesOfRuns("生桂枝，汤。方子", ["桂枝", "汤", "方"]), [[1, 7]]);
  assert.deepEqual(placesOfRuns("桂枝生，汤", ["桂枝", "汤"]), []);
  assert.deepEqual(placesOfRuns("桂枝，生汤，方", ["桂枝", "汤", "方"]), []);
  assert.deepEqual(placesOfRuns("桂枝\n\n汤，桂枝 - 汤药", ["桂枝", "汤"]), [[0, 5], [6, 12]]);
  assert.deepEqual(placesOfRuns("桂枝汤", ["桂枝", "汤"]), []);
});

test("nothing but marks is HTML", () => {
  assert.equal(markedHtml("<b>&\"桂枝\"</b>", [[5, 7]]), "&lt;b&gt;&amp;\"<mark>桂枝</mark>\"&lt;/b&gt;");
  assert.equal(markedHtml("<i>", [[0, 3]]), "<mark>&lt;i&gt;</mark>");
  assert.equal(markedHtml("", []), "");
});

test("an excerpt stands around the first match, or is the beginning", () => {
  const {html, matched} = excerptOf(filler(200) + "桂枝" + filler(200), [["桂枝"]], fold);
  assert.ok(matched);
  assert.equal(html, "……" + filler(24) + "<mark>桂枝</mark>" + filler(70) + "……");
  assert.deepEqual(excerptOf("短文", [["桂枝"]], fold), {html: "短文", matched: false});
  assert.deepEqual(excerptOf("", [], fold), {html: "", matched: false});
});

test("an excerpt stands where the most different matches are", () => {
  const text = "桂枝" + filler(200) + "桂枝" + filler(20) + "麻黄" + filler(200);
  const {html} = excerptOf(text, [["桂枝"], ["麻黄"]], fold);
  assert.ok(html.includes("<mark>桂枝</mark>" + filler(20) + "<mark>麻黄</mark>"));
});

test("what is no text becomes single spaces", () => {
  assert.equal(excerptOf("\u0000桂\u2028枝\n\n　汤\u200b\t", [["汤"]], fold).html, "桂 枝 <mark>汤</mark>");
});

test("a piece neither begins nor ends inside a character", () => {
  for (let before = 0; before < 4; before += 1) {
    const text = filler(before) + "𠀀".repeat(100) + "桂枝" + filler(before) + "𠀀".repeat(100) + "e\u0301".repeat(50);
    const {html} = excerptOf(text, [["桂枝"]], fold);
    assert.ok(plain(html).isWellFormed());
    assert.doesNotMatch(html, /^……[\udc00-\udfff\u0301]|[\ud800-\udbff]……$/);
  }
});
