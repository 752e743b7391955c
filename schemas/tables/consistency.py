"""What must hold between the columns of a table of the form: `Cells`, the ancestor of its three models."""

import pandas as pd
import pandera.pandas as pa


class Cells(pa.DataFrameModel):
    """One row a cell of the form; the columns are those of the models that inherit from here."""

    @pa.dataframe_check(error="a value stands exactly where the status is reported")
    def value_where_reported(cls, cells: pd.DataFrame) -> pd.Series:
        return cells["value"].notna() == (cells["status"] == "reported")

    @pa.dataframe_check(error="only a reported or inferred value is sound")
    def sound_has_a_value(cls, cells: pd.DataFrame) -> pd.Series:
        known = cells["value"].notna() | cells["value_inferred"].notna()
        return ~cells["sound"].fillna(False).astype(bool) | known

    @pa.dataframe_check(error="a corrected cell is not sound")
    def sound_is_not_corrected(cls, cells: pd.DataFrame) -> pd.Series:
        return ~cells["sound"].fillna(False).astype(bool) | cells["value_corrected"].isna()

    class Config:
        strict = True
        ordered = True
