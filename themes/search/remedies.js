/** Ways out of an answer without results: what comes nearest, and what dropping a filter would give. */

import {findDocuments, typedText, uncheckedNotes, wantedClauses} from "./finding.js";
import {runsOf} from "./fold.js";
import {FIELDS_TO_NARROW, askedFilters, keptDocuments} from "./narrowing.js";
import {parseQuery} from "./query.js";

const NEAREST = 5;
const ALIKE = 0.5;
const LONGEST_RUN = 40;

/** Notes on a query without results: what was searched, and how to find something. */
export async function findRemedies(query, found, options, index) {
  const searched = Array.from(new Set([].concat(...wantedClauses(query).map((clause) => clause.words))));
  const near = await nearestQueries(query, options, index);
  const notes = [{type: "none", searched: searched, nearest: near.map((row) => row.offer)}];
  if (found.documents.length) {
    const given = FIELDS_TO_NARROW.filter((field) => options[field]);
    const totals = given.map((field) => ({
      name: field,
      value: String(options[field]),
      total: totalOf(query, found, Object.assign({}, options, {[field]: ""}), index),
    }));
    notes.push({type: "dropped", totals: totals});
  }
  // What is offered may be told short as well.
  const untold = found.notes.some((note) => note.type === "unchecked") ? [] : uncheckedNotes([].concat(...near.map((row) => row.clauses)));
  return notes.concat(untold);
}

/** How many documents are left with the filters; none where nothing at all is asked any more. */
function totalOf(query, found, options, index) {
  const filters = query.filters.concat(askedFilters(options, index.facts.fold));
  if (!filters.length && !wantedClauses(query).length) return 0;
  return keptDocuments(found.documents, filters, index.facts).length;
}

/** Queries that find something with the same filters: all pieces together, the longest ones, else names. */
async function nearestQueries(query, options, index) {
  const runs = [].concat(...wantedClauses(query).map((clause) => runsOf(clause.words[0])));
  const pieces = Array.from(new Set([].concat(...(await Promise.all(runs.map((run) => standingPieces(run, index)))))));
  const longest = pieces.slice().sort((one, other) => other.length - one.length);
  const names = longest.length ? longest : namesAlike(runsOf(typedText(query)).join(""), index.facts);
  const texts = Array.from(new Set([pieces.join(" ")].concat(names.slice(0, NEAREST)))).filter(Boolean);
  const rows = await Promise.all(texts.map((text) => nearestQuery(text, query, options, index)));
  return rows.filter((row) => row.offer.total > 0);
}

async function nearestQuery(text, query, options, index) {
  const asked = [text].concat(query.filters.map(typedFilter)).join(" ");
  const near = parseQuery(asked, index.facts.synonyms, index.facts.fold);
  const found = await findDocuments(near, index.facts, index.lookUp, index.spoken);
  return {offer: {text: text, query: asked, total: totalOf(near, found, options, index)}, clauses: found.clauses};
}

function typedFilter(filter) {
  return (filter.excluded ? "-" : "") + filter.field + ':"' + filter.value + '"';
}

/** The parts of a run, of two characters or more, that stand somewhere and are part of no longer one that does. */
async function standingPieces(run, index) {
  const text = Array.from(run).slice(0, LONGEST_RUN);
  const part = (start, end) => text.slice(start, end).join("");
  const pieces = [];
  let end = 0;
  for (let start = 0; start + 1 < text.length; start += 1) {
    const before = end;
    end = Math.max(end, start + 1);
    while (end < text.length && (await index.lookUp([part(start, end + 1)])).documents.length) end += 1;
    if (end > before && end - start > 1) pieces.push(part(start, end));
  }
  return pieces;
}

/** Authors and tags at least half of whose characters a text shares, the most alike first. */
function namesAlike(text, facts) {
  const wanted = new Set(text);
  const names = Array.from(new Set(facts.fields.author.names.concat(facts.fields.tag.names)));
  const rated = names.map((name) => [name, likeness(wanted, new Set(runsOf(facts.fold(name)).join("")))]);
  const alike = rated.filter((pair) => pair[1] >= ALIKE);
  alike.sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  return alike.map((pair) => pair[0]);
}

function likeness(wanted, known) {
  const shared = Array.from(wanted).filter((character) => known.has(character)).length;
  return (2 * shared) / Math.max(1, wanted.size + known.size);
}
