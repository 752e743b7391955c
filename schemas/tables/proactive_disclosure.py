"""Table 二 of the form, proactive disclosure: one row a cell."""

from functools import cache

import pandas as pd
import pandera.pandas as pa

from schemas import load
from schemas.tables import columns
from schemas.tables.consistency import Cells

NAME = "proactive_disclosure"


@cache
def units() -> dict[tuple[str, str], frozenset[str]]:
    """The units that the editions of the form print for each (item, measure)."""
    found: dict[tuple[str, str], set[str]] = {}
    for table in load.shapes(NAME).values():
        for item, measure in table.cells:
            found.setdefault((item, measure), set()).add(table.columns[measure].unit or "")
    return {pair: frozenset(printed) for pair, printed in found.items()}


def _pairs(cells: pd.DataFrame) -> pd.Series:
    made = zip(cells["item"].astype(str), cells["measure"].astype(str), strict=True)
    return pd.Series(list(made), index=cells.index, dtype=object)


class ProactiveDisclosure(Cells):
    """Proactive disclosure of government information, one row a cell of the form."""

    report_id: str = columns.report_id()
    item: pd.CategoricalDtype = columns.key_code(NAME, "item")
    measure: pd.CategoricalDtype = columns.key_code(NAME, "measure")
    year: pd.Int16Dtype = columns.year()
    value: float = columns.value()
    unit: pd.CategoricalDtype = columns.column(
        "单位",
        "unit",
        "单元格中所印的单位，未印时为格式规定的单位",
        "the unit printed in the cell, else that of the form",
        codes="units",
    )
    status: pd.CategoricalDtype = columns.status()
    printed: str = columns.printed()
    locator: str = columns.locator()
    method: pd.CategoricalDtype = columns.method()
    value_inferred: pd.Float64Dtype = columns.value_inferred()
    value_corrected: pd.Float64Dtype = columns.value_corrected()
    sound: pd.BooleanDtype = columns.sound()

    @pa.dataframe_check(error="item and measure are a cell of an edition of the form")
    def pair_of_the_form(cls, cells: pd.DataFrame) -> pd.Series:
        return _pairs(cells).isin(list(units()))

    @pa.dataframe_check(error="without a unit in the cell, the unit is that of the form")
    def unit_of_the_form(cls, cells: pd.DataFrame) -> pd.Series:
        """A cell with a number may print a unit of its own; one without can only carry the form's."""
        own = cells["value"].notna() & cells["unit"].notna()
        allowed = _pairs(cells).map(lambda pair: units().get(pair, frozenset()))
        printed = cells["unit"].astype(object).where(cells["unit"].notna(), "")
        fits = [
            u in units_ or (not u and (empty or "as printed" in units_))
            for u, units_, empty in zip(printed, allowed, cells["value"].isna(), strict=True)
        ]
        return own | pd.Series(fits, index=cells.index, dtype=bool)

    @pa.dataframe_check(error="values are finite")
    def finite(cls, cells: pd.DataFrame) -> pd.Series:
        return cells["value"].abs() != float("inf")

    class Config:
        unique = ["report_id", "item", "measure"]
        metadata = {
            "title_zh": "主动公开政府信息情况",
            "title_en": "Proactive disclosure of government information",
            "description_zh": "国家格式表二，每个单元格一行：制发件数、处理决定数量、收费金额等，按所印单位",
            "description_en": "table 二 of the national form, one row a cell: documents issued, decisions taken, "
            "fees charged, in the unit as printed",
        }
