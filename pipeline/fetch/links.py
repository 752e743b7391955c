"""Where pages lead: `listed(page, wanted)`, the entries of a list; `next_page(page)`; `attached(page)`.

        ┌ list page ──────────────────────────────────────────────┐   wanted: 松河区民政局, 2023
        │ 松河区民政局2023年政府信息公开工作年度报告  2024-01-20  │ → followed
        │ 松河区民政局2022年政府信息公开工作年度报告  2023-01-18  │   another year
        │ 松河区教育局2023年政府信息公开工作年度报告  2024-01-22  │   another unit
        │ 2023年度部门决算                            2024-08-30  │   no report
        │ [1] [2] [下一页]                                        │ → the next page, where nothing was found
        └─────────────────────────────────────────────────────────┘

An entry is a link whose words are the title of a report; the row or item around it tells unit and date. The words of
titles are those of `schemas/writing.yaml`. A page of too many tags, or with a tag that is too long, leads nowhere: its
parser's work could grow with the square of them.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from schemas.fetching import fetching
from schemas.load import writing

_CHARSET = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{1,40})", re.IGNORECASE)
_OF_HEADER = re.compile(r"charset\s*=\s*[\"']?([a-zA-Z0-9_-]{1,40})", re.IGNORECASE)
_CHINESE = ("gb2312", "gbk", "gb_2312-80", "x-gbk")
HEAD = 4096
LONGEST_ENTRY = 300
"""Characters of what holds one entry."""

MARKS = re.compile(r"[\s《》〈〉“”\"'【】\[\]()（）·•>»:：]+")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: where it leads, as written, and its words; `around` are the words of its row or item."""

    href: str
    title: str
    around: str = ""

    @property
    def date(self) -> str:
        """The date beside it, as printed; empty where there is none."""
        found = re.search(writing().date, self.around)
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose report of which year is looked for; None where the list of sources doesn't say."""

    publisher: str
    year: int | None = None


class Page:
    """A page with its links; one that is no page, or too costly to parse, has none."""

    def __init__(self, data: bytes, media_type: str) -> None:
        self._tree = _parsed(data, media_type)

    def listed(self, wanted: Wanted) -> list[Link]:
        """The entries that are the wanted report, in their order."""
        found = [link for link in self._links(with_row=True) if _is_wanted(link, wanted)]
        return found[: fetching().limits.list_entries]

    def next_page(self) -> str | None:
        """Where the list goes on, as written."""
        words = fetching().next_page
        return next((link.href for link in self._links() if MARKS.sub("", link.title) in words), None)

    def attached(self, year: int | None) -> list[Link]:
        """The files that the page holds: those called an attachment or a report, and of no other year."""
        found = [link for link in self._links() if _is_attached(link) and not _of_other_year(link.title, year)]
        return found[: fetching().limits.attachments]

    def _links(self, with_row: bool = False) -> Iterator[Link]:
        for node in self._tree.css("a[href]") if self._tree else ():
            href = (node.attributes.get("href") or "").strip()
            if href and not href.startswith("#"):
                around = _around(node) if with_row else ""
                yield Link(href, _title(node), around)


def _parsed(data: bytes, media_type: str) -> LexborHTMLParser | None:
    limits, tags = fetching().limits, data.split(b"<")
    longest = max(len(tag.partition(b">")[0]) for tag in tags)
    if len(tags) > limits.page_tags or longest > limits.tag_characters:
        return None
    try:
        return LexborHTMLParser(_decoded(data, media_type))
    except (SelectolaxError, ValueError):
        return None


def _decoded(data: bytes, media_type: str) -> str:
    """The text: by its mark, the header, its own word, else UTF-8 or GB 18030, whichever it is."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    own, header = _CHARSET.search(data[:HEAD]), _OF_HEADER.search(media_type)
    told = [name for mark, name in marks if data.startswith(mark)]
    told += [header[1]] if header else []
    told += [own[1].decode()] if own else []
    for name in (*told, "utf-8"):
        try:
            return data.decode("gb18030" if name.lower() in _CHINESE else name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


def _title(node: LexborNode) -> str:
    """A link's words; its `title` where that says more, since lists cut long titles."""
    text, full = (" ".join(words.split()) for words in (node.text(), node.attributes.get("title") or ""))
    return full if len(full) > len(text) else text


def _around(node: LexborNode) -> str:
    """The words of the row or item that holds the link and no other."""
    held, parent = node, node.parent
    while parent is not None and parent.tag in fetching().entry_tags and _is_entry(parent):
        held, parent = parent, parent.parent
    return " ".join(held.text(separator=" ").split())


def _is_entry(node: LexborNode) -> bool:
    """Whether an element holds one entry of a list: a row of a table, or what is short and has no second link."""
    return node.tag == "tr" or (len(node.css("a[href]")) == 1 and len(node.text()) <= LONGEST_ENTRY)


def _is_wanted(link: Link, wanted: Wanted) -> bool:
    words = _report_words(link.title)
    return words is not None and not _of_other_year(link.title, wanted.year) and _is_of(wanted.publisher, words, link)


def _report_words(title: str) -> str | None:
    """What stands in the title of a report before the words for its kind; None where it is no report's title."""
    plain = MARKS.sub("", title)
    found = next((word for word in _kinds() if word in plain), None)
    return plain.partition(found)[0] if found else None


@cache
def _kinds() -> tuple[str, ...]:
    """The words for a report, longest first."""
    return tuple(sorted(writing().title_words, key=len, reverse=True))


def _of_other_year(title: str, year: int | None) -> bool:
    """Whether a title prints a year, and not the one that is wanted."""
    printed = re.findall(writing().bare_year, title)
    return bool(printed) and year is not None and str(year) not in printed


def _is_of(publisher: str, words: str, link: Link) -> bool:
    """Whether the unit that the title names, or else the row beside it, can be the publisher.

    One name may lack the divisions that the other has. Where neither tells a unit, the list is the publisher's own.
    """
    unit = _unit(words)
    if unit:
        return _can_be_same(unit, publisher)
    beside = [_unit(MARKS.sub("", word)) for word in link.around.replace(link.title, " ").split()]
    named = [word for word in beside if word and not word.isascii()]
    return not named or any(_can_be_same(word, publisher) for word in named)


def _unit(words: str) -> str:
    """The name in the words of a title: without years, dates and what joins it to the rest."""
    name = re.sub(rf"{writing().date}|{writing().title_year}", "", words)
    for joint in (*writing().title_closings, *writing().title_openings):
        name = name.removesuffix(joint).removeprefix(joint)
    return name


def _can_be_same(name: str, other: str) -> bool:
    return name.endswith(other) or other.endswith(name)


def _is_attached(link: Link) -> bool:
    """Whether a link leads to a file that its words, or its name, call an attachment or a report."""
    path = re.split(r"[?#]", link.href)[0].lower()
    named = any(word in link.title for word in (*fetching().attachment_words, *writing().title_words))
    return path.endswith(tuple(f".{ending}" for ending in fetching().attached)) and named
