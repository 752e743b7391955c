"""`Alert`: what an operator is told when something went wrong, in both languages, as text that nothing interprets.

Causes and names can come from reports, hosts and paths: `plain` makes each one line without control characters, 
bounded, and without `<` and `>`, by which chat programs mark mentions. No channel is asked to read it as Markdown.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.operate.facts import Fact
from schemas.load import Sentence
from schemas.operating import operating

NAME = "gongkai"
WIDE = str.maketrans({"<": "\uff1c", ">": "\uff1e"})
"""Both signs have a wide twin that reads the same and marks nothing."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A title of one line and lines of text."""

    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.title, "", *self.lines))


def failed_run(job: str, run: str, why: str) -> Alert:
    """A run that ended with an error; what was published before stays."""
    said = operating().said
    told = [_line(said["cause"], why=why), _line(said["kept"]), _line(said["run"]) + f": {plain(run)}"]
    return _alert(said["run_failed"], told, job=job)


def failed_check(check: str, run: str, told: str) -> Alert:
    """A check that failed in a run that went on."""
    said = operating().said
    lines = [_line(said["cause"], why=told), _line(said["run"]) + f": {plain(run)}"]
    return _alert(said["check_failed"], lines, check=check)


def unhealthy(bad: Iterable[Fact]) -> Alert:
    """Facts that are not well."""
    lines = [line for one in bad for line in (plain(one.zh), plain(one.en))]
    return _alert(operating().said["unhealthy"], lines)


def _alert(what: Sentence, lines: Iterable[str], **given: str) -> Alert:
    return Alert(f"[{NAME}] {_line(what, **given)}", tuple(lines))


def _line(said: Sentence, **given: str) -> str:
    """Both languages in a line, or in two where the sentence tells a cause."""
    safe = {name: plain(value) for name, value in given.items()}
    return f"{said.zh} {said.en}".format(**safe)


def plain(text: str) -> str:
    """One line of printable characters, no longer than a cause may be."""
    shown = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    short = re.sub(r" +", " ", shown).strip().translate(WIDE)
    most = operating().limits.cause_characters
    return short if len(short) <= most else short[: most - 1] + "…"
