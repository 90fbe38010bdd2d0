/** Which documents hold the clauses of a query, and in which zone. */

import {ZONES} from "./columns.js";
import {rowOf} from "./terms.js";
import {ZONE_TIERS} from "./tiers.js";

/**
 * A clause with what was found of it: {clause, alternatives: [[found phrase]], held, named}; ``held`` gives for each
 * document that holds the clause the last zone that must be looked at to find it there: 0 title, 1 headings and summary,
 * 2 body. ``named`` has room for the tiers of those that are found by a name.
 */
export async function findClause(clause, lookUp) {
  const alternatives = await Promise.all(clause.alternatives.map((phrases) => Promise.all(phrases.map(lookUp))));
  const held = new Map();
  for (const phrases of alternatives) {
    phrases[0].documents.forEach((document, at) => {
      let zone = firstZone(phrases[0], at);
      for (const phrase of phrases.slice(1)) {
        const row = rowOf(phrase, document);
        zone = row < 0 ? ZONES : Math.max(zone, firstZone(phrase, row));
      }
      if (zone < ZONES && !(held.get(document) <= zone)) held.set(document, zone);
    });
  }
  return {clause: clause, alternatives: alternatives, held: held, named: new Map()};
}

/** The tier of a document by a found clause; Infinity if the clause is not found in it. */
export function tierBy(found, document) {
  const zone = found.held.get(document);
  const text = zone === undefined ? Infinity : ZONE_TIERS[zone];
  return found.named.has(document) ? Math.min(text, found.named.get(document)) : text;
}

function firstZone(phrase, row) {
  for (let zone = 0; zone < ZONES; zone += 1) if (phrase.counts[row * ZONES + zone] > 0) return zone;
  return ZONES;
}
