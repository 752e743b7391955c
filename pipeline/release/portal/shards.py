"""Records → scripts: one a publisher (`data/publishers/`), one a report's prose (`data/prose/`), and `data/search.js`.

A shard is a script and not JSON, so that it can be loaded from disk as well: browsers refuse to fetch files. It calls
`gongkai.receive(…)` with what the page shows. Its name is a hash of the publisher's or report's id, which may hold any
character. Prose is the bulk of a report and is loaded when somebody opens it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from pypinyin import Style, lazy_pinyin

from pipeline.release.portal.figures import Figures
from pipeline.release.portal.layouts import layouts_told
from pipeline.release.portal.records import Record, as_json, records
from pipeline.release.portal.site import Site, safe_in_script, script_words
from schemas.load import codelist, rules

CODELISTS = "statuses severities responsibilities grades levels subjects reconciliations units scopes".split()


def write_shards(site: Site) -> None:
    found = []
    for record in records(Figures(site.release)):
        site.write(f"data/publishers/{place(record.id)}.js", script("record", _shown(record)))
        for report in record.reports:
            site.write(f"data/prose/{place(report['report_id'])}.js", script("prose", _prose(report)))
        found.append(entry(record))
    site.write("data/search.js", script("index", found))
    site.write("data/form.js", script("form", form_told()))


def place(id: str) -> str:
    """Where the shard of a publisher or report lies, without its ending."""
    name = hashlib.sha256(id.encode()).hexdigest()[:16]
    return f"{name[:2]}/{name[2:]}"


def script(name: str, told: Any) -> str:
    return f"gongkai.receive({as_json(name)},{safe_in_script(as_json(told))});\n"


PROSE = ("sections", "figures")


def _shown(record: Record) -> dict[str, Any]:
    reports = [
        {name: told for name, told in report.items() if name not in PROSE} | {"prose": place(report["report_id"])}
        for report in record.reports
    ]
    return {"id": record.id, "about": record.about, "reports": reports, "continuity": record.continuity}


def _prose(report: Mapping[str, Any]) -> dict[str, Any]:
    return {name: report[name] for name in PROSE}


def entry(record: Record) -> list[Any]:
    """A line of the search index: name, where its shard is, division, other names, pinyin initials, years."""
    about = record.about
    division = " ".join(filter(None, (about["province"], about["prefecture"], about["county"])))
    others = about.get("also_known_as") or ""
    years = sorted({report["year"] for report in record.reports if report["year"]})
    return [about["name"], place(record.id), division, others, initials(about["name"]), years]


def initials(name: str) -> str:
    """The first letters of a name's syllables, as people type them: 洪泽区 → hzq."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))


def form_told() -> Mapping[str, Any]:
    """What scripts must know to draw a report: layouts, code lists, rules, words."""
    return {
        "layouts": layouts_told(),
        "codes": {name: _titles(codelist(name).values()) for name in CODELISTS},
        "rules": _titles(rules().values()),
        "words": script_words(),
    }


def _titles(codes: Iterable[Any]) -> dict[str, list[str]]:
    return {code.code: [code.title_zh, code.title_en] for code in codes}
