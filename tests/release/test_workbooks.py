"""The workbooks: what Parquet holds stands in the cells below the form's header, and nothing runs."""

import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.release.build import Build
from pipeline.release.errors import PublishError, explained
from pipeline.release.xlsx import workbook as writing
from pipeline.release.xlsx import workbooks
from pipeline.release.xlsx.cache import KEPT, Cache
from pipeline.release.xlsx.header import header, with_local_rows
from pipeline.release.xlsx.looks import LONGEST, TINTS, shown
from pipeline.release.xlsx.rows import FRONT
from schemas.load import CELLS, STATISTICS, TABLES, codelist, shapes, table
from tests.release.making import build, form, whole
from tests.release.small import cell, finding, row

HOSTILE = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "http://a.b/", "12", "-3", "{=1}", "a\x00\x1bb\x0b\uffff", "_x0041_",
           "<r><t>a</t></r>", "</t></is></c><c><f>1</f></c>", "'=1", "\ufeff=1", "x" * (LONGEST + 9)]  # fmt: skip


def opened(made: Build, name: str = "2023") -> openpyxl.Workbook:
    return loaded(made.folder / "xlsx" / f"{name}.xlsx")


@cache
def loaded(path: Path) -> openpyxl.Workbook:
    """Read once a test: openpyxl takes its time over merged cells."""
    return openpyxl.load_workbook(path)


def sheet(made: Build, name: str, edition: int = 2021) -> Worksheet:
    return opened(made)[f"表{table(name, edition).number}（{edition}年版）"]


def below(sheet: Worksheet, name: str, edition: int = 2021) -> list[Mapping[tuple[str, str], Any]]:
    """The reports of a sheet, each as form cell → cell of the sheet."""
    laid = header(table(name, edition))
    return [dict(zip(laid.cells, line[len(FRONT) :], strict=True)) for line in sheet.iter_rows(min_row=laid.depth + 2)]


# The header


def test_table_three_lies_on_its_side_below_merged_labels(tmp_path: Path):
    made = build(tmp_path, reports=[whole()])
    workbooks(made)
    found = sheet(made, "applications")
    merged = {str(area): found[str(area).split(":")[0]].value for area in found.merged_cells.ranges}
    # publisher … source_path fill A to H; each item has seven columns, the first is 一、本年新收
    assert merged["A2:A6"] == "发布机关" and merged["H2:H6"] == "文件路径"
    assert merged["I2:O4"] == "一、本年新收政府信息公开申请数量"
    assert merged["W2:FT2"] == "三、本年度办理结果"
    assert merged["AK3:CN3"] == "（三）不予公开"
    assert merged["AK4:AQ4"] == "1.属于国家秘密"
    assert merged["I5:I6"] == "自然人" and merged["J5:N5"] == "法人或其他组织" and merged["O5:O6"] == "总计"
    assert [found.cell(6, 10 + n).value for n in range(5)] == ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    assert found.freeze_panes == "C7"
    assert found["A1"].value == "三、收到和处理政府信息公开申请情况　2023　国家格式2021年版　每行一份报告"


@pytest.mark.parametrize(("name", "edition"), [(name, edition) for name in CELLS for edition in shapes(name)])
def test_the_labels_cover_each_place_of_the_header_once(name: str, edition: int):
    laid = header(table(name, edition))
    covered = [
        (level, column) for x in laid.labels
        for level in range(x.top, x.bottom + 1) for column in range(x.left, x.right + 1)
    ]  # fmt: skip
    assert sorted(covered) == [(level, column) for level in range(laid.depth) for column in range(len(laid.cells))]


# The cells


@pytest.mark.parametrize("edition", shapes("applications"))
def test_every_cell_of_every_table_is_the_parquets(tmp_path: Path, edition: int):
    made = build(tmp_path, reports=[whole(edition)], **{name: form(name, edition) for name in TABLES})
    workbooks(made)
    for name in TABLES:
        (found,) = below(sheet(made, name, edition), name, edition)
        wanted = pq.read_table(made.folder / f"{name}.parquet").to_pylist()
        key = table(name, edition).key
        assert {codes: shown.value for codes, shown in found.items()} == {(r[key[0]], r[key[1]]): r["value"] for r in wanted}
        assert {shown.data_type for shown in found.values()} == {"n"}


