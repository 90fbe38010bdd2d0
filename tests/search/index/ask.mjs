// node ask.mjs SITE < {pages, questions} > answers: what the engine answers from the index in SITE/search.
//
// ``pages`` are articles by address. A question is {query, options, fresh}: ``fresh`` opens the index anew. An answer also
// holds what was loaded for it: files [[name, characters]] and the addresses of pages.

import {attachFrom, importModules, readInput} from "../engine.mjs";

const [{createEngine}] = await importModules("engine.js");
const {pages, questions} = await readInput();
let loaded = {files: [], pages: []};

function openEngine() {
  return createEngine("", {
    attach: attachFrom(process.argv[2], (name, text) => loaded.files.push([name, text.length])),
    readText: async (url) => {
      loaded.pages.push(url);
      if (!(url in pages)) throw new Error("no page " + url);
      return pages[url];
    },
  });
}

async function answerTo({query, options, suggest}, engine) {
  loaded = {files: [], pages: []};
  try {
    const answer = suggest ? {suggestions: await engine.suggest(query)} : await engine.search(query, options || {});
    return Object.assign(answer, loaded);
  } catch (error) {
    return {error: String(error.stack || error), outdated: error.outdated};
  }
}

let engine = openEngine();
const answers = [];
for (const question of questions) {
  if (question.fresh) engine = openEngine();
  answers.push(await answerTo(question, engine));
}
process.stdout.write(JSON.stringify(answers));
