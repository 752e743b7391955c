"""Is it a report at all? `refusal(placement)` → the `Refusal` to raise, or None.

A report has a table of the form, or its title together with one of its sections, or three of its sections.
"""

from pipeline.locate.placement import Placement
from pipeline.read.document import Refusal, Text
from schemas.load import writing

SHORT = 1_500
"""An error page says little: a longer text that speaks of a missing page is no error page."""
LEAST_SECTIONS = 3


def refusal(placement: Placement) -> Refusal | None:
    """Why the document is no annual report, if it is none."""
    if placement.tables:
        return None
    text = "\n".join(b.text for b in placement.document.blocks if isinstance(b, Text))
    error = next((word for word in writing().error_page_words if word in (placement.document.title or "") + text), None)
    if error is not None and len(text) < SHORT:
        return Refusal("error_page", error)
    enough = len(placement.headings) >= LEAST_SECTIONS or (placement.title is not None and placement.headings)
    return None if enough else Refusal("not_a_report")
