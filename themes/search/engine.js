/** The search of the browser: reads the index of the site, and answers as docs/reference/search.md describes. */

import {createCards} from "./cards.js";
import {tierBy} from "./clauses.js";
import {excerptOf, markedHtml, phrasePlaces, phrasesOf, placesOfRuns} from "./excerpts.js";
import {readFacts} from "./facts.js";
import {NOBODY, findDocuments, nameNotes, wantedClauses} from "./finding.js";
import {askedFilters, facetsOf, keptDocuments} from "./narrowing.js";
import {createPhrases} from "./phrases.js";
import {parseQuery} from "./query.js";
import {rankDocuments} from "./ranking.js";
import {findRemedies} from "./remedies.js";
import {attachScript, createStore} from "./store.js";
import {findSuggestions} from "./suggestions.js";
import {createTerms} from "./terms.js";
import {createTexts, fetchText, frameText} from "./texts.js";

const FORMAT = 2;
const FOLDER = "search/";
const LIMIT = 10;
const MOST_EXCERPTS = 50;
const MOST_WORDS = 16;
const SCOPE = typeof window === "undefined" ? global : window;

/** Said once of an index that finds an article by what its page does not hold: the page may be of a newer release. */
class Doubtful extends Error {}

/**
 * The search of the site whose root is at ``base``. ``ports`` replace how a script is loaded (attach) and how the
 * article of a page is read (readText).
 */
export function createEngine(base, ports) {
  const given = Object.assign({attach: attachScript, readText: readText}, ports);
  const store = createStore(base + FOLDER, given.attach);
  SCOPE.xinglinData = store.receive;
  let opening = null;
  const open = () => {
    if (!opening) {
      const opened = openIndex(store, createTexts(base, given.readText));
      opening = opened;
      opened.catch(() => close(opened));
    }
    return opening;
  };
  const close = (opened) => {
    if (opening === opened) opening = null;
  };
  // A new release may come at any moment: what was read of the old one is then forgotten, and all is asked again. Another
  // search may have noticed before.
  const ask = async (run) => {
    const opened = open();
    try {
      return await run(await opened);
    } catch (error) {
      if (opening === opened || !opening) {
        const renewed = await store.renew();
        if (renewed) close(opened);
        else if (!(error instanceof Doubtful)) throw error;
      }
      return run(await open());
    }
  };
  return {
    search: (query, options) => ask((index) => answerQuery(index, String(query), options || {})),
    suggest: (text) => ask((index) => findSuggestions(readQuery(String(text), index), index)),
    findMatches: (texts, words) => ask(async (index) => findMatches(texts, words, index)),
  };
}

function readText(address) {
  return location.protocol === "file:" ? frameText(address) : fetchText(address);
}

/** An index, opened: facts, cards, and functions that look up phrases, pinyin, texts. */
async function openIndex(store, text) {
  const release = await store.release();
  if (release.format !== FORMAT) throw Object.assign(new Error("the page is older than the index"), {outdated: true});
  const facts = readFacts(await release.file("start"), release);
  const terms = (family) => createTerms(release, family, release.shards[family], facts.segments);
  const spoken = {letters: terms("letters"), syllables: terms("syllables")};
  const card = createCards(release, release.cards);
  const index = {facts: facts, card: card, spoken: spoken, trusted: false};
  const shown = async (document) => {
    const known = await card(document);
    return {card: known, article: await text(known.url)};
  };
  const count = async (document, runs) => countRuns(await shown(document), runs, facts.fold);
  index.shown = shown;
  index.lookUp = createPhrases(terms("pairs"), terms("units"), count);
  return index;
}

/**
 * How often runs follow each other in the zones of a document; null where its page cannot be read. Paragraphs go on in the
 * next one; headings and summary stand by themselves.
 */
function countRuns(shown, runs, fold) {
  if (!shown.article) return null;
  const often = (text) => placesOfRuns(fold(text), runs).length;
  const {summary, headings, body} = shown.article;
  const lead = headings.concat(summary.join("\n")).map(often).reduce((sum, count) => sum + count, 0);
  return [often(shown.card.title), lead, often(body.join("\n"))];
}

function readQuery(text, index) {
  return parseQuery(text, index.facts.synonyms, index.facts.fold);
}

/** Where words stand in texts, and what is searched with them: for each text [[start, end], …]. */
function findMatches(texts, words, index) {
  const phrases = phrasesOf([].concat(...words.slice(0, MOST_WORDS).map((word) => readQuery(word, index).clauses)));
  return texts.map((text) => phrasePlaces(index.facts.fold(text), phrases).map((place) => [place[0], place[1]]));
}

