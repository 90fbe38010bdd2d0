// Making elements. HTML is taken from the engine only, which has escaped it; all else is text.

export function makeElement(name, attributes, children) {
  const node = document.createElement(name);
  setAttributes(node, attributes || {});
  for (const child of children || []) if (child !== null && child !== "") node.append(child);
  return node;
}

// true stands for an attribute without a value; what is false or missing is left out.
export function setAttributes(node, attributes) {
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
  }
}

export function markedElement(name, attributes, engineHtml) {
  const node = makeElement(name, attributes);
  node.innerHTML = engineHtml;
  return node;
}

export function refill(node, children) {
  while (node.firstChild) node.firstChild.remove();
  node.append.apply(node, children.filter((child) => child !== null && child !== ""));
}

export function setShown(node, shown) {
  if (node) node.hidden = !shown;
}

// A click that is to open a link here, not in another tab.
export function isPlainClick(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
