// The page of one agency, filled from its shard: its years, its carry-over, and each year's form, findings and prose.
"use strict";

(async () => {
  const { el, svg, two, load, safeAddress } = gongkai;
  const page = document.getElementById("publisher");
  const [place, wanted] = decodeURIComponent(location.hash.slice(1)).split("@");
  window.addEventListener("hashchange", () => location.reload());
  let form = await load("form", "form");
  const words = form.words;
  if (!/^[0-9a-f]{2}\/[0-9a-f]{14}$/.test(place)) return page.replaceChildren(el("p", { class: "note" }, two(words.no_publisher)));

  let record;
  try {
    record = await load("record", `publishers/${place}`);
  } catch {
    return page.replaceChildren(el("p", { class: "note" }, two(words.no_publisher)));
  }
  form = await gongkaiForm.listed(form, record.reports);
  document.title = `${record.about.name} · ${document.title}`;
  const current = record.reports.find((report) => report.report_id === wanted) || record.reports[0];
  page.replaceChildren(head(), overview(), chain(), ...yearOf(current));

  function head() {
    const about = record.about;
    const division = [about.province, about.prefecture, about.county].filter(Boolean).join(" ");
    const level = form.codes.levels[about.level];
    return el("header", {},
      el("h1", {}, about.name),
      el("p", { class: "meta" }, [division, about.division_code, (about.also_known_as || "").split(" | ").join("、")].filter(Boolean).join(" · "),
        level ? [" · ", two(level)] : null));
  }

  // One report a year: the current one. The list of the years up to 2018 counts other things.
  function currents() {
    return record.reports.filter((report) => report.is_current && report.year && !report.layout_statistics).sort((a, b) => a.year - b.year);
  }

  function valueOf(report, table, row, column) {
    const packed = report.tables[table];
    if (!packed) return null;
    const cell = gongkaiForm.unpack(packed, form.layouts[table][packed.edition]).get(`${row}/${column}`);
    return cell && cell.sound ? cell.value ?? cell.inferred ?? null : null;
  }

  // The years as pictures and tables: how requests ended, then reconsideration and litigation.
  function overview() {
    const reports = currents();
    if (reports.length < 2) return "";
    const read = (table, row) => reports.map((r) => valueOf(r, table, row, "total"));
    const ended = form.outcomes.map(([, title, rows]) => [title, reports.map((r) => sumOf(r, rows))]);
    const routes = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]
      .map((row) => [titled("reviews_litigation", row), read("reviews_litigation", row)]);
    const requests = ["new_received", "carried_in", "total_handled", "carried_out"]
      .map((row) => [titled("applications", row), read("applications", row)]);
    return el("section", {}, el("h2", {}, two(words.years)), el("p", { class: "note" }, two(words.years_note)),
      el("div", { class: "pair" },
        el("div", {}, el("h3", {}, two(words.outcomes)), stacked(reports, ended)),
        el("div", {}, el("h3", {}, two(words.reviews)), lines(reports, routes))),
      figures(reports, [[words.requests, requests], [words.outcomes, ended], [words.reviews, routes]]));
  }

  function titled(table, row) {
    for (const edition of Object.values(form.layouts[table]).reverse()) {
      const line = edition.rows.find(([code]) => code === row);
      if (line) return [line[1], line[2]];
    }
    return [row, row];
  }

  // The sum of those rows that the report's edition has; none where one of them is in doubt.
  function sumOf(report, rows) {
    const packed = report.tables.applications;
    if (!packed) return null;
    const own = form.layouts.applications[packed.edition].rows.map(([code]) => code).filter((code) => rows.includes(code));
    const values = own.map((row) => valueOf(report, "applications", row, "total"));
    return values.includes(null) ? null : values.reduce((sum, value) => sum + value, 0);
  }

  function figures(reports, parts) {
    const line = ([title, values]) => el("tr", {}, el("th", { scope: "row" }, two(title)), values.map((v) => el("td", {}, v ?? "–")));
    return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words.years.join(" ") },
      el("table", { class: "figures" },
        el("thead", {}, el("tr", {}, el("td", {}), reports.map((r) => el("th", { scope: "col" }, String(r.year))))),
        parts.map(([title, rows]) => el("tbody", {},
          el("tr", {}, el("th", { scope: "rowgroup", class: "part-title", colspan: reports.length + 1 }, two(title))), rows.map(line)))));
  }

  // The frame of a chart over the years: where a year and a value stand, and the lines behind them.
  function chart(reports, most) {
    const width = 480, height = 220, left = 46, foot = 26, top = 12;
    const step = (width - left) / reports.length;
    const x = (n) => left + (n + 0.5) * step;
    const y = (v) => height - foot - ((height - foot - top) * v) / most;
    const drawn = [0, most / 2, most].map((v) => [
      svg("line", { class: "rule", x1: left, x2: width, y1: y(v), y2: y(v) }),
      svg("text", { class: "label", x: left - 8, y: y(v) + 4, "text-anchor": "end" }, Number.isInteger(v) ? String(v) : "")]);
    reports.forEach((r, n) => drawn.push(svg("text", { class: "label", x: x(n), y: height - 8, "text-anchor": "middle" }, String(r.year))));
    return { x, y, step, drawn, finish: (series) => el("figure", {},
      svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": series.map(([[zh]]) => zh).join("、") }, drawn),
      el("ul", { class: "legend" }, series.map(([title], kind) => el("li", { class: `key-${kind}` }, two(title))))) };
  }

  // A bar a year, one part an outcome; a year of which one outcome is in doubt has no bar.
  function stacked(reports, series) {
    const whole = reports.map((_, n) => (series.some(([, values]) => values[n] === null) ? null : series.reduce((sum, [, values]) => sum + values[n], 0)));
    const { x, y, step, drawn, finish } = chart(reports, Math.max(1, ...whole));
    const wide = Math.min(step * 0.6, 56);
    reports.forEach((report, n) => {
      if (whole[n] === null) return drawn.push(svg("text", { class: "label", x: x(n), y: y(0) - 8, "text-anchor": "middle" }, "?"));
      let below = 0;
      series.forEach(([[zh], values], kind) => {
        drawn.push(svg("rect", { class: `part-${kind}`, x: x(n) - wide / 2, width: wide, y: y(below + values[n]), height: y(below) - y(below + values[n]) },
          svg("title", {}, `${report.year} ${zh} ${values[n]}`)));
        below += values[n];
      });
    });
    return finish(series);
  }

  // Lines over the years; a year without a sound number is a gap.
  function lines(reports, series) {
    const { x, y, drawn, finish } = chart(reports, Math.max(1, ...series.flatMap(([, values]) => values.filter((v) => v !== null))));
    series.forEach(([[zh], values], kind) => values.forEach((v, n) => {
      if (v === null) return;
      const next = values[n - 1] ?? null;
      if (next !== null) drawn.push(svg("line", { class: `line stroke-${kind}`, x1: x(n - 1), y1: y(next), x2: x(n), y2: y(v) }));
      drawn.push(svg("circle", { class: `part-${kind}`, cx: x(n), cy: y(v), r: 4 }, svg("title", {}, `${reports[n].year} ${zh} ${v}`)));
    }));
    return finish(series);
  }

  // A box a year, what it took in and carried out; between two boxes whether they fit.
  function chain() {
    const totals = record.continuity.filter((row) => row.applicant === "total").sort((a, b) => a.year - b.year);
    if (!totals.length) return "";
    const boxes = new Map();
    for (const row of totals) {
      boxes.set(row.year - 1, { ...boxes.get(row.year - 1), out: row.carried_out_previous });
      boxes.set(row.year, { in: row.carried_in });
    }
    const side = (title, value) => (value === undefined ? null : el("span", {}, two(title), " ", el("b", {}, value ?? "–")));
    const made = [...boxes].flatMap(([year, told]) => {
      const row = totals.find((own) => own.year === year);
      const box = el("li", { class: "link" }, el("strong", {}, String(year)), side(words.taken_in, told.in), side(words.previous, told.out));
      return row ? [joint(row), box] : [box];
    });
    return el("section", {}, el("h2", {}, two(words.chain)), el("p", { class: "note" }, two(words.chain_note)),
      el("ol", { class: "chain" }, made),
      totals.filter((row) => row.explanation).map((row) => el("p", { class: "note" }, `${row.year}：`, row.explanation)));
  }

  function joint(row) {
    const [sign, title, kind] = { pass: ["=", words.fits, "holds"], fail: ["≠", words.breaks, "broken"] }[row.outcome] || ["?", words.unknown, "unknown"];
    return el("li", { class: `joint ${kind}` }, el("b", { "aria-hidden": "true" }, sign), " ", el("small", {}, two(title)));
  }

  function yearOf(report) {
    const address = safeAddress(report.url);
    const grade = form.codes.grades[report.grade] || ["", ""];
    return [
      el("nav", { class: "noprint", "aria-label": words.years.join(" ") }, el("ul", { class: "years" }, record.reports.map((r) =>
        el("li", {}, el("a", { href: `#${place}@${encodeURIComponent(r.report_id)}`, "aria-current": r === report ? "true" : null },
          String(r.year ?? "?"), " ", el("span", { class: `badge grade-${r.grade}` }, r.grade), r.is_current ? null : " *"))))),
      el("section", { class: "report" },
        el("h2", {}, report.title || report.report_id),
        report.is_current ? "" : el("p", { class: "note" }, two(words.not_current)),
        el("p", {}, el("span", { class: `badge grade-${report.grade}` }, report.grade), " ", two(grade)),
        el("p", { class: "note" }, two([report.grade_reason_zh, report.grade_reason_en])),
        el("p", { class: "meta" }, two(words.source), "：", el("code", {}, report.source_path),
          address ? [" ", el("a", { href: address, rel: "noreferrer" }, two(words.open_source))] : null),
        el("p", { class: "noprint" }, el("a", { href: `${gongkai.root}compare.html#${other(report)}&${here(report)}` }, two(words.compare)))),
      ...gongkaiReport.draw(report, form, async () => (await load("prose", `prose/${record.prose}`))[report.report_id])];
  }

  function here(report) {
    return encodeURIComponent(`${place}@${report.report_id}`);
  }

  // The report of the year before, else the same one: what to compare with at first.
  function other(report) {
    return here(record.reports.find((r) => r.is_current && r.year < report.year) || report);
  }
})();
