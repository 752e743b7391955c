"""What a report says before anybody draws it: `Truth`, `random_truth(seed)` and `expected(truth)`.

A random truth is lawful: every identity of the form holds for the numbers behind it. What is printed of
them follows one of the habits of real publishers, a blank for zero, say.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from schemas.load import Table, sections, table

Key = tuple[str, str]
Cell = tuple[str, str, str]
"""Table, row (item or route), column (measure, applicant or outcome)."""
Seen = tuple[str, Decimal | None]
"""Status and value."""

MARKS = ("/", "-", "--", "—", "无")
ORGANISATIONS = (
    "business", "research_institution", "public_interest_organization", "legal_service_organization",
    "other_organization",
)  # fmt: skip
PERSONS = ("natural_person", *ORGANISATIONS)
FULL_TOTALS = ("new_received", "carried_in", "total_handled", "carried_out")
MERGED = ("other_not_corrected", "other_fee_unpaid", "other_remaining")
"""The three rows of 2021 that are one, `other_handling`, in 2019."""

PLACES = ("云岭县", "临溪区", "青石市", "白水镇", "东塘街道", "松河省", "南渡区", "柳泉县")
BODIES = ("人民政府", "人民政府办公室", "民政局", "水务局", "教育局", "发展和改革局", "统计局")
TITLES = (
    "{publisher}{year}年政府信息公开工作年度报告",
    "{year}年{publisher}政府信息公开工作年度报告",
    "{publisher}{year}年度政府信息公开年度报告",
    "{publisher}关于{year}年政府信息公开工作年度报告",
)


@dataclass(frozen=True, slots=True)
class Truth:
    """One report: `cells[table][row, column]` is the text printed there; a table that is not there is absent."""

    title: str
    publisher: str
    year: int
    editions: Mapping[str, int]
    cells: Mapping[str, Mapping[Key, str]]
    prose: Mapping[str, tuple[str, ...]]

    def shape(self, name: str) -> Table:
        return table(name, self.editions[name])


def expected(truth: Truth) -> dict[Cell, Seen]:
    """What a careful reader sees in every cell of every table that the report has."""
    return {
        (name, row, column): seen(text)
        for name, cells in truth.cells.items()
        for (row, column), text in cells.items()
    }


def seen(text: str) -> Seen:
    """Status and value of a text of the corpus; a unit behind the number changes neither."""
    if not text:
        return "blank", None
    if text in MARKS:
        return "marked", None
    return "reported", Decimal(re.match(r"[+-]?\d+(?:\.\d+)?", text)[0])


# ── random reports ──────────────────────────────────────────────────────────────────────────────────────


def random_truth(seed: int, habits: Mapping[str, tuple["Habit", ...]] | None = None) -> Truth:
    """A lawful report, the same one for the same seed; `habits` are those to choose from for each table."""
    random = Random(f"truth/{seed}")
    year = random.randint(2019, 2025)
    publisher = random.choice(PLACES) + random.choice(BODIES)
    editions = _editions(random, year)
    numbers = {name: _NUMBERS[name](random, table(name, edition)) for name, edition in editions.items()}
    chosen = {name: random.choice((habits or HABITS)[name]) for name in numbers}
    cells = {name: _printed(numbers[name], chosen[name]) for name in numbers}
    title = random.choice(TITLES).format(publisher=publisher, year=year)
    return Truth(title, publisher, year, editions, cells, _prose(random, publisher, year))


def _editions(random: Random, year: int) -> dict[str, int]:
    """That in force, or in one report of six 二 of 2021 beside 三 of 2019, or another year's throughout."""
    own = 2019 if year < 2021 else 2021
    two, three, four = random.choice([(own, own, own)] * 4 + [(2021, 2019, 2021), (2019, 2019, 2019)])
    return {"proactive_disclosure": two, "applications": three, "reviews_litigation": four}


def _count(random: Random, most: int = 3_000) -> int:
    """Mostly nothing, then a handful, seldom many: as reports have it."""
    size = random.choice([0] * 12 + [4] * 5 + [40] * 2 + [most])
    return random.randint(0, size)


def _disclosed(random: Random, shape: Table) -> dict[Key, str]:
    return {(row, column): _measure(random, row, column) for row, column in shape.cells}


def _measure(random: Random, row: str, column: str) -> str:
    if column == "amount":
        return f"{random.choice([0, _count(random) + random.random()]):.{random.randint(0, 4)}f}"
    if column == "items_change":
        return random.choice(["0", f"{random.randint(-1942, 99):+d}", f"-{random.randint(1, 9)}"])
    return str(_count(random, 30 if row == "rules" else 90_000))


def _handled(random: Random, shape: Table) -> dict[Key, str]:
    """Results first, then the four sums that follow from them."""
    results = [row for row in shape.rows if row not in FULL_TOTALS]
    columns = {person: _column(random, results, person) for person in PERSONS}
    columns["total"] = {row: sum(columns[person][row] for person in PERSONS) for row in shape.rows}
    return {(row, column): str(columns[column][row]) for row, column in shape.cells}


