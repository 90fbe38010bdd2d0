/** Which documents a query finds, before any filter. */

import {findClause, tierBy} from "./clauses.js";
import {LETTERS_ALONE, LETTERS_BESIDE, findNamed, findNames} from "./names.js";
import {AUTHOR} from "./tiers.js";

/** What is named by what names nobody. */
export const NOBODY = {author: "", named: new Map()};

/** What was typed to be found, without filters and what is to be left out. */
export function typedText(query) {
  return wantedClauses(query).map((clause) => clause.words[0].trim()).join(" ");
}

export function wantedClauses(query) {
  return query.clauses.filter((clause) => !clause.excluded);
}

/**
 * What holds or is named by all that is wanted; if there is nothing, what has that tag, then what short words name as
 * well, else what holds most of it: {documents, clauses, whole, notes}. ``whole`` has tiers of what is named by all that
 * was typed as one. ``clauses`` are empty where a tag was found instead. Of a single phrase no more than ``enough``
 * documents need be found.
 */
export async function findDocuments(query, facts, lookUp, spoken, enough) {
  const few = query.clauses.length === 1 && !query.clauses[0].excluded ? enough : Infinity;
  const found = await Promise.all(query.clauses.map((clause) => findClause(clause, (runs) => lookUp(runs, few))));
  const wanted = found.filter((one) => !one.clause.excluded);
  const tests = found.filter((one) => one.clause.excluded).map((one) => exclusion(one, facts));
  const kept = (documents) => documents.filter((document) => !tests.some((holds) => holds(document)));
  const answer = await findWanted(wanted, query, facts, spoken, kept);
  return Object.assign(answer, {notes: answer.notes.concat(uncheckedNotes(found))});
}

/** Who would be found by a word is left out by it, but for what is only read so. */
function exclusion(found, facts) {
  const author = findNamed("author", found.clause.words[0].trim(), facts);
  const written = new Set(author ? author.documents : []);
  return (document) => found.held.has(document) || written.has(document);
}

async function findWanted(wanted, query, facts, spoken, kept) {
  if (!wanted.length) return foundBy(kept(facts.all), [], NOBODY, []);
  const typed = typedText(query);
  const beside = await findAll(wanted, typed, facts, spoken, LETTERS_BESIDE);
  if (beside.documents.length) return Object.assign(beside, {documents: kept(beside.documents)});
  const tag = findNamed("tag", typed, facts);
  if (tag) return foundBy(kept(tag.documents), [], NOBODY, [{type: "name", field: "tag", value: tag.value}]);
  const alone = await findAll(wanted, typed, facts, spoken, LETTERS_ALONE);
  if (alone.documents.length) return Object.assign(alone, {documents: kept(alone.documents)});
  return findMost(alone.clauses, facts, kept);
}

/** What holds or is named by each clause, or is named by all that was typed as one. */
async function findAll(wanted, typed, facts, spoken, least) {
  const names = (text) => findNames(text, facts, spoken, least);
  const clauses = await Promise.all(wanted.map(async (one) => Object.assign({}, one, await names(one.clause.words[0].trim()))));
  const whole = clauses.length > 1 ? await names(typed) : NOBODY;
  const isFound = (document) => whole.named.has(document) || clauses.every((one) => tierBy(one, document) < Infinity);
  return foundBy(facts.all.filter(isFound), clauses, whole, []);
}

/** Notes on those of the documents that were found by a name: whose, how many, and how many are only read so. */
export function nameNotes(documents, found, query) {
  const inTexts = (document) => found.clauses.every((one) => one.held.has(document));
  const notes = found.clauses.map((one) => authorNote(documents, one, (document) => one.held.has(document)));
  return notes.concat(authorNote(documents, found.whole, inTexts), pinyinNote(documents, found, query)).filter(Boolean);
}

function authorNote(documents, names, isHeld) {
  const count = documents.filter((document) => names.named.get(document) === AUTHOR).length;
  if (!count) return null;
  const held = documents.some(isHeld);
  return held ? {type: "author", value: names.author, count: count} : {type: "name", field: "author", value: names.author};
}

function pinyinNote(documents, found, query) {
  const isRead = (names, document) => names.named.has(document) && names.named.get(document) !== AUTHOR;
  const isOnlyRead = (one, document) => isRead(one, document) && !one.held.has(document);
  const read = documents.filter((document) => found.whole.named.get(document) !== AUTHOR
    && (isRead(found.whole, document) ? !found.clauses.every((one) => one.held.has(document))
      : found.clauses.some((one) => isOnlyRead(one, document))));
  if (!read.length) return null;
  const words = found.clauses.filter((one) => read.some((document) => isOnlyRead(one, document)));
  return {type: "pinyin", text: words.map((one) => one.clause.words[0].trim()).join(" ") || typedText(query), count: read.length};
}

function foundBy(documents, clauses, whole, notes) {
  return {documents: documents, clauses: clauses, whole: whole, notes: notes};
}

function findMost(wanted, facts, kept) {
  const counted = kept(facts.all).map((document) => [document, wanted.filter((one) => tierBy(one, document) < Infinity).length]);
  const most = counted.reduce((best, pair) => Math.max(best, pair[1]), 0);
  const documents = most ? counted.filter((pair) => pair[1] === most).map((pair) => pair[0]) : [];
  return foundBy(documents, wanted, NOBODY, documents.length ? [{type: "partial"}] : []);
}

/** A note where an exact phrase was looked for in some of its candidates only. */
export function uncheckedNotes(clauses) {
  const phrases = [].concat(...clauses.map((one) => [].concat(...one.alternatives)));
  const counts = phrases.map((phrase) => phrase.checked).filter((checked) => checked !== null && checked !== undefined);
  return counts.length ? [{type: "unchecked", count: Math.min.apply(null, counts)}] : [];
}
