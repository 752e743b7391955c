// The search box: any part of a name, other names, pinyin initials or division. The index is loaded at the first touch.
"use strict";

(() => {
  const { el, two, link, load } = gongkai;
  const MOST = 12;
  const input = document.getElementById("query");
  const list = document.getElementById("found");
  const status = document.getElementById("found-status");
  let entries = null, words = null, chosen = -1;

  async function prepare() {
    if (entries) return;
    entries = [];
    const [found, form] = await Promise.all([load("index", "search"), load("form", "form")]);
    words = form.words;
    entries = found.map(([name, place, division, others, initials, years]) => ({
      name, place, division, others, years, initials,
      text: `${name} ${division} ${others}`.toLowerCase(),
    }));
    show();
  }

  // 0 is best: the name begins so, then the name holds it, then initials, then division or other names; −1 is no hit.
  function rank(entry, parts) {
    let worst = 0;
    for (const part of parts) {
      let own = -1;
      if (entry.name.startsWith(part)) own = 0;
      else if (entry.name.includes(part)) own = 1;
      else if (entry.initials.startsWith(part)) own = 2;
      else if (entry.text.includes(part)) own = 3;
      else if (entry.initials.includes(part)) own = 4;
      if (own < 0) return -1;
      worst = Math.max(worst, own);
    }
    return worst;
  }

  function search(text) {
    const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
    const byRank = [[], [], [], [], []];
    for (const entry of entries) {
      const own = rank(entry, parts);
      if (own >= 0) byRank[own].push(entry);
    }
    return byRank.map((some) => some.sort((a, b) => a.name.length - b.name.length)).flat();
  }

  function show() {
    const text = input.value.trim();
    const found = text && entries ? search(text) : [];
    chosen = -1;
    list.replaceChildren(...found.slice(0, MOST).map(line));
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
    status.replaceChildren(...(text && words ? told(found.length) : []));
  }

  function told(number) {
    return number ? [`${number} `, ...two(words.found)] : two(words.none_found);
  }

  function line(entry, n) {
    const about = [entry.division, entry.years.join("、")].filter(Boolean).join(" · ");
    return el("li", { role: "option", id: `found-${n}`, "aria-selected": "false" },
      el("a", { href: link(entry.place), tabindex: "-1" }, entry.name, el("small", {}, about)));
  }

  function choose(step) {
    const lines = [...list.children];
    if (!lines.length) return;
    chosen = (chosen + step + lines.length) % lines.length;
    lines.forEach((item, n) => item.setAttribute("aria-selected", String(n === chosen)));
    input.setAttribute("aria-activedescendant", lines[chosen].id);
    lines[chosen].scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("focus", prepare);
  input.addEventListener("input", () => { prepare(); show(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Escape") { input.value = ""; show(); }
  });
  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    const item = list.children[Math.max(chosen, 0)];
    if (item) location.href = item.firstChild.href;
  });
})();
