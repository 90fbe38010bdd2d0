/** Records of terms in the shards of the index (docs/reference/search.md): which documents hold a term, and where. */

import {BitReader, bitLength} from "./bits.js";
import {SEGMENT, ZONES} from "./columns.js";

const MANY = 16;
const NAME_PLACES = 4;
const SYLLABLE_BITS = 6;
const UNARY = 3;
const CROSSING = 2;

/** How the places of a term in a zone are read, by family; single units and syllables have none. */
const PLACES = {pairs: readPair, letters: readLetters, units: null, syllables: null};

const NONE = new Uint32Array(0);

/** Where numbers go that are wanted, and those that are passed over. */
const fresh = (size) => new Uint32Array(size);
const FRESH = {documents: fresh, counts: fresh, places: fresh};
const PASSED = {documents: reused(), counts: reused(), places: reused()};

function reused() {
  let room = NONE;
  return (size) => {
    if (room.length < size) room = new Uint32Array(2 * size);
    return room;
  };
}

/** Spreads 32-bit keys evenly; no two become one. */
function mixedKey(key) {
  let found = (key ^ (key >>> 16)) >>> 0;
  for (let turn = 0; turn < 2; turn += 1) {
    found = Math.imul(found, 0x45d9f3b) >>> 0;
    found = (found ^ (found >>> 16)) >>> 0;
  }
  return found;
}

/** The key of two code units that follow each other. */
export function pairKey(one, other) {
  return ((one << 16) | other) >>> 0;
}

/**
 * Finds terms of one family of shards. ``segments``: how many segments each zone of each document has.
 *
 * A record is {documents, counts, …}: numbers of documents, rising, and for each of them how often the term stands in
 * each zone (for single units and syllables 1 for any number); null where no document holds the term.
 */
export function createTerms(release, family, shards, segments) {
  const known = new Map();
  const layout = {shards: shards, segments: segments, readZone: PLACES[family]};
  const find = (key) => {
    const hash = mixedKey(key);
    const shard = Math.floor((hash * shards) / 4294967296);
    return release.file(family + "/" + shard).then((text) => {
      const record = recordOf(new BitReader(text), hash, shard, layout);
      return record && Object.assign(record, {load: (file) => release.file(family + "/" + file)});
    });
  };
  return (key) => {
    if (!known.has(key)) {
      const found = find(key);
      found.catch(() => known.delete(key));
      known.set(key, found);
    }
    return known.get(key);
  };
}

function recordOf(reader, hash, shard, layout) {
  const parameter = Math.max(0, 32 - bitLength(layout.shards) - 8);
  let at = Math.ceil((shard * 4294967296) / layout.shards) - 1;
  let apart = 0;
  while (!reader.ended && at < hash) {
    at += 1 + reader.golomb(parameter);
    const record = readRecord(reader, layout, at === hash ? FRESH : PASSED);
    if (at === hash) return Object.assign(record, {files: shard + "-" + apart + "-"});
    if (record.rowsInFile) apart += 1;
  }
  return null;
}

/** Reads a record into arrays from ``room``; its places if they do not lie apart. */
function readRecord(reader, layout, room) {
  const size = reader.golomb(0) + 1;
  const separate = layout.readZone !== null && size >= MANY && reader.fixed(1) === 1;
  const rowsInFile = separate ? 1 << reader.fixed(4) : 0;
  const record = {
    documents: room.documents(size),
    counts: room.counts(size * ZONES),
    rowsInFile: rowsInFile,
    layout: layout,
    places: null,
  };
  readRows(reader, record, size, Math.max(1, bitLength(layout.segments[0].length - 1)));
  if (layout.readZone !== null && !separate) record.places = readPlaces(reader, record, 0, size, room);
  return record;
}

