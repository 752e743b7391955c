"""Two reports side by side: two agencies, or two years of one."""

from pipeline.release.portal.site import Site


def write(site: Site) -> None:
    site.page("compare.html", "compare.html")
