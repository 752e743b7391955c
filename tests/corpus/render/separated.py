"""CSV: `render(report, seed)`, a sheet saved as text: rows equally wide, what was merged in its first field."""

import csv
import io

from tests.corpus.form import Line, Report, Sheet
from tests.corpus.render.text import in_columns


def render(report: Report, seed: int) -> bytes:
    """UTF-8 with a mark, as Excel writes it, or GBK; nothing is left to the seed."""
    blocks = report.blocks
    rows = [row for block, above in zip(blocks, (None, *blocks), strict=False) for row in _rows(block, above)]
    width = max(map(len, rows))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if "semicolons" in report.manners else ",")
    writer.writerows(row + [""] * (width - len(row)) for row in rows)
    return out.getvalue().encode("gb18030" if "in_gbk" in report.manners else "utf-8-sig")


def _rows(block: Line | Sheet, above: Line | Sheet | None) -> list[list[str]]:
    """A line as a row, or a table's rows, a blank one before them where a table stands above."""
    if isinstance(block, Line):
        return [[block.text]]
    return [[""]] * isinstance(above, Sheet) + in_columns(block)
