"""Reports and cells drawn a line each, as the frames that the rules across reports look at.

        reports('''                                cells('applications', '''
            report   level   kind                       report   item         column  value
            甲-2023  county  department                 甲-2023  carried_out  total   3
            甲-2024  county  department                 甲-2024  carried_in   total   ␣0
        ''')                                        ''')

A report is its publisher and year; `-` is nothing. `3` is a sound number, `3!` one in doubt, `3→5` one that a reviewer
corrected, `␣0` a blank that can only be 0, `␣` a blank, `?` unreadable.
"""

from collections.abc import Mapping
from textwrap import dedent
from typing import Any

import pandas as pd

from pipeline.check.across.frames import Frames
from pipeline.check.across.trials import findings, located
from schemas.load import CELLS, STATISTICS, TABLES, layout_column
from schemas.tables import conform, empty, key
from tests.release import small

COMMON = {
    "level": "county", "publisher_kind": "department", "scope": "own_office", "division_code": "320813", "layout": "2021",
}  # fmt: skip
SHORT = {"kind": "publisher_kind", "path": "source_path", "code": "division_code", "day": "published_on"}


def lines(drawing: str) -> list[dict[str, str | None]]:
    """The lines as mappings from the header's words."""
    header, *rest = [line.split() for line in dedent(drawing).strip().splitlines()]
    return [{name: None if word == "-" else word for name, word in zip(header, line, strict=True)} for line in rest]


def reports(drawing: str) -> pd.DataFrame:
    return conform("reports", [_report(line) for line in lines(drawing)])


def _report(line: Mapping[str, str | None]) -> dict[str, Any]:
    said = COMMON | {SHORT.get(name, name): word for name, word in line.items()}
    name, layout = said.pop("report"), said.pop("layout")
    publisher, _, year = name.partition("-")
    known = {layout_column(t): int(layout) for t in ([STATISTICS] if layout == "2014" else TABLES)}
    known |= {"report_id": name, "publisher": publisher, "source_path": f"{name}.html"}
    known |= {"publisher_id": publisher, "year": int(year[:4]) if year else None}
    known |= said | {"is_current": said.get("is_current", "yes") == "yes"}
    return small.report(**known)


VALUES = {"␣": ("blank", None, None, False), "␣0": ("blank", None, 0, True), "?": ("unreadable", None, None, False)}


def cells(table: str, drawing: str) -> pd.DataFrame:
    return conform(table, [_cell(table, line) for line in lines(drawing)])


def _cell(table: str, line: Mapping[str, str]) -> dict[str, Any]:
    printed, _, corrected = line["value"].partition("→")
    sound, number = not corrected and not printed.endswith("!"), printed.removesuffix("!")
    status, value, inferred, sound = VALUES.get(number) or ("reported", float(number), None, sound)
    kind = int if table in ("applications", "reviews_litigation") else float
    numbers = {"value": value, "value_inferred": inferred, "value_corrected": float(corrected) if corrected else None}
    given = {name: None if n is None else kind(n) for name, n in numbers.items()}
    places = dict(zip(key(table)[1:], (line["item"], line["column"]), strict=False))
    known = {"report_id": line["report"], **places}
    return small.row(table, **known, **given, status=status, sound=sound)


def sections(**texts: str) -> pd.DataFrame:
    """Sections by `report__section`, the report's hyphen as one underscore."""
    rows = []
    for name, text in texts.items():
        report, _, section = name.partition("__")
        rows.append(small.row("sections", report_id=report.replace("_", "-"), section=section, text=text, present=True))
    return conform("sections", rows)


def frames(**given: pd.DataFrame) -> Frames:
    """Frames with empty tables where nothing is drawn."""
    names = ("reports", *CELLS, "sections")
    return Frames(**{name: empty(name) for name in names} | given)


def told(trials: pd.DataFrame) -> dict[str, str]:
    """The outcome at each place: `report item column` → outcome, with the reason where there is none."""
    places = trials[["report_id", "item", "column"]].itertuples(index=False)
    rows = [" ".join(filter(None, place)) for place in places]
    outcome = trials["outcome"].where(trials["reason"] == "", trials["outcome"] + ": " + trials["reason"])
    return dict(zip(rows, outcome, strict=True))


def sentences(trials: pd.DataFrame, given: Frames) -> list[str]:
    """What the findings say in English; each is said in both languages, without a gap."""
    found = list(findings(located(trials, given.reports)))
    for finding in found:
        for sentence in (finding["message_zh"], finding["message_en"]):
            assert not set("{}") & set(sentence) and "nan" not in sentence and "None" not in sentence
        assert finding["message_zh"].endswith("。") and finding["message_en"].endswith(".")
    return [finding["message_en"] for finding in found]
