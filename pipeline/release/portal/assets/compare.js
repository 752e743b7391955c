// Two reports side by side, cell by cell. The address holds both: #left-shard@report&right-shard@report.
"use strict";

(async () => {
  const { el, two, load } = gongkai;
  const PLACE = /^[0-9a-f]{2}\/[0-9a-f]{14}$/;
  const sides = ["left", "right"];
  let form = await load("form", "form");
  const words = form.words;
  const chosen = location.hash.slice(1).split("&").map((part) => {
    const [place, report] = decodeURIComponent(part || "").split("@");
    return PLACE.test(place) ? { place, report } : null;
  });
  document.getElementById("sides").hidden = false;
  window.addEventListener("hashchange", () => location.reload());

  const records = [];
  for (const n of [0, 1]) {  // one after the other: a shard is received under one name
    records.push(chosen[n] ? await load("record", `publishers/${chosen[n].place}`).catch(() => null) : null);
  }
  const reports = records.map((record, n) => record && (record.reports.find((r) => r.report_id === chosen[n].report) || record.reports[0]));
  form = await gongkaiForm.listed(form, reports);
  sides.forEach(prepare);
  if (reports[0] && reports[1]) document.getElementById("compared").replaceChildren(...compared());

  function address(n, place, report) {
    const parts = [0, 1].map((own) => (own === n ? { place, report } : chosen[own]));
    if (!parts[1]) parts[1] = parts[0];  // one agency alone: its years beside each other
    return `#${parts.map((part) => (part ? encodeURIComponent(part.report ? `${part.place}@${part.report}` : part.place) : "")).join("&")}`;
  }

  function prepare(side, n) {
    const input = document.getElementById(side), years = document.getElementById(`${side}-year`);
    gongkaiIndex.attach(input, document.getElementById(`${side}-found`), (entry) => address(n, entry.place));
    if (!records[n]) return;
    input.placeholder = records[n].about.name;
    years.replaceChildren(...records[n].reports.map((r) =>
      el("option", { value: r.report_id, selected: r === reports[n] }, `${r.year ?? "?"} (${r.grade})`)));
    years.addEventListener("change", () => { location.hash = address(n, chosen[n].place, years.value); });
  }

  function compared() {
    return [
      el("h2", {}, reports.map((r, n) => [n ? " — " : "", `${records[n].about.name} ${r.year ?? ""}`])),
      el("p", { class: "note" }, two(words.compare_note)),
      ...Object.keys(form.layouts).map(table)];
  }

  function table(name) {
    const packed = reports.map((r) => r.tables[name]);
    if (!packed[0] && !packed[1]) return "";
    const geometries = packed.map((p) => p && form.layouts[name][p.edition]);
    const cells = packed.map((p, n) => (p ? gongkaiForm.unpack(p, geometries[n]) : new Map()));
    const shared = ([, cell]) => !cell.label;  // a row that a publisher added is another thing in each report
    const keys = [...new Set(cells.flatMap((some) => [...some].filter(shared).map(([key]) => key)))];
    const rows = keys.filter((key) => cells.some((some) => some.get(key)?.value)).map((key) => row(key, cells, geometries));
    return el("section", {}, el("h3", {}, two((geometries[0] || geometries[1]).title)),
      el("div", { class: "scroll" }, el("table", { class: "figures wide" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }), reports.map((r, n) =>
          el("th", { scope: "col" }, `${records[n].about.name} ${r.year ?? ""}`)), el("th", { scope: "col" }, two(words.difference)))),
        el("tbody", {}, rows))),
      rows.length ? null : el("p", { class: "note" }, two(words.all_zero)));
  }

  function row(key, cells, geometries) {
    const [item, column] = key.split("/");
    const geometry = geometries.find((g, n) => g && cells[n].has(key));
    const line = geometry.rows.find(([code]) => code === item);
    const own = cells.map((some) => some.get(key));
    const values = own.map((cell) => (cell && cell.sound ? cell.value ?? cell.inferred ?? null : null));
    return el("tr", {}, el("th", { scope: "row" }, two([`${line[1]} · ${geometry.columns[column][0]}`, `${line[2]} · ${geometry.columns[column][1]}`])),
      own.map((cell) => el("td", { class: cell && !cell.sound && cell.status !== "blank" ? "doubt" : null }, cell ? cell.printed || "–" : "–")),
      el("td", {}, values.includes(null) ? "–" : difference(values[1] - values[0])));
  }

  function difference(number) {
    return number > 0 ? `+${round(number)}` : String(round(number)).replace("-", "−");
  }

  function round(number) {
    return Number(number.toFixed(4));
  }
})();
