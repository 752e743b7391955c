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
- CSV 与 Parquet 逐格相同，文字不加任何转义，\
因此可能以 `=`、`+`、`-`、`@` 开头；\
请用“导入数据”而非双击在电子表格中打开。\
The CSV equals the Parquet cell by cell and its text is not escaped, \
so it may begin with `=`, `+`, `-` or `@`: \
import it into a spreadsheet as text, don't open it by double-click.

## 许可与引用 · Licence and citation
{rights_zh} {rights_en}

{citation_zh}

{citation_en}
"""
"""Filled with version, date, schema_version, the lines of the tables and of the files, rights and citation."""

EVERY_TABLE = ("各表", "each table")
"""What stands for the name of a table where a line is about several."""
