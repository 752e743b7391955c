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
