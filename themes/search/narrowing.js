/** Filters and facets: searches narrowed to a kind, a year, a department, an author or a tag. */

export const FIELDS_TO_NARROW = ["kind", "year", "department", "author", "tag"];

/** Filters from options; empty ones are none. */
export function askedFilters(options, fold) {
  return FIELDS_TO_NARROW.filter((field) => options[field] && String(options[field]).trim()).map((field) => (
    {field: field, value: fold(String(options[field])).trim(), excluded: false}));
}

/** The documents that fit all filters, but those of the field ``besides``. */
export function keptDocuments(documents, filters, facts, besides) {
  const tests = filters.filter((filter) => filter.field !== besides).map((filter) => {
    const fitting = fittingNames(filter, facts);
    const of = facts.fields[filter.field].of;
    return (document) => Array.from(of(document)).some((at) => fitting.has(at)) !== filter.excluded;
  });
  return documents.filter((document) => tests.every((test) => test(document)));
}

/** For each field how many documents have each value, if only the other fields' filters are applied. */
export function facetsOf(documents, filters, facts) {
  const facets = {};
  for (const field of FIELDS_TO_NARROW) {
    facets[field] = facetCounts(keptDocuments(documents, filters, facts, field), facts.fields[field], facts.labels[field]);
  }
  return facets;
}

function facetCounts(documents, field, labels) {
  const counts = new Map();
  for (const document of documents) for (const at of field.of(document)) counts.set(at, (counts.get(at) || 0) + 1);
  const values = Array.from(counts, (pair) => ({
    value: field.names[pair[0]],
    label: (labels && labels[pair[0]]) || field.names[pair[0]],
    count: pair[1],
  }));
  return values.sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
}

/** The numbers of names that are the value, or, if there is none, hold it. */
function fittingNames(filter, facts) {
  const field = facts.fields[filter.field];
  const called = field.names.map((_, at) => facts.called[filter.field][at]);
  const fit = (test) => called.map((_, at) => at).filter((at) => called[at].some(test));
  const exact = fit((name) => name === filter.value);
  return new Set(exact.length ? exact : fit((name) => name.includes(filter.value)));
}
