// Filters a rule's findings by year, and by any part of the agency's name, its division's code or the sentence.
"use strict";

(async () => {
  const { el, load, link } = gongkai;
  const filter = document.getElementById("filter");
  if (!filter) return;
  const MOST = 200;
  const list = document.getElementById("list"), year = document.getElementById("year");
  const text = document.getElementById("text"), shown = document.getElementById("shown");
  const severity = list.querySelector("li")?.className ?? "";
  const all = await load("findings", `findings/${filter.dataset.rule}`);
  const years = [...new Set(all.map((row) => row[3]).filter(Boolean))].sort().reverse();
  year.append(el("option", { value: "" }, "–"), ...years.map((y) => el("option", { value: y }, String(y))));
  filter.hidden = false;
  filter.addEventListener("input", show);
  filter.addEventListener("submit", (event) => event.preventDefault());
  show();

  function show() {
    const wanted = text.value.trim().toLowerCase();
    const found = all.filter(([name, , , own, division, zh, en]) => (!year.value || String(own) === year.value)
      && (!wanted || `${name} ${division} ${zh} ${en}`.toLowerCase().includes(wanted)));
    list.replaceChildren(...found.slice(0, MOST).map(line));
    shown.textContent = found.length > MOST ? `${MOST} / ${found.length}` : String(found.length);
  }

  function line([name, place, report, own, , zh, en]) {
    return el("li", { class: severity },
      place ? el("a", { href: `${link(place)}${encodeURIComponent(`@${report}`)}` }, name) : null, ` ${own ?? ""}`,
      el("p", { lang: "zh" }, zh), el("p", { lang: "en" }, en));
  }
})();
