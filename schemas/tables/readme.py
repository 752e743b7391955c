"""The words of the README that lies in every release."""

TEMPLATE = """\
# 政府信息公开工作年度报告开放数据 {version} · \
Open data of annual reports on open government information {version}

发布日期 {date}，数据结构版本 {schema_version}。Published on {date}, schema version {schema_version}.

| 表 table | 内容 | content | 行数 rows | 主键 key |
|---|---|---|---|---|
{tables}

## 文件 · Files
- `<table>.parquet`：数据，按主键排序。The data, sorted by key.
- `csv/<table>.csv`：同样的数据，UTF-8（无 BOM），空字段即无值。\
The same data in UTF-8 without BOM; an empty field is no value.
- `codebook.csv`：各列和代码的中英文说明。Every column and every code, in Chinese and English.
- `SHA256SUMS`：用 `sha256sum -c SHA256SUMS` 核对。Check the files with `sha256sum -c SHA256SUMS`.

## 读取 · Loading
```python
import pandas as pd
cells = pd.read_parquet("applications.parquet")
cells[cells["sound"]]
```

## 注意 · Mind
- 空白不是 0：`status` 为 `blank` 时 `value` 为空。\
A blank is not 0: where `status` is `blank`, `value` is empty.
- 所印的数字从不改动；疑点见 `findings`，`sound` 为真的单元格不受任何疑点影响。\
Numbers stay as printed; doubts are in `findings`, \
and no doubt touches a cell whose `sound` is true.
- CSV 与 Parquet 逐格相同，文字不加任何转义，\
因此可能以 `=`、`+`、`-`、`@` 开头；\
请用“导入数据”而非双击在电子表格中打开。\
The CSV equals the Parquet cell by cell and its text is not escaped, \
so it may begin with `=`, `+`, `-` or `@`: \
import it into a spreadsheet as text, don't open it by double-click.
"""
"""Filled with version, date, schema_version and the lines of the tables."""

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
