"""What the attributes of HTML elements say of how their text looks: `Looks(sheets).of(written)` → a `Look`.

A page writes the same attributes again and again, so each wording is looked at once.
"""

import re
from functools import cached_property

from pipeline.read.html_tokens import attributes_of

_APART = re.compile(
    r"vertical-align\s*:\s*(?:super|sub)|line-through|float\s*:\s*(?:left|right)|position\s*:\s*(?:absolute|relative)"
    r"|display\s*:[^;:]*(?:block|flex|grid|table|list-item)",
    re.IGNORECASE,
)
_RAISED_TAGS = frozenset("sup sub del s strike".split())
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|sub)|line-through", re.IGNORECASE)
INLINE = frozenset("a b big code em font i label mark small span strike strong sub sup u".split())
_LINED = INLINE | _RAISED_TAGS
_PLAIN_CLASSES = frozenset(["SpellE", "GramE"])
"""Word marks its doubts of spelling so; nothing of it shows."""
_MOVED = re.compile(
    r"(?:^|;)\s*((?:position|top|bottom|left|right|margin[a-z-]*|padding[a-z-]*|float|display|opacity|mso-text-raise"
    r"|text-decoration[a-z-]*|direction|unicode-bidi)\s*:(?!\s*(?:0(?:px|pt|em|%)?\s*)+(?:;|$))[^;]*|vertical-align\s*:\s*(?:su|t|-?\d)[^;]*)",
    re.IGNORECASE,
)
"""What sets a text apart from its neighbour wherever it is written."""
_SIZE = re.compile(r"(?:^|;)\s*font-size\s*:\s*(\d+(?:\.\d+)?)\s*(px|pt|em|%)?", re.IGNORECASE)
MUCH_SMALLER = 0.8
"""A digit smaller than its neighbour by this is a footnote's sign, where both sizes are said in one unit."""
_WHITE = re.compile(
    r"(?:^|;)\s*color\s*:\s*(?:#fff\b|#f[ef]f[ef]f[ef]\b|white\b|transparent\b|rgb\(\s*25[0-5]\s*,\s*25[0-5]\s*,\s*25[0-5]\s*\))",
    re.IGNORECASE,
)
_SMALL = re.compile(r"(?:^|;)\s*font-size\s*:\s*(?:x{1,2}-small|smaller)\b", re.IGNORECASE)
SMALL = {"px": 10.0, "pt": 7.5, "em": 0.75, "%": 75.0}
"""Sizes at which a digit is a footnote's sign where its neighbour's isn't said: no form prints numbers so small."""
_INVISIBLE = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
_CLASS_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
"""A rule of the page's own style sheet for one class."""
_HIDING = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.\d+)?(?:px|pt|%)?\s*(?:;|$)"
    r"|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)",
    re.IGNORECASE,
)


_SPAN = re.compile(r"\s*\+?(\d{1,6})")

Size = tuple[float, str]
"""A size of type with its unit."""


