"""WordprocessingML: what its readers share: names, attributes, meaningless wrappers, a paragraph's text.

Word writes two namespaces for the same things (transitional and strict); names here are free of both.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

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
    return _short(element.tag)


@lru_cache(maxsize=1024)
def _short(tag: object) -> str:
    if not isinstance(tag, str):
        return ""
    namespace, _, local = tag[1:].rpartition("}")
    return local if namespace in WORD else tag


@lru_cache(maxsize=1024)
def _tags(short: str) -> tuple[str, ...]:
    """`w:p` in each namespace that it may have, for `p`."""
    return tuple(f"{{{namespace}}}{short}" for namespace in WORD)


_HOLDERS = frozenset(
    [f"{ALTERNATIVES}Choice", f"{ALTERNATIVES}Fallback", *(tag for short in WRAPPERS for tag in _tags(short))]
)


def unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """The children, those of wrappers in place of the wrappers, and of alternatives the first only."""
    for element in parent:
        if element.tag in _HOLDERS:
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
        parent = next(parent.iterchildren(*_tags(step)), None)
    return parent


def attribute(element: etree._Element | None, key: str = "val") -> str | None:
    """An attribute of the element's own namespace."""
    if element is None:
        return None
    return element.get(f"{element.tag[: element.tag.find('}') + 1]}{key}")


def number(element: etree._Element | None, default: int, key: str = "val") -> int:
    """An attribute as a number; `default` where it is absent or no number of up to six digits."""
    value = attribute(element, key) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 6 else default


def is_on(element: etree._Element | None) -> bool:
    """A switch is on where it stands without a value."""
    return element is not None and attribute(element) not in ("0", "false", "off")


Looks = Mapping[str, Sequence[etree._Element]]
"""Of each style its run properties, those of the styles it is based on behind its own."""


def looks(styles: etree._Element | None) -> Looks:
    """The run properties of every style in `styles.xml`."""
    found = {attribute(s, "styleId") or "": s for s in (styles if styles is not None else ()) if name(s) == "style"}
    return {code: tuple(_inherited(found, code)) for code in found}


def _inherited(styles: Mapping[str, etree._Element], code: str) -> Iterator[etree._Element]:
    seen: set[str] = set()
    while code in styles and code not in seen:
        seen.add(code)
        own = child(styles[code], "rPr")
        if own is not None:
            yield own
        code = attribute(child(styles[code], "basedOn")) or ""


def written(paragraph: etree._Element, tab: str, styles: Looks = MappingProxyType({})) -> tuple[str, bool]:
    """A paragraph's own text as it shows, with `tab` for every tabulator (text boxes are apart), and whether all of it
    is a footnote's sign, struck or white."""
    pieces = list(_pieces(paragraph, tab, styles))
    text = "".join(f" {text} " if apart else text for text, apart, _ in pieces)
    doubtful = [is_doubtful for text, _, is_doubtful in pieces if text.strip()]
    return text, bool(doubtful) and all(doubtful)


def _pieces(paragraph: etree._Element, tab: str, styles: Looks) -> Iterator[tuple[str, bool, bool]]:
    """What the runs hold, but for hidden ones and the code of fields; whether it stands apart from its neighbours, and
    whether it would be doubtful alone too."""
    outer = styles.get(attribute(child(paragraph, "pPr", "pStyle")) or "", ())
    fields: list[bool] = []
    for run in unwrapped(paragraph):
        if name(run) == "r":
            look = _look(run, styles, outer)
            text = "".join(_shown(run, tab, fields))
            if text and not is_on(_told(look, "vanish")):
                doubtful = _is_doubtful(look)
                yield text, doubtful or _is_moved(look), doubtful
        elif run.tag == f"{MATH}oMath" or run.tag == f"{MATH}oMathPara":
            pieces = (_piece(element, tab) for element in run.iter(f"{MATH}t"))
            yield " ".join(pieces), True, False  # a fraction's parts and a power are no digits of one number


def _shown(run: etree._Element, tab: str, fields: list[bool]) -> Iterator[str]:
    """A run's text, as far as no field stands open before its result: `fields` says of each whether its result began.

    A field within another's code has a result that never shows.
    """
    for element in unwrapped(run):
        if name(element) == "fldChar":
            match attribute(element, "fldCharType"):
                case "begin":
                    fields.append(False)
                case "separate" if fields:
                    fields[-1] = True
                case "end" if fields:
                    fields.pop()
        elif all(fields):
            yield _piece(element, tab)


def _look(run: etree._Element, styles: Looks, outer: Sequence[etree._Element]) -> Sequence[etree._Element]:
    """A run's properties, nearest first: its own, its style's, its paragraph's style's."""
    own = child(run, "rPr")
    if own is None:
        return outer
    return (own, *styles.get(attribute(child(own, "rStyle")) or "", ()), *outer)


def _told(look: Sequence[etree._Element], property: str) -> etree._Element | None:
    """The nearest word on a property."""
    return next((found for one in look if (found := child(one, property)) is not None), None)


def _is_moved(look: Sequence[etree._Element]) -> bool:
    """Whether a run stands higher or lower than the line, or is set in two lines."""
    return attribute(_told(look, "position")) not in (None, "0") or _told(look, "eastAsianLayout") is not None


def _is_doubtful(look: Sequence[etree._Element]) -> bool:
    """Whether a run is raised, lowered, struck or white: a footnote's sign is no number, nor a digit of one."""
    raised = attribute(_told(look, "vertAlign")) in ("superscript", "subscript")
    struck = is_on(_told(look, "strike")) or is_on(_told(look, "dstrike"))
    white = (attribute(_told(look, "color")) or "").upper() == "FFFFFF"
    return raised or struck or white


OBJECTS = frozenset(["drawing", "pict", "object", "instrText", "tbl"])


def shows_object(cell: etree._Element) -> bool:
    """Whether a cell holds a picture, an object, a text box, a field without a result, or a table."""
    return any(name(element) in OBJECTS for element in cell.iter() if element is not cell)


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
