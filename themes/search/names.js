/** Documents found by a name instead of their text: by pinyin, or because it is an author's name or a tag. */

import {fits, matchesName, segmentations, spelledOut} from "./pinyin.js";
import {pairKey, placesOf, rowOf} from "./terms.js";
import {AUTHOR, BOOK, NAME_OF_TITLE, PART_OF_TITLE, PERSON_OR_TAG, SHORTENED, SPELLED} from "./tiers.js";

const BEGINNING = 0xe000;
const INITIAL = 0xe800;
const ZONE_OF_TITLE = 0;
const ZONE_OF_BOOK = 1;
const ENTRY = 3;

/** Letters from which on a word is read as pinyin beside the texts that hold it, and where no text does. */
export const LETTERS_BESIDE = 3;
export const LETTERS_ALONE = 2;

/** The documents with a value of a field that is called what was typed: {value, documents}, else null. */
export function findNamed(field, typed, facts) {
  const names = facts.fields[field].names;
  const numbers = names.map((_, at) => at).filter((at) => facts.fold(names[at]).trim() === typed);
  if (!numbers.length) return null;
  const documents = facts.all.filter((document) => facts.fields[field].of(document).some((at) => numbers.includes(at)));
  return {value: numbers.map((at) => names[at]).sort()[0], documents: documents};
}

/**
 * The documents whose author, title, book or tags are called what was typed, or are read so if it has ``least`` letters:
 * {author, named}, the author's name or "", and tiers by document.
 */
export async function findNames(typed, facts, spoken, least) {
  const author = findNamed("author", typed, facts);
  const named = await findSpoken(typed, facts, spoken, least);
  if (author) author.documents.forEach((document) => named.set(document, AUTHOR));
  return {author: author ? author.value : "", named: named};
}

/** The ways to read a query of at least so many letters as pinyin; none if it is no pinyin. */
export function readPinyin(typed, facts, least) {
  return typed.replace(/[^a-z]/g, "").length < least ? [] : segmentations(typed, facts.syllables, facts.initials);
}

async function findSpoken(typed, facts, spoken, least) {
  const ways = readPinyin(typed, facts, least);
  const tiers = new Map();
  if (!ways.length) return tiers;
  for (const field of ["author", "tag"]) {
    for (const [base, own] of groupedWays(ways, facts)) {
      const numbers = new Set(spokenNames(own, facts, field));
      const isRead = (document) => Array.from(facts.fields[field].of(document)).some((at) => numbers.has(at));
      if (numbers.size) facts.all.filter(isRead).forEach((document) => lower(tiers, document, base + PERSON_OR_TAG));
    }
  }
  (await spokenTitles(ways, facts, spoken)).forEach((tier, document) => lower(tiers, document, tier));
  return tiers;
}

/** Ways that spell out and ways that shorten, each with the tier from which on theirs are counted. */
function groupedWays(ways, facts) {
  const spelled = (way) => spelledOut(way, facts.syllables);
  const groups = [[SPELLED, ways.filter(spelled)], [SHORTENED, ways.filter((way) => !spelled(way))]];
  return groups.filter((group) => group[1].length);
}

function lower(tiers, document, tier) {
  if (!(tiers.get(document) <= tier)) tiers.set(document, tier);
}

/** The numbers of a field's names that fit any way. */
export function spokenNames(ways, facts, field) {
  const names = facts.fields[field].names;
  return names.map((_, at) => at).filter((at) =>
    readableRuns(names[at], facts).some((readings) => matchesName(ways, readings, facts.initials)));
}

/** The readings of characters that stand side by side, as they are written: a traditional one may have others. */
function readableRuns(name, facts) {
  const runs = [[]];
  for (const character of name) {
    if (facts.readings.has(character)) runs[runs.length - 1].push(facts.readings.get(character));
    else runs.push([]);
  }
  return runs;
}

/** The documents of whose titles or books a way fits characters side by side, with their tiers. */
export async function spokenTitles(ways, facts, spoken) {
  const tiers = new Map();
  const base = (way) => (spelledOut(way, facts.syllables) ? SPELLED : SHORTENED);
  const add = (way, ranks) => ranks.forEach((rank, document) => lower(tiers, document, base(way) + rank));
  const find = (way) => (way.length === 1 ? syllableDocuments(way[0], facts, spoken) : wayDocuments(way, facts, spoken));
  (await Promise.all(ways.map(find))).forEach((ranks, at) => add(ways[at], ranks));
  return tiers;
}

/** Documents with a character that is read so; a single letter would find most of them, and finds none. */
async function syllableDocuments(part, facts, spoken) {
  const ranks = new Map();
  const number = facts.beginnings.indexOf(part);
  const record = number < 0 ? null : await spoken.syllables(pairKey(BEGINNING + number, 0));
  if (record) record.documents.forEach((document, row) => ranks.set(document, rankOf(document, record.counts[row * ENTRY] > 0, 1, facts)));
  return ranks;
}

function rankOf(document, inTitle, characters, facts) {
  if (!inTitle) return BOOK;
  return facts.titles[document] === characters + 1 ? NAME_OF_TITLE : PART_OF_TITLE;
}

/** Every two parts that follow each other must be read so side by side, one pair after the other. */
async function wayDocuments(way, facts, spoken) {
  const ranks = new Map();
  const keys = way.slice(1).map((part, at) => pairKey(letterCode(way[at], facts), letterCode(part, facts)));
  const records = await Promise.all(keys.map(spoken.letters));
  if (records.includes(null)) return ranks;
  const documents = Array.from(records[0].documents).filter((document) =>
    records.every((record) => rowOf(record, document) >= 0));
  const places = await Promise.all(records.map((record) =>
    placesOf(record, documents.map((document) => rowOf(record, document)))));
  const wanted = way.map((part, at) => fittingNumbers(part, at === way.length - 1, facts));
  documents.forEach((document, row) => {
    const isIn = (zone) => startsTogether(places.map((each, at) => placesRead(each[row][zone], wanted[at], wanted[at + 1])));
    const inTitle = isIn(ZONE_OF_TITLE);
    if (inTitle || isIn(ZONE_OF_BOOK)) ranks.set(document, rankOf(document, inTitle, way.length, facts));
  });
  return ranks;
}

function letterCode(part, facts) {
  return INITIAL + facts.initials.indexOf(part[0]);
}

/** Which of the syllables with its first letter a part stands for. */
function fittingNumbers(part, last, facts) {
  const alike = facts.syllables.filter((syllable) => syllable[0] === part[0]);
  return new Set(alike.map((_, at) => at).filter((at) => fits(part, alike[at], last, facts.initials)));
}

/** The places at which both syllables are wanted ones. */
function placesRead(entries, ones, others) {
  const found = [];
  for (let at = 0; at < entries.length; at += ENTRY) {
    if (ones.has(entries[at + 1]) && others.has(entries[at + 2])) found.push(entries[at]);
  }
  return found;
}

function startsTogether(lists) {
  const starts = lists.map((places, at) => new Set(places.map((place) => place - at)));
  return Array.from(starts[0]).some((start) => starts.every((own) => own.has(start)));
}
