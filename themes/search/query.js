/** What people type, read as generator/search/query.py reads it; tests/search/queries.json holds the two together. */

import { isWordUnit, runPlaces, runsOf } from "./fold.js";

const LONGEST = 200;
const PARTS = 16;
const MOST = 64;
const FIELDS = {
  作者: "author", author: "author", 标签: "tag", tag: "tag", 部门: "department", department: "department",
  年份: "year", 年: "year", year: "year", 类型: "kind", 栏目: "kind", kind: "kind",
};
const QUOTED = /["“”「」『』]([^"“”「」『』]*)["“”「」『』]/y;
const CHUNK = /[^\s"“”「」『』]+/y;
const NAMES = longestFirst(Object.keys(FIELDS)).join("|");
const HEADS = [`-(${NAMES}):\\s*`, "-", `(${NAMES}):\\s*`, "()"].map((head) => new RegExp(head, "y"));
const HAN = /[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ud840-\udfff]/;

/**
 * Reads a query: {clauses: [{alternatives: [[[run]]], words, excluded}], filters: [{field, value, excluded}], cut}.
 * An alternative is phrases that must all be found; a phrase is runs that follow each other.
 */
export function parseQuery(text, synonyms, fold) {
  const beginning = Array.from(text).slice(0, LONGEST).join("");
  const folded = firstRuns(fold(beginning), PARTS);
  const clauses = new Map();
  const filters = new Map();
  for (const part of partsOf(folded, synonyms)) {
    const value = part.text.trim();
    if (part.field) {
      const filter = { field: part.field, value, excluded: part.excluded };
      if (value) filters.set(JSON.stringify(filter), filter);
    } else {
      const clause = clauseOf(part, synonyms);
      if (clause.alternatives.length) clauses.set(JSON.stringify(clause), clause);
    }
  }
  const cut = text.trimEnd().length > folded.trimEnd().length;
  return { clauses: Array.from(clauses.values()), filters: Array.from(filters.values()), cut };
}

/** Every word of groups of words that mean the same, with all of its group, itself first. */
export function synonymsOf(groups) {
  const found = new Map();
  for (const group of groups) {
    for (const word of group) {
      found.set(word, Array.from(new Set((found.get(word) || [word]).concat(group))));
    }
  }
  return found;
}

function firstRuns(folded, count) {
  const places = runPlaces(folded);
  return places.length > count ? folded.slice(0, places[count][0]) : folded;
}

/** What stands between spaces or in quotes; a known word that holds spaces is one part even without quotes. */
function partsOf(text, synonyms) {
  const spaced = longestFirst(Array.from(synonyms.keys()).filter((word) => word.includes(" ")));
  const found = [];
  let at = 0;
  while (at < text.length) {
    const part = partAt(text, at, spaced);
    if (part) found.push(part);
    at = part ? part.end : at + 1;
  }
  return found;
}

function partAt(text, at, spaced) {
  for (const head of HEADS) {
    const before = matchAt(head, text, at);
    const content = before && contentAt(text, at + before[0].length, spaced);
    if (content) {
      return Object.assign(content, { excluded: before[0].startsWith("-"), field: before[1] ? FIELDS[before[1]] : "" });
    }
  }
  return null;
}

function contentAt(text, at, spaced) {
  const quoted = matchAt(QUOTED, text, at);
  if (quoted) return { text: quoted[1], quoted: true, end: at + quoted[0].length };
  const known = spaced.find((word) => text.startsWith(word, at) && standsAlone(text, at, at + word.length));
  const chunk = known || (matchAt(CHUNK, text, at) || [""])[0];
  return chunk ? { text: chunk, quoted: false, end: at + chunk.length } : null;
}

function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function clauseOf(part, synonyms) {
  const text = part.text.trim();
  const words = Array.from(new Set(equals(text, synonyms)));
  const alternatives = new Map();
  for (const word of words) {
    const runs = runsOf(word);
    const together = part.quoted || synonyms.has(word);
    const phrases = together ? [runs] : Array.from(new Set(runs)).map((run) => [run]);
    if (runs.length) alternatives.set(JSON.stringify(phrases), phrases);
  }
  return { alternatives: Array.from(alternatives.values()), words, excluded: part.excluded };
}

/** The word, and what it becomes when known words in it are replaced by those that mean the same, few before many. */
function equals(word, synonyms) {
  if (synonyms.has(word)) return synonyms.get(word).slice(0, MOST);
  const known = knownWords(word, synonyms);
  const found = [];
  for (let count = 0; count <= known.length && found.length < MOST; count += 1) {
    for (const places of combinations(known.length, count)) {
      const options = known.map((one, index) => (places.includes(index) ? synonyms.get(one.word).slice(1) : [one.word]));
      for (const chosen of product(options)) {
        if (found.length === MOST) return found;
        found.push(replaced(word, known, chosen));
      }
    }
  }
  return found;
}

function replaced(word, known, chosen) {
  let text = "";
  let at = 0;
  known.forEach((one, index) => {
    text += word.slice(at, one.start) + chosen[index];
    at = one.start + one.word.length;
  });
  return text + word.slice(at);
}

/** Known words inside a word, the first and then the longest of those that overlap. */
function knownWords(word, synonyms) {
  const longer = longestFirst(Array.from(synonyms.keys()).filter((one) => Array.from(one).length > 1));
  const found = [];
  let at = 0;
  while (at < word.length) {
    const one = longer.find((known) => word.startsWith(known, at) && standsAlone(word, at, at + known.length));
    if (one) found.push({ start: at, word: one });
    at += one ? one.length : 1;
  }
  return found;
}

/** Whether a piece of a folded text is no mere part of a longer word; in Han text there is no telling. */
function standsAlone(text, start, end) {
  const goesOn = (inside, outside) => !HAN.test(inside) && outside && isWordUnit(outside) && !HAN.test(outside);
  return !goesOn(text[start], text[start - 1]) && !goesOn(text[end - 1], text[end]);
}

function longestFirst(words) {
  const order = (a, b) => Array.from(b).length - Array.from(a).length || (a < b ? -1 : 1);
  return words.slice().sort(order);
}

function combinations(size, count, from) {
  const start = from || 0;
  if (count === 0) return [[]];
  const found = [];
  for (let first = start; first <= size - count; first += 1) {
    for (const rest of combinations(size, count - 1, first + 1)) found.push([first].concat(rest));
  }
  return found;
}

function product(options) {
  return options.reduce(
    (found, values) => [].concat(...found.map((one) => values.map((value) => one.concat([value])))), [[]]);
}
