"""WordprocessingML: what its readers share: names, attributes, meaningless wrappers, a paragraph's text.

Word writes two namespaces for the same things (transitional and strict); names here are free of both.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

DELETED = frozenset(["del", "moveFrom"])
"""Tracked changes of which nothing shows any more."""

WRAPPERS = frozenset(
    [
        *("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"),
        *("hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase"),
    ]
)
"""Elements that only hold others. Deletions are none of them."""


def name(element: etree._Element) -> str:
    """`p` for `w:p`; a name of another namespace as it is, in braces; a comment has none."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=1024)
def _short(tag: str) -> str:
    namespace, _, local = tag[1:].rpartition("}")
    return local if namespace in WORD else tag


def unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """The children, those of wrappers in place of the wrappers, and of alternatives the first only."""
    for element in parent:
        if name(element) in WRAPPERS or element.tag in (f"{ALTERNATIVES}Choice", f"{ALTERNATIVES}Fallback"):
            yield from unwrapped(element)
        elif element.tag == f"{ALTERNATIVES}AlternateContent":
            yield from unwrapped(element[0]) if len(element) else ()
        else:
            yield element


def child(parent: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child, and its child and so on, by their names."""
    for step in path:
        if parent is None:
            return None
        parent = next((element for element in parent if name(element) == step), None)
    return parent


def attribute(element: etree._Element | None, key: str = "val") -> str | None:
    """An attribute of the element's own namespace."""
    if element is None:
        return None
    return element.get(f"{{{etree.QName(element).namespace}}}{key}")


def number(element: etree._Element | None, default: int, key: str = "val") -> int:
    """An attribute as a number; `default` where it is absent or no number of up to six digits."""
    value = attribute(element, key) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 6 else default


def is_on(element: etree._Element | None) -> bool:
    """A switch is on where it stands without a value."""
    return element is not None and attribute(element) not in ("0", "false", "off")


def written(paragraph: etree._Element, tab: str) -> str:
    """A paragraph's own text as it shows, with `tab` for every tabulator; text boxes are apart."""
    return "".join(_texts(paragraph, tab))


def _texts(paragraph: etree._Element, tab: str) -> Iterator[str]:
    """What the runs hold, but for hidden ones."""
    for run in unwrapped(paragraph):
        if name(run) == "r" and not is_on(child(run, "rPr", "vanish")):
            text = "".join(_piece(element, tab) for element in unwrapped(run))
            yield f" {text} " if _stands_apart(run) else text
        elif run.tag == f"{MATH}oMath" or run.tag == f"{MATH}oMathPara":
            yield from (_piece(element, tab) for element in run.iter(f"{MATH}t"))


def _stands_apart(run: etree._Element) -> bool:
    """Whether a run is raised, lowered or struck: a footnote's sign is no digit of the number beside it."""
    look = child(run, "rPr")
    raised = attribute(child(look, "vertAlign")) in ("superscript", "subscript")
    return raised or is_on(child(look, "strike")) or is_on(child(look, "dstrike"))


def _piece(element: etree._Element, tab: str) -> str:
    kind = name(element)
    if kind == "t" or kind == f"{MATH}t":
        return "".join(element.itertext())
    if kind == "sym":
        return _symbol(attribute(element, "char") or "")
    return {"tab": tab, "ptab": tab, "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(kind, "")


def _symbol(code: str) -> str:
    """A character of a symbol font, mostly one of private use."""
    return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) and code[0] not in "dD" else ""


def text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The contents of text boxes drawn in a paragraph; those within them come with them."""
    if next(element.iter("{*}txbxContent"), None) is None:
        return
    for inner in unwrapped(element):
        if name(inner) == "txbxContent":
            yield inner
        elif name(inner) not in DELETED:
            yield from text_boxes(inner)
