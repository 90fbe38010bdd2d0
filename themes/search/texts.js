/** The texts of articles, read from their pages, and what is shown of them. */

import {readArticle} from "./reader.js";

const FRAME = "xinglin-text";
const PATIENCE_WITH_FRAMES = 10000;

/** A function that gives the article at an address (see reader.js): null if it cannot be read now. */
export function createTexts(base, readText) {
  const known = new Map();
  return (url) => {
    if (!known.has(url)) {
      const forget = () => known.delete(url) && null;
      known.set(url, readText(base + url).catch(forget));
    }
    return known.get(url);
  };
}

/** Reads a page over a network. */
export async function fetchText(address) {
  const answer = await fetch(address, {credentials: "same-origin"});
  if (!answer.ok) throw new Error(address + ": " + answer.status);
  return readArticle(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

/** Reads a page from a disk, where nothing can be fetched: the page itself tells its text from inside a frame. */
export function frameText(address) {
  return new Promise((resolve, reject) => {
    const frame = document.createElement("iframe");
    frame.name = FRAME;
    frame.hidden = true;
    frame.setAttribute("aria-hidden", "true");
    frame.src = address + (address.endsWith("/") ? "index.html" : "");
    const finish = (settle, value) => {
      window.removeEventListener("message", listen);
      clearTimeout(timer);
      frame.remove();
      settle(value);
    };
    const listen = (event) => {
      const told = event.source === frame.contentWindow && event.data && event.data.xinglin === "text";
      if (told) finish(resolve, event.data.article);
    };
    const timer = setTimeout(() => finish(reject, new Error("no text from " + address)), PATIENCE_WITH_FRAMES);
    window.addEventListener("message", listen);
    document.body.appendChild(frame);
  });
}
