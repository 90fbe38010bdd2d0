// An opened article: the words that led to it are marked, and a bar leads from one to the next.

import {makeElement, refill} from "./elements.js";
import {passageText, passagesOf, segmentsOf} from "./passages.js";
import {fillWords, groupedNumber} from "./wording.js";

const MOST_MARKS = 1000;

function markedWords(search) {
  return new URLSearchParams(search).getAll("h").filter((word) => word.trim());
}

export function startMarks(engine, words) {
  const wanted = markedWords(location.search);
  if (!wanted.length) return Promise.resolve();
  const roots = ["main h1", ".x-summary__text", ".x-text"].map((selector) => document.querySelector(selector)).filter(Boolean);
  // A plain page has its title inside its text.
  const passages = [].concat(...roots.filter((root) => !root.parentNode.closest(".x-text")).map(passagesOf));
  const texts = passages.map(passageText);
  return engine.findMatches(texts, wanted).then((found) => {
    const places = [];
    found.forEach((matches, n) => {
      if (places.length < MOST_MARKS) places.push.apply(places, markPassage(passages[n], matches));
    });
    if (places.length) showBar(places, words);
  });
}

// The marks of each match, which has several where tags stand inside it.
function markPassage(nodes, matches) {
  const places = matches.map(() => []);
  const segments = segmentsOf(nodes.map((node) => node.data.length), matches);
  for (const segment of segments.reverse()) {
    const rest = nodes[segment.part].splitText(segment.start);
    rest.splitText(segment.end - segment.start);
    const mark = makeElement("mark", {class: "x-mark"});
    rest.parentNode.replaceChild(mark, rest);
    mark.append(rest);
    places[segment.match].unshift(mark);
  }
  return places.filter((marks) => marks.length);
}

function showBar(places, words) {
  const said = makeElement("p", {class: "x-marks__said", role: "status"});
  const bar = makeElement("div", {class: "x-marks", role: "region", "aria-label": words.marks}, [said]);
  let at = location.hash ? -1 : 0;
  const go = (step) => {
    at = (at + step + places.length) % places.length;
    showMark(places, at);
    refill(said, [placeSentence(at, places.length, words)]);
  };
  const button = (text, run) => {
    const node = makeElement("button", {type: "button"}, [text]);
    node.addEventListener("click", run);
    bar.append(node);
  };
  button(words.before, () => go(at < 0 ? 0 : -1));
  button(words.after, () => go(1));
  button(words.unmark, () => {
    removeMarks(places);
    bar.remove();
  });
  document.body.append(bar);
  document.body.classList.add("x-marked");
  if (at === 0) go(0);
  else refill(said, [placeSentence(at, places.length, words)]);
}

function placeSentence(at, count, words) {
  const text = at < 0 ? words.places : words.place;
  return fillWords(text, {count: groupedNumber(count), number: groupedNumber(at + 1)});
}

function showMark(places, at) {
  places.forEach((marks, n) => marks.forEach((mark) => mark.classList.toggle("x-mark--now", n === at)));
  const mark = places[at][0];
  for (let node = mark.parentNode; node; node = node.parentNode) if (node.tagName === "DETAILS") node.open = true;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  mark.scrollIntoView({block: "center", behavior: still ? "auto" : "smooth"});
}

function removeMarks(places) {
  for (const mark of [].concat.apply([], places)) {
    const parent = mark.parentNode;
    while (mark.firstChild) parent.insertBefore(mark.firstChild, mark);
    mark.remove();
    parent.normalize();
  }
  document.body.classList.remove("x-marked");
  const url = new URL(location.href);
  url.searchParams.delete("h");
  try {
    history.replaceState(history.state, "", url.href);
  } catch (refused) {
    return;
  }
}
