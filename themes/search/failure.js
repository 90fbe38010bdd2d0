// What is said where no answer came, with a button that helps: once more, or the page anew if its index is of a newer form.

import {makeElement} from "./elements.js";

export function failureSentence(error, words) {
  return error && error.outdated ? words.outdated : words.failed;
}

export function failureButton(error, words, retry) {
  const outdated = Boolean(error && error.outdated);
  const button = makeElement("button", {type: "button", class: "x-button"}, [outdated ? words.reload : words.retry]);
  button.addEventListener("click", outdated ? () => location.reload() : retry);
  return button;
}
