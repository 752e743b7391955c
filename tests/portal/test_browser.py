"""The portal in Chromium, as people use it: search, an agency's page, a cell's provenance, comparison, SQL, filters;
by keyboard, on a phone, on paper, without scripts, from disk. The fixture `page` fails on any error of a script, any
request to another host and any breach of the policy.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline import page_command
from pipeline.read import read
from pipeline.release.guard import guarded
from pipeline.release.index import read_index
from pipeline.release.portal.pages import query
from pipeline.release.portal.shards import place
from schemas.load import STATISTICS, table
from tests.portal.conftest import ADDED, ADDRESS, CHAIN, RAW, TITLE

expect = pytest.importorskip("playwright.sync_api").expect
Axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe

BROKEN = place("320813-淮安市洪泽区人民政府")
AGENCY = place(f"321322-{CHAIN}")
HARMFUL = place(f"321322-{TITLE.partition('2022')[0].replace(' ', '')}")
FAILING = f"publisher.html#{BROKEN}@{quote('淮安市洪泽区人民政府-2023')}"
DOCUMENT = RAW / "documents" / "江苏" / "洪泽区人民政府2023年政府信息公开工作年度报告.pdf"
needs_libraries = pytest.mark.skipif(not query.is_set_up(), reason="the query page's libraries: make setup-portal")

PAGES = {
    "front": "index.html",
    "agency": FAILING,
    "chain": f"publisher.html#{AGENCY}",
    "list": f"publisher.html#{AGENCY}@{quote(CHAIN + '-2016')}",
    "compare": f"compare.html#{AGENCY}&{BROKEN}",
    "divisions": "divisions/index.html",
    "division": "divisions/321322.html",
    "ranking": "ranking.html",
    "findings": "findings/index.html",
    "rule": "findings/route.html",
    "query": "query.html",
    "data": "data.html",
}


def ready(page) -> None:
    """Wait until the scripts have drawn what they draw."""
    page.wait_for_load_state("networkidle")


def cell(page, status: str = "error", name: str = "reviews_litigation"):
    return page.locator(f".form-{name} td.{status} button").first


# ── search ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("洪泽", "淮安市洪泽区人民政府"),
        ("泽区人民", "淮安市洪泽区人民政府"),
        ("上海市科委", "上海市科学技术委员会"),
        ("hashzq", "淮安市洪泽区人民政府"),
        ("HZQRMZF", "淮安市洪泽区人民政府"),
        ("宿迁市 发展", CHAIN),
        ("江苏省 洪泽", "淮安市洪泽区人民政府"),
    ],
)
def test_search_finds_by_part_alias_initials_and_division(page, address: str, typed: str, found: str):
    page.goto(address)
    page.fill("#query", typed)
    expect(page.locator("#found li").first).to_contain_text(found)
    expect(page.locator("#found-status")).to_contain_text("个结果")


def test_search_says_when_nothing_is_found(page, address: str):
    page.goto(address)
    page.fill("#query", "乌有")
    expect(page.locator("#found-status")).to_contain_text("没有找到")
    assert page.locator("#found li").count() == 0


def test_search_works_by_keyboard_alone(page, address: str):
    page.goto(address)
    page.focus("#query")
    page.keyboard.type("江苏")
    expect(page.locator("#found li")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#found [aria-selected='true']")
    assert page.get_attribute("#query", "aria-activedescendant") == chosen.get_attribute("id")
    name = chosen.locator("a").inner_text().splitlines()[0]
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)


# ── an agency's page ────────────────────────────────────────────────────────────────────────────────────


def test_a_failing_cell_tells_equation_place_and_source(page, address: str):
    page.goto(address + FAILING)
    expect(cell(page)).to_have_text("10")
    cell(page).click()
    panel = page.locator(".provenance")
    expect(panel).to_contain_text("10 + 1 + 0 + 0 ≠ 0")
    expect(panel).to_contain_text("四种结果之和等于总计")
    expect(panel).to_contain_text("第 2 页")
    expect(panel.locator("code").first).to_have_text(re.compile(r"^p2/t\d+/r\d+/c\d+$"))
    assert panel.locator("a").get_attribute("href") == f"{ADDRESS}#page=2"
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('td').className").startswith("reported error")


def test_a_cell_of_a_page_is_shown_where_it_stood(page, address: str):
    """Its box is the one that the reader saw, and it lies in the drawn page."""
    page.goto(address + FAILING)
    read_at = {c.place.locator: c.place.box for grid in read(DOCUMENT.read_bytes()).grids() for c in grid.cells()}
    for status, name in (("error", "reviews_litigation"), ("reported", "applications")):
        cell(page, status, name).click()
        drawn = page.locator(".provenance .page")
        box = read_at[page.locator(".provenance dd code").first.inner_text()]
        spot = [float(drawn.locator(".spot").get_attribute(name)) for name in ("x", "y", "width", "height")]
        assert spot == pytest.approx([box.left, box.top, box.right - box.left, box.bottom - box.top], abs=0.2)
        assert drawn.locator(".slot").count() > 20
        outer, inner = (drawn.locator(part).bounding_box() for part in (".sheet", ".spot"))
        assert outer["x"] < inner["x"] and inner["y"] + inner["height"] < outer["y"] + outer["height"]


def test_a_cell_of_another_form_tells_its_row_in_the_source(page, address: str):
    page.goto(f"{address}publisher.html#{AGENCY}")
    page.locator(".form-applications td button").first.click()
    expect(page.locator(".provenance")).to_contain_text("第 2 个表格")
    expect(page.locator(".provenance .page")).to_have_count(0)


def test_a_suggested_value_stands_beside_what_is_printed(page, address: str):
    page.goto(f"{address}publisher.html#{place('310000-上海市人民政府办公厅')}")
    doubtful = page.locator(".form td.warning .instead").first
    expect(doubtful).to_have_text(re.compile(r"^→ \d+\?$"))
    doubtful.click()
    expect(page.locator(".provenance")).to_contain_text("建议值（推断）")


def test_the_form_stands_as_printed_blanks_and_marks_too(page, address: str):
    page.goto(f"{address}publisher.html#{place('310000-上海市人民政府办公厅')}")
    blank = page.locator(".form td.blank button")
    expect(blank.first).to_have_text("")
    assert blank.count() > 100
    marked = page.locator(".form td.marked button")
    page.goto(f"{address}publisher.html#{AGENCY}@{quote(CHAIN + '-2022')}")
    expect(marked.first).to_have_text(re.compile(r"^[/\\—\-无–－]+$"))


@pytest.mark.parametrize(("statistics", "told"), [(None, ["该报告没有这张表"] * 3), (2014, [])])
def test_a_table_that_is_not_there_is_named(page, address: str, statistics: int | None, told: list[str]):
    """But not in a report of the years up to 2018, whose list has no such tables."""
    page.goto(f"{address}publisher.html#{AGENCY}")
    ready(page)
    drawn = page.evaluate(
        "async (year) => gongkaiForm.draw({ tables: {}, findings: [], layout_statistics: year },"
        "await gongkai.load('form', 'form'), () => {}).map((part) => part.textContent)",
        statistics,
    )
    assert len(drawn) == len(told)
    assert all(words in text for words, text in zip(told, drawn, strict=True))


def test_the_list_of_2014_is_drawn_as_its_notice_prints_it(page, address: str):
    """Heads, numbered rows with their units, and where the report has it the row that the agency added."""
    page.goto(address + PAGES["list"])
    rows = page.locator(".form-statistics_2014 tbody tr")
    expect(rows.first).to_have_text(re.compile("^一、主动公开情况"))
    assert rows.count() == len(shape := table(STATISTICS, 2014).rows) + len(table(STATISTICS, 2014).groups) + 1
    added = rows.filter(has_text=ADDED)
    expect(added.locator("td")).to_have_text(["件", "1"])
    assert [added.locator(f"xpath={way}-sibling::tr[1]/th").inner_text()[:7] for way in ("preceding", "following")] == [
        shape["requests_by_letter"].zh[:7], shape["handled"].zh[:7]]  # fmt: skip
    failing = page.locator(".form-statistics_2014 td.warning button")
    expect(failing).to_have_text(["3", "2", "0"])
    failing.first.click()
    expect(page.locator(".provenance")).to_contain_text("2 + 0 ≠ 3")
    expect(page.locator(".provenance")).to_contain_text("第 1 个表格")
    expect(page.locator(".formbox")).to_have_count(1)


def test_the_panel_of_a_cell_is_in_sight_wherever_the_cell_stands(page, address: str):
    page.goto(address + PAGES["list"])
    chosen = page.locator(".form-statistics_2014 td.reported button").first
    chosen.click()
    expect(page.locator(".provenance")).to_be_in_viewport()
    expect(chosen).to_be_in_viewport()


def test_only_the_cells_of_a_broken_equation_are_coloured(page, address: str):
    """Not all of the column in which it is broken."""
    page.goto(address + FAILING)
    ready(page)
    told = page.evaluate(
        "async () => { const form = await gongkai.load('form', 'form');"
        "const report = { findings: [{ table: 'applications', rule: 'balance', column: 'total', severity: 'error', message_zh: '', message_en: '' }],"
        "tables: { applications: { edition: 2021, s: 'r'.repeat(175), v: Array(175).fill(1), l: [''], u: [], ocr: [], p: {}, i: {}, c: {}, units: {} } } };"
        "return gongkaiForm.draw(report, form, () => {})[1].querySelectorAll('td.error').length; }"
    )
    assert told == len({code for i in table("applications", 2021).identities if i.code == "balance" for code in (*i.left, *i.right)})


def test_years_are_drawn_and_the_chain_shows_its_breaks(page, address: str):
    page.goto(f"{address}publisher.html#{AGENCY}")
    expect(page.locator("svg.chart")).to_have_count(2)
    assert page.locator("svg.chart rect").count() >= 12
    chain = page.locator(".chain")
    expect(chain.locator(".link")).to_have_count(4)
    expect(chain.locator(".joint.broken").first).to_contain_text("≠")
    page.locator(".years a", has_text="2022").click()
    expect(page.locator("h2", has_text="2022年政府信息公开工作年度报告")).to_be_visible()


def test_a_chain_that_fits_has_no_break(page, address: str):
    page.goto(f"{address}publisher.html#{BROKEN}")
    expect(page.locator(".chain .joint")).to_contain_text("=")
    expect(page.locator(".chain .joint.broken")).to_have_count(0)


def test_prose_is_told_with_its_figures_marked(page, address: str):
    page.goto(f"{address}publisher.html#{place('310000-上海市科学技术委员会')}")
    page.locator("summary").click()
    expect(page.locator(".prose mark.agrees")).to_have_count(8)
    assert "·" in page.locator(".prose mark.agrees").first.get_attribute("title")
    expect(page.locator(".prose mark.differs")).to_have_count(0)


def test_prose_that_contradicts_the_tables_is_marked(page, address: str):
    page.goto(f"{address}publisher.html#{HARMFUL}")
    page.locator("summary").click()
    expect(page.locator(".prose mark.differs").first).to_have_text("全年收到申请3件")


def test_what_means_harm_is_shown_as_text(page, address: str):
    page.goto(f"{address}publisher.html#{HARMFUL}")
    expect(page.locator("h1")).to_contain_text("<script>window.harmed")
    page.locator("summary").click()
    expect(page.locator(".prose").first).to_contain_text("<script>window.harmed = true</script>\"'<img")
    page.goto(f"{address}divisions/321322.html")
    expect(page.locator("tbody")).to_contain_text("<script>")
    assert page.evaluate("window.harmed") is None
    page.goto(address)
    page.fill("#query", "script")
    expect(page.locator("#found li")).to_contain_text("<script>window.harmed")
    assert page.evaluate("window.harmed") is None


def test_an_agency_that_is_not_there_is_said_to_be_missing(browser, address: str):
    page = browser.new_page()
    for hash in ("00/00000000000000", "../../x", ""):
        page.goto("about:blank")
        page.goto(f"{address}publisher.html#{hash}")
        expect(page.locator("main")).to_contain_text("没有这个机关的数据")
    page.close()


# ── comparison, findings, query, data ───────────────────────────────────────────────────────────────────


def test_two_agencies_and_two_years_are_compared(page, address: str):
    page.goto(address + "compare.html")
    page.fill("#left", CHAIN)
    page.locator("#left-found a").click()
    expect(page.locator("#compared h2")).to_contain_text(f"{CHAIN} 2024 — {CHAIN} 2024")
    page.fill("#right", "洪泽")
    page.locator("#right-found a").click()
    expect(page.locator("#compared h2")).to_contain_text(f"{CHAIN} 2024 — 淮安市洪泽区人民政府 2024")
    row = page.locator("#compared tr", has_text="一、本年新收政府信息公开申请数量 · 总计")
    expect(row.locator("td")).to_have_text(["77", "95", "+18"])
    page.select_option("#right-year", label="2023 (B)")
    expect(page.locator("#compared h2")).to_contain_text("淮安市洪泽区人民政府 2023")
    expect(page.locator("#compared td.doubt").first).to_be_visible()


def test_two_lists_are_compared_without_the_rows_of_their_own(page, address: str):
    year = quote(f"{CHAIN}-2016")
    page.goto(f"{address}compare.html#{AGENCY}@{year}&{AGENCY}@{year}")
    row = page.locator("#compared tr", has_text="1.按时办结数")
    expect(row.locator("td")).to_have_text(["2", "2", "–"])
    expect(page.locator("#compared")).not_to_contain_text(ADDED)


def test_findings_are_filtered_by_year_and_words(page, address: str):
    page.goto(address + "findings/copied_section.html")
    expect(page.locator("#filter")).to_be_visible()
    listed = page.locator("#list li")
    every = listed.count()
    page.fill("#text", "没有这样的字")
    expect(listed).to_have_count(0)
    page.fill("#text", "")
    expect(listed).to_have_count(every)
    page.select_option("#year", "2022")
    expect(page.locator("#shown")).to_have_text(str(listed.count()))
    assert 0 < listed.count() <= every
    page.fill("#text", "321322")
    expect(page.locator("#shown")).to_have_text(str(every))


def test_findings_are_downloaded(page, address: str):
    page.goto(address + "findings/route.html")
    with page.expect_download() as told:
        page.locator("a[download]").click()
    rows = list(csv.DictReader(told.value.path().read_text("utf-8").splitlines()))
    assert [row["rule"] for row in rows] == ["route", "route"]


@needs_libraries
def test_a_query_is_run_and_its_result_downloaded(page, address: str):
    page.goto(address + "query.html")
    page.locator("#ask button[type=submit]").click()
    expect(page.locator("#result tbody tr").first).to_have_text(re.compile(rf"{CHAIN}\s*2022\s*912"))
    page.fill("#sql", "select printed, value from reviews_litigation where report_id like '%洪泽%2023' order by value desc limit 2")
    page.locator("#ask button[type=submit]").click()
    expect(page.locator("#told")).to_contain_text("2 × 2")
    with page.expect_download() as told:
        page.locator("#save").click()
    text = told.value.path().read_bytes().decode("utf-8-sig")
    assert text == '"printed","value"\r\n"10",10\r\n"5",5\r\n'


@needs_libraries
def test_no_spreadsheet_runs_what_a_query_found(page, address: str):
    texts = ["=1+1", "　＝1", "-3", "'=1", 'a "b"']
    page.goto(address + "query.html")
    page.fill("#sql", "select " + ", ".join("'" + text.replace("'", "''") + "'" for text in texts))
    page.locator("#ask button[type=submit]").click()
    with page.expect_download() as told:
        page.locator("#save").click()
    (_, found) = csv.reader(told.value.path().read_bytes().decode("utf-8-sig").splitlines())
    assert found == [guarded(text) for text in texts]


@needs_libraries
def test_a_query_that_is_wrong_says_so(page, address: str):
    page.goto(address + "query.html")
    page.fill("#sql", "select a from nowhere")
    page.locator("#ask button[type=submit]").click()
    expect(page.locator("#told")).to_contain_text("no such table")


def test_a_citation_is_copied(browser, address: str):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "data.html")
    page.locator("#cite ~ .copybox button").click()
    expect(page.locator("#cite ~ .copybox button")).to_contain_text("已复制")
    assert "CC BY 4.0" in page.evaluate("navigator.clipboard.readText()")
    context.close()


# ── safety ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["index.html", FAILING, "query.html"])
def test_the_policy_stops_a_script_that_was_put_in(browser, address: str, path: str):
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda told: said.append(told.text))
    page.goto(address + path)
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.harmed = true'; document.body.append(s);"
        "const i = new Image(); i.src = 'https://example.org/x.png'; document.body.append(i); }"
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.harmed") is None
    assert sum("Content Security Policy" in text for text in said) == 2
    page.close()


# ── one report alone ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def single(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `gongkai check --html` writes of a report with an error."""
    folder = tmp_path_factory.mktemp("single")
    with chdir(folder):
        assert page_command.run(DOCUMENT) == 1
    return folder / f"{DOCUMENT.name}.html"


