// The text of a page as it reads: one passage for each block, whatever tags stand inside it. What begins a passage and
// what is left out is the same as in generator/sources/html.py, plain_text, from which the index is made.

const INLINE = /^(A|ABBR|B|CITE|CODE|DEL|DFN|EM|I|INS|KBD|MARK|Q|S|SAMP|SMALL|SPAN|STRONG|SUB|SUP|U|VAR)$/;

// Passages of a root: each a list of text nodes that read as one.
export function passagesOf(root) {
  const passages = [];
  let open = null;
  const walk = (node) => {
    if (node.nodeType === 3) {
      if (open === null) passages.push((open = []));
      open.push(node);
    } else if (node.nodeType === 1 && !isFootnoteMark(node)) {
      const block = !INLINE.test(node.tagName);
      if (block) open = null;
      for (const child of Array.from(node.childNodes)) walk(child);
      if (block) open = null;
    }
  };
  walk(root);
  return passages.filter((nodes) => /\S/.test(passageText(nodes)));
}

export function passageText(nodes) {
  return nodes.map((node) => node.data).join("");
}

// The number that leads to a footnote, and the arrow that leads back from it.
function isFootnoteMark(node) {
  return (node.tagName === "SUP" && /^fnref/.test(node.id)) || (node.tagName === "A" && node.className === "footnote-backref");
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
