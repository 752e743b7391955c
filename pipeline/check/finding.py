"""A doubt, told: `finding(rule, …)` fills a rule's sentences in Chinese and English."""

from dataclasses import dataclass
from typing import Any

from schemas.load import Table, rules, sections

LONGEST_FOUND = 200
"""What was found is quoted up to this many characters."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding as published, but for its id and the report's."""

    rule: str
    severity: str
    responsibility: str
    table: str | None
    item: str | None
    column: str | None
    found: str | None
    expected: str | None
    suggestion: str | None
    message_zh: str
    message_en: str


def finding(
    rule: str,
    *,
    table: Table | None = None,
    item: str | None = None,
    column: str | None = None,
    found: str = "",
    expected: str = "",
    suggestion: str | None = None,
    responsibility: str | None = None,
    words: dict[str, tuple[Any, Any]] | None = None,
) -> Finding:
    """A finding under `rule`; `words` holds further placeholders, each in Chinese and English.

    `{table}` and `{where}` name the table and the cell, row or column; raises KeyError for an unknown rule.
    """
    cited = rules()[rule]
    shown = _shortened(found)
    both = {"found": (shown, shown), "expected": (expected, expected)} | (words or {})
    if table is not None:
        both = {"table": (title_zh(table), table.en), "where": where(table, item, column)} | both
    return Finding(
        rule, cited.severity, responsibility or cited.responsibility, table.name if table else None, item or None,
        column or None,
        shown or None, expected or None, suggestion,
        cited.message_zh.format(**{key: zh for key, (zh, _) in both.items()}),
        cited.message_en.format(**{key: en for key, (_, en) in both.items()}),
    )


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_FOUND else plain[: LONGEST_FOUND - 1] + "…"


def title_zh(table: Table) -> str:
    """The table's title as the notice has it: that of the section that it stands in, or its own."""
    return table.zh or sections()[table.name].zh


def where(table: Table, item: str | None, column: str | None) -> tuple[str, str]:
    """A cell, row, column or table in words, in Chinese and English."""
    lines = [table.rows[item]] if item else []
    lines += [table.columns[column]] if column else []
    zh = " · ".join(line.zh for line in lines) or title_zh(table)
    en = " · ".join(line.en for line in lines) or table.en
    return zh, en
