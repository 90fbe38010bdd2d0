// node ask.mjs SITE < queries.json > answers.json: what the search of the browser answers, asked of a built site without
// a browser. Each answer holds total, results and notes, or an error.

import {cp, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {runInThisContext} from "node:vm";

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), "../../../themes/search");
const ENTITIES = {lt: "<", gt: ">", quot: '"', amp: "&", nbsp: "\u00a0"};

// The modules lie in a folder that does not say what they are; Node wants to be told.
async function importEngine(folder) {
  await cp(SOURCES, folder, {recursive: true});
  await writeFile(join(folder, "package.json"), '{"type": "module"}');
  return import(pathToFileURL(join(folder, "engine.js")).href);
}

function portsOf(site) {
  const attach = (address, done) => {
    const path = join(site, decodeURI(address.split("?")[0]));
    readFile(path, "utf8").then(
      (text) => {
        runInThisContext(text, {filename: path});
        done(true);
      },
      () => done(false),
    );
  };
  const readText = async (url) => passagesIn(await readFile(join(site, decodeURI(url), "index.html"), "utf8"));
  return {attach, readText};
}

// The summary and the text of an article, a passage for each block, near enough for an excerpt.
function passagesIn(page) {
  const main = page.slice(page.indexOf("<main"), page.indexOf("</main>"));
  const blocks = main.split(/<\/?(?:address|article|aside|blockquote|div|dd|dl|dt|footer|h\d|header|li|ol|p|pre|section|table|td|th|tr|ul)\b[^>]*>/);
  return blocks.map((block) => plain(block.replace(/<[^>]*>/g, ""))).filter((text) => /\S/.test(text));
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

const folder = await mkdtemp(join(tmpdir(), "engine-"));
try {
  const {createEngine} = await importEngine(folder);
  const engine = createEngine("", portsOf(process.argv[2]));
  const cases = JSON.parse(await readFile("/dev/stdin", "utf8"));
  const answers = [];
  for (const one of cases) answers.push(await answerTo(engine, one));
  process.stdout.write(JSON.stringify(answers, null, 1));
} finally {
  await rm(folder, {recursive: true, force: true});
}
