"""Records → scripts: two a publisher (`data/publishers/`, its prose in `data/prose/`), and `data/search.js`.

A shard is a script and not JSON, so that it can be loaded from disk as well: browsers refuse to fetch files. It calls
`gongkai.receive(…)` with what the page shows. Its name is a hash of the publisher's id, which may hold any character.
Prose is the bulk of a report and is loaded when somebody opens it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from pypinyin import Style, lazy_pinyin

from pipeline.release.portal.figures import Figures, outcome_groups, outcome_title
from pipeline.release.portal.layouts import layouts_told, lists_told
from pipeline.release.portal.records import Record, as_json, records
from pipeline.release.portal.site import Site, safe_in_script, script_words
from schemas.load import codelist, rules

CODELISTS = "statuses severities responsibilities grades levels subjects reconciliations units scopes".split()


def write_shards(site: Site) -> None:
    index = Index()
    for record in records(Figures(site.release)):
        site.write(f"data/publishers/{place(record.id)}.js", script("record", _shown(record)))
        prose = {report["report_id"]: _prose(report) for report in record.reports}
        site.write(f"data/prose/{place(record.id)}.js", script("prose", prose))
        index.add(record)
    site.write("data/search.js", script("index", index.told()))
    site.write("data/form.js", script("form", form_told()))
    site.write("data/lists.js", script("lists", lists_told()))


def place(id: str) -> str:
    """Where the shards of a publisher lie, without its ending."""
    name = hashlib.sha256(id.encode()).hexdigest()[:16]
    return f"{name[:2]}/{name[2:]}"


def script(name: str, told: Any) -> str:
    return f"gongkai.receive({as_json(name)},{safe_in_script(as_json(told))});\n"


PROSE = ("sections", "figures")


def _shown(record: Record) -> dict[str, Any]:
    reports = [{name: told for name, told in report.items() if name not in PROSE} for report in record.reports]
    return {
        "id": record.id,
        "about": record.about,
        "prose": place(record.id),
        "reports": reports,
        "continuity": record.continuity,
    }


def _prose(report: Mapping[str, Any]) -> dict[str, Any]:
    return {name: report[name] for name in PROSE}


class Index:
    """What the search box looks into; divisions and sets of years are told once and then by their number."""

    def __init__(self) -> None:
        self._divisions: dict[str, int] = {}
        self._years: dict[tuple[int, ...], int] = {}
        self._entries: list[list[Any]] = []

    def add(self, record: Record) -> None:
        """A line: name, where its shard is, division, other names, pinyin initials, years."""
        about = record.about
        division = " ".join(filter(None, (about["province"], about["prefecture"], about["county"])))
        years = tuple(sorted({report["year"] for report in record.reports if report["year"]}))
        numbers = (
            known.setdefault(told, len(known)) for known, told in ((self._divisions, division), (self._years, years))
        )
        in_division, in_years = numbers
        others = about.get("also_known_as") or ""
        self._entries.append(
            [about["name"], place(record.id), in_division, others, initials(about["name"]), in_years]
        )

    def told(self) -> dict[str, Any]:
        return {"divisions": list(self._divisions), "years": list(self._years), "entries": self._entries}


def initials(name: str) -> str:
    """The first letters of a name's syllables, as people type them: 洪泽区 → hzq."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))


def form_told() -> Mapping[str, Any]:
    """What scripts must know to draw a report: layouts, code lists, rules, words."""
    return {
        "layouts": layouts_told(),
        "codes": {name: _titles(codelist(name).values()) for name in CODELISTS},
        "rules": _titles(rules().values()),
        "outcomes": [
            [code, [outcome_title(code).zh, outcome_title(code).en], rows] for code, rows in outcome_groups().items()
        ],
        "words": script_words(),
    }


def _titles(codes: Iterable[Any]) -> dict[str, list[str]]:
    return {code.code: [code.title_zh, code.title_en] for code in codes}
