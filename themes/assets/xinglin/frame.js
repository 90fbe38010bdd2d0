/* What Material's templates write into every page as inline scripts: here once for all of them. The masthead loads it
   where the switch of colours stands, so that a page never shows first in the wrong ones. */
var __md_scope = new URL("../../", document.currentScript.src);
function __md_hash(text) {
  return Array.from(text).reduce(function (hash, character) { return (hash << 5) - hash + character.charCodeAt(0); }, 0);
}
function __md_get(key, storage, scope) {
  return JSON.parse((storage || localStorage).getItem((scope || __md_scope).pathname + "." + key));
}
function __md_set(key, value, storage, scope) {
  try { (storage || localStorage).setItem((scope || __md_scope).pathname + "." + key, JSON.stringify(value)); } catch (full) { return; }
}
(function () {
  var palette = __md_get("__palette");
  if (!palette || !palette.color) return;
  var colour = palette.color;
  if (colour.media === "(prefers-color-scheme)") {
    var scheme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    var input = document.querySelector("[data-md-color-media='(prefers-color-scheme: " + scheme + ")']");
    ["media", "scheme", "primary", "accent"].forEach(function (name) { colour[name] = input.getAttribute("data-md-color-" + name); });
  }
  Object.keys(colour).forEach(function (name) { document.body.setAttribute("data-md-color-" + name, colour[name]); });
})();
document.addEventListener("DOMContentLoaded", function () {
  var target = document.getElementById(location.hash.slice(1));
  if (target && target.name) target.checked = target.name.startsWith("__tabbed_");
});
