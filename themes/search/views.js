// What is shown of an answer, as plain values.

import {FILTER_NAMES, changedState, chosenFilters, writeAddress} from "./address.js";
import {dayWords, fillWords, groupedNumber, listWords} from "./wording.js";

const PAGER_NEIGHBOURS = 2;

// The line below a result's title: kind · authors · department · date.
export function resultFacts(result, words, withAuthors) {
  const authors = withAuthors ? listWords(result.authors || [], words) : "";
  const kind = words.kinds[result.kind] || result.kind;
  return [kind, authors, result.department, dayWords(result.date || "", words)].filter(Boolean);
}

export function missingSentence(result, words) {
  return result.missing && result.missing.length ? fillWords(words.missing, {words: listWords(result.missing, words)}) : "";
}

// The numbers of a pager; 0 stands for a gap.
export function pageNumbers(page, pages) {
  const near = [];
  for (let n = 1; n <= pages; n++) {
    if (n === 1 || n === pages || Math.abs(n - page) <= PAGER_NEIGHBOURS) near.push(n);
    else if (near[near.length - 1] !== 0) near.push(0);
  }
  return near;
}

// Facets that offer a choice, with the address that each value leads to; the chosen one leads back.
export function facetGroups(facets, state, words) {
  const groups = FILTER_NAMES.map((name) => ({
    name: name,
    label: words[name],
    values: orderedValues(name, (facets && facets[name]) || []).map((item) => facetValue(name, item, state, words)),
  }));
  return groups.filter((group) => group.values.length > 1 || group.values.some((item) => item.chosen));
}

// Years read best in order; all others stand by their count, as they come.
function orderedValues(name, values) {
  return name === "year" ? values.slice().sort((a, b) => (a.value < b.value ? 1 : -1)) : values;
}

function facetValue(name, item, state, words) {
  const chosen = state[name] === item.value;
  const change = {};
  change[name] = chosen ? "" : item.value;
  return {
    label: valueLabel(name, item, words),
    count: groupedNumber(item.count),
    chosen: chosen,
    address: writeAddress(changedState(state, change)),
  };
}

// The chosen filters, each with the address that drops it.
export function filterChips(state, facets, words) {
  return chosenFilters(state).map((name) => {
    const change = {};
    change[name] = "";
    return {
      text: words[name] + words.colon + filterLabel(name, state[name], facets, words),
      address: writeAddress(changedState(state, change)),
    };
  });
}

function filterLabel(name, value, facets, words) {
  const known = ((facets && facets[name]) || []).find((item) => item.value === value);
  return valueLabel(name, known || {value: value}, words);
}

// What a value is called: kinds as the page's language has it, departments as the index names them.
function valueLabel(name, item, words) {
  return (name === "kind" && words.kinds[item.value]) || item.label || item.value;
}

// Notes that are one sentence each; "none" and "dropped" are shown at length where there is no result.
export function noteSentences(notes, words) {
  const said = (notes || []).map((note) => {
    if (note.type === "synonyms") return fillWords(words.synonyms, {words: listWords(note.words, words)});
    if (note.type === "pinyin") return fillWords(words.pinyin, {text: note.text, count: groupedNumber(note.count)});
    if (note.type === "name") return fillWords(words[note.field + "_named"] || "", {value: note.value});
    if (note.type === "author") return fillWords(words.author_wrote, {value: note.value, count: groupedNumber(note.count)});
    if (note.type === "unchecked") return fillWords(words.unchecked, {count: groupedNumber(note.count)});
    if (note.type === "partial") return words.partial;
    if (note.type === "cut") return words.cut;
    return "";
  });
  return said.filter(Boolean);
}

export function noteOf(notes, type) {
  return (notes || []).find((note) => note.type === type) || null;
}

// Ways out of an empty page: each filter dropped by itself, with what would then be found.
export function droppedFilters(note, state, facets, words) {
  const rows = (note && note.totals) || [];
  return rows.map((row) => {
    const change = {};
    change[row.name] = "";
    const value = filterLabel(row.name, row.value, facets, words);
    return {
      text: fillWords(words.drop, {label: words[row.name], value: value, count: groupedNumber(row.total)}),
      address: writeAddress(changedState(state, change)),
    };
  });
}

export function documentTitle(query, name) {
  return query ? query + " · " + name : name;
}
