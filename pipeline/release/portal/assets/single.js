// The page of `gongkai check --html`: one report, told in the page itself.
"use strict";

(() => {
  const { report, form } = JSON.parse(document.getElementById("told").textContent);
  if (!report) return;
  const { el, two } = gongkai;
  const grade = form.codes.grades[report.grade] || ["", ""];
  document.getElementById("report").replaceChildren(
    el("p", {}, el("span", { class: `badge grade-${report.grade}` }, report.grade), " ", two(grade)),
    el("p", { class: "note" }, two([report.grade_reason_zh, report.grade_reason_en])),
    ...gongkaiReport.draw(report, form));
})();
