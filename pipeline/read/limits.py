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

MAX_PIXELS = 60_000_000
"""Pixels of a picture: a page of A3 at 400 dots an inch has 31 million."""

MAX_SCANNED_PAGES = 30
"""Pages of a document in which text is recognised: a report has some ten, and each takes seconds."""
