"""CSV: records as rows of one grid, in whatever encoding and with whatever sign; what is no CSV stays text."""

import pytest

from pipeline.read import media_type, read
from pipeline.read.delimiter import delimiter
from pipeline.read.document import Grid, Refusal
from tests.read.drawing import held

TABLE = "信息内容,本年制发,本年废止\n规章,0,\n规范性文件,\"1,234\",1\n许可,3,\n处罚,4,\n强制,5,\n"


def blocks(data: bytes) -> list:
    assert media_type(data) == "text/csv"
    return [held(block) if isinstance(block, Grid) else block.text for block in read(data).blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";"])
def test_records_are_rows_of_a_grid(encoding, sign):
    text = TABLE if sign == "," else TABLE.replace(",", ";").replace("1;234", "1,234")
    assert blocks(text.encode(encoding)) == [
        ["信息内容 本年制发 本年废止", "规章 0 _", "规范性文件 1,234 1", "许可 3 _", "处罚 4 _", "强制 5 _"]
    ]


def test_places_are_records_and_fields_and_columns_may_have_lost_their_merges():
    (grid,) = read(TABLE.encode()).blocks
    assert grid.shape == "fields" and grid.rows[2][1].place.locator == "s1/r3/c2"


def test_a_passage_and_a_sentence_are_text_and_a_heading_is_a_row():
    above = "某局2023年报告,,\n\"一、总体情况\n本年没有变化。\",,\n没有变化。,,\n二、主动公开,,\n"
    found = blocks((above + TABLE).encode())
    assert found[:4] == [["某局2023年报告"], "一、总体情况", "本年没有变化。", "没有变化。"]
    assert found[4][:2] == ["二、主动公开 _ _", "信息内容 本年制发 本年废止"]


def test_tabs_with_quotes_are_read_and_tabs_without_are_plain_text():
    tabbed = TABLE.replace('"1,234"', "1234").replace(",", "\t")
    assert media_type(tabbed.encode()) == "text/plain"
    assert blocks(tabbed.replace("许可\t3", '许可\t"3\n4"').encode())[0][3] == "许可 3\n4 _"


@pytest.mark.parametrize(
    "text",
    [
        "收到 1,234 件, 办结 5 件, 余 6 件\n" * 3 + "没有变化\n" * 9,
        "a,b\n" * 9,
        "a,b,c\n" * 4,
        "甲, 乙\n丙\n丁, 戊, 己, 庚\n" * 5,
        "规章 | 0 | 0 |\n" * 9,
        "",
    ],
)
def test_what_is_no_csv(text):
    assert delimiter(text) is None


def test_a_quote_without_an_end_is_damage_and_not_one_long_field():
    with pytest.raises(Refusal, match="damaged"):
        read((TABLE * 4000 + '"许可,3,\n').encode())


def test_more_fields_than_any_sheet():
    with pytest.raises(Refusal, match="too_large"):
        read(("1," * 500 + "1\n").encode() * 500)