class Look:
    """The attributes of an element, and what they do to its text.

    Most have nothing to tell, so what needs a closer look is only looked at where a word of it is written.
    """

    __slots__ = ("__dict__", "is_apart", "is_hidden", "is_hidden_by_class", "is_note", "is_plain", "written")

    def __init__(self, written: str, hiding: frozenset[str] = frozenset()) -> None:
        self.written = written
        is_styled = ' style="' in written
        self.is_hidden = ' hidden="' in written or (is_styled and _HIDING.search(self.style) is not None)
        self.is_hidden_by_class = bool(hiding) and not hiding.isdisjoint(self.classes)
        self.is_apart = is_styled and _APART.search(self.style) is not None
        self.is_note = ' href="#' in written
        self.is_plain = not (self.is_hidden or self.is_hidden_by_class or self.is_apart or self.is_note)

    @cached_property
    def attributes(self) -> dict[str, str]:
        return attributes_of(self.written)

    @cached_property
    def style(self) -> str:
        return self.attributes.get("style", "") if ' style="' in self.written else ""

    @cached_property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributes.get("class", "").split())

    @cached_property
    def spans(self) -> tuple[int, int]:
        """How many rows and columns a cell takes; 0 rows means to the end of the row group."""
        if "span=" not in self.written:
            return 1, 1
        return _span(self.attributes.get("rowspan")), _span(self.attributes.get("colspan")) or 1

    @cached_property
    def is_raised(self) -> bool:
        return bool(self.style) and _RAISED.search(self.style) is not None

    @cached_property
    def keeps_its_place(self) -> bool:
        """Whether a hidden cell leaves its place empty instead of giving it to the next one."""
        return _INVISIBLE.search(self.style) is not None

    @cached_property
    def is_sizeless(self) -> bool:
        """Whether an element is hidden by nothing but the size of its type."""
        return _SIZE.search(self.style) is not None and not _HIDING.search(_SIZE.sub("", self.style))

    @cached_property
    def is_sized(self) -> bool:
        """Whether it shows, and may give back the size that an element around it takes away."""
        return not self.is_hidden and "font-size" in self.style.lower()

    @cached_property
    def moved(self) -> frozenset[str]:
        """What moves or decorates the text."""
        moved = {"".join(found.lower().split()) for found in _MOVED.findall(self.style)}
        hardly = self.attributes.get("size", "") in ("1", "-1", "-2") or _WHITE.search(self.style) or self._is_small()
        return frozenset(moved | (self.classes - _PLAIN_CLASSES) | ({"hardly seen"} if hardly else set()))

    def _is_small(self) -> bool:
        match = _SIZE.search(self.style)
        sized = match is not None and float(match[1]) <= SMALL.get((match[2] or "").lower(), 0.0)
        return sized or _SMALL.search(self.style) is not None

    @cached_property
    def size(self) -> Size | None:
        named, match = self.attributes.get("size", ""), _SIZE.search(self.style)
        if named.isdigit():
            return float(named), "named"
        return (float(match[1]), (match[2] or "").lower()) if match else None


def _span(value: str | None) -> int:
    """The number in a span attribute, 1 where there is none."""
    match = _SPAN.match(value or "")
    return int(match[1]) if match else 1


NONE = Look("")

Element = tuple[str, Look, "Element | None"]
"""An open element: its name, its look and the one around it."""


class Looks:
    """The looks of a page's elements; `sheets` are its style sheets."""

    def __init__(self, sheets: str) -> None:
        self._hiding = frozenset(name for name, rules in _CLASS_RULE.findall(sheets) if _HIDING.search(rules))
        self._known: dict[str, Look] = {"": NONE}

    def of(self, written: str) -> Look:
        """The look that a token's attributes give."""
        look = self._known.get(written)
        if look is None:
            look = self._known[written] = Look(written, self._hiding)
        return look


def is_hidden(tag: str, look: Look) -> bool:
    """Whether an element doesn't show: a class hides inline ones only, as a script may show whole parts later on."""
    return look.is_hidden or (look.is_hidden_by_class and tag in INLINE)


def is_apart(tag: str, look: Look) -> bool:
    """Whether an element stands apart by its look, or leads to a footnote."""
    return look.is_apart or (look.is_note and tag == "a")


def are_apart(one: Element, other: Element) -> bool:
    """Whether texts in two elements look different. Word cuts a number into pieces of the same look."""
    (moved, size), (moved_too, size_too) = _seen(one), _seen(other)
    comparable = size is not None and size_too is not None and size[1] == size_too[1]
    return moved != moved_too or (
        comparable and min(size[0], size_too[0]) < MUCH_SMALLER * max(size[0], size_too[0])
    )


def _seen(element: Element | None) -> tuple[frozenset[str], Size | None]:
    """What moves or decorates a text, and its size, by its element and those around it in the line."""
    moved: frozenset[str] = frozenset()
    size: Size | None = None
    while element is not None and element[0] in INLINE:
        tag, look, element = element
        moved |= look.moved | ({"link"} if tag == "a" and "href" in look.attributes else set())
        size = size or look.size
    return moved, size


def is_raised(element: Element | None) -> bool:
    """Whether a text is raised, lowered or struck out."""
    while element is not None and element[0] in _LINED:
        if element[0] in _RAISED_TAGS or element[1].is_raised:
            return True
        element = element[2]
    return False
