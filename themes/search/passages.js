// The text of a page as it reads: one passage for each block, whatever tags stand inside it.

const BLOCKS = /^(ADDRESS|ARTICLE|ASIDE|BLOCKQUOTE|CAPTION|DD|DETAILS|DIV|DL|DT|FIGCAPTION|FIGURE|H[1-6]|HR|LI|OL|P|PRE|SECTION|SUMMARY|TABLE|TBODY|TD|TH|THEAD|TR|UL)$/;
const SILENT = /^(SCRIPT|STYLE|TEMPLATE|NOSCRIPT|TEXTAREA)$/;

// Passages of a root: each a list of text nodes that read as one.
export function passagesOf(root) {
  const passages = [];
  let open = null;
  const walk = (node) => {
    if (node.nodeType === 3) {
      if (open === null) passages.push((open = []));
      open.push(node);
    } else if (node.nodeType === 1 && !SILENT.test(node.tagName)) {
      const block = BLOCKS.test(node.tagName);
      if (block) open = null;
      for (const child of Array.from(node.childNodes)) walk(child);
      if (block) open = null;
    }
  };
  walk(root);
  return passages.filter((nodes) => nodes.some((node) => /\S/.test(node.data)));
}

// Places in a joined text as places in its parts: [{part, start, end, match}], in order.
export function segmentsOf(lengths, matches) {
  const segments = [];
  let offset = 0;
  lengths.forEach((length, part) => {
    matches.forEach((match, n) => {
      const start = Math.max(match[0] - offset, 0);
      const end = Math.min(match[1] - offset, length);
      if (start < end) segments.push({part: part, start: start, end: end, match: n});
    });
    offset += length;
  });
  return segments;
}
