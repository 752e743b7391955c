"""Where pages lead: lists drawn as they look, with what is followed marked; next pages; attachments; charsets."""

import pytest

from pipeline.fetch.links import Page, Wanted
from schemas.fetching import fetching

TITLE = "政府信息公开工作年度报告"
PUBLISHER = "松河市松河区民政局"


def page(body: str, charset: str = "utf-8", media_type: str = "text/html") -> Page:
    return Page(f"<html><head></head><body>{body}</body></html>".encode(charset), media_type)


def followed(body: str, publisher: str = PUBLISHER, year: int | None = 2023) -> list[str]:
    return [link.href for link in page(body).listed(Wanted(publisher, year))]


# the row of a list                                                                    followed?
ROWS = [
    (f"<li><a href=x>松河区民政局2023年{TITLE}</a><span>2024-01-20</span></li>", True),
    (f"<li><a href=x>{PUBLISHER}2023年{TITLE}</a></li>", True),
    (f"<li><a href=x>2023年度松河区民政局{TITLE}</a></li>", True),
    (f"<li><a href=x title='松河区民政局2023年{TITLE}'>松河区民政局2023年政府信…</a></li>", True),
    (f"<li><a href=x>《松河区民政局 2023年 {TITLE}》</a></li>", True),
    (f"<li><a href=x>2023年{TITLE}</a></li>", True),
    (f"<tr><td>松河区民政局</td><td><a href=x>2023年{TITLE}</a></td><td>2024-01-20</td></tr>", True),
    (f"<tr><td>松河区教育局</td><td><a href=x>2023年{TITLE}</a></td><td>2024-01-20</td></tr>", False),
    (f"<li><a href=x>松河区民政局2022年{TITLE}</a><span>2023-01-20</span></li>", False),
    (f"<li><a href=x>松河区教育局2023年{TITLE}</a></li>", False),
    ("<li><a href=x>松河区民政局2023年部门决算</a></li>", False),
    ("<li><a href=x>松河区民政局</a></li>", False),
    (f"<li><a name=x>松河区民政局2023年{TITLE}</a></li>", False),
]


@pytest.mark.parametrize(("row", "expected"), ROWS)
def test_a_row_is_followed_where_it_is_the_report_of_that_unit_and_year(row: str, expected: bool):
    assert followed(f"<ul>{row}</ul>" if row.startswith("<li") else f"<table>{row}</table>") == ["x"] * expected


def test_all_years_are_followed_where_the_line_tells_none():
    rows = "".join(f"<li><a href={year}>{year}年{TITLE}</a></li>" for year in (2021, 2022))
    assert followed(f"<ul>{rows}</ul>", year=None) == ["2021", "2022"]


def test_an_entry_tells_its_date():
    row = f"<ul><li><a href=x>{PUBLISHER}2023年{TITLE}</a> <span>2024-01-20</span></li><li><a href=y>y</a></li></ul>"
    assert [link.date for link in page(row).listed(Wanted(PUBLISHER, 2023))] == ["2024-01-20"]


@pytest.mark.parametrize(("body", "where"), [
    ("<a href=2.html>下一页</a>", "2.html"), ("<a href=2.html>下一页 &gt;</a>", "2.html"), ("<a href='#'>下一页</a>", None),
    ("<a href=2.html>2</a>", None), ("<a href=0.html>上一页</a>", None),
])  # fmt: skip
def test_a_list_goes_on(body: str, where: str | None):
    assert page(body).next_page() == where


@pytest.mark.parametrize(("body", "is_one"), [
    ("<a href=a.pdf>附件：2023年年报</a>", True), ("<a href='a.DOCX?id=1'>松河区年度报告.docx</a>", True),
    ("<a href=a.pdf>2022年年度报告</a>", False), ("<a href=a.pdf>使用手册</a>", False), ("<a href=a.html>附件</a>", False),
])  # fmt: skip
def test_a_page_holds_attachments(body: str, is_one: bool):
    assert bool(page(body).attached(2023)) == is_one


@pytest.mark.parametrize(("charset", "media_type"), [
    ("utf-8", "text/html"), ("gbk", "text/html"), ("gbk", "text/html; charset=GB2312"), ("gb18030", "text/html;charset=gb18030"),
    ("utf-16", "text/html"), ("utf-8-sig", "text/html; charset=gbk"), ("gbk", "text/html; charset=utf-8"),
    ("utf-8", "text/html; charset=no-such"),
])  # fmt: skip
def test_words_are_read_in_any_charset(charset: str, media_type: str):
    found = page(f"<a href=x>{PUBLISHER}2023年{TITLE}</a>", charset, media_type).listed(Wanted(PUBLISHER, 2023))
    assert [link.href for link in found] == ["x"]


def test_a_pages_own_word_for_its_charset_counts():
    data = f"<html><meta charset=gb2312><a href=x>{PUBLISHER}2023年{TITLE}</a>".encode("gbk")
    assert Page(data, "text/html").listed(Wanted(PUBLISHER, 2023))


@pytest.mark.parametrize("body", ["<b>" * 25_000, f"<a {'x=1 ' * 6_000}>", "<a href=x" + "x" * 30_000])
def test_a_page_that_is_costly_to_parse_leads_nowhere(body: str):
    wanted = f"<a href=x>{PUBLISHER}2023年{TITLE}</a>"
    assert followed(wanted) == ["x"]
    assert followed(wanted + body) == []


def test_no_page_leads_to_more_than_the_bound():
    rows = "".join(f"<li><a href={n}>{PUBLISHER}2023年{TITLE}</a></li>" for n in range(300))
    assert len(followed(f"<ul>{rows}</ul>")) == fetching().limits.list_entries == 200
