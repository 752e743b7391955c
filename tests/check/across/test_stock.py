"""The stock of documents follows from last year's and this year's changes."""

import pytest

from pipeline.check.across.stock import stock
from tests.check.across.drawing import cells, frames, reports, sections, sentences, told


def stocks(before: str, issued: str, repealed: str, in_force: str, prose: str = "无。", layout: str = "2021"):
    return frames(
        reports=reports(f"""
            report   layout
            甲-2023  {layout}
            甲-2024  2021
        """),
        sections=sections(甲_2024__proactive_disclosure=prose),
        proactive_disclosure=cells("proactive_disclosure", f"""
            report   item                 column    value
            甲-2023  normative_documents  in_force  {before}
            甲-2024  normative_documents  issued    {issued}
            甲-2024  normative_documents  repealed  {repealed}
            甲-2024  normative_documents  in_force  {in_force}
        """),
    )  # fmt: skip


@pytest.mark.parametrize(("drawn", "outcome"), [
    (("5", "3", "0", "8"), "pass"),
    (("5", "3", "␣0", "8"), "pass"),
    (("5", "3", "0", "9"), "fail"),
    (("5", "3", "0", "9", "对规范性文件进行清理，1件失效。"), "explained"),
    (("5", "3", "0", "9", "制定规范性文件3件。"), "fail"),
    (("5", "3", "?", "9"), "not_assessable: no_sound_value"),
    (("5!", "3", "0", "8"), "not_assessable: no_sound_value"),
    (("5", "3", "0", "8", "", "2019"), "not_assessable: other_layout"),
])  # fmt: skip
def test_a_stock_and_its_changes(drawn: tuple[str, ...], outcome: str):
    assert told(stock(stocks(*drawn)))["甲-2024 normative_documents in_force"] == outcome


def test_a_break_is_told_with_its_equation():
    given = stocks("5", "3", "0", "9")
    (sentence,) = sentences(stock(given), given)
    assert "5 + 3 − 0 ≠ 9" in sentence and "甲-2023" in sentence
