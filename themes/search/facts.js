/** What is loaded before the first answer, made ready (docs/reference/search.md). */

import {readColumns} from "./columns.js";
import {createFold} from "./fold.js";
import {FIELDS_TO_NARROW} from "./narrowing.js";
import {synonymsOf} from "./query.js";

/**
 * The facts of an index:
 * fold, synonyms, syllables, their beginnings, initials, readings (of a character: [syllable]); all: the numbers of all documents; dates;
 * fields: {of(document), names} by field; labels: what names are shown as; called: what they may be called, folded;
 * lengths of zones; titles: places that titles take; segments of zones; people, tags: where suggestions lead.
 */
export function readFacts(start, release) {
  const count = release.documents;
  const columns = readColumns(start.columns, count);
  const fold = createFold(start.folding[0], start.folding[1]);
  const kinds = columns.fields.kind.names.map((name) => start.kinds[name][0] || name);
  const labels = {department: start.departments, kind: kinds};
  const syllables = start.syllables.split(" ");
  const sounds = start.readings[1].split(",");
  const lengths = [columns.titles].concat(columns.segments.slice(1));
  return {
    fold: fold,
    synonyms: synonymsOf(start.groups),
    syllables: syllables,
    beginnings: beginningsOf(syllables),
    initials: start.initials.split(" "),
    readings: new Map(Array.from(start.readings[0]).map((character, at) => [character, sounds[at].split(" ")])),
    all: Array.from({length: count}, (_, document) => document),
    dates: columns.dates,
    fields: columns.fields,
    labels: labels,
    called: calledNames(columns.fields, labels, start.kinds, fold),
    titles: columns.titles,
    lengths: {of: lengths, mean: lengths.map((own) => meanOf(own))},
    segments: columns.segments,
    people: start.authors,
    tags: start.tags,
  };
}

/** Two letters or more with which syllables begin, sorted. */
function beginningsOf(syllables) {
  const each = syllables.map((syllable) => Array.from(syllable).map((_, at) => syllable.slice(0, at + 1)).slice(1));
  return Array.from(new Set([].concat(...each))).sort();
}

function calledNames(fields, labels, kinds, fold) {
  const called = {};
  for (const field of FIELDS_TO_NARROW) {
    called[field] = fields[field].names.map((name, at) =>
      [name].concat((labels[field] && labels[field][at]) || [], (field === "kind" && kinds[name]) || []).map(fold));
  }
  return called;
}

function meanOf(numbers) {
  const sum = numbers.reduce((total, number) => total + number, 0);
  return sum / Math.max(1, numbers.length) || 1;
}
