"""An HTML page as a browser would parse it, in pieces: `source_of(html)` → a `Source`, whose `tokens` come in order.

    <td class=a>5            ("td", ' class="a"', "5", "", "", "", "")      a cell of text alone is one piece
    <p>a<b>c                 ("", "", "", "", "p", "", "a"), ("", "", "", "", "b", "", "c"), ("", "", "", "/", "b", …

The parser mends what is malformed, and its tree is written out again: every element then ends where it should, each
attribute stands between double quotes, and one pattern tells all pieces apart. That is several times faster than a
walk from node to node. Elements that never show are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from pipeline.read.decode import plain
from pipeline.read.document import Refusal
from pipeline.read.limits import MAX_ATTRIBUTES, MAX_NESTING_WORK, MAX_TAGS

Token = tuple[str, str, str, str, str, str, str]
"""A cell's name, attributes and text; or "/" where an element ends, its name and attributes; the text behind it."""

UNSHOWN = ["script", "style", "noscript", "template", "title", "iframe", "noembed", "noframes"]

_RAW = ("xmp", "plaintext")
"""Elements that show their text as it is written, tags and all."""

_ATTRIBUTES = r'((?: =?[^ =>]+="[^"]*")*)'
_TOKEN = re.compile(
    rf"(?:<(t[dh]){_ATTRIBUTES}>([^<]*)</t[dh]>|<(/?)([^ !/>][^ />]*){_ATTRIBUTES}>|<!--.*?-->|<)([^<]*)", re.DOTALL
)
_ATTRIBUTE_WRITTEN = re.compile(r' (=?[^ =>]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Source:
    """A page's pieces, its title, and its style sheets in one text."""

    tokens: list[Token]
    title: str | None
    sheets: str


def source_of(html: str) -> Source:
    """The pieces of a page; raises Refusal: too_large, damaged."""
    tree = parsed(bearable(html))
    for raw in (node for name in _RAW for node in tree.tags(name)):
        raw.replace_with(raw.text())
    title = next(iter(tree.tags("title")), None)
    sheets = "".join(node.text() for node in tree.tags("style"))
    told = None if title is None else plain(title.text()) or None
    tree.strip_tags(UNSHOWN)
    return Source(_TOKEN.findall(tree.root.html or ""), told, sheets)


def parsed(html: str) -> LexborHTMLParser:
    """The tree of a page; raises Refusal("damaged") where the parser gives up."""
    try:
        return LexborHTMLParser(html)
    except (SelectolaxError, ValueError, MemoryError) as error:
        raise Refusal("damaged", f"the HTML parser gave up: {error}") from error


def attributes_of(written: str) -> dict[str, str]:
    """The attributes of a token, the first of each name."""
    return {name: unescaped(value) for name, value in _ATTRIBUTE_WRITTEN.findall(written)}


def unescaped(text: str) -> str:
    """A text of a token as it shows: the parser writes four entities and no other."""
    if "&" not in text:
        return text
    for entity, character in (("&nbsp;", "\xa0"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


# Pages that would keep a parser busy for hours

_FORMATTING = re.compile(r"<(?:[abisuABISU]|(?i:big|code|em|font|nobr|small|strike|strong|tt))[\s/>]")
_NAMES = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
_CLOSED_BY_OTHERS = frozenset(
    "html head body p li dd dt tr td th thead tbody tfoot caption colgroup col option optgroup rp rt br hr "
    "img input meta link base area embed param source track wbr o:p".split()
)
_FEW_TAGS = 20_000
_LONG_TAG = re.compile(r"<[^<]{8192,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = re.compile(r"(?<![\s/])[\s/]++[^\s/=]")


def bearable(html: str) -> str:
    """The page as it may be parsed, or `Refusal("too_large")` where parsing grows with the square of its length.

    Elements left open are opened again in each paragraph, deep ones searched through at each tag, attributes
    compared with each other. Pages where little of that is possible aren't looked at closely. The tags that a script
    writes are none of the page's: where they may make it look so, it is parsed without what is in its scripts.
    """
    if any(_attributes(tag) > MAX_ATTRIBUTES for tag in _LONG_TAG.findall(html)):
        raise Refusal("too_large", f"more than {MAX_ATTRIBUTES:,} attributes in a tag")
    if not _is_suspicious(html):
        return html
    page = "".join(_without_scripts(html))
    _refuse_monsters(page)
    return page


def scripts_of(html: str) -> list[str]:
    """What the page's scripts say; raises Refusal("too_large") as `bearable` does, its scripts looked at too."""
    _refuse_monsters(html)
    return [node.text() for node in parsed(html).css("script:not([src])")]


def _refuse_monsters(html: str) -> None:
    tags = html.count("<")
    if tags > MAX_TAGS:
        raise Refusal("too_large", f"{tags:,} tags, at most {MAX_TAGS:,}")
    if _is_suspicious(html) and (depth := _depth(html)) * tags > MAX_NESTING_WORK:
        raise Refusal("too_large", f"{tags:,} tags, nested {depth:,} deep")


def _is_suspicious(html: str) -> bool:
    tags = html.count("<")
    return tags > _FEW_TAGS or (tags * tags > MAX_NESTING_WORK and _reopened(html) * tags > MAX_NESTING_WORK)


_SCRIPT_BEGINS = re.compile("<!--|<script", re.IGNORECASE)
_SCRIPT_ENDS = re.compile("</script", re.IGNORECASE)
_COMMENT_ENDS = re.compile("-->")


def _without_scripts(html: str) -> Iterator[str]:
    """The page in pieces, without what stands in comments and scripts."""
    at = 0
    while (begin := _SCRIPT_BEGINS.search(html, at)) is not None:
        is_comment = begin[0] == "<!--"
        start = begin.start() if is_comment else html.find(">", begin.start()) + 1
        yield html[at : start or None]
        end = (_COMMENT_ENDS if is_comment else _SCRIPT_ENDS).search(html, start) if start else None
        if end is None:
            return
        at = end.end() if is_comment else end.start()
    yield html[at:]


def _reopened(html: str) -> int:
    """The tags of elements that a parser opens again where they are left open."""
    return len(_FORMATTING.findall(html))


def _attributes(tag: str) -> int:
    return len(_ATTRIBUTE.findall(_QUOTED.sub(" ", tag).partition(">")[0]))


def _depth(html: str) -> int:
    """How deep elements that only their own end tag closes stand inside each other, at most."""
    still_open: dict[str, int] = {}
    depth = deepest = 0
    for slash, name in _NAMES.findall(html):
        name = name.lower()
        if name in _CLOSED_BY_OTHERS:
            continue
        count = still_open.get(name, 0)
        step = 1 if not slash else -min(count, 1)
        still_open[name] = count + step
        depth += step
        deepest = max(deepest, depth)
    return deepest
