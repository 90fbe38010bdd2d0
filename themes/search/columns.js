/** What is known of every document from the start (docs/reference/search.md): values, dates, lengths. */

import {BitReader} from "./bits.js";

/** Places in one segment of a zone. */
export const SEGMENT = 128;

/** Zones of a document: title; headings and summary; body. */
export const ZONES = 3;

/** Day 0 of the index is that of Python's ordinals; this is 1970-01-01. */
const EPOCH = 719163;
const DAY = 86400000;

/**
 * The columns of ``count`` documents: {dates, fields: {kind, year, department, author, tag}, titles, segments}.
 * A field is {names, of(document) → numbers of names}; dates are ISO or empty; segments are by zone.
 */
export function readColumns(columns, count) {
  const dates = readDates(columns, count);
  const titles = readNumbers(columns.title, count);
  return {
    dates: dates,
    fields: {
      kind: singleField(columns.kind, count),
      year: yearField(columns.year, dates),
      department: singleField(columns.department, count),
      author: severalField(columns.author, count),
      tag: severalField(columns.tag, count),
    },
    titles: titles,
    segments: [
      titles.map((length) => Math.max(1, Math.ceil(length / SEGMENT))),
      readNumbers(columns.lead, count).map((more) => more + 1),
      readNumbers(columns.body, count).map((more) => more + 1),
    ],
  };
}

function readNumbers(column, count) {
  const reader = new BitReader(column[1]);
  const found = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) found[at] = reader.golomb(column[0]);
  return found;
}

function readDates(columns, count) {
  const dated = readNumbers(columns.days, columns.dated);
  const dates = [];
  let day = columns.day;
  dated.forEach((gap) => {
    day -= gap;
    dates.push(new Date((day - EPOCH) * DAY).toISOString().slice(0, 10));
  });
  while (dates.length < count) dates.push("");
  return dates;
}

function singleField(column, count) {
  const values = readNumbers(column.values, count);
  return {names: column.names, of: (document) => (column.names[values[document]] ? [values[document]] : [])};
}

function severalField(column, count) {
  const ends = readNumbers(column.counts, count);
  for (let at = 1; at < count; at += 1) ends[at] += ends[at - 1];
  const values = readNumbers(column.values, count ? ends[count - 1] : 0);
  return {names: column.names, of: (document) => values.subarray(document ? ends[document - 1] : 0, ends[document])};
}

/** Years of the dates; for documents without a date, which come last, those of their folders. */
function yearField(column, dates) {
  const undated = dates.filter((date) => !date).length;
  const numbers = readNumbers(column.values, undated);
  const years = dates.map((date) => date.slice(0, 4));
  numbers.forEach((number, at) => (years[dates.length - undated + at] = column.names[number]));
  const names = Array.from(new Set(years.filter(Boolean))).sort().reverse();
  const places = new Map(names.map((name, at) => [name, at]));
  return {names: names, of: (document) => (years[document] ? [places.get(years[document])] : [])};
}
