// node read.mjs < [{data, codes: [[kind, parameter]]}] > [{values, ended}]: what themes/search/bits.js reads.

import {importModules, readInput} from "../engine.mjs";

const [{BitReader}] = await importModules("bits.js");

const found = (await readInput()).map(({data, codes}) => {
  const reader = new BitReader(data);
  const values = codes.map(([kind, parameter]) => reader[kind](parameter));
  return {values: values, ended: reader.ended};
});
process.stdout.write(JSON.stringify(found));
