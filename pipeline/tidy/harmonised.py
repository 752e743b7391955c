"""Table 三 in the rows that its editions share: `applications_harmonised(reports, applications)`.

        2021   other_not_corrected 1, other_fee_unpaid ␣, other_remaining 2     other_handling ␣: a part is unknown
        2021   other_not_corrected 1, other_fee_unpaid 0, other_remaining 2     other_handling 3, and in the first
        2019   other_handling 2                                                  year of 2021 a break of the series

Which rows are added up is told in schemas/crosswalk.csv. Nothing is guessed: a blank is no 0 unless the identities
let it be nothing else. 2014's answers correspond to no row one to one and are not here.
"""

import pandas as pd

from schemas.load import summed

KEY = ["report_id", "item", "applicant"]
NUMBERS = {"corrected": "value_corrected", "printed": "value", "inferred": "value_inferred"}
"""The columns that can hold a cell's number, the best first, by the code of the basis."""


def applications_harmonised(reports: pd.DataFrame, applications: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table, from all current reports of a known year."""
    series = _series(reports)
    cells = applications[[*KEY, *NUMBERS.values(), "sound"]].merge(series, on="report_id")
    cells = cells.astype({"item": object, "applicant": object})
    every = pd.concat([_single(cells), *(_sum(cells, item, parts) for item, parts in summed("applications").items())])
    return _with_breaks(every)


def _series(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports that have a place in a series, each with what breaks it off from the publisher's report before."""
    own = reports[reports["is_current"].astype(bool) & reports["year"].notna() & reports["layout_applications"].notna()]
    own = own.rename(columns={"layout_applications": "edition"}).sort_values(["publisher_id", "year", "report_id"])
    own = own[["report_id", "publisher_id", "year", "edition", "scope"]].astype({"scope": object})
    before = own.groupby("publisher_id")[["year", "edition", "scope"]].shift()
    follows = before["year"].notna()
    unlike = (own["scope"] != before["scope"]) | (own["scope"] == "unknown")
    return own.drop(columns="scope").assign(
        scope=follows & unlike,
        gap=follows & (own["year"] - before["year"] != 1).fillna(False),
        layout=follows & (own["edition"] != before["edition"]).fillna(False),
    )


def _single(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of the rows that stay as they are, with their number."""
    parts = [code for codes in summed("applications").values() for code in codes]
    kept = cells[~cells["item"].isin(parts)]
    return _numbered(kept)


def _numbered(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with the best number there is, and where it comes from."""
    value = pd.Series(pd.NA, cells.index, "Int64")
    basis = pd.Series(None, cells.index, object)
    for code, column in NUMBERS.items():
        fresh = value.isna() & cells[column].notna()
        basis = basis.mask(fresh, code)
        value = value.fillna(cells[column])
    return cells.drop(columns=list(NUMBERS.values())).assign(value=value, basis=basis)


def _sum(cells: pd.DataFrame, item: str, parts: tuple[str, ...]) -> pd.DataFrame:
    """The sum of some rows wherever a report has them all; empty where one of them is."""
    own = _numbered(cells[cells["item"].isin(parts)])
    by = own.groupby(["report_id", "applicant"], sort=False)
    told = by.agg(value=("value", "sum"), known=("value", "count"), sound=("sound", "all")).reset_index()
    first = own.drop_duplicates(["report_id", "applicant"]).drop(columns=["value", "sound", "basis", "item"])
    made = first.merge(told, on=["report_id", "applicant"]).assign(item=item)
    whole = made["known"] == len(parts)
    made["value"] = made["value"].astype("Int64").where(whole)
    made["sound"] = made["sound"].astype("boolean") & whole
    return made.drop(columns="known").assign(basis=whole.map({True: "summed", False: None}))


def _with_breaks(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with whether the series breaks there, and why: a change of layout breaks only a row that is a sum."""
    of_sum = cells["item"].isin(list(summed("applications")))
    why = pd.Series(None, cells.index, object)
    for code, breaks in (("layout", cells["layout"] & of_sum), ("gap", cells["gap"]), ("scope", cells["scope"])):
        why = why.mask(breaks.astype(bool), code)
    columns = ["report_id", "publisher_id", "year", "item", "applicant", "value", "basis", "sound", "edition"]
    return cells[columns].assign(series_break=why.notna(), series_break_why=why).reset_index(drop=True)
