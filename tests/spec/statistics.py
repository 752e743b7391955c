"""The list of figures of 2014 to 2018: what must add up, parts and wholes, rows that localities add."""

from dataclasses import dataclass
from functools import cache

from pipeline.check import Verdict, check
from pipeline.check.finding import Finding
from pipeline.locate import place
from pipeline.locate.placement import Placement
from pipeline.tidy import tidy
from tests.drawn import cut, document, grid, statistics
from tests.spec.example import Example

TITLE = ("2014—2018年统计表", "The statistics of 2014 to 2018")
GAP = "…"
HEADING = "沭阳县教育局2015年政府信息公开工作年度报告"


@dataclass(frozen=True)
class Listed:
    """A drawn piece of the list: rows with indicator, unit and count; … for all that the form has between them."""

    drawing: str

    def rows(self) -> list[list[str]]:
        """The whole list of which the drawing shows a piece."""
        whole, drawn = statistics(), cut(self.drawing)
        labels = [row[0] for row in whole]
        made, reached = [], 0
        for line, below in zip(drawn, [*drawn[1:], None], strict=True):
            if line[0] == GAP:
                made += whole[reached : labels.index(below[0], reached) if below else len(whole)]
            else:
                made.append(line)
                reached = labels.index(line[0], reached) + 1 if line[0] in labels[reached:] else reached
        return made

    def placement(self) -> Placement:
        return place(document(HEADING, grid(self.rows())))

    def verdict(self) -> Verdict:
        return _verdict(self)

    def findings(self) -> tuple[Finding, ...]:
        return self.verdict().findings

    def shown(self) -> str:
        lines = [["", "单位 *unit*", "统计数 *count*"], ["---"] * 3, *cut(self.drawing)]
        return "\n".join(f"| {' | '.join([*line, '', ''][:3])} |" for line in lines)


@cache
def _verdict(piece: Listed) -> Verdict:
    placement = piece.placement()
    return check(placement, tidy(placement))


def among(*rows: str) -> Listed:
    """Some rows of a list of zeros."""
    gap = f"| {GAP} |  |  |"
    return Listed("\n".join((gap, *(f"| {row} |" for row in rows), gap)))


ZERO = Listed(f"| {GAP} |  |  |")
BETWEEN = f"{GAP} |  | "
BLANK = ("两边都有空白，无法检验", "both sides have a blank: not assessable")


def total(rule: str, *rows: str) -> Example:
    """A sum by the rows that are drawn of it, with the counts of whole and part left open."""

    def drawn(whole: str, part: str) -> Listed:
        return among(*(row.format(whole=whole, part=part) for row in rows))

    return Example(rule, fails=drawn("5", "4"), passes=drawn("5", "5"), silent=drawn("", ""), why=BLANK)


EXAMPLES = (
    total("requests_by_channel", "（一）收到申请数 | 件 | {whole}", "1.当面申请数 | 件 | {part}"),
    total("handled_by_time", "（二）申请办结数 | 件 | {whole}", "1.按时办结数 | 件 | {part}"),
    total("answers_by_kind", "（三）申请答复数 | 件 | {whole}", BETWEEN, "2.同意公开答复数 | 件 | {part}"),
    total("denials_by_reason", "（三）申请答复数 | 件 | {whole}", BETWEEN, "4.不同意公开答复数 | 件 | {whole}",
          "其中：涉及国家秘密 | 件 | {part}"),
    total("reconsiderations_by_outcome", "四、行政复议数量 | 件 | {whole}", "（一）维持具体行政行为数 | 件 | {part}"),
    total("litigations_by_outcome", "五、行政诉讼数量 | 件 | {whole}",
          "（一）维持具体行政行为或者驳回原告诉讼请求数 | 件 | {part}"),
    total("staff_by_kind", "（三）从事政府信息公开工作人员数 | 人 | {whole}",
          "1.专职人员数（不包括政府公报及政府网站工作人员数） | 人 | {part}"),
    Example(
        "part_exceeds_whole",
        fails=among("2.政府网站在线访谈次数 | 次 | 5", "其中：主要负责同志参加政府网站在线访谈次数 | 次 | 7"),
        passes=among("2.政府网站在线访谈次数 | 次 | 5", "其中：主要负责同志参加政府网站在线访谈次数 | 次 | 5"),
        silent=among("2.政府网站在线访谈次数 | 次 |", "其中：主要负责同志参加政府网站在线访谈次数 | 次 | 7"),
        why=("总数为空白", "the whole is blank"),
    ),
    Example(
        "local_row",
        fails=among("4.信函申请数 | 件 | 0", "5.手机客户端申请数 | 件 | 2"),
        passes=among("4.信函申请数 | 件 | 0"),
        silent=among("4.信函申请数 | 件 | 0", "注：以上为全年数据 |  | "),
        why=("没有数字，不是指标", "it holds no number, so it is no row of figures"),
    ),
    Example(
        "doubtful_row",
        fails=Listed(f"""
            | {GAP} |  |  |
            | 3.政策解读稿件发布数 | 篇 | 1 |
            | （二）被依法纠错数 | 件 | 2 |
            | 六、举报投诉数量 | 件 | 0 |
            | {GAP} |  |  |
        """),
        passes=ZERO,
        silent=among("五、行政诉讼数量 | 件 | 2", BETWEEN, "（二）被依法纠错数 | 件 | 2"),
        why=("其上的行已能确定它属于哪一项", "the row above it tells which of the two it is"),
    ),
)  # fmt: skip
