// The parts of the search page, made of plain values.

import {SORT_NAMES, changedState, writeAddress} from "./address.js";
import {makeElement, markedElement} from "./elements.js";
import {articleUrl} from "./links.js";
import {groupedNumber, fillWords, listWords} from "./wording.js";
import {missingSentence, pageNumbers, resultFacts} from "./views.js";

const FIRST_VALUES = 8;

// A link to another state of this page.
function stateLink(address, attributes, children) {
  return makeElement("a", Object.assign({href: address, "data-state": true}, attributes), children);
}

export function resultItem(result, words, place) {
  const facts = resultFacts(result, words, true).map((fact) => makeElement("span", {}, [fact]));
  const missing = missingSentence(result, words);
  const link = markedElement("a", {class: "x-item__title", href: articleUrl(place, result.url, result.words || [])}, result.titleHtml);
  return makeElement("li", {class: "x-item x-result", "data-id": result.id}, [
    link,
    result.excerpt ? markedElement("p", {class: "x-result__excerpt"}, result.excerpt) : null,
    makeElement("p", {class: "x-item__meta"}, [
      makeElement("span", {class: "x-meta"}, facts),
      missing ? makeElement("span", {class: "x-badge x-badge--apricot"}, [missing]) : null,
    ]),
  ]);
}

export function facetSection(group, words) {
  const items = group.values.map(facetItem);
  const rest = items.splice(Math.max(FIRST_VALUES, group.values.findIndex((value) => value.chosen) + 1));
  return makeElement("section", {class: "x-facet"}, [
    makeElement("h3", {class: "x-aside__title"}, [group.label]),
    makeElement("ul", {"data-facet": group.name}, items),
    rest.length ? moreItems(rest, words) : null,
  ]);
}

function moreItems(items, words) {
  const summary = makeElement("summary", {}, [fillWords(words.more, {count: items.length})]);
  return makeElement("details", {class: "x-facet__more"}, [summary, makeElement("ul", {}, items)]);
}

function facetItem(value) {
  const attributes = {class: "x-facet__value", "aria-current": value.chosen ? "true" : null};
  const count = makeElement("span", {class: "x-facet__count"}, [value.count]);
  return makeElement("li", {}, [stateLink(value.address, attributes, [makeElement("span", {}, [value.label]), count])]);
}

export function chipItem(chip, words) {
  const label = fillWords(words.remove, {name: chip.text});
  const cross = makeElement("span", {class: "x-icon x-icon--close", "aria-hidden": "true"});
  return makeElement("li", {}, [stateLink(chip.address, {class: "x-chip", "aria-label": label}, [chip.text, cross])]);
}

export function sortLinks(state, words) {
  return SORT_NAMES.map((name) => {
    const current = state.sort === name ? "true" : null;
    return stateLink(writeAddress(changedState(state, {sort: name})), {"aria-current": current}, [words[name]]);
  });
}

export function pagerLinks(state, pages, words) {
  const to = (page) => writeAddress(Object.assign({}, state, {page: page}));
  const numbers = pageNumbers(state.page, pages).map((n) => {
    if (n === 0) return makeElement("span", {"aria-hidden": "true"}, ["……"]);
    if (n === state.page) return makeElement("span", {"aria-current": "page"}, [String(n)]);
    return stateLink(to(n), {}, [String(n)]);
  });
  const previous = state.page > 1 ? stateLink(to(state.page - 1), {rel: "prev"}, [words.previous]) : null;
  const following = state.page < pages ? stateLink(to(state.page + 1), {rel: "next"}, [words.following]) : null;
  return [previous].concat(numbers, [following]);
}

// What is said where nothing was found: what was searched, terms that are near, filters that can go.
export function emptyAdvice(none, drops, state, words) {
  const parts = [];
  if (none && none.searched && none.searched.length) {
    parts.push(makeElement("p", {}, [fillWords(words.searched, {words: listWords(none.searched, words)})]));
  }
  if (drops.length) parts.push(adviceList(words.drops, drops));
  const nearest = ((none && none.nearest) || []).map((term) => ({
    text: fillWords(words.term, {text: term.text, count: groupedNumber(term.total)}),
    address: writeAddress(changedState(state, {q: term.query})),
  }));
  if (nearest.length) parts.push(adviceList(words.nearest, nearest));
  parts.push(makeElement("p", {class: "x-aside__note"}, [words.advice]));
  return parts;
}

function adviceList(title, rows) {
  const items = rows.map((row) => makeElement("li", {}, [stateLink(row.address, {}, [row.text])]));
  return makeElement("div", {class: "x-advice"}, [makeElement("h2", {}, [title]), makeElement("ul", {}, items)]);
}
