"""Reports with the list of 2014: `make(seed, form, variations)` → a `Made` with its bytes and what they say.

        统计指标          │ 单位 │ 统计数          drawn as the form has it, then changed by variations: rows that a
        一、主动公开情况   │ ——  │ ——              province added, 其中 in a merged cell, two lists side by side, no
        （一）主动公开…数  │ 条   │ 12              column of units, other numbering, counters, blanks for zeros
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from random import Random

from schemas.load import Table, table
from tests.corpus.form import Line, Report, Sheet, Slot
from tests.corpus.render import RENDERERS
from tests.corpus.truth import BODIES, MARKS, PLACES, Seen, seen

NAME = "statistics_2014"
FORMS = ("html", "docx", "pdf", "tabs", "markdown", "cells", "bare")
HEADER = ("统计指标", "单位", "统计数")
ADDED = (
    ("requests_by_letter", "5.手机客户端申请数", "件"),
    ("disclosed_wechat", "其中：政务客户端发布数", "条"),
    ("meetings", "其中：政府常务会议研究次数", "次"),
    ("complaints", "其中：属实件数", "件"),
    ("reading_points", "其中：电子触摸屏数", "个"),
    ("trainees", "十、门户网站总访问量", "人次"),
)
"""Rows that provinces add: the row behind which they stand, their label and unit."""
TITLES = ("{publisher}{year}年政府信息公开工作年度报告", "{year}年{publisher}政府信息公开工作年度报告")


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the list as it is drawn: `code` of the form, a label of its own for a local row, none for a head."""

    label: str
    unit: str
    count: str
    code: str | None = None
    local: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """A report: its title and year, the rows in their order, and what stands before the list."""

    title: str
    publisher: str
    year: int
    items: tuple[Item, ...]

    @property
    def counts(self) -> dict[str, Seen]:
        """What a careful reader sees in each row: of the form by its code, of the locality by its label."""
        return {item.code or item.label: seen(item.count) for item in self.items if item.code or item.local}


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a report with its truth; in `unseen` are the rows that this form can't show."""

    form: str
    seed: int
    variations: tuple[str, ...]
    data: bytes
    truth: Truth
    unseen: frozenset[str]


def make(seed: int, form: str, variations: Sequence[str] = ()) -> Made:
    """A report of the form with the variations: those of the truth first, then those of the drawing."""
    random = Random(f"{'+'.join(variations)}/{seed}")
    truth = random_truth(seed)
    for name in (v for v in variations if v in OF_TRUTH):
        truth = replace(truth, items=tuple(OF_TRUTH[name](list(truth.items), random)))
    rows = _drawn(truth)
    for name in (v for v in OF_SHEET if v in variations):
        rows = OF_SHEET[name](rows)
    data = RENDERERS[form](Report(_blocks(truth, rows, random), truth.publisher), seed)
    unseen = {item.code or item.label for item in truth.items if not item.count} if form == "bare" else set()
    return Made(form, seed, tuple(variations), data, truth, frozenset(unseen))


def picked(form: str, seed: int, most: int = 3) -> tuple[str, ...]:
    """Up to `most` variations that can stand together, the same ones for the same seed."""
    random = Random(f"picked/{form}/{seed}")
    names = [n for n in (*OF_TRUTH, *OF_SHEET) if form in ("html", "docx", "pdf", "tabs", "markdown") or n not in SIDED]
    chosen: list[str] = []
    for name in random.sample(names, random.randint(0, most)):
        if not any({name, other} <= clash for other in chosen for clash in CLASHES):
            chosen.append(name)
    return tuple(chosen)


# ── the truth ───────────────────────────────────────────────────────────────────────────────────────────


