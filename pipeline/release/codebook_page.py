"""`codebook.html`: the code book as one page that asks nothing of the network; Chinese first, English beside it.

Anchors: `applications` a table, `applications.item` a column, `list-statuses` a code list,
`list-statuses.blank` a code.
"""

from collections.abc import Iterable, Iterator
from html import escape

from pipeline.release.build import Build
from pipeline.release.codebook import SEPARATOR, column_row, written
from pipeline.release.files import write_text
from schemas.codes import CodeRow, code_lists, code_rows, formulas
from schemas.dataset import dataset
from schemas.load import Sentence
from schemas.tables import PUBLISHED, columns_of, description, title
from schemas.tables.codebook import CELL, CODE_HEADERS, COLUMN_HEADERS, HEADING, LIST_HEADING, PAGE, RULE, TABLE


def codebook_page(build: Build) -> None:
    """`codebook.html`."""
    write_text(build.folder / "codebook.html", page(build))


def page(build: Build) -> str:
    told, cited = dataset(), dataset().citation(build.version, build.date)
    return PAGE.format(
        version=escape(build.version),
        date=build.date,
        title_zh=escape(told.title.zh),
        title=_both(told.title),
        description=_both(told.description),
        citation=_both(cited),
        rights=_both(told.rights),
        contents="".join(_contents()),
        tables="".join(map(_table, PUBLISHED)),
        lists="".join(map(_list, code_lists())),
    )


def _both(told: Sentence) -> str:
    return CELL.format(zh=escape(told.zh), en=escape(told.en))


def _contents() -> Iterator[str]:
    for name in PUBLISHED:
        yield f'<li><a href="#{escape(name)}"><code>{escape(name)}</code></a> {_both(Sentence(*title(name)))}</li>\n'


def _table(name: str) -> str:
    heading = HEADING.format(name=escape(name), title=_both(Sentence(*title(name))))
    rows = (
        _column(column_row(name, position, column)) for position, column in enumerate(columns_of(name).values(), 1)
    )
    about = f"<p>{_both(Sentence(*description(name)))}</p>\n"
    return heading + about + _grid(COLUMN_HEADERS, rows) + "".join(_rules(name))


def _rules(name: str) -> Iterator[str]:
    for each in formulas(name):
        yield RULE.format(title=_both(Sentence(each.identity.zh, each.identity.en)), formula=escape(written(each)))


def _grid(headers: Iterable[Sentence], rows: Iterable[str]) -> str:
    return TABLE.format(headers="".join(f"<th>{_both(each)}</th>" for each in headers), rows="".join(rows))


def _column(row: dict[str, str]) -> str:
    name = f"{row['table']}.{row['column']}"
    cells = (
        f"<code>{escape(row['column'])}</code>",
        _both(Sentence(row["title_zh"], row["title_en"])),
        _both(Sentence(row["description_zh"], row["description_en"])),
        escape(" ".join(filter(None, (row["type"], row["unit"])))),
        _link("list-", row["codelist"]),
        escape(row["key"]),
        escape(row["nullable"]),
        " ".join(_link("", target) for target in row["foreign_key"].split(SEPARATOR)),
    )
    return _row(name, cells)


def _list(name: str) -> str:
    heading = LIST_HEADING.format(name=escape(name))
    return heading + _grid(CODE_HEADERS, map(_code, code_rows(name)))


def _code(row: CodeRow) -> str:
    groups = f"list-{row.list.partition('.')[0]}.groups."
    cells = (
        f"<code>{escape(row.code)}</code>",
        _both(Sentence(row.title_zh, row.title_en)),
        _both(Sentence(row.description_zh, row.description_en)),
        _link(groups, row.parent),
        escape(" ".join(map(str, row.editions))),
    )
    return _row(f"list-{row.list}.{row.code}", cells)


def _row(anchor: str, cells: Iterable[str]) -> str:
    return f'<tr id="{escape(anchor)}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"


def _link(prefix: str, name: str) -> str:
    return f'<a href="#{escape(prefix + name)}"><code>{escape(name)}</code></a>' if name else ""
