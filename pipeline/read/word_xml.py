"""Word files in one piece of XML: `read(data)` reads a flat package as the DOCX that it is, and the form of Word 2003.

The form of 2003 names most things as DOCX does. What it names otherwise is renamed: sections and tracked changes,
which wrap what they hold, merges downwards, and list numbers, which it tells as they show.
"""

import re
from dataclasses import replace

from lxml import etree

from pipeline.read import docx
from pipeline.read.converted import document, element, word
from pipeline.read.decode import decoded
from pipeline.read.document import Document, Refusal
from pipeline.read.docx_xml import child
from pipeline.read.limits import MAX_TEXT_BYTES
from pipeline.read.package import parsed
from pipeline.read.sniff import FLAT_OPC, WORD_2003

MEDIA_TYPES = (FLAT_OPC, WORD_2003)

PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
OLD_WORD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
HINTS = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
CHANGES = "{http://schemas.microsoft.com/aml/2001/core}"

RENAMED = {"vmerge": "vMerge", "hmerge": "hMerge"}
DELETION = "Word.Deletion"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read(data: bytes) -> Document:
    """Paragraphs and grids, placed as in a DOCX. Raises Refusal: damaged, too_large or no_text_layer."""
    if len(data) > MAX_TEXT_BYTES:
        raise Refusal("too_large", f"{len(data):,} bytes of XML, at most {MAX_TEXT_BYTES:,}")
    text, remarks = decoded(data)
    try:
        root = parsed(_DECLARATION.sub("", text).encode())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("damaged", f"XML: {error}") from error
    if root.tag == f"{PACKAGE}package":
        read = document(_parts(root), FLAT_OPC)
    else:
        _rename(root)
        styles = child(root, "styles")
        parts = {docx.MAIN_PART: root} | ({} if styles is None else {docx.STYLES_PART: styles})
        read = document(parts, WORD_2003)
    return replace(read, remarks=(*read.remarks, *remarks))


def _parts(package: etree._Element) -> dict[str, etree._Element]:
    found = {part.get(f"{PACKAGE}name", "").lstrip("/"): part.find(f"{PACKAGE}xmlData/*") for part in package}
    wanted = (docx.MAIN_PART, docx.NUMBERING_PART, docx.STYLES_PART)
    parts = {name: found[name] for name in wanted if found.get(name) is not None}
    if docx.MAIN_PART not in parts:
        raise Refusal("damaged", f"no {docx.MAIN_PART}")
    return {name: etree.ElementTree(part).getroot() for name, part in parts.items()}


def _rename(root: etree._Element) -> None:
    """Make of the form of 2003, in place, what DOCX says."""
    for number in [*root.iter(f"{HINTS}t")]:
        _write_number(number)
    for one in root.iter(etree.Element):
        one.tag = _new_name(one)
        for key, value in one.attrib.items():
            if key.startswith(OLD_WORD):
                one.set(word(key.removeprefix(OLD_WORD)), value)


def _new_name(one: etree._Element) -> str:
    tag = one.tag
    if tag == f"{CHANGES}annotation":
        return word("del" if one.get(f"{OLD_WORD}type") == DELETION else "ins")
    if tag.startswith(HINTS) or tag == f"{CHANGES}content":
        return word("sdtContent")
    local = tag.removeprefix(OLD_WORD)
    return tag if local == tag else word(RENAMED.get(local, local))


def _write_number(number: etree._Element) -> None:
    """Write a list number before its paragraph's text; `w:listPr` holds it as it shows, in `wx:t`."""
    text = (number.get(f"{HINTS}val") or "").strip()
    properties = number.getparent().getparent()
    paragraph = properties.getparent() if properties is not None else None
    if paragraph is None or paragraph.tag != f"{OLD_WORD}p" or not any(map(str.isalnum, text)):
        return
    written = "".join(piece.text or "" for piece in paragraph.iter(f"{OLD_WORD}t"))
    run = element("r")
    run.append(element("t"))
    run[0].text = f"{text} " if text[-1].isalnum() or written[:1].isdigit() else text
    properties.addnext(run)
