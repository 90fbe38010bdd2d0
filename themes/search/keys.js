// What a key means in the search box, and which keys lead into it.

// While an input method composes, its keys are its own; 229 is what browsers send for them.
export function isComposingKey(event, composing) {
  return composing || event.isComposing === true || event.keyCode === 229;
}

// box: {open, count, active (-1: the field itself), text}
export function boxAction(event, box) {
  if (event.ctrlKey || event.metaKey || event.altKey) return {type: "none"};
  if (event.key === "ArrowDown") return movedOption(box, 1);
  if (event.key === "ArrowUp") return movedOption(box, -1);
  if (event.key === "Enter") return box.open && box.active >= 0 ? {type: "follow", active: box.active} : {type: "submit"};
  if (event.key === "Escape") return {type: box.open ? "close" : box.text ? "empty" : "leave"};
  return {type: "none"};
}

// Through the field and the options in a ring.
function movedOption(box, step) {
  if (!box.open) return box.text ? {type: "show"} : {type: "none"};
  const places = box.count + 1;
  return {type: "move", active: ((box.active + 1 + step + places) % places) - 1};
}

// "/" and Ctrl+K or Cmd+K, unless somebody is writing elsewhere.
export function leadsToBox(event, writing) {
  if (writing || event.altKey || event.isComposing) return false;
  const command = event.ctrlKey || event.metaKey;
  return command ? !event.shiftKey && (event.key === "k" || event.key === "K") : event.key === "/";
}

export function isWritable(node) {
  if (!node || !node.tagName) return false;
  const free = ["button", "checkbox", "radio", "range", "submit", "reset", "color", "file", "image"];
  if (node.tagName === "INPUT") return !free.includes(node.type);
  return node.isContentEditable === true || node.tagName === "TEXTAREA" || node.tagName === "SELECT";
}
