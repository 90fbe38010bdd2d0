// node ask.mjs SITE < queries.json > answers.json: what the search of the browser answers, asked of a built site without
// a browser. Each answer holds total, results and notes, or an error.

import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {attachFrom, importModules, readInput} from "../engine.mjs";

const BLOCK =
  /<\/?(?:article|aside|blockquote|br|caption|dd|details|div|dl|dt|figure|h\d|hr|li|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)\b[^>]*>/;
const SITE = process.argv[2];
const ENTITIES = {lt: "<", gt: ">", quot: '"', amp: "&", nbsp: "\u00a0"};

async function readText(url) {
  return articleIn(await readFile(join(SITE, decodeURI(url), "index.html"), "utf8"));
}

// What themes/search/reader.js reads off a page: a passage for each block of the summary, the first heading, the text.
function articleIn(page) {
  const passages = (...roots) => roots.flatMap((root) => passagesIn(inside(page, root)));
  const text = inside(page, /<h1 data-text>/) + inside(page, /<div class="x-text[ "][^>]*>/);
  const headings = Array.from(text.matchAll(/<h([1-6])[^>]*>(.*?)<\/h\1>/gs), (found) => passagesIn(found[2]).join(" "));
  return {
    summary: passages(/<span class="x-summary__text">/),
    headings: passages(/<span data-book>/).concat(headings),
    body: passages(/<h1 data-text>/, /<div class="x-text[ "][^>]*>/),
  };
}

function passagesIn(html) {
  return html.split(BLOCK).map((block) => plain(block.replace(/<[^>]*>/g, ""))).filter((text) => /\S/.test(text));
}

// What stands between the first such tag and the one that closes it.
function inside(page, root) {
  const start = root.exec(page);
  if (!start) return "";
  const rest = page.slice(start.index + start[0].length);
  const [name] = /\w+/.exec(start[0]);
  let depth = 1;
  for (const tag of rest.matchAll(new RegExp(`<(/?)${name}\\b`, "g"))) {
    depth += tag[1] ? -1 : 1;
    if (depth === 0) return rest.slice(0, tag.index);
  }
  return rest;
}

function plain(text) {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(decimal ? Number(decimal) : parseInt(hexadecimal, 16));
  });
}

async function answerTo(engine, {query, options}) {
  try {
    const {total, results, notes} = await engine.search(query, {limit: 100, ...options});
    return {total, results, notes};
  } catch (error) {
    return {error: String(error.stack || error)};
  }
}

const [{createEngine}] = await importModules("engine.js");
const engine = createEngine("", {attach: attachFrom(SITE), readText});
const answers = [];
for (const one of await readInput()) answers.push(await answerTo(engine, one));
process.stdout.write(JSON.stringify(answers, null, 1));