def test_the_page_of_one_report_tells_a_failing_cell(page, single: Path):
    page.goto(single.as_uri())
    expect(page.locator("h1")).to_contain_text("洪泽区人民政府2023年")
    cell(page).click()
    expect(page.locator(".provenance")).to_contain_text("10 + 1 + 0 + 0 ≠ 0")
    expect(page.locator(".provenance .page .spot")).to_have_count(1)
    expect(page.locator(".prose").first).to_be_visible()


# ── from disk, without scripts, on paper, on a phone ────────────────────────────────────────────────────


def test_all_but_the_query_works_from_disk(page, published: Path):
    portal = (published / "portal").as_uri()
    page.goto(f"{portal}/index.html")
    page.fill("#query", "hzq")
    page.locator("#found a").first.click()
    expect(page.locator(".form-applications")).to_be_visible()
    page.locator("summary").click()
    expect(page.locator(".prose").first).to_be_visible()
    page.goto(f"{portal}/compare.html#{AGENCY}&{BROKEN}")
    expect(page.locator("#compared table").first).to_be_visible()
    page.goto(f"{portal}/findings/copied_section.html")
    expect(page.locator("#filter")).to_be_visible()


@needs_libraries
def test_from_disk_the_query_page_says_what_it_needs(browser, published: Path):
    page = browser.new_page()
    page.goto((published / "portal" / "query.html").as_uri())
    expect(page.locator("#from-disk")).to_be_visible()
    page.close()


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("agency", "chain", "list", "compare", "query")])
def test_a_page_reads_without_scripts(browser, address: str, name: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGES[name])
    expect(page.locator("h1")).to_be_visible()
    assert len(page.locator("main").inner_text()) > 200
    context.close()


