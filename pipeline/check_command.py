"""`gongkai check FILE…`: a report's tables as the official form, its failing cells marked, the findings below.

For someone about to publish a report. Nothing is written. Exit code 1 where a finding is an error or a file
is refused, else 0.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rich.box import SQUARE
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table as Drawing
from rich.text import Text

from pipeline.check.finding import title_zh
from pipeline.contents import document_at, opened
from pipeline.fetch.receipts import Receipt
from pipeline.read.containers import taken_out
from pipeline.read.document import Refusal
from pipeline.report import Reading, Row, pointing, read_report, refuse
from schemas.load import CELLS, Line, Table, codelist, layout_column, local_lines, messages, table

WIDTH = 100
WIDEST = 13
"""A column of numbers is no wider than this; its header wraps."""
MARK = "✗ "
ARROW = " → "
"""Stands between what is printed and what should stand there."""
STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}
BLANKS = {"blank": "", "missing": "·", "unreadable": "?"}
"""What stands in a cell without a number: nothing, a dot where the document shows no cell, a question mark."""


def run(files: Sequence[Path]) -> int:
    """Check each file in turn; 1 if any has an error."""
    console = Console(width=None if Console().is_terminal else WIDTH, highlight=False)
    return max([_check(console, file) for file in files], default=0)


def _check(console: Console, file: Path) -> int:
    """The file's report, or that of each document in a container."""
    return max(_told_of(console, reading) for reading in readings(file))


def _told_of(console: Console, reading: Reading) -> int:
    console.rule(Text(shown_plainly(reading.receipt.path)), align="left")
    refused = reading.tables.get("documents_refused", ())
    for row in refused:
        console.print(_told("error", row))
    if refused:
        return 1
    report, findings = reading.tables["reports"][0], reading.tables["findings"]
    _headline(console, report)
    _forms(console, report, reading.tables, findings)
    _findings(console, findings)
    return int(any(f["severity"] == "error" for f in findings))


def readings(file: Path) -> Iterator[Reading]:
    """What the file gives, or its refusal; what each document gives where it is a container."""
    receipt = Receipt(path=str(file), sha256="", size=0, media_type=None, url=None, time=None)
    try:
        receipt, data = document_at(str(file))
    except Refusal as refused:
        yield refuse(receipt, refused.reason, refused.detail)
    except OSError as error:
        yield refuse(receipt, "unopenable", error.strerror or str(error))
    else:
        yield from _readings(receipt, data, lambda path: (file.parent / path).is_file())


def _readings(receipt: Receipt, data: bytes, is_there: Callable[[str], bool]) -> Iterator[Reading]:
    """The document's reading, or those of the documents in a container, and of containers in it."""
    try:
        found = opened(receipt, data)
    except Refusal as refused:
        yield refuse(receipt, refused.reason, refused.detail)
        return
    if found is None:
        yield pointing(read_report(receipt, data), data, is_there)
        return
    for one in found.documents:
        try:
            inner = taken_out(data, one.number)
        except Refusal as refused:
            yield refuse(one, refused.reason, refused.detail)
            continue
        yield from _readings(one, inner, lambda path: False)


def _headline(console: Console, report: Row) -> None:
    console.print(Text(shown_plainly(report["title"] or "?"), style="bold"))
    grade = codelist("grades")[report["grade"]]
    console.print(f"{report['grade']} · {grade.title_zh} · {grade.title_en}", markup=False)
    console.print(f"{report['grade_reason_zh']} · {report['grade_reason_en']}\n", markup=False)


def _forms(console: Console, report: Row, tables: Mapping[str, Sequence[Row]], findings: Sequence[Row]) -> None:
    """The tables that the report has, and below them what the signs in their cells mean, where there are any."""
    found = [table(name, edition) for name in CELLS if (edition := report.get(layout_column(name)))]
    shapes = [_with_local_rows(shape, tables[shape.name]) if shape.is_list else shape for shape in found]
    drawn = [(shape, _shown(shape, tables[shape.name], findings)) for shape in shapes]
    for shape, shown in drawn:
        _form(console, shape, shown)
    if any(_bears_sign(text.plain) for _, shown in drawn for text in shown.values()):
        _legend(console)


def _shown(shape: Table, cells: Iterable[Row], findings: Sequence[Row]) -> dict[tuple[str, str], Text]:
    """What stands in each cell of the form."""
    doubted = [f for f in findings if f["table"] == shape.name and f["severity"] != "info"]
    return {_key(c, shape): _cell(c, shape, doubted) for c in cells}


def _key(cell: Row, shape: Table) -> tuple[str, str]:
    """The row and the column of a cell; the one column of a list has no code."""
    row, *column = (cell[name] for name in shape.key)
    return row, "".join(column)


