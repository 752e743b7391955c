"""The words of the README that lies in every release."""

TEMPLATE = """\
# 政府信息公开工作年度报告开放数据 {version} · \
Open data of annual reports on open government information {version}

发布日期 {date}，数据结构版本 {schema_version}。Published on {date}, schema version {schema_version}.

| 表 table | 内容 | content | 行数 rows | 主键 key |
|---|---|---|---|---|
{tables}

## 文件 · Files
| 文件 file | 内容 | content |
|---|---|---|
{files}

## 读取 · Loading
```python
import pandas as pd
cells = pd.read_parquet("applications.parquet")
cells[cells["sound"]]
cells.attrs["release"], cells.attrs["licence"], cells.attrs["citation_en"]
```

## 注意 · Mind
- 空白不是 0：`status` 为 `blank` 时 `value` 为空。\
A blank is not 0: where `status` is `blank`, `value` is empty.
- 所印的数字从不改动；疑点见 `findings`，`sound` 为真的单元格不受任何疑点影响。\
Numbers stay as printed; doubts are in `findings`, \
and no doubt touches a cell whose `sound` is true.
- CSV 与 Parquet 逐格相同，只是可能作为公式执行的文字\
（以 `=`、`+`、`-`、`@`、制表符等开头）前面加了一个撇号 `'`；\
还原时去掉这一个撇号。数字（包括 `-3`）不变。\
The CSV equals the Parquet cell by cell, but for text that a spreadsheet could run as a formula \
(it begins with `=`, `+`, `-`, `@`, a tab or the like): one apostrophe `'` stands before it. \
Take that one away to get the text back. Numbers, `-3` too, are left as they are.
- `csv-zh/` 供 Excel 阅读：代码显示为中文名称（一个代码表内重名的后附代码），布尔值显示为是、否。\
连接和计算请用 `csv/`。\
`csv-zh/` is for reading in Excel: codes are shown by their Chinese titles (with the code behind it where two codes of \
a list share a title), true and false as 是 and 否. Join and compute with `csv/`.
- `sound/` 只含现行报告、其中可靠的单元格、检验成立的年度衔接；更正值只在完整的表中。\
`sound/` holds current reports, their sound cells, and continuity that passed; \
corrected values are in the full tables alone.

## 许可与引用 · Licence and citation
{rights_zh} {rights_en}

{citation_zh}

{citation_en}
"""
"""Filled with version, date, schema_version, the lines of the tables and of the files, rights and citation."""

EVERY_TABLE = ("各表", "each table")
"""What stands for the name of a table where a line is about several."""

WORKBOOKS = """\
# 国家格式的工作簿 · The official form as workbooks

发布版本 {version}，{date}。Release {version} of {date}.

- `<年份>.xlsx`：每年一个工作簿，每张表、每个格式版本一张工作表，表头同国家格式，每行一份报告；年份不明的为 \
`unknown-year.xlsx`。图例见各工作簿的“说明”。\
A workbook a reporting year, a sheet a table and edition of the form, below its own header a row a report.
- 工作簿不含版本号：同样的数据在各版中是同一文件。引用时请写明发布版本。\
No workbook holds the release's version, so that the same rows are the same file; name the version when you cite.
- 着色的单元格有问题或更正，批注说明；完整的说明见 `findings`。\
Tinted cells are in doubt or corrected, and a comment says why; `findings` tells all.
- 空白不是 0。A blank is not 0.
- 文字以文本保存，不会作为公式执行。Text is kept as text and never runs as a formula.
"""
"""`xlsx/README.md`, filled with version and date."""