@pytest.mark.parametrize("path", ["publisher.html", "compare.html"])
def test_without_scripts_the_others_say_that_they_need_them(browser, address: str, path: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + path)
    expect(page.locator("main")).to_contain_text("本页需要 JavaScript")
    context.close()


def test_on_paper_there_is_the_form_and_no_navigation(page, address: str):
    page.goto(address + FAILING)
    expect(cell(page)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".form-applications")).to_be_visible()
    for part in ("header.top", ".years", "footer.foot"):
        expect(page.locator(part)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.formbox')).overflowX") == "visible"


@pytest.mark.parametrize("name", list(PAGES))
def test_on_a_phone_nothing_sticks_out(page, address: str, name: str):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + PAGES[name])
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_dark_is_dark(page, address: str):
    page.goto(address)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert [sum(map(int, re.findall(r"\d+", colour)[:3])) > 380 for colour in (light, dark)] == [True, False]


# ── for everybody ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [*PAGES, "single"])
def test_axe_finds_nothing_serious(page, address: str, single: Path, name: str):
    page.goto(single.as_uri() if name == "single" else address + PAGES[name])
    ready(page)
    if name in ("agency", "single"):
        cell(page).click()
    found = Axe().run(page)
    assert len(found.response["passes"]) > 15
    assert serious(found) == []
    page.emulate_media(color_scheme="dark")
    assert serious(Axe().run(page, options={"runOnly": ["color-contrast"]})) == []


