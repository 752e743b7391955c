// A button beside every block that is meant to be copied.
"use strict";

const told = document.currentScript.dataset;  // the words for before and after

for (const block of document.querySelectorAll("pre.copy")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button copy-button";
  button.textContent = told.copy;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.innerText);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(block);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    button.textContent = told.copied;
    setTimeout(() => { button.textContent = told.copy; }, 2000);
  });
  const box = document.createElement("div");
  box.className = "copybox";
  block.replaceWith(box);
  box.append(block, button);
}