def test_the_list_of_2014_has_its_counts_and_then_the_rows_that_publishers_added(tmp_path: Path):
    counts = form(STATISTICS, 2014, year=2016)
    own = [{"indicator": "local_item_01", "local_label": "=点击数", "unit": "次"}, {"indicator": "local_item_02", "local_label": "粉丝数"}]
    added = [counts[0] | given | {"value": 7} for given in own]
    other = [c | {"report_id": "s"} for c in counts[:1]]
    wrong = finding(finding_id="1", table=STATISTICS, item="requests", column=None, severity="error", message_zh="甲")
    reports = [whole(2014, year=2016), whole(2014, year=2016, report_id="s"), whole(2014, year=2017, report_id="t")]
    made = build(tmp_path, reports=reports, statistics_2014=[*counts, *added, *other], findings=[wrong])
    workbooks(made)
    found = opened(made, "2016")["统计表（2014年版）"]
    laid = header(with_local_rows(table(STATISTICS, 2014), 2))
    first, second = (
        dict(zip(laid.cells, line[len(FRONT) :], strict=True)) for line in found.iter_rows(min_row=laid.depth + 2)
    )
    assert [first[c["indicator"], ""].value for c in counts] == [c["value"] for c in counts]
    assert [(first[o["indicator"], "label"].value, first[o["indicator"], ""].value) for o in own] == [("=点击数", 7), ("粉丝数", 7)]
    assert first["local_item_01", "label"].data_type == "s" and first["local_item_01", ""].number_format == 'General"次"'
    assert [code for code, c in second.items() if c.value is not None] == [(counts[0]["indicator"], "")]
    assert {code for code, c in first.items() if c.comment} == {("requests", "")}
    assert "统计数（条）" in [c.value for c in found[laid.depth + 1]]
    assert "地方自设指标1" not in [c.value for line in opened(made, "2017")["统计表（2014年版）"].iter_rows() for c in line]


def test_what_stands_in_front_is_what_reports_say(tmp_path: Path):
    given = {"division_code": "320829", "url": "https://a.b/=1", "source_path": "江苏/a.pdf", "grade": "B"}
    made = build(tmp_path, reports=[whole(**given), whole(report_id="s", is_current=False)])
    workbooks(made)
    first, second = sheet(made, "applications").iter_rows(min_row=7, max_col=len(FRONT), values_only=True)
    assert first == ("某县人民政府", 2023, "320829", "B", "是", "r", "https://a.b/=1", "江苏/a.pdf")
    assert second == ("某县人民政府", 2023, None, "A", "否", "s", None, "r.txt")


def test_blanks_marks_and_what_was_not_read_are_told_apart(tmp_path: Path):
    told = {
        "new_received": {"value": None, "status": "blank", "printed": ""},
        "carried_in": {"value": None, "status": "marked", "printed": "-"},
        "granted": {"value": None, "status": "unreadable", "printed": "1O"},
        "partially_granted": {"value": None, "status": "missing", "printed": None},
        "carried_out": {"value": 0},
    }
    made = build(tmp_path, reports=[whole()], applications=[cell(item=item, **given) for item, given in told.items()])
    workbooks(made)
    (found,) = below(sheet(made, "applications"), "applications")
    shown = {item: found[item, "total"] for item in told}
    missing, unreadable = (codelist("statuses")[code].title_zh for code in ("missing", "unreadable"))
    assert [c.value for c in shown.values()] == [None, "-", f"〔{unreadable}〕1O", f"〔{missing}〕", 0]
    assert [c.fill.fgColor.rgb[2:] == TINTS["unread"][1:] for c in shown.values()] == [False, False, True, True, False]


def test_a_unit_that_is_not_the_forms_stands_behind_the_number(tmp_path: Path):
    cells = [
        row("proactive_disclosure", report_id="r", year=2023, item="fees", measure="amount", status="reported", value=0.5, unit="元", sound=True),
        row("proactive_disclosure", report_id="r", year=2023, item="licensing", measure="decisions", status="reported", value=7, unit="件", sound=True),
    ]  # fmt: skip
    made = build(tmp_path, reports=[whole()], proactive_disclosure=cells)
    workbooks(made)
    (found,) = below(sheet(made, "proactive_disclosure"), "proactive_disclosure")
    fee, licences = found["fees", "amount"], found["licensing", "decisions"]
    assert (fee.value, fee.number_format, licences.number_format) == (0.5, 'General"元"', "General")


def test_each_edition_has_a_sheet_of_its_own_and_each_year_a_workbook(tmp_path: Path):
    reports = [whole(), whole(2019, report_id="s"), whole(report_id="t", year=None)]
    workbooks(made := build(tmp_path, reports=reports))
    assert sorted(path.name for path in (made.folder / "xlsx").glob("*.xlsx")) == ["2023.xlsx", "unknown-year.xlsx"]
    assert opened(made).sheetnames == [
        "说明", *(f"表{number}（{edition}年版）" for edition in (2021, 2019) for number in "二三四")
    ]  # fmt: skip
    assert opened(made, "unknown-year")["表三（2021年版）"]["F7"].value == "t"


