"""The words of `CHANGES.md`, which lies in every release."""

PAGE = """\
# 与上一版发布的差异 · Changes from the release before: {version}

{intro}

全部差异见 `changes.parquet` 和 `csv/changes.csv`：每个改动的值一行，每个新增或删除的行一行；上一版加上这些差异\
就是本版（`gongkai verify` 可验证）。\
All of them are in `changes.parquet` and `csv/changes.csv`, one row a changed value and \
one row a row that came or went: the release before plus these changes is this release, as `gongkai verify` proves.
{parts}"""

FIRST = "这是第一版。This is the first release."

AFTER = "上一版为 {base}，程序{code_zh}。The release before is {base}; the code is {code_en}."

CODE = {True: ("相同", "the same"), False: ("不同", "another")}

COUNTS = """
## 数量 · Counts

| 表 table | 增改删 letter | 原因 why | 数量 number |
|---|---|---|---:|
{lines}
"""

REPORTS = """
## 报告 · Reports

{lines}
"""

CELLS = """
## 改动的数值 · Changed values

前 {shown} 个，共 {all} 个。The first {shown} of {all}.

| 报告 report | 单元格 cell | 原值 → 新值 old → new | 原因 why |
|---|---|---|---|
{lines}
"""

SHAPES = """
## 表和列 · Tables and columns

以下各项两版不同，未逐格比较。These are not in both releases, or of other types, and are not compared.

{lines}
"""

CAME, WENT, NOT_COMPARED = "新增 came", "不再有 went", "整表未比较 the whole table is not compared"
MORE = "- …… 另有 {number} 份 · and {number} more"
NOTHING = "无 · none"
