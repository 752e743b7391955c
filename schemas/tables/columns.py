"""The fields of the published tables: `column` makes one, the other functions are those that tables share.

Every field carries a title and a description in both languages, so no table can hold a column that the
code book can't explain. Allowed codes are looked up in the layouts and code lists, never typed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandera.pandas as pa

from schemas import load

NOT_PUBLISHED = {"units": {"as printed"}}
"""Codes of the layouts that no published cell holds: where the form prints no unit, the cell tells it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code as the code book prints it."""

    code: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str


@cache
def entries(codelist: str) -> Mapping[str, Entry]:
    """The codes that a column of that code list can hold, sorted; OSError or KeyError without such a list."""
    found = in_order(codelist)
    return {code: found[code] for code in sorted(found)}


@cache
def in_order(codelist: str) -> Mapping[str, Entry]:
    """The same codes in the order in which the form, or the code list, has them."""
    found = _COMPOSED[codelist]() if codelist in _COMPOSED else _entries(load.codelist(codelist))
    gone = NOT_PUBLISHED.get(codelist, set())
    return {code: entry for code, entry in found.items() if code not in gone}


def codes(codelist: str) -> tuple[str, ...]:
    """The codes of a list in an order of its own, such as that of the form."""
    return tuple(code for code in load.codelist(codelist) if code in entries(codelist))


def _entries(codes: Mapping[str, load.Code] | Mapping[str, load.Rule]) -> dict[str, Entry]:
    return {
        code: Entry(code, made.title_zh, made.title_en, made.description_zh, made.description_en)
        for code, made in codes.items()
    }


def _sections() -> dict[str, Entry]:
    return {code: Entry(code, line.zh, line.en, "", "") for code, line in load.sections().items()}


def _tables() -> dict[str, Entry]:
    """The tables that a finding can be about: those of the form, and `sections`."""
    of_the_form = {code: entry for code, entry in _sections().items() if code in load.TABLES}
    return of_the_form | _statistics() | {"sections": Entry("sections", "章节", "sections", "", "")}


def _statistics() -> dict[str, Entry]:
    (shape,) = load.shapes(load.STATISTICS).values()
    return {load.STATISTICS: Entry(load.STATISTICS, shape.zh, shape.en, "", "")}


def _key_codes(place: int) -> dict[str, Entry]:
    """The codes of the first (0) or second (1) key column of all tables of the form, together."""
    found: dict[str, Entry] = {}
    for name in load.CELLS:
        for key in next(iter(load.shapes(name).values())).key[place : place + 1]:
            own = _entries(load.codelist(f"{name}.{key}"))
            found |= {code: entry for code, entry in own.items() if code not in found}
    return found


_COMPOSED = {
    "rules": lambda: _entries(load.rules()),
    "sections": _sections,
    "tables": _tables,
    "items": lambda: _sections() | _statistics() | _key_codes(0),
    "columns": lambda: _key_codes(1),
}


def column(
    zh: str,
    en: str,
    about_zh: str,
    about_en: str,
    nullable: bool = True,
    codes: str = "",
    also: tuple[str, ...] = (),
    unit: str = "",
    **checks: Any,
) -> Any:
    """A field of a table; the annotation beside it gives its type, `codes` names the code list it draws on.

    `also` are values beside the codes (the empty string in a key), `checks` are pandera's own.
    """
    allowed = {"isin": [*also, *entries(codes)]} if codes else {}
    told = {"title_zh": zh, "title_en": en, "description_zh": about_zh, "description_en": about_en}
    metadata = told | {"unit": unit, "codelist": codes}
    return pa.Field(nullable=nullable, title=en, description=about_en, metadata=metadata, **allowed, **checks)


def report_id(nullable: bool = False) -> Any:
    return column(
        "报告编号",
        "report",
        "报告的编号，由发布机关和年份构成；不明者取自文件的 SHA-256",
        "the report; made of publisher and year, of the file's SHA-256 where these are unknown",
        nullable,
    )


def publisher_id(nullable: bool = True) -> Any:
    return column(
        "发布机关编号",
        "publisher id",
        "由行政区划代码和规范名称构成，各版发布不变；未能确定的为空",
        "made of division code and official name, the same in every release; empty where the body is not known",
        nullable,
    )


def other_report_id(zh: str, en: str) -> Any:
    return column(f"{zh}编号", f"{en} report", f"{zh}的编号", f"report_id of the {en} report", nullable=False)


def division_code() -> Any:
    return column(
        "行政区划代码",
        "division code",
        "报告年份的行政区划代码；乡级机关用所在县的代码，中央机关为空",
        "code of the administrative division in the reporting year; a town has its county's, a central body none",
        str_matches=r"^[0-9]{6}$",
    )


def level() -> Any:
    return column("层级", "level", "发布机关的行政层级", "administrative level of the publisher", codes="levels")


def publisher_kind() -> Any:
    return column(
        "机关类别", "kind of publisher", "发布机关的类别", "what kind of body it is", codes="publisher_kinds"
    )


def publisher_field() -> Any:
    return column(
        "领域", "field", "部门的工作领域；政府及未列明者为空",
        "the field of a department; empty for governments and what is not listed", codes="fields",
    )  # fmt: skip


def key_code(table: str, name: str) -> Any:
    """A key column of a table of the form; its codes are the layouts'."""
    zh, en = {
        "item": ("项目", "item"),
        "measure": ("指标", "measure"),
        "applicant": ("申请人", "applicant"),
        "route": ("途径", "route"),
        "outcome": ("结果", "outcome"),
        "indicator": ("指标", "indicator"),
    }[name]
    return column(
        zh,
        en,
        "国家格式中的行或列",
        "a row or column of the national form",
        nullable=False,
        codes=f"{table}.{name}",
    )


