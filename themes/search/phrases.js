/**
 * Where phrases stand. What was found of a phrase is {documents, counts, begins}: numbers of documents, rising; how often
 * it stands in each of their zones, a flat list; and a function that gives the segments of bodies in which it begins.
 */

import {SEGMENT, ZONES} from "./columns.js";
import {pairKey, placesOf, rowOf} from "./terms.js";

const BODY = 2;
const MOST_READ = 200;
const AT_ONCE = 25;
const NOTHING = {documents: [], counts: [], begins: async () => new Map()};

/**
 * Looks up phrases: lists of runs that follow each other. ``pairs`` and ``units`` find terms.
 *
 * The index tells where a run stands. Whether runs follow each other it does not tell, so ``count(document, runs)``, how
 * often they do in each zone of the document's own text, is asked for the documents in which they may, MOST_READ of them
 * at a call, and null where it cannot be read. It is asked no more once more than ``enough`` documents are found. Where
 * not all were counted, what was found has the number of those that were as ``checked``, and the next call goes on.
 */
export function createPhrases(pairs, units, count) {
  const known = new Map();
  const remember = (key, find) => {
    if (!known.has(key)) {
      const found = find();
      known.set(key, found);
      found.catch(() => known.delete(key));
    }
    return known.get(key);
  };
  const lookUp = async (runs, enough) => {
    if (runs.length === 1) return remember(runs[0], () => findRun(pairs, units, runs[0]));
    const search = await remember(runs.join(" "), () => openSearch(runs, lookUp));
    return continueSearch(search, (document) => count(document, runs), enough === undefined ? Infinity : enough);
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

/** A phrase of several runs: the documents that may hold it, those first in which it may stand in the title. */
async function openSearch(runs, lookUp) {
  const all = await Promise.all(runs.map((run) => lookUp([run])));
  const candidates = commonDocuments(all);
  const bodies = await Promise.all(all.map((found) => found.begins(candidates)));
  const zones = new Map(candidates.map((document) => [document, possibleZones(document, runs, all, bodies)]));
  const possible = candidates.filter((document) => zones.get(document).length > 0);
  possible.sort((one, other) => zones.get(one)[0] - zones.get(other)[0] || one - other);
  return {left: possible, counts: new Map(), read: 0, begins: all[0].begins, turn: Promise.resolve()};
}

/** The zones that hold all runs and, as far as the segments of the body say, each where the one before may end. */
function possibleZones(document, runs, all, bodies) {
  const held = [];
  for (let zone = 0; zone < ZONES; zone += 1) {
    if (all.every((found) => found.counts[rowOf(found, document) * ZONES + zone] > 0)) held.push(zone);
  }
  const starts = bodies.map((begins) => begins.get(document) || []);
  const follow = runs.slice(1).every((_, at) => mayFollow(starts[at], runs[at].length, starts[at + 1]));
  return follow ? held : held.filter((zone) => zone !== BODY);
}

/** Whether a run may begin behind another one of that length; where a single character begins is not known. */
function mayFollow(starts, length, next) {
  if (!starts.length || !next.length) return true;
  const most = Math.ceil((length + 1) / SEGMENT);
  return starts.some((start) => next.some((other) => other >= start && other <= start + most));
}

/** One call after the other, so that no page is counted twice. */
function continueSearch(search, count, enough) {
  const found = search.turn.then(() => countMore(search, count, enough)).then(() => phraseOf(search));
  search.turn = found.catch(() => null);
  return found;
}

async function countMore(search, count, enough) {
  const unread = [];
  for (let asked = 0; search.left.length && asked < MOST_READ && search.counts.size <= enough; asked += AT_ONCE) {
    const documents = search.left.slice(0, AT_ONCE);
    const counts = await Promise.all(documents.map(count));
    search.left.splice(0, AT_ONCE);
    documents.forEach((document, at) => {
      if (!counts[at]) unread.push(document);
      else search.read += 1;
      if (counts[at] && counts[at].some(Boolean)) search.counts.set(document, counts[at]);
    });
  }
  search.left.push(...unread);
}

function phraseOf(search) {
  const documents = Array.from(search.counts.keys()).sort((one, other) => one - other);
  return {
    documents: documents,
    counts: [].concat(...documents.map((document) => search.counts.get(document))),
    begins: search.begins,
    checked: search.left.length ? search.read : null,
  };
}
