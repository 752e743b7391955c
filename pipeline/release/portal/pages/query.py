"""SQL in the browser over the release's own files: the page, and the libraries that it needs where they were set up.

`make setup-portal` puts them below `vendor/node_modules/`, as `vendor/package-lock.json` pins them. Without them there
is a page that says so.
"""

import shutil
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.release.index import RELEASES
from pipeline.release.portal.records import as_json
from pipeline.release.portal.site import HERE, POLICY_OF_QUERIES, Site
from schemas.load import questions
from schemas.tables import PUBLISHED, title

MODULES = HERE / "vendor" / "node_modules"
LIBRARIES = {
    "hyparquet/src": "hyparquet",
    "hyparquet/LICENSE": "hyparquet/LICENSE",
    "fzstd/esm/index.mjs": "fzstd/index.js",
    "fzstd/LICENSE": "fzstd/LICENSE",
    "sql.js/dist/sql-wasm.js": "sql.js/sql-wasm.js",
    "sql.js/dist/sql-wasm.wasm": "sql.js/sql-wasm.wasm",
    "sql.js/LICENSE": "sql.js/LICENSE",
}
"""What is shipped of each package, and where below `vendor/` of the site; a module has an ending that servers know."""


def is_set_up() -> bool:
    """Whether all that the page needs is there."""
    return all((MODULES / name).exists() for name in LIBRARIES)


def write(site: Site) -> None:
    there = is_set_up()
    if there:
        for name, place in LIBRARIES.items():
            _copy(MODULES / name, site.folder / "vendor" / place)
    tables = [
        (path.stem, path.stat().st_size, pq.read_metadata(path).num_rows, title(path.stem))
        for path in sorted(site.release.glob("*.parquet"))
        if path.stem in PUBLISHED
    ]
    site.page(
        "query.html",
        "query.html",
        policy=POLICY_OF_QUERIES,
        there=there,
        tables=tables,
        sizes=as_json({name: size for name, size, _, _ in tables}),
        releases=f"{RELEASES}/{site.version}",
        questions=questions(),
    )


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.ts", "node.js"))
    else:
        shutil.copyfile(source, target)
