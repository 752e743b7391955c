"""The edition of each table has a result, whether it had been replaced or not."""

import pytest

from pipeline.check.editions import editions
from pipeline.locate import place
from pipeline.read.document import Document
from tests.drawn import NAMES, TITLE, document, form, grid, report, without

THREE = "applications"
OLD_TITLE = TITLE.replace("2023", "2020")
CUT_OFF = document("三、收到和处理政府信息公开申请情况", grid(form(THREE)[:20]))


@pytest.mark.parametrize(("read", "outcomes"), [
    (report(), "pass pass pass"),
    (report(drawn={THREE: form(THREE, 2019)}), "pass fail pass"),
    (report(2019, title=OLD_TITLE), "pass pass pass"),
    (without(report(), 8), "pass pass not_assessable"),
    (report(title="沭阳县教育局政府信息公开工作年度报告"), "not_assessable not_assessable not_assessable"),
    (CUT_OFF, "not_assessable not_assessable not_assessable"),
], ids=range(6))  # fmt: skip
def test_each_table_has_a_result(read: Document, outcomes: str):
    found = list(editions(place(read)))
    assert [result.item for result in found] == list(NAMES)
    assert " ".join(result.outcome for result in found) == outcomes


def test_the_edition_is_told():
    found = {result.item: (result.why_zh, result.why_en) for result in editions(place(report(2019)))}
    assert found[THREE] == ("不通过：使用 2019 年版", "fail: the edition of 2019")
