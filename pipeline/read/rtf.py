"""RTF: `read(data)` turns its control words into WordprocessingML and reads that as a DOCX is read.

A word changes how the text of its group is set, ends a paragraph, a cell or a row, or says what the group is for.
Groups that are for something else than the text (fonts, styles, pictures, headers, notes) are passed over; a picture, a
shape and an object leave their sign. Styles need no looking up: writers repeat what a style says ([MS-RTF] 1.9.1).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from pipeline.read import docx
from pipeline.read.converted import document, element, word
from pipeline.read.document import Document, Place, Refusal, Remark
from pipeline.read.limits import MAX_RTF_DEPTH
from pipeline.read.rtf_story import Border, Definition, Look, Story
from pipeline.read.rtf_text import DOUBLE_BYTES, REPLACEMENT, Writing, code_page, of_charset
from pipeline.read.rtf_tokens import Tokens
from pipeline.read.sniff import BEFORE

MEDIA_TYPES = ("application/rtf",)

PASSED = frozenset(
    "stylesheet info header headerl headerr headerf footer footerl footerr footerf footnote ftnsep ftnsepc ftncn"
    " aftnsep aftnsepc aftncn xe tc rxe private1 nonshppict shprslt nonesttables sp mmathPict".split()
)
"""What a group is for that holds nothing of the text."""

SHOWN_OBJECTS = frozenset("pict object do mmath moMath moMathPara".split())
"""What a group is for that shows something which is no text."""

STARRED = frozenset("fldinst shppict shpinst shptxt nesttableprops ud listtext pntext do moMath moMathPara".split())
"""Of the groups that an old reader may pass over, those that matter here."""

SIGNS = {b"~": "\u00a0", b"_": "-", b"-": "", b":": ""}
ESCAPED = frozenset((b"{", b"}", b"\\"))
CHARACTERS = {
    "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
    "rdblquote": "\u201d", "bullet": "\u2022", "enspace": "\u2002", "emspace": "\u2003", "qmspace": "\u2005",
}
PAGES = {"mac": 10000, "pc": 437, "pca": 850}
TOGGLES = {"v": "hidden", "strike": "struck", "striked": "struck_twice", "deleted": "deleted"}
SETTINGS = {
    "super": ("raised", True), "sub": ("raised", True), "nosupersub": ("raised", False), "twoinone": ("moved", True),
}  # fmt: skip
MERGES = {"clmrg": {"across": True}, "clvmgf": {"down": "restart"}, "clvmrg": {"down": "continue"}}
WHITE = [255, 255, 255]


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and gives back: how text is set, where paragraphs stand, what the group is for."""

    look: Look = field(default_factory=Look)
    purpose: str = "text"
    in_table: bool = False
    nesting: int = 0
    rows_of: int = 1
    fallback: int = 1
    at_end: Callable[[], None] | None = None

    @property
    def level(self) -> int:
        """The table in which a paragraph stands: 0 is none, 2 one within another."""
        return max(self.nesting, int(self.in_table))


@dataclass(slots=True)
class _Head:
    """What the file's head tells of code pages, fonts and colours."""

    page: str = DOUBLE_BYTES
    first_font: int | None = None
    charsets: dict[int | None, int] = field(default_factory=dict)
    font: int | None = None
    colours: list[list[int]] = field(default_factory=lambda: [[0, 0, 0]])


def read(data: bytes) -> Document:
    """Paragraphs and grids, placed as in a DOCX. Raises Refusal: damaged, too_large or no_text_layer."""
    reader = _Reader(Tokens(data.lstrip(BEFORE)))
    reader.run()
    read = document({docx.MAIN_PART: reader.story.finished()}, MEDIA_TYPES[0])
    return replace(read, remarks=(*read.remarks, *reader.remarks()))


