// The search box of the front page.
"use strict";

(() => {
  const { two, link } = gongkai;
  const status = document.getElementById("found-status");

  function told(number, words) {
    if (number === null) return status.replaceChildren();
    status.replaceChildren(...(number ? [`${number} `, ...two(words.found)] : two(words.none_found)));
  }

  gongkaiIndex.attach(document.getElementById("query"), document.getElementById("found"), (entry) => link(entry.place), told);
})();
