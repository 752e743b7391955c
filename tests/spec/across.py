"""What several reports say against each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from textwrap import dedent
from types import SimpleNamespace

import pandas as pd

from pipeline.check.across.carry_over import carry_over
from pipeline.check.across.fees import fees
from pipeline.check.across.frames import Frames
from pipeline.check.across.jumps import jumps
from pipeline.check.across.lateness import lateness
from pipeline.check.across.parts import parts
from pipeline.check.across.repeated_figures import repeated_figures
from pipeline.check.across.repeated_text import LONG_ENOUGH, repeated_text
from pipeline.check.across.rule_makers import rule_makers
from pipeline.check.across.stock import stock
from pipeline.check.across.trials import findings, located
from pipeline.check.across.versions import versions
from pipeline.check.finding import Finding
from tests.check.across.drawing import cells, frames, reports, sections
from tests.spec.example import Example

TITLE = ("报告之间", "Between reports")
TWO, THREE = "proactive_disclosure", "applications"
YEARS = """
    report
    甲-2023
    甲-2024
"""


@dataclass(frozen=True)
class Several:
    """Several reports, drawn a line each, with those of their cells, texts and fees that the rule looks at."""

    rule: Callable[[Frames], pd.DataFrame]
    reports: str = YEARS
    cells: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    fees: Sequence[float] = ()

    def _frames(self) -> Frames:
        told = [{"report_id": "甲-2024", "subject": "fee_charged", "value": fee, "unit": "元"} for fee in self.fees]
        figures = pd.DataFrame(told, columns=["report_id", "subject", "value", "unit"]).assign(approximate=False)
        drawn = {name: cells(name, drawing) for name, drawing in self.cells.items()}
        return frames(
            reports=reports(self.reports), sections=sections(**self.texts), narrative_figures=figures, **drawn
        )

    def findings(self) -> Sequence[Finding]:
        given = self._frames()
        names = [f.name for f in fields(Finding)]
        return [Finding(**{name: row[name] for name in names}) for row in findings(located(self.rule(given), given.reports))]

    def verdict(self) -> SimpleNamespace:
        """The trials in the place of a single report's results."""
        return SimpleNamespace(results=list(self.rule(self._frames()).itertuples(index=False)))

    def shown(self) -> str:
        drawn = [dedent(drawing).strip() for drawing in (self.reports, *self.cells.values())]
        drawn += [f"{name.replace('_', '-', 1).replace('__', ' ')}: {text}" for name, text in self.texts.items()]
        drawn += [f"甲-2024 信息处理费 {fee} 元" for fee in self.fees]
        return "```text\n" + "\n\n".join(drawn) + "\n```"


def carried(out: str, taken_in: str, told: str = "无。") -> Several:
    drawn = f"report item column value\n甲-2023 carried_out total {out}\n甲-2024 carried_in total {taken_in}"
    return Several(carry_over, cells={THREE: drawn}, texts={"甲_2024__overview": told})


def stocks(in_force: str, told: str = "无。") -> Several:
    lines = f"甲-2023 {{}} in_force 5\n甲-2024 {{}} issued 3\n甲-2024 {{}} repealed 0\n甲-2024 {{}} in_force {in_force}"
    drawn = "report item column value\n" + lines.replace("{}", "normative_documents")
    return Several(stock, cells={TWO: drawn}, texts={"甲_2024__overview": told})


def decisions(rule: Callable[[Frames], pd.DataFrame], last: str, this: str) -> Several:
    items = ("licensing", "penalties", "coercive_measures")
    lines = [
        f"甲-{year} {item} decisions {number}"
        for year, numbers in ((2023, last), (2024, this))
        for item, number in zip(items, numbers.split(), strict=True)
    ]
    return Several(rule, cells={TWO: "\n".join(["report item column value", *lines])})


def prose(last: str, this: str) -> Several:
    return Several(repeated_text, texts={"甲_2023__overview": last, "甲_2024__overview": this})


def documents(first: str, second: str) -> Several:
    rows = ("new_received", "carried_in", "granted")
    lines = [
        f"{report} {row} {column} {number}"
        for report, number in (("甲-2023", first), ("甲-2023b", second))
        for row in rows
        for column in ("natural_person", "business", "research_institution", "other_organization", "total")
    ]
    return Several(
        versions, "report is_current\n甲-2023 no\n甲-2023b yes", {THREE: "\n".join(["report item column value", *lines])}
    )


def members(whole: str, member: str) -> Several:
    drawn = "report kind scope\n区-2023 government aggregate\n局-2023 department own_office"
    numbers = f"report item column value\n区-2023 new_received total {whole}\n局-2023 new_received total {member}"
    return Several(parts, drawn, {THREE: numbers})


def rules_of(level: str, number: str) -> Several:
    return Several(
        rule_makers, f"report level\n甲-2024 {level}", {TWO: f"report item column value\n甲-2024 rules issued {number}"}
    )


def published(level: str, day: str) -> Several:
    return Several(lateness, f"report kind level day\n甲-2023 department {level} {day}")


LONG = "我局扎实推进各项工作。" * (LONG_ENOUGH // 10 + 1)

EXAMPLES = (
    Example("carry_over", fails=carried("3", "5"), passes=carried("3", "3"), silent=carried("3", "?"),
            explained=carried("3", "5", "上年结转数有误，现予更正。"), why=(
        "单元格无法判读", "the cell can't be read")),
    Example("stock", fails=stocks("9"), passes=stocks("8"), silent=stocks("?"),
            explained=stocks("9", "对规范性文件进行了清理。"), why=("单元格无法判读", "the cell can't be read")),
    Example("repeats_figures", fails=decisions(repeated_figures, "550 4119 195", "550 4119 195"),
            passes=decisions(repeated_figures, "550 4119 195", "551 4119 195"),
            silent=decisions(repeated_figures, "0 7 0", "0 7 0"), why=(
        "不为零的数字太少", "too few numbers above zero")),
    Example("repeats_text", fails=prose(f"2023年，{LONG}", f"2024年，{LONG}"), passes=prose(LONG, f"{LONG}另有新举措。"),
            silent=prose("无。", "无。"), why=("文字太短", "too few words")),
    Example("versions_differ", fails=documents("1", "2"), passes=documents("1", "1"), silent=documents("1", "?"), why=(
        "没有两份文件都有的数字", "no number is in both documents")),
    Example("parts_exceed_whole", fails=members("36", "40"), passes=members("36", "20"), silent=members("36", "?"), why=(
        "没有所属机关的可靠数字", "no member with a sound number")),
    Example("rules_below_prefecture", fails=rules_of("county", "2"), passes=rules_of("prefecture", "2"),
            silent=rules_of("-", "2"), why=("层级不明", "the level is unknown")),
    Example("fee_not_multiple", fails=Several(fees, fees=(125,)), passes=Several(fees, fees=(120,)), silent=Several(fees),
            why=("文中没有信息处理费", "no fee is told")),
    Example("jump", fails=decisions(jumps, "41 0 0", "4119 0 0"), passes=decisions(jumps, "41 0 0", "900 0 0"),
            silent=decisions(jumps, "0 0 0", "500 0 0"), why=("较小的一个数太小", "the smaller number is too small")),
    Example("published_late", fails=published("county", "2024-02-06"), passes=published("county", "2024-01-25"),
            silent=published("township", "2024-02-06"), why=(
        "条例没有为乡级机关规定期限", "the Regulations set no date for towns")),
)  # fmt: skip
