"""The CSV for Excel: Chinese headers and titles behind a BOM, nothing that runs, nothing ambiguous."""

import csv
from pathlib import Path

import pytest

from pipeline.release.chinese import chinese, titles
from pipeline.release.files import write_csv
from pipeline.release.guard import unguarded
from schemas.tables import PUBLISHED, columns_of, title
from tests.release.making import build, whole
from tests.release.small import cell, finding, report, row

LISTS = sorted({c.codelist for name in PUBLISHED for c in columns_of(name).values() if c.codelist})
STARTS = ("=", "+", "-", "@", "\t", "\r")
HOSTILE = ("=1+1", "+a", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "'=1")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def zh(folder: Path, name: str) -> Path:
    return folder / "csv-zh" / f"{title(name)[0]}.csv"


def test_headers_codes_and_truths_are_chinese_and_numbers_stay(tmp_path: Path):
    made = build(tmp_path, applications=[cell(), cell(item="carried_out", status="blank", value=None, printed="", sound=False)])
    chinese(made)
    assert zh(made.folder, "applications").read_bytes().startswith(b"\xef\xbb\xbf")
    blank, printed = read(zh(made.folder, "applications"))
    assert blank == {
        "报告编号": "r", "项目": "四、结转下年度继续办理", "申请人": "总计", "年份": "2023", "数值": "", "状态": "空白", "原文": "",
        "位置": "", "读取方法": "", "推定值": "", "更正值": "", "可靠": "否",
    }  # fmt: skip
    assert (printed["项目"], printed["数值"], printed["可靠"]) == ("（一）予以公开", "3", "是")


def test_every_table_that_lies_there_has_a_file(tmp_path: Path):
    made = build(tmp_path, reports=[whole()])
    chinese(made)
    there = {path.stem for path in made.folder.glob("*.parquet")}
    assert {path.name for path in (made.folder / "csv-zh").iterdir()} == {f"{title(name)[0]}.csv" for name in there}


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_two_columns_have_one_header(name: str):
    headers = [column.title_zh for column in columns_of(name).values()]
    assert len(set(headers)) == len(headers)


def test_no_two_tables_have_one_file():
    assert len({title(name)[0] for name in PUBLISHED}) == len(PUBLISHED)


@pytest.mark.parametrize("codelist", LISTS)
def test_what_is_shown_for_a_code_tells_which_it_is(codelist: str):
    assert len(set(titles(codelist).values())) == len(titles(codelist)) and all(titles(codelist).values())


def test_a_title_that_two_codes_share_has_the_code_behind_it(own_schemas: Path):
    listed = own_schemas / "codelists" / "outcomes.csv"
    listed.write_text(listed.read_text("utf-8") + "skipped,不通过,skipped,,\n", "utf-8")
    assert (titles("outcomes")["fail"], titles("outcomes")["skipped"]) == ("不通过（fail）", "不通过（skipped）")
    assert titles("outcomes")["pass"] == "通过"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_column_of_either_csv_runs(tmp_path: Path, text: str):
    given = {
        "reports": [report(**{c.name: text for c in columns_of("reports").values() if c.dtype == "text" and "code" not in c.name})],
        "sections": [row("sections", report_id=text, section="overview", heading=text, text=text, present=True)],
        "findings": [finding(finding_id=text, found=text, expected=text, suggestion=text, message_zh=text, message_en=text)],
        "applications": [cell(printed=text, locator=text)],
    }
    made = build(tmp_path, **given)
    chinese(made)
    for name, (wanted,) in given.items():
        write_csv(made.folder / f"{name}.parquet", made.folder / "csv" / f"{name}.csv")
        (plain,), (told,) = read(made.folder / "csv" / f"{name}.csv"), read(zh(made.folder, name))
        assert not [value for value in (*plain.values(), *told.values()) if value.startswith(STARTS)]
        texts = {column for column, value in wanted.items() if value == text}
        assert {column: unguarded(plain[column]) for column in texts} == dict.fromkeys(texts, text)


def test_signed_numbers_stay_numbers(tmp_path: Path):
    known = {"report_id": "r", "item": "licensing", "measure": "items_change", "status": "reported", "unit": "项", "sound": True}
    made = build(tmp_path, proactive_disclosure=[row("proactive_disclosure", **known, value=-3, printed="-3")])
    chinese(made)
    write_csv(made.folder / "proactive_disclosure.parquet", made.folder / "csv" / "proactive_disclosure.csv")
    (plain,), (told,) = read(made.folder / "csv" / "proactive_disclosure.csv"), read(zh(made.folder, "proactive_disclosure"))
    assert (plain["value"], plain["printed"], told["数值"], told["原文"]) == ("-3", "-3", "-3", "-3")
