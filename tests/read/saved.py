"""Makes the Word files of `tests/read/word` anew: `python -m tests.read.saved`, where LibreOffice is.

Each report is there as DOCX and, packed, as LibreOffice saved it in the binary form, so that both can be read and
compared where there is no LibreOffice. `looks.docx` shows in a table all that a cell's text can look like.
"""

import gzip
import io
import zipfile
from pathlib import Path

from tests.corpus.render import docx, office
from tests.corpus.reports import make

FOLDER = Path(__file__).with_name("word")
REPORTS = {
    "clean": (11, ()),
    "cut-header": (12, ("split_with_header", "rows_of_2019")),
    "spaced": (13, ("spaced_labels", "vertical_group_labels")),
    "routes": (14, ("routes_as_rows", "misprinted_labels")),
    "paragraphs": (15, ("empty_paragraphs", "runs", "group_on_first_row")),
}
"""A file's name → seed and variations."""

RUN = '<w:r><w:rPr>{}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
BEGIN, MIDDLE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>"
LOOKS = {
    "struck": RUN.format("<w:strike/>", "12"),
    "struck twice": RUN.format("<w:dstrike/>", "13"),
    "half struck": RUN.format("", "1") + RUN.format("<w:strike/>", "4"),
    "half hidden": RUN.format("", "1") + RUN.format("<w:vanish/>", "5"),
    "raised": RUN.format("", "1") + RUN.format('<w:vertAlign w:val="superscript"/>', "6"),
    "moved": RUN.format("", "1") + RUN.format('<w:position w:val="12"/>', "7"),
    "white": RUN.format('<w:color w:val="FFFFFF"/>', "18"),
    "deleted": RUN.format("", "1") + '<w:del w:id="1" w:author="a" w:date="2020-01-01T00:00:00Z"><w:r><w:delText>9</w:delText></w:r></w:del>',
    "inserted": RUN.format("", "2") + f'<w:ins w:id="2" w:author="a" w:date="2020-01-01T00:00:00Z">{RUN.format("", "0")}</w:ins>',
    "field": BEGIN + CODE.format(' HYPERLINK "http://localhost/" ') + MIDDLE + RUN.format("", "21") + END,
    "field without result": BEGIN + CODE.format(r' EQ \* jc2 \* "Font:SimSun" \* hps10 \o\ad(\s\up 9(1),22)') + END,
    "inner table": RUN.format("", "23") + "</w:p>" + "<w:tbl><w:tblGrid><w:gridCol w:w=\"500\"/></w:tblGrid><w:tr><w:tc><w:p>" + RUN.format("", "24") + "</w:p></w:tc></w:tr></w:tbl><w:p>",
    "two lines": RUN.format("", "2") + "</w:p><w:p>" + RUN.format("", "5"),
    "line break": RUN.format("", "2") + "<w:r><w:br/></w:r>" + RUN.format("", "6"),
    "nothing": "",
}
"""A cell's label → what its paragraph holds."""

ROW = "<w:tr><w:tc><w:tcPr>{}</w:tcPr>{}</w:tc><w:tc><w:tcPr>{}</w:tcPr>{}</w:tc></w:tr>"
WIDTHS = '<w:tcW w:w="2000" w:type="dxa"/>', '<w:tcW w:w="1990" w:type="dxa"/>'


def looks(kinds: dict[str, str] = LOOKS) -> bytes:
    """A DOCX with a table of the looks, one a row; every other row is a hand's tremble wider."""
    rows = "".join(
        ROW.format(WIDTHS[at % 2], f"<w:p>{RUN.format('', label)}</w:p>", WIDTHS[0], f"<w:p>{held}</w:p>")
        for at, (label, held) in enumerate(kinds.items())
    )
    table = f'<w:tbl><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>{rows}</w:tbl><w:p/>'
    text = f'{docx.XML}<w:document xmlns:w="{docx.WORDS}"><w:body>{table}<w:sectPr/></w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {"[Content_Types].xml": docx.TYPES, "_rels/.rels": docx.RELATIONS, "word/document.xml": text}
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, docx.EPOCH), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def main() -> None:
    files = {name: make(seed, "docx", chosen).data for name, (seed, chosen) in REPORTS.items()} | {"looks": looks()}
    FOLDER.mkdir(exist_ok=True)
    for name, data in files.items():
        (FOLDER / f"{name}.docx").write_bytes(data)
    for name, data in office.saved(files, "doc").items():
        (FOLDER / f"{name}.doc.gz").write_bytes(gzip.compress(data, mtime=0))


if __name__ == "__main__":
    main()