def random_truth(seed: int) -> Truth:
    """A lawful list, the same one for the same seed: every sum of the form holds, and no part exceeds its whole."""
    random = Random(f"statistics/{seed}")
    shape, year = table(NAME, 2014), random.randint(2014, 2018)
    publisher = random.choice(PLACES) + random.choice(BODIES)
    counts = _lawful(shape, random)
    title = random.choice(TITLES).format(publisher=publisher, year=year)
    return Truth(title, publisher, year, tuple(_items(shape, counts)))


def _lawful(shape: Table, random: Random) -> dict[str, str]:
    counts = {code: random.randint(0, random.choice([0, 0, 9, 300])) for code in shape.rows}
    for identity in sorted(shape.identities, key=lambda i: "answered" in i.right):  # the whole of a whole comes last
        counts[identity.right[0]] = sum(counts[code] for code in identity.left)
    for code, line in shape.rows.items():
        if line.part_of and not any(code in identity.left for identity in shape.identities):
            counts[code] = random.randint(0, counts[line.part_of])
    money = {code: f"{random.randint(0, 90)}.{random.randint(1, 99)}" for code in ("fees_charged", "funds")}
    return {code: str(count) for code, count in counts.items()} | money


def _items(shape: Table, counts: Mapping[str, str]) -> list[Item]:
    made: list[Item] = []
    heads: list[str] = []
    for code, line in shape.rows.items():
        path = [g for g in (line.group and shape.groups[line.group].within, line.group) if g and g not in heads]
        made += [Item(shape.groups[group].zh, "——", "——") for group in path]
        heads += path
        made.append(Item(line.zh, line.unit, counts[code], code))
    return made


# ── variations of what is printed ───────────────────────────────────────────────────────────────────────

Items = list[Item]


def local_rows(items: Items, random: Random) -> Items:
    made: Items = []
    chosen = {row[0]: row for row in random.sample(ADDED, random.randint(1, 3))}
    for item in items:
        made.append(item)
        if item.code in chosen:
            _, label, unit = chosen[item.code]
            made.append(Item(label, unit, str(random.randint(0, 500)), local=True))
    return made


def blank_for_zero(items: Items, random: Random) -> Items:
    return [replace(item, count="") if item.count == "0" else item for item in items]


def mark_for_zero(items: Items, random: Random) -> Items:
    mark = random.choice(MARKS)
    return [replace(item, count=mark) if item.count == "0" else item for item in items]


def blank_heads(items: Items, random: Random) -> Items:
    return [item if item.code or item.local else replace(item, unit="", count="") for item in items]


def _renumbered(how: Callable[[str], str]) -> Callable[[Items, Random], Items]:
    def numbered(items: Items, random: Random) -> Items:
        return [replace(item, label=how(item.label)) if item.code else item for item in items]

    return numbered


OF_TRUTH: dict[str, Callable[[Items, Random], Items]] = {
    "local_rows": local_rows,
    "blank_for_zero": blank_for_zero,
    "mark_for_zero": mark_for_zero,
    "blank_heads": blank_heads,
    "numbered_with_comma": _renumbered(lambda label: re.sub(r"^(\d)\.", r"\1、", label)),
    "numbered_in_brackets": _renumbered(lambda label: re.sub(r"^(\d)\.", r"（\1）", label)),
    "unnumbered": _renumbered(lambda label: re.sub(r"^(?:\d\.|（.）)", "", label)),
    "without_remarks": _renumbered(lambda label: re.sub(r"（[^（）]{3,}）$", "", label)),
    "indented": _renumbered(lambda label: "　　" + label),
    "unit_in_label": lambda items, random: [
        replace(item, label=f"{item.label}（{item.unit}）") if item.code else item for item in items
    ],
}

# ── variations of how it is drawn ───────────────────────────────────────────────────────────────────────

Rows = list[tuple[Slot, ...]]


def _drawn(truth: Truth) -> Rows:
    head = tuple(Slot(text, "head") for text in HEADER)
    return [head, *(_row(item) for item in truth.items)]


