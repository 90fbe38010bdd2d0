// Where the search of the browser begins: finds the root of the site, makes the engine, starts what the page has.

import {startBox} from "./box.js";
import {createEngine} from "./engine.js";
import {startFileLinks} from "./links.js";
import {startMarks} from "./marks.js";
import {startPage} from "./page.js";
import {readWords} from "./wording.js";

const SITE_BASE = new URL("../../", document.currentScript.src).href;

function startSearch() {
  const place = {base: SITE_BASE, isFile: location.protocol === "file:"};
  const engine = createEngine(place.base);
  window.xinglinSearch = engine.search;
  window.xinglinSuggest = engine.suggest;
  const words = readWords(document, "x-search-words");
  startFileLinks(document, place);
  const page = document.querySelector(".x-search-page");
  const form = document.querySelector(".x-search");
  if (page) startPage(page, engine, Object.assign({}, words, readWords(document, "x-search-page-words")), place);
  else if (form) startBox(form, engine, words, place);
  startMarks(engine, words);
}

startSearch();
