"""Word's binary form: what LibreOffice saved is read as the DOCX that it was given, and nothing is lost without a word."""

import gzip
import struct
from pathlib import Path

import pytest

from pipeline.read import Refusal, doc, docx, media_type, office, read
from pipeline.read.doc_story import converted, shown, words
from pipeline.read.document import Document, Grid
from pipeline.read.limits import MAX_DOC_BYTES
from pipeline.read.package import Package, parsed
from tests.read import saved

FOLDER = saved.FOLDER
NAMES = sorted(path.stem for path in FOLDER.glob("*.docx"))


def binary(name: str) -> bytes:
    return gzip.decompress((FOLDER / f"{name}.doc.gz").read_bytes())


def told(document: Document) -> list:
    """Text, position and spans of everything."""
    cells = [
        (block.place.locator, [(c.text, c.place.locator, c.row_span, c.column_span) for c in block.cells()])
        if isinstance(block, Grid) else (block.place.locator, block.text)
        for block in document.blocks
    ]  # fmt: skip
    return cells


@pytest.fixture(autouse=True)
def no_office(monkeypatch):
    """Tests don't depend on what the machine has."""
    monkeypatch.setattr(office, "program", lambda: None)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "looks"])
def test_a_saved_report_is_read_as_the_docx_that_it_was(name):
    document = read(binary(name))
    assert document.media_type == media_type(binary(name)) == "application/msword"
    assert told(document) == told(docx.read((FOLDER / f"{name}.docx").read_bytes()))
    assert not document.remarks


def test_what_a_cell_can_look_like():
    """12 struck is ￼12￼, a raised 6 stands apart, hidden and deleted digits are gone, a field shows its result."""
    (grid, inner) = read(binary("looks")).grids()
    assert grid.width == 2  # rows a hand's tremble wider make no column of their own
    assert {row[0].text: row[1].text for row in grid.rows} == {
        "struck": "￼12￼",
        "struck twice": "￼13￼",
        "half struck": "1 4",
        "half hidden": "1",
        "raised": "1 6",
        "moved": "1 7",
        "white": "￼18￼",
        "deleted": "1",
        "inserted": "20",
        "field": "21",
        "field without result": "￼",
        "inner table": "23",
        "two lines": "2\n5",
        "line break": "2\n6",
        "nothing": "",
    }
    assert [cell.text for cell in inner.cells()] == ["24"]
    assert all(cell.place.path is None for cell in grid.cells())  # there is no XML to point into


def test_the_docx_of_the_looks_is_read_alike():
    (grid, _) = docx.read(saved.looks()).grids()
    (same, _) = read(binary("looks")).grids()
    assert [cell.text for cell in grid.cells()] == [cell.text for cell in same.cells()]


# What a converter may do to a file


def spoilt(monkeypatch, change, diagnostics=()):
    """Reads a file as if the converter had written it otherwise, or told more."""
    made, said = doc._converted(binary("clean"))
    parts = docx.parts_of(Package(made))
    change(parts[docx.MAIN_PART])
    monkeypatch.setattr(doc, "_converted", lambda data: (made, [*said, *diagnostics]))
    monkeypatch.setattr(docx, "parts_of", lambda data: parts)
    return doc.read(binary("clean"))


def first_number(root):
    return next(run for run in root.iter("{*}t") if (run.text or "").isdigit())


def lose_a_number(root):
    first_number(root).text = ""


def double_a_number(root):
    number = first_number(root)
    number.text *= 2


def join_two_cells(root):
    first, second = [run for run in root.iter("{*}t") if (run.text or "").isdigit()][:2]
    first.text, second.text = first.text + second.text, ""


def lose_the_end(root):
    body = root[0]
    del body[-4:]


@pytest.mark.parametrize("change", [lose_a_number, double_a_number, join_two_cells, lose_the_end])
def test_a_converter_that_changes_the_text_is_noticed(monkeypatch, change):
    with pytest.raises(Refusal, match="msdoc2docx") as refused:
        spoilt(monkeypatch, change)
    assert refused.value.reason == "not_convertible"


def diagnostic(code, **details):
    return doc.Diagnostic("warning", code, "", None, details)


@pytest.mark.parametrize(
    "said",
    [diagnostic("MALFORMED_TABLE_FLATTENED"), diagnostic("FIELDS_FLATTENED", field_types={"FORMCHECKBOX": 1})],
    ids=lambda said: said.code,
)
def test_a_converter_that_owns_up_to_a_loss_of_cells_is_not_believed(monkeypatch, said):
    with pytest.raises(Refusal, match=said.code):
        spoilt(monkeypatch, lambda root: None, [said])


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        (diagnostic("MAIN_TEXTBOX_TABLE_MALFORMED"), ["content_lost"]),
        (diagnostic("FIELDS_FLATTENED", field_types={"IF": 1}), []),
        (diagnostic("UNNAMED_FONT_SLOT_REPAIRED"), []),
    ],
    ids=lambda said: getattr(said, "code", None),
)
def test_a_loss_beside_the_tables_is_remarked_and_a_loss_of_nothing_is_not(monkeypatch, said, rules):
    assert [remark.rule for remark in spoilt(monkeypatch, lambda root: None, [said]).remarks] == rules


def test_an_object_that_the_converter_left_out_is_noticed(monkeypatch):
    monkeypatch.setattr(doc, "_story", lambda data: doc.story(doc.CompoundFile(data).open_stream) + "\x01")
    with pytest.raises(Refusal, match="left out an object"):
        doc.read(binary("clean"))


