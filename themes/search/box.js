// The search box: asks while somebody types, shows options below, and is walked through with the keys.

import {makeElement, refill, setAttributes, setShown} from "./elements.js";
import {failureButton, failureSentence} from "./failure.js";
import {boxAction, isComposingKey, isWritable, leadsToBox} from "./keys.js";
import {openableUrl} from "./links.js";
import {panelGroups, panelSentence} from "./panel.js";
import {REAL_TIMERS, makeAsker} from "./typing.js";

const BOX_WAIT = 120;
const BOX_RESULTS = 6;

// submitted: what the search page does with a query; without it the form leads there.
export function startBox(form, engine, words, place, submitted) {
  const box = boxParts(form, words);
  box.words = words;
  box.place = place;
  box.active = -1;
  box.composing = false;
  box.asker = makeAsker(
    (text) => askBoth(engine, text, !submitted),
    (text, answer) => showAnswer(box, text, answer),
    (text, error) => showFailure(box, text, error),
    BOX_WAIT,
    REAL_TIMERS
  );
  form.action = openableUrl(form.action, place.isFile);
  listenToField(box);
  listenToForm(box, submitted);
  listenToPanel(box);
  listenToDocument(box);
  return box;
}

function askBoth(engine, text, withResults) {
  const found = withResults ? engine.search(text, {limit: BOX_RESULTS, offset: 0}) : null;
  return Promise.all([engine.suggest(text), found]).then((both) => ({suggestions: both[0], found: both[1]}));
}

function boxParts(form, words) {
  const field = form.querySelector("input[name=q]");
  const list = makeElement("div", {role: "listbox", id: "x-search-list", "aria-label": words.options});
  const message = makeElement("div", {class: "x-search__message", hidden: true});
  const panel = makeElement("div", {class: "x-search__panel", hidden: true}, [message, list]);
  const told = makeElement("p", {class: "x-hidden", role: "status"});
  const closer = makeElement("button", {type: "button", class: "x-search__close"}, [words.close]);
  setAttributes(field, {role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id});
  setAttributes(field, {autocapitalize: "off", autocorrect: "off", spellcheck: "false", enterkeyhint: "search"});
  form.append(closer, panel, told);
  form.classList.add("x-search--live");
  return {
    form: form,
    field: field,
    list: list,
    message: message,
    panel: panel,
    told: told,
    opener: document.querySelector(".x-find"),
    closer: closer,
  };
}

function boxOptions(box) {
  return Array.from(box.list.querySelectorAll("[role=option]"));
}

function isBoxOpen(box) {
  return !box.panel.hidden;
}

function setBoxOpen(box, open) {
  setShown(box.panel, open);
  box.field.setAttribute("aria-expanded", String(open && boxOptions(box).length > 0));
  if (!open) setActiveOption(box, -1);
}

function setActiveOption(box, active) {
  box.active = active;
  boxOptions(box).forEach((option, n) => {
    option.setAttribute("aria-selected", String(n === active));
    if (n === active) option.scrollIntoView({block: "nearest"});
  });
  if (active < 0) box.field.removeAttribute("aria-activedescendant");
  else box.field.setAttribute("aria-activedescendant", "x-search-option-" + active);
}

function showAnswer(box, text, answer) {
  refill(box.list, panelGroups(text, answer, box.words, box.place));
  boxOptions(box).forEach((option, n) => (option.id = "x-search-option-" + n));
  const sentence = panelSentence(text, answer, box.words);
  const empty = answer.found !== null && !answer.found.total;
  refill(box.message, empty ? [makeElement("p", {}, [sentence])] : []);
  setShown(box.message, empty);
  setActiveOption(box, -1);
  box.told.textContent = sentence;
  setBoxOpen(box, empty || boxOptions(box).length > 0);
}

function showFailure(box, text, error) {
  const button = failureButton(error, box.words, () => {
    box.field.focus();
    box.asker.now(text);
  });
  refill(box.list, []);
  refill(box.message, [makeElement("p", {role: "alert"}, [failureSentence(error, box.words)]), button]);
  setShown(box.message, true);
  setBoxOpen(box, true);
}

