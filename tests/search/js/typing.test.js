import assert from "node:assert/strict";
import {test} from "node:test";
import {makeAsker} from "../../../themes/search/typing.js";

// Timers that run when they are told to.
function handTimers() {
  const waiting = new Map();
  let last = 0;
  return {
    set: (run) => (waiting.set(++last, run), last),
    clear: (timer) => waiting.delete(timer),
    run: () => Array.from(waiting).forEach(([timer, run]) => (waiting.delete(timer), run())),
  };
}

function makeScene() {
  const scene = {asked: [], shown: [], failed: [], answers: {}, timers: handTimers()};
  const ask = (text) => {
    scene.asked.push(text);
    return new Promise((resolve, reject) => (scene.answers[text] = {resolve, reject}));
  };
  scene.asker = makeAsker(ask, (text) => scene.shown.push(text), (text) => scene.failed.push(text), 100, scene.timers);
  scene.settle = () => new Promise((resolve) => setImmediate(resolve));
  return scene;
}

test("only what stands after a rest is asked", async () => {
  const scene = makeScene();
  scene.asker.later("黄");
  scene.asker.later("黄芪");
  assert.deepEqual(scene.asked, []);
  scene.timers.run();
  await scene.settle();
  assert.deepEqual(scene.asked, ["黄芪"]);
});

test("an answer that comes late is not shown, whether it is good or bad", async () => {
  const scene = makeScene();
  scene.asker.now("甲");
  scene.asker.now("乙");
  scene.asker.now("丙");
  await scene.settle();
  scene.answers["丙"].resolve();
  scene.answers["甲"].resolve();
  scene.answers["乙"].reject(new Error());
  await scene.settle();
  assert.deepEqual([scene.shown, scene.failed], [["丙"], []]);
});

test("typing on takes back what was asked before", async () => {
  const scene = makeScene();
  scene.asker.now("甲");
  await scene.settle();
  scene.asker.later("甲乙");
  scene.answers["甲"].resolve();
  await scene.settle();
  assert.deepEqual(scene.shown, []);
});

test("what was cancelled is neither asked nor shown", async () => {
  const scene = makeScene();
  scene.asker.later("甲");
  scene.asker.cancel();
  scene.timers.run();
  await scene.settle();
  assert.deepEqual(scene.asked, []);
});

test("a failure is told, also one that is thrown at once", async () => {
  const scene = makeScene();
  scene.asker.now("甲");
  await scene.settle();
  scene.answers["甲"].reject(new Error());
  await scene.settle();
  assert.deepEqual(scene.failed, ["甲"]);
  const failed = [];
  const thrown = makeAsker(() => { throw new Error(); }, () => {}, (text) => failed.push(text), 0, scene.timers);
  await thrown.now("乙");
  assert.deepEqual(failed, ["乙"]);
});
