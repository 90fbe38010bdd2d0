/* A judge's form: shows one part at a time, keeps what is typed, tells what is missing, gives it out and takes it in.
   A classic script of ES2019, as the page is opened from a disk in whatever browser there is. What it knows stands in
   the page as JSON (see form_data in generator/competition/judging/packs.py); words are there too. */
"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const KEY = ["xinglin", data.competition, data.judge, data.pack].join(":");
  const byId = (id) => document.getElementById(id);
  const codes = data.entries.map((entry) => entry.code);
  const titles = new Map(data.entries.map((entry) => [entry.code, entry.title]));
  let state = { scores: {}, exported: "" };
  let lasting = true;

  const say = (key, blanks = {}) => data.words[key].replace(/\{(\w+)\}/g, (_, name) => String(blanks[name]));

  /* ---- What was typed */

  const scoreOf = (code) => state.scores[code] || { marks: {}, comment: "", declined: false, reason: "" };

  /** A mark as a number; null: none was typed; NaN: it is none, or out of range. */
  function markOf(score, criterion) {
    const text = score.marks[criterion.id] || "";
    if (text === "") return null;
    const mark = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
    return mark <= criterion.maximum ? mark : NaN;
  }

  function statusOf(code) {
    const score = scoreOf(code);
    if (score.declined) return score.reason.trim() ? "declined" : "no_reason";
    const marks = data.criteria.map((criterion) => markOf(score, criterion));
    if (marks.some((mark) => Number.isNaN(mark))) return "wrong";
    if (marks.every((mark) => mark !== null)) return "done";
    return marks.some((mark) => mark !== null) || score.comment.trim() ? "begun" : "open";
  }

  const answered = (code) => ["done", "declined"].includes(statusOf(code));
  const missing = () => codes.filter((code) => !answered(code));

  /** 100 · Σ weight · (mark / maximum) / Σ weight, as in the ranking; null until every criterion has a mark. */
  function weighted(code) {
    const score = scoreOf(code);
    let points = 0, weights = 0;
    for (const criterion of data.criteria) {
      const mark = markOf(score, criterion);
      if (mark === null || Number.isNaN(mark)) return null;
      points += (criterion.weight * mark) / criterion.maximum;
      weights += criterion.weight;
    }
    return (Math.round((100 * points / weights) * 100 + 1e-7) / 100).toFixed(2);
  }

  /* ---- Keeping it */

  function save() {
    try {
      localStorage.setItem(KEY, JSON.stringify(state));
      lasting = localStorage.getItem(KEY) !== null;
    } catch (refused) {
      lasting = false;
    }
    byId("no-storage").hidden = lasting;
    byId("saved").textContent = lasting ? say("saved", { time: new Date().toTimeString().slice(0, 5) }) : "";
  }

  function load() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) || "null");
      if (kept && kept.scores) state = kept;
    } catch (refused) {
      lasting = false;
    }
  }

  /* ---- Giving it out: a ballot whose every value is JSON, which is YAML too, so that it can be taken in by lines */

  function plain(text) {
    const whole = Array.from(text, (c) => (/^[\ud800-\udfff]$/.test(c) ? "\ufffd" : c)).join("");
    return whole.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\s]+/g, " ").trim();
  }

  function scoreLines(code) {
    const score = scoreOf(code), lines = [`  - entry: ${JSON.stringify(code)} # ${plain(titles.get(code))}`];
    const marks = data.criteria.map((criterion) => [criterion.id, markOf(score, criterion)]);
    const given = marks.filter(([, mark]) => mark !== null && !Number.isNaN(mark));
    if (given.length && !score.declined) {
      lines.push(`    criteria: {${given.map(([id, mark]) => `${JSON.stringify(id)}: ${mark}`).join(", ")}}`);
    }
    if (plain(score.comment)) lines.push(`    comment: ${JSON.stringify(plain(score.comment))}`);
    if (score.declined && plain(score.reason)) lines.push(`    declined: ${JSON.stringify(plain(score.reason))}`);
    return lines;
  }

  /** The moment by this computer's clock, with its offset, such as 2026-12-03T14:58:20+08:00. */
  function moment() {
    const now = new Date(), offset = -now.getTimezoneOffset(), two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
    const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
    const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(":");
    return `${day}T${time}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
  }

  function ballot(exported) {
    const lines = [`# ${say("head")}`];
    for (const name of ["competition", "judge", "pack", "rules"]) lines.push(`${name}: ${JSON.stringify(data[name])}`);
    if (exported) lines.push(`exported: ${JSON.stringify(exported)}`);
    lines.push(`entries: [${codes.map((code) => JSON.stringify(code)).join(", ")}]`);
    const groups = { scores: codes.filter(answered), unfinished: codes.filter((code) => ["begun", "wrong", "no_reason"].includes(statusOf(code))) };
    for (const name of Object.keys(groups)) {
      lines.push(groups[name].length ? `${name}:` : `${name}: []`);
      for (const code of groups[name]) lines.push(...scoreLines(code));
    }
    return lines.join("\n") + "\n";
  }

  const unsent = () => codes.some((code) => statusOf(code) !== "open") && ballot() !== state.exported;

  function give() {
    const when = moment(), text = ballot(when), link = document.createElement("a");
    const file = data.file.replace(/(?=\.yml$)/, `-${when.slice(0, 16).replace(/[-:]/g, "").replace("T", "-")}`);
    link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    link.download = file;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    state.exported = ballot();
    save();
    show();
    const open = missing();
    const rest = open.length ? say("exported_part", { count: open.length, codes: open.join(data.words.comma) }) : say("exported_whole");
    notify([say("exported", { file }), rest], open.length > 0, text);
  }

  /* ---- Taking it in */

  function readBallot(text) {
    const found = { scores: {} };
    let current = null;
    for (const line of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
      const entry = /^ {2}- entry: ("(?:[^"\\]|\\.)*")(?: # (.*))?$/.exec(line);
      const field = /^( {4})?(\w+): (.+)$/.exec(line);
      if (entry) {
        current = { title: entry[2] || "", marks: {}, comment: "", declined: "" };
        found.scores[JSON.parse(entry[1])] = current;
      } else if (field && field[1] && current && ["criteria", "comment", "declined"].includes(field[2])) {
        current[field[2] === "criteria" ? "marks" : field[2]] = JSON.parse(field[3]);
      } else if (field && !field[1]) {
        found[field[2]] = field[2] === "scores" ? found.scores : JSON.parse(field[3]);
      } else if (line && !/^#|^\w+:$/.test(line)) {
        throw new Error(line);
      }
    }
    return found;
  }

  function take(text) {
    let found;
    try {
      found = readBallot(text);
    } catch (wrong) {
      return notify([say("import_unreadable")], true);
    }
    if (found.competition !== data.competition || found.judge !== data.judge) return notify([say("import_other")], true);
    if (found.rules !== data.rules) return notify([say("import_rules")], true);
    const taken = Object.keys(found.scores).filter((code) => titles.has(code) && plain(titles.get(code)) === found.scores[code].title);
    const replaced = taken.filter((code) => statusOf(code) !== "open");
    if (replaced.length && !confirm(say("import_replaces", { codes: replaced.join(data.words.comma) }))) return undefined;
    for (const code of taken) {
      const score = found.scores[code], marks = {};
      for (const id of Object.keys(score.marks)) marks[id] = String(score.marks[id]);
      state.scores[code] = { marks, comment: score.comment, declined: Boolean(score.declined), reason: score.declined };
    }
    save();
    fill();
    show();
    const left = Object.keys(found.scores).filter((code) => !taken.includes(code));
    const said = [say("imported", { count: taken.length })];
    if (left.length) said.push(say("import_left", { codes: left.join(data.words.comma) }));
    return notify(said, left.length > 0);
  }

  /* ---- Showing it */

  function notify(lines, warning, text) {
    const box = byId("notice");
    box.textContent = "";
    box.classList.toggle("notice--warning", Boolean(warning));
    for (const line of lines) box.appendChild(Object.assign(document.createElement("p"), { textContent: line }));
    if (text) {
      const details = document.createElement("details");
      details.appendChild(Object.assign(document.createElement("summary"), { textContent: say("by_hand") }));
      const area = Object.assign(document.createElement("textarea"), { value: text, rows: 8, readOnly: true });
      area.setAttribute("aria-label", say("by_hand"));
      details.appendChild(area);
      box.appendChild(details);
    }
    box.hidden = false;
    window.scrollTo(0, 0);
  }

  function show() {
    const open = missing();
    byId("progress").value = codes.length - open.length;
    byId("count").textContent = say("count", { done: codes.length - open.length, all: codes.length });
    const next = open.find((code) => code !== shown()) || open[0];
    byId("continue").hidden = !open.length;
    const begun = codes.some((code) => statusOf(code) !== "open");
    byId("continue").textContent = next ? say(begun ? "continue" : "start", { code: next }) : "";
    byId("continue").dataset.code = next || "";
    byId("missing").textContent = open.length ? say("missing", { count: open.length, codes: open.join(data.words.comma) }) : say("none_missing");
    for (const code of codes) showEntry(code);
  }

  function showEntry(code) {
    const status = statusOf(code), score = scoreOf(code), form = byId(`form-${code}`);
    const link = document.querySelector(`.list [data-code="${CSS.escape(code)}"]`);
    link.dataset.status = status;
    link.querySelector(".list__state").textContent = say(status);
    const row = document.querySelector(`[data-row="${CSS.escape(code)}"]`), mark = score.declined ? null : weighted(code);
    row.querySelector("[data-mark]").textContent = mark || "";
    row.querySelector("[data-state]").textContent = say(status);
    form.classList.toggle("marking--declined", score.declined);
    form.querySelector("[data-weighted]").textContent = mark || "–";
    form.querySelector("[data-reason-field]").hidden = !score.declined;
    data.criteria.forEach((criterion, number) => {
      const input = byId(`mark-${code}-${number}`), given = markOf(score, criterion), wrong = Number.isNaN(given);
      const level = criterion.levels.filter(([least]) => given !== null && given >= least).sort((a, b) => b[0] - a[0])[0];
      const note = byId(`mark-${code}-${number}-level`);
      const text = wrong ? say("range", { maximum: criterion.maximum }) : level ? level[1] : "";
      if (note.textContent !== text) note.textContent = text;
      note.classList.toggle("level--wrong", wrong);
      input.setAttribute("aria-invalid", String(wrong));
      input.disabled = score.declined;
      row.querySelector(`[data-criterion="${number}"]`).textContent = given === null || wrong || score.declined ? "" : given;
    });
    const own = form.querySelector("[data-own-state]");
    own.textContent = lacking(code, score, status);
    own.className = `own-state own-state--${answered(code) ? "done" : "open"}`;
  }

  /** What an entry still lacks, in words. */
  function lacking(code, score, status) {
    if (status === "declined" || status === "done") return say(`is_${status}`);
    if (score.declined) return say("lacks_reason");
    const names = data.criteria.filter((criterion) => !(markOf(score, criterion) >= 0) || markOf(score, criterion) === null).map((criterion) => criterion.name);
    return say("lacks", { names: names.join(data.words.comma) });
  }

  /** Put what is kept into the fields. */
  function fill() {
    for (const code of codes) {
      const score = scoreOf(code), form = byId(`form-${code}`);
      data.criteria.forEach((criterion, number) => { byId(`mark-${code}-${number}`).value = score.marks[criterion.id] || ""; });
      form.querySelector("[data-comment]").value = score.comment;
      form.querySelector("[data-declined]").checked = score.declined;
      form.querySelector("[data-reason]").value = score.reason;
    }
  }

  /** Take what stands in the fields of an entry. */
  function typed(form) {
    const code = form.id.slice("form-".length), marks = {};
    data.criteria.forEach((criterion, number) => {
      const input = byId(`mark-${code}-${number}`);
      // A number field gives no text for what is no number.
      const text = input.validity.badInput ? "?" : input.value.trim();
      if (text) marks[criterion.id] = text;
    });
    state.scores[code] = {
      marks,
      comment: form.querySelector("[data-comment]").value,
      declined: form.querySelector("[data-declined]").checked,
      reason: form.querySelector("[data-reason]").value,
    };
    save();
    show();
  }

  /* ---- Going from part to part */

  const views = Array.from(document.querySelectorAll(".view"));
  const scrolled = {};
  const shown = () => (views.find((view) => !view.hidden && view.dataset.code) || { dataset: {} }).dataset.code;

  function go() {
    const id = decodeURIComponent(location.hash.slice(1)) || "home";
    const target = byId(id) || byId(`entry-${id}`) || byId("home");
    const view = target.closest(".view") || byId("home"), before = views.find((each) => !each.hidden);
    if (before && before !== view) scrolled[before.id] = window.scrollY;
    for (const each of views) each.hidden = each !== view;
    for (const link of document.querySelectorAll(".list a")) {
      if (link.getAttribute("href") === `#${view.id}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (before !== view) byId("notice").hidden = true;
    show();
    if (target !== view && target.id !== "main") {
      target.scrollIntoView();
      target.focus({ preventScroll: true });
    } else if (before !== view) {
      view.querySelector("h1").focus({ preventScroll: true });
      if (scrolled[view.id]) window.scrollTo({ top: scrolled[view.id], behavior: "auto" });
      else if (before) view.scrollIntoView({ behavior: "auto" });
    }
  }

  function nextField(input) {
    const fields = Array.from(input.form.querySelectorAll("input:not(:disabled), textarea, a[data-next]")).filter((field) => field.offsetParent);
    const next = fields[fields.indexOf(input) + 1];
    if (next) next.focus();
  }

  for (const form of document.querySelectorAll(".marking")) {
    form.addEventListener("input", () => typed(form));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      if (event.ctrlKey || event.metaKey) form.querySelector("[data-next]").click();
      else if (event.target.matches("input")) nextField(event.target);
      else return;
      event.preventDefault();
    });
    // A wheel that turns over a number would change it unseen.
    form.addEventListener("wheel", (event) => { if (event.target === document.activeElement && event.target.type === "number") event.target.blur(); });
  }
  byId("export").addEventListener("click", give);
  byId("continue").addEventListener("click", (event) => { location.hash = `entry-${event.currentTarget.dataset.code}`; });
  byId("import").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", (event) => {
    const file = event.target.files[0];
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => take(String(reader.result));
    reader.readAsText(file);
    event.target.value = "";
  });
  byId("print-all").addEventListener("click", () => {
    document.body.classList.add("print-all");
    window.print();
    document.body.classList.remove("print-all");
  });
  window.addEventListener("hashchange", go);
  window.addEventListener("storage", (event) => { if (event.key === KEY) { load(); fill(); show(); } });
  window.addEventListener("beforeunload", (event) => {
    if (!unsent()) return;
    event.preventDefault();
    event.returnValue = "";
  });

  load();
  save();
  fill();
  go();
})();
