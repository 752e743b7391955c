"""Title, publisher, year and sections of a report."""

from pipeline.fetch.sources import Source
from tests.spec.case import Case
from tests.spec.example import Example

TITLE = ("标题与章节", "Title and sections")

WHOLE = Case("…")
REFUSED = Case("关于报送材料的通知")
REFUSED_WHY = ("不是年度报告，文件被拒收", "this is no yearly report: the document is refused")
OURS = "沭阳县教育局2023年政府信息公开工作年度报告\n…"
LONG = "一年来，本机关坚持以公开为常态、不公开为例外，全面推进决策、执行、管理、服务和结果公开。"


def overview(first: str, last: str) -> Case:
    return Case(f"""
        …
        一、总体情况
        {first}
        二、主动公开政府信息情况
        …
        六、其他需要报告的事项
        {last}
    """)  # fmt: skip


EXAMPLES = (
    Example("missing_section", fails=Case("""
        …
        【表四】
        六、其他需要报告的事项
        …
    """), passes=WHOLE, silent=Case("…\n六、其他需要报告的事项"), why=(
        "标题在，内容为空，见 empty_section", "the heading is there and nothing below it: see empty_section")),
    Example("empty_section", fails=Case("""
        …
        五、存在的主要问题及改进情况
        六、其他需要报告的事项
        …
    """), passes=WHOLE, silent=Case("""
        …
        【表四】
        六、其他需要报告的事项
        …
    """), why=("没有这一标题，见 missing_section", "the heading is not there: see missing_section")),
    Example("misnumbered_section", fails=Case("""
        …
        五、存在的主要问题及改进情况
        本年度工作如常。
        七、其他需要报告的事项
        本年度工作如常。
    """), passes=WHOLE, silent=Case("""
        …
        【表四】
        六、其他需要报告的事项
        …
    """), why=("标题缺少，其后的标题序号不变", "a heading is missing, and the number of the next is its own")),
    Example("copied_section", fails=overview(LONG, LONG), passes=overview(LONG, LONG[10:]), silent=WHOLE, why=(
        "句子短，相同也不足为奇", "the sentences are short, and may well be the same")),
    Example("year_unknown", fails=Case("""
        沭阳县教育局政府信息公开工作年度报告
        …
    """), passes=WHOLE, silent=REFUSED, why=REFUSED_WHY),
    Example("year_elsewhere", fails=Case("""
        沭阳县教育局政府信息公开工作年度报告
        …
    """, source=Source("沭阳县教育局", 2023)), passes=Case(OURS, source=Source("沭阳县教育局", 2023)), silent=Case("""
        沭阳县教育局政府信息公开工作年度报告
        …
    """), why=("年份不明，见 year_unknown", "the year is unknown: see year_unknown")),
    Example("publisher_unknown", fails=Case("""
        2023年政府信息公开工作年度报告
        …
    """), passes=WHOLE, silent=REFUSED, why=REFUSED_WHY),
    Example("publisher_unresolved", fails=Case("""
        鼓楼区人民政府2023年政府信息公开工作年度报告
        …
    """), passes=Case("""
        徐州市鼓楼区人民政府2023年政府信息公开工作年度报告
        …
    """), silent=Case("""
        2023年政府信息公开工作年度报告
        …
    """), why=("没有机关名称，见 publisher_unknown", "no body is named: see publisher_unknown")),
    Example("titles_differ", fails=Case("""
        沭阳县教育局2022年政府信息公开工作年度报告
        沭阳县教育局2023年政府信息公开工作年度报告
        一、总体情况
        …
    """), passes=Case("""
        沭阳县教育局简介
        沭阳县教育局2023年政府信息公开工作年度报告
        一、总体情况
        …
    """), silent=Case(OURS), why=("只有一个标题", "there is one title only")),
    Example("source_list_differs", fails=Case(OURS, source=Source("沭阳县民政局")),
            passes=Case(OURS, source=Source("沭阳县教育局", 2023)), silent=Case(OURS), why=(
        "来源清单没有这份文件", "the list of sources doesn't name the document")),
    Example("vanished", fails=Case(OURS, source=Source("沭阳县教育局", vanished="2026-11-26")),
            passes=Case(OURS, source=Source("沭阳县教育局")), silent=Case(OURS), why=(
        "文件不是程序获取的", "the document was not fetched")),
)  # fmt: skip
