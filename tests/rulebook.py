"""The manual of the rules, `docs/rules.md`, made of the examples that the tests run: `python -m tests.rulebook`."""

from collections.abc import Iterator
from pathlib import Path

from schemas.load import Rule, codelist, rules, sources
from tests.spec import CHAPTERS
from tests.spec.case import Piece
from tests.spec.example import Example

FILE = Path(__file__).parents[1] / "docs" / "rules.md"

OPENING = """\
# 规则 · The rules

每一条问题（`findings`）都引用一条规则；每一个勾稽关系在每一处的结果见 `rule_results`。本页由测试所用的示例生成\
（`make rules`），示例下的句子就是用户看到的句子。
Every finding cites a rule, and `rule_results` tells how each identity came out at each place. This page is made of \
the very examples that the tests run (`make rules`); the sentences below them are what users are shown.

`…` 表示其余与国家格式相同：各章节齐全，各单元格为 0。`!` 表示读取时的记录。
`…` stands for the rest of a plain report: all sections are there, and every cell is 0. `!` is what the reader remarks.
"""
OWN = ("本项目的规则", "this project's own")
KINDS = {
    "fails": ("✗", "出现", "raised"),
    "explained": ("≈", "有说明", "explained"),
    "passes": ("✓", "不出现", "not raised"),
    "silent": ("–", "不适用或无法检验", "does not apply, or can't be assessed"),
}


def page() -> str:
    """The whole page."""
    return "\n\n".join([OPENING.rstrip(), _contents(), *(part for chapter in CHAPTERS for part in _chapter(chapter))]) + "\n"


def _contents() -> str:
    return "\n".join(f"- {_title(chapter)}: {', '.join(map(_link, chapter.EXAMPLES))}" for chapter in CHAPTERS)


def _link(example: Example) -> str:
    return f"[{example.rule}](#{example.rule})"


def _title(chapter) -> str:
    return " · ".join(chapter.TITLE)


def _chapter(chapter) -> Iterator[str]:
    yield f"## {_title(chapter)}"
    for example in chapter.EXAMPLES:
        yield from _rule(rules()[example.rule], example)


def _rule(rule: Rule, example: Example) -> Iterator[str]:
    yield f"### {rule.code}"
    yield f"**{rule.title_zh}** · **{rule.title_en}**"
    yield "\n".join(_facts(rule))
    for kind, told in KINDS.items():
        piece = getattr(example, kind)
        if piece is not None:
            yield _heading(told, example.why if kind == "silent" else None)
            yield piece.shown()
            yield from _sentences(rule.code, piece)


def _facts(rule: Rule) -> Iterator[str]:
    source = sources().get(rule.code)
    yield f"- {_listed('severities', rule.severity)} · {_listed('responsibilities', rule.responsibility)}"
    yield f"- {rule.description_zh} · {rule.description_en}"
    yield f"- 依据 source: {' · '.join((source.zh, source.en) if source else OWN)}"


def _listed(codes: str, code: str) -> str:
    found = codelist(codes)[code]
    about = {"severities": "严重程度 severity", "responsibilities": "责任 responsibility"}[codes]
    return f"{about}: {found.title_zh} {found.title_en}"


def _heading(told: tuple[str, str, str], why: tuple[str, str] | None) -> str:
    sign, zh, en = told
    return f"{sign} **{zh}** · **{en}**" + (f": {' · '.join(why)}" if why else "")


def _sentences(rule: str, piece: Piece) -> Iterator[str]:
    """The first finding of the rule as users read it, and how many more there are."""
    found = [finding for finding in piece.findings() if finding.rule == rule]
    if found:
        more = f" (+ {len(found) - 1})" if len(found) > 1 else ""
        yield f"→ {found[0].message_zh}<br>→ {found[0].message_en}{more}"


def main() -> None:
    FILE.write_text(page(), "utf-8")
    print(f"wrote {FILE}")


if __name__ == "__main__":
    main()
