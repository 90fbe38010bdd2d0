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
  assert.equal(await lookUp(["黄", "汤"]), second);
});
