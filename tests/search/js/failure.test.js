import assert from "node:assert/strict";
import {test} from "node:test";
import {failureSentence} from "../../../themes/search/failure.js";
import {WORDS} from "../../../themes/search/words.js";

test("a network that is down is told from an index of a newer form", () => {
  assert.equal(failureSentence(new Error("down"), WORDS), WORDS.failed);
  assert.equal(failureSentence(undefined, WORDS), WORDS.failed);
  assert.equal(failureSentence(Object.assign(new Error("newer"), {outdated: true}), WORDS), WORDS.outdated);
});