def year(nullable: bool = True) -> Any:
    return column(
        "年份",
        "reporting year",
        "报告所述年份，不是发布年份；不明时为空",
        "the year reported on, not that of publication; empty where unknown",
        nullable,
        ge=1990,
        le=2100,
    )


NOBODYS = ("", "")


def value(unit: str = "", whose: tuple[str, str] = NOBODYS) -> Any:
    """A number as printed; `whose`, in Chinese and in English, tells two of them in one table apart."""
    return column(
        f"{whose[0]}数值",
        f"{whose[1]} value".lstrip(),
        "所印的数字，不换算；没有印数字时为空，空白不是 0",
        "the number as printed, never converted; empty where none is printed, for a blank is not 0",
        unit=unit,
    )


def explanation() -> Any:
    return column(
        "说明原句",
        "explanation",
        "本年报告中说明原因的句子；没有则为空",
        "the sentence of this year's report that says why; empty where there is none",
    )


def status(whose: tuple[str, str] = NOBODYS) -> Any:
    return column(
        f"{whose[0]}状态",
        f"{whose[1]} status".lstrip(),
        "单元格在文件中的情况",
        "what the document shows in the cell",
        nullable=False,
        codes="statuses",
    )


def printed() -> Any:
    return column("原文", "printed text", "单元格中所印的文字", "the text of the cell as printed")


def locator() -> Any:
    return column(
        "位置",
        "locator",
        "单元格在文件中的位置：p 页，t 表，r 行，c 列，l 行文，f 字段，均从 1 计",
        "where the cell stands: p page, t table, r row, c column, l line, f field, each counted from 1",
    )


def method() -> Any:
    return column(
        "读取方法", "method", "单元格的文字从何而来", "how the cell's text was come by", codes="methods"
    )


def value_inferred(unit: str = "") -> Any:
    return column(
        "推定值",
        "inferred value",
        "未印数字而勾稽关系只容许 0 时为 0；其他应有的值见问题表的建议值",
        "0 where no number is printed and the identities allow nothing else; any other value is a finding's suggestion",
        unit=unit,
    )


def value_corrected(unit: str = "") -> Any:
    return column(
        "更正值",
        "corrected value",
        "经审核的更正值，单位同该单元格；所印的数值不变，使用数据时以更正值为准",
        "a reviewed correction, in the cell's own unit; the printed value stays, and where there is a correction it is "
        "what to use",
        unit=unit,
    )


def sound() -> Any:
    return column(
        "可靠",
        "sound",
        "该值已印出或推定为 0，且没有关于该单元格、其行或其列的错误或警告；关于格式、章节和报告之间的问题不计。"
        "所说的是印出的值或推定值：有更正值的单元格不可靠，其余单元格不因更正而变得可靠",
        "the value is reported or inferred, and no error or warning is about the cell, its row or its column; "
        "findings on layout, sections and between reports don't count. It speaks of the printed or inferred value: a "
        "corrected cell is not sound, and no other cell becomes sound by the correction",
        nullable=False,
    )


def rule() -> Any:
    return column("规则", "rule", "所依据的规则", "the rule concerned", nullable=False, codes="rules")


def source_path(nullable: bool = False) -> Any:
    return column(
        "文件路径",
        "source path",
        "文件在 raw/documents/ 之下的路径",
        "path of the document below raw/documents/",
        nullable,
    )


def source_sha256() -> Any:
    return column(
        "文件 SHA-256",
        "source SHA-256",
        "文件内容的 SHA-256；无法打开时为空",
        "SHA-256 of the document's bytes; empty where it can't be opened",
        str_matches=r"^([0-9a-f]{64})?$",
    )


def message(language_zh: str, language_en: str) -> Any:
    return column(
        f"说明（{language_zh}）",
        f"message ({language_en})",
        "一句话说明",
        "what is the matter, in one sentence",
        nullable=False,
    )
