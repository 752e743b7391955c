"""`known(kept, beside)`: where earlier runs kept what they read, so that it needn't be read again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipeline.fetch.receipts import Receipt
from pipeline.release.database import opened, text
from pipeline.release.kept import Kept
from pipeline.release.packs import Place, key


@dataclass(frozen=True, slots=True)
class Known:
    """Sorted keys, and of each the pack and the row."""

    keys: np.ndarray
    packs: Sequence[str]
    pack: np.ndarray
    row: np.ndarray

    def places(self, receipts: Sequence[Receipt]) -> list[Place | None]:
        """Where each document's rows lie; None where it is to be read."""
        if not len(self.keys):
            return [None] * len(receipts)
        wanted = np.array([key(receipt) for receipt in receipts], self.keys.dtype)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        there = (self.keys[at] == wanted) & (wanted != b"")
        return [self._place(int(place)) if found else None for place, found in zip(at, there, strict=True)]

    def _place(self, at: int) -> Place:
        return Place(self.packs[self.pack[at]], int(self.row[at]))


def known(kept: Kept, beside: Path) -> Known:
    """All that is kept under this version of the code; remote packs are copied below `beside`."""
    files = list(kept.sound(kept.packs(), beside))
    found = _keys(files) if files else pa.table({"key": pa.array([], pa.string()), "pack": [], "row": []})
    keys = np.array(found["key"].to_pylist(), "S32")
    order = np.argsort(keys, kind="stable")
    pack, row = (found[column].to_numpy().astype(np.int32)[order] for column in ("pack", "row"))
    return Known(keys[order], [file.name for file in files], pack, row)


def _keys(files: Sequence[Path]) -> pa.Table:
    listed = ", ".join(text(file) for file in files)
    with opened(None) as database:
        database.register("files", pa.table({"file": [str(file) for file in files], "pack": range(len(files))}))
        return database.sql(f"""SELECT key, pack, file_row_number AS "row"
            FROM read_parquet([{listed}], filename = true, file_row_number = true) p JOIN files ON file = p.filename
            WHERE key <> '' ORDER BY key, pack, "row" """).to_arrow_table()
