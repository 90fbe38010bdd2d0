// The modules of themes/search in Node, and what a browser gives them.

import {cp, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {runInThisContext} from "node:vm";

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), "../../themes/search");

// The modules lie in a folder that does not say what they are; Node wants to be told.
export async function importModules(...names) {
  const folder = await mkdtemp(join(tmpdir(), "modules-"));
  try {
    await cp(SOURCES, folder, {recursive: true});
    await writeFile(join(folder, "package.json"), '{"type": "module"}');
    return await Promise.all(names.map((name) => import(pathToFileURL(join(folder, name)).href)));
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

// Loads scripts of a site in a folder; ``tell(address, text)`` is called for each that is there.
export function attachFrom(site, tell) {
  return (address, done) => {
    const name = decodeURI(address.split("?")[0]);
    const path = join(site, name);
    readFile(path, "utf8").then(
      (text) => {
        if (tell) tell(name, text);
        runInThisContext(text, {filename: path});
        done(true);
      },
      () => done(false),
    );
  };
}

export async function readInput() {
  return JSON.parse(await readFile("/dev/stdin", "utf8"));
}
