// Links inside the site. From file:// a folder has no index.html of its own accord, so it is named.

const MOST_MARKED_WORDS = 12;

// An address without the part after "?" or "#", and that part.
function splitUrl(url) {
  const found = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(url);
  return {path: found[1], query: found[2] || "", hash: found[3] || ""};
}

export function openableUrl(url, isFile) {
  const parts = splitUrl(url);
  const folder = parts.path === "" || parts.path.endsWith("/");
  return parts.path + (isFile && folder ? "index.html" : "") + parts.query + parts.hash;
}

// Where a result leads: the article with the words that are to be marked in it.
export function articleUrl(place, url, words) {
  const parts = splitUrl(openableUrl(url, place.isFile));
  const marks = words.slice(0, MOST_MARKED_WORDS).map((word) => "h=" + encodeURIComponent(word));
  const query = parts.query || !marks.length ? [parts.query].concat(marks).join("&") : "?" + marks.join("&");
  return place.base + parts.path + query + parts.hash;
}

export function searchUrl(place, query) {
  return place.base + openableUrl("search/", place.isFile) + query;
}

export function isInsideSite(base, url) {
  return url.startsWith(base);
}

// From file://, links to folders are named in full when they are used, so that an unpacked copy can be walked through.
export function startFileLinks(doc, place) {
  if (!place.isFile) return;
  const name = (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (link && isInsideSite(place.base, link.href)) link.href = openableUrl(link.href, true);
  };
  for (const type of ["click", "auxclick"]) doc.addEventListener(type, name, true);
}
