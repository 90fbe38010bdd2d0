// The text of an article, read from its page: results cut their excerpts from it, and opened articles are marked in it.

import {passageText, passagesOf} from "./passages.js";

// A page opened from a disk cannot fetch another one. It loads it into a hidden frame of this name, which then does nothing
// but tell its text. Never over a network: there, any page of any site could make such a frame and read what it tells.
const TEXT_FRAME = "xinglin-text";

// Summary and body, a block each. Where the body's first heading is the title, it stands above the text, marked as its part.
export function readPassages(doc) {
  const roots = [".x-summary__text", "h1[data-text]", ".x-text"].map((selector) => doc.querySelector(selector));
  return [].concat(...roots.filter(Boolean).map((root) => passagesOf(root).map(passageText)));
}

export function isTextFrame(win) {
  return win.location.protocol === "file:" && win.name === TEXT_FRAME && win.parent !== win;
}

export function sendPassages(win) {
  win.parent.postMessage({xinglin: "text", passages: readPassages(win.document)}, "*");
}
