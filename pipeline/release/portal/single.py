"""`page(reading)`: one page that holds all it needs, for an official who checks a report before it goes out.

The same style sheet and scripts as the portal's stand in the page itself, and its policy names them by their hashes, so
nothing else can run there, whatever the report holds.
"""

import base64
import hashlib

from markupsafe import Markup

from pipeline.release.portal.figures import Figures
from pipeline.release.portal.layouts import lists_told
from pipeline.release.portal.records import as_json, reports_shown
from pipeline.release.portal.shards import form_told
from pipeline.release.portal.site import HERE, safe_in_script, templates
from pipeline.release.quarantine import Names
from pipeline.report import Reading
from schemas.load import CELLS, STATISTICS
from schemas.tables import plain

SCRIPTS = ("gongkai.js", "form.js", "report.js", "single.js")


def page(reading: Reading) -> str:
    """The HTML of a document that was read: the official form with its faults, or why it was refused."""
    style, script = _asset("site.css"), "\n".join(_asset(name) for name in SCRIPTS)
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; base-uri 'none'"
    refused = reading.tables.get("documents_refused", ())
    told = {} if refused else _told(reading)
    return templates().get_template("single.html").render(
        policy=policy,
        style=Markup(style),
        script=Markup(script),
        refused=refused,
        title=told["report"]["title"] if told else reading.receipt.path,
        path=reading.receipt.path,
        told=Markup(safe_in_script(as_json(told))),
    )


def _told(reading: Reading) -> dict[str, object]:
    names = ("reports", *CELLS, "findings", "sections", "narrative_figures", "grids")
    tables = Names().given(reading).tables
    figures = Figures.of({name: plain(name, map(dict, tables.get(name, ()))) for name in names})
    report = next(reports_shown(figures, figures.rows("select * from reports")))
    form = form_told()
    lists = lists_told() if STATISTICS in report["tables"] else {}
    return {"report": report, "form": form | {"layouts": form["layouts"] | lists}}


def _asset(name: str) -> str:
    return (HERE / "assets" / name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
