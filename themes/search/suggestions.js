/** What is offered while somebody types: titles, books, people and tags, by what they are called or by their pinyin. */

import {findClause} from "./clauses.js";
import {markedHtml, phrasePlaces, phrasesOf} from "./excerpts.js";
import {typedText, wantedClauses} from "./finding.js";
import {LETTERS_ALONE, LETTERS_BESIDE, readPinyin, spokenNames, spokenTitles} from "./names.js";
import {rankDocuments} from "./ranking.js";

const MOST_TITLES = 4;
const MOST_BOOKS = 2;
const MOST_NAMES = 2;
const BOOKS = "books";

/**
 * Suggestions for a query: [{type, text, html, url, …}], types title, book, person and tag. ``url`` is null where only a
 * search leads there; titles bring their kind, people their department, tags the number of articles.
 */
export async function findSuggestions(query, index) {
  const clauses = wantedClauses(query);
  if (!clauses.length) return [];
  const ways = readPinyin(typedText(query), index.facts, 1);
  const phrases = phrasesOf(clauses);
  const documents = await titledDocuments(clauses, typedText(query), index);
  const books = documents.filter((document) => kindOf(document, index.facts) === BOOKS).slice(0, MOST_BOOKS);
  const titles = documents.filter((document) => kindOf(document, index.facts) !== BOOKS).slice(0, MOST_TITLES);
  const found = await Promise.all(titles.concat(books).map((document) => titleSuggestion(document, phrases, index)));
  return found.concat(nameSuggestions("author", query, ways, phrases, index), nameSuggestions("tag", query, ways, phrases, index));
}

function kindOf(document, facts) {
  const numbers = facts.fields.kind.of(document);
  return numbers.length ? facts.fields.kind.names[numbers[0]] : "";
}

/** Documents with all that was typed in their titles, best first; then, or if there are none, those that are read so. */
async function titledDocuments(clauses, typed, index) {
  const found = await Promise.all(clauses.map((clause) => findClause(clause, (runs) => index.lookUp(runs, MOST_TITLES))));
  const documents = Array.from(found[0].held.keys()).filter((document) =>
    found.every((one) => one.held.get(document) === 0)).sort((one, other) => one - other);
  const written = await rankDocuments(documents, found, new Map(), index.lookUp, index.facts.lengths);
  const ways = readPinyin(typed, index.facts, documents.length ? LETTERS_BESIDE : LETTERS_ALONE);
  return Array.from(new Set(written.concat(await spokenDocuments(ways, index))));
}

async function spokenDocuments(ways, index) {
  const tiers = await spokenTitles(ways, index.facts, index.spoken);
  return Array.from(tiers.keys()).sort((one, other) => tiers.get(one) - tiers.get(other) || one - other);
}

async function titleSuggestion(document, phrases, index) {
  const card = await index.card(document);
  const kind = kindOf(document, index.facts);
  return {
    type: kind === BOOKS ? "book" : "title",
    text: card.title,
    html: markedName(card.title, phrases, index.facts),
    url: card.url,
    kind: kind,
  };
}

function markedName(name, phrases, facts) {
  return markedHtml(name, phrasePlaces(facts.fold(name), phrases));
}

/** Names that hold what was typed or are read so: those that begin with it first, then the commonest. */
function nameSuggestions(field, query, ways, phrases, index) {
  const facts = index.facts;
  const typed = typedText(query);
  const names = facts.fields[field].names;
  const at = names.map((name) => facts.fold(name).indexOf(typed));
  const written = names.map((_, number) => number).filter((number) => at[number] >= 0);
  written.sort((one, other) => (at[one] > 0) - (at[other] > 0) || one - other);
  const read = ways.length ? spokenNames(ways, facts, field) : [];
  const chosen = Array.from(new Set(written.concat(read))).slice(0, MOST_NAMES);
  return chosen.map((number) => nameSuggestion(field, number, phrases, facts));
}

function nameSuggestion(field, number, phrases, facts) {
  const name = facts.fields[field].names[number];
  const made = {type: field === "author" ? "person" : "tag", text: name, html: markedName(name, phrases, facts)};
  if (field === "author") {
    const known = facts.people[number];
    return Object.assign(made, {url: known.length ? known[0] : null, department: known.length ? known[1] : ""});
  }
  const count = facts.all.filter((document) => facts.fields.tag.of(document).includes(number)).length;
  return Object.assign(made, {url: facts.tags[number] || null, count: count});
}