# Doubts


def test_failing_cells_are_tinted_and_commented(tmp_path: Path):
    against = {"table": "applications", "severity": "error"}
    findings = [
        finding(finding_id="1", **against, item="granted", column="total", message_zh="甲", suggestion="6"),
        finding(finding_id="2", **against | {"severity": "warning"}, item="carried_in", message_zh="乙" * 200),
        finding(finding_id="3", **against | {"severity": "info"}, item="new_received", message_zh="丙"),
        finding(finding_id="4", **against, message_zh="全表"),
    ]
    cells = [*form("applications", 2021)]
    next(c for c in cells if (c["item"], c["applicant"]) == ("granted", "business"))["value_corrected"] = 9
    workbooks(made := build(tmp_path, reports=[whole()], applications=cells, findings=findings))
    (found,) = below(sheet(made, "applications"), "applications")
    tinted = {codes: c.fill.fgColor.rgb[2:] for codes, c in found.items() if c.fill.fill_type}
    row_of = {("carried_in", applicant): TINTS["warning"][1:] for applicant in table("applications", 2021).columns}
    assert tinted == row_of | {("granted", "total"): TINTS["error"][1:], ("granted", "business"): TINTS["corrected"][1:]}
    assert {codes for codes, c in found.items() if c.comment} == set(tinted)
    assert found["granted", "total"].comment.text == "甲\n建议值（推断）：6"
    assert found["granted", "business"].comment.text == "更正值（经审核）：9"
    assert found["carried_in", "total"].comment.text == "乙" * 119 + "…"


def test_beyond_their_bound_cells_are_tinted_without_a_comment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writing, "COMMENTS", 3)
    findings = [finding(finding_id="1", table="applications", item="granted", severity="error")]
    workbooks(made := build(tmp_path, reports=[whole()], applications=form("applications", 2021), findings=findings))
    (found,) = below(sheet(made, "applications"), "applications")
    assert sum(c.comment is not None for c in found.values()) == 3
    assert sum(c.fill.fill_type is not None for c in found.values()) == 7
    assert any("批注最多 3 条" in str(c.value) for line in opened(made)["说明"].iter_rows() for c in line)


# Hostile text


def test_no_text_runs_or_breaks_the_file(tmp_path: Path):
    names = [f"{number:02}" for number in range(len(HOSTILE))]
    said = dict(zip(names, HOSTILE, strict=True))
    reports = [whole(report_id=name, publisher=text, url=text, source_path=text) for name, text in said.items()]
    marks = [cell(report_id=name, status="marked", value=None, printed=text) for name, text in said.items()]
    unread = [c | {"item": "carried_in", "status": "unreadable"} for c in marks]
    told = {"table": "applications", "item": "granted", "column": "total"}
    findings = [finding(finding_id=f"{name}-1", report_id=name, **told, message_zh=text, suggestion=text) for name, text in said.items()]
    workbooks(made := build(tmp_path, reports=reports, applications=marks + unread, findings=findings))
    with zipfile.ZipFile(made.folder / "xlsx" / "2023.xlsx") as packed:
        parts = [etree.fromstring(packed.read(name)) for name in packed.namelist()]
    assert not any(part.findall(".//{*}f") or part.findall(".//{*}hyperlink") for part in parts)
    found = sheet(made, "applications")
    for text, line, cells in zip(HOSTILE, found.iter_rows(min_row=7), below(found, "applications"), strict=True):
        strings = [line[0], line[6], line[7], cells["granted", "total"]]
        assert {c.data_type for c in strings} == {"s"} and all(c.quotePrefix for c in strings)
        if "_x" not in text:  # openpyxl doesn't undo Excel's escape of an escape
            assert {c.value for c in strings} == {shown(text)}
            assert cells["carried_in", "total"].value == shown(f"〔无法判读〕{text}")


@pytest.mark.parametrize(("text", "wanted"), [
    ("a\x00b", "a␀b"), ("\x7f", "␡"), ("\x1b[1m", "␛[1m"), ("\uffff", "\ufffd"), ("a\nb\t", "a\nb\t"), ("<r>x</r>", "<r>x</r> "),
    ("x" * LONGEST, "x" * LONGEST), ("x" * (LONGEST + 1), "x" * (LONGEST - 1) + "…"),
])  # fmt: skip
def test_what_a_workbook_can_not_hold_is_shown_otherwise(text: str, wanted: str):
    assert shown(text) == wanted


# The same bytes, and the cache


def files(made: Build) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((made.folder / "xlsx").iterdir())}


