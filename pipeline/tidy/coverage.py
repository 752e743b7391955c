"""How much of what should be there is here: `coverage(reports, publishers, documents)`, by division and year.

        listed or seen before   甲 乙 丙     expected 3
        2024                    甲 乙 乙     publishers 2, published 3, of them parsed 3, of grade A or B 2

Who is expected: whoever raw/sources.csv lists for the year, and each publisher from its first report on, until its
last one where it has an heir. A listed name is resolved as a report's is. Reports of unknown year are in no row.
"""

from collections.abc import Iterator

import pandas as pd

from pipeline.divisions import coded
from pipeline.fetch.sources import Source
from pipeline.locate.head import listed_publisher
from schemas.load import CELLS, layout_column

PLACE = ["division_code", "year"]
SOUND = ("A", "B")


def coverage(reports: pd.DataFrame, publishers: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table; `documents` is the list of sources, as it was staged."""
    told = _placed(reports)
    lines = _listed(documents, reports)
    wanted = pd.concat([told[[*PLACE, "who"]], _lasting(told, publishers), lines]).drop_duplicates()
    found = told.groupby(PLACE).agg(
        publishers=("who", "nunique"), published=("who", "size"), parsed=("parsed", "sum"), sound=("sound", "sum")
    )
    made = wanted.groupby(PLACE).size().rename("expected").to_frame().join(found).fillna(0).astype("int64")
    levels = {code: _level(code) for code in wanted["division_code"].unique()}
    return made.reset_index().assign(level=lambda rows: rows["division_code"].map(levels))


def _placed(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports with a year: whose, whether a table was read, and whether they are sound."""
    dated = reports[reports["year"].notna()]
    editions = dated[[layout_column(name) for name in CELLS]]
    return pd.DataFrame({
        "division_code": dated["division_code"].astype(object).where(dated["division_code"].notna(), ""),
        "year": dated["year"].astype(int),
        "who": dated["publisher_id"].fillna(dated["publisher"]).fillna(dated["report_id"]).astype(object),
        "resolved": dated["publisher_id"].notna(),
        "parsed": editions.notna().any(axis=1), "sound": dated["grade"].isin(SOUND),
    })  # fmt: skip


def _lasting(told: pd.DataFrame, publishers: pd.DataFrame) -> pd.DataFrame:
    """Each resolved publisher in every year of the release since its first report, in the division of the last one."""
    seen = told[told["resolved"]].sort_values(["who", "year"], kind="stable").groupby("who")
    spans = seen.agg(first=("year", "min"), last=("year", "max"), division_code=("division_code", "last")).reset_index()
    replaced = set(publishers.loc[publishers["successors"].notna(), "publisher_id"])
    years = pd.DataFrame({"year": sorted(told["year"].unique())}, dtype=int)
    every = spans.merge(years, how="cross")
    due = (every["year"] > every["first"]) & (~every["who"].isin(replaced) | (every["year"] <= every["last"]))
    missing = every[due].merge(told[["who", "year"]].drop_duplicates(), on=["who", "year"], how="left", indicator=True)
    return missing.loc[missing["_merge"] == "left_only", [*PLACE, "who"]]


def _listed(documents: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """What the list wants and no report came from; a report says better itself whose it is."""
    got = documents["path"].isin(reports["source_path"]) | documents["url"].isin(reports["url"].dropna())
    lines = _lines(documents[~got & documents["year"].notna()])
    return pd.DataFrame(lines, columns=[*PLACE, "who"]).astype({"year": int})


def _lines(documents: pd.DataFrame) -> Iterator[tuple[str, int, str]]:
    """Place, year and publisher of each line."""
    for line in documents.astype(object).where(documents.notna(), None).itertuples(index=False):
        source = Source(line.publisher, int(line.year), line.kind, line.division_code, line.url)
        publisher = listed_publisher(source)
        yield publisher.division_code or source.division_code or "", source.year, publisher.id or source.publisher


def _level(code: str) -> str | None:
    found = coded(code) if code else ()
    return found[0].rank if found else None
