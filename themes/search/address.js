// The state of the search page and its address: every state has an address, every address a state.

export const FILTER_NAMES = ["kind", "year", "department", "author", "tag"];

export const SORT_NAMES = ["relevance", "newest", "oldest"];

const EMPTY_STATE = {q: "", kind: "", year: "", department: "", author: "", tag: "", sort: "relevance", page: 1};

export function readAddress(search) {
  const values = new URLSearchParams(search);
  const state = Object.assign({}, EMPTY_STATE);
  for (const name of ["q"].concat(FILTER_NAMES)) state[name] = (values.get(name) || "").trim();
  const sort = values.get("sort");
  if (SORT_NAMES.includes(sort)) state.sort = sort;
  const page = values.get("page");
  if (/^[1-9]\d{0,5}$/.test(page)) state.page = Number(page);
  return state;
}

export function writeAddress(state) {
  const values = new URLSearchParams();
  for (const name of ["q"].concat(FILTER_NAMES)) if (state[name]) values.set(name, state[name]);
  if (state.sort !== "relevance") values.set("sort", state.sort);
  if (state.page > 1) values.set("page", String(state.page));
  return "?" + values.toString();
}

// Whatever changes but the page itself leads back to the first page.
export function changedState(state, change) {
  return Object.assign({}, state, {page: 1}, change);
}

// Another query begins without the filters of the last one, and keeps the order.
export function askedState(state, text) {
  return Object.assign({}, EMPTY_STATE, {q: text.trim(), sort: state.sort});
}

export function chosenFilters(state) {
  return FILTER_NAMES.filter((name) => state[name]);
}

export function searchOptions(state, size) {
  const options = {sort: state.sort, limit: size, offset: (state.page - 1) * size};
  for (const name of chosenFilters(state)) options[name] = state[name];
  return options;
}
