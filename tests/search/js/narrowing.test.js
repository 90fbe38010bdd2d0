import assert from "node:assert/strict";
import {test} from "node:test";
import {askedFilters, facetsOf, keptDocuments} from "../../../themes/search/narrowing.js";

const fold = (text) => text.toLowerCase();

// Facts of documents that are given as {field: [values]}.
function factsOf(documents, labels) {
  const fields = {};
  const called = {};
  for (const field of ["kind", "year", "department", "author", "tag"]) {
    const names = Array.from(new Set([].concat(...documents.map((own) => own[field] || []))));
    fields[field] = {names: names, of: (document) => (documents[document][field] || []).map((name) => names.indexOf(name))};
    called[field] = names.map((name, at) => [name].concat(labels[field] ? labels[field][at] : []).map(fold));
  }
  return {fields: fields, called: called, labels: labels};
}

const facts = factsOf(
  [
    {kind: ["papers"], year: ["2026"], department: ["a"], author: ["王芳", "李四"], tag: ["医案"]},
    {kind: ["papers"], year: ["2025"], department: ["b"], author: ["王芳芳"], tag: ["医案", "针灸"]},
    {kind: ["reports"], year: ["2025"], department: ["a"], author: [], tag: []},
    {kind: ["reports"], author: ["王芳"], tag: ["针灸"]},
  ],
  {department: ["医政处", "科研处"], kind: ["论文", "报告"]},
);
const all = [0, 1, 2, 3];

function kept(...filters) {
  return keptDocuments(all, filters.map(([field, value, excluded]) => ({field, value, excluded: Boolean(excluded)})), facts);
}

test("options become filters, empty ones do not", () => {
  assert.deepEqual(askedFilters({kind: " Papers ", tag: "", author: "  ", year: 2026, sort: "newest"}, fold), [
    {field: "kind", value: "papers", excluded: false},
    {field: "year", value: "2026", excluded: false},
  ]);
});

test("a value that is equal counts, else one that holds what was given", () => {
  assert.deepEqual(kept(["author", "王芳"]), [0, 3]);
  assert.deepEqual(kept(["author", "王"]), [0, 1, 3]);
  assert.deepEqual(kept(["year", "20"]), [0, 1, 2]);
  assert.deepEqual(kept(["author", "没有"]), []);
});

test("what a value is called counts as well", () => {
  assert.deepEqual(kept(["department", "医政处"]), [0, 2]);
  assert.deepEqual(kept(["department", "b"]), [1]);
  assert.deepEqual(kept(["kind", "报告"]), [2, 3]);
});

test("all filters must fit, and excluded ones must not", () => {
  assert.deepEqual(kept(["kind", "papers"], ["tag", "针灸"]), [1]);
  assert.deepEqual(kept(["tag", "针灸", true]), [0, 2]);
  assert.deepEqual(kept(["tag", "没有", true]), all);
  assert.deepEqual(kept(), all);
});

test("a facet counts without the filter of its own field, commonest values first", () => {
  const facets = facetsOf(all, [{field: "kind", value: "papers", excluded: false}], facts);
  assert.deepEqual(facets.kind, [{value: "papers", label: "论文", count: 2}, {value: "reports", label: "报告", count: 2}]);
  assert.deepEqual(facets.tag, [{value: "医案", label: "医案", count: 2}, {value: "针灸", label: "针灸", count: 1}]);
  assert.deepEqual(facets.department.map((one) => [one.value, one.label, one.count]), [["a", "医政处", 1], ["b", "科研处", 1]]);
  assert.deepEqual(facets.year.map((one) => one.value), ["2025", "2026"]);
});

test("nothing found has no facets", () => {
  const facets = facetsOf([], [], facts);
  assert.deepEqual(facets, {kind: [], year: [], department: [], author: [], tag: []});
});
