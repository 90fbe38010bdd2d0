/** Which of the found documents comes first, by the numbers of generator/search/ranking.py. */

import {tierBy} from "./clauses.js";
import {ZONES} from "./columns.js";
import {runsOf} from "./fold.js";
import {rowOf} from "./terms.js";
import {BODY, TITLE, WHOLE_TITLE} from "./tiers.js";

const WEIGHTS = [8, 3, 1];
const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;
const TOGETHER = 2;
const SYNONYM = 0.9;
const NEAR = 1;
const LEAST_CLAUSES = 2;
const MOST_CLAUSES = 8;
const NEAR_WINDOW = 30;

/**
 * Sorts documents by relevance. ``clauses`` are found clauses of ``findClause``, ``whole`` are tiers of documents that are
 * named by all that was typed; ``lengths`` are {of: by zone a list of lengths by document, mean: by zone}.
 */
export async function rankDocuments(documents, clauses, whole, lookUp, lengths) {
  const scores = await summedScores(documents, clauses, lookUp, lengths);
  const tier = (document) => tierOf(document, clauses, whole.get(document), lengths.of[0][document]);
  const tiers = new Map(documents.map((document) => [document, tier(document)]));
  const order = (one, other) =>
    tiers.get(one) - tiers.get(other)
    || scores.get(other) - scores.get(one)
    || one - other;
  const sorted = documents.slice().sort(order);
  if (!isFew(clauses)) return sorted;
  const best = sorted.slice(0, NEAR_WINDOW);
  const nearness = await nearnessOf(best, clauses);
  nearness.forEach((more, document) => scores.set(document, rounded(scores.get(document) + more)));
  return best.sort(order).concat(sorted.slice(NEAR_WINDOW));
}

function isFew(clauses) {
  return clauses.length >= LEAST_CLAUSES && clauses.length <= MOST_CLAUSES;
}

function rounded(score) {
  return Math.round(score * 10000) / 10000;
}

/** The highest tier of the clauses that were found; where all were, that by the whole if it is lower, else just that. */
function tierOf(document, clauses, whole, titleLength) {
  const tiers = clauses.map((found) => tierBy(found, document)).filter(isFinite);
  const tier = tiers.length ? Math.max.apply(null, tiers) : BODY;
  if (tiers.length < clauses.length || !tiers.length) return whole === undefined ? tier : whole;
  if (tier === TITLE && titleLength === typedLength(clauses)) return WHOLE_TITLE;
  return whole === undefined ? tier : Math.min(tier, whole);
}

/** The places that a title takes that holds what was typed and nothing else. */
function typedLength(clauses) {
  return placesTaken([].concat(...clauses.map((found) => runsOf(found.clause.words[0]))));
}

/** The places of runs, each of which ends with a break. */
function placesTaken(runs) {
  return runs.reduce((sum, run) => sum + run.length + 1, 0);
}

async function summedScores(documents, clauses, lookUp, lengths) {
  const sums = new Map(documents.map((document) => [document, 0]));
  const parts = clauses.map((found) => clauseScores(found, sums, lengths));
  const joined = isFew(clauses) ? runsOf(clauses.map((found) => found.clause.words[0]).join("")) : [];
  if (joined.length === 1) parts.push(phraseScores(await lookUp(joined), sums, lengths, TOGETHER, 0));
  for (const part of parts) part.forEach((score, document) => sums.set(document, sums.get(document) + score));
  sums.forEach((score, document) => sums.set(document, rounded(score)));
  return sums;
}

/** Of words that mean the same, that counts which says most; none is rarer than all of them together. */
function clauseScores(found, documents, lengths) {
  const best = new Map();
  const together = found.alternatives.length > 1 ? found.held.size : 0;
  found.alternatives.forEach((phrases, number) => {
    const sums = new Map();
    for (const phrase of phrases) {
      phraseScores(phrase, documents, lengths, number ? SYNONYM : 1, together).forEach((score, document) =>
        sums.set(document, (sums.get(document) || 0) + score));
    }
    sums.forEach((score, document) => best.set(document, Math.max(score, best.get(document) || 0)));
  });
  return best;
}

/** BM25F (https://dl.acm.org/doi/10.1145/1031171.1031181): zones are weighed, then summed, then dampened. */
function phraseScores(phrase, documents, lengths, boost, common) {
  const holders = Math.max(phrase.documents.length, common);
  const rarity = boost * Math.log(1 + (lengths.of[0].length - holders + 0.5) / (holders + 0.5));
  const scores = new Map();
  phrase.documents.forEach((document, row) => {
    if (!documents.has(document)) return;
    let often = 0;
    for (let zone = 0; zone < ZONES; zone += 1) {
      const length = lengths.of[zone][document] / lengths.mean[zone];
      often += (WEIGHTS[zone] * phrase.counts[row * ZONES + zone]) / (1 - LENGTH_SHARE + LENGTH_SHARE * length);
    }
    scores.set(document, (rarity * often) / (SATURATION + often));
  });
  return scores;
}

/** What nearness adds to those documents whose bodies hold all clauses. */
async function nearnessOf(documents, clauses) {
  const places = await Promise.all(clauses.map((found) => clauseSegments(found, documents)));
  const found = new Map();
  for (const document of documents) {
    const choices = places.map((segments) => segments.get(document) || []);
    if (choices.every((segments) => segments.length > 0)) found.set(document, NEAR / (1 + spanOf(choices)));
  }
  return found;
}

/** The segments of bodies in which phrases of a clause begin, of the alternatives that stand there whole. */
async function clauseSegments(found, documents) {
  const segments = new Map();
  for (const phrases of found.alternatives) {
    const own = documents.filter((document) => phrases.every((phrase) => rowOf(phrase, document) >= 0));
    const begins = await Promise.all(phrases.map((phrase) => phrase.begins(own)));
    for (const document of own) {
      const each = begins.map((places) => places.get(document) || []);
      if (each.every((places) => places.length > 0)) {
        segments.set(document, (segments.get(document) || []).concat(...each));
      }
    }
  }
  return segments;
}

/** How far apart numbers are at least, the lowest from the highest, if one of each list is taken. */
export function spanOf(choices) {
  const numbers = [].concat(...choices.map((list, which) => list.map((number) => [number, which])));
  numbers.sort((one, other) => one[0] - other[0]);
  const last = new Map();
  let least = Infinity;
  for (const pair of numbers) {
    last.set(pair[1], pair[0]);
    if (last.size === choices.length) least = Math.min(least, pair[0] - Math.min.apply(null, Array.from(last.values())));
  }
  return least;
}
