"""Reviewed corrections, and those that no longer fit."""

from dataclasses import replace
from decimal import Decimal

from schemas.load import Correction, Sentence
from tests.spec.case import Case
from tests.spec.example import Example
from tests.spec.identities import ROUTE_BROKEN, ROUTE_LAWFUL

TITLE = ("更正", "Reviewed corrections")

OURS = Correction(
    "0" * 64, "reviews_litigation/reconsideration/total", Decimal(0), Decimal(11),
    Sentence("应为四项之和", "it is the sum of the four"), "张三", "2026-11-24",
)  # fmt: skip


def corrected(case: Case) -> Case:
    return replace(case, corrections=(OURS,))


EXAMPLES = (
    Example("corrected", fails=corrected(ROUTE_BROKEN), passes=corrected(ROUTE_LAWFUL), silent=ROUTE_BROKEN, why=(
        "这份文件没有更正", "no correction is known of this document")),
    Example("correction_unmet", fails=corrected(ROUTE_LAWFUL), passes=corrected(ROUTE_BROKEN), silent=ROUTE_LAWFUL, why=(
        "这份文件没有更正", "no correction is known of this document")),
)  # fmt: skip
