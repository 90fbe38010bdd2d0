/** Folding and cutting of text, as generator/search/text.py does it. */

const SIMPLE = /^[\x00-\x7f]*$/;
const WORD = /[\p{L}\p{N}]/u;
const words = new Map();

/** A function that makes equal what counts as equal; one code unit becomes one, so that offsets stay true. */
export function createFold(traditional, simplified) {
  const simple = new Map();
  const to = Array.from(simplified);
  Array.from(traditional).forEach((character, index) => simple.set(character, to[index]));
  const known = new Map();
  const foldCharacter = (character) => {
    const folded = character.normalize("NFKC").toLowerCase();
    const kept = folded.length === character.length && Array.from(folded).length === 1 ? folded : character;
    return simple.get(kept) || kept;
  };
  return (text) => {
    if (SIMPLE.test(text)) return text.toLowerCase();
    let folded = "";
    for (const character of text) {
      let found = known.get(character);
      if (found === undefined) known.set(character, (found = foldCharacter(character)));
      folded += found;
    }
    return folded;
  };
}

/** Whether a folded code unit is part of a run of letters, digits and Han characters. */
export function isWordUnit(unit) {
  let found = words.get(unit);
  if (found === undefined) {
    const code = unit.charCodeAt(0);
    words.set(unit, (found = (code >= 0xd800 && code < 0xe000) || WORD.test(unit)));
  }
  return found;
}

/** Where the runs of a folded text stand: [[start, end], …]. */
export function runPlaces(folded) {
  const found = [];
  let start = -1;
  for (let at = 0; at <= folded.length; at += 1) {
    const inside = at < folded.length && isWordUnit(folded[at]);
    if (inside && start < 0) start = at;
    if (!inside && start >= 0) {
      found.push([start, at]);
      start = -1;
    }
  }
  return found;
}

/** The runs of a folded text. */
export function runsOf(folded) {
  return runPlaces(folded).map(([start, end]) => folded.slice(start, end));
}
