"""Two documents of one publisher and year: the same figures, a correction, or a contradiction? Also `revisions`.

        a.pdf   b.pdf          each document is held against the one before it (pipeline/tidy/versions.py)
        8       8              every number the same                          pass
        8       9              a few numbers of one layout                    explained: a correction
        …       …              many numbers, or other layouts                 fail: a contradiction
        8       1 1            no number is in both                           not assessable

Only cells that have a number in both are compared, a blank that can only be 0 being 0. A row that a publisher added to
the list of 2014 is compared where both have it at the same place and by the same name.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.check.across.frames import Frames
from pipeline.check.across.trials import outcomes, trials
from pipeline.tidy.versions import ordered
from schemas.load import CELLS, layout_column
from schemas.tables import key

RULE = "versions_differ"
FEW = 12
"""A correction changes no more cells: one request moved fills six in table 三, and its totals."""

_PLACE = ["item", "column", "label"]
"""What two documents must share for a cell to be the same one."""

CORRECTION, CONTRADICTION = "correction", "contradiction"


def versions(frames: Frames) -> pd.DataFrame:
    """A trial for each document that follows another of its publisher and year."""
    pairs, cells = _compared(frames.reports, {name: getattr(frames, name) for name in CELLS})
    counted = cells.groupby("report_id")["differs"].agg(["size", "sum"])
    counted = counted.reindex(pairs["report_id"]).fillna(0).astype(int)
    compared, changed = (counted[name].reset_index(drop=True) for name in ("size", "sum"))
    equation = changed.astype(str) + " / " + compared.astype(str)
    reason = pd.Series(np.where(compared > 0, "", "nothing_common"))
    made = pairs.assign(
        outcome=outcomes(compared > 0, changed == 0, pairs["kind"] == CORRECTION), reason=reason, equation=equation,
        found=changed.astype(str),
    )  # fmt: skip
    return trials(RULE, made)


def revisions(reports: pd.DataFrame, **tables: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table: each cell that has another number in the later document."""
    pairs, cells = _compared(reports, tables)
    found = cells[cells["differs"]].merge(pairs[["report_id", "publisher_id", "year", "kind"]], on="report_id")
    return found.rename(columns={"report_id": "later_report_id", "other": "earlier_report_id"})


def _compared(reports: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pairs of documents with their kind, and the cells that have a number in both."""
    resolved = ordered(reports[reports["publisher_id"].notna()]).reset_index(drop=True)
    other = resolved.groupby(["who", "year"])["report_id"].shift()
    pairs = resolved.assign(other=other)[other.notna()].reset_index(drop=True)
    cells = pd.concat([_cells(pairs, name, frame) for name, frame in tables.items()], ignore_index=True)
    changed = pairs["report_id"].map(cells.groupby("report_id")["differs"].sum()).fillna(0)
    few = (changed <= FEW) & _same_layout(pairs, reports)
    return pairs.assign(kind=np.where(few, CORRECTION, CONTRADICTION)), cells


def _cells(pairs: pd.DataFrame, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The cells of a table that have a number in both documents of a pair."""
    concerned = frame[frame["report_id"].isin({*pairs["report_id"], *pairs["other"]})]
    item, *second = key(name)[1:]
    made = pd.DataFrame({
        "report_id": concerned["report_id"].astype(object), "item": concerned[item].astype(object),
        "column": concerned[second[0]].astype(object) if second else "",
        "label": concerned["local_label"].fillna("").astype(object) if "local_label" in concerned else "",
        "status": concerned["status"].astype(object),
        "value": concerned["value"].astype("Float64"),
        "number": concerned["value"].astype("Float64").fillna(concerned["value_inferred"].astype("Float64")),
    })  # fmt: skip
    told = made[made["number"].notna()].set_index(["report_id", *_PLACE])
    later = told.add_prefix("later_").reset_index().merge(pairs[["report_id", "other"]], on="report_id")
    earlier = told.add_prefix("earlier_").rename_axis(["other", *_PLACE]).reset_index()
    both = later.merge(earlier, on=["other", *_PLACE])
    return both.assign(table=name, differs=(both["later_number"] != both["earlier_number"]).astype(bool))


def _same_layout(pairs: pd.DataFrame, reports: pd.DataFrame) -> np.ndarray:
    """Whether all tables that both have are of one edition."""
    columns = [layout_column(name) for name in CELLS]
    editions = reports.set_index("report_id")[columns].astype(float)
    later, earlier = (editions.loc[pairs[report]].to_numpy() for report in ("report_id", "other"))
    return ((later == earlier) | np.isnan(later) | np.isnan(earlier)).all(axis=1)
