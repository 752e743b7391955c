"""What real publishers do to the form, one function each: `VARIATIONS[name]` → a `Variation`.

A variation changes the drawing (`Report`), or before that the truth, by the dice it is given. It tells in the
report which cells nobody can decide any more (`hidden`) or that are not drawn (`gone`): none, for most. Where
its docstring begins with nothing in brackets it applies to every form, else to those in the brackets.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from random import Random

from schemas.load import sections, table
from tests.corpus.form import (
    Line,
    Report,
    Row,
    Sheet,
    Slot,
    cells_of,
    laid_out,
    with_lines,
    with_sheets,
    with_slots,
)
from tests.corpus.truth import MARKS, ORGANISATIONS, Truth, with_rows_of_2019, with_text

PAGED = ("pdf", "ofd")
"""Forms that say where on a page each character stands."""
RULED = ("html", "docx", *PAGED, "rtf", "mhtml", "xlsx", "json", "script")
FIELDS = ("tabs", "pipes", "markdown", "csv")
SEQUENCES = ("cells", "cell_lines", "bare")
FORMS = (*RULED, *FIELDS, *SEQUENCES)
WORD = ("docx", "rtf")
PAGES = ("html", "mhtml")
SAVED = {"doc": "docx", "office_rtf": "docx"}
"""Forms that LibreOffice saves, and the one that it is given; they are made only where they are asked for."""
FLOWING = (*PAGES, *WORD, "xlsx", "json", "script", *FIELDS)
"""Forms with true rows and without pages of their own."""


@dataclass(frozen=True, slots=True)
class Variation:
    """`kind` names what it is about: two of one kind are never combined at random."""

    name: str
    kind: str
    forms: tuple[str, ...]
    of_truth: Callable[[Truth, Random], Truth] | None
    of_report: Callable[[Report, Random], Report] | None
    tells: str


VARIATIONS: dict[str, Variation] = {}

COMMON = (
    *("misprinted_labels", "other_numbering", "spaced_labels", "notes_in_cells", "thousands_separators"),
    *("full_width_digits", "headings_misnumbered", "headings_unnumbered", "headings_reworded", "contents_first"),
    *("page_furniture", "metadata_table", "split_table", "split_with_header", "separate_blocks", "word_made", "gb18030"),
    *("vertical_group_labels", "wrong_total", "rows_of_2019", "page_numbers", "header_on_each_page", "broken_title"),
    *("thin_rectangles", "runs", "empty_paragraphs", "cut_headers"),
)
"""What is met in every tenth report or so, by the real reports at hand."""


def of_report(kind: str, forms: tuple[str, ...] = FORMS) -> Callable:
    """A change of the drawing."""

    def listed(change: Callable[[Report, Random], Report]) -> Callable[[Report, Random], Report]:
        name = change.__name__
        VARIATIONS[name] = Variation(name, kind, forms, None, change, change.__doc__ or "")
        return change

    return listed


def of_truth(kind: str) -> Callable:
    """A change of what is printed, in every form."""

    def listed(change: Callable[[Truth, Random], Truth]) -> Callable[[Truth, Random], Truth]:
        name = change.__name__
        VARIATIONS[name] = Variation(name, kind, FORMS, change, None, change.__doc__ or "")
        return change

    return listed


def manner(name: str, kind: str, forms: tuple[str, ...], tells: str) -> None:
    """A matter of the renderer alone."""

    def marked(report: Report, random: Random) -> Report:
        return replace(report, manners=report.manners | {name})

    VARIATIONS[name] = Variation(name, kind, forms, None, marked, tells)


def applicable(form: str) -> list[Variation]:
    """Every variation that a form can have."""
    return [variation for variation in VARIATIONS.values() if applies(variation, form)]


def applies(variation: Variation, form: str) -> bool:
    """Whether a form can have it; what LibreOffice saves can have what it is given."""
    return SAVED.get(form, form) in variation.forms


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────


def _with_values(report: Report, change: Callable[[Slot], str]) -> Report:
    return with_slots(report, lambda s: replace(s, text=change(s)) if s.part == "value" and s.text else s)


@of_report("digits")
def full_width_digits(report: Report, random: Random) -> Report:
    """Digits as wide as characters: １２."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return _with_values(report, lambda slot: slot.text.translate(wide))


