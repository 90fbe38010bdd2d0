// Cases that hold the browser and generator/search together: the same files are read by its tests in Python.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {createFold, runsOf} from "../../../themes/search/fold.js";
import {fits, matchesName, segmentations} from "../../../themes/search/pinyin.js";
import {parseQuery, synonymsOf} from "../../../themes/search/query.js";

function readCases(name) {
  return JSON.parse(readFileSync(new URL("../" + name, import.meta.url), "utf8"));
}

const {traditional, simplified} = readCases("simplified.json");
const fold = createFold(traditional, simplified);
const pinyin = readCases("pinyin.json");

// Words of a list mean the same; as in generator/search/text.py, they count folded, and one alone means nothing.
function foldedGroups(groups) {
  const folded = groups.map((words) => Array.from(new Set(words.map((word) => fold(word).trim()).filter(Boolean))));
  return folded.filter((words) => words.length > 1);
}

for (const {text, folded, runs} of readCases("folding.json")) {
  test("folding " + JSON.stringify(text), () => {
    assert.equal(fold(text), folded);
    assert.deepEqual(runsOf(fold(text)), runs);
  });
}

for (const {text, groups, clauses, filters, cut} of readCases("queries.json")) {
  test("reading " + JSON.stringify(text.slice(0, 60)), () => {
    assert.deepEqual(parseQuery(text, synonymsOf(foldedGroups(groups)), fold), {clauses, filters, cut});
  });
}

for (const {text, ways} of pinyin.segmentations) {
  test("pinyin " + JSON.stringify(text), () => assert.deepEqual(segmentations(text, pinyin.syllables, pinyin.initials), ways));
}

for (const {name, readings, query, found} of pinyin.names) {
  test("name " + name + " by " + query, () => {
    const spelt = runsOfReadings(readings);
    const ways = segmentations(query, pinyin.syllables, pinyin.initials);
    assert.equal(spelt.some((run) => matchesName(ways, run, pinyin.initials)), found);
  });
}

// Characters that follow each other; one without a reading stands between two such runs.
function runsOfReadings(readings) {
  const runs = [[]];
  for (const one of readings) {
    if (one.length) runs[runs.length - 1].push(one);
    else runs.push([]);
  }
  return runs;
}

test("what a part stands for", () => {
  const cases = [["zhong", false, true], ["zh", false, true], ["z", false, true], ["zho", false, false], ["zho", true, true], ["y", true, false]];
  for (const [part, last, expected] of cases) assert.equal(fits(part, "zhong", last, pinyin.initials), expected, part);
});
