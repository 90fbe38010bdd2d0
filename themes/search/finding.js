/** Which documents a query finds, before any filter. */

import {findClause} from "./clauses.js";
import {findNamed, findSpoken} from "./names.js";

const NO_RANKS = new Map();

/** What was typed to be found, without filters and what is to be left out. */
export function typedText(query) {
  return wantedClauses(query).map((clause) => clause.words[0].trim()).join(" ");
}

export function wantedClauses(query) {
  return query.clauses.filter((clause) => !clause.excluded);
}

/**
 * What holds all that is wanted; if there is nothing, what has that name, else what holds most of it:
 * {documents, clauses, ranks, notes}. ``clauses`` are empty where names were searched instead.
 */
export async function findDocuments(query, facts, lookUp, spoken) {
  const found = await Promise.all(query.clauses.map((clause) => findClause(clause, lookUp)));
  const wanted = found.filter((one) => !one.clause.excluded);
  const excluded = found.filter((one) => one.clause.excluded);
  const kept = (documents) => documents.filter((document) => !excluded.some((one) => one.held.has(document)));
  const answer = await findWanted(wanted, query, facts, spoken, kept);
  return Object.assign(answer, {notes: answer.notes.concat(uncheckedNotes(found))});
}

async function findWanted(wanted, query, facts, spoken, kept) {
  if (!wanted.length) return foundBy(kept(facts.all), [], NO_RANKS, []);
  const all = facts.all.filter((document) => wanted.every((one) => one.held.has(document)));
  if (all.length) return foundBy(kept(all), wanted, NO_RANKS, authorNotes(query, facts));
  return (await findByName(query, facts, spoken, kept)) || findMost(wanted, facts, kept);
}

/** A note where what was typed is somebody's name: texts that hold it are not what that person wrote. */
function authorNotes(query, facts) {
  const name = findNamed(typedText(query), facts);
  if (!name || name.field !== "author") return [];
  return [{type: "author", value: name.value, count: name.documents.length}];
}

function foundBy(documents, clauses, ranks, notes) {
  return {documents: documents, clauses: clauses, ranks: ranks, notes: notes};
}

async function findByName(query, facts, spoken, kept) {
  const typed = typedText(query);
  const name = findNamed(typed, facts);
  if (name) return foundBy(kept(name.documents), [], NO_RANKS, [{type: "name", field: name.field, value: name.value}]);
  const ranks = await findSpoken(typed, facts, spoken);
  if (!ranks.size) return null;
  return foundBy(kept(facts.all.filter((document) => ranks.has(document))), [], ranks, [{type: "pinyin", text: typed}]);
}

function findMost(wanted, facts, kept) {
  const counted = kept(facts.all).map((document) => [document, wanted.filter((one) => one.held.has(document)).length]);
  const most = counted.reduce((best, pair) => Math.max(best, pair[1]), 0);
  const documents = most ? counted.filter((pair) => pair[1] === most).map((pair) => pair[0]) : [];
  return foundBy(documents, wanted, NO_RANKS, documents.length ? [{type: "partial"}] : []);
}

/** A note where an exact phrase was looked for in some of its candidates only. */
export function uncheckedNotes(clauses) {
  const phrases = [].concat(...clauses.map((one) => [].concat(...one.alternatives)));
  const counts = phrases.map((phrase) => phrase.checked).filter((checked) => checked !== null && checked !== undefined);
  return counts.length ? [{type: "unchecked", count: Math.min.apply(null, counts)}] : [];
}
