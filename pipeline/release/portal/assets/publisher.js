// The page of one agency, filled from its shard: its years, its carry-over, and each year's form, findings and prose.
"use strict";

(async () => {
  const { el, svg, two, load, safeAddress } = gongkai;
  const page = document.getElementById("publisher");
  const [place, wanted] = decodeURIComponent(location.hash.slice(1)).split("@");
  window.addEventListener("hashchange", () => location.reload());
  const form = await load("form", "form");
  const words = form.words;
  if (!/^[0-9a-f]{2}\/[0-9a-f]{14}$/.test(place)) return page.replaceChildren(el("p", { class: "note" }, two(words.no_publisher)));

  let record;
  try {
    record = await load("record", `publishers/${place}`);
  } catch {
    return page.replaceChildren(el("p", { class: "note" }, two(words.no_publisher)));
  }
  document.title = `${record.about.name} · ${document.title}`;
  const current = record.reports.find((report) => report.report_id === wanted) || record.reports[0];
  page.replaceChildren(head(), overview(), chain(), ...yearOf(current));

  function head() {
    const about = record.about;
    const division = [about.province, about.prefecture, about.county].filter(Boolean).join(" ");
    const level = form.codes.levels[about.level];
    return el("header", {},
      el("h1", {}, about.name),
      el("p", { class: "meta" }, [division, about.division_code, about.also_known_as].filter(Boolean).join(" · "),
        level ? [" · ", two(level)] : null));
  }

  // One report a year: the current one.
  function currents() {
    return record.reports.filter((report) => report.is_current && report.year).sort((a, b) => a.year - b.year);
  }

  function valueOf(report, table, row, column) {
    const packed = report.tables[table];
    if (!packed) return null;
    const cell = gongkaiForm.unpack(packed, form.layouts[table][packed.edition]).get(`${row}/${column}`);
    return cell && cell.sound ? cell.value ?? cell.inferred ?? null : null;
  }

  function overview() {
    const reports = currents();
    if (reports.length < 2) return "";
    const rows = [["new_received", "applications", "total"], ["granted", "applications", "total"], ["total_handled", "applications", "total"],
      ["reconsideration", "reviews_litigation", "total"], ["litigation_direct", "reviews_litigation", "total"], ["litigation_after_reconsideration", "reviews_litigation", "total"]];
    const titled = (table, row) => {
      for (const edition of Object.values(form.layouts[table])) {
        const line = edition.rows.find(([code]) => code === row);
        if (line) return [line[1], line[2]];
      }
      return [row, row];
    };
    return el("section", {}, el("h2", {}, two(words.years)),
      lines(reports, rows.slice(0, 3).map(([row, table, column]) => [titled(table, row)[0], reports.map((r) => valueOf(r, table, row, column))])),
      el("div", { class: "scroll" }, el("table", { class: "figures" },
        el("thead", {}, el("tr", {}, el("th", {}), reports.map((r) => el("th", { scope: "col" }, String(r.year))))),
        el("tbody", {}, rows.map(([row, table, column]) => el("tr", {}, el("th", { scope: "row" }, two(titled(table, row))),
          reports.map((r) => el("td", {}, valueOf(r, table, row, column) ?? "–"))))))));
  }

  // Lines over the years; a year without a sound number is a gap.
  function lines(reports, series) {
    const width = 640, height = 220, left = 52, foot = 26, top = 14;
    const most = Math.max(1, ...series.flatMap(([, values]) => values.filter((v) => v !== null)));
    const x = (n) => left + 20 + (n * (width - left - 40)) / Math.max(reports.length - 1, 1);
    const y = (v) => height - foot - ((height - foot - top) * v) / most;
    const drawn = [0, most / 2, most].map((v) => [
      svg("line", { class: "rule", x1: left, x2: width, y1: y(v), y2: y(v) }),
      svg("text", { class: "label", x: left - 8, y: y(v) + 4, "text-anchor": "end" }, String(Math.round(v)))]);
    reports.forEach((r, n) => drawn.push(svg("text", { class: "label", x: x(n), y: height - 8, "text-anchor": "middle" }, String(r.year))));
    series.forEach(([name, values], kind) => values.forEach((v, n) => {
      if (v === null) return;
      if (n && values[n - 1] !== null) drawn.push(svg("line", { class: `line stroke-${kind}`, x1: x(n - 1), y1: y(values[n - 1]), x2: x(n), y2: y(v) }));
      drawn.push(svg("circle", { class: `part-${kind}`, cx: x(n), cy: y(v), r: 4 }, svg("title", {}, `${reports[n].year} ${name}: ${v}`)));
    }));
    return el("figure", {}, svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": series.map(([name]) => name).join("、") }, drawn),
      el("ul", { class: "legend" }, series.map(([name], kind) => el("li", { class: `key-${kind}` }, name))));
  }

  function chain() {
    const totals = record.continuity.filter((row) => row.applicant === "total");
    if (!totals.length) return "";
    const link = (row) => [
      el("li", { class: "link" }, `${row.year - 1} `, two(words.previous), ` ${row.carried_out_previous ?? "–"}`),
      el("li", {}, row.outcome === "pass" ? "=" : row.outcome === "not_assessable" ? "?" : "≠"),
      el("li", { class: row.outcome === "fail" ? "link broken" : "link" }, `${row.year} `, two(words.taken_in), ` ${row.carried_in ?? "–"}`,
        row.outcome === "fail" ? [" ", two(words.breaks)] : null)];
    return el("section", {}, el("h2", {}, two(words.chain)), el("p", { class: "note" }, two(words.chain_note)),
      totals.map((row) => el("div", {}, el("ul", { class: "chain" }, link(row)), row.explanation ? el("p", { class: "note" }, row.explanation) : null)));
  }

  function yearOf(report) {
    const address = safeAddress(report.url);
    const grade = form.codes.grades[report.grade] || ["", ""];
    return [
      el("nav", { class: "noprint", "aria-label": words.years.join(" ") }, el("ul", { class: "years" }, record.reports.map((r) =>
        el("li", {}, el("a", { href: `#${place}@${encodeURIComponent(r.report_id)}`, "aria-current": r === report ? "true" : null },
          String(r.year ?? "?"), " ", el("span", { class: `badge grade-${r.grade}` }, r.grade), r.is_current ? null : " *"))))),
      el("section", {},
        el("h2", {}, report.title || report.report_id),
        report.is_current ? "" : el("p", { class: "note" }, two(words.not_current)),
        el("p", {}, el("span", { class: `badge grade-${report.grade}` }, report.grade), " ", two(grade)),
        el("p", { class: "note" }, two([report.grade_reason_zh, report.grade_reason_en])),
        el("p", { class: "meta" }, two(words.source), "：", el("code", {}, report.source_path),
          address ? [" ", el("a", { href: address, rel: "noreferrer" }, two(words.open_source))] : null),
        el("p", { class: "noprint" }, el("a", { href: `${gongkai.root}compare.html#${other(report)}&${here(report)}` }, two(words.compare)))),
      ...gongkaiReport.draw(report, form)];
  }

  function here(report) {
    return encodeURIComponent(`${place}@${report.report_id}`);
  }

  // The report of the year before, else the same one: what to compare with at first.
  function other(report) {
    return here(record.reports.find((r) => r.is_current && r.year < report.year) || report);
  }
})();
