/** Pinyin as people type it; generator/search/pinyin.py says what it may be. */

const LETTERS = /^[a-z]+(?:['’ ][a-z]+)*$/;
const MOST = 16;
const LONGEST = 60;

/** The ways to read a folded query as pinyin, each a list of syllables and initials, those of few parts first. */
export function segmentations(text, syllables, initials) {
  if (!LETTERS.test(text) || text.length > LONGEST) return [];
  const pieces = text.split(/['’ ]/);
  let found = [[]];
  pieces.forEach((piece, index) => {
    const ways = waysOf(piece, index === pieces.length - 1, syllables, initials);
    found = [].concat(...found.map((before) => ways.map((way) => before.concat(way)))).slice(0, MOST);
  });
  return found.sort(fewFirst);
}

/** Whether a part of a query stands for a reading: as the syllable, its initial, or, if last, its beginning. */
export function fits(part, reading, last, initials) {
  return part === reading || ((last || initials.includes(part)) && reading.startsWith(part));
}

/** Whether a way spells two syllables or more out, so that hardly anything else is meant. */
export function spelledOut(way, syllables) {
  return way.length > 1 && way.every((part) => part.length > 1 && syllables.includes(part));
}

/** Whether letters read in some way fit characters, each given with its readings, from some character on. */
export function matchesName(ways, readings, initials) {
  return readings.some((_, start) => ways.some((way) => way.length <= readings.length - start
    && way.every((part, index) =>
      readings[start + index].some((reading) => fits(part, reading, index === way.length - 1, initials)))));
}

function waysOf(letters, last, syllables, initials) {
  const begins = (part) => syllables.some((syllable) => syllable.startsWith(part));
  const best = [[[]]];
  for (let end = 1; end <= letters.length; end += 1) {
    const ways = [];
    for (let start = Math.max(0, end - 6); start < end; start += 1) {
      const part = letters.slice(start, end);
      const whole = syllables.includes(part) || initials.includes(part);
      if (whole || (last && end === letters.length && begins(part))) {
        for (const way of best[start]) ways.push(way.concat([part]));
      }
    }
    best.push(ways.sort(fewFirst).slice(0, MOST));
  }
  const found = best[letters.length];
  const shortened = Array.from(letters);
  const there = found.some((way) => way.length === letters.length && way.every((part) => part.length === 1));
  if (there || !shortened.every((letter) => initials.includes(letter))) return found;
  return found.slice(0, MOST - 1).concat([shortened]);
}

function fewFirst(a, b) {
  if (a.length !== b.length) return a.length - b.length;
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : a[at] < b[at] ? -1 : 1;
}
