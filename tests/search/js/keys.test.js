import assert from "node:assert/strict";
import {test} from "node:test";
import {boxAction, isComposingKey, isWritable, leadsToBox} from "../../../themes/search/keys.js";

const OPEN = {open: true, count: 3, active: -1, text: "黄芪"};
const CLOSED = {open: false, count: 3, active: -1, text: "黄芪"};

function press(key, box) {
  return boxAction({key: key}, box);
}

test("arrows go round through the field and the options", () => {
  const down = [-1, 0, 1, 2].map((active) => press("ArrowDown", Object.assign({}, OPEN, {active: active})).active);
  const up = [-1, 0, 1, 2].map((active) => press("ArrowUp", Object.assign({}, OPEN, {active: active})).active);
  assert.deepEqual(down, [0, 1, 2, -1]);
  assert.deepEqual(up, [2, -1, 0, 1]);
});

test("an arrow opens a closed box that holds text", () => {
  assert.deepEqual(press("ArrowDown", CLOSED), {type: "show"});
  assert.deepEqual(press("ArrowDown", Object.assign({}, CLOSED, {text: ""})), {type: "none"});
});

test("Enter follows the chosen option, else submits", () => {
  assert.deepEqual(press("Enter", OPEN), {type: "submit"});
  assert.deepEqual(press("Enter", Object.assign({}, OPEN, {active: 2})), {type: "follow", active: 2});
  assert.deepEqual(press("Enter", Object.assign({}, CLOSED, {active: 2})), {type: "submit"});
});

test("Escape closes, then empties, then leaves", () => {
  assert.equal(press("Escape", OPEN).type, "close");
  assert.equal(press("Escape", CLOSED).type, "empty");
  assert.equal(press("Escape", Object.assign({}, CLOSED, {text: ""})).type, "leave");
});

test("keys with others held, and all other keys, are the browser's", () => {
  assert.equal(boxAction({key: "ArrowDown", altKey: true}, OPEN).type, "none");
  assert.equal(boxAction({key: "Enter", ctrlKey: true}, OPEN).type, "none");
  assert.equal(press("Home", OPEN).type, "none");
  assert.equal(press("a", OPEN).type, "none");
});

test("keys of a composition are the input method's", () => {
  assert.ok(isComposingKey({key: "Enter"}, true));
  assert.ok(isComposingKey({key: "Enter", isComposing: true}, false));
  assert.ok(isComposingKey({key: "Process", keyCode: 229}, false));
  assert.ok(!isComposingKey({key: "Enter", isComposing: false, keyCode: 13}, false));
});

test("slash, Ctrl+K and Cmd+K lead to the box, but not from where somebody writes", () => {
  assert.ok(leadsToBox({key: "/"}, false));
  assert.ok(leadsToBox({key: "k", ctrlKey: true}, false));
  assert.ok(leadsToBox({key: "K", metaKey: true}, false));
  for (const event of [{key: "k"}, {key: "/", ctrlKey: true}, {key: "k", ctrlKey: true, shiftKey: true}, {key: "/", altKey: true}, {key: "/", isComposing: true}]) {
    assert.ok(!leadsToBox(event, false), JSON.stringify(event));
  }
  assert.ok(!leadsToBox({key: "/"}, true));
});

test("fields for text are writable, buttons are not", () => {
  assert.ok(isWritable({tagName: "INPUT", type: "search"}));
  assert.ok(isWritable({tagName: "TEXTAREA"}));
  assert.ok(isWritable({tagName: "DIV", isContentEditable: true}));
  assert.ok(!isWritable({tagName: "INPUT", type: "checkbox"}));
  assert.ok(!isWritable({tagName: "BODY"}));
  assert.ok(!isWritable(null));
});
