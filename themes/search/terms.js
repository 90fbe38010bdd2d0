/** Records of terms in the shards of the index (docs/reference/search.md): which documents hold a term, and where. */

import { BitReader } from "./bits.js";

const MANY = 16;
const TITLE_PLACES = 4;
const KEY_PLACES = 6;
export const ZONES = 3;

/** Spreads 32-bit keys evenly; no two become one. */
export function mixed(key) {
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

/** Finds terms of one family of shards: ``pairs`` with the places of their terms, or ``units`` without. */
export function createTerms(store, family, shards, lengthBits) {
  const placed = family === "pairs";
  const known = new Map();
  const find = async (key) => {
    const hash = mixed(key);
    const shard = Math.floor((hash * shards) / 4294967296);
    const text = await store.file(`${family}/${shard}`);
    return recordOf(new BitReader(text), hash, shard, { shards, lengthBits, placed });
  };
  return {
    /** The record of a term: {documents, counts, places}; null where no document holds it. */
    async term(key) {
      if (!known.has(key)) {
        const found = find(key);
        found.catch(() => known.delete(key));
        known.set(key, found);
      }
      const record = await known.get(key);
      return record && Object.assign(record, { load: (file) => store.file(`${family}/${file}`) });
    },
  };
}

function recordOf(reader, hash, shard, layout) {
  const parameter = Math.max(0, 32 - bitLength(layout.shards) - 8);
  let at = Math.ceil((shard * 4294967296) / layout.shards) - 1;
  let apart = 0;
  while (!reader.ended && at < hash) {
    at += 1 + reader.golomb(parameter);
    const record = readRecord(reader, layout);
    if (at === hash) return Object.assign(record, { files: `${shard}-${apart}-` });
    if (record.rowsInFile) apart += 1;
  }
  return null;
}

function readRecord(reader, layout) {
  const size = reader.golomb(0) + 1;
  const separate = layout.placed && size >= MANY && reader.fixed(1) === 1;
  const rowsInFile = separate ? Math.pow(2, reader.fixed(4)) : 0;
  const documents = new Uint32Array(size);
  const counts = new Uint16Array(size * ZONES);
  readRows(reader, documents, counts, bitLength(Math.max(1, layout.lengthBits.length - 1)));
  const start = reader.bit;
  const places = layout.placed && !separate ? readPlaces(reader, documents, counts, 0, size, layout.lengthBits) : null;
  return { documents, counts, places, rowsInFile, lengthBits: layout.lengthBits, blocks: new Map(), start };
}

function readRows(reader, documents, counts, width) {
  const parameter = documents.length > 1 ? reader.fixed(4) : 0;
  for (let row = 0; row < documents.length; row += 1) {
    documents[row] = row ? documents[row - 1] + 1 + reader.golomb(parameter) : reader.fixed(width);
    const at = row * ZONES;
    if (reader.fixed(1) === 0) counts[at + 2] = 1;
    else if (reader.fixed(1) === 0) counts[at + 2] = 2;
    else if (reader.fixed(1) === 0) counts[at + 2] = 3 + reader.golomb(0);
    else for (let zone = 0; zone < ZONES; zone += 1) counts[at + zone] = reader.golomb(0);
  }
}

/** Places of rows from ``begin`` up to ``end``: for every row its places by zone. */
function readPlaces(reader, documents, counts, begin, end, lengthBits) {
  const found = [];
  for (let row = begin; row < end; row += 1) {
    const bits = lengthBits[documents[row]];
    const zones = [];
    for (let zone = 0; zone < ZONES; zone += 1) {
      zones.push(readZone(reader, zone, counts[row * ZONES + zone], bits));
    }
    found.push(zones);
  }
  return found;
}

function readZone(reader, zone, count, bits) {
  if (zone === 2 && count === 1) return [reader.fixed(bits)];
  const parameter = zone === 0 ? TITLE_PLACES : zone === 1 ? KEY_PLACES : Math.max(bits - bitLength(count), 0);
  const places = [];
  for (let index = 0; index < count; index += 1) {
    const gap = reader.golomb(parameter);
    places.push(index ? places[index - 1] + 1 + gap : gap);
  }
  return places;
}

/** Places of some rows (rising) of a record, by zone; loads only the files that hold them. */
export async function placesOf(record, rows) {
  if (record.places) return rows.map((row) => record.places[row]);
  const size = record.rowsInFile;
  const numbers = Array.from(new Set(rows.map((row) => Math.floor(row / size))));
  await Promise.all(numbers.map((number) => loadBlock(record, number)));
  return rows.map((row) => record.blocks.get(Math.floor(row / size))[row % size]);
}

async function loadBlock(record, number) {
  if (record.blocks.has(number)) return;
  const text = await record.load(record.files + number);
  const begin = number * record.rowsInFile;
  const end = Math.min(begin + record.rowsInFile, record.documents.length);
  const reader = new BitReader(text);
  record.blocks.set(number, readPlaces(reader, record.documents, record.counts, begin, end, record.lengthBits));
}

function bitLength(number) {
  return number ? Math.floor(Math.log2(number)) + 1 : 0;
}
