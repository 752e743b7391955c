// Filters a rule's findings by year, and by any part of the agency's name, its division's code or the sentence. The
// findings of a year are loaded when they are asked for.
"use strict";

(() => {
  const { el, load, link } = gongkai;
  const filter = document.getElementById("filter");
  if (!filter) return;
  const MOST = 200;
  const list = document.getElementById("list"), year = document.getElementById("year");
  const text = document.getElementById("text"), shown = document.getElementById("shown");
  const severity = list.querySelector("li").className;
  const years = [...year.options].map((option) => option.value).filter((value) => value !== "all");
  const loaded = new Map();
  filter.addEventListener("input", show);
  filter.addEventListener("submit", (event) => event.preventDefault());

  async function of(years) {
    for (const one of years) {  // one after the other: all are received under one name
      if (!loaded.has(one)) loaded.set(one, await load("findings", `findings/${filter.dataset.rule}-${one}`));
    }
    return years.flatMap((one) => loaded.get(one));
  }

  let turn = Promise.resolve();
  function show() {
    turn = turn.then(draw);
  }

  async function draw() {
    const wanted = text.value.trim().toLowerCase();
    const all = await of(year.value === "all" ? years : [year.value]);
    const found = all.filter(([name, , , , division, zh, en]) => !wanted || `${name} ${division} ${zh} ${en}`.toLowerCase().includes(wanted));
    list.replaceChildren(...found.slice(0, MOST).map(line));
    shown.textContent = found.length > MOST ? `${MOST} / ${found.length}` : String(found.length);
  }

  function line([name, place, report, own, , zh, en]) {
    return el("li", { class: severity },
      place ? el("a", { href: `${link(place)}${encodeURIComponent(`@${report}`)}` }, name) : null, ` ${own ?? ""}`,
      el("p", { lang: "zh" }, zh), el("p", { lang: "en" }, en));
  }
})();