class _Reader:
    """Goes through the tokens and tells the story what they mean."""

    def __init__(self, tokens: Tokens) -> None:
        self.story = Story()
        self._tokens, self._writing, self._head = tokens, Writing(), _Head()
        self._state, self._outer = _State(), list[_State]()
        self._definitions: dict[int, Definition] = {}
        self._merge: dict[str, bool | str] = {}
        self._prefix = ""
        self._to_skip = self._undecodable = 0
        self._is_starred = self._passes_next = False
        self._words = self._meanings()

    def run(self) -> None:
        """To the brace that closes the first one, or to the end of the file."""
        acts = {"{": self._open, "}": self._close, "word": self._word, "sign": self._sign, "bytes": self._bytes}
        for kind, said, number in self._tokens:
            acts[kind](said, number)
            if not self._outer:
                return

    def remarks(self) -> Iterator[Remark]:
        """What could not be decoded, or not be put in its place."""
        lost = [*self.story.lost, *(["the file ends within a group"] if len(self._outer) > 1 else [])]
        if lost:
            yield Remark("content_lost", Place("b1"), f"{lost[0]} ({len(lost)})")
        if self._undecodable:
            yield Remark("undecodable_bytes", Place("b1"), f"{self._undecodable} characters replaced")

    # Groups

    def _open(self, _: bytes, __: int | None) -> None:
        self._flush()
        self._to_skip, self._is_starred = 0, False
        self._outer.append(self._state)
        if len(self._outer) > MAX_RTF_DEPTH:
            raise Refusal("too_large", f"more than {MAX_RTF_DEPTH} RTF groups inside each other")
        self._set(at_end=None)
        if self._passes_next:
            self._passes_next = False
            self._tokens.pass_group()

    def _close(self, _: bytes, __: int | None) -> None:
        self._flush()
        self._to_skip, self._is_starred = 0, False
        if self._state.at_end is not None:
            self._state.at_end()
        if self._outer:
            self._state = self._outer.pop()

    def _set(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)

    def _look(self, **changes: object) -> None:
        self._flush()
        self._set(look=replace(self._state.look, **changes))

    # Text

    def _bytes(self, data: bytes, _: int | None) -> None:
        passed = min(self._to_skip, len(data))
        self._to_skip -= passed
        font = self._state.look.font if self._state.look.font is not None else self._head.first_font
        self._writing.add(data[passed:], of_charset(self._head.charsets.get(font, 0), self._head.page))

    def _sign(self, sign: bytes, number: int | None) -> None:
        if sign == b"*":
            self._is_starred = True
        elif sign in ESCAPED:
            self._bytes(sign, number)
        elif sign in (b"\r", b"\n"):
            self._end_paragraph(None)
        elif self._to_skip:
            self._to_skip -= 1
        else:
            self._writing.say(SIGNS.get(sign, ""))

    def _unicode(self, number: int | None) -> None:
        self._writing.say(chr((number or 0) & 0xFFFF))
        self._to_skip = self._state.fallback

    def _flush(self) -> None:
        text = self._writing.taken()
        if not text:
            return
        self._undecodable += text.count(REPLACEMENT)
        if self._state.purpose == "text":
            self.story.say(text, self._state.look)
        elif self._state.purpose == "number" and not self._state.look.hidden:
            self._prefix += text
        elif self._state.purpose == "colours":
            self._head.colours.extend([0, 0, 0] for _ in range(text.count(";")))

    # Words

    def _word(self, said: bytes, number: int | None) -> None:
        name = said.decode()
        starred, self._is_starred, self._to_skip = self._is_starred, False, 0
        if starred and name not in STARRED:
            self._tokens.pass_group()
        elif name in self._words:
            self._words[name](number)

    def _meanings(self) -> dict[str, Callable[[int | None], None]]:
        return (
            dict.fromkeys(PASSED, self._pass)
            | dict.fromkeys(SHOWN_OBJECTS, self._show_object)
            | {name: partial(self._toggle, key) for name, key in TOGGLES.items()}
            | {name: partial(self._setting, *told) for name, told in SETTINGS.items()}
            | {name: partial(self._character, text) for name, text in CHARACTERS.items()}
            | {name: partial(self._page, number) for name, number in PAGES.items()}
            | {name: partial(self._merged, told) for name, told in MERGES.items()}
            | {name: partial(self._coloured, at) for at, name in enumerate(("red", "green", "blue"))}
            | dict.fromkeys(("line", "page", "column"), partial(self._put, "br"))
            | dict.fromkeys(("up", "dn"), self._move)
            | dict.fromkeys(("par", "sect"), self._end_paragraph)
            | dict.fromkeys(("listtext", "pntext"), self._list_number)
            | {
                "u": self._unicode, "uc": self._fallback, "tab": partial(self._put, "tab"), "upr": self._twice_told,
                "ansicpg": self._own_page, "deff": self._first_font, "f": self._font, "fcharset": self._charset,
                "fonttbl": partial(self._purpose, "fonts"), "colortbl": partial(self._purpose, "colours"),
                "plain": self._plain, "cf": self._colour, "pard": self._outside, "intbl": self._inside,
                "itap": self._nest, "cell": self._end_cell, "nestcell": self._end_nested_cell, "row": self._end_row,
                "nestrow": self._end_nested_row, "nesttableprops": self._nested_rows, "trowd": self._define,
                "trleft": self._row_begins, "cellx": self._border, "field": self._field, "fldinst": self._field_code,
                "fldrslt": self._field_result, "shp": partial(self._put, "pict"), "shptxt": self._text_box,
            }
        )

    def _purpose(self, purpose: str, _: int | None) -> None:
        self._flush()
        self._set(purpose=purpose)

    def _pass(self, _: int | None) -> None:
        self._flush()
        self._tokens.pass_group()

    def _twice_told(self, _: int | None) -> None:
        """What follows is told in two groups, for old readers and then in Unicode."""
        self._passes_next = True

    def _put(self, kind: str, _: int | None) -> None:
        self._flush()
        if self._state.purpose == "text":
            self.story.put(element(kind), self._state.look)

    def _show_object(self, number: int | None) -> None:
        self._put("object", number)
        self._tokens.pass_group()

    def _character(self, text: str, _: int | None) -> None:
        self._writing.say(text)

    def _list_number(self, _: int | None) -> None:
        self._flush()
        self._prefix = ""
        self._set(purpose="number", at_end=self._number)

    def _number(self) -> None:
        self.story.number(self._prefix.strip())

    # Fields and text boxes

    def _field_sign(self, kind: str) -> None:
        self._flush()
        sign = element("fldChar")
        sign.set(word("fldCharType"), kind)
        if self._state.purpose == "text":
            self.story.put(sign, replace(self._state.look, hidden=False))

    def _field(self, _: int | None) -> None:
        self._field_sign("begin")
        self._set(at_end=partial(self._field_sign, "end"))

    def _field_code(self, number: int | None) -> None:
        self._put("instrText", number)
        self._tokens.pass_group()

    def _field_result(self, _: int | None) -> None:
        self._field_sign("separate")

    def _text_box(self, _: int | None) -> None:
        self._flush()
        if self._state.purpose == "text":
            self.story.open_box()
            self._set(in_table=False, nesting=0, at_end=self._end_text_box)

    def _end_text_box(self) -> None:
        self.story.close_box(self._state.look)

    # Fonts, colours, how text is set

    def _own_page(self, number: int | None) -> None:
        self._head.page = code_page(number or 0)

    def _page(self, number: int, _: int | None) -> None:
        self._head.page = code_page(number)

    def _first_font(self, number: int | None) -> None:
        self._head.first_font = number

    def _font(self, number: int | None) -> None:
        if self._state.purpose == "fonts":
            self._head.font = number
        elif number != self._state.look.font:
            self._look(font=number)

    def _charset(self, number: int | None) -> None:
        if self._state.purpose == "fonts":
            self._head.charsets[self._head.font] = number or 0

    def _coloured(self, at: int, number: int | None) -> None:
        if self._state.purpose == "colours":
            self._flush()
            self._head.colours[-1][at] = number or 0

    def _colour(self, number: int | None) -> None:
        colours = self._head.colours
        self._look(white=0 < (number or 0) < len(colours) and colours[number] == WHITE)

    def _fallback(self, number: int | None) -> None:
        self._set(fallback=max(0, number or 0))

    def _toggle(self, key: str, number: int | None) -> None:
        self._look(**{key: number != 0})

    def _setting(self, key: str, value: bool, _: int | None) -> None:
        self._look(**{key: value})

    def _move(self, number: int | None) -> None:
        self._look(moved=number != 0)

    def _plain(self, _: int | None) -> None:
        self._flush()
        self._set(look=Look())

    # Paragraphs, cells, rows

    def _outside(self, _: int | None) -> None:
        self._set(in_table=False, nesting=0)

    def _inside(self, _: int | None) -> None:
        self._set(in_table=True)

    def _nest(self, number: int | None) -> None:
        self._set(nesting=max(0, number or 0))

    def _end_paragraph(self, _: int | None) -> None:
        self._flush()
        if self._state.purpose == "text":
            self.story.end_paragraph(self._state.level or int(self.story.row_is_open))

    def _end_cell(self, _: int | None) -> None:
        self._flush()
        self.story.end_cell(1)

    def _end_nested_cell(self, _: int | None) -> None:
        self._flush()
        self.story.end_cell(max(2, self._state.level))

    def _end_row(self, _: int | None) -> None:
        self._flush()
        self.story.end_row(1, self._definitions.get(1, Definition()))

    def _end_nested_row(self, _: int | None) -> None:
        self._flush()
        level = max(2, self._state.level)
        self.story.end_row(level, self._definitions.get(level, Definition()))

    def _nested_rows(self, _: int | None) -> None:
        self._set(rows_of=max(2, self._state.level))

    def _define(self, _: int | None) -> None:
        self._definitions[self._state.rows_of] = Definition()
        self._merge = {}

    def _row_begins(self, number: int | None) -> None:
        self._defined().left = number or 0

    def _merged(self, told: dict[str, bool | str], _: int | None) -> None:
        self._merge |= told

    def _border(self, number: int | None) -> None:
        self._defined().borders.append(Border(number or 0, **self._merge))
        self._merge = {}

    def _defined(self) -> Definition:
        return self._definitions.setdefault(self._state.rows_of, Definition())
