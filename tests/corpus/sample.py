"""Builds the sample in `raw/documents/`: `python -m tests.corpus.sample` writes it anew, byte for byte.

Each document restates the figures that a public body published, under its title, in tables that are spoilt as
that body's were. The prose was written for this project; the documents are not the originals.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.corpus.figures import FIGURES
from tests.corpus.form import Line, Report, Sheet, Slot, drawn, with_lines, with_sheets, with_slots
from tests.corpus.render import RENDERERS
from tests.corpus.truth import Truth
from tests.corpus.variations import MISPRINTS, cut, headed, without_outer_labels

DOCUMENTS = Path(__file__).parents[2] / "raw" / "documents"


@dataclass(frozen=True, slots=True)
class Sample:
    """One document of the sample: where it goes, what it says, and how it is written."""

    path: str
    form: str
    truth: Truth
    spoilt: Callable[[Report], Report]

    def written(self) -> bytes:
        """The document's bytes."""
        return RENDERERS[self.form](self.spoilt(drawn(self.truth)), 0)


def samples() -> Iterator[Sample]:
    """The documents, in the order of their paths."""
    made = (_sample(key, *rest) for key, *rest in _LISTED)
    return iter(sorted(made, key=lambda sample: sample.path))


def _sample(key: str, folder: str, form: str, title: str, publisher: str, spoilt: Callable) -> Sample:
    figures = FIGURES[key]
    editions = {name: table.edition for name, table in figures.items()}
    cells = {name: table.cells(name) for name, table in figures.items()}
    truth = Truth(title, publisher, int(key[-4:]), editions, cells, PROSE[key])
    ending = {"tabs": "txt"}.get(form, form)
    return Sample(f"{folder}/{title}.{ending}", form, truth, spoilt)


# ── how each is spoilt ──────────────────────────────────────────────────────────────────────────────────


def _misprinted(*codes: str) -> Callable[[Report], Report]:
    """The labels of some rows, misprinted or shortened as their publisher did."""

    def change(slot: Slot) -> Slot:
        mine = slot.part == "label" and slot.code in codes
        return replace(slot, text=slot.text.replace(*MISPRINTS[slot.code])) if mine else slot

    return lambda report: with_slots(report, change)


def _with_page_numbers(spoilt: Callable[[Report], Report]) -> Callable[[Report], Report]:
    return lambda report: replace(spoilt(report), manners=frozenset({"page_numbers"}))


def _haizhu(report: Report) -> Report:
    """The heading 三 is missing, table 三 goes on after a page with its columns shifted, heads have blanks."""
    kept = with_lines(report, lambda line: [] if (line.part, line.section) == ("heading", "applications") else [line])
    narrow = with_slots(kept, lambda s: replace(s, text=_half_width(s)) if s.part != "value" else s)
    return with_sheets(narrow, _over_a_page)


def _half_width(slot: Slot) -> str:
    text = slot.text.replace("（", "(").replace("）", ") " if slot.text.startswith("（") else ")").replace("，", ", ")
    outcome = slot.part == "head" and slot.code in ("upheld", "corrected", "other", "pending")
    return f"{text[:2]} {text[2:]}" if outcome else text


def _over_a_page(sheet: Sheet) -> list[Sheet]:
    at = next((i for i, row in enumerate(sheet.rows) if row[0].code == "unavailable_unclear"), None)
    if at is None:
        return [sheet]
    first, rest = cut(sheet, at, lambda slot: "")
    return [first, without_outer_labels(headed(sheet, rest))]


def _shuyang(report: Report) -> Report:
    """The heading 五 in the publisher's wording, a label shortened."""
    old, new = "问题及改进情况", "问题及整改措施"
    worded = with_lines(report, lambda line: [replace(line, text=line.text.replace(old, new))] if _is_heading(line) else [line])
    return _misprinted("normative_documents")(worded)


def _is_heading(line: Line) -> bool:
    return line.part == "heading"


_LISTED = (
    ("haizhu-hr-2021", "广东", "tabs", "广州市海珠区人力资源和社会保障局2021年政府信息公开工作年度报告",
     "广州市海珠区人力资源和社会保障局", _haizhu),
    ("hongze-2023", "江苏", "pdf", "洪泽区人民政府2023年政府信息公开工作年度报告",
     "洪泽区人民政府", _with_page_numbers(_misprinted("denied_forbidden_by_law"))),
    ("hongze-2024", "江苏", "pdf", "淮安市洪泽区人民政府2024年政府信息公开工作年度报告",
     "淮安市洪泽区人民政府", _with_page_numbers(_misprinted("denied_forbidden_by_law"))),
    ("shuyang-drc-2023", "江苏", "docx", "沭阳县发展和改革局2023年政府信息公开年度报告",
     "沭阳县发展和改革局", _shuyang),
    ("shanghai-office-2019", "上海", "html", "2019年上海市人民政府办公厅政府信息公开工作年度报告",
     "上海市人民政府办公厅", _misprinted("normative_documents")),
    ("shanghai-stc-2024", "上海", "html", "2024年上海市科委政府信息公开工作年度报告",
     "上海市科委", _misprinted("normative_documents")),
)  # fmt: skip

