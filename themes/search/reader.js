// The text of an article, read from its page: results cut their excerpts from it, and opened articles are marked in it.

import {passageText, passagesOf} from "./passages.js";

// A page opened from a disk cannot fetch another one. It loads it into a hidden frame of this name, which then does nothing
// but tell its text. Never over a network: there, any page of any site could make such a frame and read what it tells.
const TEXT_FRAME = "xinglin-text";

const HEADINGS = "[data-book], h1[data-text], .x-text h1, .x-text h2, .x-text h3, .x-text h4, .x-text h5, .x-text h6";

// Passages of summary and body, a block each, and the headings by themselves, the book's title among them. Where the
// body's first heading is the title, it stands above the text, marked as its part.
export function readArticle(doc) {
  const headings = Array.from(doc.querySelectorAll(HEADINGS), (root) => passagesIn([root]).join(" "));
  const body = [doc.querySelector("h1[data-text]"), doc.querySelector(".x-text")];
  return {summary: passagesIn([doc.querySelector(".x-summary__text")]), headings: headings, body: passagesIn(body)};
}

function passagesIn(roots) {
  return [].concat(...roots.filter(Boolean).map((root) => passagesOf(root).map(passageText)));
}

export function isTextFrame(win) {
  return win.location.protocol === "file:" && win.name === TEXT_FRAME && win.parent !== win;
}

export function sendArticle(win) {
  win.parent.postMessage({xinglin: "text", article: readArticle(win.document)}, "*");
}
