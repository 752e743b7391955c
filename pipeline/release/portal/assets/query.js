// SQL in the browser: the tables that a query names are fetched from the release, read and put into a database in memory.
import { asyncBufferFromUrl, parquetMetadataAsync, parquetReadObjects, parquetSchema } from "../vendor/hyparquet/index.js";
import { decompress } from "../vendor/fzstd/index.js";

const { el } = gongkai;
const MOST_BYTES = 40 * 1024 * 1024;
const SHOWN = 500;
const COMPRESSORS = { ZSTD: (input, length) => decompress(input, new Uint8Array(length)) };
const ask = document.getElementById("ask"), sql = document.getElementById("sql"), told = document.getElementById("told");
const question = document.getElementById("question"), save = document.getElementById("save"), result = document.getElementById("result");
const sizes = JSON.parse(ask.dataset.sizes);
let database = null, last = null;

if (location.protocol === "file:") document.getElementById("from-disk").hidden = false;
ask.hidden = false;
sql.value = question.value;
question.addEventListener("change", () => { sql.value = question.value; });
save.addEventListener("click", download);
ask.addEventListener("submit", async (event) => {
  event.preventDefault();
  told.textContent = "…";
  try {
    show(await run(sql.value));
  } catch (error) {
    told.textContent = error.message;
  }
});

async function run(text) {
  database ??= new (await initSqlJs({ locateFile: (name) => `${gongkai.root}vendor/sql.js/${name}` })).Database();
  for (const name of Object.keys(sizes)) {
    if (new RegExp(`\\b${name}\\b`, "i").test(text)) await fill(name);
  }
  const started = performance.now();
  const [found] = database.exec(text);
  return { columns: found?.columns ?? [], rows: found?.values ?? [], seconds: (performance.now() - started) / 1000 };
}

const filled = new Set();

async function fill(name) {
  if (filled.has(name)) return;
  if (sizes[name] > MOST_BYTES) throw new Error(`${name}: ${Math.round(sizes[name] / 1048576)} MB; download it and use DuckDB`);
  const file = await asyncBufferFromUrl({ url: new URL(`${ask.dataset.release}${name}.parquet`, location.href).href });
  const metadata = await parquetMetadataAsync(file);
  const columns = parquetSchema(metadata).children.map((child) => child.element.name);
  const quoted = columns.map((column) => `"${column}"`).join(", ");
  const rows = await parquetReadObjects({ file, metadata, compressors: COMPRESSORS });
  database.run(`create table "${name}" (${quoted})`);
  database.run("begin");
  const insert = database.prepare(`insert into "${name}" values (${columns.map(() => "?").join(", ")})`);
  for (const row of rows) insert.run(columns.map((column) => plain(row[column])));
  insert.free();
  database.run("commit");
  filled.add(name);
}

function plain(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return value;
}

function show({ columns, rows, seconds }) {
  last = { columns, rows };
  save.disabled = !rows.length;
  told.textContent = `${rows.length} × ${columns.length}, ${seconds.toFixed(2)} s`;
  result.replaceChildren(el("table", { class: "figures" },
    el("thead", {}, el("tr", {}, columns.map((column) => el("th", { scope: "col" }, column)))),
    el("tbody", {}, rows.slice(0, SHOWN).map((row) => el("tr", {}, row.map((value) =>
      el("td", { class: typeof value === "string" ? "text" : null }, value === null ? "" : String(value))))))));
}

// Text that a spreadsheet could take for a formula gets an apostrophe before it.
function field(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

function download() {
  const lines = [last.columns, ...last.rows].map((row) => row.map(field).join(","));
  const address = URL.createObjectURL(new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv" }));
  el("a", { href: address, download: "gongkai.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
