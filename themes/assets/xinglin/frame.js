/* What a page does before it is shown: the reader's choice of colours. The masthead loads this where the switch stands, so
   that no page shows first in the wrong ones. MkDocs fills in what mkdocs.yml says under theme, palette. */
(function () {
  "use strict";
  // The search reads the text of articles in frames of this name (see themes/search/reader.js): nobody looks at those.
  if (window.name === "xinglin-text" && window.parent !== window) return;
  var options = {{ colours(config.theme.palette) | tojson }};
  var key = new URL("../../", document.currentScript.src).pathname + "colours";
  var button = document.querySelector(".x-colours");
  var chosen = saved();

  function saved() {
    try { return localStorage.getItem(key); } catch (refused) { return null; }
  }
  function keep(name) {
    try { localStorage.setItem(key, name); } catch (refused) { return; }
  }
  function isDark() {
    return matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function current() {
    var fitting = options.filter(function (option) { return option.media && matchMedia(option.media).matches; });
    return options.filter(function (option) { return option.name === chosen; })[0] || fitting[0] || options[0];
  }
  function show() {
    var option = current();
    document.body.setAttribute("data-md-color-scheme", option.scheme || (isDark() ? "slate" : "default"));
    button.title = option.name;
    button.setAttribute("aria-label", option.name);
  }
  function change() {
    chosen = options[(options.indexOf(current()) + 1) % options.length].name;
    keep(chosen);
    show();
  }

  if (options.length) show();
  button.hidden = options.length < 2;
  button.addEventListener("click", change);
  document.addEventListener("keydown", function (event) {
    var menu = document.getElementById("x-menu");
    if (event.key === "Escape" && menu) menu.checked = false;
  });
  // What is folded away is printed all the same.
  window.addEventListener("beforeprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll(".x-text details"), function (details) { details.open = true; });
  });
})();