function readRows(reader, record, size, width) {
  const documents = record.documents;
  const counts = record.counts;
  const parameter = size > 1 ? reader.fixed(4) : 0;
  for (let row = 0; row < size; row += 1) {
    documents[row] = row ? documents[row - 1] + 1 + reader.golomb(parameter) : reader.fixed(width);
    const at = row * ZONES;
    counts[at] = counts[at + 1] = 0;
    if (reader.fixed(1) === 0) counts[at + 2] = 1;
    else if (reader.fixed(1) === 0) counts[at + 2] = 2;
    else if (reader.fixed(1) === 0) counts[at + 2] = 3 + reader.golomb(0);
    else for (let zone = 0; zone < ZONES; zone += 1) counts[at + zone] = reader.golomb(0);
  }
}

/** Places of rows from ``begin`` up to ``end``: for every row and zone a flat list of numbers. */
function readPlaces(reader, record, begin, end, room) {
  const found = [];
  for (let row = begin; row < end; row += 1) {
    const zones = room === PASSED ? found : [];
    for (let zone = 0; zone < ZONES; zone += 1) {
      const count = record.counts[row * ZONES + zone];
      const segments = record.layout.segments[zone][record.documents[row]];
      zones[zone] = count ? record.layout.readZone(reader, count, segments, room) : NONE;
    }
    if (room !== PASSED) found.push(zones);
  }
  return found;
}

/**
 * Two numbers for every place of a pair, one for each of its units: the number of the segment times SEGMENT, and which
 * of the equal units in that segment it is.
 */
function readPair(reader, count, segments, room) {
  const found = room.places(count * 2);
  const parameter = Math.max(bitLength(segments) - bitLength(count), 0);
  let segment = 0;
  for (let at = 0; at < count * 2; at += 2) {
    segment += count === 1 ? reader.truncated(segments) : reader.golomb(parameter);
    found[at] = found[at + 1] = segment * SEGMENT;
    if (reader.fixed(1) === 1) {
      found[at] += readOrdinal(reader);
      const other = readOrdinal(reader);
      found[at + 1] += other === CROSSING ? SEGMENT : other > CROSSING ? other - 1 : other;
    }
  }
  return found;
}

function readOrdinal(reader) {
  for (let ones = 0; ones < UNARY; ones += 1) if (reader.fixed(1) === 0) return ones;
  return UNARY + reader.golomb(0);
}

/**
 * Three numbers for every place of two first letters in a name: that of the first character, and which of the syllables
 * with these first letters both are.
 */
function readLetters(reader, count, segments, room) {
  const found = room.places(count * 3);
  let place = 0;
  for (let at = 0; at < count * 3; at += 3) {
    place += reader.golomb(NAME_PLACES);
    found[at] = place;
    found[at + 1] = reader.fixed(SYLLABLE_BITS);
    found[at + 2] = reader.fixed(SYLLABLE_BITS);
  }
  return found;
}

/** Places of some rows of a record, by zone; loads only the files that hold them. */
export function placesOf(record, rows) {
  if (record.places) return Promise.resolve(rows.map((row) => record.places[row]));
  const size = record.rowsInFile;
  const numbers = Array.from(new Set(rows.map((row) => Math.floor(row / size))));
  if (!record.blocks) record.blocks = new Map();
  return Promise.all(numbers.map((number) => loadBlock(record, number))).then(() =>
    rows.map((row) => record.blocks.get(Math.floor(row / size))[row % size])
  );
}

function loadBlock(record, number) {
  if (record.blocks.has(number)) return Promise.resolve();
  return record.load(record.files + number).then((text) => {
    const begin = number * record.rowsInFile;
    const end = Math.min(begin + record.rowsInFile, record.documents.length);
    record.blocks.set(number, readPlaces(new BitReader(text), record, begin, end, FRESH));
  });
}

/** The row of a document in a record, or -1. */
export function rowOf(record, document) {
  let low = 0;
  let high = record.documents.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (record.documents[middle] < document) low = middle + 1;
    else if (record.documents[middle] > document) high = middle - 1;
    else return middle;
  }
  return -1;
}
