// Where the search of the browser begins: finds the root of the site, makes the engine, starts what the page has.

import {startBox} from "./box.js";
import {createEngine} from "./engine.js";
import {startFileLinks} from "./links.js";
import {startMarks} from "./marks.js";
import {startPage} from "./page.js";
import {isTextFrame, sendArticle} from "./reader.js";
import {WORDS} from "./words.js";

const SITE_BASE = new URL("../../", document.currentScript.src).href;

function startSearch() {
  const place = {base: SITE_BASE, isFile: location.protocol === "file:"};
  const engine = createEngine(place.base);
  window.xinglinSearch = engine.search;
  window.xinglinSuggest = engine.suggest;
  startFileLinks(document, place);
  const page = document.querySelector(".x-search-page");
  const form = document.querySelector(".x-search");
  if (page) startPage(page, engine, WORDS, place);
  else if (form) startBox(form, engine, WORDS, place);
  startMarks(engine, WORDS);
}

if (isTextFrame(window)) sendArticle(window);
else startSearch();
