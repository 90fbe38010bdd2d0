import assert from "node:assert/strict";
import {test} from "node:test";
import {createPhrases} from "../../../themes/search/phrases.js";

// Single units that all stand in documents 1 and 2; places are not asked for.
const record = () => ({documents: new Uint32Array([1, 2]), counts: new Uint32Array([0, 0, 1, 0, 0, 1])});
const noPairs = async () => null;

test("what could not be looked up is looked up again", async () => {
  let working = false;
  const units = async () => {
    if (!working) throw new Error("no network");
    return record();
  };
  const lookUp = createPhrases(noPairs, units, async () => [0, 0, 1]);
  await assert.rejects(lookUp(["黄"]), /no network/);
  working = true;
  assert.deepEqual((await lookUp(["黄"])).documents, [1, 2]);
});

test("candidates whose pages cannot be read are told, and read the next time", async () => {
  let readable = false;
  const count = async (document) => (readable || document === 1 ? [0, 0, document === 1 ? 1 : 2] : null);
  const lookUp = createPhrases(noPairs, async () => record(), count);
  const first = await lookUp(["黄", "汤"]);
  assert.deepEqual([first.documents, first.checked], [[1], 1]);
  readable = true;
  const second = await lookUp(["黄", "汤"]);
  assert.deepEqual([second.documents, second.counts, second.checked], [[1, 2], [0, 0, 1, 0, 0, 2], null]);
  assert.deepEqual(await lookUp(["黄", "汤"]), second);
});

// So many documents that hold two single units in their bodies, the highest number in its title as well.
function many(count) {
  const counts = new Uint32Array(3 * count).map((_, at) => (at % 3 === 2 ? 1 : 0));
  counts[3 * (count - 1)] = 1;
  return async () => ({documents: new Uint32Array(count).map((_, at) => at), counts: counts});
}

test("no more pages are read than it takes, and the next call goes on", async () => {
  const read = [];
  const count = async (document) => {
    read.push(document);
    return [0, 0, document % 2];
  };
  const lookUp = createPhrases(noPairs, many(1000), count);
  const few = await lookUp(["黄", "汤"], 10);
  assert.deepEqual([few.documents.length, few.checked, read.length, read[0]], [13, 25, 25, 999]);
  assert.deepEqual(await lookUp(["黄", "汤"], 10), few);
  assert.equal((await lookUp(["黄", "汤"], 20)).checked, 50);
  assert.equal((await lookUp(["黄", "汤"])).checked, 250);
  for (let call = 0; call < 4; call += 1) await lookUp(["黄", "汤"]);
  const all = await lookUp(["黄", "汤"]);
  assert.deepEqual([all.documents.length, all.checked, read.length, new Set(read).size], [500, null, 1000, 1000]);
});

test("pages are not read twice by calls at the same time", async () => {
  const read = [];
  const lookUp = createPhrases(noPairs, many(60), async (document) => (read.push(document), [0, 0, 1]));
  const found = await Promise.all([lookUp(["黄", "汤"]), lookUp(["黄", "汤"], 5), lookUp(["黄", "汤"])]);
  assert.deepEqual(found.map((phrase) => phrase.documents.length), [60, 60, 60]);
  assert.equal(read.length, 60);
});

test("pages in which the runs stand far apart are not read", async () => {
  // One place in each document; of 桂枝 in the first segment, of 汤方 in the segment of that number.
  const segments = {0: 0, 1: 1, 2: 2, 3: 9};
  const documents = Object.keys(segments).map(Number);
  const pairs = async (key) => ({
    documents: documents,
    counts: [].concat(...documents.map(() => [0, 0, 1])),
    places: documents.map((one) => [[], [], key >>> 16 === "桂".charCodeAt(0) ? [0, 0] : [segments[one] * 128, 0]]),
  });
  const read = [];
  const lookUp = createPhrases(pairs, async () => null, async (document) => (read.push(document), [0, 0, 1]));
  assert.deepEqual((await lookUp(["桂枝", "汤方"])).documents, [0, 1]);
  assert.deepEqual(read, [0, 1]);
});
