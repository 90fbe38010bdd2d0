/** Documents found by a name instead of their text: by pinyin, or because it is an author's name or a tag. */

import {matchesName, segmentations} from "./pinyin.js";
import {pairKey, placesOf, rowOf} from "./terms.js";

const SYLLABLE = 0xe000;
const INITIAL = 0xe800;
const TITLE = 0;
const BOOK = 1;
const WHOLE_TITLE = 0;
const PART_OF_TITLE = 1;
const PART_OF_BOOK = 2;
const NAME = 3;

/** Where a query is an author's name or a tag: {field, value, documents}, else null. */
export function findNamed(typed, facts) {
  for (const field of ["author", "tag"]) {
    const names = facts.fields[field].names;
    const numbers = names.map((_, at) => at).filter((at) => facts.fold(names[at]).trim() === typed);
    if (numbers.length) {
      const documents = facts.all.filter((document) => facts.fields[field].of(document).some((at) => numbers.includes(at)));
      return {field: field, value: numbers.map((at) => names[at]).sort()[0], documents: documents};
    }
  }
  return null;
}

/** The ways to read a query as pinyin; none if it is no pinyin. */
export function readPinyin(typed, facts) {
  return segmentations(typed, facts.syllables, facts.initials);
}

/** The documents that are found by pinyin, with their ranks: WHOLE_TITLE and so on. */
export async function findSpoken(typed, facts, spoken) {
  const ways = readPinyin(typed, facts);
  const ranks = new Map();
  if (!ways.length) return ranks;
  for (const field of ["author", "tag"]) {
    const numbers = new Set(spokenNames(ways, facts, field));
    const fits = (document) => Array.from(facts.fields[field].of(document)).some((at) => numbers.has(at));
    if (numbers.size) facts.all.filter(fits).forEach((document) => ranks.set(document, NAME));
  }
  (await spokenTitles(ways, facts, spoken)).forEach((rank, document) => lower(ranks, document, rank));
  return ranks;
}

function lower(ranks, document, rank) {
  if (!(ranks.get(document) <= rank)) ranks.set(document, rank);
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

/** The documents of whose titles or books a way fits characters side by side, with their ranks. */
export async function spokenTitles(ways, facts, spoken) {
  const ranks = new Map();
  for (const found of await Promise.all(ways.map((way) => wayDocuments(way, facts, spoken)))) {
    found.forEach((rank, document) => lower(ranks, document, rank));
  }
  return ranks;
}

/** Every part that is more than a letter must be read at its place, and first letters must follow each other. */
async function wayDocuments(way, facts, spoken) {
  const letters = (at) => initialCode(way[at][0], facts);
  const wanted = [];
  way.forEach((part, at) => {
    const keys = partKeys(part, at === way.length - 1, way.length === 1, facts);
    if (keys.length) wanted.push({at: at, keys: keys});
    if (at + 1 < way.length) wanted.push({at: at, keys: [pairKey(letters(at), letters(at + 1))]});
  });
  const records = await Promise.all(wanted.map((one) => Promise.all(one.keys.map(spoken))));
  const known = records.map((each) => each.filter((record) => record !== null));
  const ranks = new Map();
  if (!known.length || known.some((each) => !each.length)) return ranks;
  const documents = heldByEach(known);
  const places = await Promise.all(known.map((each) => Promise.all(each.map((record) => zonesOf(record, documents)))));
  for (const document of documents) {
    const fits = (zone) => startsTogether(places.map((each) => joinedPlaces(each, document, zone)), wanted);
    if (fits(TITLE)) ranks.set(document, facts.titles[document] === way.length + 1 ? WHOLE_TITLE : PART_OF_TITLE);
    else if (fits(BOOK)) ranks.set(document, PART_OF_BOOK);
  }
  return ranks;
}

/** The keys of a part: its syllable or double initial, or, for what may go on, all syllables that begin so. */
function partKeys(part, last, alone, facts) {
  if (part.length === 1 && !alone) return [];
  if (!last) return facts.syllables.includes(part) ? [syllableKey(part, facts)] : [pairKey(initialCode(part, facts), 0)];
  return facts.syllables.filter((syllable) => syllable.startsWith(part)).map((syllable) => syllableKey(syllable, facts));
}

function syllableKey(syllable, facts) {
  return pairKey(SYLLABLE + facts.syllables.indexOf(syllable), 0);
}

function initialCode(initial, facts) {
  return INITIAL + facts.initials.indexOf(initial);
}

function heldByEach(lists) {
  const sets = lists.map((records) => new Set([].concat(...records.map((record) => Array.from(record.documents)))));
  return Array.from(sets[0]).filter((document) => sets.every((held) => held.has(document)));
}

async function zonesOf(record, documents) {
  const held = documents.filter((document) => rowOf(record, document) >= 0);
  const places = await placesOf(record, held.map((document) => rowOf(record, document)));
  return new Map(held.map((document, at) => [document, places[at]]));
}

function joinedPlaces(each, document, zone) {
  return [].concat(...each.map((zones) => (zones.has(document) ? Array.from(zones.get(document)[zone]) : [])));
}

function startsTogether(lists, wanted) {
  const starts = lists.map((places, at) => new Set(places.map((place) => place - wanted[at].at)));
  return Array.from(starts[0]).some((start) => starts.every((own) => own.has(start)));
}
