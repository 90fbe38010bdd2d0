/**
 * How far from the beginning of an answer a document stands by where something was found in it; the lowest comes first.
 * generator/search/tiers.py says why.
 */

export const WHOLE_TITLE = -1;
export const TITLE = 0;
export const AUTHOR = 1;
export const SPELLED = 2;
export const LEAD = 6;
export const BODY = 7;
export const SHORTENED = 8;

/** By zone. */
export const ZONE_TIERS = [TITLE, LEAD, BODY];

/** What is added to SPELLED and SHORTENED by which name is read so. */
export const NAME_OF_TITLE = 0;
export const PART_OF_TITLE = 1;
export const BOOK = 2;
export const PERSON_OR_TAG = 3;
