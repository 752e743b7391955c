"""The list of figures in reports for 2014 to 2018: one row an indicator."""

import pandas as pd
import pandera.pandas as pa

from schemas import load
from schemas.tables import columns
from schemas.tables.consistency import Cells

NAME = load.STATISTICS


class Statistics2014(Cells):
    """Statistics on open government information of the years 2014 to 2018, one row an indicator."""

    report_id: str = columns.report_id()
    indicator: pd.CategoricalDtype = columns.key_code(NAME, "indicator")
    local_label: str = columns.column(
        "地方指标名称",
        "local label",
        "地方自设指标所印的名称；国家指标为空",
        "what a row that the locality added is called there; empty for the rows of the national form",
    )
    year: pd.Int16Dtype = columns.year()
    value: float = columns.value()
    unit: pd.CategoricalDtype = columns.column(
        "单位",
        "unit",
        "所印的单位，未印时为格式规定的单位",
        "the unit as printed, else that of the form",
        codes="units",
    )
    status: pd.CategoricalDtype = columns.status()
    printed: str = columns.printed()
    locator: str = columns.locator()
    method: pd.CategoricalDtype = columns.method()
    value_inferred: pd.Float64Dtype = columns.value_inferred()
    value_corrected: pd.Float64Dtype = columns.value_corrected()
    sound: pd.BooleanDtype = columns.sound()

    @pa.dataframe_check(error="a label stands exactly where the row is a local one")
    def label_where_local(cls, cells: pd.DataFrame) -> pd.Series:
        (shape,) = load.shapes(NAME).values()
        return cells["local_label"].notna() == cells["indicator"].astype(str).isin(list(load.local_lines(shape)))

    @pa.dataframe_check(error="values are finite")
    def finite(cls, cells: pd.DataFrame) -> pd.Series:
        return cells["value"].abs() != float("inf")

    class Config:
        unique = ["report_id", "indicator"]
        metadata = {
            "title_zh": "政府信息公开情况统计表（2014—2018年）",
            "title_en": "Statistics on open government information (2014 to 2018)",
            "description_zh": "国办发〔2014〕32号统计表，每项指标一行；各项指标的可信程度见代码表"
            "（certainty：V 见于原文，M 凭记忆、未经核实）",
            "description_en": "the list of the notice of 2014, one row an indicator; the code list says how sure each "
            "one is (certainty: V read in a source, M from memory and unconfirmed)",
        }
