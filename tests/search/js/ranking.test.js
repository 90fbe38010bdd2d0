import assert from "node:assert/strict";
import {test} from "node:test";
import {rankDocuments, spanOf} from "../../../themes/search/ranking.js";
import * as tiers from "../../../themes/search/tiers.js";

const NOBODY = new Map();
const NOTHING = {documents: [], counts: [], begins: async () => new Map()};

// A phrase that stands so often in title, lead, body of documents, and begins in these segments of their bodies.
function phrase(held, segments) {
  const documents = Object.keys(held).map(Number);
  const begins = async (asked) =>
    new Map(asked.filter((one) => documents.includes(one)).map((one) => [one, (segments && segments[one]) || []]));
  return {documents: documents, counts: [].concat(...documents.map((one) => held[one])), begins: begins};
}

function clause(word, ...alternatives) {
  const held = new Map();
  for (const phrases of alternatives) {
    phrases[0].documents.forEach((document, at) => {
      const zone = [0, 1, 2].find((one) => phrases[0].counts[at * 3 + one] > 0);
      held.set(document, Math.min(zone, held.has(document) ? held.get(document) : 3));
    });
  }
  return {clause: {words: [word]}, alternatives: alternatives, held: held, named: new Map()};
}

function lengthsOf(count, titles) {
  const of = [titles || new Array(count).fill(6), new Array(count).fill(1), new Array(count).fill(1)];
  return {of: of, mean: of.map((own) => own.reduce((sum, length) => sum + length, 0) / count)};
}

function rank(documents, clauses, given) {
  const {count, titles, joined, whole} = Object.assign({count: 9, whole: NOBODY, joined: NOTHING}, given);
  return rankDocuments(documents, clauses, whole, async () => joined, lengthsOf(count, titles));
}

test("title before headings before body, the title that is the query first of all", async () => {
  const found = phrase({0: [0, 0, 9], 1: [0, 1, 0], 2: [1, 0, 0], 3: [1, 0, 0], 4: [0, 0, 9]});
  const titles = [6, 6, 6, 3, 3, 6, 6, 6, 6];
  assert.deepEqual(await rank([0, 1, 2, 3, 4], [clause("桂枝", [found])], {titles}), [3, 2, 1, 0, 4]);
});

test("with several words that zone counts in which the last of them is found", async () => {
  const one = phrase({0: [1, 0, 0], 1: [0, 1, 0], 2: [1, 0, 0]});
  const other = phrase({0: [0, 0, 1], 1: [0, 1, 0], 2: [0, 1, 0]});
  assert.deepEqual(await rank([0, 1, 2], [clause("桂枝", [one]), clause("麻黄", [other])]), [2, 1, 0]);
});

test("more often is better, and newer on equals", async () => {
  const found = phrase({0: [0, 0, 1], 1: [0, 0, 3], 2: [0, 0, 3], 3: [0, 0, 1]});
  assert.deepEqual(await rank([0, 1, 2, 3], [clause("桂枝", [found])]), [1, 2, 0, 3]);
});

test("what was typed counts more than what means the same", async () => {
  const typed = phrase({1: [0, 0, 1]});
  const same = phrase({0: [0, 0, 1]});
  assert.deepEqual(await rank([0, 1], [clause("黄芪", [typed], [same])]), [1, 0]);
});

test("words that stand together, or near each other, come first", async () => {
  const one = phrase({0: [0, 0, 1], 1: [0, 0, 1], 2: [0, 0, 1]}, {0: [0], 1: [2], 2: [0, 7]});
  const other = phrase({0: [0, 0, 1], 1: [0, 0, 1], 2: [0, 0, 1]}, {0: [5], 1: [2], 2: [8]});
  const clauses = [clause("桂枝", [one]), clause("麻黄", [other])];
  assert.deepEqual(await rank([0, 1, 2], clauses), [1, 2, 0]);
  assert.deepEqual(await rank([0, 1, 2], clauses, {joined: phrase({0: [0, 0, 1]})}), [0, 1, 2]);
});

test("a name stands among the zones by its tier", async () => {
  const found = clause("huangqi", [phrase({0: [0, 0, 9], 1: [0, 1, 0], 2: [1, 0, 0]})]);
  found.named = new Map([[0, tiers.SHORTENED], [3, tiers.SPELLED], [4, tiers.SHORTENED], [5, tiers.AUTHOR]]);
  assert.deepEqual(await rank([0, 1, 2, 3, 4, 5], [found]), [2, 5, 3, 1, 0, 4]);
});

test("what all words name as one counts where the words by themselves say less", async () => {
  const one = clause("zhang", [phrase({0: [0, 0, 1], 1: [1, 0, 0]})]);
  const other = clause("san", [phrase({0: [0, 0, 1], 1: [1, 0, 0], 2: [0, 0, 1]})]);
  const whole = new Map([[0, tiers.AUTHOR], [2, tiers.SHORTENED], [3, tiers.AUTHOR]]);
  assert.deepEqual(await rank([0, 1, 2, 3], [one, other], {whole}), [1, 0, 3, 2]);
});

test("documents without a word do not lose by it", async () => {
  const one = phrase({0: [0, 0, 1], 1: [0, 0, 1]});
  const other = phrase({1: [0, 0, 1], 2: [1, 0, 0]});
  assert.deepEqual(await rank([0, 1, 2, 3], [clause("桂枝", [one]), clause("麻黄", [other])]), [2, 1, 0, 3]);
});

test("the list that is given stays as it is", async () => {
  const documents = [0, 1];
  await rank(documents, [clause("桂枝", [phrase({0: [0, 0, 1], 1: [1, 0, 0]})])]);
  assert.deepEqual(documents, [0, 1]);
});

test("a span is the smallest of all choices", () => {
  assert.equal(spanOf([[3]]), 0);
  assert.equal(spanOf([[1, 9], [5]]), 4);
  assert.equal(spanOf([[1, 9], [5, 8], [30, 7]]), 2);
  assert.equal(spanOf([[4, 4], [4]]), 0);
});