def _row(item: Item) -> tuple[Slot, ...]:
    return Slot(item.label, "label"), Slot(item.unit, "group"), Slot(item.count, "value")


def without_units(rows: Rows) -> Rows:
    return [(row[0], *row[2:]) for row in rows]


def counters(rows: Rows) -> Rows:
    return [(Slot("序号" if not n else str(n), "head"), *row) for n, row in enumerate(rows)]


def remarks(rows: Rows) -> Rows:
    return [(*row, Slot("备注" if not n else "", "head")) for n, row in enumerate(rows)]


def merged_parts(rows: Rows) -> Rows:
    """其中 in a cell of its own beside the reasons of a denial; every other label is two columns wide."""
    at = next(n for n, row in enumerate(rows) if row[0].text.strip().startswith("其中") and "国家秘密" in row[0].text)
    made = [(replace(row[0], across=2), *row[1:]) for row in rows]
    for n in range(at, at + 6):
        own = replace(rows[n][0], text=re.sub(r"^\W*其中：?", "", rows[n][0].text))
        first = (Slot("其中", "group", down=6),) if n == at else ()
        made[n] = (*first, own, *rows[n][1:])
    return made


def side_by_side(rows: Rows) -> Rows:
    """Two lists beside each other, the second of them a little shorter."""
    head, *body = rows
    half = (len(body) + 1) // 2
    width = len(head)
    beside = zip_longest(body[:half], body[half:], fillvalue=(Slot("", "value"),) * width)
    return [(*head, *map(replace, head)), *((*left, *map(replace, right)) for left, right in beside)]


def left_header_alone(rows: Rows) -> Rows:
    """A header that has no names for the right one of two lists; nothing changes where there is one."""
    head, *body = rows
    named = [slot.text for slot in head]
    half = len(named) // 2
    if named[:half] != named[half:]:
        return rows
    return [tuple(replace(slot, text="" if n >= half else slot.text) for n, slot in enumerate(head)), *body]


def headless(rows: Rows) -> Rows:
    return rows[1:]


OF_SHEET: dict[str, Callable[[Rows], Rows]] = {
    "merged_parts": merged_parts,
    "without_units": without_units,
    "counters": counters,
    "remarks": remarks,
    "side_by_side": side_by_side,
    "left_header_alone": left_header_alone,
    "headless": headless,
}
SIDED = {"merged_parts", "side_by_side", "left_header_alone", "counters", "remarks", "without_units", "headless"}
"""What can be told only where a row's cells stand side by side."""
CLASHES = (
    {"blank_for_zero", "mark_for_zero"}, {"numbered_with_comma", "unnumbered"}, {"numbered_with_comma", "numbered_in_brackets"},
    {"numbered_in_brackets", "unnumbered"}, {"merged_parts", "side_by_side"}, {"merged_parts", "counters"},
    {"merged_parts", "without_units"}, {"headless", "counters"}, {"headless", "remarks"}, {"unit_in_label", "without_remarks"},
    {"headless", "side_by_side"}, {"indented", "merged_parts"}, {"headless", "without_units"},
)  # fmt: skip


def _blocks(truth: Truth, rows: Rows, random: Random) -> tuple[Line | Sheet, ...]:
    prose = ("一、概述", "本年度本机关认真贯彻《条例》，政府信息公开工作平稳有序。", "二、主动公开政府信息情况",
             f"{truth.year}年共主动公开政府信息若干条。", "三、存在的主要问题及改进措施", "公开的深度有待加强。")  # fmt: skip
    caption = random.choice(("附件：政府信息公开情况统计表", "政府信息公开情况统计表", f"政府信息公开情况统计表（{truth.year}年度）"))
    below = Line("单位负责人：张三　审核人：李四　填报人：王五", "around")
    lines = [Line(truth.title, "title"), *(Line(text, "prose") for text in prose), Line(caption, "around")]
    return (*lines, Sheet(NAME, tuple(rows), heads=1), below)
