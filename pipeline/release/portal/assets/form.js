// Draws the tables of a report as the notice prints them, its doubtful cells marked; a cell tells where it was read.
"use strict";

const gongkaiForm = (() => {
  const { el, svg, two, filled, safeAddress } = gongkai;
  const STATUS = { r: "reported", b: "blank", m: "marked", u: "unreadable", x: "missing" };
  const SHOWN = { b: "", u: "?", x: "·" };
  const WORSE = ["info", "warning", "error"];

  const LIST = "statistics_2014";

  // The list of 2014 is told by itself, for few reports have one: it is loaded where one of these does.
  async function listed(form, reports) {
    const wanted = reports.some((report) => report && report.tables[LIST]) && !form.layouts[LIST];
    return wanted ? { ...form, layouts: { ...form.layouts, ...await gongkai.load("lists", "lists") } } : form;
  }

  // A packed table → cells by "row/column"; see records.py for the packing.
  function unpack(packed, geometry) {
    const unsound = new Set(packed.u), ocr = new Set(packed.ocr), local = packed.local || [];
    const cells = new Map();
    const own = geometry.rows.flatMap(([row, , , , columns]) => columns.map((column) => [row, column]));
    [...own, ...local.map(([code]) => [code, ""])].forEach(([row, column], n) => cells.set(`${row}/${column}`, {
      row, column, status: STATUS[packed.s[n]], letter: packed.s[n], value: packed.v[n],
      printed: packed.p[n] ?? (packed.v[n] === null ? "" : String(packed.v[n])),
      locator: packed.l[n + 1] || packed.l[0] ? packed.l[0] + packed.l[n + 1] : "",
      inferred: packed.i[n], corrected: packed.c[n], unit: packed.units[n], sound: !unsound.has(n), ocr: ocr.has(n),
      label: (local[n - own.length] || [])[1],
    }));
    return cells;
  }

  // The findings against a cell: those that name it, its row or its column, and broken equations that it stands in.
  function doubts(findings, table, cell, geometry) {
    return findings.filter((f) => f.table === table && f.severity !== "info" && (geometry.equations[f.rule]
      ? stands(cell, f, geometry.equations[f.rule])
      : (f.item || f.column) && (!f.item || f.item === cell.row) && (!f.column || f.column === cell.column)));
  }

  // Whether a cell stands in an equation, which holds of one row, or of one column.
  function stands(cell, { item, column }, members) {
    return item ? item === cell.row && members.includes(cell.column) : (column || "") === cell.column && members.includes(cell.row);
  }

  function severity(against) {
    return against.reduce((worst, f) => (WORSE.indexOf(f.severity) > WORSE.indexOf(worst) ? f.severity : worst), "info");
  }

  // All tables of a report, in the order of the form; one that is not there is named. A report with the list of 2014
  // lacks no table of the form.
  function draw(report, form, show) {
    const wanted = Object.keys(form.layouts).filter((name) => report.tables[name] || !(report.layout_statistics || name === LIST));
    return wanted.map((name) => (report.tables[name] ? drawTable(name, report, form, show) : absent(name, form)));
  }

  function absent(name, form) {
    const [latest] = Object.values(form.layouts[name]).slice(-1);
    return el("div", { class: "formbox absent" }, el("p", {}, el("strong", {}, two(latest.title))), el("p", { class: "note" }, two(form.words.no_table)));
  }

  function drawTable(name, report, form, show) {
    const packed = report.tables[name], geometry = form.layouts[name][packed.edition];
    const cells = unpack(packed, geometry);
    const cell = (row, column) => drawCell(cells.get(`${row}/${column}`), name, report, form, geometry, show);
    const how = { proactive_disclosure: blocks, applications: matrix, reviews_litigation: beside }[name]
      || (() => numbered(geometry, cells, cell, form.words));
    return el("div", { class: "formbox", tabindex: "0", role: "region", "aria-label": geometry.title[0] },
      el("table", { class: `form form-${name}` },
        el("caption", {}, two(geometry.title), ` (${packed.edition})`), how(geometry, cell)));
  }

  // 二: blocks of rows that share their columns, each with a heading and a header of its own.
  function blocks(geometry, cell) {
    const widest = Math.max(...geometry.rows.map((row) => row[4].length));
    const parts = [];
    let last = null;
    for (const [code, zh, en, within, columns] of geometry.rows) {
      const block = `${within[0]}|${columns.join()}`;
      if (block !== last) {
        parts.push(el("tr", {}, el("th", { scope: "colgroup", colspan: widest + 1 }, two(geometry.groups[within[0]] || ["", ""]))),
          el("tr", {}, el("th", { scope: "col" }), columns.map((column, n) =>
            el("th", { scope: "col", colspan: span(n, columns, widest) }, two(geometry.columns[column])))));
      }
      last = block;
      parts.push(el("tr", {}, el("th", { scope: "row" }, two([zh, en])),
        columns.map((column, n) => stretched(cell(code, column), span(n, columns, widest)))));
    }
    return el("tbody", {}, parts);
  }

  // The last column of a block with fewer columns is as wide as what is left.
  function span(n, columns, widest) {
    return n === columns.length - 1 ? widest - columns.length + 1 : 1;
  }

  function stretched(cell, columns) {
    cell.setAttribute("colspan", columns);
    return cell;
  }

  // 三: rows within groups, columns within groups.
  function matrix(geometry, cell) {
    const columns = Object.entries(geometry.columns);
    const upper = [], lower = [];
    for (const [code, [zh, en, group]] of columns) {
      if (!group) upper.push(el("th", { scope: "col", rowspan: 2 }, two([zh, en])));
      else {
        const members = columns.filter(([, c]) => c[2] === group);
        if (members[0][0] === code) upper.push(el("th", { scope: "colgroup", colspan: members.length }, two(geometry.groups[group])));
        lower.push(el("th", { scope: "col" }, two([zh, en])));
      }
    }
    const head = el("thead", {},
      el("tr", {}, el("th", { colspan: 3, rowspan: 2 }, geometry.corner.join(" ")), upper), el("tr", {}, lower));
    return [head, el("tbody", {}, geometry.rows.map((row, n) => el("tr", {},
      sides(geometry, n), columns.map(([code]) => cell(row[0], code)))))];
  }

  // The headings before a row: a group's stands once, over all its rows.
  function sides(geometry, n) {
    const [, zh, en, within] = geometry.rows[n];
    const made = within.map((group, depth) => {
      const previous = geometry.rows[n - 1];
      if (previous && previous[3][depth] === group) return null;
      const rows = geometry.rows.filter((row) => row[3][depth] === group).length;
      return el("th", { scope: "rowgroup", rowspan: rows, class: "side" }, two(geometry.groups[group]));
    });
    return [...made, el("th", { scope: "row", colspan: 3 - within.length }, two([zh, en]))];
  }

  // 四: the routes stand side by side, so the table is one row.
  function beside(geometry, cell) {
    const columns = Object.entries(geometry.columns);
    const upper = [], middle = [], lower = [], numbers = [];
    geometry.rows.forEach(([code, zh, en, within], n) => {
      const title = two([zh, en]);
      if (!within.length) upper.push(el("th", { scope: "colgroup", colspan: columns.length, rowspan: 2 }, title));
      else {
        const group = geometry.rows.filter((row) => row[3][0] === within[0]);
        if (geometry.rows[n] === group[0]) upper.push(el("th", { scope: "colgroup", colspan: columns.length * group.length }, two(geometry.groups[within[0]])));
        middle.push(el("th", { scope: "colgroup", colspan: columns.length }, title));
      }
      columns.forEach(([column, [czh, cen]]) => {
        lower.push(el("th", { scope: "col" }, two([czh, cen])));
        numbers.push(cell(code, column));
      });
    });
    return [el("thead", {}, [upper, middle, lower].map((cells) => el("tr", {}, cells))), el("tbody", {}, el("tr", {}, numbers))];
  }

  // The list of 2014: heads, and below them numbered rows, each with its unit; rows that the publisher added stand where
  // the report has them.
  function numbered(geometry, cells, cell, words) {
    const head = el("thead", {}, el("tr", {}, [words.indicator, words.unit, geometry.columns[""]].map((title) => el("th", { scope: "col" }, two(title)))));
    const made = [];
    let above = [];
    for (const { code, title, within, unit, depth } of inPlace(geometry, cells, words)) {
      for (const group of within.filter((name) => !above.includes(name))) {
        const [zh, en, deep] = geometry.groups[group];
        made.push(el("tr", { class: `depth-${deep}` }, el("th", { scope: "rowgroup", colspan: 3 }, two([zh, en]))));
      }
      above = within;
      made.push(el("tr", { class: `depth-${depth}` }, el("th", { scope: "row" }, title),
        el("td", { class: "unit" }, cells.get(`${code}/`).unit ?? unit ?? ""), cell(code, "")));
    }
    return [head, el("tbody", {}, made)];
  }

  // The rows of the form, and behind each those of the publisher that stand next in the report.
  function inPlace(geometry, cells, words) {
    const rows = geometry.rows.map(([code, zh, en, within, , unit, depth]) => ({ code, title: two([zh, en]), within, unit, depth }));
    for (const own of [...cells.values()].filter(({ label }) => label)) {
      const before = rows.findLastIndex(({ code }) => precedes(cells.get(`${code}/`).locator, own.locator));
      const at = before < 0 ? rows.length - 1 : before;
      const title = [own.label, " ", el("small", {}, two(words.local_row))];
      rows.splice(at + 1, 0, { code: own.row, title, within: rows[at].within, unit: null, depth: Math.max(1, rows[at].depth) });
    }
    return rows;
  }

  // Whether a place comes before another: page and table first, then column (a list may stand in two halves), then row.
  function precedes(one, other) {
    if (!one || !other) return false;
    const [a, b] = [one, other].map((locator) => {
      const of = (kind) => Number((new RegExp(`(?:^|/)${kind}(\\d+)`).exec(locator) || [0, 0])[1]);
      return ["p", "s", "t", "c", "r", "l"].map(of);
    });
    const first = a.findIndex((n, i) => n !== b[i]);
    return first >= 0 && a[first] < b[first];
  }

  function drawCell(cell, table, report, form, geometry, show) {
    const against = doubts(report.findings, table, cell, geometry);
    const shown = cell.status === "reported" || cell.status === "marked" ? cell.printed : SHOWN[cell.letter];
    const worst = against.length ? severity(against) : "";
    const instead = suggestion(cell, against);
    const label = [names(geometry, cell).join(" "), shown || form.codes.statuses[cell.status][0],
      worst && form.codes.severities[worst][0]].filter(Boolean).join("：");
    const made = el("td", { class: `${cell.status} ${worst}`.trim() },
      el("button", { type: "button", "aria-label": label, onclick: () => show(made, cell, table, against, report, geometry) },
        shown, instead ? el("span", { class: "instead" }, instead) : null));
    return made;
  }

  // What would mend the cell, where all that is said against it agrees on that.
  function suggested(against) {
    const values = new Set(against.map((f) => f.suggestion).filter((s) => s !== undefined));
    return values.size === 1 ? String([...values][0]) : "";
  }

  function suggestion(cell, against) {
    if (cell.corrected !== undefined) return `→ ${cell.corrected}`;
    return suggested(against) ? `→ ${suggested(against)}?` : "";
  }

  function names(geometry, cell) {
    const row = geometry.rows.find(([code]) => code === cell.row);
    return [cell.label ?? row[1], geometry.columns[cell.column][0]];
  }

  // "p4/t1/r7/c5" → page 4, table 1, row 7, column 5.
  function place(locator, words) {
    const kinds = { p: "page", t: "table", r: "row", c: "column", l: "line", f: "field" };
    const parts = locator.split("/").map((part) => /^([ptrclf])(\d+)$/.exec(part)).filter(Boolean);
    const told = parts.map(([, kind, n]) => filled(words[kinds[kind]], { n }));
    return [told.map(([zh]) => zh).join(""), told.map(([, en]) => en).join(", ")];
  }

  // The page on which a cell stands with the tables that were read on it, and the cell's box; null where there are no
  // pages, or no table's lines. A grid is told as its columns in the table `grids`, without its key.
  function page(locator, grids, words) {
    const found = /^((p\d+)\/t\d+)\/r(\d+)\/c(\d+)$/.exec(locator);
    if (!found || !grids[found[1]]) return null;
    const [number, width, height, turn] = grids[found[1]];
    const drawn = Object.keys(grids).filter((grid) => grid.startsWith(`${found[2]}/`)).map((grid) => boxes(grids[grid]));
    const own = boxes(grids[found[1]]).find(({ row, column }) => row === Number(found[3]) && column === Number(found[4]));
    const title = filled(words.on_page, { n: number });
    return el("figure", { class: "page" },
      svg("svg", { viewBox: `-1 -1 ${width + 2} ${height + 2}`, role: "img", "aria-label": title.join(" ") },
        svg("rect", { class: "sheet", x: 0, y: 0, width, height }),
        drawn.flat().map((box) => rectangle(box, "slot")), own ? rectangle(own, "spot") : []),
      el("figcaption", {}, two(title), turn ? [" · ", two(filled(words.turned, { n: turn }))] : null));
  }

  // The cells of a grid by their first row and column, each with its box; one that spans covers the others.
  function boxes([, , , , columns, rows, merged]) {
    const xs = columns.split(" ").map(Number), ys = rows.split(" ").map(Number);
    const spans = (merged || "").split(" ").map((span) => (span.match(/\d+/g) || []).map(Number));
    const made = [];
    for (let row = 1; row < ys.length; row++) {
      for (let column = 1; column < xs.length; column++) {
        const [r1, c1, r2, c2] = spans.find((s) => s[0] <= row && row <= s[2] && s[1] <= column && column <= s[3]) || [row, column, row, column];
        if (r1 === row && c1 === column) made.push({ row, column, x: xs[c1 - 1], y: ys[r1 - 1], width: xs[c2] - xs[c1 - 1], height: ys[r2] - ys[r1 - 1] });
      }
    }
    return made;
  }

  function rectangle({ x, y, width, height }, kind) {
    return svg("rect", { class: kind, x, y, width, height });
  }

  // A link to the source, of a PDF to the page.
  function source(cell, report, words) {
    const address = safeAddress(report.url), number = /^p(\d+)\//.exec(cell.locator);
    if (!address) return null;
    if (!number || report.media_type !== "application/pdf") return [" ", el("a", { href: address, rel: "noreferrer" }, two(words.open_source))];
    const there = `${address.split("#")[0]}#page=${number[1]}`;
    return [" ", el("a", { href: there, rel: "noreferrer" }, two(filled(words.open_page, { n: number[1] })))];
  }

  // What is known of one cell, for the panel below the form.
  function provenance(cell, table, against, report, form, geometry, close) {
    const words = form.words, [row, column] = names(geometry, cell);
    const line = (title, value) => (value === null || value === "" ? [] : [el("dt", {}, two(title)), el("dd", {}, value)]);
    return el("section", { class: "provenance", tabindex: "-1", "aria-label": words.cell.join(" ") },
      el("button", { class: "button", type: "button", onclick: close }, two(words.close)),
      el("strong", {}, `${row} · ${column}`),
      el("div", { class: "told" }, el("dl", {},
        line(words.printed, cell.printed ? `“${cell.printed}”${cell.unit ? ` ${cell.unit}` : ""}` : "–"),
        line(words.status, [two(form.codes.statuses[cell.status]), " · ", two(cell.sound ? words.sound : words.not_sound)]),
        line(words.suggested, suggested(against)),
        line(words.corrected, cell.corrected === undefined ? "" : String(cell.corrected)),
        line(words.inferred, cell.inferred === undefined ? "" : String(cell.inferred)),
        line(words.where, cell.locator ? [two(place(cell.locator, words)), " ", el("code", {}, cell.locator)] : ""),
        line(words.source_file, [el("code", {}, report.source_path || ""), source(cell, report, words)])),
      page(cell.locator, report.grids, words),
      against.length ? el("ul", { class: "findings" }, against.map((f) => finding(f, form))) : null));
  }

  function finding(f, form) {
    return el("li", { class: f.severity },
      el("p", { lang: "zh" }, el("strong", {}, form.rules[f.rule] ? form.rules[f.rule][0] : f.rule), "：", f.message_zh),
      el("p", { lang: "en" }, f.message_en));
  }

  return { draw, listed, unpack, provenance, finding, place };
})();