@of_report("digits")
def thousands_separators(report: Report, random: Random) -> Report:
    """A comma at the thousands: 1,234."""
    return _with_values(report, lambda slot: re.sub(r"^\d{4,}", lambda m: f"{int(m[0]):,}", slot.text))


@of_report("units")
def units_in_cells(report: Report, random: Random) -> Report:
    """Each number with its unit: 5件, 3.2万元, 251000元."""
    return _with_values(report, lambda slot: slot.text if slot.text in MARKS else slot.text + _unit(slot))


def _unit(slot: Slot) -> str:
    match slot.code:
        case ("fees", "amount"):
            return "万元"
        case ("procurement", "amount"):
            return "元"
        case (_, "items_previous_year" | "items_change" | "projects"):
            return "项"
    return "件"


@of_report("notes")
def notes_in_cells(report: Report, random: Random) -> Report:
    """A note behind a number of table 二: 22（其中修订16件）."""

    def noted(slot: Slot) -> str:
        told = slot.code in (("normative_documents", "issued"), ("normative_documents", "newly_made"))
        return f"{slot.text}（其中修订{random.randint(1, 9)}件）" if told and slot.text not in MARKS else slot.text

    return _with_values(report, noted)


@of_truth("errors")
def wrong_total(truth: Truth, random: Random) -> Truth:
    """A total that is not the sum, as printed by the publisher; what is printed is the truth."""
    name = random.choice(("applications", "reviews_litigation"))
    row = random.choice([r for r, c in truth.cells[name] if c == "total"])
    printed = truth.cells[name][row, "total"]
    return with_text(truth, (name, row, "total"), str(int(printed) + random.randint(1, 9)) if printed.isdigit() else "7")


@of_truth("errors")
def moved_case(truth: Truth, random: Random) -> Truth:
    """A case in its neighbour's column, in one row, with the total intact."""
    rows = [r for r, c in truth.cells["applications"] if c == "total"]
    random.shuffle(rows)
    for row in rows:
        for one, other in pairwise(ORGANISATIONS):
            texts = truth.cells["applications"][row, one], truth.cells["applications"][row, other]
            if all(map(str.isdigit, texts)) and texts[0] != "0":
                moved = with_text(truth, ("applications", row, one), str(int(texts[0]) - 1))
                return with_text(moved, ("applications", row, other), str(int(texts[1]) + 1))
    return truth


# ── labels ──────────────────────────────────────────────────────────────────────────────────────────────


def _with_labels(report: Report, change: Callable[[str], str]) -> Report:
    return with_slots(report, lambda s: s if s.part == "value" else replace(s, text=change(s.text)))


@of_report("blanks")
def spaced_labels(report: Report, random: Random) -> Report:
    """Blanks inside labels: 结 果 维 持, 反复 申请."""
    blank = random.choice((" ", "\u3000", "\u00a0"))

    def spaced(text: str) -> str:
        if len(text) <= 4:
            return blank.join(text)
        cuts = {random.randrange(3, len(text)) for _ in range(2)}
        return "".join(blank + c if at in cuts else c for at, c in enumerate(text))

    return _with_labels(report, spaced)