def test_a_file_that_cannot_be_converted_goes_to_libreoffice_where_there_is_one(monkeypatch):
    monkeypatch.setattr(doc, "_read", refuse("not_convertible"))
    monkeypatch.setattr(office, "program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(office, "docx_of", lambda data: (FOLDER / "clean.docx").read_bytes())
    read_so = doc.read(binary("clean"))
    assert read_so.media_type == "application/msword" and len(read_so.grids()) == 3


@pytest.mark.parametrize("name", ["routes", "looks"])
def test_libreoffice_is_held_against_the_text_too(monkeypatch, name):
    monkeypatch.setattr(doc, "_read", refuse("not_convertible"))
    monkeypatch.setattr(office, "program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(office, "docx_of", lambda data: (FOLDER / f"{name}.docx").read_bytes())
    with pytest.raises(Refusal, match="LibreOffice wrote"):
        doc.read(binary("clean"))


def test_a_file_before_word_97_is_not(monkeypatch):
    monkeypatch.setattr(office, "program", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(office, "docx_of", lambda data: (FOLDER / "routes.docx").read_bytes())
    assert doc.read(changed(binary("clean"), 0x02, struct.pack("<H", 101))).grids()


def refuse(reason):
    def refusing(data):
        raise Refusal(reason)

    return refusing


@pytest.mark.parametrize("reason", ["encrypted", "damaged"])
def test_what_no_program_could_read_does_not_go_there(monkeypatch, reason):
    monkeypatch.setattr(doc, "_read", refuse(reason))
    monkeypatch.setattr(office, "program", lambda: "/usr/bin/soffice")
    with pytest.raises(Refusal, match=reason):
        doc.read(b"")


# The text as it is read a second time


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("收到\x13 PAGE \x145\x15件", "收到5件"),
        ("\x13 =22 \x15", ""),
        ("\x13 IF \x13 PAGE \x149\x15 = 1\x1446\x15", "46"),
        ("没有域", "没有域"),
    ],
)
def test_the_code_of_a_field_is_no_text(text, seen):
    assert shown(text) == seen


def test_words_are_the_letters_and_digits_of_each_paragraph():
    assert words("一、\t收到 5 件\r\r1\x07\x072\x0c（三）\x0e") == ["一收到5件", "1", "2", "三"]


def test_text_boxes_are_another_text():
    paragraph = parsed(
        b'<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:t>1</w:t></w:r><w:r>'
        b"<w:pict><w:txbxContent><w:p><w:r><w:t>2</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    assert converted(paragraph) == "1\x01"


# Files that are not what they seem


def changed(data: bytes, at: int, new: bytes) -> bytes:
    """The file with other bytes in the head of its WordDocument stream."""
    start = data.index(b"\xec\xa5")
    return data[: start + at] + new + data[start + at + len(new) :]


def with_flag(data: bytes, flag: int) -> bytes:
    (flags,) = struct.unpack_from("<H", data, data.index(b"\xec\xa5") + 0x0A)
    return changed(data, 0x0A, struct.pack("<H", flags | flag))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: with_flag(data, 0x0100), "encrypted"),
        (lambda data: changed(data, 0x02, struct.pack("<H", 101)), "not_convertible"),
        (lambda data: changed(data, 0x4C, b"\xff\xff\xff\x7f"), "too_large"),
        (lambda data: changed(data, 0x1A2, b"\xff\xff\xff\x7f"), "damaged"),
        (lambda data: data[: len(data) // 3], "unsupported_type"),  # the list of its streams is gone
        (lambda data: data[:512], "unsupported_type"),
        (lambda data: data + bytes(MAX_DOC_BYTES), "too_large"),
    ],
    ids=["password", "Word 95", "endless text", "no piece table", "cut", "head only", "huge"],
)
def test_files_that_are_refused(spoil, reason):
    with pytest.raises(Refusal) as refused:
        read(spoil(binary("looks")))
    assert refused.value.reason == reason


def looped(data: bytes) -> bytes:
    """The file with an allocation table in which every sector follows itself."""
    (first,) = struct.unpack_from("<I", data, 0x4C)
    start = 512 * (first + 1)
    count = min(128, len(data) // 512)
    return data[:start] + struct.pack(f"<{count}I", *range(count)) + data[start + 4 * count :]


def test_a_chain_of_sectors_that_bites_its_tail_ends():
    with pytest.raises(Refusal, match="damaged"):
        read(looped(binary("looks")))


@pytest.mark.parametrize("at", range(0, 11264, 352))
def test_a_file_with_a_changed_place_is_read_or_refused(at):
    data = bytearray(binary("looks"))
    data[at : at + 4] = b"\xff\x7f\x00\x80"
    try:
        assert isinstance(read(bytes(data)), Document)
    except Refusal as refused:
        assert refused.reason


def test_the_message_names_what_to_install():
    message = Path("schemas/codelists/refusals.csv").read_text("utf-8")
    assert office.PACKAGE in next(line for line in message.splitlines() if line.startswith("not_convertible"))


def test_remarks_and_cells_survive_the_loss_of_the_path():
    (grid, *_) = docx.read((FOLDER / "clean.docx").read_bytes()).grids()
    (same, *_) = read(binary("clean")).grids()
    bare = [cell._replace(place=cell.place._replace(path=None)) for cell in grid.cells()]
    assert bare == [*same.cells()]
