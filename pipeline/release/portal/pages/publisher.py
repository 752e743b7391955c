"""The page of an agency: one page for all, filled by a script from the agency's own shard."""

from pipeline.release.portal.site import Site


def write(site: Site) -> None:
    site.page("publisher.html", "publisher.html")