def test_two_builds_in_two_folders_are_identical(tmp_path: Path):
    given = {"reports": [whole()], "applications": form("applications", 2021), "findings": [finding(finding_id="1", table="applications", item="granted")]}
    one, other = build(tmp_path / "a", **given), build(tmp_path / "b", **given)
    workbooks(one)
    workbooks(other)
    assert files(one) == files(other) and "2023.xlsx" in files(one)


def again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **tables: list[dict]) -> list[str]:
    """The workbooks that a second build writes, in the same folder and under another version."""
    made = []
    monkeypatch.setattr(writing, "write_workbook", lambda folder, part, path: made.append(part.name) or path.write_bytes(b"new"))
    (tmp_path / "releases" / ".building").rename(tmp_path / "releases" / "2026.11.1")
    workbooks(build(tmp_path, "2026.11.2", **tables))
    return made


def two_years() -> dict[str, list[dict]]:
    return {"reports": [whole(), whole(report_id="s", year=2024)], "applications": [cell(), cell(report_id="s", year=2024)]}


def test_what_has_not_changed_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    workbooks(build(tmp_path, **two_years()))
    assert again(tmp_path, monkeypatch, **two_years()) == []
    first, second = (tmp_path / "releases" / name / "xlsx" for name in ("2026.11.1", ".building"))
    for year in ("2023", "2024"):
        assert (first / f"{year}.xlsx").read_bytes() == (second / f"{year}.xlsx").read_bytes()
    assert "2026.11.2" in (second / "README.md").read_text("utf-8")


@pytest.mark.parametrize("change", [
    {"reports": [whole(grade="C"), whole(report_id="s", year=2024)]},
    {"applications": [cell(value=4), cell(report_id="s", year=2024)]},
    {"applications": [cell(value_corrected=4), cell(report_id="s", year=2024)]},
    {"applications": [cell(status="blank", value=None, printed=None), cell(report_id="s", year=2024)]},
    {"findings": [finding(finding_id="1", table="applications", item="granted")]},
])  # fmt: skip
def test_only_the_year_that_changed_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict):
    workbooks(build(tmp_path, **two_years()))
    assert again(tmp_path, monkeypatch, **two_years() | change) == ["2023"]


def test_null_and_the_empty_text_are_not_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    blank = {"status": "unreadable", "value": None}
    workbooks(build(tmp_path, reports=[whole()], applications=[cell(printed=None, **blank)]))
    assert again(tmp_path, monkeypatch, reports=[whole()], applications=[cell(printed="", **blank)]) == ["2023"]


def test_a_workbook_that_rotted_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    workbooks(build(tmp_path, **two_years()))
    for held in (tmp_path / ".cache" / "xlsx").glob("*.xlsx"):
        held.write_bytes(held.read_bytes()[:-1])
    assert sorted(again(tmp_path, monkeypatch, **two_years())) == ["2023", "2024"]


def test_a_killed_writer_leaves_no_workbook_behind(tmp_path: Path):
    def killed(path: Path) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Cache(tmp_path).copy("k", killed, tmp_path / "out")
    Cache(tmp_path).copy("k", lambda path: path.write_bytes(b"whole"), tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"whole"
    assert {path.name for path in tmp_path.iterdir()} == {"k.xlsx", "k.sha256", "out"}


def test_what_the_last_releases_did_not_use_goes(tmp_path: Path):
    held = Cache(tmp_path / "c")
    for number in range(KEPT + 1):
        held.copy(f"k{number}", lambda path: path.write_bytes(b"x"), tmp_path / "out")
        held.keep(f"2026.11.{number}", [f"k{number}"])
    assert sorted(path.stem for path in (tmp_path / "c").glob("*.xlsx")) == [f"k{n}" for n in range(1, KEPT + 1)]


def test_a_year_with_more_reports_than_excel_has_rows_is_split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writing, "EXCEL_ROWS", 8)  # title, five levels, two reports
    reports = [whole(report_id=name) for name in "abcde"]
    workbooks(made := build(tmp_path, reports=reports, applications=[cell(report_id=name, value=n) for n, name in enumerate("abcde")]))
    found = {name: below(opened(made, name)["表三（2021年版）"], "applications") for name in ("2023", "2023-2", "2023-3")}
    assert [[r["granted", "total"].value for r in rows] for rows in found.values()] == [[0, 1], [2, 3], [4]]


def test_a_workbook_that_the_disk_does_not_take_is_explained(tmp_path: Path):
    path = tmp_path / "gone" / "2023.xlsx"
    with pytest.raises(PublishError, match=f"{path} can't be written: No such file"), explained(tmp_path):
        xlsxwriter.Workbook(str(path)).close()
