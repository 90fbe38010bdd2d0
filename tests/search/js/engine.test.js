import assert from "node:assert/strict";
import {test} from "node:test";
import {createEngine} from "../../../themes/search/engine.js";

const EMPTY = {names: [], values: [0, ""]};
const LIST = {names: [], counts: [0, ""], values: [0, ""]};

// The files of an index without documents.
function emptyIndex(release, format) {
  const columns = {
    dated: 0, day: 0, days: [0, ""], year: EMPTY, kind: EMPTY, department: EMPTY, author: LIST, tag: LIST,
    title: [0, ""], lead: [0, ""], body: [0, ""],
  };
  const start = {
    folding: ["黃湯", "黄汤"], syllables: "huang qi tang", initials: "h q t", readings: ["", ""],
    groups: [["黄芪", "北芪"]], kinds: {}, departments: [], authors: [], tags: [], columns: columns,
  };
  const shards = {pairs: 1, units: 1, letters: 1, syllables: 1};
  const files = {"release.js": ["", "release", {format: format || 2, release: release, documents: 0, cards: 16, shards: shards}]};
  for (const name of ["pairs/0", "units/0", "letters/0", "syllables/0"]) files[release + "/" + name + ".js"] = [release, name, ""];
  files[release + "/start.js"] = [release, "start", start];
  return files;
}

function openSite(files) {
  const site = {files: files, asked: []};
  const attach = (address, done) => {
    const name = address.split("?")[0].replace("root/search/", "");
    site.asked.push(name);
    setImmediate(() => {
      const file = site.files[name];
      if (file) xinglinData.apply(null, file);
      done(Boolean(file));
    });
  };
  site.engine = createEngine("root/", {attach: attach, readText: async () => ({summary: [], headings: [], body: []})});
  return site;
}

test("nothing is loaded before somebody asks", async () => {
  const site = openSite(emptyIndex("a"));
  assert.deepEqual(site.asked, []);
  await site.engine.search("");
  assert.deepEqual(site.asked, ["release.js", "a/start.js"]);
});

test("an answer has all of its parts, whatever is asked", async () => {
  const {engine} = openSite(emptyIndex("a"));
  const facets = {kind: [], year: [], department: [], author: [], tag: []};
  assert.deepEqual(await engine.search("  "), {total: 0, results: [], facets: facets, notes: []});
  assert.deepEqual(await engine.search("没有", null), {
    total: 0, results: [], facets: facets, notes: [{type: "none", searched: ["没有"], nearest: []}],
  });
  assert.deepEqual((await engine.search("黄芪")).notes[0], {type: "synonyms", words: ["北芪"]});
  assert.deepEqual((await engine.search("黄".repeat(201))).notes[0], {type: "cut"});
  assert.equal((await engine.search(undefined)).total, 0);
  assert.deepEqual(await engine.suggest("huang"), []);
});

test("matches are found where what is equal or means the same stands", async () => {
  const {engine} = openSite(emptyIndex("a"));
  assert.deepEqual(await engine.findMatches(["用黃芪，或北芪汤", "无"], ["黄芪"]), [[[1, 3], [5, 7]], []]);
  assert.deepEqual(await engine.findMatches(["黄，湯药"], ['"黄 汤"', "药"]), [[[0, 3], [3, 4]]]);
  assert.deepEqual(await engine.findMatches(["黄汤"], []), [[]]);
  assert.deepEqual(await engine.findMatches([], ["黄汤"]), []);
});

test("an index of another format is not read", async () => {
  const site = openSite(emptyIndex("a", 1));
  for (let time = 0; time < 2; time += 1) {
    await assert.rejects(site.engine.search("黄芪"), (error) => error.outdated === true);
  }
  assert.ok(site.asked.every((name) => name === "release.js"));
  site.files = emptyIndex("b");
  assert.equal((await site.engine.search("黄芪")).total, 0);
});

test("what could not be loaded is asked for again by the next search", async () => {
  const site = openSite({});
  await assert.rejects(site.engine.search("黄芪"), (error) => !error.outdated);
  const {"a/start.js": start, ...others} = emptyIndex("a");
  site.files = others;
  await assert.rejects(site.engine.search("黄芪"));
  site.files = {...others, "a/start.js": start};
  assert.equal((await site.engine.search("黄芪")).total, 0);
});

test("when files are gone, the new release answers", async () => {
  const site = openSite(emptyIndex("a"));
  await site.engine.search("");
  site.files = emptyIndex("b");
  assert.equal((await site.engine.search("黄芪")).total, 0);
  assert.ok(site.asked.includes("b/pairs/0.js"));
});

test("a search that fails while another one renews the index is asked again", async () => {
  const site = openSite(emptyIndex("a"));
  await site.engine.search("");
  site.files = emptyIndex("b");
  const answers = await Promise.all(["黄芪", "没有", "汤", "huang"].map((text) => site.engine.search(text)));
  assert.deepEqual(answers.map((answer) => answer.total), [0, 0, 0, 0]);
});
