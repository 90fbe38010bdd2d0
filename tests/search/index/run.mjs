// node run.mjs SITE < names > values: what the scripts of those names hand over, each run by itself.

import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {runInNewContext} from "node:vm";
import {readInput} from "../engine.mjs";

const values = {};
for (const name of await readInput()) {
  const calls = [];
  runInNewContext(await readFile(join(process.argv[2], name), "utf8"), {xinglinData: (...given) => calls.push(given)}, {filename: name});
  if (calls.length !== 1 || calls[0].length !== 3) throw new Error(name + " hands over " + calls.length + " values");
  const [release, own, value] = calls[0];
  if (!name.endsWith((release ? release + "/" : "") + own + ".js")) throw new Error(name + " is called " + own);
  values[name.slice(0, -3)] = value;
}
process.stdout.write(JSON.stringify(values));
