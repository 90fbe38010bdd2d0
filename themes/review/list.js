/* The ranked list: sorting and filtering, every state with an address. Without this script the list stands in its order. */
(function () {
  "use strict";
  const form = document.querySelector(".r-filters");
  const tables = Array.from(document.querySelectorAll(".r-list"));
  if (!form || !tables.length) return;
  const shown = form.querySelector(".r-shown");
  const nothing = document.querySelector(".r-nothing");
  const START = { sort: "place", down: "" };

  function rows(table) {
    return Array.from(table.tBodies[0].rows);
  }

  const original = new Map(tables.map((table) => [table, rows(table)]));
  const texts = new Map();
  original.forEach((list) => list.forEach((row) => texts.set(row, row.textContent.toLowerCase())));

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const state = {};
    ["sort", "down", "show", "category", "find"].forEach((name) => { state[name] = given.get(name) || START[name] || ""; });
    return state;
  }

  function write(state) {
    const kept = new URLSearchParams();
    Object.keys(state).forEach((name) => { if (state[name] && state[name] !== START[name]) kept.set(name, state[name]); });
    // An address that ends in "#" would lead to the top of the page.
    history.replaceState(null, "", location.pathname + location.search + (String(kept) ? "#" + kept : ""));
  }

  function value(row, column) {
    const text = row.cells[column].dataset.value || "";
    return text === "" || isNaN(text) ? text : Number(text);
  }

  /* What is missing stands last, whichever way the others are sorted; what is equal stays in the order of the list. */
  function compared(one, other, down) {
    if (one === "" || other === "") return (one === "") - (other === "");
    const order = typeof one === typeof other ? (one > other) - (one < other) : typeof one === "number" ? -1 : 1;
    return down ? -order : order;
  }

  function sort(table, state) {
    const heads = Array.from(table.tHead.rows[0].cells);
    const column = Math.max(0, heads.findIndex((head) => head.dataset.sort === state.sort));
    const sorted = original.get(table).slice();
    sorted.sort((a, b) => compared(value(a, column), value(b, column), state.down));
    table.tBodies[0].append(...sorted);
    heads.forEach((head, at) => {
      if (at === column) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    table.classList.toggle("r-list--sorted", column > 0 || Boolean(state.down));
  }

  function fits(row, state) {
    const words = state.find.toLowerCase().split(/\s+/).filter(Boolean);
    const groups = row.dataset.groups.split(" ");
    return (!state.show || groups.indexOf(state.show) >= 0) && words.every((word) => texts.get(row).indexOf(word) >= 0);
  }

  function apply() {
    const state = read();
    let count = 0;
    let all = 0;
    tables.forEach((table) => {
      const section = table.closest(".r-category");
      section.hidden = Boolean(state.category) && section.dataset.category !== state.category;
      sort(table, state);
      rows(table).forEach((row) => {
        row.hidden = !fits(row, state);
        all += 1;
        count += row.hidden || section.hidden ? 0 : 1;
      });
    });
    ["show", "category", "find"].forEach((name) => {
      const field = form.elements[name];
      if (field && field.value !== state[name]) field.value = state[name];
    });
    shown.textContent = shown.dataset.words.replace("{all}", all).replace("{shown}", count);
    nothing.hidden = count > 0;
  }

  function change(part) {
    write(Object.assign(read(), part));
    apply();
  }

  function equip(head) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "r-sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const state = read();
      const first = head.dataset.first === "down";
      const again = state.sort === head.dataset.sort;
      const down = again ? !state.down : first;
      change({ sort: head.dataset.sort, down: down ? "1" : "" });
    });
  }

  tables.forEach((table) => table.querySelectorAll("th[data-sort]").forEach(equip));
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => change({ [event.target.name]: event.target.value }));
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    write({});
    apply();
  });
  window.addEventListener("hashchange", apply);
  apply();
})();
