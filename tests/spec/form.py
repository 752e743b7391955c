"""Title and sections of a report."""

from tests.spec.case import Case
from tests.spec.example import Example

TITLE = ("标题与章节", "Title and sections")

WHOLE = Case("…")
REFUSED = Case("关于报送材料的通知")
REFUSED_WHY = ("不是年度报告，文件被拒收", "this is no yearly report: the document is refused")

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
    Example("year_unknown", fails=Case("""
        某某市教育局政府信息公开工作年度报告
        …
    """), passes=WHOLE, silent=REFUSED, why=REFUSED_WHY),
    Example("publisher_unknown", fails=Case("""
        2023年政府信息公开工作年度报告
        …
    """), passes=WHOLE, silent=REFUSED, why=REFUSED_WHY),
)  # fmt: skip
