"""Does the report have the form it should: its tables, its sections, each table in its place and edition?

Source: the six sections and the tables of 国办公开办函〔2021〕30号 and 〔2019〕60号; see schemas/layouts.
"""

from collections.abc import Iterator

from pipeline.check.finding import Finding, finding, title_zh
from pipeline.check.required import follows_sections, required
from pipeline.check.sections import sections
from pipeline.locate.placement import Note, PlacedTable, Placement
from pipeline.locate.sections import heading_above
from schemas.load import TABLES, codelist, in_force, layouts


def form(placement: Placement) -> Iterator[Finding]:
    """Every finding on the report's form; none of them touches a figure."""
    yield from _identity(placement)
    yield from _tables(placement)
    yield from sections(placement) if follows_sections(placement) else ()
    for name, placed in placement.tables.items():
        yield from _heading(placement, placed) if name in TABLES else ()
        yield from _edition(placement, placed)
    yield from _mixed(placement)


def _identity(placement: Placement) -> Iterator[Finding]:
    if placement.year is None:
        yield finding("year_unknown")
    if placement.publisher is None:
        yield finding("publisher_unknown")
    for note in placement.head.notes:
        words = {"where": _witness(note.label), "label": (note.label, note.label)}
        yield finding(note.rule, found=note.found, expected=_expected(note), words=words)


def _expected(note: Note) -> str:
    """What the list of sources says, where that is what the note is about."""
    return note.label if note.label not in codelist("resolutions") else ""


def _witness(code: str) -> tuple[str, str]:
    """What told, in Chinese and English."""
    witness = codelist("resolutions").get(code)
    return (witness.title_zh, witness.title_en) if witness else ("", "")


def _tables(placement: Placement) -> Iterator[Finding]:
    for name, table in required(placement).items():
        if name not in placement.tables:
            yield finding("missing_table", table=table)


def _heading(placement: Placement, placed: PlacedTable) -> Iterator[Finding]:
    above = heading_above(placement.headings, placed.first)
    if above is None:
        yield finding("no_heading", table=placed.table)
    elif above.section != placed.table.name and placement.sections[placed.table.name].heading is not None:
        words = {"heading": (above.text, above.text)}
        for item in placed.table.rows:
            yield finding("table_elsewhere", table=placed.table, item=item, found=above.text, words=words)
    elif above.section != placed.table.name:
        words = {"heading": (above.text, above.text)}
        yield finding("wrong_heading", table=placed.table, found=above.text, words=words)


def _edition(placement: Placement, placed: PlacedTable) -> Iterator[Finding]:
    edition = placed.table.edition
    if placed.rivals and placed.table.rows_stand == "below":
        yield finding("edition_undecided", table=placed.table, words={"edition": (edition, edition)})
    premature = placement.year is not None and placement.year < layouts()[edition].notice.first_year
    if placement.year is None or (edition == in_force(placement.year) and not premature):
        return
    rule = "premature_layout" if premature else "outdated_layout"
    words = {
        "edition": (edition, edition),
        "year": (placement.year, placement.year),
    }
    yield finding(
        rule, table=placed.table, found=str(edition), expected=str(in_force(placement.year)), words=words
    )


def _mixed(placement: Placement) -> Iterator[Finding]:
    tables = [placed.table for placed in placement.tables.values() if placed.table.name in TABLES]
    if len({table.edition for table in tables}) > 1:
        zh = "、".join(f"{title_zh(table)} {table.edition}" for table in tables)
        en = ", ".join(f"{table.en} {table.edition}" for table in tables)
        yield finding("mixed_layouts", words={"editions": (zh, en)})
