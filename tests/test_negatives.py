"""Files that look like a report and are none, and reports that look like something else, each read on its own.

Drawn as pages of a title and lines, tables as rows; what a container holds is told by its path.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from pipeline.contents import Opened
from pipeline.fetch.receipts import Receipt, receipts
from pipeline.report import read_one
from tests.corpus.reports import Made, make
from tests.drawn import statistics
from tests.read.boxes import letter, zipped

REPORT = "某某县财政局2023年政府信息公开工作年度报告"
LISTED = [["统计指标", "单位", "统计数"], *statistics({"requests": 3, "requests_online": 3})]
EMPTY_LIST = [[label, unit, ""] for label, unit, _ in LISTED]


def page(title: str, *lines: str, rows: Sequence[Sequence[str]] = (), more: str = "") -> bytes:
    text = "".join(f"<p>{line}</p>" for line in (title, *lines))
    table = "".join("<tr>" + "".join(f"<td>{field}</td>" for field in row) + "</tr>" for row in rows)
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{text}<table>{table}</table>{more}</body></html>".encode()


def locked(archive: bytes) -> bytes:
    """The archive with its first file marked as encrypted."""
    made = bytearray(archive)
    made[archive.find(b"PK\x03\x04") + 6] |= 1
    made[archive.find(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def read_all(folder: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    """Of each document, at any depth, why it is refused, or whose report of which year it is."""
    (folder / "documents").mkdir()
    for name, data in files.items():
        (folder / "documents" / name).write_bytes(data)
    return dict(told for receipt in receipts(folder) for told in _told(folder, receipt))


def _told(folder: Path, receipt: Receipt) -> Iterator[tuple[str, str]]:
    reading = read_one(folder, receipt)
    if isinstance(reading, Opened):
        for inner in reading.documents:
            yield from _told(folder, inner)
        return
    refused = reading.tables.get("documents_refused")
    report = None if refused else reading.tables["reports"][0]
    path = receipt.path.removeprefix("documents/")
    yield path, refused[0]["reason"] if refused else f"{report['publisher_printed']} {report['year']}"


DOCX, HTML = make(12, "docx"), make(11, "html")


def of(made: Made) -> str:
    """Whose report of which year it is."""
    return f"{made.truth.publisher} {made.truth.year}"


PAGES = {
    "a half-year in prose": (page("某某县财政局2023年上半年政府信息公开工作总结", "一、总体情况", "收到申请3件。"), "part_of_year"),
    "a half-year in brackets": (page("某某县财政局2023年政府信息公开工作报告（1-6月）", "一、总体情况", "若干。"), "part_of_year"),
    "a quarter": (page("某某县2024年第二季度依申请公开情况统计", rows=[["收到申请", "12"], ["答复", "11"]]), "part_of_year"),
    "a month": (page("某某县2023年12月份政府信息公开情况统计表", rows=[["部门", "条数"], ["财政局", "12"]]), "part_of_year"),
    "a half-year's list of 2014": (page("某某县财政局2016年上半年政府信息公开情况统计表", rows=LISTED), "part_of_year"),
    "a notice": (page("关于做好2023年度政府信息公开工作年度报告编制和发布工作的通知", "一、总体情况", "二、主动公开政府信息情况"), "notice"),
    "a notice with the empty list": (page("关于报送2016年政府信息公开情况统计表的通知", rows=EMPTY_LIST), "notice"),
    "who published in time": (page("关于2023年度政府信息公开工作年度报告发布情况的通报", "一、总体情况", "三、存在问题"), "notice"),
    "links to many bodies' reports": (page("政府信息公开年报", *(REPORT.replace("财政", n) for n in ("教育", "民政", "水利"))), "list_page"),
    "links to a body's reports": (page("政府信息公开年报", *(REPORT.replace("2023", str(y)) for y in range(2019, 2024))), "list_page"),
    "an error": (page("404 Not Found", "您访问的页面不存在"), "error_page"),
    "a login": (page("统一身份认证", "请登录", "用户名"), "login_page"),
    "a question whether one is human": (page("安全验证", "请完成下列验证"), "blocked_page"),
    "accounts": (page("某某县财政局2023年度部门决算公开", "一、主要职能", rows=[["收入", "决算数"], ["拨款收入", "1234.5"]]), "finance_report"),
    "rule of law": (page("某某县水利局2023年法治政府建设年度报告", "一、总体情况", "主动公开政府信息120条，受理申请3件。"), "rule_of_law_report"),
    "rule of law with a report's sections": (
        page("某某县水利局2023年法治政府建设情况的报告", "一、总体情况", "若干", "五、存在的主要问题及改进情况", "若干", "六、其他需要报告的事项", "无"),
        "rule_of_law_report",
    ),
    "law enforcement": (page("某某县水利局2023年行政执法年度报告", rows=[["许可", "处罚"], ["12", "3"]]), "rule_of_law_report"),
    "an evaluation with a report's sections": (
        page("2023年政务公开第三方评估报告", "一、总体情况", "若干", "二、主动公开政府信息情况", "若干", "五、存在的主要问题及改进情况", "若干"),
        "evaluation",
    ),
    "a report on a web site": (page("政府网站工作年度报表（2023年度）", rows=[["网站名称", "某某县"], ["收到留言数量", "12"]]), "not_a_report"),
    "a plan": (page("某某县2024年政务公开工作要点", "一、加强主动公开", "二、做好依申请公开"), "work_plan"),
    "a guide": (page("某某县财政局政府信息公开指南", "一、主动公开", "收到申请后20个工作日内答复"), "guide"),
    "an answer": (page("关于对县政协十届三次会议第45号提案的答复", "某某委员："), "answer"),
    "an attachment that isn't there": (page(REPORT, more="<a href='a.pdf'>附件</a>"), "title_only"),
    "a frame around a PDF": (page(REPORT, more="<iframe src='/viewer.html?file=a.pdf'></iframe>"), "title_only"),
    "a way elsewhere": (b"<html><head><meta http-equiv='refresh' content='0;url=/new.html'></head><body></body></html>", "blocked_page"),
    "a server's answer": (json.dumps({"code": 404, "msg": "not found"}).encode(), "not_a_report"),
    "a table of other things": ("序号,名称,数量\n1,苹果,3\n2,梨,4\n".encode(), "not_a_report"),
    "a foreign report": (page("Annual report on freedom of information 2023", "1. Requests received: 12"), "not_a_report"),
    "nothing": (b"", "empty_file"),
    "blanks": (b" \n\t\n", "empty_file"),
    "half a DOCX": (DOCX.data[: len(DOCX.data) // 2], "damaged"),
    "half a PDF": (make(13, "pdf").data[:2_000], "damaged"),
    "half a workbook": (make(14, "xlsx").data[:600], "damaged"),
    "the head of a PDF": (b"%PDF-1.7\n%%EOF", "damaged"),
    "an archive that can't be opened here": (b"Rar!\x1a\x07\x00" + bytes(500), "unsupported_type"),
    "a list of 2014 alone": (page("某某县财政局2016年政府信息公开情况统计表", rows=LISTED), "某某县财政局 2016"),
    "a page under a Word file's name": (HTML.data, of(HTML)),
    "a site's article": (make(17, "json").data, of(make(17, "json"))),
}


@pytest.mark.parametrize("named", PAGES)
def test_a_file_is_what_it_holds(tmp_path: Path, named: str):
    data, wanted = PAGES[named]
    assert read_all(tmp_path, {"a.doc": data}) == {"a.doc": wanted}


def test_containers_are_what_they_hold(tmp_path: Path):
    beneath = b"x"
    for depth in range(8):
        beneath = zipped({f"{depth}.zip": beneath})
    files = {
        "letter.eml": letter("请查收年报。", {"年报.zip": zipped({"财政局年报.docx": DOCX.data})}),
        "page.eml": letter("正文", {}, HTML.data.decode()),
        "locked.zip": locked(zipped({"a.txt": b"x" * 50, "b.docx": DOCX.data})),
        "cut.zip": zipped({"好.docx": DOCX.data, "坏/坏.docx": DOCX.data[:3_000]}),
        "out.zip": zipped({"../../evil.txt": b"x", "/abs.txt": b"y"}),
        "deep.zip": beneath,
    }
    assert read_all(tmp_path, files) == {
        "letter.eml!/年报.zip!/财政局年报.docx": of(DOCX),
        "letter.eml!/body.txt": "not_a_report",
        "page.eml!/body.html": of(HTML),
        "locked.zip!/a.txt": "encrypted",
        "locked.zip!/b.docx": of(DOCX),
        "cut.zip!/好.docx": of(DOCX),
        "cut.zip!/坏/坏.docx": "damaged",
        "out.zip!/evil.txt": "not_a_report",
        "out.zip!/abs.txt": "not_a_report",
        "deep.zip!/7.zip!/6.zip!/5.zip": "too_large",
    }