def serious(results) -> list[str]:
    return [
        f"{found['id']}: {node['html'][:160]}"
        for found in results.response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(page, address: str):
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


@pytest.mark.parametrize("name", ["front", "rule", "query", "compare"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(page, address: str, name: str):
    page.goto(address + PAGES[name])
    ready(page)
    wanted = page.evaluate(
        "() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')]"
        ".filter((e) => e.checkVisibility() && !e.disabled && e.tabIndex >= 0).length"
    )
    seen = list(_stops(page))
    assert len(seen) >= wanted
    assert all(outline for _, outline in seen), [html for html, outline in seen if not outline]


def _stops(page) -> Iterator[tuple[str, bool]]:
    """What the key Tab stops at, from the first to the last, and whether it is outlined there."""
    for _ in range(400):
        page.keyboard.press("Tab")
        html, outline, first = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e), again = e.seen || e === document.body; e.seen = true;"
            "return [e.outerHTML.slice(0, 120), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0, !again]; }"
        )
        if not first:
            return
        yield html, outline


def test_the_cells_of_the_form_are_reached_and_opened_by_keyboard(page, address: str):
    page.goto(address + FAILING)
    cell(page).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".provenance")).to_be_visible()
    label = cell(page).get_attribute("aria-label")
    assert "行政复议" in label and "10" in label and "错误" in label


def test_the_release_that_is_shown_is_the_latest(page, address: str, published: Path):
    page.goto(address)
    expect(page.locator("footer")).to_contain_text(read_index(published)["latest"])