MISPRINTS = {
    "denied_forbidden_by_law": ("法规禁", ""),
    "denied_internal_affairs": ("内部", "内容"),
    "denied_process_information": ("过程性", "过程性性"),
    "partially_granted": ("情形，", "情况，"),
    "other_handling": ("处理", ""),
    "other_handling_group": ("处理", ""),
    "other_not_corrected": ("申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "逾期不补正"),
    "normative_documents": ("行政规", "规"),
}
"""What real reports misprint or shorten in a label, by its code."""


@of_report("misprints")
def misprinted_labels(report: Report, random: Random) -> Report:
    """Misprints met in real reports: 其他法律行政止公开, 三类内容事务信息, （六）其他."""
    chosen = random.sample(sorted(MISPRINTS), random.randint(2, len(MISPRINTS)))

    def misprinted(slot: Slot) -> Slot:
        if slot.code not in chosen or slot.part not in ("label", "group"):
            return slot
        return replace(slot, text=slot.text.replace(*MISPRINTS[slot.code]))

    return with_slots(report, misprinted)


@of_report("numbering")
def other_numbering(report: Report, random: Random) -> Report:
    """1、 or １． for 1., (一) for （一）, some of them or all."""
    style = random.choice(("、", "．", "mixed"))
    narrow = random.random() < 0.5

    def renumbered(text: str) -> str:
        mark = random.choice(("、", "．", ".")) if style == "mixed" else style
        text = re.sub(r"^(\d)\.", lambda m: m[1] + mark, text)
        return text.replace("（", "(").replace("）", ")") if narrow else text

    return _with_labels(report, renumbered)


@of_report("header")
def cut_headers(report: Report, random: Random) -> Report:
    """Two neighbouring headers of table 二 of 2019 cut to 本年新 | 本年新."""
    cut_off = ("newly_made", "newly_disclosed")
    return with_slots(
        report, lambda s: replace(s, text=s.text[:3]) if s.part == "head" and s.code in cut_off else s
    )


# ── headings, title and what stands around ──────────────────────────────────────────────────────────────


def _with_headings(report: Report, change: Callable[[Line], str]) -> Report:
    return with_lines(report, lambda line: [replace(line, text=change(line))] if line.part == "heading" else [line])


def _unnumbered(text: str) -> str:
    return text.split("、", 1)[1]


@of_report("headings")
def heading_missing(report: Report, random: Random) -> Report:
    """One heading of 二 to 六 is not there, so its section runs on from the one before."""
    codes = list(sections())
    at = random.randrange(1, len(codes))
    kept = with_lines(report, lambda line: [] if line.part == "heading" and line.section == codes[at] else [line])
    return replace(kept, unheaded=kept.unheaded | {codes[at], codes[at - 1]})


@of_report("headings")
def headings_misnumbered(report: Report, random: Random) -> Report:
    """Wrong numbers before the headings from some place on: 七、其他…."""
    start = random.randrange(1, 6)
    codes = list(sections())
    numerals = "一二三四五六七"

    def misnumbered(line: Line) -> str:
        at = codes.index(line.section)
        return line.text if at < start else f"{numerals[at + 1]}、{_unnumbered(line.text)}"

    return _with_headings(report, misnumbered)


@of_report("headings")
def headings_unnumbered(report: Report, random: Random) -> Report:
    """Headings without any numbers before them."""
    return _with_headings(report, lambda line: _unnumbered(line.text))


@of_report("headings")
def headings_renumbered(report: Report, random: Random) -> Report:
    """Another way to number headings: 第三部分, 三．, 三. or with dirt before it."""
    pattern = random.choice(("第{n}部分 {text}", "{n}．{text}", "{n}.{text}", " |{n}、{text}"))
    return _with_headings(report, lambda line: pattern.format(n=line.text[0], text=_unnumbered(line.text)))


@of_report("headings")
def headings_reworded(report: Report, random: Random) -> Report:
    """Other wordings of the headings, as the layout lists them."""

    def reworded(line: Line) -> str:
        other = random.choice(sections()[line.section].spellings)
        return other if "、" in other[:2] else f"{line.text[0]}、{other}"

    return _with_headings(report, reworded)


@of_report("contents")
def contents_first(report: Report, random: Random) -> Report:
    """A table of contents, or a sentence that names all six sections, before the first."""
    names = [line.zh for line in sections().values()]
    sentence = "本报告由" + "、".join(map(_unnumbered, names)) + "六个部分组成。"
    lines = [Line(text, "around") for text in random.choice((["目录", *names], [sentence]))]
    return replace(report, blocks=(report.blocks[0], *lines, *report.blocks[1:]))


OWN_PARTS = ("工作机制保障", "政策解读工作", "信息管理工作", "平台维护工作", "监督考核工作")


@of_report("headings")
def two_series(report: Report, random: Random) -> Report:
    """The overview's own parts numbered 一 to 六, then the statutory sections again from 一."""
    numerals = "一二三四五六"
    parts = [
        Line(text, "around")
        for at, name in enumerate(OWN_PARTS[: random.randint(2, 5)], 1)
        for text in (f"{numerals[at]}、{name}", f"各科室按职责做好{name}，每季小结一次。")
    ]
    first = next(i for i, b in enumerate(report.blocks) if isinstance(b, Line) and b.section == list(sections())[1])
    again = replace(report, blocks=(*report.blocks[:first], *parts, *report.blocks[first:]))
    codes = list(sections())

    def renumbered(line: Line) -> str:
        at = codes.index(line.section)
        return line.text if at == 0 else f"{numerals[at - 1]}、{_unnumbered(line.text)}"

    return _with_headings(again, renumbered)


@of_report("title")
def broken_title(report: Report, random: Random) -> Report:
    """The title over two or three lines."""
    title = report.blocks[0].text
    cuts = sorted(random.sample(range(2, len(title) - 2), random.randint(1, 2)))
    pieces = [title[a:b] for a, b in zip((0, *cuts), (*cuts, None), strict=True)]
    return replace(report, blocks=(*(Line(piece, "title") for piece in pieces), *report.blocks[1:]))


@of_report("furniture")
def page_furniture(report: Report, random: Random) -> Report:
    """What a site or a printer puts around: path, font sizes, filing number, page numbers between blocks."""
    before = ["首页 > 政务公开 > 信息公开年报", "【字体：大 中 小】 打印 分享", "发布日期：2024-01-22"]
    after = ["上一篇：没有了", "主办单位：本机关办公室  ICP备00000000号", "扫一扫在手机打开当前页"]
    blocks = [Line(text, "around") for text in random.sample(before, random.randint(1, 3))]
    pages = 0
    for block in report.blocks:
        blocks.append(block)
        if random.random() < 0.15:
            pages += 1
            blocks.append(Line(random.choice((f"- {pages} -", f"— {pages} —", f"第 {pages} 页")), "around"))
    return replace(report, blocks=(*blocks, *(Line(text, "around") for text in after)))


@of_report("metadata", (*PAGES, *WORD, "xlsx", "json"))
def metadata_table(report: Report, random: Random) -> Report:
    """(pages, Word, xlsx, json) A table with index number, publisher and date before the article."""
    title = "".join(b.text for b in report.blocks if isinstance(b, Line) and b.part == "title")
    texts = [("名称", title), ("索引号", "00000000/2024-00017"), ("发布机构", report.publisher), ("公开日期", "2024-01-22")]
    rows = tuple((Slot(name, "label"), Slot(text, "group", across=2)) for name, text in texts)
    return replace(report, blocks=(Sheet("metadata", rows), *report.blocks))


# ── rows and columns ────────────────────────────────────────────────────────────────────────────────────


def with_table(report: Report, name: str, change: Callable[[Sheet], list[Sheet]]) -> Report:
    return with_sheets(report, lambda sheet: change(sheet) if sheet.table == name else [sheet])


@of_truth("edition")
def rows_of_2019(truth: Truth, random: Random) -> Truth:
    """Table 三 with 23 rows, in any year."""
    return with_rows_of_2019(truth)


@of_report("columns")
def subtotal_column(report: Report, random: Random) -> Report:
    """An eighth number in table 三, the organisations' subtotal, behind them."""

    def wider(sheet: Sheet) -> list[Sheet]:
        return [replace(sheet, rows=tuple(tuple(_subtotalled(row)) for row in sheet.rows))]

    return with_table(report, "applications", wider)


def _subtotalled(row: Row) -> Iterator[Slot]:
    own = [s for s in row if s.part == "value" and s.code[1] in ORGANISATIONS]
    for slot in row:
        spans = slot.part == "head" and (slot.code == "organizations" or (slot.code is None and slot.across == 7))
        yield replace(slot, across=slot.across + 1) if spans else slot
        if slot.part == "head" and slot.code == ORGANISATIONS[-1]:
            yield Slot(table("applications", 2021).extra_columns[0], "head")
        if own and slot is own[-1]:
            whole = all(s.text.isdigit() for s in own)
            yield Slot(str(sum(int(s.text) for s in own)) if whole else "", "value")


@of_report("columns")
def columns_reordered(report: Report, random: Random) -> Report:
    """Two organisations' columns of table 三 have changed places, header and numbers."""
    one, other = random.sample(ORGANISATIONS, 2)

    def reordered(row: Row) -> Row:
        places = {_column(slot): at for at, slot in enumerate(row)}
        if one not in places or other not in places:
            return row
        new = list(row)
        new[places[one]], new[places[other]] = row[places[other]], row[places[one]]
        return tuple(new)

    return with_table(report, "applications", lambda s: [replace(s, rows=tuple(map(reordered, s.rows)))])


def _column(slot: Slot) -> str | None:
    return slot.code[1] if slot.part == "value" and slot.code else slot.code if slot.part == "head" else None


@of_report("rows")
def rows_reordered(report: Report, random: Random) -> Report:
    """Two neighbouring rows of a group in table 三 have changed places, labels and numbers."""

    def reordered(sheet: Sheet) -> list[Sheet]:
        at = random.choice([i for i in _plain_rows(sheet) if i + 1 in _plain_rows(sheet)])
        rows = list(sheet.rows)
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
        return [replace(sheet, rows=tuple(rows))]

    return with_table(report, "applications", reordered)


def _plain_rows(sheet: Sheet) -> list[int]:
    """The rows that begin with an item of a group: no group begins with them."""
    return [i for i, row in enumerate(sheet.rows) if row[0].part == "label" and row[0].across == 1]


@of_report("rows", (*RULED, *FIELDS))
def lost_label(report: Report, random: Random) -> Report:
    """(forms with rows) One label inside a group of table 三 is empty; its place tells which it is."""

    def unlabelled(sheet: Sheet) -> list[Sheet]:
        at = random.choice(_plain_rows(sheet))
        row = (replace(sheet.rows[at][0], text=""), *sheet.rows[at][1:])
        return [replace(sheet, rows=(*sheet.rows[:at], row, *sheet.rows[at + 1 :]))]

    return with_table(report, "applications", unlabelled)


@of_report("rows")
def lost_row(report: Report, random: Random) -> Report:
    """One row of table 三 is not there at all."""
    sheet = report.sheets("applications")[0]
    at = random.choice(_plain_rows(sheet))
    shorter = with_table(report, "applications", lambda s: [_without_row(s, at)])
    return replace(shorter, gone=shorter.gone | set(cells_of(sheet.rows[at], sheet.table)))


def _without_row(sheet: Sheet, at: int) -> Sheet:
    over = {id(place[0]) for place in laid_out(sheet)[at] if place and place[1] < at}
    rows = [
        tuple(replace(slot, down=slot.down - 1) if id(slot) in over else slot for slot in row)
        for i, row in enumerate(sheet.rows)
        if i != at
    ]
    return replace(sheet, rows=tuple(rows))


@of_report("rows", (*FIELDS, *SEQUENCES))
def lost_cell(report: Report, random: Random) -> Report:
    """(text) One number of a row of table 三 is lost, and those behind it move up: nobody can tell which."""
    sheet = report.sheets("applications")[0]
    at = random.randrange(sheet.heads, len(sheet.rows))
    row = sheet.rows[at]
    lost = random.choice([slot for slot in row if slot.part == "value"])
    short = replace(sheet, rows=(*sheet.rows[:at], tuple(s for s in row if s is not lost), *sheet.rows[at + 1 :]))
    hidden = report.hidden | set(cells_of(row, sheet.table))
    return replace(with_table(report, "applications", lambda s: [short]), hidden=hidden)


@of_report("repeats", ("bare",))
def lost_repeats(report: Report, random: Random) -> Report:
    """(bare) A copying tool dropped every line that had come before, so nearly all zeros are gone."""
    hidden = {cell for sheet in _sheets(report) for row in sheet.rows for cell in cells_of(row, sheet.table)}
    return replace(report, manners=report.manners | {"lost_repeats"}, hidden=report.hidden | hidden)


def _sheets(report: Report) -> list[Sheet]:
    return [block for block in report.blocks if isinstance(block, Sheet)]


@of_report("provincial")
def provincial_row(report: Report, random: Random) -> Report:
    """A row that a province added to table 二: 其他主动公开文件."""

    def longer(sheet: Sheet) -> list[Sheet]:
        at = next(i for i, row in enumerate(sheet.rows) if row[0].code == "normative_documents")
        values = (replace(s, text=str(random.randint(0, 90)), code=None) for s in sheet.rows[at][1:])
        added = (Slot("其他主动公开文件", "label"), *values)
        return [replace(sheet, rows=(*sheet.rows[: at + 1], added, *sheet.rows[at + 1 :]))]

    return with_table(report, "proactive_disclosure", longer)


# ── merges ──────────────────────────────────────────────────────────────────────────────────────────────


def _unmerged(sheet: Sheet, part: str, text_below: Callable[[Slot], str]) -> Sheet:
    """The sheet with each deep slot of a part as one slot a row."""
    rows = []
    for r, places in enumerate(laid_out(sheet)):
        row = []
        for c, place in enumerate(places):
            if place is None or place[2] != c:
                continue
            slot, top, _ = place
            deep = slot.part == part and slot.down > 1
            if top == r:
                row.append(replace(slot, down=1) if deep else slot)
            elif deep:
                row.append(replace(slot, down=1, text=text_below(slot)))
        rows.append(tuple(row))
    return replace(sheet, rows=tuple(rows))


@of_report("groups", (*RULED, *FIELDS))
def group_on_every_row(report: Report, random: Random) -> Report:
    """(forms with rows) A group's label stands again on each of its rows."""
    return with_sheets(report, lambda sheet: [_unmerged(sheet, "group", lambda slot: slot.text)])


@of_report("groups", (*RULED, "pipes"))
def group_on_first_row(report: Report, random: Random) -> Report:
    """(ruled tables, pipes) A group's label stands on its first row, with empty cells below it."""
    return with_sheets(report, lambda sheet: [_unmerged(sheet, "group", lambda slot: "")])


@of_report("heads", RULED)
def header_of_empty_cells(report: Report, random: Random) -> Report:
    """(ruled tables) Header cells that should be deep are followed by empty cells."""
    return with_sheets(report, lambda sheet: [_unmerged(sheet, "head", lambda slot: "")])


@of_report("groups", (*RULED, *SEQUENCES))
def vertical_group_labels(report: Report, random: Random) -> Report:
    """(all but rows of text) Group labels written downwards, one character a line."""
    return with_slots(
        report, lambda s: replace(s, text="\n".join(s.text)) if s.part == "group" and s.down > 1 else s
    )


@of_report("padding", FLOWING)
def padded_rows(report: Report, random: Random) -> Report:
    """(forms with rows, but pdf) Every row ends in the same number of empty cells."""
    width = random.randint(1, 3)
    return with_sheets(report, lambda s: [replace(s, rows=tuple((*row, *_padding(width)) for row in s.rows))])


def _padding(width: int) -> Iterator[Slot]:
    return (Slot("", "value") for _ in range(width))


# ── tables cut and tables joined ────────────────────────────────────────────────────────────────────────


def cut(sheet: Sheet, at: int, text_below: Callable[[Slot], str]) -> tuple[Sheet, Sheet]:
    """The sheet above row `at` and from it on; a slot over the cut goes on below it with another text."""
    above, below = [], []
    for r, places in enumerate(laid_out(sheet)):
        row = []
        for c, place in enumerate(places):
            if place is None or place[2] != c:
                continue
            slot, top, _ = place
            if top == r and r < at:
                row.append(replace(slot, down=min(slot.down, at - r)))
            elif top == r:
                row.append(slot)
            elif r == at:
                row.append(replace(slot, down=top + slot.down - at, text=text_below(slot)))
        (above if r < at else below).append(tuple(row))
    return replace(sheet, rows=tuple(above)), replace(sheet, rows=tuple(below), heads=0)


def _place_of_cut(sheet: Sheet, random: Random) -> int:
    """A row of table 三 below its first data row."""
    return random.randrange(sheet.heads + 1, len(sheet.rows))


def _with_cut(report: Report, random: Random, below: Callable[[Sheet, Sheet], Sheet]) -> Report:
    """Table 三 cut in two, with a page's number between them or nothing."""
    blocks = []
    for block in report.blocks:
        if not (isinstance(block, Sheet) and block.table == "applications"):
            blocks.append(block)
            continue
        text = random.choice((lambda slot: "", lambda slot: slot.text, lambda slot: slot.text[-3:]))
        first, rest = cut(block, _place_of_cut(block, random), text)
        number = [Line(f"- {random.randint(2, 9)} -", "around")] if random.random() < 0.5 else []
        blocks += [first, *number, below(block, rest)]
    return replace(report, blocks=tuple(blocks))


def headed(whole: Sheet, rest: Sheet) -> Sheet:
    """The rest of a sheet that was cut, with the header of the whole above it."""
    return replace(rest, rows=(*whole.rows[: whole.heads], *rest.rows), heads=whole.heads)


@of_report("cuts", FLOWING)
def split_table(report: Report, random: Random) -> Report:
    """(forms with rows, but pdf) Table 三 goes on in a second table without a header."""
    return _with_cut(report, random, lambda whole, rest: rest)


@of_report("cuts", FLOWING)
def split_with_header(report: Report, random: Random) -> Report:
    """(forms with rows, but pdf) Table 三 goes on in a second table with the header again."""
    return _with_cut(report, random, headed)


@of_report("cuts", ("tabs", "pipes"))
def shifted_columns(report: Report, random: Random) -> Report:
    """(tabs, pipes) After a page the header stands again and every row has one field less before its numbers."""

    def shifted(whole: Sheet, rest: Sheet) -> Sheet:
        return without_outer_labels(headed(whole, rest))

    return _with_cut(report, random, shifted)


def without_outer_labels(sheet: Sheet) -> Sheet:
    """Table 三 without its outermost column of labels, the one that holds 三、本年度办理结果."""
    return replace(sheet, rows=tuple(map(_narrower, sheet.rows)))


def _narrower(row: Row) -> Row:
    kept = [s for s in row if s.code != "results"]
    if len(kept) < len(row):
        return tuple(kept)
    return (replace(kept[0], across=2), *kept[1:]) if kept[0].across == 3 else tuple(kept)


@of_report("blocks")
def separate_blocks(report: Report, random: Random) -> Report:
    """Table 二 in as many tables as it has blocks."""

    def parted(sheet: Sheet) -> list[Sheet]:
        starts = [i for i, row in enumerate(sheet.rows) if row[0].part == "group"]
        ends = [*starts[1:], len(sheet.rows)]
        return [replace(sheet, rows=sheet.rows[a:b]) for a, b in zip(starts, ends, strict=True)]

    return with_table(report, "proactive_disclosure", parted)


@of_report("routes")
def separate_routes(report: Report, random: Random) -> Report:
    """Table 四 in three tables, one a route."""
    return with_table(report, "reviews_litigation", lambda sheet: list(_routes_apart(sheet)))


def _routes_apart(sheet: Sheet) -> Iterator[Sheet]:
    shape = table(sheet.table, 2021)
    outcomes = tuple(Slot(line.zh, "head", code) for code, line in shape.columns.items())
    for route, line in shape.rows.items():
        titles = [shape.groups[line.group].zh] if line.group else []
        rows = [(Slot(text, "label", route, across=len(outcomes)),) for text in (*titles, line.zh)]
        yield Sheet(sheet.table, (*rows, outcomes, _values_of(sheet, route)), heads=len(rows) + 1)


def _values_of(sheet: Sheet, route: str) -> Row:
    return tuple(s for row in sheet.rows for s in row if s.part == "value" and s.code and s.code[0] == route)


@of_report("routes")
def routes_as_rows(report: Report, random: Random) -> Report:
    """Table 四 with a row for each route below one header."""

    def turned(sheet: Sheet) -> list[Sheet]:
        shape = table(sheet.table, 2021)
        head = (Slot("", "head"), *(Slot(line.zh, "head", code) for code, line in shape.columns.items()))
        rows = [(Slot(line.zh, "label", code), *_values_of(sheet, code)) for code, line in shape.rows.items()]
        return [Sheet(sheet.table, (head, *rows), heads=1)]

    return with_table(report, "reviews_litigation", turned)


# ── lines lost ──────────────────────────────────────────────────────────────────────────────────────────


@of_report("lines", PAGED)
def rules_across(report: Report, random: Random) -> Report:
    """(paged) Tables with rulings across only: one with an empty cell may show too little of its columns."""
    return replace(_with_blanks_hidden(report), manners=report.manners | {"rules_across"})


@of_report("lines", PAGED)
def no_rules(report: Report, random: Random) -> Report:
    """(paged) Tables without any rulings: one with an empty cell may show too little of its rows and columns."""
    return replace(_with_blanks_hidden(report), manners=report.manners | {"no_rules"})


def _with_blanks_hidden(report: Report) -> Report:
    """Nobody has to decide the cells of a sheet with an empty one, once its lines are lost."""
    open_ = [s for s in _sheets(report) if any(slot.part == "value" and not slot.text for row in s.rows for slot in row)]
    hidden = {cell for sheet in open_ for row in sheet.rows for cell in cells_of(row, sheet.table)}
    return replace(report, hidden=report.hidden | hidden)


# ── left to the renderers ───────────────────────────────────────────────────────────────────────────────

_html = partial(manner, forms=PAGES)
manner("word_made", "markup", (*PAGES, "rtf"), "(html, mhtml, rtf) Pasted from Word: texts cut over span and font, <o:p>, nbsp, mso styles.")
_html("layout_table", "layout", tells="(html, mhtml) The whole page inside a table that only arranges it.")
_html("gb18030", "charset", tells="(html, mhtml) GB18030 bytes that declare gb2312.")
_html("gb18030_undeclared", "charset", tells="(html, mhtml) GB18030 bytes that declare nothing.")
_html("gb18030_as_utf8", "charset", tells="(html, mhtml) GB18030 bytes that declare UTF-8.")
manner("empty_paragraphs", "markup", WORD, "(docx, rtf) An empty paragraph before the text in every third cell.")
manner("runs", "markup2", WORD, "(docx, rtf) Texts and numbers cut into several runs.")
manner("gbk_bytes", "charset", ("rtf",), "(rtf) Text in bytes of GBK.")
manner("cells_merged_across", "merges", ("rtf",), "(rtf) A cell for each column, of which some go on to the right.")
manner("sheet_a_table", "sheets", ("xlsx",), "(xlsx) Each table on a sheet of its own, with what stands below it.")
manner("in_gbk", "charset", ("csv",), "(csv) GBK bytes, as a Chinese system saves them.")
manner("semicolons", "delimiter", ("csv",), "(csv) Fields parted by semicolons.")
manner("header_on_each_page", "cuts", PAGED, "(paged) The header of table 三 again on every page.")
manner("header_left_behind", "starts", PAGED, "(paged) A page may end between a table's header and its first row.")
manner("numbers_in_two_runs", "markup", PAGED, "(paged) Numbers drawn digit by digit.")
manner("page_numbers", "furniture", PAGED, "(paged) A number at the foot of each page.")
manner("thin_rectangles", "lines", PAGED, "(paged) Rulings drawn as thin filled rectangles.")
manner("sideways_pages", "turned", PAGED, "(paged) The content of every page lies on its side.")
manner("turned_pages", "turned", ("pdf",), "(pdf) Pages marked as turned, with content turned back.")
manner("forms_within_forms", "turned", ("pdf",), "(pdf) Everything inside forms that move and scale it.")
manner("shuffled_order", "order", PAGED, "(paged) Texts and lines come in no order, as they were drawn.")
manner("watermark", "watermark", PAGED, "(paged) Large grey letters aslant over every page.")
manner("labels_adrift", "drift", ("tabs",), "(tabs) Some labels stand at the start of their line, not in their column.")