def _column(random: Random, results: list[str], person: str) -> dict[str, int]:
    most = 400 if person == "natural_person" else 12
    busy = random.random() < (0.85 if person == "natural_person" else 0.25)
    column = {row: _count(random, most) if busy else 0 for row in results}
    handled = sum(column.values())
    left = random.choice([0, 0, 0, random.randint(0, 9)]) if busy else 0
    brought = random.choice([0, random.randint(0, min(handled + left, 9))])
    sums = {"new_received": handled + left - brought, "carried_in": brought}
    return column | sums | {"total_handled": handled, "carried_out": left}


def _contested(random: Random, shape: Table) -> dict[Key, str]:
    cells = {}
    for route in shape.rows:
        outcomes = {column: _count(random, 60) for column in shape.columns if column != "total"}
        outcomes["total"] = sum(outcomes.values())
        cells |= {(route, column): str(outcomes[column]) for column in shape.columns}
    return cells


_NUMBERS: dict[str, Callable[[Random, Table], dict[Key, str]]] = {
    "proactive_disclosure": _disclosed,
    "applications": _handled,
    "reviews_litigation": _contested,
}


# ── habits: what is printed of the numbers ──────────────────────────────────────────────────────────────


def as_is(key: Key, number: str) -> str:
    return number


def blank_for_zero(key: Key, number: str) -> str:
    return "" if not float(number) else number


def slash_for_zero(key: Key, number: str) -> str:
    return "/" if not float(number) else number


def organisations_blank(key: Key, number: str) -> str:
    """Only 自然人 and 总计 are filled, as where no organisation ever asks."""
    return "" if key[1] in ORGANISATIONS else number


def totals_of_four_rows(key: Key, number: str) -> str:
    return "" if key[1] == "total" and key[0] not in FULL_TOTALS else number


Habit = Callable[[Key, str], str]
HABITS: dict[str, tuple[Habit, ...]] = {
    "proactive_disclosure": (as_is, as_is, as_is, as_is, blank_for_zero, slash_for_zero),
    "applications": (*[as_is] * 6, blank_for_zero, slash_for_zero, organisations_blank, totals_of_four_rows),
    "reviews_litigation": (as_is, as_is, as_is, as_is, blank_for_zero, slash_for_zero),
}

IN_FULL: dict[str, tuple[Habit, ...]] = dict.fromkeys(HABITS, (as_is,))


def _printed(numbers: Mapping[Key, str], habit: Habit) -> dict[Key, str]:
    if habit is organisations_blank:
        numbers = dict(_without_organisations(numbers))
    return {key: habit(key, number) for key, number in numbers.items()}


def _without_organisations(numbers: Mapping[Key, str]) -> Iterator[tuple[Key, str]]:
    for row, column in numbers:
        yield (row, column), "0" if column in ORGANISATIONS else numbers[row, "natural_person"]


# ── changes of the truth itself ─────────────────────────────────────────────────────────────────────────


def with_rows_of_2019(truth: Truth) -> Truth:
    """Table 三 with the 23 rows of 2019, whatever the year; itself where it has them, or has no table 三."""
    if truth.editions.get("applications") != 2021:
        return truth
    old = truth.cells["applications"]
    cells = {
        (row, column): _merged([old[r, column] for r in MERGED]) if row == "other_handling" else old[row, column]
        for row, column in table("applications", 2019).cells
    }
    return replace(
        truth,
        editions={**truth.editions, "applications": 2019},
        cells={**truth.cells, "applications": cells},
    )


def _merged(texts: list[str]) -> str:
    numbers = [int(text) for text in texts if text not in ("", *MARKS)]
    return str(sum(numbers)) if numbers else texts[0]


def with_text(truth: Truth, cell: Cell, text: str) -> Truth:
    """The truth with another text printed in one cell, as where the publisher errs."""
    name, row, column = cell
    return replace(truth, cells={**truth.cells, name: {**truth.cells[name], (row, column): text}})


# ── prose ───────────────────────────────────────────────────────────────────────────────────────────────

SENTENCES: dict[str, tuple[str, ...]] = {
    "overview": (
        "{publisher}在{year}年照章发布各类信息，网站栏目每周查看一遍。",
        "本年共发布信息{n}条，答疑稿件{m}篇。",
        "档案室另设阅览座位{m}个，供群众查阅。",
    ),
    "proactive_disclosure": ("本年度主动公开的文件和事项统计如下。",),
    "applications": ("本年度申请的接收与答复数量统计如下。",),
    "reviews_litigation": ("由申请引起的复议与诉讼数量统计如下。",),
    "problems_improvements": (
        "个别栏目更新偏慢，解读稿件的形式还不够丰富。",
        "来年将逐月核对栏目，并为经办人员办两次培训。",
    ),
    "other_matters": ("{year}年未收取信息处理费。", "没有别的事项要说明。"),
}


def _prose(random: Random, publisher: str, year: int) -> dict[str, tuple[str, ...]]:
    known = {"publisher": publisher, "year": year, "n": random.randint(20, 2_900), "m": random.randint(2, 60)}
    return {
        code: tuple(
            sentence.format(**known)
            for sentence in random.sample(SENTENCES[code], random.randint(1, len(SENTENCES[code])))
        )
        for code in sections()
    }
