"""The figures that the sample restates, as six public bodies published them: `FIGURES[document]`.

A row's numbers stand in the order of the form's columns, `·` is an empty cell; a row that is not listed has
the table's usual number throughout. Totals are as printed, also where they are not the sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.load import table
from tests.corpus.truth import Key

EMPTY = "·"


@dataclass(frozen=True, slots=True)
class Figures:
    """One table: the edition of the form it uses, its rows as printed, and what the other rows print."""

    edition: int
    rows: Mapping[str, str]
    others: str = "0"

    def cells(self, name: str) -> dict[Key, str]:
        """The printed text of every cell; ValueError where a row has too many numbers or too few."""
        shape = table(name, self.edition)
        found: dict[Key, str] = {}
        for row in shape.rows:
            columns = shape.columns_of(row)
            texts = self._row(row, len(columns))
            found |= {(row, c): "" if t == EMPTY else t for c, t in zip(columns, texts, strict=True)}
        return found

    def _row(self, row: str, width: int) -> list[str]:
        if row in self.rows:
            return self.rows[row].split()
        usual = self.others.split()
        return usual * width if len(usual) == 1 else usual


FIGURES: dict[str, dict[str, Figures]] = {
    "haizhu-hr-2021": {
        "applications": Figures(2021, {
            "new_received": "5 0 0 0 0 0 5",
            "granted": "2 0 0 0 0 0 2",
            "unavailable_needs_creation": "2 0 0 0 0 0 2",
            "other_not_corrected": "1 0 0 0 0 0 1",
            "total_handled": "5 0 0 0 0 0 5",
        }),
        "reviews_litigation": Figures(2021, {"reconsideration": "0 0 0 2 2"}),
    },
    "hongze-2023": {
        "proactive_disclosure": Figures(2021, {
            "normative_documents": "0 5 5",
            "licensing": "550",
            "penalties": "4119",
            "coercive_measures": "195",
            "fees": "7730.28",
        }),
        "applications": Figures(2019, {
            "new_received": "21 0 0 0 0 0 21",
            "partially_granted": "4 0 0 0 0 0 4",
            "denied_state_secret": "1 0 0 0 0 0 1",
            "denied_process_information": "1 0 0 0 0 0 1",
            "denied_enforcement_files": "1 0 0 0 0 0 1",
            "unavailable_not_held": "10 0 0 0 0 0 10",
            "unavailable_needs_creation": "3 0 0 0 0 0 3",
            "not_processed_petition": "1 0 0 0 0 0 1",
            "total_handled": "21 0 0 0 0 0 21",
        }),
        "reviews_litigation": Figures(2021, {
            "reconsideration": "10 1 0 0 0",
            "litigation_after_reconsideration": "5 0 0 0 0",
        }),
    },
    "hongze-2024": {
        "proactive_disclosure": Figures(2021, {
            "normative_documents": "3 0 8",
            "licensing": "9487",
            "penalties": "2776",
            "coercive_measures": "84",
            "fees": "7545",
        }),
        "applications": Figures(2019, {
            "new_received": "95 0 0 0 0 0 95",
            "granted": "50 0 0 0 0 0 50",
            "partially_granted": "9 0 0 0 0 0 9",
            "denied_safety_stability": "1 0 0 0 0 0 1",
            "denied_process_information": "1 0 0 0 0 0 1",
            "denied_enforcement_files": "1 0 0 0 0 0 1",
            "unavailable_not_held": "31 0 0 0 0 0 31",
            "unavailable_needs_creation": "1 0 0 0 0 0 1",
            "not_processed_petition": "1 0 0 0 0 0 1",
            "total_handled": "95 0 0 0 0 0 95",
        }),
        "reviews_litigation": Figures(2021, {
            "reconsideration": "1 1 0 0 2",
            "litigation_direct": "1 0 0 0 1",
            "litigation_after_reconsideration": "2 0 1 0 3",
        }),
    },
    "shanghai-office-2019": {
        "proactive_disclosure": Figures(2019, {
            "rules": "13 13 524",
            "normative_documents": "60 60 368",
            "procurement": "6 251000元",
        }),
        "applications": Figures(2019, {
            "new_received": "821 35 · · 2 1 859",
            "carried_in": "18 · · · · · 18",
            "granted": "258 12 · · 1 1 ·",
            "partially_granted": "3 · · · · · ·",
            "denied_state_secret": "14 · · · · · ·",
            "denied_internal_affairs": "5 · · · · · ·",
            "denied_process_information": "3 1 · · · · ·",
            "denied_administrative_inquiry": "10 2 · · · · ·",
            "unavailable_not_held": "252 12 · · 1 · ·",
            "unavailable_needs_creation": "44 3 · · · · ·",
            "unavailable_unclear": "25 · · · · · ·",
            "not_processed_petition": "148 1 · · · · ·",
            "not_processed_repeat": "5 4 · · · · ·",
            "total_handled": "767 35 · · 2 1 805",
            "carried_out": "72 · · · · · 72",
        }, others=EMPTY),
        "reviews_litigation": Figures(2019, {
            "reconsideration": "5 · · 2 7",
            "litigation_direct": "8 · · 1 9",
        }, others=EMPTY),
    },
    "shuyang-drc-2023": {
        "proactive_disclosure": Figures(2021, {"normative_documents": "8 0 18"}),
        "applications": Figures(2021, {
            "new_received": "26 · · · · · 26",
            "granted": "26 · · · · · 26",
            "total_handled": "26 · · · · · 26",
        }, others="0 · · · · · 0"),
        "reviews_litigation": Figures(2021, {"reconsideration": "0 0 0 1 1"}),
    },
    "shanghai-stc-2024": {
        "proactive_disclosure": Figures(2021, {"normative_documents": "13 0 55", "licensing": "97"}),
        "applications": Figures(2021, {
            "new_received": "32 2 0 0 0 0 34",
            "carried_in": "2 0 0 0 0 0 2",
            "granted": "9 0 0 0 0 0 9",
            "denied_internal_affairs": "1 0 0 0 0 0 1",
            "denied_process_information": "1 0 0 0 0 0 1",
            "unavailable_not_held": "4 0 0 0 0 0 4",
            "unavailable_needs_creation": "6 0 0 0 0 0 6",
            "other_not_corrected": "8 2 0 0 0 0 10",
            "other_remaining": "4 0 0 0 0 0 4",
            "total_handled": "33 2 0 0 0 0 35",
            "carried_out": "1 0 0 0 0 0 1",
        }),
        "reviews_litigation": Figures(2021, {"reconsideration": "1 0 0 0 1"}),
    },
}
