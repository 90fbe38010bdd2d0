// The search page: its address says what is searched, and it shows what was found.

import {askedState, chosenFilters, readAddress, searchOptions, writeAddress} from "./address.js";
import {startBox} from "./box.js";
import {isPlainClick, makeElement, refill, setShown} from "./elements.js";
import {failureButton, failureSentence} from "./failure.js";
import {chipItem, emptyAdvice, facetSection, pagerLinks, resultItem, sortLinks} from "./results.js";
import {REAL_TIMERS, makeAsker} from "./typing.js";
import {documentTitle, droppedFilters, facetGroups, filterChips, noteOf, noteSentences} from "./views.js";
import {fillWords, groupedNumber} from "./wording.js";

const PAGE_SIZE = 10;
const PATIENCE = 300;

export function startPage(root, engine, words, place) {
  const page = pageParts(root);
  page.words = words;
  page.place = place;
  page.name = document.title;
  page.asker = makeAsker(
    (state) => engine.search(state.q, searchOptions(state, PAGE_SIZE)),
    (state, answer) => showPage(page, state, answer),
    (state, error) => showPageFailure(page, state, error),
    0,
    REAL_TIMERS
  );
  page.box = startBox(root.querySelector(".x-search"), engine, words, place, (text) => submitQuery(page, text));
  listenToPage(page);
  page.top = history.state && history.state.top;
  openState(page, readAddress(location.search));
}

function pageParts(root) {
  const part = (name) => root.querySelector(".x-results__" + name);
  const parts = {root: root, help: root.querySelector(".x-search-help"), whole: root.querySelector(".x-results")};
  for (const name of ["said", "notes", "chips", "facets", "sort", "list", "advice", "pager"]) parts[name] = part(name);
  return parts;
}

function listenToPage(page) {
  page.root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-state]");
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    goTo(page, link.getAttribute("href"));
    page.entering = true;
  });
  window.addEventListener("popstate", () => openState(page, readAddress(location.search)));
  window.addEventListener("pagehide", keepPlace);
  const wide = matchMedia("(min-width: 62.001em)");
  page.facets.open = wide.matches;
}

// How far the page was scrolled, for whoever comes back from an article.
function keepPlace() {
  try {
    history.replaceState({top: window.scrollY}, "");
  } catch (refused) {
    return;
  }
}

function submitQuery(page, text) {
  goTo(page, writeAddress(askedState(page.state, text)));
}

function goTo(page, address) {
  try {
    history.pushState(null, "", address);
  } catch (refused) {
    location.href = address;
    return;
  }
  openState(page, readAddress(location.search));
}

function openState(page, state) {
  page.state = state;
  page.entering = false;
  page.box.field.value = state.q;
  document.title = documentTitle(state.q, page.name);
  const asked = state.q || chosenFilters(state).length > 0;
  setShown(page.help, !asked);
  if (!asked) {
    page.asker.cancel();
    setShown(page.whole, false);
    page.said.textContent = "";
    return;
  }
  const patience = setTimeout(() => {
    if (page.state === state && page.whole.hasAttribute("aria-busy")) say(page, page.words.waiting);
  }, PATIENCE);
  page.whole.setAttribute("aria-busy", "true");
  setShown(page.whole, true);
  page.asker.now(state).then(() => clearTimeout(patience));
}

function say(page, text) {
  page.said.textContent = text;
}

function showPage(page, state, answer) {
  const words = page.words;
  const pages = Math.ceil(answer.total / PAGE_SIZE);
  if (answer.total && state.page > pages) {
    openState(page, Object.assign({}, state, {page: pages}));
    return;
  }
  page.whole.removeAttribute("aria-busy");
  say(page, fillWords(answer.total ? words.total : words.none, {count: groupedNumber(answer.total), query: state.q}));
  refill(page.notes, noteSentences(answer.notes, words).map((text) => makeElement("p", {}, [text])));
  refill(page.chips, filterChips(state, answer.facets, words).map((chip) => chipItem(chip, words)));
  showFacets(page, facetGroups(answer.facets, state, words));
  refill(page.sort, answer.total > 1 ? sortLinks(state, words) : []);
  page.list.dataset.total = String(answer.total);
  refill(page.list, answer.results.map((result) => resultItem(result, words, page.place)));
  refill(page.pager, pages > 1 ? pagerLinks(state, pages, words) : []);
  showAdvice(page, state, answer);
  settle(page);
}

function showFacets(page, groups) {
  const box = page.facets.lastElementChild;
  refill(box, groups.map((group) => facetSection(group, page.words)));
  setShown(page.facets, groups.length > 0);
  page.whole.classList.toggle("x-results--plain", groups.length === 0);
}

function showAdvice(page, state, answer) {
  const drops = droppedFilters(noteOf(answer.notes, "dropped"), state, answer.facets, page.words);
  refill(page.advice, answer.total ? [] : emptyAdvice(noteOf(answer.notes, "none"), drops, state, page.words));
}

// Focus and place after an answer: whoever followed a link stands at the top of the results.
function settle(page) {
  for (const part of ["notes", "chips", "sort", "list", "pager", "advice"]) {
    setShown(page[part], page[part].childNodes.length > 0 || part === "list");
  }
  if (page.entering) {
    page.said.focus({preventScroll: true});
    window.scrollTo(0, 0);
  } else if (page.top) {
    window.scrollTo(0, page.top);
  }
  page.entering = false;
  page.top = 0;
}

function showPageFailure(page, state, error) {
  page.whole.removeAttribute("aria-busy");
  say(page, failureSentence(error, page.words));
  for (const part of ["notes", "chips", "sort", "list", "pager"]) refill(page[part], []);
  page.list.removeAttribute("data-total");
  showFacets(page, []);
  refill(page.advice, [makeElement("p", {}, [failureButton(error, page.words, () => openState(page, state))])]);
  settle(page);
}