function fieldText(box) {
  return box.field.value.trim();
}

function typedIn(box, at) {
  const text = fieldText(box);
  if (text) box.asker[at](text);
  else clearAnswer(box);
}

function clearAnswer(box) {
  box.asker.cancel();
  refill(box.list, []);
  refill(box.message, []);
  box.told.textContent = "";
  setBoxOpen(box, false);
}

function listenToField(box) {
  box.field.addEventListener("input", (event) => {
    if (!box.composing && event.isComposing !== true) typedIn(box, "later");
  });
  box.field.addEventListener("compositionstart", () => {
    box.composing = true;
    box.asker.cancel();
  });
  box.field.addEventListener("compositionend", () => {
    box.composing = false;
    typedIn(box, "now");
  });
  box.field.addEventListener("keydown", (event) => {
    box.held = isComposingKey(event, box.composing);
    if (!box.held) actOnKey(box, event);
  });
  for (const name of ["keyup", "blur"]) box.field.addEventListener(name, () => (box.held = false));
  box.field.addEventListener("focus", () => {
    if (boxOptions(box).length) setBoxOpen(box, true);
  });
}

function actOnKey(box, event) {
  const action = boxAction(event, {open: isBoxOpen(box), count: boxOptions(box).length, active: box.active, text: fieldText(box)});
  if (action.type === "none" || action.type === "submit") return;
  event.preventDefault();
  if (action.type === "move") setActiveOption(box, action.active);
  else if (action.type === "follow") boxOptions(box)[action.active].click();
  else if (action.type === "show") reopen(box);
  else if (action.type === "close") setBoxOpen(box, false);
  else if (action.type === "empty") emptyBox(box);
  else leaveBox(box);
}

function reopen(box) {
  if (boxOptions(box).length) setBoxOpen(box, true);
  else typedIn(box, "now");
}

function emptyBox(box) {
  box.field.value = "";
  clearAnswer(box);
}

function leaveBox(box) {
  box.field.blur();
  if (!box.form.classList.contains("x-search--open")) return;
  setSheet(box, false);
  if (box.opener) box.opener.focus();
}

// On a phone the box is a sheet over the page, behind the magnifier.
function setSheet(box, open) {
  box.form.classList.toggle("x-search--open", open);
  document.body.classList.toggle("x-still", open);
  if (open) enterBox(box);
  else setBoxOpen(box, false);
}

function enterBox(box) {
  box.field.focus();
  box.field.select();
}

function listenToForm(box, submitted) {
  box.form.addEventListener("submit", (event) => {
    if (box.held || box.composing) {
      event.preventDefault();
      return;
    }
    box.asker.cancel();
    setBoxOpen(box, false);
    if (!submitted) return;
    event.preventDefault();
    submitted(fieldText(box));
  });
}

function listenToPanel(box) {
  // The field keeps the focus while an option is clicked.
  box.list.addEventListener("mousedown", (event) => event.preventDefault());
  box.list.addEventListener("click", () => setBoxOpen(box, false));
  box.form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.form.contains(event.relatedTarget)) setBoxOpen(box, false);
  });
  box.closer.addEventListener("click", () => leaveBox(box));
  if (box.opener) {
    box.opener.addEventListener("click", (event) => {
      event.preventDefault();
      if (isSheet(box)) setSheet(box, true);
      else enterBox(box);
    });
  }
}

function isSheet(box) {
  return box.opener !== null && box.opener.getClientRects().length > 0;
}

function listenToDocument(box) {
  document.addEventListener("keydown", (event) => {
    const writing = isWritable(document.activeElement) && document.activeElement !== box.field;
    const inside = document.activeElement === box.field && !(event.ctrlKey || event.metaKey);
    if (inside || !leadsToBox(event, writing)) return;
    event.preventDefault();
    if (isSheet(box)) setSheet(box, true);
    else enterBox(box);
  });
  document.addEventListener("mousedown", (event) => {
    if (!box.form.contains(event.target)) setBoxOpen(box, false);
  });
}
