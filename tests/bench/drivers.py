"""The scripts with which a search is asked in a page: each defines ``benchAsk(query, limit)`` there.

It is a promise of ``{urls, total}``: the addresses of the first ``limit`` results with all that a list of them shows,
and how many there are. Where something is suggested while somebody types, ``benchSuggest(text)`` is the same.
"""

XINGLIN = """() => {
  if (typeof window.xinglinSearch !== "function") throw new Error("the page defines no xinglinSearch");
  globalThis.benchAsk = async (query, limit) => {
    const answer = await window.xinglinSearch(query, {limit});
    return {urls: answer.results.map((r) => r.url), total: answer.total};
  };
  globalThis.benchSuggest = async (text) => {
    const found = await window.xinglinSuggest(text);
    return {urls: found.map((one) => one.url || ""), total: found.length};
  };
}"""

# The addresses stand with the texts of the pages, one file each. A whole answer may name all of them: they are loaded
# once, and not all at the same moment, for which a browser has no room.
PAGEFIND = """() => {
  const SHOWN = 10, TOGETHER = 100;
  const known = new Map();
  const address = async (result, place) => {
    if (place < SHOWN || !known.has(result.id)) known.set(result.id, (await result.data()).url);
    return known.get(result.id);
  };
  let program;
  globalThis.benchAsk = async (query, limit) => {
    program ??= await import(new URL("/pagefind/pagefind.js", location.href).href);
    const answer = await program.search(query);
    const listed = answer.results.slice(0, limit), urls = [];
    for (let at = 0; at < listed.length; at += TOGETHER)
      urls.push(...await Promise.all(listed.slice(at, at + TOGETHER).map((r, n) => address(r, at + n))));
    return {urls, total: answer.results.length};
  };
}"""

# What the site's own script does, without its list: the index is loaded by the page and sent to the worker.
STOCK = """() => {
  let worker;
  const tell = (message) => new Promise((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data.data);
    worker.onerror = (event) => reject(new Error(`the worker failed: ${event.message}`));
    worker.postMessage(message);
  });
  const begin = async () => {
    const answer = await fetch("/search/search_index.json");
    const index = await answer.json();
    worker = new Worker("/WORKER");
    await tell({type: 0, data: {...index, options: {suggest: false}}});
  };
  globalThis.benchAsk = async (query, limit) => {
    if (!worker) await begin();
    const {items} = await tell({type: 2, data: query});
    return {urls: items.slice(0, limit).map((group) => group[0].location), total: items.length};
  };
}"""
