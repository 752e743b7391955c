// A button beside every block that is meant to be copied.
"use strict";

for (const block of document.querySelectorAll("pre.copy")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button copy-button";
  button.textContent = "复制 copy";
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
    button.textContent = "已复制 copied";
    setTimeout(() => { button.textContent = "复制 copy"; }, 2000);
  });
  block.before(button);
}
