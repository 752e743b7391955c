"""A page inside something else: JSON, as a site's program gets it, or a script of a page that shows nothing itself."""

import json
from random import Random

from tests.corpus.form import Line, Report
from tests.corpus.render import html

MENU = "<div>首页 &gt; 政府信息公开 &gt; 年报</div>"


def as_json(report: Report, seed: int) -> bytes:
    """An answer with the article at some depth, its title beside it."""
    random = Random(f"json/{seed}")
    article = {"id": seed, "title": _title(report), "content": _markup(report, seed), "attachments": [], "hits": 12}
    data = random.choice((article, {"article": article}, [{"info": article, "site": {"name": "门户网站"}}]))
    return json.dumps({"code": 200, "msg": "ok", "data": data}, ensure_ascii=random.random() < 0.5).encode()


def as_script(report: Report, seed: int) -> bytes:
    """A page with a menu and its title, and the rest in a script, in one of the ways that are met."""
    random = Random(f"script/{seed}")
    script = random.choice((_assigned, _joined, _state, _next_data))(_title(report), _markup(report, seed))
    head = f'<head><meta charset="utf-8"><title>{_title(report)}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{MENU}<div id=app></div>{script}</body></html>".encode()


def _title(report: Report) -> str:
    return "".join(b.text for b in report.blocks if isinstance(b, Line) and b.part == "title")


def _markup(report: Report, seed: int) -> str:
    page = html.render(report, seed).decode()
    return page.partition("<body>\n")[2].partition("\n</body>")[0]


def _quoted(text: str) -> str:
    return json.dumps(text).replace("</", "<\\/")


def _assigned(title: str, markup: str) -> str:
    body = markup.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("</", "<\\/")
    return f"<script>// it's here\nvar title = {_quoted(title)};\nvar content = '{body}';</script>"


def _joined(title: str, markup: str) -> str:
    lines = " +\n  ".join(_quoted(f"{line}\n") for line in markup.split("\n"))
    return f"<script>document.getElementById('app').innerHTML = {lines};</script>"


def _state(title: str, markup: str) -> str:
    return f'<script>window.__INITIAL_STATE__={{"detail":{{"title":{_quoted(title)},"html":{_quoted(markup)}}}}};</script>'


def _next_data(title: str, markup: str) -> str:
    return f'<script id="__NEXT_DATA__" type="application/json">{{"props":[{_quoted(markup)}]}}</script>'
