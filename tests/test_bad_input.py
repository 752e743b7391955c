"""A folder of everything that goes wrong beside one good report: each is told, and the report is published.

The whole job runs once, as `gongkai publish` does; a link to nowhere is a file that can't be opened, for root too.
"""

import io
import os
import zipfile

import pandas as pd
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.publish_command import run
from pipeline.read.limits import MAX_TEXT_BYTES

FORM = """某市档案局2023年政府信息公开工作年度报告
二、主动公开政府信息情况
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t2\t1\t9
信息内容\t本年处理决定数量
行政许可\t3
行政处罚\t4
行政强制\t5
信息内容\t本年收费金额（单位：万元）
行政事业性收费\t6.5
"""
PAGE = "<html><head><title>404 Not Found</title></head><body><h1>您访问的页面不存在</h1></body></html>"
NO_TABLES = """某县水务局2022年政府信息公开工作年度报告
一、总体情况
本年度没有变化。
六、其他需要报告的事项
无。
"""


def pdf(**options) -> bytes:
    out = io.BytesIO()
    page = Canvas(out, invariant=1, **options)
    page.drawString(72, 720, "a page of text")
    page.save()
    return out.getvalue()


def docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document>" + "x" * 5_000)
        archive.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


BAD = {
    "empty.pdf": (b"", "empty_file"),
    "truncated.pdf": (pdf()[:600], "damaged"),
    "truncated.docx": (docx()[:2_000], "damaged"),
    "locked.pdf": (pdf(encrypt=StandardEncryption("user", "owner")), "encrypted"),
    "gone.html": (PAGE.encode(), "error_page"),
    "binary.html": (bytes(range(256)) * 64, "unsupported_type"),
    "notice.txt": ("关于做好2023年度报告编制工作的通知，请各单位按时报送。".encode(), "not_a_report"),
    "works.wps": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "MatOST".encode("utf-16-le") * 99, "unsupported_type"),
    "empty.doc": (b"{\\rtf1 {\\pict 00}}", "no_text_layer"),
    "nowhere.txt": (None, "unopenable"),
    "huge.txt": (MAX_TEXT_BYTES * 10, "too_large"),
}
GOOD = "一个 文件夹/某市 档案局（2023年）.txt"


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """The published tables of one run over all of it."""
    work = tmp_path_factory.mktemp("bad")
    documents = work / "raw" / "documents"
    (documents / GOOD).parent.mkdir(parents=True)
    (documents / GOOD).write_text(FORM, "utf-8")
    (documents / "no tables.txt").write_text(NO_TABLES, "utf-8")
    for name, (content, _) in BAD.items():
        plant(documents / name, content)
    assert run(work / "raw", work / "published", "2024.1.1") == 0
    folder = work / "published" / "releases" / "2024.1.1"
    return {file.stem: pd.read_parquet(file) for file in folder.glob("*.parquet")}


def plant(file, content):
    """Bytes; or as many letters as a number says (the issue's 200 MB); or a link that leads nowhere."""
    if content is None:
        os.symlink("there-is-no-such-file", file)
    elif isinstance(content, int):
        with file.open("wb") as stream:
            for _ in range(10):
                stream.write(b"a line of text\n" * (content // 150))
    else:
        file.write_bytes(content)


@pytest.mark.parametrize("name", BAD)
def test_each_bad_file_is_refused_with_its_reason(release, name):
    refused = release["documents_refused"].set_index("source_path")
    assert refused.loc[name, "reason"] == BAD[name][1]
    assert refused.loc[name, "message_zh"] and refused.loc[name, "message_en"]
    assert "{" not in refused.loc[name, "message_en"]


def test_the_good_report_is_published_under_its_own_name(release):
    report = release["reports"].set_index("source_path").loc[GOOD]
    assert report["report_id"] == "某市档案局-2023"
    cells = release["proactive_disclosure"].set_index(["report_id", "item", "measure"])["value"]
    assert cells["某市档案局-2023", "normative_documents", "in_force"] == 9
    assert cells["某市档案局-2023", "fees", "amount"] == 6.5


def test_a_report_without_tables_is_a_report_and_says_what_it_lacks(release):
    report = release["reports"].set_index("source_path").loc["no tables.txt"]
    assert report["grade"] == "D"
    findings = release["findings"]
    lacking = findings[(findings["source_path"] == "no tables.txt") & (findings["rule"] == "missing_table")]
    assert len(lacking) == 3


def test_nothing_is_lost(release):
    told = {*release["reports"]["source_path"], *release["documents_refused"]["source_path"]}
    assert told == {*BAD, GOOD, "no tables.txt"}
