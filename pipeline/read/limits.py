"""The sizes beyond which a reader stops: every bound on hostile input, in one place."""

MAX_BYTES = 100 * 1024 * 1024
"""Bytes of any document."""

MAX_TEXT_BYTES = 20 * 1024 * 1024
"""Bytes of a text or HTML document."""

MAX_PAGES = 500
"""Pages of a paged document."""

MAX_UNPACKED = 200 * 1024 * 1024
"""Bytes all members of an archive may unpack to, together."""

MAX_RATIO = 200
"""Unpacked bytes per packed byte of an archive member."""

MAX_CELLS = 200_000
"""Cells of all grids of a document, together."""

MAX_MEMBERS = 10_000
"""Members of an archive."""

MAX_LINES = 100_000
"""Text blocks of a document: lines or paragraphs."""

MAX_TAGS = 200_000
"""Tags of an HTML document."""

MAX_NESTING_WORK = 2_000_000
"""Depth of an HTML document times its tags: a parser's work and memory grow with this product."""

MAX_ATTRIBUTES = 5_000
"""Attributes of one HTML tag: a parser compares each with all before it."""

MAX_TABLE_DEPTH = 100
"""HTML tables inside each other."""

MAX_DOC_BYTES = 50 * 1024 * 1024
"""Bytes of a file in Word's binary form: all of it is held in memory several times while it is converted."""

MAX_STORY = 2_000_000
"""Characters of the main text of a file in Word's binary form."""

OFFICE_SECONDS = 60
"""How long LibreOffice may take for one file."""

OFFICE_BYTES = 4 * 1024**3
"""Address space of LibreOffice, most of which it never touches, and the largest file it may write."""

MAX_RTF_TOKENS = 1_000_000
"""Control words, groups and pieces of text of an RTF file, not counting those that are skipped."""

MAX_RTF_DEPTH = 500
"""RTF groups inside each other."""

MAX_RUNS = 200_000
"""Pieces of text of an RTF file that are set alike."""

MAX_TABLE_LEVELS = 20
"""RTF tables inside each other."""

MAX_MIME_BYTES = 30 * 1024 * 1024
"""Bytes of a web archive: the mail parser holds it in memory several times."""

MAX_MIME_LINES = 1_000_000
"""Lines of a web archive, each of which the mail parser keeps apart."""

MAX_MIME_PARTS = 5_000
"""Parts of a web archive."""

MAX_MIME_DEPTH = 20
"""Web archive parts inside each other."""

MAX_PART = 40 * 1024 * 1024
"""Bytes of one XML part of a spreadsheet, unpacked: its tree takes ten times as many."""

MAX_CELL_TEXT = 20_000_000
"""Characters that the cells of a workbook show, together: a text that is stored once may stand in each of them."""

MAX_DOCUMENTS = 1_000
"""Documents in one container, those of containers in it counted too."""

MAX_CONTAINED = 1024 * 1024 * 1024
"""Bytes that the documents of one container unpack to, together."""

MAX_CONTAINERS = 3
"""Containers inside each other."""

MAX_PARTS = 2_000
"""Boundaries between the parts of an e-mail."""

MAX_STRINGS = 200_000
"""Strings of a JSON file or of a page's scripts."""

MAX_PAGE_XML = 20 * 1024 * 1024
"""Bytes of one XML part of a fixed-layout document."""

MAX_LENGTH = 20_000.0
"""Points: a page larger than this, about seven metres, is none of paper."""

MAX_PIXELS = 60_000_000
"""Pixels of a picture: a page of A3 at 400 dots an inch has 31 million."""

MAX_SCANNED_PAGES = 30
"""Pages of a document in which text is recognised: a report has some ten, and each takes seconds."""

MAX_CHARACTERS = 500_000
"""Characters of a document, about a hundred times those of a long report."""

MAX_STEPS = 1_000_000
"""Drawn objects and corners of their outlines in a document; a form has about a thousand a page."""

MAX_PAGE_STEPS = 100_000
"""The same on a page: a map or a pattern beyond this is not read to its end, but the pages after it are."""

MAX_COVERS = 1_000
"""Painted areas of a page that are held against its text; a chart with more has no numbers of the form below it."""

MAX_INHERITANCE = 16
"""Styles based on one another; a circle of them ends here."""

MAX_FORM_DEPTH = 8
"""Forms within forms; printing from a browser makes one or two."""

MAX_RULINGS = 1_000
"""Rulings of one direction on a page; beyond this it is a drawing, not a form."""

MAX_ROWS = 5_000
"""Rows of a table; a longer one is cut there, or not read as one."""

MAX_COLUMNS = 512
"""Columns of a table."""

MAX_BLOCK_DEPTH = 24
"""Blocks, composite objects and templates within each other."""
