// node replacing.mjs < {before, after, pages, runs} > answers of each run.
//
// ``before`` and ``after`` are folders of two releases, ``pages`` the articles by address of each of the two. In a run
// {at, seed, rounds} the second takes the place of the first when ``at`` files and pages were asked for; each round is a
// list of queries that are asked at once. What is asked for arrives one after the other in an order that ``seed`` gives.

import {readFile, readdir} from "node:fs/promises";
import {join} from "node:path";
import {runInThisContext} from "node:vm";
import {importModules, readInput} from "../engine.mjs";

const [{createEngine}] = await importModules("engine.js");
const given = await readInput();
const releases = [await readScripts(given.before), await readScripts(given.after)];

async function readScripts(folder) {
  const names = (await readdir(folder, {recursive: true})).filter((name) => name.endsWith(".js"));
  return new Map(await Promise.all(names.map(async (name) => [join("search", name), await readFile(join(folder, name), "utf8")])));
}

// A site that changes its release while it is read.
function openSite(at, seed) {
  let state = seed;
  let asked = 0;
  const waiting = [];
  const chance = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
  const serve = () => waiting.splice(chance(waiting.length), 1)[0](asked > at ? 1 : 0);
  const ask = (deliver) => {
    asked += 1;
    waiting.push(deliver);
    setImmediate(serve);
  };
  const attach = (address, done) =>
    ask((which) => {
      const text = releases[which].get(address.split("?")[0]);
      if (text !== undefined) runInThisContext(text);
      done(text !== undefined);
    });
  const readText = (url) =>
    new Promise((resolve, reject) =>
      ask((which) => (url in given.pages[which] ? resolve(given.pages[which][url]) : reject(new Error("no page " + url)))));
  return {attach, readText};
}

async function answerOf(engine, query) {
  try {
    return await engine.search(query);
  } catch (error) {
    return {error: String(error.stack || error)};
  }
}

const answers = [];
for (const {at, seed, rounds} of given.runs) {
  const engine = createEngine("", openSite(at, seed));
  const own = [];
  for (const queries of rounds) own.push(await Promise.all(queries.map((query) => answerOf(engine, query))));
  answers.push(own);
}
process.stdout.write(JSON.stringify(answers));
