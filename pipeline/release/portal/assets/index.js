// The index of agencies and the list below a search box: any part of a name, other names, pinyin initials or division.
"use strict";

const gongkaiIndex = (() => {
  const { el, load } = gongkai;
  const MOST = 12;
  let ready = null;

  // The index is loaded at the first touch.
  function prepare() {
    ready ??= Promise.all([load("index", "search"), load("form", "form")]).then(([found, form]) => ({
      words: form.words,
      entries: found.map(([name, place, division, others, initials, years]) => ({
        name, place, division, years, initials, text: `${name} ${division} ${others}`.toLowerCase(),
      })),
    }));
    return ready;
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

  function search(entries, text) {
    const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
    const byRank = [[], [], [], [], []];
    for (const entry of entries) {
      const own = rank(entry, parts);
      if (own >= 0) byRank[own].push(entry);
    }
    return byRank.map((some) => some.sort((a, b) => a.name.length - b.name.length)).flat();
  }

  // Makes `input` a search box with `list` below it; `address(entry)` is where a hit leads, `told(number)` hears how many.
  function attach(input, list, address, told = () => {}) {
    let chosen = -1;

    async function show() {
      const { entries, words } = await prepare();
      const text = input.value.trim();
      const found = text ? search(entries, text) : [];
      chosen = -1;
      list.replaceChildren(...found.slice(0, MOST).map(line));
      input.setAttribute("aria-expanded", String(found.length > 0));
      input.removeAttribute("aria-activedescendant");
      told(text ? found.length : null, words);
    }

    function line(entry, n) {
      const about = [entry.division, entry.years.join("、")].filter(Boolean).join(" · ");
      return el("li", { role: "option", id: `${list.id}-${n}`, "aria-selected": "false" },
        el("a", { href: address(entry), tabindex: "-1" }, entry.name, el("small", {}, about)));
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
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(event.key === "ArrowDown" ? 1 : -1);
      }
      if (event.key === "Escape") { input.value = ""; show(); }
    });
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const item = list.children[Math.max(chosen, 0)];
      if (item) location.href = item.firstChild.href;
    });
  }

  return { attach, prepare, search };
})();