# ── prose written for this project ──────────────────────────────────────────────────────────────────────

PROSE: dict[str, dict[str, tuple[str, ...]]] = {
    "haizhu-hr-2021": {
        "overview": (
            "2021年本局主动公开政府信息826条，其中办事指南类151条，行政执法类285条。",
            "全年收到政府信息公开申请5宗，全部办结；由此引起的行政复议2宗，年底前均未审结。",
            "公众号“海珠就业”全年发布政策信息48则，浏览量72271人次；“海珠人才”发布44条，阅读量26395人次。",
        ),
        "proactive_disclosure": (),
        "applications": (),
        "reviews_litigation": (),
        "problems_improvements": (
            "有的机构信息和政策文件改动之后没有及时换上新版。",
            "下一年将定期核对已发布的内容，并为信息员安排培训。",
        ),
        "other_matters": ("2021年没有收取信息处理费。",),
    },
    "hongze-2023": {
        "overview": (
            "2023年全区通过政府网站主动公开政府信息1136条。",
            "全年受理政府信息公开申请21件，都在期限之内答复。",
        ),
        "proactive_disclosure": ("2023年规范性文件的制发与废止、行政执法决定和收费数额见下表。",),
        "applications": ("各类申请人提出的申请及其办理结果见下表。",),
        "reviews_litigation": ("与信息公开有关的复议和诉讼见下表。",),
        "problems_improvements": (
            "解读的形式较为单一，个别栏目更新不勤。",
            "今后将多用图表解读政策，并按月检查栏目。",
        ),
        "other_matters": ("全年收取信息处理费0元。",),
    },
    "hongze-2024": {
        "overview": (
            "2024年通过政府网站主动公开政府信息2428条，公开政府常务会议7期，发布解读7条。",
            "区政府办公室代区政府收到申请17件，均已按期答复；下表统计的是全区。",
        ),
        "proactive_disclosure": ("2024年规范性文件、行政执法决定和收费数额见下表。",),
        "applications": ("全区收到的申请和办理结果见下表。",),
        "reviews_litigation": ("与信息公开有关的复议和诉讼见下表。",),
        "problems_improvements": (
            "部门之间公开的进度有快有慢。",
            "今后将统一时限，逐季通报。",
        ),
        "other_matters": ("全年收取信息处理费0元。",),
    },
    "shanghai-office-2019": {
        "overview": (
            "2019年主动公开规章13件、行政规范性文件60件，发布政策解读132件，编发公报24期。",
            "收到政府信息公开申请859件，比上年减少12.3%；答复805件，另有72件转入下一年度办理。",
            "因信息公开引起的行政复议7件、行政诉讼9件。",
        ),
        "proactive_disclosure": ("规章、规范性文件和政府采购等情况列于下表。",),
        "applications": ("申请的数量、来源和办理结果列于下表，空格表示没有。",),
        "reviews_litigation": ("复议和诉讼的结果列于下表。",),
        "problems_improvements": ("政策解读与公众所需尚有距离，今后将多听取企业和市民的意见。",),
        "other_matters": ("没有需要另行报告的事项。",),
    },
    "shuyang-drc-2023": {
        "overview": (
            "2023年本局发布各类政府信息249条，其中重点工作39条，财政预决算信息6条。",
            "收到政府信息公开申请26件，受理网上提问182件。",
        ),
        "proactive_disclosure": ("规范性文件的数量见下表，本局没有行政处罚和收费。",),
        "applications": ("申请人均为自然人，办理结果见下表。",),
        "reviews_litigation": ("有行政复议1件尚未审结，没有行政诉讼。",),
        "problems_improvements": (
            "信息的深度还不够，经办人员变动较多。",
            "今后将固定专人，并补齐薄弱栏目。",
        ),
        "other_matters": ("本年度没有发生收费。",),
    },
    "shanghai-stc-2024": {
        "overview": (
            "2024年通过部门网站发布政府信息393件，办理人大代表建议50件、政协提案85件。",
            "收到政府信息公开申请34件，加上年结转2件，办结35件，1件转入下一年度。",
        ),
        "proactive_disclosure": ("当年制发行政规范性文件13件，行政许可决定97件，见下表。",),
        "applications": ("申请人以自然人为主，办理结果见下表。",),
        "reviews_litigation": ("行政复议1件，结果维持；没有行政诉讼。",),
        "problems_improvements": ("科技政策的解读还不够通俗，今后将增加问答和图解。",),
        "other_matters": ("本年度没有收取信息处理费。",),
    },
}


def build(folder: Path = DOCUMENTS) -> None:
    """Write every document of the sample below `folder`."""
    for sample in samples():
        path = folder / sample.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.written())


if __name__ == "__main__":
    build()
