"""The words of the code book: the page's frame, its headings, and the headers of the workbook."""

from schemas.load import Sentence

PAGE = """\
<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title_zh} {version} · 编码手册 Code book</title>
<style>
:root {{ color-scheme: light dark; --line: #bbb; --ink: #1b1b1b; --soft: #5c5c5c; --paper: #fff; --link: #0a4f9e; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --line: #555; --ink: #e6e6e6; --soft: #a8a8a8; --paper: #16181b; --link: #8fbff5; }}
}}
body {{ margin: 2rem auto; padding: 0 1rem; max-width: 80rem; font: 1rem/1.5 system-ui, sans-serif;
  color: var(--ink); background: var(--paper); }}
a {{ color: var(--link); }}
[lang=en] {{ color: var(--soft); }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }}
tr:target, h2:target, h3:target {{ outline: 2px solid var(--link); }}
@media print {{
  :root {{ --ink: #000; --soft: #333; --paper: #fff; --link: #000; }}
  body {{ margin: 0; max-width: none; font-size: 9pt; }}
  tr {{ break-inside: avoid; }}
  h2, h3 {{ break-after: avoid; }}
  .scroll {{ overflow: visible; }}
}}
</style>
<h1>编码手册 <span lang="en">Code book</span></h1>
<p><strong>{title}</strong> · {version} · {date}</p>
<p>{description}</p>
<p>{citation}</p>
<p>{rights}</p>
<nav><ul>
{contents}</ul></nav>
<h2>表 <span lang="en">Tables</span></h2>
{tables}
<h2>代码表 <span lang="en">Code lists</span></h2>
{lists}
</html>
"""
"""Filled with escaped text alone."""

CELL = '{zh} <span lang="en">{en}</span>'
HEADING = '<h3 id="{name}"><code>{name}</code> {title}</h3>\n'
LIST_HEADING = '<h3 id="list-{name}"><code>{name}</code></h3>\n'
RULE = "<p>勾稽关系 <span lang=en>identity</span>：{title}<br><code>{formula}</code></p>\n"
TABLE = '<div class="scroll"><table>\n<thead><tr>{headers}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n'

_CODE, _TITLE, _ABOUT = Sentence("代码", "code"), Sentence("名称", "title"), Sentence("说明", "description")
COLUMN_HEADERS = (
    Sentence("列", "column"),
    _TITLE,
    _ABOUT,
    Sentence("类型和单位", "type and unit"),
    Sentence("代码表", "code list"),
    Sentence("主键", "key"),
    Sentence("可为空", "nullable"),
    Sentence("外键", "refers to"),
)
CODE_HEADERS = (_CODE, _TITLE, _ABOUT, Sentence("上级", "parent"), Sentence("格式版本", "editions"))

SHEETS = {"tables": "表 tables", "columns": "列 columns", "codes": "代码 codes"}
HEADERS = {
    "table": "表 table",
    "column": "列 column",
    "codelist": "代码表 code list",
    "code": "代码 code",
    "position": "次序 position",
    "title_zh": "中文名称",
    "title_en": "English title",
    "unit": "单位 unit",
    "type": "类型 type",
    "nullable": "可为空 nullable",
    "key": "主键 key",
    "foreign_key": "外键 refers to",
    "parent": "上级 parent",
    "editions": "格式版本 editions",
    "identities": "勾稽关系 identities",
    "description_zh": "中文说明",
    "description_en": "English description",
}
