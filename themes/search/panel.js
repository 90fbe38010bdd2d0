// The options below the search box: suggestions, the first results, the way to all of them.

import {makeElement, markedElement} from "./elements.js";
import {articleUrl, openableUrl, searchUrl} from "./links.js";
import {groupedNumber, fillWords} from "./wording.js";
import {missingSentence, resultFacts} from "./views.js";
import {writeAddress, askedState} from "./address.js";

export function panelGroups(text, answer, words, place) {
  const groups = [];
  if (answer.suggestions.length) {
    groups.push(optionGroup(words.suggestions, answer.suggestions.map((item) => suggestionOption(item, words, place))));
  }
  if (answer.found && answer.found.results.length) {
    const options = answer.found.results.map((result) => resultOption(result, words, place));
    groups.push(optionGroup(words.results, options.concat([allOption(text, answer.found.total, words, place)])));
  }
  return groups;
}

function optionGroup(label, options) {
  return makeElement("div", {role: "group", class: "x-search__group", "aria-label": label}, options);
}

function optionLink(modifier, href, children) {
  const attributes = {role: "option", class: "x-option x-option--" + modifier, href: href, tabindex: "-1"};
  return makeElement("a", Object.assign(attributes, {"aria-selected": "false"}), children);
}

function suggestionOption(item, words, place) {
  const title = markedElement("span", {class: "x-option__title"}, item.html);
  const note = suggestionFacts(item, words).join(" · ");
  const known = typeof item.url === "string";
  const href = known ? place.base + openableUrl(item.url, place.isFile) : queryUrl(item.text, place);
  return optionLink("suggestion", href, [title, makeElement("span", {class: "x-option__note"}, [note])]);
}

// What stands beside a suggestion: what it is, and what tells it from others of its name.
export function suggestionFacts(item, words) {
  if (item.type === "title") return [words.kinds[item.kind] || words.title];
  if (item.type === "tag") return [words.tag, fillWords(words.articles, {count: groupedNumber(item.count)})];
  return [words[item.type], item.department].filter(Boolean);
}

function resultOption(result, words, place) {
  const facts = resultFacts(result, words, false).concat([missingSentence(result, words)]).filter(Boolean);
  return optionLink("result", articleUrl(place, result.url, result.words || []), [
    markedElement("span", {class: "x-option__title"}, result.titleHtml),
    result.excerpt ? markedElement("span", {class: "x-option__excerpt"}, result.excerpt) : null,
    makeElement("span", {class: "x-option__note"}, [facts.join(" · ")]),
  ]);
}

function allOption(text, total, words, place) {
  const label = fillWords(words.all, {count: groupedNumber(total)});
  return optionLink("all", queryUrl(text, place), [makeElement("span", {class: "x-option__title"}, [label])]);
}

function queryUrl(text, place) {
  return searchUrl(place, writeAddress(askedState({sort: "relevance"}, text)));
}

// What a screen reader is told when the options change.
export function panelSentence(text, answer, words) {
  const total = answer.found ? answer.found.total : 0;
  if (answer.found && !total) return fillWords(words.none, {query: text});
  if (!answer.found) return fillWords(words.counted, {count: answer.suggestions.length});
  return fillWords(words.told, {count: groupedNumber(total), number: answer.suggestions.length});
}
