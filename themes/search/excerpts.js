/** The places of phrases in a text, and the piece of a text around them, as generator/search/excerpts.py cuts it. */

import {runPlaces} from "./fold.js";

const BEFORE = 24;
const LENGTH = 96;
const HTML_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"};

/** The phrases of clauses (lists of runs), each once, longer ones first. */
export function phrasesOf(clauses) {
  const phrases = new Map();
  for (const clause of clauses) {
    for (const alternative of clause.alternatives) for (const runs of alternative) phrases.set(runs.join(" "), runs);
  }
  return Array.from(phrases.keys()).sort((one, other) => other.length - one.length).map((key) => phrases.get(key));
}

/** Where phrases stand in a folded text: [[start, end, number of the phrase], …], none over another. */
export function phrasePlaces(folded, phrases) {
  const found = [].concat(...phrases.map((runs, which) => placesOfRuns(folded, runs).map((place) => place.concat(which))));
  found.sort((one, other) => one[0] - other[0] || one[2] - other[2]);
  let end = 0;
  return found.filter((place) => {
    const free = place[0] >= end;
    if (free) end = place[1];
    return free;
  });
}

/** Where runs follow each other with no letter between them; the first may end and the last begin a longer run. */
export function placesOfRuns(folded, runs) {
  return runs.length === 1 ? placesOfText(folded, runs[0]) : placesOfSeveral(folded, runs);
}

function placesOfText(folded, text) {
  const found = [];
  for (let at = folded.indexOf(text); at >= 0; at = folded.indexOf(text, at + 1)) found.push([at, at + text.length]);
  return found;
}

function placesOfSeveral(folded, runs) {
  const places = runPlaces(folded);
  const last = runs.length - 1;
  const fits = (run, at, text) =>
    at === 0 ? text.endsWith(run) : at === last ? text.startsWith(run) : text === run;
  const found = [];
  for (let first = 0; first + last < places.length; first += 1) {
    const own = places.slice(first, first + runs.length);
    if (runs.every((run, at) => fits(run, at, folded.slice(own[at][0], own[at][1])))) {
      found.push([own[0][1] - runs[0].length, own[last][0] + runs[last].length]);
    }
  }
  return found;
}

/** Text as HTML with the places marked. */
export function markedHtml(text, places) {
  let html = "";
  let at = 0;
  for (const place of places) {
    html += escapedHtml(text.slice(at, place[0])) + "<mark>" + escapedHtml(text.slice(place[0], place[1])) + "</mark>";
    at = place[1];
  }
  return html + escapedHtml(text.slice(at));
}

function escapedHtml(text) {
  return text.replace(/[&<>]/g, (character) => HTML_ESCAPES[character]);
}

/**
 * A piece of a text as HTML: around a match, where the most different matches stand near each other, else the beginning.
 * ``matched`` says whether anything was found.
 */
export function excerptOf(text, phrases, fold) {
  const clean = text.replace(/[\p{C}\p{Z}\s]+/gu, " ").trim();
  const found = phrasePlaces(fold(clean), phrases);
  const piece = pieceOf(clean, richestPlace(found));
  const own = found.filter((place) => place[0] >= piece.start && place[0] < piece.end);
  const places = own.map((place) => [place[0] - piece.start, Math.min(place[1], piece.end) - piece.start]);
  const html = markedHtml(clean.slice(piece.start, piece.end), places);
  return {
    html: (piece.start > 0 ? "……" : "") + html + (piece.end < clean.length ? "……" : ""),
    matched: found.length > 0,
  };
}

/** Where the first match begins behind which the most different ones fit into a piece; 0 without a match. */
function richestPlace(found) {
  let best = 0;
  let most = 0;
  found.forEach((place, at) => {
    const different = new Set();
    for (let next = at; next < found.length && found[next][0] < place[0] + LENGTH - BEFORE; next += 1) {
      different.add(found[next][2]);
    }
    if (different.size > most) {
      most = different.size;
      best = place[0];
    }
  });
  return best;
}

/** Where the piece begins and ends: not inside a character, nor between a letter and the marks that belong to it. */
function pieceOf(text, first) {
  let start = Math.max(0, first - BEFORE);
  let end = Math.min(text.length, start + LENGTH);
  while (start < first && belongsToFormer(text, start)) start += 1;
  while (start < end && end < text.length && belongsToFormer(text, end)) end -= 1;
  return {start: start, end: end};
}

function belongsToFormer(text, at) {
  return /^[\p{M}\udc00-\udfff]/u.test(text[at]) || /[\udc00-\udfff]/.test(text[at]);
}
