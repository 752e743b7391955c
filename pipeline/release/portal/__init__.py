"""`build(published)`: the latest release → a site at `published/portal/` that works from any server, and from disk.

    site       templates, words in both languages, the frame of every page
    figures    what the pages tell of the whole release: one DuckDB query each
    charts     figures → SVG
    records    what a publisher's page shows: its reports, cells and findings, packed
    shards     records → one small script a publisher; the index that the search box looks into
    pages/     one module a kind of page
    single     one report alone, for `gongkai check --html`
    vendor/    which libraries the query page needs in the browser

The site is built beside the old one and put in its place by renames; it is derived from the release alone, so it can be
built anew at any time.
"""

from pipeline.release.portal.build import build

__all__ = ["build"]
