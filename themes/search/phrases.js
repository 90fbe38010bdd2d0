/**
 * Where phrases stand. What was found of a phrase is {documents, counts, begins}: numbers of documents, rising; how often
 * it stands in each of their zones, a flat list; and a function that gives the segments of bodies in which it begins.
 */

import {SEGMENT, ZONES} from "./columns.js";
import {pairKey, placesOf, rowOf} from "./terms.js";

const BODY = 2;
const MOST_CHECKED = 50;
const NOTHING = {documents: [], counts: [], begins: async () => new Map()};

/**
 * Looks up phrases: lists of runs that follow each other. ``pairs`` and ``units`` find terms.
 *
 * The index tells where a run stands. Whether runs follow each other it does not tell, so ``count(document, runs)``, how
 * often they do in each zone of the document's own text, is asked for the documents that hold them all, the newest
 * MOST_CHECKED of them, and null where it cannot be read. Where not all could be counted, what was found has the number
 * of those that were as ``checked``.
 */
export function createPhrases(pairs, units, count) {
  const known = new Map();
  const find = (runs) => (runs.length === 1 ? findRun(pairs, units, runs[0]) : findRuns(lookUp, runs, count));
  const lookUp = (runs) => {
    const key = runs.join(" ");
    if (!known.has(key)) {
      const found = find(runs);
      known.set(key, found);
      const forget = () => known.delete(key);
      found.then((phrase) => phrase.unread && forget(), forget);
    }
    return known.get(key);
  };
  return lookUp;
}

async function findRun(pairs, units, run) {
  if (run.length === 1) return foundTerm(await units(pairKey(run.charCodeAt(0), 0)), false);
  const keys = [];
  for (let at = 0; at + 1 < run.length; at += 1) keys.push(pairKey(run.charCodeAt(at), run.charCodeAt(at + 1)));
  const records = await Promise.all(keys.map(pairs));
  if (records.includes(null)) return NOTHING;
  return records.length === 1 ? foundTerm(records[0], true) : chained(records);
}

function foundTerm(record, placed) {
  if (record === null) return NOTHING;
  const begins = async (documents) => {
    const held = documents.filter((document) => rowOf(record, document) >= 0);
    const places = await placesOf(record, held.map((document) => rowOf(record, document)));
    return new Map(held.map((document, at) => [document, segmentsOfStarts(places[at][BODY].filter((_, n) => n % 2 === 0))]));
  };
  return {documents: Array.from(record.documents), counts: record.counts, begins: placed ? begins : NOTHING.begins};
}

function segmentsOfStarts(starts) {
  return Array.from(starts, (start) => Math.floor(start / SEGMENT));
}

/** A longer run: pairs of which each begins with the very unit that the one before ends with. */
async function chained(records) {
  const candidates = commonDocuments(records);
  const rows = records.map((record) => candidates.map((document) => rowOf(record, document)));
  const places = await Promise.all(records.map((record, at) => placesOf(record, rows[at])));
  const found = {documents: [], counts: [], starts: new Map()};
  candidates.forEach((document, at) => {
    const zones = [];
    for (let zone = 0; zone < ZONES; zone += 1) zones.push(chainStarts(places.map((each) => each[at][zone])));
    if (zones.every((starts) => starts.length === 0)) return;
    found.documents.push(document);
    found.counts.push.apply(found.counts, zones.map((starts) => starts.length));
    found.starts.set(document, segmentsOfStarts(zones[BODY]));
  });
  const begins = async (documents) =>
    new Map(documents.filter((document) => found.starts.has(document)).map((document) => [document, found.starts.get(document)]));
  return {documents: found.documents, counts: found.counts, begins: begins};
}

/** Documents that hold all terms, each in the same zone. */
function commonDocuments(records) {
  const rarest = records.reduce((one, other) => (other.documents.length < one.documents.length ? other : one));
  const inSomeZone = (rows) => {
    for (let zone = 0; zone < ZONES; zone += 1) {
      if (records.every((record, at) => record.counts[rows[at] * ZONES + zone] > 0)) return true;
    }
    return false;
  };
  return Array.from(rarest.documents).filter((document) => {
    const rows = records.map((record) => rowOf(record, document));
    return !rows.includes(-1) && inSomeZone(rows);
  });
}

/** Where chains begin, given the places of every pair in one zone: the unit before, the unit after, and so on. */
function chainStarts(places) {
  let open = new Map();
  for (let at = 0; at < places[0].length; at += 2) open.set(places[0][at + 1], places[0][at]);
  for (const next of places.slice(1)) {
    const longer = new Map();
    for (let at = 0; at < next.length; at += 2) {
      if (open.has(next[at])) longer.set(next[at + 1], open.get(next[at]));
    }
    open = longer;
  }
  return Array.from(open.values());
}

async function findRuns(lookUp, runs, count) {
  const all = await Promise.all(runs.map((run) => lookUp([run])));
  const candidates = commonDocuments(all);
  const checked = candidates.slice(0, MOST_CHECKED);
  const counts = await Promise.all(checked.map((document) => count(document, runs)));
  const read = counts.filter(Boolean).length;
  const held = checked.map((_, at) => at).filter((at) => counts[at] && counts[at].some(Boolean));
  return {
    documents: held.map((at) => checked[at]),
    counts: [].concat(...held.map((at) => counts[at])),
    begins: all[0].begins,
    checked: candidates.length > read ? read : null,
    unread: checked.length > read,
  };
}
