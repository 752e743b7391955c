"""Word's binary form (.doc, and Kingsoft's .wps, which is the same): `read(data)` converts it to DOCX and reads that.

msdoc2docx converts; `doc_story` reads the text a second time, so that nothing the converter drops goes unnoticed.
Where it fails or drops something, LibreOffice converts the file if the machine has it; else the file is refused.
"""

import tempfile
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from doc2docx import convert
from doc2docx.cfb import CompoundFile
from doc2docx.diagnostics import Diagnostic
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError
from lxml import etree

from pipeline.read import docx, office
from pipeline.read.converted import document, element, straightened, word
from pipeline.read.doc_story import OBJECTS, converted, shown, story, words
from pipeline.read.document import OBJECT, Document, Place, Refusal, Remark
from pipeline.read.docx_xml import child
from pipeline.read.limits import MAX_DOC_BYTES
from pipeline.read.package import Package

MEDIA_TYPES = ("application/msword",)

BREAKS_TABLES = frozenset(
    [
        *("MALFORMED_TABLE_FLATTENED", "TABLE_CELL_DEFINITION_MISMATCH", "TABLE_GRID_MISMATCH"),
        *("TABLE_DEPTH_LIMITED", "TABLE_MARKER_DEFERRED", "UNSUPPORTED_PRM0_VALUES", "UNTERMINATED_FIELD"),
    ]
)
"""What the converter says of a file whose cells, or whose struck and hidden text, it can't tell for certain."""

LOSES_TEXT = frozenset(
    [
        *("MAIN_TEXTBOX_TABLE_MALFORMED", "GROUPED_MAIN_TEXTBOXES_DEFERRED", "LINKED_MAIN_TEXTBOXES_FLATTENED"),
        *("NUMBERING_TABLE_MALFORMED", "LIST_NUMBER_FORMAT_APPROXIMATED", "STYLE_TABLE_MALFORMED"),
    ]
)
"""What it says of text beside the main one, of list numbers and of styles that it leaves out."""

FORM_FIELDS = frozenset(["FORMCHECKBOX", "FORMDROPDOWN"])
"""Fields that show what they hold and have no text as their result; the converter leaves nothing of them."""

FAILURES = (ValueError, LookupError, ArithmeticError, RecursionError, OSError)
"""What a converter may raise over a file that is not what it seems, beside its own errors."""


def read(data: bytes) -> Document:
    """Paragraphs and grids, placed as in a DOCX.

    Raises Refusal: encrypted, too_large, damaged, no_text_layer, or not_convertible where the converter would lose
    something and there is no LibreOffice.
    """
    if len(data) > MAX_DOC_BYTES:
        raise Refusal("too_large", f"{len(data):,} bytes of a Word file, at most {MAX_DOC_BYTES:,}")
    try:
        return _read(data)
    except Refusal as refusal:
        if refusal.reason != "not_convertible" or office.program() is None:
            raise
        return _read_by_office(data)


def _read(data: bytes) -> Document:
    text = _story(data)
    packed, told = _converted(data)
    parts = docx.parts_of(Package(packed))
    for run in parts[docx.MAIN_PART].iter(word("t")):
        _show_objects(run)
    _refuse_losses(text, parts[docx.MAIN_PART], told)
    for table in parts[docx.MAIN_PART].iter(word("tbl")):
        straightened(table)
    lost = [Remark("content_lost", Place("b1"), one.code) for one in told if one.code in LOSES_TEXT]
    read = document(parts, MEDIA_TYPES[0])
    return replace(read, remarks=(*read.remarks, *lost))


def _read_by_office(data: bytes) -> Document:
    """The file as LibreOffice converts it; its text is held against the file's too, but for files before Word 97."""
    parts = docx.parts_of(Package(office.docx_of(data)))
    try:
        text = _story(data)
    except Refusal as refusal:
        if refusal.reason != "not_convertible":
            raise
    else:
        _refuse_changes("LibreOffice", converted(child(parts[docx.MAIN_PART], "body")), shown(text))
    return document(parts, MEDIA_TYPES[0])


def _story(data: bytes) -> str:
    try:
        return story(CompoundFile(data).open_stream)
    except (Doc2DocxError, *FAILURES) as error:
        raise Refusal("damaged", f"the Word file: {error}") from error


def _converted(data: bytes) -> tuple[bytes, list[Diagnostic]]:
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder, "report.doc"), Path(folder, "report.docx")
        source.write_bytes(data)
        try:
            told = convert(source, result).report.diagnostics
        except EncryptedDocumentError as error:
            raise Refusal("encrypted", str(error)) from error
        except (Doc2DocxError, *FAILURES) as error:
            raise Refusal("not_convertible", f"msdoc2docx: {error}") from error
        return result.read_bytes(), told


def _show_objects(run: etree._Element) -> None:
    """The converter writes U+FFFC for a shape that it can't draw; beside a text that is a shape, not a letter."""
    if OBJECT in (run.text or ""):
        run.addnext(element("object"))
        run.text = run.text.replace(OBJECT, "")


def _holds_form_fields(told: Diagnostic) -> bool:
    return bool(FORM_FIELDS & set(told.details.get("field_types", ())))


def _refuse_losses(text: str, main: etree._Element, told: list[Diagnostic]) -> None:
    """Raise Refusal: not_convertible where cells, text or objects are not all there."""
    broken = {one.code for one in told if one.code in BREAKS_TABLES or _holds_form_fields(one)}
    if broken:
        raise Refusal("not_convertible", f"msdoc2docx: {', '.join(sorted(broken))}")
    written, wanted = converted(child(main, "body")), shown(text)
    _refuse_changes("msdoc2docx", written, wanted)
    if len(OBJECTS.findall(written)) < len(OBJECTS.findall(wanted)):
        raise Refusal("not_convertible", "msdoc2docx left out an object")


def _refuse_changes(converter: str, written: str, wanted: str) -> None:
    """Raise Refusal: not_convertible at the first paragraph or cell that a converter changed."""
    for one, other in zip_longest(words(written), words(wanted), fillvalue=""):
        if one != other:
            raise Refusal("not_convertible", f"{converter} wrote “{one[:20]}” for “{other[:20]}”")
