import assert from "node:assert/strict";
import {test} from "node:test";
import {articleUrl, isInsideSite, openableUrl, searchUrl} from "../../../themes/search/links.js";

const SERVED = {base: "https://wiki.example/site/", isFile: false};
const UNPACKED = {base: "file:///D:/site/", isFile: true};

test("from a disk, folders are named in full", () => {
  assert.equal(openableUrl("reports/a/", true), "reports/a/index.html");
  assert.equal(openableUrl("search/?q=x#y", true), "search/index.html?q=x#y");
  assert.equal(openableUrl("", true), "index.html");
  assert.equal(openableUrl("a/b.pdf", true), "a/b.pdf");
  assert.equal(openableUrl("reports/a/", false), "reports/a/");
});

test("a result leads to the article with the words to mark", () => {
  assert.equal(articleUrl(SERVED, "reports/a/", ["黄芪", "a&b"]), "https://wiki.example/site/reports/a/?h=%E9%BB%84%E8%8A%AA&h=a%26b");
  assert.equal(articleUrl(UNPACKED, "reports/a/", ["x"]), "file:///D:/site/reports/a/index.html?h=x");
  assert.equal(articleUrl(SERVED, "forum/t/?p=2#post-1", ["x"]), "https://wiki.example/site/forum/t/?p=2&h=x#post-1");
  assert.equal(articleUrl(SERVED, "reports/a/", []), "https://wiki.example/site/reports/a/");
});

test("an address does not grow with the number of words", () => {
  const words = Array.from({length: 50}, (_, n) => "w" + n);
  assert.equal(articleUrl(SERVED, "a/", words).split("h=").length - 1, 12);
});

test("the search page has its query", () => {
  assert.equal(searchUrl(SERVED, "?q=x"), "https://wiki.example/site/search/?q=x");
  assert.equal(searchUrl(UNPACKED, "?q=x"), "file:///D:/site/search/index.html?q=x");
});

test("links to other places are left alone", () => {
  assert.ok(isInsideSite(UNPACKED.base, "file:///D:/site/a/"));
  assert.ok(!isInsideSite(UNPACKED.base, "file:///D:/other/"));
  assert.ok(!isInsideSite(SERVED.base, "https://example.org/"));
});
