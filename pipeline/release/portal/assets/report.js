// One report: what was found wrong, the official form with a panel that tells where a cell was read, and the prose.
"use strict";

const gongkaiReport = (() => {
  const { el, two } = gongkai;

  // `fetched()` gives the prose of a report that does not hold its own.
  function draw(report, form, fetched) {
    return [findings(report, form), forms(report, form), prose(report, form, fetched)];
  }

  function findings(report, form) {
    const words = form.words;
    const sorted = ["error", "warning", "info"].flatMap((s) => report.findings.filter((f) => f.severity === s));
    return el("section", {}, el("h2", {}, two(words.findings), ` ${sorted.length}`),
      sorted.length ? el("ul", { class: "findings" }, sorted.map((f) => gongkaiForm.finding(f, form))) : el("p", { class: "note" }, two(words.no_findings)));
  }

  function forms(report, form) {
    const words = form.words;
    const panel = el("div", { class: "panel", "aria-live": "polite" });
    let chosen = null;
    const show = (cell, told, table, against, of, geometry) => {
      if (chosen) chosen.classList.remove("chosen");
      chosen = cell;
      cell.classList.add("chosen");
      const close = () => { panel.replaceChildren(); cell.classList.remove("chosen"); cell.firstChild.focus(); };
      panel.replaceChildren(gongkaiForm.provenance(told, table, against, of, form, geometry, close));
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") panel.querySelector("button")?.click(); });
    return el("section", {}, el("h2", {}, two(words.form)), gongkaiForm.draw(report, form, show), panel);
  }

  // The prose stands in a shard of its own, or in the report itself where a page holds but one.
  function prose(report, form, fetched) {
    const box = el("div", {});
    const show = (told) => box.replaceChildren(legend(form.words), ...told.sections.filter((s) => s.text).map((s) => el("section", {},
      el("h3", {}, s.heading || s.section), el("div", { class: "prose" }, highlighted(s, told.figures, form)))));
    if (report.sections) show(report);
    const made = el("details", { open: Boolean(report.sections) }, el("summary", {}, el("h2", {}, two(form.words.prose))), box);
    if (!report.sections) {
      made.addEventListener("toggle", async () => {
        if (!box.firstChild) show(await fetched());
      });
    }
    return made;
  }

  function legend(words) {
    const [zh, en] = words.prose_legend.map((text) => text.split(" | "));
    return el("ul", { class: "legend prose-legend" }, ["agrees", "differs", ""].map((tone, n) =>
      el("li", {}, el("mark", { class: tone }, "123"), " ", two([zh[n], en[n]]))));
  }

  function tone(reconciliation) {
    if (!reconciliation) return "";
    if (reconciliation === "contradicts") return "differs";
    return reconciliation.startsWith("agrees") || reconciliation === "sum_of_breakdown" ? "agrees" : "";
  }

  // The section's text with its figures marked: those that agree with the tables, those that differ, the others.
  // Offsets count characters (code points), as the published columns do.
  function highlighted(section, figures, form) {
    const characters = Array.from(section.text), made = [];
    let at = 0;
    const own = figures.filter((f) => f.section === section.section && f.start !== null).sort((a, b) => a.start - b.start);
    for (const f of own) {
      if (f.start < at) continue;
      const kind = form.codes.reconciliations[f.reconciliation] || ["", ""];
      const subject = form.codes.subjects[f.subject] || [f.subject, f.subject];
      made.push(characters.slice(at, f.start).join(""),
        el("mark", { class: tone(f.reconciliation), title: `${subject[0]} ${f.value} · ${kind[0]}` },
          characters.slice(f.start, f.end).join("")));
      at = f.end;
    }
    return [...made, characters.slice(at).join("")];
  }

  return { draw };
})();