async function answerQuery(index, text, options) {
  const query = readQuery(text, index);
  const filters = query.filters.concat(askedFilters(options, index.facts.fold));
  const offset = wholeNumber(options.offset, 0);
  const limit = wholeNumber(options.limit, LIMIT);
  // What is narrowed, or begins with the oldest, may stand anywhere.
  const enough = filters.length || options.sort === "oldest" ? Infinity : offset + limit;
  const found = await foundFor(query, filters, enough, index);
  const documents = keptDocuments(found.documents, filters, index.facts);
  const sorted = await sortDocuments(documents, found, options.sort, index);
  const shown = sorted.slice(offset, offset + limit);
  const phrases = phrasesOf(wantedClauses(query));
  const results = await Promise.all(shown.map((document, at) =>
    resultOf(document, found, phrases, at < MOST_EXCERPTS, index)));
  const notes = readingNotes(query).concat(nameNotes(documents, found, query), found.notes);
  const empty = !documents.length && (text.trim() || filters.length);
  return {
    total: documents.length,
    results: results,
    facets: facetsOf(found.documents, filters, index.facts),
    notes: empty ? notes.concat(await findRemedies(query, found, options, index)) : notes,
  };
}

/** A number from 0 as other pages may write it; ``usual`` stands for anything else. */
function wholeNumber(given, usual) {
  const number = given === undefined || given === null || given === "" ? NaN : Number(given);
  return Number.isInteger(number) && number >= 0 ? number : usual;
}

async function foundFor(query, filters, enough, index) {
  if (!wantedClauses(query).length && !filters.length) return {documents: [], clauses: [], whole: NOBODY, notes: []};
  return findDocuments(query, index.facts, index.lookUp, index.spoken, enough);
}

async function sortDocuments(documents, found, sort, index) {
  const sorted = await rankDocuments(documents, found.clauses, found.whole.named, index.lookUp, index.facts.lengths);
  if (sort !== "newest" && sort !== "oldest") return sorted;
  const dates = index.facts.dates;
  const places = new Map(sorted.map((document, at) => [document, at]));
  const later = sort === "newest" ? 1 : -1;
  return sorted.slice().sort((one, other) =>
    !dates[one] - !dates[other]
    || (dates[one] < dates[other] ? later : dates[one] > dates[other] ? -later : 0)
    || places.get(one) - places.get(other));
}

async function resultOf(document, found, phrases, withExcerpt, index) {
  const facts = index.facts;
  const shown = withExcerpt ? await index.shown(document) : {card: await index.card(document), article: null};
  const passages = shown.article ? shown.article.summary.concat(shown.article.body) : [];
  const excerpt = excerptOf(passages.join("\n"), phrases, facts.fold);
  const titlePlaces = phrasePlaces(facts.fold(shown.card.title), phrases);
  const held = found.clauses.filter((one) => one.held.has(document));
  if (shown.article && held.length && !excerpt.matched && !titlePlaces.length) doubt(index, shown.card.url);
  const names = (field) => Array.from(facts.fields[field].of(document), (at) => facts.fields[field].names[at]);
  const missing = found.whole.named.has(document) ? [] : found.clauses.filter((one) => tierBy(one, document) === Infinity);
  return {
    id: shown.card.id,
    url: shown.card.url,
    title: shown.card.title,
    titleHtml: markedHtml(shown.card.title, titlePlaces),
    excerpt: excerpt.html,
    kind: names("kind")[0] || "",
    date: facts.dates[document],
    authors: names("author"),
    department: departmentOf(document, facts),
    words: held.map((one) => typedClause(one.clause)),
    missing: missing.map((one) => one.clause.words[0]),
  };
}

function doubt(index, url) {
  if (index.trusted) return;
  index.trusted = true;
  throw new Doubtful(url);
}

/** A clause as it can be typed. */
function typedClause(clause) {
  const runs = clause.alternatives[0][0];
  return runs.length > 1 ? '"' + clause.words[0] + '"' : clause.words[0];
}

function departmentOf(document, facts) {
  const numbers = facts.fields.department.of(document);
  return numbers.length ? facts.labels.department[numbers[0]] : "";
}

function readingNotes(query) {
  const also = [].concat(...wantedClauses(query).map((clause) => clause.words.slice(1)));
  const notes = query.cut ? [{type: "cut"}] : [];
  if (also.length) notes.push({type: "synonyms", words: Array.from(new Set(also))});
  return notes;
}