def _with_local_rows(shape: Table, cells: Iterable[Row]) -> Table:
    """A list with the rows that the locality added, where they stand."""
    lines: dict[str, Line] = {}
    for cell in cells:
        code, label = _key(cell, shape)[0], cell["local_label"]
        group = lines[next(reversed(lines))].group if lines else None
        lines[code] = replace(local_lines(shape)[code], zh=label, group=group) if label else shape.rows[code]
    return replace(shape, rows=lines)


def _form(console: Console, shape: Table, shown: Mapping[tuple[str, str], Text]) -> None:
    """One table as the notice prints it, in the rows and columns of its edition."""
    console.print(Text(f"{title_zh(shape)} ({shape.edition})", style="bold"))
    if any(line.columns for line in shape.rows.values()):
        _blocks(console, shape, shown)
    else:
        console.print(_grid(shape, shape.rows, list(shape.columns), shown))
    console.print()


def _blocks(console: Console, shape: Table, shown: Mapping[tuple[str, str], Text]) -> None:
    """Table 二: a block for each set of columns, as in the form."""
    for group in dict.fromkeys(line.group for line in shape.rows.values()):
        rows = {code: line for code, line in shape.rows.items() if line.group == group}
        columns = list(next(iter(rows.values())).columns)
        console.print(_grid(shape, rows, columns, shown))


def _grid(
    shape: Table, rows: Mapping[str, Line], columns: Sequence[str], shown: Mapping[tuple[str, str], Text]
) -> Drawing:
    drawing = Drawing(box=SQUARE, show_lines=False)
    drawing.add_column("", overflow="fold")
    for column in columns:
        drawing.add_column(shape.columns[column].zh, justify="right", overflow="fold", max_width=WIDEST)
    above: list[str] = []
    for code, line in rows.items():
        groups = _groups(shape, line)
        for depth, group in enumerate(groups):
            if group not in above:
                drawing.add_row(Text("  " * depth + shape.groups[group].zh, style="dim"))
        above = groups
        drawing.add_row("  " * len(groups) + line.zh, *(shown.get((code, c), Text("")) for c in columns))
    return drawing


def _groups(shape: Table, line: Line) -> list[str]:
    """The groups that a row stands in, outermost first."""
    groups: list[str] = []
    code = line.group
    while code is not None:
        groups.insert(0, code)
        code = shape.groups[code].within
    return groups


def _cell(cell: Row, shape: Table, doubted: Sequence[Row]) -> Text:
    key = _key(cell, shape)
    text = shown_plainly(cell["printed"] or "") if cell["status"] in ("reported", "marked") else BLANKS[cell["status"]]
    against = [f for f in doubted if _names(f, key)]
    text = (text + _instead(cell, against)).lstrip()
    if not against:
        return Text(text)
    errors = any(f["severity"] == "error" for f in against)
    return Text(MARK + text, style=STYLES["error" if errors else "warning"])


def _instead(cell: Row, against: Sequence[Row]) -> str:
    """What should stand there: the reviewed value, else with a question mark the one that findings suggest."""
    if cell["value_corrected"] is not None:
        return f"{ARROW}{cell['value_corrected']:.15g}"
    suggested = {f["suggestion"] for f in against} - {None}
    return f"{ARROW}{suggested.pop()}?" if len(suggested) == 1 else ""


def _names(finding: Row, key: tuple[str, str]) -> bool:
    named = finding["item"], finding["column"]
    return any(named) and all(code in (None, own) for code, own in zip(named, key, strict=True))


def _bears_sign(text: str) -> bool:
    return text.startswith(MARK) or ARROW.strip() in text or text in (BLANKS["missing"], BLANKS["unreadable"])


def _legend(console: Console) -> None:
    for sentence in (messages()["signs"][language] for language in ("zh", "en")):
        console.print(Text(sentence, style="dim"))
    console.print()


def _findings(console: Console, findings: Sequence[Row]) -> None:
    for severity, listed in codelist("severities").items():
        own = [f for f in findings if f["severity"] == severity]
        if own:
            title = f"{listed.title_zh} · {listed.title_en}: {len(own)}"
            console.print(Text(title, style=STYLES[severity]))
            for finding in own:
                console.print(_told(severity, finding))


def _told(severity: str, row: Row) -> Group:
    """A sentence in Chinese and, below it, in English."""
    zh = Text(shown_plainly(row["message_zh"]), style=STYLES[severity])
    en = Text(shown_plainly(row["message_en"]), style="dim")
    return Group(Padding(zh, (0, 0, 0, 2)), Padding(en, (0, 0, 0, 4)))


def shown_plainly(text: str) -> str:
    """Text from a report without control characters, so that it can't steer the terminal."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)
