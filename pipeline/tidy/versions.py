"""Several documents of one publisher and year: which comes after which. `ordered(reports)`, `current(reports)`.

        a.pdf   published 2024-01-20        earlier
        b.pdf   published 2024-03-02        later, so current: the one to use

The only place that decides it. Where all documents of a publisher's year tell when they were published, the last one
is current, and of one day the last by path; where one of them doesn't tell, the path alone decides, which is the
order in which documents are received. All of them stay published.
"""

import pandas as pd

KEY = ["who", "year"]


def ordered(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports whose publisher and year are known, each year's documents in their order, with a column `who`.

    Where the publisher was not resolved, the name that is printed serves for it.
    """
    known = reports.assign(who=reports["publisher_id"].fillna(reports["publisher"])).dropna(subset=KEY)
    dated = known["published_on"].notna().groupby([known[name] for name in KEY]).transform("all")
    day = known["published_on"].where(dated, "").astype(object)
    return known.assign(day=day).sort_values([*KEY, "day", "source_path"], kind="stable").drop(columns="day")


def current(reports: pd.DataFrame) -> pd.Series:
    """True for the last of a publisher's documents of a year, and where either is unknown."""
    earlier = ordered(reports).duplicated(KEY, keep="last")
    return (~earlier.reindex(reports.index, fill_value=False)).astype(pd.BooleanDtype())
