"""`Site`: the folder that a portal is written into, its templates and its words.

Everything that comes from a report is escaped by the templates; `charts` hands on finished SVG. No page loads anything
from another host, and its policy (`POLICY`) would stop it if it did.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
from markupsafe import Markup, escape

from schemas.load import Sentence, portal_words

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""What a page may load: nothing but the site's own files."""

POLICY_OF_QUERIES = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""The query page runs a database in the browser."""


MENU = (
    ("front", "index.html"),
    ("compare", "compare.html"),
    ("divisions", "divisions/index.html"),
    ("findings", "findings/index.html"),
    ("query", "query.html"),
    ("data", "data.html"),
)


@dataclass(frozen=True, slots=True)
class Site:
    """A portal in the making: `folder` is written to, `release` is the folder of the release that it shows."""

    folder: Path
    release: Path
    version: str
    date: str

    def page(self, path: str, template: str, policy: str = POLICY, **told: Any) -> None:
        """Write the page at `path` (with slashes, below the site); links in it are relative to `root`."""
        root = "../" * (len(PurePosixPath(path).parts) - 1)
        text = templates().get_template(template).render(
            site=self, root=root, here=path, policy=policy, **told
        )
        self.write(path, text)

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    def menu(self) -> Sequence[tuple[str, str]]:
        """The main pages: name and path."""
        return MENU

    def copy_assets(self) -> None:
        shutil.copytree(HERE / "assets", self.folder / "assets")


@cache
def templates() -> jinja2.Environment:
    """The templates of this room; a name that is not given is an error, everything is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"both": both, "zh": zh, "en": en, "two": two}
    made.filters |= {"number": number, "share": share}
    return made


def both(name: str, **given: Any) -> Markup:
    """A sentence of `schemas/portal.yaml` in Chinese and, beside it, in English."""
    return two(zh(name, **given), en(name, **given))


def two(chinese: str, english: str) -> Markup:
    """The same said twice."""
    return Markup('<span lang="zh">{}</span> <span lang="en">{}</span>').format(chinese, english)


def zh(name: str, **given: Any) -> str:
    return _words(name).zh.format(**given)


def en(name: str, **given: Any) -> str:
    return _words(name).en.format(**given)


def _words(name: str) -> Sentence:
    return portal_words()[name]


def script_words(prefix: str = "js.") -> Mapping[str, tuple[str, str]]:
    """The words that scripts need, by their names without the prefix."""
    return {
        name.removeprefix(prefix): (sentence.zh, sentence.en)
        for name, sentence in portal_words().items()
        if name.startswith(prefix)
    }


def number(value: float | int | None) -> str:
    """With blanks between thousands; a dash where there is none."""
    if value is None or value != value:
        return "–"
    return f"{value:,.15g}".replace(",", "\u202f")


def share(part: float | None, whole: float | None) -> str:
    """A part in per cent, with a dash where there is no whole."""
    return f"{100 * (part or 0) / whole:.1f}\u202f%" if whole else "–"


def safe_in_script(json: str) -> str:
    """JSON that can stand in a script whatever it holds."""
    return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


__all__ = ["POLICY", "POLICY_OF_QUERIES", "Site", "both", "escape", "safe_in_script", "script_words", "two"]
